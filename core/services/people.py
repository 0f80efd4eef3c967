"""People, for administrators: found, shown without their papers, blocked, noted about, given a plan by hand.

Papers are shown for a while and only after a reason was written down; each one that is opened is noted again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from core import db
from core.domain.email_address import EmailAddress
from core.domain.plans import Level
from core.domain.states import DocumentState
from core.domain.typed_text import clean_line
from core.errors import Gone, Refusal
from core.models import Account, AccountNote, AuditEntry, Document, Subscription
from core.ports import Clock
from core.services.administrators import Admins
from core.services.auditing import Actor, Auditing, Deed
from core.services.days import today_of, zone_of
from core.services.document_files import DocumentFiles
from core.services.email_links import EmailLinks
from core.services.entitlements import Access, Entitlements, Use
from core.services.profiles import Profiles
from core.services.subscriptions import GIFT, Subscriptions

# How many people one search shows, how many notes a card, how many papers a list.
FOUND: Final = 8
NOTES: Final = 5
PAPERS: Final = 12
# How long papers stay open after a reason was given.
OPEN_FOR: Final = timedelta(minutes=30)
LONGEST_REASON: Final = 300
LONGEST_GIFT: Final = timedelta(days=3653)
_COUNTS: Final = """
    SELECT (SELECT COUNT(*) FROM vehicle WHERE owner_id = ? AND deleted_at IS NULL) AS vehicles,
           (SELECT COUNT(*) FROM maintenance_record r JOIN vehicle v ON v.id = r.vehicle_id
             WHERE v.owner_id = ? AND v.deleted_at IS NULL) AS records,
           (SELECT COUNT(*) FROM document WHERE owner_id = ? AND state = 'kept') AS documents,
           (SELECT COUNT(*) FROM reminder WHERE owner_id = ? AND state IN ('waiting', 'pushed')) AS reminders,
           (SELECT COUNT(*) FROM account_note WHERE owner_id = ?) AS notes,
           (SELECT COUNT(*) FROM recovery_email WHERE owner_id = ?) AS mail,
           (SELECT MAX(s.updated_at) FROM account a JOIN chat_state s ON s.chat_id = a.telegram_id
             WHERE a.id = ?) AS spoke
"""


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is of a person; `spoke` is when their chat last moved, in milliseconds."""

    vehicles: int
    records: int
    documents: int
    reminders: int
    notes: int
    mail: bool
    spoke: int | None


@dataclass(frozen=True, slots=True)
class Card:
    """What an administrator sees of a person."""

    account: Account
    access: Access
    counts: Counts
    usage: Sequence[Use]
    is_admin: bool

    @property
    def given(self) -> bool:
        """Whether their plan was given by hand."""
        held = self.access.subscription
        return held is not None and held.provider == GIFT


@dataclass(frozen=True, slots=True)
class People:
    """Administrators' view of people; each change is noted with it."""

    clock: Clock
    admins: Admins
    auditing: Auditing
    subscriptions: Subscriptions
    entitlements: Entitlements
    profiles: Profiles
    email: EmailLinks
    papers: DocumentFiles

    async def find(self, words: str) -> Sequence[Account]:
        """People by an id of ours or of Telegram, `@username`, mail address, plate or the beginning of a name."""
        words = clean_line(words)[:120]
        numbers = await self._by_address(words) if "@" in words[1:] else await self._by_words(words)
        found = {account.id: account for account in await Account.filter(id__in=numbers, left_at__isnull=True)}
        return [found[number] for number in dict.fromkeys(numbers) if number in found][:FOUND]

    async def _by_address(self, words: str) -> list[int]:
        found = await self.email.holder_of(EmailAddress(words))
        return [found] if found is not None else []

    async def _by_words(self, words: str) -> list[int]:
        if words.startswith("@"):
            rows = await db.fetch("SELECT id FROM account WHERE username = ?", words[1:].lower())
            return [int(row["id"]) for row in rows]
        number = int(words) if words.isascii() and words.isdecimal() and len(words) <= 15 else 0
        plate = "".join(sign for sign in words.upper() if sign.isalnum())
        begins = words.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        rows = await db.fetch(_SEARCH, number, number, plate, begins, begins, FOUND * 2)
        return [int(row["id"]) for row in rows]

    async def get(self, number: int) -> Account:
        """A person by the id of their account, or `Gone`."""
        account = await Account.get_or_none(id=number, left_at__isnull=True)
        if account is None:
            raise Gone
        return account

    async def card(self, number: int) -> Card:
        """A person's card."""
        account = await self.get(number)
        (row,) = await db.fetch(_COUNTS, *[account.id] * 7)
        counts = Counts(
            vehicles=int(row["vehicles"]),
            records=int(row["records"]),
            documents=int(row["documents"]),
            reminders=int(row["reminders"]),
            notes=int(row["notes"]),
            mail=bool(row["mail"]),
            spoke=int(row["spoke"]) if row["spoke"] is not None else None,
        )
        access, usage = await self.entitlements.access_and_usage(account)
        return Card(account, access, counts, usage, self.admins.include(account))

    async def block(self, actor: Actor, number: int, reason: str) -> Account:
        """Do nothing for a person any more; administrators cannot be blocked."""
        async with db.transaction():
            account = await self._locked(number)
            if self.admins.include(account):
                raise Refusal("admin.not_an_admin")
            return await self._set_blocked(actor, account, blocked=True, reason=meant(reason))

    async def unblock(self, actor: Actor, number: int) -> Account:
        """Do everything for a person again."""
        async with db.transaction():
            return await self._set_blocked(actor, await self._locked(number), blocked=False, reason="")

    async def _set_blocked(self, actor: Actor, account: Account, *, blocked: bool, reason: str) -> Account:
        was = account.blocked_at is not None
        if was is not blocked:
            await self.profiles.block(account, blocked=blocked)
            deed = Deed("person.block" if blocked else "person.unblock", "account", account.id, account.id)
            await self.auditing.note(actor, deed, {"blocked": was}, {"blocked": blocked}, reason=reason)
        return account

    async def give_plan(self, actor: Actor, number: int, level: Level, last_day: date) -> Subscription:
        """Open a plan by hand until the end of a day where the person is; a paid plan is in its way."""
        async with db.transaction():
            account = await self._locked(number)
            today = today_of(account, self.clock)
            if not today <= last_day <= today + LONGEST_GIFT:
                raise Refusal("admin.end_not_possible")
            until = datetime.combine(last_day, time(23, 59, 59), zone_of(account))
            before, given = await self.subscriptions.grant(account, level, until)
            deed = Deed("person.plan", "account", account.id, account.id)
            await self.auditing.note(actor, deed, _terms_of(before), _terms_of(given))
        return given

    async def end_plan(self, actor: Actor, number: int) -> None:
        """End a plan that was given by hand."""
        async with db.transaction():
            account = await self._locked(number)
            ended = await self.subscriptions.take_back(account)
            if ended is None:
                raise Refusal("admin.plan_not_given")
            deed = Deed("person.plan", "account", account.id, account.id)
            await self.auditing.note(actor, deed, _terms_of(ended), _terms_of(None))

    async def notes(self, number: int) -> Sequence[AccountNote]:
        """What was noted about a person, newest first."""
        return await AccountNote.filter(owner_id=number).order_by("-id").limit(NOTES)

    async def add_note(self, actor: Actor, number: int, text: str) -> AccountNote:
        """Note something about a person; its words stay in the note alone."""
        words = meant(text)
        async with db.transaction():
            account = await self._locked(number)
            note = await AccountNote.create(
                owner_id=account.id,
                content=words,
                admin_telegram_id=actor.telegram_id,
                created_at=self.clock.now(),
            )
            deed = Deed("person.note", "note", note.id, account.id)
            await self.auditing.note(actor, deed, None, {"length": len(words)})
        return note

    async def remove_note(self, actor: Actor, note_id: int) -> int:
        """Take a note away; the person it was about."""
        async with db.transaction():
            note = await AccountNote.select_for_update().get_or_none(id=note_id)
            if note is None:
                raise Gone
            await note.delete()
            deed = Deed("person.note_removed", "note", note_id, note.owner_id)
            await self.auditing.note(actor, deed, {"length": len(note.content)}, None)
        return note.owner_id

    async def open_papers(self, actor: Actor, number: int, reason: str) -> tuple[int, Sequence[Document]]:
        """The newest kept papers of a person, once a reason is written down, and the entry that holds it."""
        words = meant(reason)
        async with db.transaction():
            account = await self._locked(number)
            papers = await _papers_of(account)
            deed = Deed("person.papers", "account", account.id, account.id)
            entry = await self.auditing.note(actor, deed, None, {"shown": len(papers)}, reason=words)
        return entry.id, papers

    async def open_paper(self, actor: Actor, entry_id: int, document_id: int) -> tuple[Document, str, bool]:
        """A paper with its stored file (and whether it is a PDF), while the reason that was given for it is fresh."""
        async with db.transaction():
            since = self.clock.now() - OPEN_FOR
            given = await AuditEntry.get_or_none(
                id=entry_id, action="person.papers", who=actor.who, admin_telegram_id=actor.telegram_id, at__gte=since
            )
            if given is None or given.about_id is None:
                raise Refusal("admin.reason_is_old")
            paper = await Document.get_or_none(id=document_id, owner_id=given.about_id, state=DocumentState.KEPT)
            if paper is None or paper.preview is None:
                raise Gone
            deed = Deed("person.paper", "document", paper.id, given.about_id)
            await self.auditing.note(actor, deed, None, {"entry": given.id})
        stored, is_pdf = await self.papers.whole(paper)
        return paper, stored, is_pdf

    async def _locked(self, number: int) -> Account:
        account = await Account.select_for_update().get_or_none(id=number, left_at__isnull=True)
        if account is None:
            raise Gone
        return account


_SEARCH: Final = r"""
    SELECT id, MIN(place) AS place FROM (
        SELECT id, 0 AS place FROM account WHERE id = ? OR telegram_id = ?
        UNION ALL SELECT owner_id, 1 FROM vehicle WHERE plate = ? AND deleted_at IS NULL
        UNION ALL SELECT id, 2 FROM account WHERE lower(first_name) LIKE ? ESCAPE '\' OR lower(name) LIKE ? ESCAPE '\'
    ) AS found GROUP BY id ORDER BY 2, 1 DESC LIMIT ?
"""


def _terms_of(held: Subscription | None) -> dict[str, object]:
    """A plan that is held, for an entry."""
    if held is None:
        return {"plan": Level.FREE.value, "provider": None, "until": None}
    return {"plan": held.level.value, "provider": held.provider, "until": held.period_end}


async def _papers_of(account: Account) -> Sequence[Document]:
    return await Document.filter(owner_id=account.id, state=DocumentState.KEPT).order_by("-id").limit(PAPERS)


def meant(text: str) -> str:
    """Words of an administrator on one line; none are no reason."""
    words = clean_line(text, LONGEST_REASON + 1)
    if len(words) < 3:
        raise Refusal("admin.words_missing")
    if len(words) > LONGEST_REASON:
        raise Refusal("admin.words_too_long", n=LONGEST_REASON)
    return words
