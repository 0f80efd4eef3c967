"""The recovery address: linked by a code, changed or taken off with the old mailbox's word, or by waiting."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from tortoise.exceptions import IntegrityError

from core import db
from core.domain.email_address import EmailAddress, masked
from core.domain.mail_codes import Purpose, Wait
from core.domain.mail_kinds import MailKind
from core.domain.mail_ports import SealBroken, Vault
from core.domain.recovery import CHANGE_WAIT, ChangeState, RecoveryState
from core.errors import Gone, Refusal
from core.models import Account, EmailChange, MailCode, Recovery, RecoveryEmail
from core.ports import Clock, Jobs
from core.services.mail_codes import MailCodes, Tried
from core.services.mails import Mails

LOOKUP = "email"


class NoMail(Refusal):
    """This service sends no mail."""

    def __init__(self) -> None:
        super().__init__("email.off")


class Linked(Enum):
    """What came of a right code: linked; it belongs to another account; or the old mailbox has its say first."""

    LINKED = "linked"
    TAKEN = "taken"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class EmailLinks:
    """Owns the table of addresses."""

    clock: Clock
    jobs: Jobs
    vault: Vault
    codes: MailCodes
    mails: Mails

    async def of(self, owner: Account) -> EmailAddress | None:
        """The linked address."""
        row = await RecoveryEmail.get_or_none(owner_id=owner.id)
        return EmailAddress(self.vault.unseal(row.sealed)) if row is not None else None

    def seal(self, address: EmailAddress) -> str:
        """An address for a draft, encrypted."""
        return self.vault.seal(address.text)

    def unseal(self, sealed: str) -> EmailAddress:
        """The address of a draft; one whose key is gone is as good as gone."""
        try:
            return EmailAddress(self.vault.unseal(sealed))
        except SealBroken as error:
            raise Gone from error

    async def holder_of(self, address: EmailAddress) -> int | None:
        """The id of the account whose address it is; found or not, it takes as long."""
        marks = self.vault.marks(LOOKUP, address.lookup)
        places = ", ".join("?" for _ in marks)
        rows = await db.fetch(f"SELECT max(owner_id) AS id FROM recovery_email WHERE lookup IN ({places})", *marks)  # noqa: S608  # marks alone
        return int(rows[0]["id"]) if rows[0]["id"] is not None else None

    async def change_of(self, owner: Account) -> EmailChange | None:
        """The change that is under way."""
        return await EmailChange.filter(owner_id=owner.id, state=ChangeState.WAITING).order_by("-id").first()

    async def ask_link(self, owner: Account, address: EmailAddress) -> Wait | None:
        """Send a code to an address, whosever it may be already; or tell when the next one may be sent."""
        if not self.mails.on:
            raise NoMail
        sent = await self.codes.make(owner, Purpose.LINK, address)
        if isinstance(sent, Wait):
            return sent
        await self.mails.put(owner, address, MailKind.CODE, {"code": sent.code})
        return None

    async def try_link(self, owner: Account, typed: str) -> tuple[Tried, Linked | None]:
        """Try the code; what it proves is told only now, to somebody who reads that mailbox."""
        tried, row = await self.codes.try_code(owner, Purpose.LINK, typed)
        if tried is not Tried.RIGHT or row is None:
            return tried, None
        address = EmailAddress(self.vault.unseal(row.sealed))
        holder, old = await self.holder_of(address), await RecoveryEmail.get_or_none(owner_id=owner.id)
        if holder is not None:
            return tried, Linked.LINKED if holder == owner.id else Linked.TAKEN
        if old is not None:
            await self._begin(owner, address)
            return tried, Linked.CHANGE
        return tried, Linked.LINKED if await self._link(owner, address) else Linked.TAKEN

    async def begin_unlink(self, owner: Account) -> None:
        """Ask for the address to be taken off."""
        if await self.of(owner) is None:
            raise Gone
        await self._begin(owner, None)

    async def ask_old(self, owner: Account) -> Wait | None:
        """Send a link and a code to the old mailbox, which decide at once."""
        change, old = await self._waiting(owner)
        purpose = _purpose(change)
        sent = await self.codes.make(owner, purpose, old, change.id)
        if isinstance(sent, Wait):
            return sent
        kind = MailKind.CHANGE if purpose is Purpose.CHANGE else MailKind.UNLINK
        await self.mails.put(owner, old, kind, {"code": sent.code, "token": sent.token, "new": self._masked(change)})
        return None

    async def try_old(self, owner: Account, typed: str) -> Tried:
        """Try the code that went to the old mailbox."""
        change, _ = await self._waiting(owner)
        tried, row = await self.codes.try_code(owner, _purpose(change), typed)
        if row is None:
            return tried
        if row.subject_id != change.id:
            return Tried.OVER
        await self._carry_out(owner, change)
        return tried

    async def confirm_by_link(self, owner: Account, row: MailCode) -> EmailChange:
        """The link that went to the old mailbox was opened by the person themselves."""
        change, _ = await self._waiting(owner)
        if row.owner_id != owner.id or row.subject_id != change.id or not await self.codes.use(row):
            raise Gone
        await self._carry_out(owner, change)
        return change

    async def wait_instead(self, owner: Account) -> datetime:
        """The old mailbox is lost: change after a while, with a notice there that can stop it."""
        change, old = await self._waiting(owner)
        if change.due_at is None:
            change.due_at = self.clock.now() + CHANGE_WAIT
            await change.save(update_fields=["due_at"])
            token = await self.codes.make_link(owner, Purpose.KEEP, old, change.id, change.due_at)
            values = {"token": token, "days": str(CHANGE_WAIT.days), "new": self._masked(change)}
            await self.mails.put(owner, old, MailKind.CHANGE_NOTICE, values)
        return change.due_at

    async def stop(self, owner: Account) -> None:
        """Leave the address as it is."""
        await EmailChange.filter(owner_id=owner.id, state=ChangeState.WAITING).update(state=ChangeState.STOPPED)

    async def stop_by_link(self, row: MailCode) -> Account:
        """The old mailbox does not want it, whoever opened its link; whose address stays."""
        change = await EmailChange.get_or_none(id=row.subject_id, state=ChangeState.WAITING).select_related("owner")
        if change is None or not await self.codes.use(row):
            raise Gone
        await self.stop(change.owner)
        await self._tell(change, change.owner)
        return change.owner

    async def finish_due(self) -> int:
        """Carry out what has waited long enough; not while somebody is getting the account back. How many."""
        due = await EmailChange.filter(state=ChangeState.WAITING, due_at__lte=self.clock.now()).limit(100)
        for change in due:
            async with db.transaction():
                owner = await Account.get(id=change.owner_id)
                if await Recovery.filter(owner_id=owner.id, state=RecoveryState.WAITING).exists():
                    continue
                await self._carry_out(owner, change)
                await self._tell(change, owner)
        return len(due)

    async def get_change(self, owner: Account, change_id: int) -> EmailChange:
        """A change of the person's own."""
        change = await EmailChange.get_or_none(id=change_id, owner_id=owner.id)
        if change is None:
            raise Gone
        return change

    async def _begin(self, owner: Account, address: EmailAddress | None) -> None:
        await self.stop(owner)
        await EmailChange.create(
            owner_id=owner.id,
            sealed=self.vault.seal(address.text) if address is not None else None,
            state=ChangeState.WAITING,
            created_at=self.clock.now(),
        )

    async def _waiting(self, owner: Account) -> tuple[EmailChange, EmailAddress]:
        change, old = await self.change_of(owner), await self.of(owner)
        if change is None or old is None:
            raise Gone
        return change, old

    async def _carry_out(self, owner: Account, change: EmailChange) -> None:
        done = EmailChange.filter(id=change.id, state=ChangeState.WAITING)
        if not await done.update(state=ChangeState.DONE):
            raise Gone
        change.state = ChangeState.DONE
        await RecoveryEmail.filter(owner_id=owner.id).delete()
        await self.codes.void(owner, Purpose.CHANGE, Purpose.UNLINK, Purpose.KEEP)
        if change.sealed is not None:
            await self._link(owner, EmailAddress(self.vault.unseal(change.sealed)))
        else:
            await Account.filter(id=owner.id).update(mail_copies=False)
            owner.mail_copies = False

    async def _link(self, owner: Account, address: EmailAddress) -> bool:
        try:
            async with db.savepoint():
                await RecoveryEmail.create(
                    owner_id=owner.id,
                    sealed=self.vault.seal(address.text),
                    lookup=self.vault.mark(LOOKUP, address.lookup),
                    linked_at=self.clock.now(),
                )
        except IntegrityError:
            return False
        await self.mails.put(owner, address, MailKind.WELCOME)
        return True

    def _masked(self, change: EmailChange) -> str:
        return masked(self.vault.unseal(change.sealed)) if change.sealed is not None else ""

    async def _tell(self, change: EmailChange, owner: Account) -> None:
        payload = {"chat_id": owner.telegram_id, "kind": "email_told", "subject": change.id}
        await self.jobs.enqueue("event", payload, key=f"chat:{owner.telegram_id}")


def _purpose(change: EmailChange) -> Purpose:
    return Purpose.CHANGE if change.sealed is not None else Purpose.UNLINK
