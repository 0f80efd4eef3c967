"""One tap on a card: its effect, its document kept under a name, once however often it is tapped."""

from dataclasses import dataclass, replace
from datetime import date

from core import db
from core.domain.capture.types import DocumentType
from core.domain.document_fields import PRIVATE, day_field, last_day_field, title_field
from core.domain.plans import Feature
from core.domain.record_status import RecordStatus
from core.domain.states import DocumentState
from core.domain.stored_values import as_date
from core.errors import Gone, Refusal
from core.models import Account, Document, ExtractedField, VehicleDate
from core.ports import RunningJob
from core.services.card_now import CardNow, open_card_now
from core.services.card_plates import card_plate
from core.services.document_texts import index
from core.services.documents import CardChanged, CardData, Documents
from core.services.entitlements import Entitlements, held_by
from core.services.garages import Garages
from core.services.inspections import past_own
from core.services.paper_effects import (
    MAKES_RECORD,
    Confirmed,
    FieldNeeded,
    PaperEffects,
    VehicleNeeded,
    record_of_card,
)
from core.services.record_changes import RecordChanges
from core.services.records import AlreadyRecorded, Saved
from core.services.standing import Piece

__all__ = ["AlreadyRecorded", "AlreadyThere", "Confirmed", "Confirming", "FieldNeeded", "VehicleNeeded"]

# What of a document says that it is kept, as what, and what it made.
_KEPT = ["state", "revision", "kept_at", "vehicle_id", "title", "label", "dated_on", "expires_on", "made_id"]
_KEPT += ["same_as", "same_by"]


@dataclass(frozen=True, slots=True)
class Confirming:
    """Turns cards into what they stand for."""

    documents: Documents
    effects: PaperEffects
    garages: Garages
    changes: RecordChanges
    entitlements: Entitlements

    async def confirm(self, owner: Account, document_id: int, revision: int, *, insist: bool = False) -> Confirmed:
        """Do what the card stands for: everything or nothing, once however often it is tapped.

        What seems to be in the logbook already, and what cannot be believed, is refused unless they insist.
        """
        # A part of its own: what is refused half-way leaves nothing, though the refusal is answered within the update.
        async with db.savepoint():
            # A second tap waits here for the first to commit, and then sees that the card is settled.
            now = await self._open(owner, document_id, revision)
            if now.card.same_as is not None and not insist:
                raise AlreadyThere
            return await self._confirmed(owner, now, insist=insist)

    async def keep_both(self, owner: Account, document_id: int, revision: int) -> Confirmed:
        """Confirm a card though an earlier paper seems to be the same; what cannot be believed is still refused."""
        async with db.savepoint():
            now = await self._open(owner, document_id, revision)
            now.card.document.same_as = now.card.document.same_by = None
            return await self._confirmed(owner, now, insist=now.card.kind in MAKES_RECORD)

    async def file(self, job: RunningJob) -> None:
        """Put away a paper that was kept: its garage is kept with it, and it is found by its words. Twice is once.

        After the report of an inspection the date that the person had set is past.
        """
        document = await Document.get_or_none(id=job.payload["document"]).select_related("owner")
        if document is None or document.state is not DocumentState.KEPT:
            return
        async with db.transaction():
            name = await ExtractedField.get_or_none(document_id=document.id, name="vendor_name")
            named = name.value if name is not None else None
            await self.garages.keep(document.owner, document.vendor, named, document.dated_on)
            await index(document)
            if "own_date" in job.payload:
                was = VehicleDate.filter(id=job.payload["own_date"], due_on=job.payload["was_due"])
                await past_own(await was.first(), document.dated_on or date.min)

    async def _open(self, owner: Account, document_id: int, revision: int) -> CardNow:
        # What makes a record is counted by the way; a refusal undoes it.
        change = self.entitlements.counting(owner, Feature.RECORDS, _records_of(owner, document_id))
        now = await open_card_now(owner, self.documents.clock.now(), document_id, held_by(owner), change)
        document = now.card.document
        if document.state is not DocumentState.PROPOSED or document.revision != revision:
            raise CardChanged(document.state)
        if now.card.kind in MAKES_RECORD:
            await self.entitlements.judge(owner, Feature.RECORDS, now.answers)
        return now

    async def _confirmed(self, owner: Account, now: CardNow, *, insist: bool) -> Confirmed:
        card, document = now.card, now.card.document
        if now.day != _about(card)[1]:
            now = replace(now, standing=None)
        if document.kept_at is None:
            # What is kept is counted in the question, so that two cards at once count one after the other.
            held = now.answers["held"]
            await self.entitlements.room(owner, Feature.DOCUMENTS, now.kept.kept, held=held)
            await self.entitlements.room(owner, Feature.STORAGE, now.kept.bytes, 0, held=held)
        else:
            await self._take_back(owner, now)
            now = replace(now, standing=None)
        done = await self.effects.of(owner, now, insist=insist)
        document.vehicle_id = done.vehicle.id if done.vehicle is not None else None
        document.title, document.dated_on, document.expires_on = _about(card)
        document.label = card.value("label") if card.kind is DocumentType.OTHER else document.label
        document.made_id = done.made_id
        await self._keep(now)
        later = {"document": document.id} | (_past(done) if done.own_date is not None else {})
        await self.documents.jobs.enqueue("file_document", later, key=f"chat:{owner.telegram_id}")
        return replace(done, document=document)

    async def _keep(self, now: CardNow) -> None:
        """Store the document as kept; what is private on it and its pages goes, unless they want it kept."""
        document = now.card.document
        document.state, document.revision = DocumentState.KEPT, document.revision + 1
        document.kept_at = document.kept_at or self.documents.clock.now()
        await document.save(update_fields=_KEPT)
        if now.holds_private and not document.keeps_holder:
            pages = [document.id, *now.parts]
            await ExtractedField.filter(document_id__in=pages, name__in=list(PRIVATE)).delete()

    async def _take_back(self, owner: Account, now: CardNow) -> None:
        """What a paper made before it was read again makes room for what it makes now; it can be put back by hand."""
        if now.record_id is not None:
            await self.changes.remove(owner, now.record_id)
        await self.effects.take_back(owner, now.card.document)

    async def plan(self, owner: Account, document_id: int, day: date) -> Saved:
        """Make the work of a kept offer planned work on a day; once for each offer."""
        async with db.transaction():
            now = await open_card_now(owner, self.documents.clock.now(), document_id)
            card, vehicle = now.card, now.card.vehicle
            if card.kind is not DocumentType.QUOTE or card.document.state is not DocumentState.KEPT:
                raise Gone
            if now.record_id is not None:
                raise AlreadyRecorded(now.record_id)
            if vehicle is None:
                raise VehicleNeeded
            new = replace(record_of_card(card, vehicle, day), status=RecordStatus.SCHEDULED, kilometres=None)
            return await self.effects.written(owner, new, insist=True)


class AlreadyThere(Refusal):
    """The paper seems to be one that came before: the person says whether both are to be kept."""

    def __init__(self) -> None:
        super().__init__("document.already_there")


def _past(done: Confirmed) -> dict[str, object]:
    """The person's own date that an inspection ends, as it was."""
    own = done.own_date
    return {"own_date": own.id, "was_due": own.due_on.isoformat()} if own is not None else {}


def _records_of(owner: Account, document_id: int) -> Piece:
    """How many records a card that waits makes: one or none."""
    kinds = ", ".join(f"'{kind.value}'" for kind in sorted(MAKES_RECORD))
    return Piece(
        f"(SELECT count(*) FROM document WHERE id = ? AND owner_id = ? AND state = ? AND kind IN ({kinds}))",  # noqa: S608  # our own names
        (document_id, owner.id, DocumentState.PROPOSED.value),
    )


def _about(card: CardData) -> tuple[str | None, date | None, date | None]:
    """How a kept document is found again: by what it is of, its day, and the last day on which it is good."""
    title_name, day_name, last_name = title_field(card.kind), day_field(card.kind), last_day_field(card.kind)
    title = card.value(title_name) if title_name is not None else None
    if title and title_name == "plate":
        title = card_plate(card)
    day = as_date(card.value(day_name)) if day_name is not None else None
    last = as_date(card.value(last_name)) if last_name is not None else None
    return (title or "")[:120] or None, day, last
