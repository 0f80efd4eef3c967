from datetime import date, time

import pytest
from structlog.testing import capture_logs

from core.i18n.translator import read_catalogue
from core.models import MaintenanceRecord, Reminder
from tests.bot.telegram import arrives, tap
from tests.bot.test_queries import SCREENS, ids
from tests.conftest import Chat
from tests.making import vehicle


@pytest.fixture
def language() -> str:
    return "es"


def test_nothing_is_said_in_another_language():
    ids = {language: {one.id for one in read_catalogue(language)} for language in ("fr", "en", "es")}
    assert ids["es"] == ids["fr"] == ids["en"]


async def test_a_spanish_driver_is_understood_and_answered_in_spanish(chat: Chat):
    await chat.say("/start")
    assert chat.last.startswith("¡Hola")
    await chat.say("ayuda")
    assert chat.last == chat.says("help.text")
    await vehicle(chat, plate="1234BCD", kilometres=84_000)
    await chat.say("cambio de aceite 89,50 € ayer")
    await chat.tap(chat.t.plain("entry.save"))
    assert (await MaintenanceRecord.get()).total_cents == 8_950
    await chat.say("recuérdame los neumáticos el 12 de marzo a las 18h")
    await chat.tap(chat.t.plain("entry.save"))
    kept = await Reminder.get(subject="neumáticos")
    assert (kept.due_on, kept.at_minute) == (date(kept.due_on.year if kept.due_on else 0, 3, 12), 18 * 60)
    await chat.say("/reminders")
    await chat.tap(next(label for label in chat.labels if "neumáticos" in label))
    assert chat.says(
        "reminder.own_detail_at", due=chat.t.plain("reminder.due_day", day=kept.due_on), time=time(18)
    ) in (chat.last)
    await chat.tap(chat.t.plain("reminder.pick_a_day"))
    await chat.say("en 3 semanas")
    assert (await Reminder.get(id=kept.id)).snoozed_on is not None
    await chat.say("gracias")
    assert chat.last == chat.says("chat.thanks")
    await chat.say("/cancel")


async def test_every_screen_speaks_spanish(chat: Chat):
    known = await ids(chat)
    with capture_logs() as log:
        for act in SCREENS:
            for name, value in known.items():
                act = act.replace(name, value)  # noqa: PLW2901  # the ids are put in
            if act.startswith("1:"):
                await arrives(chat.bot, tap(chat, act))
            else:
                await chat.say(act)
        for page in ("language", "zone", "units", "currency", "when", "quiet", "kinds", "digest", "reset"):
            await arrives(chat.bot, tap(chat, f"1:set:open:{page}"))
    assert [one for one in log if one["log_level"] in {"error", "critical"}] == []
    assert not chat.sees_part("error.unexpected")
