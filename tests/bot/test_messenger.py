import asyncio
import sqlite3
import time

import pytest

from bot.rate import Pace
from core import db
from core.i18n import translator
from core.services.outbox import Lane, Outbox
from simulator.testing import Person, Simulator
from tests.bot.conftest import Desk
from tests.conftest import plain

FR = translator("fr")
MARK = plain(FR("chat.repeat")) + "\n"


def texts(person: Person) -> list[str]:
    return [message.text for message in person.messages]


def sends(sim: Simulator) -> list[str]:
    return [str(one.params["text"]) for one in sim.requests if one.method == "sendMessage"]


def is_apology(text: str) -> bool:
    return text.startswith(plain(FR("error.unexpected", reference="m"))[:20])


async def test_messages_reach_a_chat_in_the_order_they_were_stored(desk: Desk):
    ana = desk.person()
    async with desk.sender() as sender:
        for number in range(10):
            await sender.put(ana, f"{number} a", f"{number} b")
        await sender.all_sent()
    assert texts(ana) == [f"{number} {letter}" for number in range(10) for letter in "ab"]


async def test_a_slow_chat_holds_up_no_other(desk: Desk):
    ana, tom = desk.person("Ana"), desk.person("Tom")
    desk.sim.fault(kind="slow", delay=0.4, chat_id=ana.id, times=None)
    async with desk.sender() as sender:
        await sender.put(ana, "1", "2")
        began = time.monotonic()
        await sender.put(tom, "1", "2", "3")
        await tom.wait_for("3")
        assert time.monotonic() - began < 0.3
        assert texts(ana) == []
        desk.sim.clear_faults()
        await sender.all_sent()
    assert texts(ana) == ["1", "2"]


async def test_too_many_requests_makes_that_chat_wait_and_no_other(desk: Desk):
    ana, tom = desk.person("Ana"), desk.person("Tom")
    desk.sim.fault(kind="429", retry_after=1, chat_id=ana.id)
    async with desk.sender() as sender:
        began = time.monotonic()
        await sender.put(ana, "1", "2")
        await sender.put(tom, "3")
        await tom.wait_for("3")
        assert time.monotonic() - began < 0.5
        await sender.all_sent()
        assert time.monotonic() - began >= 1
    assert texts(ana) == ["1", "2"]
    assert sends(desk.sim) == ["1", "3", "1", "2"]


async def test_a_time_out_after_delivery_is_sent_again_and_says_so(desk: Desk):
    ana = desk.person()
    desk.sim.fault(kind="timeout_after_delivery")
    async with desk.sender() as sender:
        await sender.put(ana, "1", "2")
        await sender.all_sent()
    assert texts(ana) == ["1", f"{MARK}1", "2"]


@pytest.mark.parametrize("kind", ["reset_after_delivery", "reset", "timeout_before"])
async def test_a_connection_cut_in_the_midst_is_sent_again_and_says_so(desk: Desk, kind: str):
    ana = desk.person()
    desk.sim.fault(kind=kind)
    async with desk.sender() as sender:
        await sender.put(ana, "1", "2")
        await sender.all_sent()
    before = ["1"] if kind == "reset_after_delivery" else []
    assert texts(ana) == [*before, f"{MARK}1", "2"]


@pytest.mark.parametrize("kind", ["500", "502", "503", "504"])
async def test_what_the_server_refused_for_now_is_sent_later_without_a_word(desk: Desk, kind: str):
    ana = desk.person()
    desk.sim.fault(kind=kind, times=2)
    async with desk.sender() as sender:
        await sender.put(ana, "1", "2")
        await sender.all_sent()
    assert texts(ana) == ["1", "2"]


async def test_messages_wait_while_there_is_no_network(desk: Desk):
    async with Simulator.running() as gone:
        port = int(gone.api_url.rpartition(":")[2])
        desk.server = gone.api_url
        ana = gone.user("Ana")
    async with desk.sender() as sender:
        await sender.put(ana, "1", "2")
        await asyncio.sleep(0.2)
        async with Simulator.running(port=port) as back:
            ana = back.user("Ana")
            back.world.chats[ana.id].started = True
            await sender.all_sent()
            assert texts(ana) == ["1", "2"]


async def test_who_blocked_the_bot_is_noted_and_what_waits_for_them_is_dropped(desk: Desk):
    ana, tom = desk.person("Ana"), desk.person("Tom")
    await ana.block()
    async with desk.sender() as sender:
        async with db.transaction():
            await sender.put(ana, "1", "2", "3")
            await sender.put(ana, "4", push=True)
        await sender.put(tom, "5")
        await sender.all_sent()
        assert (sender.unreachable, texts(tom), sends(desk.sim)) == ([ana.id], ["5"], ["1", "5"])
        await ana.unblock()
        await sender.put(ana, "6")
        await sender.all_sent()
    assert texts(ana) == ["6"]


async def test_who_never_wrote_to_the_bot_is_treated_alike(desk: Desk):
    stranger = desk.sim.user("Nobody")
    async with desk.sender() as sender:
        await sender.put(stranger, "1")
        await sender.all_sent()
        assert sender.unreachable == [stranger.id]


async def test_a_chat_that_does_not_exist_is_given_up(desk: Desk):
    nobody = Person(99, "Nobody", desk.person()._backend, desk.person().id)
    async with desk.sender() as sender:
        await sender.put(nobody, "1")
        await sender.all_sent()
        assert sender.unreachable == [99]


async def test_a_live_message_is_replaced_in_place(desk: Desk):
    ana = desk.person()
    async with desk.sender() as sender:
        await sender.put(ana, "reading", live="document:1")
        await sender.put(ana, "the card", live="document:1", method="editMessageText")
        await sender.all_sent()
    assert texts(ana) == ["the card"]


async def test_the_replacement_of_a_message_that_never_arrived_is_sent_anew_and_can_be_replaced(desk: Desk):
    ana = desk.person()
    async with desk.sender() as sender:
        await sender.put(ana, "the card", live="document:1", method="editMessageText")
        await sender.put(ana, "the card, corrected", live="document:1", method="editMessageText")
        await sender.all_sent()
    assert texts(ana) == ["the card, corrected"]


async def test_the_replacement_of_a_message_that_was_deleted_is_sent_anew(desk: Desk):
    ana = desk.person()
    async with desk.sender() as sender:
        await sender.put(ana, "reading", live="document:1")
        await sender.all_sent()
        chat = desk.sim.world.chats[ana.id]
        desk.sim.world.remove(chat, next(chat.newest_first()))
        await sender.put(ana, "the card", live="document:1", method="editMessageText")
        await sender.put(ana, "the card, corrected", live="document:1", method="editMessageText")
        await sender.all_sent()
    assert texts(ana) == ["the card, corrected"]


async def test_an_edit_that_changes_nothing_is_harmless(desk: Desk):
    ana = desk.person()
    async with desk.sender() as sender:
        await sender.put(ana, "reading", live="document:1")
        await sender.put(ana, "reading", live="document:1", method="editMessageText")
        await sender.put(ana, "next")
        await sender.all_sent()
    assert texts(ana) == ["reading", "next"]


async def test_a_message_telegram_refuses_becomes_an_apology_and_the_next_one_goes_on(desk: Desk):
    ana = desk.person()
    desk.sim.fault(kind="400", description="Bad Request: can't parse entities")
    async with desk.sender() as sender:
        await sender.put(ana, "1", "2")
        await sender.all_sent()
    apology, following = texts(ana)
    assert is_apology(apology)
    assert following == "2"


async def test_an_apology_telegram_refuses_too_is_let_be(desk: Desk):
    ana = desk.person()
    desk.sim.fault(kind="400", description="Bad Request: no", times=2)
    async with desk.sender() as sender:
        await sender.put(ana, "1", "2")
        await sender.all_sent()
    assert texts(ana) == ["2"]
    assert len(sends(desk.sim)) == 3


async def test_a_file_that_is_lost_becomes_an_apology(desk: Desk):
    ana = desk.person()
    upload = {"document": {"stored": "0" * 32, "file_name": "a.pdf", "mime_type": "application/pdf"}}
    async with desk.sender() as sender:
        async with db.transaction():
            await sender.outbox.put(ana.id, "sendDocument", {"caption": "x", "files": upload}, language="fr")
        await sender.put(ana, "next")
        await sender.all_sent()
    assert is_apology(texts(ana)[0])
    assert texts(ana)[1:] == ["next"]


async def test_a_stored_file_is_sent_decrypted(desk: Desk):
    ana = desk.person()
    async with desk.sender() as sender:
        name = await sender.files.put(b"%PDF-1.4 the invoice")
        upload = {"document": {"stored": name, "file_name": "facture.pdf", "mime_type": "application/pdf"}}
        async with db.transaction():
            await sender.outbox.put(ana.id, "sendDocument", {"caption": "x", "files": upload}, language="fr")
        await sender.all_sent()
    assert (ana.last.document, ana.last.file_name) == (b"%PDF-1.4 the invoice", "facture.pdf")


async def test_a_row_that_makes_no_sense_becomes_an_apology_and_stops_nobody(desk: Desk):
    ana = desk.person()
    async with desk.sender() as sender:
        async with db.transaction():
            await sender.outbox.put(ana.id, "sendDocument", {"files": {"document": "what?"}}, language="fr")
        await sender.put(ana, "next")
        await sender.all_sent()
    assert is_apology(texts(ana)[0])
    assert texts(ana)[1:] == ["next"]


async def test_a_person_who_waits_comes_before_pushes(desk: Desk):
    desk.pace = lambda: Pace(per_second=100, per_chat_seconds=0.2)
    ana = desk.person()
    async with desk.sender() as sender:
        await sender.put(ana, "push 1", "push 2", "push 3", push=True)
        await ana.wait_for("push 1")
        await sender.put(ana, "answer 1", "answer 2")
        await sender.all_sent()
    assert texts(ana) == ["push 1", "answer 1", "answer 2", "push 2", "push 3"]


async def test_pushes_keep_to_their_pace_over_all_chats_and_in_each(desk: Desk):
    desk.pace = lambda: Pace(per_second=50, per_chat_seconds=0.4)
    people = [desk.person(f"Person {number}") for number in range(20)]
    async with desk.sender() as sender:
        began = time.monotonic()
        for person in people:
            await sender.put(person, "1", "2", push=True)
        await sender.all_sent()
        assert 0.76 <= time.monotonic() - began < 2.5
    moments = [one.at for one in desk.sim.requests if one.params.get("chat_id") == people[0].id]
    assert moments[1] - moments[0] >= 0.38


async def test_telegrams_own_limits_are_never_met(desk: Desk):
    desk.sim.flood()
    people = [desk.person(f"Person {number}") for number in range(45)]
    async with desk.sender() as sender:
        for person in people:
            await sender.put(person, "due", push=True)
        await sender.all_sent()
    assert all(texts(person) == ["due"] for person in people)
    assert [one for one in desk.sim.requests if not one.ok] == []


async def test_after_too_many_requests_no_push_goes_before_its_time(desk: Desk):
    desk.pace = lambda: Pace(per_second=20)
    people = [desk.person(f"Person {number}") for number in range(10)]
    desk.sim.fault(kind="429", retry_after=1)
    async with desk.sender() as sender:
        for person in people:
            await sender.put(person, "due", push=True)
        await sender.all_sent()
    requests = [one for one in desk.sim.requests if one.method == "sendMessage"]
    assert [one.ok for one in requests] == [False] + [True] * 10
    assert requests[1].at - requests[0].at >= 0.9
    assert all(texts(person) == ["due"] for person in people)


async def test_what_was_in_flight_at_a_crash_is_sent_again_and_says_so_in_the_persons_language(desk: Desk):
    ana = desk.person()
    for text, language in (("1", "fr"), ("2", "en"), ("3", "fr")):
        payload = {"text": text, "parse_mode": "HTML"}
        await Outbox().put(ana.id, "sendMessage", payload, language=language)
    await db.execute("UPDATE outgoing SET sending = ? WHERE id < 3", True)
    async with desk.sender() as sender:
        await sender.all_sent()
    english = plain(translator("en")("chat.repeat"))
    assert texts(ana) == [f"{MARK}1", f"{english}\n2", "3"]


async def test_what_is_stored_while_an_earlier_runs_messages_are_read_goes_out_once_and_after_them(desk: Desk):
    ana = desk.person()
    await Outbox().put(ana.id, "sendMessage", {"text": "earlier"}, language="fr")
    async with desk.sender() as sender:
        # The sender has not run yet: it hears of this one, and finds its row too.
        await sender.put(ana, "meanwhile")
        await sender.all_sent()
    assert texts(ana) == ["earlier", "meanwhile"]


async def test_a_stop_does_not_wait_for_telegram_and_what_was_not_sent_is_no_repeat_later(desk: Desk):
    ana, tom = desk.person("Ana"), desk.person("Tom")
    desk.sim.fault(kind="429", retry_after=30, chat_id=ana.id)
    desk.sim.fault(kind="502", chat_id=tom.id)
    async with desk.sender() as sender:
        await sender.put(ana, "1")
        await sender.put(tom, "2")
        await asyncio.sleep(0.1)
        began = time.monotonic()
    assert time.monotonic() - began < 1
    assert texts(ana) + texts(tom) == []
    desk.sim.clear_faults()
    async with desk.sender() as sender:
        await sender.all_sent()
    assert (texts(ana), texts(tom)) == (["1"], ["2"])


async def test_a_stop_leaves_pushes_for_later_and_can_wait_for_answers(desk: Desk):
    desk.pace = lambda: Pace(per_second=2)
    people = [desk.person(f"Person {number}") for number in range(6)]
    async with desk.sender() as sender:
        for person in people:
            await sender.put(person, "push", push=True)
        await sender.put(people[0], *(f"answer {number}" for number in range(20)))
        await sender.messenger.drain(5)
        assert "answer 19" in texts(people[0])
    left = await db.fetch("SELECT lane FROM outgoing")
    assert len(left) >= 4
    assert {row["lane"] for row in left} == {Lane.PUSH}


async def test_a_database_that_is_busy_for_a_while_delays_messages_and_loses_none(desk: Desk):
    ana = desk.person()
    async with desk.sender() as sender:
        await sender.put(ana, "1", "2", "3")
        other = sqlite3.connect(desk.folder / "autotrack.sqlite3", isolation_level=None)
        try:
            other.execute("BEGIN IMMEDIATE")
            await asyncio.sleep(0.4)
            other.execute("COMMIT")
        finally:
            other.close()
        await sender.all_sent()
    assert texts(ana) == ["1", "2", "3"]


async def test_while_telegram_is_gone_one_message_tries_for_all(desk: Desk):
    people = [desk.person(f"Person {number}") for number in range(20)]
    desk.sim.fault(kind="502", times=None)
    async with desk.sender() as sender:
        for person in people:
            await sender.put(person, "1")
        await asyncio.sleep(2.2)
        # Some have tried before it was clear; since then one after half a second, one after a second.
        assert len(sends(desk.sim)) <= 26
        desk.sim.clear_faults()
        began = time.monotonic()
        await sender.all_sent()
        # At the pace of a broadcast: Telegram counts them as one.
        assert 0.7 < time.monotonic() - began < 4
    assert all(texts(person) == ["1"] for person in people)
