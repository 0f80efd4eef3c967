from datetime import UTC, datetime, time, timedelta

import aiohttp
import pytest

from core.domain.garages.appointments import AppointmentStatus, GarageAnswer
from core.domain.service_types import ServiceType
from core.faults import set_trap
from core.models import Appointment, ListedGarage, Mail, QuietMailbox, Reminder
from core.services.appointments import NewAppointment
from simulator.mails import Mail as Letter
from tests.conftest import Chat, plain
from tests.making import account, vehicle
from tests.services.listed import LYON, add, listed


async def noted(chat: Chat, email: str | None = None) -> Appointment:
    """An appointment in three weeks, Lyon's time, at a garage that pages of ours can be reached from."""
    chat.bot.runtime.parts.payments.addresses.pages = chat.bot.runtime.sidecar.address
    car, owner = await vehicle(chat, plate="AB123CD"), await account(chat)
    (found,) = await add(listed("Garage du Parc", LYON, phone="+33 4 72 00 00 00", email=email))
    day = chat.bot.clock.now().date() + timedelta(days=21)
    new = NewAppointment(car.id, found.id, ServiceType.OIL_CHANGE, day, time(14, 30), "bruit <devant>")
    return await chat.bot.runtime.parts.services.garage.appointments.note(owner, new)


async def tap(chat: Chat, key: str, **values: object) -> None:
    await chat.tap(chat.t.plain(key, **values), message=chat.shown)


def letters(chat: Chat) -> list[Letter]:
    return chat.bot.sim.mails.letters


async def visit(chat: Chat, url: str, **form: str) -> tuple[int, str]:
    """What the garage sees: a page that is looked at, or answered."""
    verb = "POST" if form else "GET"
    headers = {"Accept": "text/html,*/*;q=0.8", "Accept-Language": chat.t.language}
    browser = aiohttp.ClientSession(headers=headers)
    async with browser as session, session.request(verb, url, data=form or None) as answer:
        await chat.bot.settle()
        assert answer.headers["Cache-Control"] == "no-store"
        assert "script" not in answer.headers["Content-Security-Policy"]
        return answer.status, await answer.text()


async def asked(chat: Chat) -> str:
    """The link of a letter that was sent to the garage's own address."""
    found = await noted(chat, email="contact@garage-du-parc.example")
    await chat.say("/appointments")
    await chat.tap(chat.shown.buttons[0][0][0], message=chat.shown)
    await tap(chat, "appointment.ask_garage")
    assert letters(chat) == []
    await tap(chat, "appointment.send")
    assert chat.last == chat.says("appointment.letter_sent", garage=found.garage.name)
    (letter,) = letters(chat)
    assert letter.to == "contact@garage-du-parc.example"
    assert "bruit <devant>" in letter.text
    assert "bruit <devant>" not in letter.html
    return letter.links[0]


async def test_a_garage_is_asked_by_mail_proposes_another_time_and_one_tap_agrees(chat: Chat):
    await noted(chat)
    await chat.say("/appointments")
    await chat.tap(chat.shown.buttons[0][0][0], message=chat.shown)
    assert chat.says("appointment.tell_by_mail") in chat.shown.text
    await tap(chat, "appointment.ask_garage")
    await chat.say("adresse")
    assert chat.last == chat.says("email.not_one")
    await chat.say("Garage.Parc@gmial.com")
    await tap(chat, "appointment.meant", to="Garage.Parc@gmail.com")
    # Nothing leaves before it was seen, in the garage's language: France's.
    assert "Vidange" in chat.shown.text
    assert "AB-123-CD" in chat.shown.text
    assert letters(chat) == []
    await tap(chat, "appointment.send")
    link = letters(chat)[0].links[0]
    (status, page), before = await visit(chat, link), await Appointment.get()
    assert (status, before.answer, before.status) == (200, None, AppointmentStatus.PENDING)
    assert chat.person.name in page
    assert "bruit &lt;devant&gt;" in page
    other = chat.bot.clock.now().date() + timedelta(days=40)
    assert (await visit(chat, link, answer="other", day="2020-01-01", at="09:00"))[0] == 422
    assert (await visit(chat, link, answer="other", day=f"{other}", at="99:99"))[0] == 422
    assert (await visit(chat, link, answer="other", day=f"{other}", at="09:15", note="voir www.pub.fr"))[0] == 422
    assert (await visit(chat, link, answer="perhaps"))[0] == 422
    status, page = await visit(chat, link, answer="other", day=f"{other}", at="09:15", note="pont <occupé>")
    assert status == 200
    assert chat.says("appointment.says_other", garage="Garage du Parc") in chat.last
    assert "pont <occupé>" in chat.last
    status, again = await visit(chat, link, answer="yes")
    assert (status, (await Appointment.get()).answer) == (409, GarageAnswer.OTHER)
    assert "09:15" in again
    await tap(chat, "appointment.agree")
    found = await Appointment.get()
    local = datetime.combine(other, time(9, 15))
    assert found.status is AppointmentStatus.CONFIRMED
    assert found.starts_at.astimezone(UTC).replace(tzinfo=None) in {
        local - timedelta(hours=1),
        local - timedelta(hours=2),
    }
    assert await Reminder.filter(topic="appointment", state="waiting", due_on=other).count() == 1
    assert await Reminder.filter(topic="appointment", state="waiting").exclude(due_on=other).count() == 0
    assert chat.sees(chat.says("appointment.file"))
    assert letters(chat)[-1].links == []
    await tap(chat, "appointment.cancel")
    assert chat.says("appointment.drop_is_told") in chat.shown.text
    assert len(letters(chat)) == 2
    await tap(chat, "appointment.drop")
    assert len(letters(chat)) == 3
    assert (await Appointment.get()).status is AppointmentStatus.CANCELLED


async def test_a_garage_says_yes_and_later_answers_are_told_what_was_said(chat: Chat):
    link = await asked(chat)
    assert (await visit(chat, link.replace("/appointment/", "/appointment/x")))[0] == 404
    assert (await visit(chat, f"{link[:-1]}{'A' if link[-1] != 'A' else 'B'}"))[0] == 404
    status, page = await visit(chat, link, answer="yes")
    assert status == 200
    assert "✅" in page
    found = await Appointment.get().select_related("garage")
    assert found.status is AppointmentStatus.CONFIRMED
    assert chat.last.startswith(
        plain(chat.t("appointment.says_yes", garage="Garage du Parc", day=found.created_at.date(), at=time(9)))[:20]
    )
    sent = len(chat.person.messages)
    for answer in ("no", "yes"):
        assert (await visit(chat, link, answer=answer, quiet="1"))[0] == 409
    assert len(chat.person.messages) == sent
    assert (await Appointment.get()).status is AppointmentStatus.CONFIRMED
    assert await QuietMailbox.all().count() == 0


async def test_a_garage_that_says_no_and_wants_no_more_letters_gets_none(chat: Chat):
    link = await asked(chat)
    await visit(chat, link, answer="no", quiet="1")
    assert (await Appointment.get()).status is AppointmentStatus.CANCELLED
    assert chat.last == chat.says("appointment.says_no", garage="Garage du Parc")
    assert not await Reminder.filter(topic="appointment", state="waiting").exists()
    owner, services = await account(chat), chat.bot.runtime.parts.services.garage
    day = chat.bot.clock.now().date() + timedelta(days=30)
    (garage,) = await ListedGarage.all()
    vehicle_id = (await Appointment.get()).vehicle_id
    new = await services.appointments.note(
        owner, NewAppointment(vehicle_id, garage.id, ServiceType.TYRES, day, time(9))
    )
    await chat.say("/appointments")
    await chat.tap(chat.shown.buttons[0][0][0], message=chat.shown)
    await tap(chat, "appointment.ask_garage")
    await tap(chat, "appointment.send")
    assert chat.last == chat.says("appointment.wants_no_mail")
    assert (await Appointment.get(id=new.id)).asked_at is None


async def test_a_link_ends_with_its_time_with_a_second_letter_and_when_the_person_settled_it(chat: Chat):
    link = await asked(chat)
    await chat.say("/appointments")
    await chat.tap(chat.shown.buttons[0][0][0], message=chat.shown)
    await tap(chat, "appointment.ask_again")
    await tap(chat, "appointment.send")
    assert (await visit(chat, link))[0] == 404
    second = letters(chat)[-1].links[0]
    await chat.say("/appointments")
    await chat.tap(chat.shown.buttons[0][0][0], message=chat.shown)
    await tap(chat, "appointment.ask_again")
    await tap(chat, "appointment.send")
    assert chat.last == chat.says("appointment.enough_letters")
    await chat.say("/cancel")
    await chat.bot.advance(days=14, minutes=1)
    assert (await visit(chat, second))[0] == 410
    assert (await visit(chat, second, answer="yes"))[0] == 410
    await Appointment.all().update(asked_at=chat.bot.clock.now())
    assert (await visit(chat, second))[0] == 200
    await Appointment.all().update(status=AppointmentStatus.CONFIRMED)
    assert (await visit(chat, second, answer="no"))[0] == 410
    assert (await Appointment.get()).answer is None


async def test_a_garage_that_was_asked_hears_of_another_time_and_of_who_leaves_for_good(chat: Chat):
    link = await asked(chat)
    found = await Appointment.get().select_related("owner")
    later = chat.bot.clock.now().date() + timedelta(days=25)
    await tap(chat, "appointment.open")
    await tap(chat, "appointment.move")
    await chat.say(f"{later} 8h")
    assert letters(chat)[-1].links == []
    # The old link answers nothing any more; asked anew, it is about the new time.
    assert (await visit(chat, link, answer="yes"))[0] == 404
    await tap(chat, "appointment.ask_garage")
    await tap(chat, "appointment.send")
    assert len(letters(chat)) == 3
    await visit(chat, letters(chat)[-1].links[0], answer="yes")
    assert (await Appointment.get()).status is AppointmentStatus.CONFIRMED
    await chat.bot.runtime.parts.services.leaving.wish(found.owner)
    await chat.bot.advance(days=8)
    await chat.bot.settle()
    assert await Appointment.all().count() == 0
    assert letters(chat)[-1].to == "contact@garage-du-parc.example"
    assert len(letters(chat)) == 4
    assert await Mail.filter(owner_id=found.owner_id).count() == 0
    assert {mail.sealed for mail in await Mail.filter(kind="garage_cancelled")} == {""}


async def test_without_pages_or_mail_the_garage_is_called(chat: Chat):
    await noted(chat)
    chat.bot.runtime.parts.payments.addresses.pages = None
    await chat.say("/appointments")
    await chat.tap(chat.shown.buttons[0][0][0], message=chat.shown)
    assert chat.says("appointment.tell_by_phone") in chat.shown.text
    labels = [label for row in chat.shown.buttons for label, _ in row]
    assert chat.t.plain("appointment.ask_garage") not in labels


async def test_an_answer_that_is_cut_in_the_middle_is_taken_wholly_at_the_next_try(
    chat: Chat, capsys: pytest.CaptureFixture[str]
):
    link = await asked(chat)
    cut: list[str] = []

    def trap(name: str) -> None:
        if name == "garage.answered" and not cut:
            cut.append(name)
            raise OSError(name)

    sent = len(chat.person.messages)
    set_trap(trap)
    try:
        status, page = await visit(chat, link, answer="yes", quiet="1")
        assert (status, cut) == (500, ["garage.answered"])
        assert chat.says("page.failed") in page
        assert link.rpartition("/")[2] not in capsys.readouterr().out
        found = await Appointment.get()
        assert (found.answer, found.status) == (None, AppointmentStatus.PENDING)
        assert not await QuietMailbox.exists()
        assert (await visit(chat, link, answer="yes", quiet="1"))[0] == 200
    finally:
        set_trap(None)
    assert (await Appointment.get()).status is AppointmentStatus.CONFIRMED
    assert len(chat.person.messages) == sent + 1
