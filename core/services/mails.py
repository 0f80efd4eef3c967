"""Mail to be sent: a row written with its effect, sent by a job that tries again until it is no longer worth it."""

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

import structlog

from core import db
from core.domain.email_address import EmailAddress
from core.domain.mail_kinds import LIFE, MOST_A_DAY, REMEMBERED, USUAL_LIFE, MailKind, MailState, pause_after
from core.domain.mail_ports import Letter, Post, PostDelayed, PostRefused, SealBroken, Vault
from core.faults import fault
from core.meters import Meters
from core.models import Account, Mail, RecoveryEmail
from core.ports import Clock, Jobs, RunningJob

log = structlog.get_logger()

MAILBOX = "mailbox"
BATCH = 100


@dataclass(frozen=True, slots=True)
class Mails:
    """The outbox of mail. `chat` tells the chat's address, which links of letters lead to."""

    clock: Clock
    jobs: Jobs
    vault: Vault
    post: Post | None
    chat: Callable[[], str]
    meters: Meters

    @property
    def on(self) -> bool:
        """Whether mail can be sent at all."""
        return self.post is not None

    async def put(
        self,
        owner: Account,
        to: EmailAddress,
        kind: MailKind,
        values: Mapping[str, str] | None = None,
        language: str | None = None,
    ) -> bool:
        """Write a letter within the caller's transaction; False when the mailbox has had its fill of this day.

        Of `values`, `token` becomes the link into the chat unless there is a `link` already, and `code` and `lines`
        have a place of their own. It is in the owner's language unless another is given.
        """
        now, mailbox = self.clock.now(), self.vault.marks(MAILBOX, to.mailbox)
        lately = await Mail.filter(mailbox__in=mailbox, created_at__gt=now - timedelta(days=1)).count()
        if lately >= MOST_A_DAY or self.post is None:
            log.warning("mail.not_written", kind=kind.value, account=owner.id, reason="limit" if self.post else "off")
            return False
        sealed = self.vault.seal(
            json.dumps({"to": to.text, "name": secrets.token_hex(12), "values": dict(values or {})})
        )
        mail = await Mail.create(
            owner_id=owner.id,
            kind=kind.value,
            language=language or owner.language,
            sealed=sealed,
            mailbox=mailbox[0],
            state=MailState.WAITING,
            next_at=now,
            expires_at=now + LIFE.get(kind, USUAL_LIFE),
            created_at=now,
        )
        await self._ask(mail)
        return True

    async def address_of(self, owner: Account) -> EmailAddress | None:
        """The address that an account has linked."""
        linked = await RecoveryEmail.get_or_none(owner_id=owner.id)
        return EmailAddress(self.vault.unseal(linked.sealed)) if linked is not None else None

    async def put_last(
        self,
        owner: Account,
        to: EmailAddress,
        kind: MailKind,
        values: Mapping[str, str] | None = None,
        language: str | None = None,
    ) -> bool:
        """Write a letter about an account that is no more: nothing but the letter itself says whose it was."""
        written = await self.put(owner, to, kind, values, language)
        mine = Mail.filter(owner_id=owner.id, kind=kind.value, state=MailState.WAITING)
        await mine.update(owner_id=None)
        return written

    async def put_to_owner(self, owner: Account, kind: MailKind, values: Mapping[str, str] | None = None) -> bool:
        """Write a letter to the address that an account has linked; False where there is none."""
        address = await self.address_of(owner) if self.on else None
        return address is not None and await self.put(owner, address, kind, values)

    async def send(self, job: RunningJob) -> None:
        """Send one letter, or put it off; what is over, refused or sent keeps nothing of its content."""
        mail = await Mail.get_or_none(id=int(str(job.payload["mail"])))
        now = self.clock.now()
        if mail is None or mail.state is not MailState.WAITING or mail.next_at > now or self.post is None:
            return
        letter = self._letter(mail) if mail.expires_at > now else None
        if letter is None:
            await self._end(mail, MailState.EXPIRED)
            return
        try:
            with self.meters.timed("mail_seconds"):
                await self.post.send(letter)
        except PostDelayed as problem:
            await self._later(mail, str(problem))
        except PostRefused as problem:
            log.warning("mail.refused", mail=mail.id, kind=mail.kind, code=problem.code)
            await self._end(mail, MailState.REFUSED)
        else:
            fault("mail.handed_over")
            await self._end(mail, MailState.SENT)

    def _letter(self, mail: Mail) -> Letter | None:
        """The letter with its words; None when nobody can read it any more, since its key is gone."""
        try:
            held = json.loads(self.vault.unseal(mail.sealed))
        except SealBroken:
            return None
        values = dict(held["values"])
        token = values.pop("token", None)
        values.setdefault("link", self.chat() if token is None else f"{self.chat()}?start=m{token}")
        return Letter(held["name"], held["to"], mail.kind, mail.language, values)

    async def sweep(self) -> int:
        """Ask again for every letter whose time has come; how many."""
        due = await Mail.filter(state=MailState.WAITING, next_at__lte=self.clock.now()).order_by("next_at").limit(BATCH)
        for mail in due:
            await self._ask(mail)
        return len(due)

    async def forget(self) -> None:
        """Delete what was sent long enough ago."""
        await Mail.filter(created_at__lt=self.clock.now() - REMEMBERED).delete()

    async def _ask(self, mail: Mail) -> None:
        # Jobs of one key run one at a time, and whoever finds the letter sent does nothing.
        await self.jobs.enqueue("send_mail", {"mail": mail.id}, key=f"mail:{mail.id}")

    async def _later(self, mail: Mail, reason: str) -> None:
        mail.attempts += 1
        mail.next_at = self.clock.now() + pause_after(mail.attempts)
        log.warning("mail.delayed", mail=mail.id, kind=mail.kind, attempt=mail.attempts, reason=reason)
        self.meters.count("mails", mail.kind, "delayed")
        async with db.transaction():
            await mail.save(update_fields=["attempts", "next_at"])

    async def _end(self, mail: Mail, state: MailState) -> None:
        mail.state, mail.sealed, mail.sent_at = state, "", self.clock.now() if state is MailState.SENT else None
        self.meters.count("mails", mail.kind, state.value)
        async with db.transaction():
            await mail.save(update_fields=["state", "sealed", "sent_at"])
