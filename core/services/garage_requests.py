"""Letters that ask garages for appointments, and what garages answer on the page that such a letter leads to."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from core import db
from core.domain.email_address import EmailAddress
from core.domain.garages.appointments import (
    AHEAD,
    ANSWERABLE,
    LETTERS_A_DAY,
    LETTERS_TO_ONE,
    AppointmentStatus,
    GarageAnswer,
    checked_start,
)
from core.domain.garages.letters import is_token, language_in, unlinked
from core.domain.garages.ratings import LINK
from core.domain.mail_kinds import MailKind
from core.domain.mail_ports import SealBroken, Vault
from core.domain.service_types import ServiceType, service_name
from core.domain.typed_text import clean_line
from core.errors import Gone, Refusal
from core.faults import fault
from core.i18n import translator
from core.models import PRESENT, Account, Appointment, ListedGarage, Mail, QuietMailbox
from core.ports import Clock, Jobs
from core.services.appointments import Appointments, clock_of, instant_in, local_start
from core.services.mails import MAILBOX, Mails
from core.services.vehicles import plate_of

LONGEST_NOTE = 300
_TOKEN = "garage answer"  # noqa: S105  # what the keyed hash is for


class Standing(StrEnum):
    """How a request stands for the garage that looks at it."""

    OPEN = "open"
    ANSWERED = "answered"
    OVER = "over"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as a garage sees it; times are those of its own clock."""

    standing: Standing
    language: str
    who: str
    garage: str
    lines: tuple[str, ...]
    starts_at: datetime
    answer: GarageAnswer | None
    proposed_at: datetime
    # How the appointment itself stands by now.
    status: AppointmentStatus


@dataclass(frozen=True, slots=True)
class GarageSays:
    """What a garage fills in: a day, a time and a few words where they belong to its answer."""

    answer: GarageAnswer
    day: date | None = None
    at: time | None = None
    note: str = ""
    # No more such letters, please.
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """A letter before it is sent: to whom, and its words as they will be."""

    to: EmailAddress
    title: str
    lines: tuple[str, ...]
    who: str


@dataclass(frozen=True, slots=True)
class GarageRequests:
    """Asks garages by mail, once the person has seen what is sent; a link answers one time."""

    clock: Clock
    jobs: Jobs
    vault: Vault
    mails: Mails
    appointments: Appointments
    # Where our pages are; None where nobody could reach them.
    pages: Callable[[], str | None]

    @property
    def on(self) -> bool:
        """Whether a garage can be asked, and can answer."""
        return self.mails.on and self.pages() is not None

    def may_ask(self, found: Appointment) -> bool:
        """Whether it makes sense to ask about an appointment."""
        waits = found.status is AppointmentStatus.PENDING and found.answer is None
        return self.on and waits and found.starts_at > self.clock.now()

    async def preview(self, owner: Account, appointment_id: int, to: EmailAddress) -> Preview:
        """The letter as it would be sent."""
        found = await self.appointments.get(owner, appointment_id)
        t = translator(_spoken(owner, found.garage))
        title = t.plain("mail.garage_asked_title", **_title(owner, found))
        return Preview(to, title, _lines(owner, found), _who(owner))

    async def ask(self, owner: Account, appointment_id: int, to: EmailAddress) -> Appointment:
        """Send the letter; an earlier one of the same appointment can no longer be answered."""
        async with db.transaction():
            found = await self.appointments.locked(owner, appointment_id)
            if not self.may_ask(found):
                raise Refusal("appointment.not_any_more")
            await self._check(owner, to)
            token = secrets.token_urlsafe(24)
            found.token, found.asked_at = self.vault.mark(_TOKEN, token), self.clock.now()
            found.asked_to = self.vault.seal(to.text)
            await found.save(update_fields=["token", "asked_at", "asked_to"])
            link = f"{self.pages()}/appointment/{token}"
            said = {**_title(owner, found), "link": link, "lines": "\n".join(_lines(owner, found))}
            if not await self.mails.put(owner, to, MailKind.GARAGE_ASKED, said, _spoken(owner, found.garage)):
                raise Refusal("appointment.mailbox_full")
        return found

    async def opened(self, token: str) -> Asked | None:
        """What a link is about; looking changes nothing."""
        found = await self._by_token(token)
        return self._asked(found) if found is not None else None

    async def answer(self, token: str, says: GarageSays) -> Asked | None:
        """Take a garage's answer, once; a later one is told what was answered. Tells the person at once."""
        note = clean_line(says.note, LONGEST_NOTE)
        if LINK.search(note):
            raise Refusal("garage_page.no_links")
        async with db.transaction():
            found = await self._by_token(token, locked=True)
            if found is None or self._standing(found) is not Standing.OPEN:
                return self._asked(found) if found is not None else None
            proposed = self._proposed(found, says)
            found.answer, found.answered_at, found.answer_note = says.answer, self.clock.now(), note or None
            found.proposed_at = proposed
            await found.save(update_fields=["answer", "answered_at", "answer_note", "proposed_at"])
            match says.answer:
                case GarageAnswer.YES:
                    await self.appointments.change(found.owner, found.id, AppointmentStatus.CONFIRMED)
                case GarageAnswer.NO:
                    await self.appointments.change(found.owner, found.id, AppointmentStatus.CANCELLED)
                case GarageAnswer.OTHER:
                    pass
            if says.quiet and found.asked_to is not None:
                await self._be_quiet(found.asked_to)
            fault("garage.answered")
            payload = {"chat_id": found.owner.telegram_id, "kind": "garage_answered", "subject": found.id}
            await self.jobs.enqueue("event", payload, key=f"chat:{found.owner.telegram_id}")
        return self._asked(found)

    async def agree(self, owner: Account, appointment_id: int) -> Appointment:
        """Take the other time that a garage proposed; it is told by mail."""
        async with db.transaction():
            found = await self.appointments.locked(owner, appointment_id)
            if found.proposed_at is None:
                if found.answer is GarageAnswer.OTHER and found.status is AppointmentStatus.CONFIRMED:
                    return found  # a second tap
                raise Refusal("appointment.not_any_more")
            await self.appointments.move(owner, found, found.proposed_at, AppointmentStatus.CONFIRMED)
            await self._tell(owner, found, MailKind.GARAGE_AGREED)
        return found

    async def cancel(self, owner: Account, appointment_id: int) -> Appointment:
        """Call an appointment off; a garage that was asked about it is told."""
        return (await self.call_off(owner, appointment_id))[0]

    async def call_off(self, owner: Account, appointment_id: int) -> tuple[Appointment, bool]:
        """The same, and whether it was still to come: only then a calendar has anything to take out."""
        async with db.transaction():
            before = await self.appointments.locked(owner, appointment_id)
            was_ahead = before.status in AHEAD
            found = await self.appointments.change(owner, appointment_id, AppointmentStatus.CANCELLED)
            coming = was_ahead and found.starts_at > self.clock.now()
            if coming:
                await self._tell(owner, found, MailKind.GARAGE_CANCELLED)
        return found, coming

    async def move(self, owner: Account, appointment_id: int, day: date, at: time) -> Appointment:
        """Move an appointment to another day and time, to which the garage has yet to say yes.

        A garage that was asked by mail is told that the old time is free again; it may be asked anew.
        """
        async with db.transaction():
            found = await self.appointments.locked(owner, appointment_id)
            starts_at = checked_start(instant_in(clock_of(found), day, at), self.clock.now())
            if found.status not in AHEAD:
                raise Refusal("appointment.not_any_more")
            if starts_at == found.starts_at:
                return found  # a second tap, or the same again
            if found.starts_at > self.clock.now():
                await self._tell(owner, found, MailKind.GARAGE_CANCELLED)
            found.token = found.asked_at = found.asked_to = None
            found.answer = found.answered_at = found.answer_note = None
            await self.appointments.move(owner, found, starts_at, AppointmentStatus.PENDING)
        return found

    async def leave(self, owner: Account) -> None:
        """Tell the garages that were asked that somebody who leaves is not coming. Within the caller's transaction."""
        ahead = Appointment.filter(owner_id=owner.id, status__in=list(AHEAD), starts_at__gt=self.clock.now())
        for found in await ahead.filter(asked_to__not_isnull=True).select_related("garage", "vehicle"):
            await self._tell(owner, found, MailKind.GARAGE_CANCELLED, last=True)

    def seal(self, to: EmailAddress) -> str:
        """An address as a draft holds it."""
        return self.vault.seal(to.text)

    def unseal(self, sealed: str) -> EmailAddress:
        """The address again."""
        try:
            return EmailAddress(self.vault.unseal(sealed))
        except SealBroken:
            raise Gone from None

    async def _check(self, owner: Account, to: EmailAddress) -> None:
        """Few letters a day, and none to somebody who wants none."""
        marks = self.vault.marks(MAILBOX, to.mailbox)
        if await QuietMailbox.filter(mailbox__in=marks).exists():
            raise Refusal("appointment.wants_no_mail")
        day_ago = self.clock.now() - timedelta(days=1)
        sent = Mail.filter(owner_id=owner.id, kind=MailKind.GARAGE_ASKED.value, created_at__gt=day_ago)
        boxes = [str(mailbox) for mailbox in await sent.values_list("mailbox", flat=True)]
        if len(boxes) >= LETTERS_A_DAY or sum(box in marks for box in boxes) >= LETTERS_TO_ONE:
            raise Refusal("appointment.enough_letters")

    async def _tell(self, owner: Account, found: Appointment, kind: MailKind, *, last: bool = False) -> None:
        """Write to the garage that was asked; `last`: nothing but the letter may say who asked, for they leave."""
        if found.asked_to is None or not self.mails.on:
            return
        try:
            to = self.unseal(found.asked_to)
        except Gone:
            return  # its key is gone: nobody knows the address any more
        said = {**_title(owner, found), "lines": "\n".join(_lines(owner, found))}
        put = self.mails.put_last if last else self.mails.put
        await put(owner, to, kind, said, _spoken(owner, found.garage))

    async def _be_quiet(self, sealed: str) -> None:
        to = self.unseal(sealed)
        mailbox = self.vault.mark(MAILBOX, to.mailbox)
        now = self.clock.now()
        await QuietMailbox.get_or_create(mailbox=mailbox, defaults={"sealed": sealed, "created_at": now})

    async def _by_token(self, token: str, *, locked: bool = False) -> Appointment | None:
        if not is_token(token):
            return None
        named = Appointment.filter(token__in=self.vault.marks(_TOKEN, token))
        if locked and await named.select_for_update().first() is None:
            return None
        mine = named.filter(PRESENT)
        return await mine.select_related("garage", "vehicle", "owner").first()

    def _standing(self, found: Appointment) -> Standing:
        if found.answer is not None:
            return Standing.ANSWERED
        if found.status is not AppointmentStatus.PENDING:
            return Standing.WITHDRAWN
        asked_at = found.asked_at or found.created_at
        now = self.clock.now()
        return Standing.OPEN if now < min(found.starts_at, asked_at + ANSWERABLE) else Standing.OVER

    def _proposed(self, found: Appointment, says: GarageSays) -> datetime | None:
        if says.answer is not GarageAnswer.OTHER:
            return None
        if says.day is None or says.at is None:
            raise Refusal("garage_page.when_expected")
        proposed = checked_start(instant_in(clock_of(found), says.day, says.at), self.clock.now())
        if proposed == found.starts_at:
            raise Refusal("garage_page.same_time")
        return proposed

    def _asked(self, found: Appointment) -> Asked:
        owner, zone = found.owner, clock_of(found)
        return Asked(
            standing=self._standing(found),
            language=_spoken(owner, found.garage),
            who=_who(owner),
            garage=found.garage.name,
            lines=_lines(owner, found),
            starts_at=local_start(found),
            answer=found.answer,
            # Once it was agreed to, it is the appointment's own.
            proposed_at=(found.proposed_at or found.starts_at).astimezone(zone),
            status=found.status,
        )


def _spoken(owner: Account, garage: ListedGarage) -> str:
    return language_in(garage.country, owner.language)


def _who(owner: Account) -> str:
    return unlinked(owner.name or owner.first_name, 60) or "AutoTrack"


def _title(owner: Account, found: Appointment) -> dict[str, str]:
    """What the words of a letter need."""
    t, at = translator(_spoken(owner, found.garage)), local_start(found)
    return {
        "who": _who(owner),
        "garage": unlinked(found.garage.name),
        "service": t.plain(service_name(ServiceType(found.service))),
        "when": t.plain("mail.garage_when", day=at.date(), at=at.time()),
    }


def _lines(owner: Account, found: Appointment) -> tuple[str, ...]:
    """What it is about, a line each."""
    said, vehicle = _title(owner, found), found.vehicle
    car = unlinked(" ".join(part for part in (vehicle.make, vehicle.model) if part))
    t = translator(_spoken(owner, found.garage))
    note = t.plain("appointment.note", note=unlinked(found.note, LONGEST_NOTE)) if found.note else ""
    about = " · ".join(part for part in (car, plate_of(vehicle)) if part)
    return tuple(line for line in (said["when"], said["service"], about, note) if line)
