# ruff: noqa: ASYNC110 - a bot is watched from outside, nothing tells that it is done
"""People whose rows are made by taps, timers and photos: cards to save, reminders that come due, papers to be read."""

import asyncio
import itertools
import json
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from bot.callbacks import OnDocument, OnReminder, OpenRecord
from core import db
from core.domain.states import DocumentState, ReminderState
from core.i18n import Translator, translator
from core.models import Account, Document, MaintenanceRecord, Notification, Reminder, Vehicle
from core.services.vehicles import NewVehicle
from simulator.testing import Message, Person
from tests.conftest import Bot, Chat, plain
from tests.faults.places import replies
from tests.making import invoice_card, subscriber

SAMPLE = Path(__file__).parents[1] / "samples" / "documents" / "card_photo_0.jpg"


def is_repeat(t: Translator, message: Message) -> bool:
    """Whether it says that it may have come before."""
    return (message.text or message.caption or "").startswith(plain(t("chat.repeat")))


@dataclass(slots=True)
class CardTapper:
    """Saves one card after the other; each becomes one record."""

    person: Person
    t: Translator = field(default_factory=lambda: translator("fr"))
    cards: list[tuple[int, Message]] = field(default_factory=list)
    tapped: int = 0

    async def arrive(self, bot: Bot, cards: int) -> None:
        """Have so many cards in the chat."""
        chat = Chat(bot, self.person, self.t)
        owner = await subscriber(chat)
        await bot.runtime.parts.services.vehicles.add(owner, NewVehicle(plate="GH789JK"))
        for number in range(cards):
            fields = {
                "vendor_name": "Garage du Parc",
                "invoice_date": "2026-03-12",
                "total_incl_tax": f"{100 + number}.00",
                "plate": "GH789JK",
                "currency": "EUR",
            }
            document = await invoice_card(chat, fields, ["Lavage"])
            self.cards.append((document.id, self.person.last))

    @property
    def left(self) -> int:
        return len(self.cards) - self.tapped

    async def once(self) -> None:
        """Save the next card."""
        _, message = self.cards[self.tapped]
        self.tapped += 1
        await self.person.tap(self.t.plain("document.save"), message=message)

    async def account(self) -> Counter[str]:
        """What became of the cards that were tapped."""
        now = {message.id: message for message in self.person.messages}
        found: Counter[str] = Counter()
        stored = [json.dumps(reply) for reply in await replies(self.person.id)]
        for document, card in self.cards[: self.tapped]:
            records = await MaintenanceRecord.filter(document_id=document)
            found["lost"] += not records
            answers = sum(f'"{OpenRecord(records[0].id).pack()}"' in reply for reply in stored) if records else 1
            found["doubled"] += max(0, len(records) - 1, answers - 1)
            found["unanswered"] += now[card.id].text == card.text
        # A saved card is changed in place: what is sent again cannot be seen twice.
        found["sent"] += self.tapped
        return found


@dataclass(slots=True)
class Reminded:
    """Is told of every reminder that comes due, once."""

    person: Person
    t: Translator = field(default_factory=lambda: translator("fr"))
    vehicle: int = 0

    async def arrive(self, bot: Bot) -> None:
        await Chat(bot, self.person, self.t).say("/start")
        owner = await Account.get(telegram_id=self.person.id)
        self.vehicle = (await bot.runtime.parts.services.vehicles.add(owner, NewVehicle(plate="LM456NP"))).id
        # At any hour of the night, and each once.
        await Account.filter(id=owner.id).update(quiet_from=0, quiet_until=0, rhythm_days=0)

    async def due(self, count: int) -> None:
        """Let some reminders be due now, and let the next tick look at once; needs the database."""
        owner = await Account.get(telegram_id=self.person.id)
        now = (await Vehicle.get(id=self.vehicle)).created_at
        for number in range(count):
            await Reminder.create(
                owner_id=owner.id,
                vehicle_id=self.vehicle,
                subject=f"{number}",
                state=ReminderState.WAITING,
                due_on=now.date(),
                remind_at=now - timedelta(hours=1),
                created_at=now,
            )
        await db.execute("DELETE FROM once WHERE key LIKE 'schedule:%'")

    async def account(self) -> Counter[str]:
        """What became of the reminders."""
        found: Counter[str] = Counter()
        told = Counter(number for message in self.person.messages for number in reminders_of(message))
        rows = await Reminder.filter(vehicle_id=self.vehicle)
        notified = Counter(row.reminder_id for row in await Notification.filter(reminder__vehicle_id=self.vehicle))
        for reminder in rows:
            found["lost"] += notified[reminder.id] == 0
            found["doubled"] += max(0, notified[reminder.id] - 1)
            found["unanswered"] += told[reminder.id] == 0
            found["repeated"] += max(0, told[reminder.id] - 1)
        found["marked"] += sum(is_repeat(self.t, message) for message in self.person.messages)
        found["sent"] += len(rows)
        return found


@dataclass(slots=True)
class Photographer:
    """Sends papers; each is read once and shown as one card."""

    person: Person
    t: Translator = field(default_factory=lambda: translator("fr"))
    sent: int = 0

    async def arrive(self, bot: Bot) -> None:
        await subscriber(Chat(bot, self.person, self.t))

    async def once(self) -> None:
        self.sent += 1
        await self.person.send_photo(SAMPLE)

    async def served(self, seconds: float) -> None:
        """Wait so long at most until every paper has its card: a job that dies whenever it runs would be given up."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and len(self._shown) < self.sent:
            await asyncio.sleep(0.02)

    @property
    def _shown(self) -> Counter[int]:
        return Counter(number for message in self.person.messages if (number := _document(message)))

    async def account(self) -> Counter[str]:
        """What became of the papers."""
        owner = await Account.get(telegram_id=self.person.id)
        papers = await Document.filter(owner_id=owner.id)
        settled = [one for one in papers if one.state in (DocumentState.PROPOSED, DocumentState.REFUSED)]
        shown = self._shown
        found: Counter[str] = Counter()
        found["sent"] += self.sent
        found["lost"] += max(0, self.sent - len(settled))
        found["doubled"] += max(0, len(papers) - self.sent)
        found["unanswered"] += sum(shown[one.id] == 0 for one in settled if one.state is DocumentState.PROPOSED)
        repeats = sum(is_repeat(self.t, message) for message in self.person.messages)
        found["repeated"] += max(sum(max(0, count - 1) for count in shown.values()), repeats)
        found["marked"] += repeats
        return found


def reminders_of(message: Message) -> set[int]:
    """The reminders that a push is about."""
    taps = [OnReminder.parse(value) for _, value in itertools.chain.from_iterable(message.buttons)]
    return {tap.reminder for tap in taps if tap is not None}


def _document(message: Message) -> int:
    """The paper that a card is about; 0 when it is none."""
    taps = [OnDocument.parse(value) for _, value in itertools.chain.from_iterable(message.buttons)]
    return next((tap.document for tap in taps if tap is not None), 0)
