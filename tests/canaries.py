"""A person of whom every personal column holds something that can be found again."""

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

from tortoise import fields
from tortoise.models import Model

from core import db
from core.domain.states import MadeState
from core.models import Account, Outgoing, ReviewTally
from core.models.personal import Entry, Fate, personal
from core.services.takeout import tables_of
from tests.conftest import Bot

# What is not filled in: it would make the row something else than a row that is there.
_EMPTY = frozenset({"deleted_at", "archived_at", "leaves_at", "left_at", "used_at", "revoked_at", "holder_id"})
_LATER = datetime(2036, 1, 2, 3, 4, 5, tzinfo=UTC)


@dataclass
class Canary:
    """One person, and the words that must be nowhere once they have left."""

    bot: Bot
    name: str
    telegram_id: int
    account: Account = field(init=False)
    made: dict[str, int] = field(default_factory=dict)
    # By table and column.
    words: dict[tuple[str, str], str] = field(default_factory=dict)
    stored: list[str] = field(default_factory=list)

    async def settle_in(self) -> None:
        """One row in every table that may hold something of a person."""
        services = self.bot.runtime.parts.services
        self.account = await services.accounts.arrive((self.telegram_id, "x", "fr"))
        for entry in personal():
            await self._fill(entry)
        marked = {"message": {"chat": {"id": self.telegram_id}, "text": self.word("job", "payload")}}
        await services.jobs.enqueue("update", {"update": marked}, delay=86_400)
        await Outgoing.filter(chat_id=self.telegram_id).delete()

    def word(self, table: str, column: str) -> str:
        """The canary of a column."""
        made = f"CANARY{self.name}{len(self.words)}Z"
        self.words[table, column] = made
        return made

    async def _fill(self, entry: Entry) -> None:
        values = {name: await self._value(entry, name, one) for name, one in _columns(entry.model)}
        values = {name: value for name, value in values.items() if value is not None}
        if entry.model is Account:
            values = {name: value for name, value in values.items() if name not in {"id", "telegram_id"}}
            await Account.filter(id=self.account.id).update(**values)
            self.made["account"] = self.account.id
        elif entry.table != "outgoing":
            row = await entry.model.create(**values)
            self.made[entry.table] = int(row.pk)

    async def _value(self, entry: Entry, name: str, one: fields.Field[Any]) -> Any:
        known = {
            "owner_id": self.made.get("account"),
            "account_id": self.made.get("account"),
            "about_id": self.made.get("account"),
            "proposed_by_id": self.made.get("account"),
            "chat_id": self.telegram_id,
            "customer": self.words.get(("billing_customer", "customer_id")),
            "updated_at": db.stamp() if isinstance(one, fields.BigIntField) else None,
            # Reviews are counted by day, and forgotten after two.
            "day": self.bot.clock.now().date() if entry.model is ReviewTally else None,
            "language": "fr",
            "time_zone": "Europe/Paris",
        }
        if known.get(name) is not None:
            return known[name]
        if name in _EMPTY or one.pk:
            return None
        if one.reference is not None:
            leads_to: Any = one.reference
            return self.made.get(leads_to.related_model._meta.db_table)
        if name in entry.files.split() or name in entry.made.split():
            return await self._file(packed=name in entry.made.split())
        if isinstance(one, fields.data.CharEnumFieldInstance):
            return MadeState.READY if one.enum_type is MadeState else list(one.enum_type)[-1]
        if isinstance(one, fields.CharField | fields.TextField):
            word = self.word(entry.table, name)
            word = self._dressed(entry, name, word)
            return word[-one.max_length :] if isinstance(one, fields.CharField) else word
        return _plain(one)

    def _dressed(self, entry: Entry, name: str, word: str) -> str:
        """A canary as its column holds it."""
        if name in entry.sealed.split():
            return self.bot.runtime.parts.services.profiles.vault.seal(word)
        return json.dumps({"said": word}) if name == "draft" else word

    async def _file(self, *, packed: bool) -> str:
        name = await self.bot.runtime.parts.files.put(f"CANARY{self.name}FILE".encode())
        self.stored.append(name)
        return json.dumps([[name, "x", "x"]]) if packed else name

    def exported(self, content: bytes) -> Iterator[str]:
        """What an export lacks: columns that are theirs to see, canaries of them, files."""
        with zipfile.ZipFile(BytesIO(content)) as archive:
            tables = json.loads(archive.read("data.json"))["tables"]
            files = [name for name in archive.namelist() if name.startswith("files/")]
            assert all(archive.read(name) == f"CANARY{self.name}FILE".encode() for name in files)
        for entry in personal():
            for column in entry.told.split():
                rows = tables[entry.table]
                word = self.words.get((entry.table, column))
                if entry.table == "outgoing":
                    continue  # sent meanwhile; looked at by itself
                if not rows or column not in rows[0]:
                    yield f"{entry.table}.{column} is missing"
                elif word and not any(_same(word, str(row[column])) for row in rows):
                    yield f"{entry.table}.{column} has another value"
        kept = sum(len(entry.files.split()) for entry in personal())
        if len(files) != kept:
            yield f"{len(files)} files of {kept}"

    async def hits(self) -> list[str]:
        """Where something of the person still stands: rows, full-text tables, jobs, files."""
        found = [f"files: {name}" for name in self.stored if await _there(self.bot, name)]
        stays = {entry.table for entry in personal() if entry.fate is not Fate.GOES}
        for table in await _tables():
            for row in await db.fetch(f'SELECT * FROM "{table}"'):
                told = " ".join(_text(value) for value in row.values())
                # A word that was cut to the length of its column, and the words of payments, which the law keeps.
                words = [w for (of, _), w in self.words.items() if of not in stays or of == "account"]
                if any(w in told for w in words if len(w) > 8) or str(self.telegram_id) in told:
                    found.append(f"{table}: {told[:200]}")
        return found

    def in_files(self, folder: Path) -> list[str]:
        """Plain files of the bot, such as its journal, that hold something of the person."""
        plain = [path for path in folder.rglob("*") if path.is_file() and ".sqlite3" not in path.name]
        mark = f"CANARY{self.name}".encode()
        return [str(path) for path in plain if mark in (content := path.read_bytes()) or _digits(self) in content]


def _same(word: str, told: str) -> bool:
    return bool(told) and (word.endswith(told) or word in told)


def _digits(canary: Canary) -> bytes:
    return str(canary.telegram_id).encode()


async def _there(bot: Bot, name: str) -> bool:
    return name in await bot.runtime.parts.files.older_than(-1.0)


async def _tables() -> list[str]:
    if db.is_sqlite():
        rows = await db.fetch("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    else:
        rows = await db.fetch("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'")
    return [str(row["name"]) for row in rows]


def _text(value: object) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _columns(model: type[Model]) -> Iterator[tuple[str, fields.Field[Any]]]:
    for name, one in model._meta.fields_map.items():
        if one.has_db_field and not isinstance(one, fields.relational.RelationalField):
            yield name, one


def _plain(one: fields.Field[Any]) -> Any:
    match one:
        case fields.DatetimeField():
            return _LATER
        case fields.DateField():
            return date(2026, 3, 4)
        case fields.DecimalField():
            return Decimal("7.25")
        case fields.FloatField():
            return 0.5
        case fields.BooleanField():
            return True
        case _:
            return 7


async def leaves_nothing(bot: Bot, folder: Path) -> dict[str, list[str]]:
    """Two persons: one takes everything along and leaves; what went wrong, by what it was."""
    goer, stayer = Canary(bot, "GOER", 7_770_001_234), Canary(bot, "STAYER", 7_770_005_678)
    for one in (goer, stayer):
        await one.settle_in()
    services = bot.runtime.parts.services
    assert len(goer.words) > 100
    made = await services.takeouts.ask(goer.account)
    await bot.settle()
    await made.refresh_from_db()
    content = await bot.runtime.parts.files.get(json.loads(made.stored)[0][0])
    foreign = [name for name in ("STAYER", str(stayer.telegram_id)) if name in _unpacked(content)]
    missing = [*goer.exported(content), *await _outgoing_missing(goer)]
    before = len(await stayer.hits())
    await Account.filter(id=goer.account.id).update(leaves_at=bot.clock.now())
    await services.leaving.claim_due()
    await bot.settle()
    return {
        "missing": missing,
        "foreign": foreign,
        "hits": await goer.hits(),
        "files": goer.in_files(folder),
        "lost by others": [] if len(await stayer.hits()) == before else ["rows"],
    }


async def _outgoing_missing(canary: Canary) -> list[str]:
    """A message that waits to be sent is told as well."""
    word = canary.word("outgoing", "payload")
    put: dict[str, Any] = {"method": "sendMessage", "payload": word, "lane": 1, "language": "fr", "created_at": 1}
    waiting = await Outgoing.create(chat_id=canary.telegram_id, **put)
    told = (await tables_of(canary.account, canary.bot.runtime.parts.services.profiles.vault))["outgoing"]
    await waiting.delete()
    entry = next(one for one in personal() if one.table == "outgoing")
    whole = len(told) == 1 and set(told[0]) == set(entry.told.split()) and told[0]["payload"] == word
    return [] if whole else [f"outgoing: {told}"]


def _unpacked(content: bytes) -> str:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return " ".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
