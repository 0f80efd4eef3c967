from datetime import timedelta

import pytest

from core.domain.states import ReminderState
from core.models import Notification, Reminder
from tests.conftest import Chat
from tests.making import vehicle


@pytest.fixture
def language() -> str:
    """Nothing is said here that differs by language."""
    return "fr"


async def test_a_reminder_that_met_a_blocked_bot_was_not_delivered_and_comes_when_the_person_is_back(chat: Chat):
    car = await vehicle(chat, plate="AB123CD")
    now = chat.bot.clock.now()
    reminder = await Reminder.create(
        owner_id=car.owner_id,
        vehicle_id=car.id,
        service="oil_change",
        state=ReminderState.WAITING,
        remind_at=now + timedelta(hours=1),
        due_on=now.date() + timedelta(days=7),
        created_at=now,
    )
    await chat.person.block()
    await chat.bot.settle()
    await chat.bot.advance(hours=2)
    await reminder.refresh_from_db()
    assert (reminder.state, await Notification.all().count()) == (ReminderState.WAITING, 0)
    said = len(chat.person.messages)
    await chat.bot.advance(hours=2)
    assert len(chat.person.messages) == said
    await chat.person.unblock()
    await chat.say("/start")
    await chat.bot.advance(minutes=1)
    await reminder.refresh_from_db()
    assert (reminder.state, await Notification.all().count()) == (ReminderState.PUSHED, 1)
    assert sum("AB-123-CD" in message.text for message in chat.person.messages[said:]) == 1
