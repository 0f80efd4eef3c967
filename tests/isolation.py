"""Everybody tries everything: roles, what they may see and change, and the routes by which they try."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any

from telegram.ext import BaseHandler, CommandHandler

from bot.callbacks import Tap
from bot.routes import routes
from bot.routing import EventHandler
from core import db
from core.domain.service_types import ServiceType
from core.domain.sharing import Role
from core.models import Account, Document, MaintenanceRecord, Reminder, Vehicle
from core.models.personal import condition, personal
from core.services.days import today_of
from tests.bot.telegram import arrives, message, tap
from tests.bot.test_forged_taps import KINDS, RUBBISH, WORDS
from tests.conftest import Bot, Chat
from tests.making import account, cost, fill_up, invoice_card, record, vehicle
from tests.sharing import joined, somebody

# Seconds: thousands of taps go through one chat.
LONG = 120.0
ROLES = ("stranger", "viewer", "writer", "manager", "blocked", "admin")
# Tables in which a member leaves a trace of their own.
_TRACES = frozenset({"vehicle_member", "vehicle_deed", "usage_count", "chat_state", "outgoing", "live_message"})
# What a role with the right to add may bring or move on; rows that were there stay as they are.
_GROWS = frozenset({"odometer_reading", "maintenance_record", "service_done", "fill_up", "reminder", "notification"})


@dataclass
class House:
    """An owner with a vehicle that is shared and one that is not, and one of each thing on both."""

    bot: Bot
    owner: Chat
    cars: dict[str, Vehicle]
    ids: dict[str, list[int]]
    people: dict[str, Chat]

    async def rows(self, *, of: str | None = None) -> dict[str, list[dict[str, Any]]]:
        """The owner's rows; or those about one of the two vehicles."""
        mine = await account(self.owner)
        found = {}
        for entry in personal():
            if entry.table in _TRACES:
                continue
            where = condition(entry, mine)
            found[entry.table] = [
                row
                for row in await db.fetch(f"SELECT * FROM {entry.table} WHERE {where} ORDER BY 1")
                if of is None or self._about(entry.table, row, of)
            ]
        return found

    def _about(self, table: str, row: dict[str, Any], of: str) -> bool:
        car = self.cars[of].id
        return car in (row.get("vehicle_id"), row["id"] if table == "vehicle" else None)


async def belongings(chat: Chat, plate: str, mark: str) -> tuple[Vehicle, dict[str, list[int]]]:
    """A vehicle and one of each thing that a button can name, with words of its own."""
    car = await vehicle(chat, plate=plate, kilometres=77_717)
    car.make, car.nickname = f"{mark}MAKE", f"{mark}PET"
    await car.save()
    paper = {"vendor_name": f"{mark}GARAGE", "invoice_date": "2026-03-12", "total_incl_tax": "717.71", "plate": plate,
             "currency": "EUR"}  # fmt: skip
    kept = await invoice_card(chat, paper, [f"Vidange {mark}WORK"])
    await chat.tap(chat.t.plain("document.save"))
    waiting = await invoice_card(chat, paper | {"invoice_date": "2026-04-13"}, [f"Freins {mark}WORK"])
    await record(chat, car, note=f"{mark}NOTE", garage=f"{mark}GARAGE")
    services, owner = chat.bot.runtime.parts.services, await account(chat)
    due_on = today_of(owner, services.clock) + timedelta(days=60)
    await services.reminders.plan_day(owner, car, ServiceType.BRAKE_FLUID, due_on)
    ids = {
        "vehicle": [car.id],
        "document": [kept.id, waiting.id],
        "record": [row.id for row in await MaintenanceRecord.filter(vehicle_id=car.id)],
        "reminder": [row.id for row in await Reminder.filter(vehicle_id=car.id)],
        "fill": [await fill_up(chat, car)],
        "cost": [await cost(chat, car)],
    }
    await Document.filter(id__in=ids["document"]).update(vehicle_id=car.id)
    return car, ids


async def house(owner: Chat) -> House:
    """The owner's two vehicles, and somebody in each role."""
    shared, ids = await belongings(owner, "AB123CD", "OPENCANARY")
    closed, others = await belongings(owner, "QX717ZK", "SHUTCANARY")
    for name, values in others.items():
        ids[name] += values
    people = {role.value: await joined(owner, shared, role.value.title(), role) for role in Role}
    for name in ("stranger", "blocked", "admin"):
        people[name] = somebody(owner, name.title())
        await account(people[name])
    await Account.filter(telegram_id=people["blocked"].person.id).update(blocked_at=owner.bot.clock.now())
    return House(owner.bot, owner, {"shared": shared, "closed": closed}, ids, people)


def uncovered() -> list[str]:
    """Routes that nobody tries: of kinds of buttons, commands and news that `attempts` does not know."""
    told = {kind.__name__ for kind in Tap.__subclasses__()} - {kind.__name__ for kind in KINDS}
    return sorted(told)


def attempts(chance: random.Random, house: House, each: float) -> Iterator[dict[str, Any] | str]:
    """Every kind of button `each` times with what is there (or a share of the kinds once), and rubbish between."""
    known = [one for values in house.ids.values() for one in values]
    for kind in KINDS:
        for _ in range(int(each) or int(chance.random() < each)):
            values = [_value(chance, house.ids, known, one.name, one.type) for one in fields(kind)]
            yield ":".join(["1", kind.kind, *values])[:64]
        if chance.random() < 0.1:
            yield chance.choice(RUBBISH)


def _value(chance: random.Random, ids: dict[str, list[int]], known: list[int], name: str, kind: Any) -> str:
    if kind is not int:
        return chance.choice(WORDS)
    if name == "revision":
        return str(chance.choice([0, 1, 2]))
    if name in ids and chance.random() < 0.8:
        return str(chance.choice(ids[name]))
    return str(chance.choice([*known, 0, 1, 2, chance.randrange(1, 300)]))


def _handlers() -> Iterator[BaseHandler[Any, Any, Any]]:
    for route in routes():
        yield route
        for name in ("entry", "fallbacks"):
            yield from getattr(route, name, ())
        for step in getattr(route, "steps", {}).values():
            yield from step


def commands() -> list[str]:
    """Every command of the routes."""
    return sorted({name for one in _handlers() if isinstance(one, CommandHandler) for name in one.commands})


def news() -> list[str]:
    """Every kind of news of the routes."""
    return sorted({one.kind for one in _handlers() if isinstance(one, EventHandler)})


async def tries(house: House, role: str, chance: random.Random, each: float) -> dict[str, list[str]]:
    """Let somebody of a role try every route; what they saw or changed that is none of theirs, and what broke."""
    who, asked = house.people[role], len(house.bot.sim.requests)
    closed, whole = await house.rows(of="closed"), await house.rows()
    taps = [one for one in attempts(chance, house, each) if isinstance(one, str)]
    for start in range(0, len(taps), 50):
        await arrives(house.bot, *(tap(who, data) for data in taps[start : start + 50]), patience=LONG)
    await arrives(
        house.bot, *(message(who, text=f"/{name}", entities=_command(name)) for name in _some(chance, commands(), each))
    )
    jobs = house.bot.runtime.parts.services.jobs
    for kind in _some(chance, news(), each):
        subject = chance.choice([one for values in house.ids.values() for one in values])
        payload = {"chat_id": who.person.id, "kind": kind, "subject": subject}
        await jobs.enqueue("event", payload, key=f"chat:{who.person.id}")
    await house.bot.settle(LONG)
    told = [
        str(one.params)
        for one in list(house.bot.sim.requests)[asked:]
        if str(one.params.get("chat_id")) == str(who.person.id) or "text" not in one.params
    ]
    seen = ("SHUTCANARY",) if role in {"viewer", "writer", "manager"} else ("SHUTCANARY", "OPENCANARY")
    found = {
        "reads": [words[:300] for words in told if any(mark in words for mark in seen)],
        # What shows that the tries reach anything at all.
        "own": ["OPENCANARY"] if any("OPENCANARY" in words for words in told) else [],
        "writes": _changed(closed, await house.rows(of="closed")),
    }
    now = await house.rows()
    if role not in {"writer", "manager"}:
        found["writes"] += _changed(whole, now)
    elif role == "writer":
        kept = {table: rows for table, rows in whole.items() if table not in _GROWS | {"vehicle"}}
        found["writes"] += _lost(kept, now)
    return found


def _some(chance: random.Random, names: list[str], each: float) -> list[str]:
    return [name for name in names if chance.random() < each]


def _command(name: str) -> list[dict[str, object]]:
    return [{"type": "bot_command", "offset": 0, "length": len(name) + 1}]


def _changed(before: dict[str, list[dict[str, Any]]], after: dict[str, list[dict[str, Any]]]) -> list[str]:
    return [table for table in before if before[table] != after[table]]


def _lost(before: dict[str, list[dict[str, Any]]], after: dict[str, list[dict[str, Any]]]) -> list[str]:
    return [table for table, rows in before.items() if any(row not in after[table] for row in rows)]
