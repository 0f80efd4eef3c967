"""Everything that is encrypted, encrypted anew with the newest key: resumable, and done twice it changes nothing."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

from tortoise.models import Model

from core import db
from core.domain.email_address import EmailAddress
from core.domain.mail_ports import SealBroken, Vault
from core.models import Account, Appointment, EmailChange, Mail, MailCode, QuietMailbox, RecoveryEmail
from core.services.email_links import LOOKUP
from core.services.mails import MAILBOX

BATCH = 200


@dataclass(slots=True)
class Renewed:
    """How far it is: of `total`, how many were looked at, written anew, and could be read by none of the keys."""

    what: str
    total: int
    done: int = 0
    changed: int = 0
    lost: int = 0


@dataclass(frozen=True, slots=True)
class _Sealed:
    """A column that is encrypted, and what else follows from its text."""

    model: type[Model]
    column: str
    marks: Callable[[Vault, str], dict[str, str]] = field(default=lambda _, __: {})


_COLUMNS = (
    _Sealed(Account, "phone"),
    _Sealed(RecoveryEmail, "sealed", lambda vault, text: {"lookup": vault.mark(LOOKUP, EmailAddress(text).lookup)}),
    _Sealed(EmailChange, "sealed"),
    _Sealed(MailCode, "sealed", lambda vault, text: {"mailbox": vault.mark(MAILBOX, EmailAddress(text).mailbox)}),
    _Sealed(Mail, "sealed"),
    _Sealed(Appointment, "asked_to"),
    _Sealed(QuietMailbox, "sealed", lambda vault, text: {"mailbox": vault.mark(MAILBOX, EmailAddress(text).mailbox)}),
)


@dataclass(frozen=True, slots=True)
class KeyRotation:
    """Renews the rows; files are the store's to renew."""

    vault: Vault

    async def rows(self) -> AsyncIterator[Renewed]:
        """Renew every encrypted column, telling how far it is after each batch."""
        for column in _COLUMNS:
            name = column.model._meta.db_table  # noqa: SLF001  # the ORM names its tables nowhere else
            kept = column.model.filter(**{f"{column.column}__not_isnull": True}).exclude(**{column.column: ""})
            told = Renewed(f"{name}.{column.column}", await kept.count())
            last = 0
            while batch := await kept.filter(id__gt=last).order_by("id").limit(BATCH):
                async with db.transaction():
                    for row in batch:
                        await self._renew(column, row, told)
                last = batch[-1].pk
                yield told
            if not told.total:
                yield told

    async def _renew(self, column: _Sealed, row: Model, told: Renewed) -> None:
        told.done += 1
        sealed = str(getattr(row, column.column))
        try:
            renewed = self.vault.renew(sealed)
        except SealBroken:
            told.lost += 1
            return
        if renewed is not None:
            changes = {column.column: renewed, **column.marks(self.vault, self.vault.unseal(renewed))}
            # Only over what was read: a running bot may have written another text meanwhile.
            told.changed += await column.model.filter(id=row.pk, **{column.column: sealed}).update(**changes)
