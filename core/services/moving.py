"""An account moves to another Telegram account: its row answers to that one, and what was there already joins it."""

from collections.abc import Iterator
from dataclasses import dataclass

from tortoise import Tortoise
from tortoise.fields.relational import ForeignKeyFieldInstance, OneToOneFieldInstance, RelationalField
from tortoise.models import MetaInfo

from core import db
from core.faults import fault
from core.models import Account, BillingCustomer, MadeFile
from core.services.manners import translator_of
from core.services.outbox import Lane, Outbox

# Kept with a nameless account where both have one: the payment service still speaks of it.
_STAYS = "billing_customer"
# A vehicle that both have stays two: the one that joins is told apart by its nickname and gives up plate and VIN.
_TOLD_APART = """
    UPDATE vehicle SET nickname = substr(coalesce(nickname, plate, vin), 1, 36) || ' (2)', plate = NULL, vin = NULL
     WHERE owner_id = ? AND (plate IN (SELECT plate FROM vehicle WHERE owner_id = ?)
                          OR vin IN (SELECT vin FROM vehicle WHERE owner_id = ?))
"""


@dataclass(frozen=True, slots=True)
class _Column:
    """A column that names an account, and the sets of columns that with it are there once."""

    table: str
    name: str
    once_with: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Moving:
    """Does it in one transaction, the caller's."""

    outbox: Outbox

    async def move(self, owner: Account, newcomer: Account) -> None:
        """Have the owner's account answer to the newcomer's Telegram account; the newcomer's own is no more."""
        left, chat = owner.telegram_id, newcomer.telegram_id
        await MadeFile.filter(owner_id__in=[owner.id, newcomer.id]).update(share=None, share_until=None)
        await self._join(owner, newcomer)
        fault("moving.joined")
        await self._leave(left)
        await self._end(newcomer)
        owner.telegram_id, owner.reachable, owner.username = chat, owner.blocked_at is None, newcomer.username
        owner.guest, owner.host = owner.guest or newcomer.guest, owner.host or newcomer.host
        # What the old chat wished of the account itself, its end, is wished no more.
        owner.leaves_at = None
        await owner.save(update_fields=["telegram_id", "reachable", "username", "guest", "host", "leaves_at"])
        goodbye = {"text": str(translator_of(owner)("recovery.moved_away")), "parse_mode": "HTML"}
        await self.outbox.put(left, "sendMessage", goodbye, language=owner.language, lane=Lane.PUSH)

    async def _join(self, owner: Account, newcomer: Account) -> None:
        await db.execute(_TOLD_APART, newcomer.id, owner.id, owner.id)
        for column in _columns():
            table, name = column.table, column.name
            sql = f'UPDATE "{table}" SET "{name}" = ? WHERE "{name}" = ?'  # noqa: S608  # names of ours
            values = [owner.id, newcomer.id]
            for others in column.once_with:
                same = "".join(f' AND o."{other}" = "{table}"."{other}"' for other in others)
                sql += f' AND NOT EXISTS (SELECT 1 FROM "{table}" o WHERE o."{name}" = ?{same})'  # noqa: S608  # likewise
                values.append(owner.id)
            await db.execute(sql, *values)
            if table != _STAYS:
                await db.execute(f'DELETE FROM "{table}" WHERE "{name}" = ?', newcomer.id)  # noqa: S608  # likewise
        await db.execute("UPDATE subscription SET holder_id = ? WHERE holder_id = ?", owner.id, newcomer.id)

    async def _leave(self, chat_id: int) -> None:
        """End everything that was open in the chat that is left: places, messages on their way, live ones."""
        for table in ("outgoing", "live_message", "chat_state"):
            await db.execute(f"DELETE FROM {table} WHERE chat_id = ?", chat_id)  # noqa: S608  # names of ours

    async def _end(self, newcomer: Account) -> None:
        if await BillingCustomer.filter(owner_id=newcomer.id).exists():
            # No Telegram account has such a number, so nobody is behind it any more.
            await Account.filter(id=newcomer.id).update(
                telegram_id=-newcomer.id,
                first_name="",
                name="",
                username=None,
                phone=None,
                reachable=False,
                digest_at=None,
            )
        else:
            await Account.filter(id=newcomer.id).delete()


def _columns() -> Iterator[_Column]:
    """Every column of every table that names an account: one that is added later moves as well."""
    for model in Tortoise.apps["models"].values():
        meta = model._meta  # noqa: SLF001  # the ORM tells its tables nowhere else
        for name in sorted(meta.fk_fields | meta.o2o_fields):
            field = meta.fields_map[name]
            if not (isinstance(field, ForeignKeyFieldInstance) and field.related_model is Account):
                continue
            if isinstance(field, OneToOneFieldInstance):
                once_with: tuple[tuple[str, ...], ...] = ((),)
            elif meta.db_table == "vehicle":
                once_with = ()
            else:
                sets = [fields for fields in meta.unique_together if name in fields]
                once_with = tuple(tuple(_stored(meta, one) for one in fields if one != name) for fields in sets)
            yield _Column(meta.db_table, _stored(meta, name), once_with)


def _stored(meta: MetaInfo, name: str) -> str:
    """The column of a field."""
    field = meta.fields_map[name]
    return field.source_field or (f"{name}_id" if isinstance(field, RelationalField) else name)
