import argparse
import asyncio
import csv
import io
import json
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from app.checks import checks_of
from app.commands import admin
from app.console.door import place
from core import db
from core.domain.garages.corrections import Correction, CorrectionState
from core.domain.garages.ratings import ReviewState
from core.domain.plans import Level
from core.domain.states import EntryState
from core.gateways.clock import SystemClock
from core.i18n import translator
from core.models import (
    Account,
    AuditEntry,
    CatalogueEntry,
    Document,
    GarageCorrection,
    GarageReview,
    Subscription,
)
from core.services.listing import Suggestion
from core.settings import Settings
from tests.conftest import Chat
from tests.making import account, invoice_card, vehicle
from tests.postgres.databases import sqlite_url
from tests.services.listed import LYON, add, listed
from webhooks.health import looked


def parsed(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    admin.add_parser(parser.add_subparsers())
    return parser.parse_args(["admin", *words])


async def test_the_console_does_what_the_chat_does_and_is_noted(
    migrated_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    url, now = sqlite_url(migrated_file, tmp_path), SystemClock().now()
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]  # pydantic-settings takes it at construction
        bot_token=SecretStr("123456789:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
        data_dir=tmp_path,
        database_url=url,
    )
    await db.connect(url)
    ana = await Account.create(telegram_id=7, first_name="Ana", language="fr", created_at=now, username="ana")
    await db.disconnect()

    async def do(*words: str, status: int = 0) -> str:
        assert await admin.here(settings, parsed(*words)) == status
        return capsys.readouterr()[bool(status)]

    person = str(ana.id)
    assert "Ana" in await do("people", "find", "@ana")
    until = (now + timedelta(days=30)).date().isoformat()
    await do("people", "plan", person, "premium", "--until", until)
    assert "premium" in await do("people", "show", person)
    await do("people", "block", person, "--reason", "spam in reviews")
    assert translator("fr").plain("error.gone") in await do("people", "end-plan", "999", status=1)
    await do("switches", "off", "imports")
    assert "imports    off" in await do("switches", "list")
    await do("plans", "set", "free", "vehicles", "unlimited")
    assert "unlimited" in await do("plans", "list")
    assert "0 in all" in await do("jobs", "list")
    assert "0 in all" in await do("events", "list")
    lines = [json.loads(line) for line in (await do("audit", "export")).splitlines()]
    assert [one["action"] for one in lines] == ["person.plan", "person.block", "switch.off", "plan.limit"]
    assert all(one["who"].startswith("cli:") and one["before"] and one["after"] for one in lines)
    table = list(csv.DictReader(io.StringIO(await do("audit", "export", "--form", "csv"))))
    assert [one["action"] for one in table] == [one["action"] for one in lines]
    await db.connect(url)
    held = await Subscription.get()
    assert (held.level, held.provider, await AuditEntry.all().count()) == (Level.PREMIUM, "gift", 4)
    assert (await Account.get()).blocked_at is not None
    await db.disconnect()


def test_wrong_usage_is_refused_before_anything_is_opened():
    for words in (["people"], ["people", "block", "1"], ["plans", "set", "free", "vehicles", "-3"], ["nothing"]):
        with pytest.raises(SystemExit) as ended:
            parsed(*words)
        assert ended.value.code == 2
    assert asyncio.iscoroutinefunction(parsed("audit", "list").does)


@dataclass(frozen=True, slots=True)
class Console:
    """`autotrack admin` beside a bot that runs, as its user types it."""

    chat: Chat
    capsys: pytest.CaptureFixture[str]

    async def says(self, *words: str, status: int = 0) -> str:
        """What is said on standard output, or, where the status tells of a refusal, on standard error."""
        settings = self.chat.bot.runtime.parts.settings
        assert await asyncio.to_thread(admin.carry_out, settings, words, parsed(*words)) == status, words
        await self.chat.bot.settle()
        return self.capsys.readouterr()[bool(status)]


@pytest.fixture
async def console(chat: Chat, capsys: pytest.CaptureFixture[str]) -> Console:
    await account(chat)
    chat.bot.runtime.parts.services.admin.admins.ids.add(chat.person.id)
    return Console(chat, capsys)


@pytest.mark.parametrize("language", ["fr"])
async def test_people_and_their_papers_are_reached_while_the_bot_has_the_file(console: Console, tmp_path: Path):
    chat = Chat(console.chat.bot, console.chat.bot.sim.user("Ana", lang="fr"), console.chat.t)
    await vehicle(chat, plate="QX717ZK")
    paper = {
        "vendor_name": "Garage du Parc",
        "invoice_date": "2026-03-12",
        "total_incl_tax": "89.00",
        "currency": "EUR",
    }
    await invoice_card(chat, {**paper, "plate": "QX717ZK"}, ["Vidange"])
    await chat.tap(chat.t.plain("document.save"))
    files, ana = chat.bot.runtime.parts.files, await Account.get(first_name="Ana")
    await Document.filter(owner_id=ana.id).update(preview=await files.put(b"CANARY picture"))
    person = str(ana.id)
    assert "Ana" in await console.says("people", "find", "qx-717 zk")
    assert "CANARY" not in await console.says("people", "show", person)
    assert await console.says("people", "papers", person, "--reason", "x", status=1)
    listed = await console.says("people", "papers", person, "--reason", "she asked us to look")
    entry = await AuditEntry.get(action="person.papers")
    assert (entry.reason, entry.about_id) == ("she asked us to look", ana.id)
    number, to = str((await Document.get()).id), tmp_path / "paper.jpg"
    assert f"people paper {entry.id} DOCUMENT" in listed
    await console.says("people", "paper", str(entry.id), number, "--to", str(to))
    assert (to.read_bytes(), to.stat().st_mode & 0o777) == (b"CANARY picture", 0o600)
    assert "there already" in await console.says("people", "paper", str(entry.id), number, "--to", str(to), status=2)
    # The reason of somebody else opens nothing here.
    await db.execute("INSERT INTO audit_entry (at, who, action, subject, about_id) VALUES (?, ?, ?, ?, ?)",
                     chat.bot.clock.now(), "chat", "person.papers", "account", ana.id)  # fmt: skip
    other = str(entry.id + 2)
    assert await console.says("people", "paper", other, number, "--to", str(tmp_path / "x"), status=1)
    assert not (tmp_path / "x").exists()
    await console.says("people", "note", person, "called twice")
    assert "called twice" in await console.says("people", "notes", person)
    await chat.bot.advance(minutes=31)
    assert await console.says("people", "paper", str(entry.id), number, "--to", str(tmp_path / "x"), status=1)
    assert "person.paper" in await console.says("audit", "list", "--about", person)


@pytest.mark.parametrize("language", ["fr"])
async def test_what_people_suggested_is_decided_at_the_console_too(console: Console):
    parts = console.chat.bot.runtime.parts
    now, camille = console.chat.bot.clock.now(), await Account.get()
    for model in ("T", "U", "V", "W"):
        await CatalogueEntry.create(make="Zorglub", model=model, make_key="zorglub", model_key=model.lower(),
                                    state=EntryState.PROPOSED, created_at=now)  # fmt: skip
    assert "4 in all" in await console.says("makes", "list")
    assert "Zorglub / T" in await console.says("makes", "show", "1")
    await console.says("makes", "accept", "1")
    await console.says("makes", "refuse", "2")
    await console.says("makes", "correct", "3", "Zorglub / Vé")
    await console.says("makes", "merge", "4", "Renault / Clio")
    assert "0 in all" in await console.says("makes", "list")
    (stays,) = await add(listed("Garage du Parc", LYON))
    made = [await parts.services.garage.listings.suggest(camille, Suggestion(name, "69003 Lyon")) for name in "ABC"]
    fix = await GarageCorrection.create(owner_id=camille.id, garage_id=stays.id, what=Correction.HOURS,
                                        value="9-18", state=CorrectionState.WAITING, created_at=now)  # fmt: skip
    assert "4 in all" in await console.says("garages", "list")
    await console.says("garages", "edit", str(made[0].id), "name", "Atelier A")
    await console.says("garages", "accept", str(made[0].id))
    await console.says("garages", "merge", str(made[1].id), str(stays.id))
    await console.says("garages", "refuse", str(made[2].id))
    assert "→ 9-18" in await console.says("garages", "take-correction", str(fix.id))
    assert await console.says("garages", "refuse-correction", str(fix.id), status=1)
    assert "Atelier A" in await console.says("garages", "show", str(made[0].id))
    await console.says("garages", "twins")
    review = await GarageReview.create(owner_id=camille.id, garage_id=stays.id, stars=1, comment="Nul",
                                       state=ReviewState.HELD, created_at=now, updated_at=now)  # fmt: skip
    assert "Nul" in await console.says("reviews", "list")
    assert "Nul" in await console.says("reviews", "show", str(review.id))
    await console.says("reviews", "keep", str(review.id))
    await console.says("reviews", "hide", str(review.id), "--reason", "insults")
    actions = [entry.action for entry in await AuditEntry.all().order_by("id")]
    assert actions == [
        *("make.approved", "make.refused", "make.merged", "make.merged", "garage.edit", "garage.accept"),
        *("garage.merge", "garage.reject", "garage_correction.taken", "review.keep", "review.hide"),
    ]


@pytest.mark.parametrize("language", ["fr"])
async def test_broadcasts_requests_figures_and_health_are_at_the_console_too(console: Console):
    chat, ana = console.chat, Chat(console.chat.bot, console.chat.bot.sim.user("Ana", lang="fr"), console.chat.t)
    await account(ana)
    await console.says("broadcasts", "new", "Les garages <sont> là")
    await console.says("broadcasts", "write", "1", "--language", "en", "Garages are here")
    assert "people now  2" in await console.says("broadcasts", "aim", "1", "--plan", "free", "--language", "fr")
    await console.says("broadcasts", "try", "1")
    assert "Les garages <sont> là" in chat.last
    tomorrow = (chat.bot.clock.now() + timedelta(days=1)).strftime("%Y-%m-%dT09:00")
    assert "begins at" in await console.says("broadcasts", "schedule", "1", tomorrow)
    for move in ("unschedule", "start"):
        await console.says("broadcasts", move, "1")
    await chat.bot.advance(seconds=5)
    assert "Les garages <sont> là" in ana.last
    assert await console.says("broadcasts", "resume", "1", status=1)
    assert "2/2" in await console.says("broadcasts", "list")
    await console.says("broadcasts", "new", "x" * 4000, status=1)
    await ana.say("/support")
    await ana.say("L'appli ne lit pas ma facture")
    assert "ne lit pas" in await console.says("support", "list")
    assert "ne lit pas" in await console.says("support", "show", "1")
    await console.says("support", "answer", "1", "On regarde, à demain")
    assert ana.sees_part("On regarde, à demain")
    await console.says("support", "close", "1")
    assert console.chat.t.plain("insight.people") in await console.says("figures", "show", "people")
    seen = await console.says("health", status=int(not await all_well(chat)))
    assert all(part in seen for part in ("db", "queue", "telegram")) or "schedule" in seen
    assert [entry.action for entry in await AuditEntry.all().order_by("id")] == [
        *("broadcast.write", "broadcast.write", "broadcast.aim", "broadcast.schedule", "broadcast.unschedule"),
        *("broadcast.start", "support.answer", "support.close"),
    ]


async def all_well(chat: Chat) -> bool:
    seen = await looked(checks_of(chat.bot.runtime.parts))
    return all(part["status"] == "ok" for part in seen.values())


@pytest.mark.parametrize("language", ["fr"])
async def test_whatever_comes_to_the_door_the_bot_lives_and_the_console_is_told(console: Console, tmp_path: Path):
    settings = console.chat.bot.runtime.parts.settings
    name = place(settings.data_dir)
    assert name is not None
    assert await asyncio.to_thread(lambda: Path(name).stat().st_mode & 0o777) == 0o600
    for line in (b"", b"nonsense\n", b'{"words": 3}\n', b'{"user": "x", "words": ["fly"]}\n'):
        reader, writer = await asyncio.open_unix_connection(name)
        writer.write(line)
        writer.write_eof()
        await reader.read()
        writer.close()
    # A fault of ours is no word of the console's.
    await db.execute("DROP TABLE feature_switch")
    assert "its log says why" in await console.says("switches", "list", status=1)
    assert "Camille" in await console.says("people", "find", "Camille")
    assert await asyncio.to_thread(admin.carry_out, settings.model_copy(update={"data_dir": tmp_path / "none",
                                   "bot_token": None}), ["x"], parsed("switches", "list")) == 2  # fmt: skip
    assert place(Path("/" + "x" * 200)) is None


@pytest.mark.parametrize("language", ["fr"])
async def test_a_file_that_another_command_has_is_left_alone_with_words(console: Console):
    parts = console.chat.bot.runtime.parts
    name = place(parts.settings.data_dir)
    assert name is not None
    await asyncio.to_thread(Path(name).unlink)
    assert "stop it for a moment" in await console.says("people", "find", "x", status=1)
