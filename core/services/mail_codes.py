"""Codes and links that prove who reads a mailbox: sent sparingly, tried three times, kept as keyed hashes."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from tortoise.expressions import F, Q

from core import db
from core.domain.email_address import EmailAddress
from core.domain.mail_codes import COUNTED, LIFETIME, TRIES, Purpose, Wait, new_code, next_code, typed_code
from core.domain.mail_ports import Vault
from core.errors import Gone
from core.models import Account, MailCode
from core.ports import Clock
from core.services.mails import MAILBOX

# Codes are no use after minutes; they are remembered for as long as they count.
KEPT = COUNTED + timedelta(hours=1)
_TURN = "SELECT pg_advisory_xact_lock(?)"


class Tried(Enum):
    """What a typed code is: `MALFORMED` costs no try, `OVER` means that a new code is needed."""

    RIGHT = "right"
    WRONG = "wrong"
    OVER = "over"
    MALFORMED = "malformed"


@dataclass(frozen=True, slots=True)
class Sent:
    """A code that was made: what the letter says, and its row."""

    row: MailCode
    code: str
    token: str


@dataclass(frozen=True, slots=True)
class MailCodes:
    """Makes codes and checks them. Always within the caller's transaction."""

    clock: Clock
    vault: Vault

    async def make(
        self, owner: Account, purpose: Purpose, to: EmailAddress, subject_id: int | None = None
    ) -> Sent | Wait:
        """A new code for a mailbox, which makes the earlier ones of this purpose void; or when there may be one."""
        now, mailbox = self.clock.now(), self.vault.marks(MAILBOX, to.mailbox)
        await self._in_turn(mailbox[0])
        wait = await self._wait(owner, purpose, mailbox, now)
        if wait is not None:
            return wait
        code, token = new_code(purpose), secrets.token_urlsafe(24)
        row = await MailCode.create(
            owner_id=owner.id,
            purpose=purpose,
            mailbox=mailbox[0],
            sealed=self.vault.seal(to.text),
            subject_id=subject_id,
            code=self.vault.mark(_of(owner, purpose), code),
            token=None if purpose is Purpose.LINK else self.vault.mark("token", token),
            expires_at=now + LIFETIME[purpose],
            created_at=now,
        )
        return Sent(row, code, token)

    async def make_link(
        self, owner: Account, purpose: Purpose, to: EmailAddress, subject_id: int, expires_at: datetime
    ) -> str:
        """The word of a link that goes with a notice."""
        token = secrets.token_urlsafe(24)
        await MailCode.create(
            owner_id=owner.id,
            purpose=purpose,
            mailbox=self.vault.mark(MAILBOX, to.mailbox),
            sealed="",
            subject_id=subject_id,
            token=self.vault.mark("token", token),
            expires_at=expires_at,
            created_at=self.clock.now(),
        )
        return token

    async def try_code(self, owner: Account, purpose: Purpose, typed: str) -> tuple[Tried, MailCode | None]:
        """Check a typed code against the newest one; the try is counted before it is compared.

        Must not be followed by a refusal, which would roll the count back.
        """
        code = typed_code(typed, purpose)
        if code is None:
            return Tried.MALFORMED, None
        now = self.clock.now()
        row = await MailCode.filter(owner_id=owner.id, purpose=purpose).order_by("-id").first()
        if row is None:
            return Tried.OVER, None
        # One statement: of tries at the same moment, none goes uncounted.
        live = MailCode.filter(id=row.id, tries__lt=TRIES, used_at__isnull=True, expires_at__gt=now)
        if not await live.update(tries=F("tries") + 1):
            return Tried.OVER, None
        if not self._matches(row.code or "", _of(owner, purpose), code):
            return (Tried.OVER if row.tries + 1 >= TRIES else Tried.WRONG), None
        if not await MailCode.filter(id=row.id, used_at__isnull=True).update(used_at=now):
            return Tried.OVER, None
        return Tried.RIGHT, row

    async def open_link(self, token: str) -> MailCode:
        """What a link of a letter is about, without using it up; `Gone` when it is over, used or none of ours."""
        found = await MailCode.filter(token__in=self.vault.marks("token", token[:64])).first()
        if found is None or found.used_at is not None or found.expires_at <= self.clock.now() or found.tries >= TRIES:
            raise Gone
        newer = MailCode.filter(owner_id=found.owner_id, purpose=found.purpose, id__gt=found.id)
        if found.code is not None and await newer.exists():
            raise Gone
        return found

    async def use(self, row: MailCode) -> bool:
        """Use a link up; False when somebody was quicker."""
        return bool(await MailCode.filter(id=row.id, used_at__isnull=True).update(used_at=self.clock.now()))

    async def void(self, owner: Account, *purposes: Purpose) -> None:
        """Make what was sent for these purposes, or for any, useless."""
        sent = MailCode.filter(owner_id=owner.id, used_at__isnull=True)
        sent = sent.filter(purpose__in=list(purposes)) if purposes else sent
        await sent.update(used_at=self.clock.now())

    async def forget(self) -> None:
        """Delete what is over and no longer counts."""
        now = self.clock.now()
        await MailCode.filter(created_at__lt=now - KEPT, expires_at__lt=now).delete()

    async def _wait(self, owner: Account, purpose: Purpose, mailbox: list[str], now: datetime) -> Wait | None:
        recent = MailCode.filter(Q(owner_id=owner.id) | Q(mailbox__in=mailbox), code__not_isnull=True)
        rows = await recent.filter(created_at__gt=now - COUNTED).values("owner_id", "purpose", "mailbox", "created_at")
        mine = [row["created_at"] for row in rows if row["owner_id"] == owner.id and row["purpose"] == purpose]
        there = [row for row in rows if row["mailbox"] in mailbox]
        same = [row["created_at"] for row in there if row["purpose"] == purpose]
        return next_code(now, mine, same, [row["created_at"] for row in there])

    def _matches(self, kept: str, purpose: str, code: str) -> bool:
        return sum(hmac.compare_digest(kept, mark) for mark in self.vault.marks(purpose, code)) > 0

    async def _in_turn(self, mailbox: str) -> None:
        """Codes for one mailbox are counted one after the other; SQLite does nothing else anyway."""
        if not db.is_sqlite():
            await db.fetch(_TURN, int(mailbox[:15], 16))


def _of(owner: Account, purpose: Purpose) -> str:
    """Codes are bound to who asked and what for."""
    return f"code:{purpose.value}:{owner.id}"
