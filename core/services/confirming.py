"""One tap on a card: its effect, its document kept under a name, once however often it is tapped."""

from dataclasses import dataclass, replace
from datetime import date

from core import db
from core.domain.capture.types import DocumentType
from core.domain.document_fields import day_field, last_day_field, title_field
from core.domain.plans import Feature
from core.domain.plates import displayed_plate
from core.domain.record_status import RecordStatus
from core.domain.states import DocumentState
from core.domain.stored_values import as_date
from core.errors import Gone, Refusal
from core.models import Account, MaintenanceRecord, Vehicle
from core.services.document_list import stored_by
from core.services.document_texts import index
from core.services.documents import CardData, Documents
from core.services.entitlements import Entitlements
from core.services.garages import Garages
from core.services.paper_effects import Confirmed, FieldNeeded, PaperEffects, VehicleNeeded, record_of_card
from core.services.record_changes import RecordChanges
from core.services.records import AlreadyRecorded, Saved

__all__ = ["AlreadyRecorded", "AlreadyThere", "Confirmed", "Confirming", "FieldNeeded", "VehicleNeeded"]

# Kinds of which a second paper would make a second record of the same work.
_TWINS = frozenset({DocumentType.INVOICE, DocumentType.INSPECTION})


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
            await self.documents.owned(owner, document_id, lock=True)
            card = await self.documents.open_card(owner, document_id, revision)
            if card.same_as is not None and not insist:
                raise AlreadyThere
            await self._make_room(owner, card)
            await self._take_back(owner, card)
            done = await self.effects.of(owner, card, insist=insist)
            document = await self.documents.settle(owner, document_id, DocumentState.KEPT)
            document.vehicle_id = done.vehicle.id if done.vehicle is not None else None
            document.title, document.dated_on, document.expires_on = _about(card)
            document.label = card.value("label") if card.kind is DocumentType.OTHER else document.label
            document.made_id = done.made_id
            await document.save(update_fields=["vehicle_id", "title", "label", "dated_on", "expires_on", "made_id"])
            await self.garages.keep(owner, document.vendor, card.value("vendor_name"))
            await index(document)
            return replace(done, document=document)

    async def _make_room(self, owner: Account, card: CardData) -> None:
        """Refuse to keep more papers than the plan gives; one that was kept before is no more."""
        if card.document.kept_at is not None:
            return
        # The lock makes two cards at once count one after the other.
        await Account.select_for_update().get(id=owner.id)
        kept = await stored_by(owner)
        await self.entitlements.room(owner, Feature.DOCUMENTS, kept.kept)
        await self.entitlements.room(owner, Feature.STORAGE, kept.bytes, 0)

    async def _take_back(self, owner: Account, card: CardData) -> None:
        """What a paper made before it was read again makes room for what it makes now; it can be put back by hand."""
        if card.document.kept_at is None:
            return
        record = await MaintenanceRecord.get_or_none(document_id=card.document.id)
        if record is not None:
            await self.changes.remove(owner, record.id)
        await self.effects.take_back(owner, card.document)

    async def keep_both(self, owner: Account, document_id: int, revision: int) -> Confirmed:
        """Confirm a card though an earlier paper seems to be the same; what cannot be believed is still refused."""
        async with db.savepoint():
            card = await self.documents.open_card(owner, document_id, revision)
            card.document.same_as = card.document.same_by = None
            await card.document.save(update_fields=["same_as", "same_by"])
            return await self.confirm(owner, document_id, revision, insist=card.kind in _TWINS)

    async def plan(self, owner: Account, document_id: int, day: date) -> Saved:
        """Make the work of a kept offer planned work on a day; once for each offer."""
        async with db.transaction():
            await self.documents.owned(owner, document_id, lock=True)
            card = await self.documents.card(owner, document_id)
            if card.kind is not DocumentType.QUOTE or card.document.state is not DocumentState.KEPT:
                raise Gone
            known = await MaintenanceRecord.get_or_none(document_id=document_id)
            if known is not None:
                raise AlreadyRecorded(known.id)
            vehicle = await Vehicle.get_or_none(id=card.document.vehicle_id, owner_id=owner.id)
            if vehicle is None:
                raise VehicleNeeded
            new = replace(record_of_card(card, vehicle, day), status=RecordStatus.SCHEDULED, kilometres=None)
            return await self.effects.written(owner, new, insist=True)


class AlreadyThere(Refusal):
    """The paper seems to be one that came before: the person says whether both are to be kept."""

    def __init__(self) -> None:
        super().__init__("document.already_there")


def _about(card: CardData) -> tuple[str | None, date | None, date | None]:
    """How a kept document is found again: by what it is of, its day, and the last day on which it is good."""
    title_name, day_name, last_name = title_field(card.kind), day_field(card.kind), last_day_field(card.kind)
    title = card.value(title_name) if title_name is not None else None
    if title and title_name == "plate":
        title = displayed_plate(title)
    day = as_date(card.value(day_name)) if day_name is not None else None
    last = as_date(card.value(last_name)) if last_name is not None else None
    return (title or "")[:120] or None, day, last
