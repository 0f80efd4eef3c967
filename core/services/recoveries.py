"""An account got back on another Telegram account: asked by mail, shown, confirmed twice, after a time to object."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from core import db
from core.domain.email_address import EmailAddress
from core.domain.mail_codes import LIFETIME, Purpose, Wait
from core.domain.mail_kinds import MailKind
from core.domain.plans import Level
from core.domain.recovery import FORGOTTEN, OBJECTION, REMINDED, REST, RecoveryState
from core.errors import Gone, Refusal
from core.models import Account, MailCode, Recovery, Subscription
from core.ports import Clock, Jobs
from core.services.email_links import EmailLinks, NoMail
from core.services.entitlements import Entitlements
from core.services.mail_codes import MailCodes, Tried
from core.services.mails import Mails
from core.services.moving import Moving

_HOLDINGS = """
    SELECT (SELECT count(*) FROM vehicle WHERE owner_id = ? AND deleted_at IS NULL) AS vehicles,
           (SELECT count(*) FROM maintenance_record r JOIN vehicle v ON v.id = r.vehicle_id
             WHERE v.owner_id = ? AND v.deleted_at IS NULL) AS records,
           (SELECT count(*) FROM document WHERE owner_id = ? AND state = 'kept') AS documents,
           (SELECT count(*) FROM reminder WHERE owner_id = ? AND state IN ('waiting', 'pushed')) AS reminders
"""
_UNCONFIRMED = [RecoveryState.OPEN, RecoveryState.CHECKED]


@dataclass(frozen=True, slots=True)
class Holdings:
    """What an account holds, in numbers."""

    vehicles: int
    records: int
    documents: int
    reminders: int

    @property
    def any(self) -> bool:
        """Whether it holds anything."""
        return bool(self.vehicles or self.records or self.documents or self.reminders)


@dataclass(frozen=True, slots=True)
class Preview:
    """What moves with an account, and what is here already and joins it."""

    recovery: Recovery
    moves: Holdings
    joins: Holdings
    level: Level


@dataclass(frozen=True, slots=True)
class Recoveries:
    """Owns the table of recoveries."""

    clock: Clock
    jobs: Jobs
    codes: MailCodes
    mails: Mails
    links: EmailLinks
    entitlements: Entitlements
    moving: Moving

    async def ask(self, newcomer: Account, address: EmailAddress) -> Wait | None:
        """Send a letter to the address: with a link and a code where it secures an account, with neither else.

        Both ways ask the database the same and write rows of the same length.
        """
        if not self.mails.on:
            raise NoMail
        found = await self.links.holder_of(address)
        sent = await self.codes.make(newcomer, Purpose.RECOVER, address, found)
        if isinstance(sent, Wait):
            return sent
        kind = MailKind.RECOVERY if found is not None else MailKind.RECOVERY_UNKNOWN
        names = ("code", "token") if found is not None else ("none", "empty")
        await self.mails.put(newcomer, address, kind, dict(zip(names, (sent.code, sent.token), strict=True)))
        return None

    async def try_code(self, newcomer: Account, typed: str) -> tuple[Tried, Preview | None]:
        """Try the code of the letter; the right one shows what would move."""
        tried, row = await self.codes.try_code(newcomer, Purpose.RECOVER, typed)
        if tried is not Tried.RIGHT or row is None:
            return tried, None
        return tried, await self._open(newcomer, row)

    async def open_link(self, newcomer: Account, row: MailCode) -> Preview:
        """The link of the letter was opened; only the Telegram account that asked for it may."""
        if row.owner_id != newcomer.id:
            raise Refusal("recovery.other_chat")
        if not await self.codes.use(row):
            raise Gone
        return await self._open(newcomer, row)

    async def check(self, newcomer: Account, recovery_id: int) -> Recovery:
        """Confirm once."""
        recovery = await self._mine(newcomer, recovery_id, RecoveryState.OPEN)
        recovery.state = RecoveryState.CHECKED
        await recovery.save(update_fields=["state"])
        return recovery

    async def confirm(self, newcomer: Account, recovery_id: int) -> Recovery:
        """Confirm again: from now on the old account has its time to object."""
        recovery = await self._mine(newcomer, recovery_id, RecoveryState.CHECKED)
        owner = await Account.select_for_update().get(id=recovery.owner_id)
        await self._may_move(owner, newcomer)
        recovery.state, recovery.due_at = RecoveryState.WAITING, self.clock.now() + OBJECTION
        await recovery.save(update_fields=["state", "due_at"])
        address = await self.links.of(owner)
        if address is not None:
            token = await self.codes.make_link(owner, Purpose.OBJECT, address, recovery.id, recovery.due_at)
            hours = str(int(OBJECTION.total_seconds() // 3600))
            await self.mails.put(owner, address, MailKind.RECOVERY_NOTICE, {"token": token, "hours": hours})
        await self._tell(owner, "recovery_told", recovery)
        return recovery

    async def drop(self, newcomer: Account, recovery_id: int) -> None:
        """The newcomer changed their mind."""
        mine = Recovery.filter(
            id=recovery_id, newcomer_id=newcomer.id, state__in=[*_UNCONFIRMED, RecoveryState.WAITING]
        )
        if not await mine.update(state=RecoveryState.DROPPED, ended_at=self.clock.now()):
            raise Gone

    async def object(self, owner: Account, recovery_id: int) -> Recovery:
        """The old account says that it was not they: nothing moves, and nobody tries again for a while."""
        recovery = await Recovery.get_or_none(id=recovery_id, owner_id=owner.id, state=RecoveryState.WAITING)
        if recovery is None:
            raise Gone
        return await self._object(recovery)

    async def object_by_link(self, row: MailCode) -> Recovery:
        """The link of the notice was opened, on whichever Telegram account."""
        recovery = await Recovery.get_or_none(id=row.subject_id, state=RecoveryState.WAITING)
        if recovery is None or not await self.codes.use(row):
            raise Gone
        return await self._object(recovery)

    async def waiting_for(self, newcomer: Account) -> Recovery | None:
        """The recovery that this account waits for."""
        return await Recovery.filter(newcomer_id=newcomer.id, state=RecoveryState.WAITING).first()

    async def get(self, person: Account, recovery_id: int) -> Recovery:
        """A recovery that the person is a part of."""
        found = await Recovery.get_or_none(id=recovery_id)
        if found is None or person.id not in {found.owner_id, found.newcomer_id}:
            raise Gone
        return found

    async def claim_due(self) -> int:
        """Have what has waited long enough moved, each in the newcomer's turn; remind old accounts before. How many."""
        now = self.clock.now()
        await Recovery.filter(state__in=_UNCONFIRMED, created_at__lt=now - FORGOTTEN).update(
            state=RecoveryState.DROPPED, ended_at=now
        )
        waiting = Recovery.filter(state=RecoveryState.WAITING).select_related("owner", "newcomer")
        async with db.transaction():
            for recovery in await waiting.filter(due_at__lte=now + REMINDED, reminded_at__isnull=True).limit(100):
                recovery.reminded_at = now
                await recovery.save(update_fields=["reminded_at"])
                await self._tell(recovery.owner, "recovery_told", recovery)
            due = await waiting.filter(due_at__lte=now).limit(100)
            for recovery in due:
                await self._tell(recovery.newcomer, "recovery_due", recovery)
        return len(due)

    async def finish(self, newcomer: Account, recovery_id: int) -> Recovery | None:
        """Move, now that the time is over; None when it was stopped meanwhile. Within the newcomer's turn."""
        now = self.clock.now()
        due = Recovery.filter(id=recovery_id, newcomer_id=newcomer.id, state=RecoveryState.WAITING, due_at__lte=now)
        if not await due.update(state=RecoveryState.DONE, ended_at=now):
            return None
        recovery = await Recovery.get(id=recovery_id)
        owner = await Account.select_for_update().get(id=recovery.owner_id)
        await self.mails.put_to_owner(owner, MailKind.RECOVERY_DONE)
        await self.links.stop(owner)
        await self.codes.void(owner)
        await self.codes.void(newcomer)
        await self.moving.move(owner, newcomer)
        return recovery

    async def _open(self, newcomer: Account, row: MailCode) -> Preview:
        owner = await Account.get_or_none(id=row.subject_id) if row.subject_id is not None else None
        if owner is None:
            raise Gone
        if owner.id == newcomer.id:
            raise Refusal("recovery.is_here")
        await self._may_move(owner, newcomer)
        await Recovery.filter(newcomer_id=newcomer.id, state__in=_UNCONFIRMED).update(
            state=RecoveryState.DROPPED, ended_at=self.clock.now()
        )
        recovery = await Recovery.create(
            owner_id=owner.id, newcomer_id=newcomer.id, state=RecoveryState.OPEN, created_at=self.clock.now()
        )
        level = (await self.entitlements.access(owner)).level
        return Preview(recovery, await _holdings(owner), await _holdings(newcomer), level)

    async def _may_move(self, owner: Account, newcomer: Account) -> None:
        """Refuse a second one at once, one soon after an objection, and two paid plans in one account."""
        known = await Recovery.filter(owner_id=owner.id, state__in=[RecoveryState.WAITING, RecoveryState.OBJECTED])
        if any(one.state is RecoveryState.WAITING for one in known):
            raise Refusal("recovery.under_way")
        ended = max((one.ended_at for one in known if one.ended_at is not None), default=None)
        if ended is not None and self.clock.now() < ended + REST:
            raise Refusal("recovery.objected_lately", day=(ended + REST).date())
        if await Subscription.filter(holder_id__in=[owner.id, newcomer.id]).count() > 1:
            raise Refusal("recovery.two_plans")

    async def _mine(self, newcomer: Account, recovery_id: int, state: RecoveryState) -> Recovery:
        since = self.clock.now() - FORGOTTEN
        mine = Recovery.select_for_update().filter(newcomer_id=newcomer.id, state=state, created_at__gt=since)
        recovery = await mine.get_or_none(id=recovery_id)
        if recovery is None:
            raise Gone
        return recovery

    async def _object(self, recovery: Recovery) -> Recovery:
        recovery.state, recovery.ended_at = RecoveryState.OBJECTED, self.clock.now()
        await recovery.save(update_fields=["state", "ended_at"])
        newcomer = await Account.get(id=recovery.newcomer_id)
        await self._tell(newcomer, "recovery_told", recovery)
        return recovery

    async def _tell(self, person: Account, kind: str, recovery: Recovery) -> None:
        payload = {"chat_id": person.telegram_id, "kind": kind, "subject": recovery.id}
        await self.jobs.enqueue("event", payload, key=f"chat:{person.telegram_id}")


async def _holdings(owner: Account) -> Holdings:
    (row,) = await db.fetch(_HOLDINGS, owner.id, owner.id, owner.id, owner.id)
    return Holdings(int(row["vehicles"]), int(row["records"]), int(row["documents"]), int(row["reminders"]))


def link_lives() -> timedelta:
    """How long the link of a letter lives."""
    return LIFETIME[Purpose.RECOVER]


def hours_left(recovery: Recovery, now: datetime) -> int:
    """How long the old account can still object, in hours begun."""
    left = (recovery.due_at - now).total_seconds() if recovery.due_at is not None else 0.0
    return max(0, -int(-left // 3600))
