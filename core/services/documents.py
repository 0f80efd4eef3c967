"""Documents from the card to rest: shown, corrected; then kept or discarded."""

from dataclasses import dataclass
from datetime import timedelta

from core import db
from core.domain.capture.refusals import CaptureReason, CaptureRefused
from core.domain.capture.types import Captured, DocumentType, FieldState, Reading
from core.domain.document_fields import PRIVATE, corrected, field_of
from core.domain.states import DocumentState
from core.errors import Gone, Refusal
from core.models import PRESENT, Account, Document, ExtractedField, ExtractedLine, Vehicle
from core.ports import Clock, Downloads, FileStore, Jobs
from core.services.capture import Capture
from core.services.days import today_of
from core.services.reading_rows import field_row, line_row
from core.services.vehicles import Vehicles, default_of, page_start

PAGE = 6
# How long a card waits for its confirmation.
UNSETTLED = timedelta(days=7)


# Telegram hands out no larger file to a bot.
LARGEST = 20 * 2**20


@dataclass(frozen=True, slots=True)
class Arriving:
    """A photo or file as the chat announced it; `group` is what the chat calls the album it is a part of."""

    reference: str
    message_id: int | None = None
    file_name: str | None = None
    mime_type: str | None = None
    size: int | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True)
class CardData:
    """A document with its fields by name and its lines, as the card shows them."""

    document: Document
    fields: dict[str, ExtractedField]
    lines: list[ExtractedLine]
    vehicle: Vehicle | None
    same_as: Document | None = None

    @property
    def kind(self) -> DocumentType:
        """What kind of document it is."""
        return DocumentType(self.document.kind or DocumentType.OTHER)

    @property
    def plate_differs(self) -> bool:
        """Whether the paper names another plate than the vehicle it was given to."""
        plate = self.value("plate")
        return bool(plate and self.vehicle is not None and self.vehicle.plate and self.vehicle.plate != plate)

    def value(self, name: str) -> str | None:
        """A field's value as stored, if it was read or typed."""
        field = self.fields.get(name)
        return field.value if field is not None else None


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """A page of kept documents, newest first; `vehicle` when it is one vehicle's."""

    documents: tuple[Document, ...]
    position: int
    total: int
    vehicle: Vehicle | None = None


class CardChanged(Refusal):
    """The button belongs to an older state of the card, or the card is settled."""

    def __init__(self, state: DocumentState) -> None:
        super().__init__(f"document.already_{state.value}" if state in _SETTLED else "document.card_changed")


_SETTLED = {DocumentState.KEPT, DocumentState.DISCARDED, DocumentState.REFUSED}


@dataclass(frozen=True, slots=True)
class Documents:
    """Owns every document from the card on; how it gets there is `Intake`'s."""

    clock: Clock
    jobs: Jobs
    files: FileStore
    downloads: Downloads
    capture: Capture
    vehicles: Vehicles

    async def propose(self, document: Document, owner: Account, captured: Captured, preview: str | None) -> None:
        """Keep what was read, to be confirmed by its owner. Within the caller's transaction."""
        document.kind = captured.reading.document_type
        document.pages = captured.reading.pages
        document.preview = preview
        document.state, document.revision = DocumentState.PROPOSED, 1
        await self._store(document, captured.reading)
        document.vehicle_id = await self._whose(owner, captured.reading)
        await document.save()

    async def note(self, owner: Account, arriving: Arriving, *, album: int | None = None) -> Document:
        """Note that a document came, within the caller's transaction; one that is too large is refused."""
        if arriving.size is not None and arriving.size > LARGEST:
            raise CaptureRefused(CaptureReason.TOO_BIG)
        return await Document.create(
            owner_id=owner.id,
            album_id=album,
            sent_as=arriving.message_id,
            state=DocumentState.RECEIVED,
            telegram_file=arriving.reference,
            file_name=arriving.file_name,
            mime_type=arriving.mime_type,
            size=arriving.size,
            created_at=self.clock.now(),
        )

    async def card(self, owner: Account, document_id: int) -> CardData:
        """One of the owner's documents with all that was read in it."""
        document = await self._owned(owner, document_id)
        fields = {field.name: field for field in await ExtractedField.filter(document_id=document.id)}
        lines = await ExtractedLine.filter(document_id=document.id).order_by("position")
        vehicle = await Vehicle.get_or_none(id=document.vehicle_id, owner_id=owner.id) if document.vehicle_id else None
        return CardData(document, fields, lines, vehicle, await self._same(owner, document))

    async def open_card(self, owner: Account, document_id: int, revision: int) -> CardData:
        """The card, if it still waits for confirmation and the button belongs to its present state."""
        card = await self.card(owner, document_id)
        if card.document.state is not DocumentState.PROPOSED or card.document.revision != revision:
            raise CardChanged(card.document.state)
        return card

    async def correct(self, owner: Account, document_id: int, name: str, typed: str) -> CardData:
        """Put what the person typed in place of what was read."""
        async with db.transaction():
            document = await self._owned(owner, document_id, lock=True)
            field = field_of(DocumentType(document.kind or DocumentType.OTHER), name)
            if field is None or document.state is not DocumentState.PROPOSED:
                raise CardChanged(document.state)
            value = corrected(field, typed, today_of(owner, self.clock), owner.language)
            await ExtractedField.update_or_create(
                defaults={"value": value, "confidence": 1.0, "state": FieldState.VERIFIED, "corrected": True},
                document_id=document.id,
                name=name,
            )
            if name in {"plate", "vin"}:
                await self._recognise_again(owner, document)
            document.revision += 1
            await document.save(update_fields=["revision", "vehicle_id"])
        return await self.card(owner, document_id)

    async def choose_vehicle(self, owner: Account, document_id: int, revision: int, vehicle_id: int) -> CardData:
        """Say which vehicle the document is about; 0 is the one it names, to be added when it is kept."""
        async with db.transaction():
            card = await self.open_card(owner, document_id, revision)
            if vehicle_id:
                await self.vehicles.get(owner, vehicle_id)
            card.document.vehicle_id = vehicle_id or None
            card.document.revision += 1
            await card.document.save(update_fields=["vehicle_id", "revision"])
        return await self.card(owner, document_id)

    async def settle(self, owner: Account, document_id: int, state: DocumentState) -> Document:
        """Keep or discard a card, once; whoever comes second is told. Within the caller's transaction."""
        document = await self._owned(owner, document_id, lock=True)
        if document.state is not DocumentState.PROPOSED:
            raise CardChanged(document.state)
        document.state = state
        document.revision += 1
        await document.save(update_fields=["state", "revision"])
        await ExtractedField.filter(document_id=document.id, name__in=list(PRIVATE)).delete()
        return document

    async def discard(self, owner: Account, document_id: int) -> None:
        """Throw the card away, with the file."""
        async with db.transaction():
            document = await self.settle(owner, document_id, DocumentState.DISCARDED)
            await self._forget(document)

    async def remove(self, owner: Account, document_id: int) -> None:
        """Delete a kept document and its files; the record made from it stays in the logbook."""
        async with db.transaction():
            document = await self._owned(owner, document_id, lock=True)
            if document.state is not DocumentState.KEPT:
                raise Gone
            await self._delete_files(document)
            await document.delete()

    async def page(self, owner: Account, position: int = 0, vehicle_id: int = 0) -> DocumentPage:
        """A page of the documents the owner kept or has still to confirm, newest first; of one vehicle if given."""
        vehicle = await self.vehicles.get(owner, vehicle_id) if vehicle_id else None
        shown = [DocumentState.KEPT, DocumentState.PROPOSED]
        kept = Document.filter(PRESENT, owner_id=owner.id, state__in=shown)
        if vehicle is not None:
            kept = kept.filter(vehicle_id=vehicle.id)
        total = await kept.count()
        start = page_start(position, total, PAGE)
        return DocumentPage(tuple(await kept.order_by("-id").offset(start).limit(PAGE)), start, total, vehicle)

    async def expire(self) -> int:
        """Drop cards that nobody settled in a week, with their files and what was private in them; how many."""
        before = self.clock.now() - UNSETTLED
        old = await Document.filter(state=DocumentState.PROPOSED, created_at__lt=before).limit(100)
        for document in old:
            async with db.transaction():
                dropped = await Document.filter(id=document.id, state=DocumentState.PROPOSED).update(
                    state=DocumentState.DISCARDED
                )
                if dropped == 1:
                    await self._forget(document)
        return len(old)

    async def _owned(self, owner: Account, document_id: int, *, lock: bool = False) -> Document:
        # A lock takes no outer join, so the vehicle, which must not have been deleted, is looked up by itself.
        query = Document.select_for_update() if lock else Document.filter(PRESENT)
        document = await query.get_or_none(id=document_id, owner_id=owner.id)
        if document is None or (lock and document.vehicle_id and not await Vehicle.exists(id=document.vehicle_id)):
            raise Gone
        return document

    async def _store(self, document: Document, reading: Reading) -> None:
        await ExtractedField.filter(document_id=document.id).delete()
        await ExtractedLine.filter(document_id=document.id).delete()
        await ExtractedField.bulk_create(
            [field_row(document.id, name, field) for name, field in reading.fields.items()]
        )
        await ExtractedLine.bulk_create([line_row(document.id, n, line) for n, line in enumerate(reading.lines)])

    async def _whose(self, owner: Account, reading: Reading) -> int | None:
        """The owner's vehicle that the document names, or the one meant when it names none."""
        seen = {name: str(field.value) for name, field in reading.fields.items() if field.value is not None}
        known = await self.vehicles.recognise(owner, plate=seen.get("plate"), vin=seen.get("vin"))
        if known is not None:
            return int(known.id)
        if reading.document_type is DocumentType.REGISTRATION or "plate" in seen or "vin" in seen:
            return None
        meant = default_of(owner, await self.vehicles.active(owner))
        return meant.id if meant is not None else None

    async def _recognise_again(self, owner: Account, document: Document) -> None:
        """A corrected plate or VIN may name another vehicle."""
        named = {field.name: field.value for field in await ExtractedField.filter(document_id=document.id)}
        known = await self.vehicles.recognise(owner, plate=named.get("plate"), vin=named.get("vin"))
        document.vehicle_id = known.id if known is not None else None

    async def _same(self, owner: Account, document: Document) -> Document | None:
        """An earlier kept document of the same bytes."""
        if document.digest is None:
            return None
        earlier = Document.filter(PRESENT, owner_id=owner.id, digest=document.digest, state=DocumentState.KEPT)
        return await earlier.exclude(id=document.id).first()

    async def tell(self, owner: Account, kind: str, subject: int) -> None:
        """Let the owner's chat hear of a document."""
        payload = {"chat_id": owner.telegram_id, "kind": kind, "subject": subject}
        await self.jobs.enqueue("event", payload, key=f"chat:{owner.telegram_id}")

    async def _forget(self, document: Document) -> None:
        """Leave nothing of a document but that there was one."""
        await ExtractedField.filter(document_id=document.id).delete()
        await ExtractedLine.filter(document_id=document.id).delete()
        await self._delete_files(document)
        await Document.filter(id=document.id).update(file_name=None, digest=None, preview=None, telegram_file="")

    async def _delete_files(self, document: Document) -> None:
        """Forget the files once the deletion has committed: a job does it, so that a crash cannot skip it."""
        names = [document.preview] if document.preview else []
        if names:
            await self.jobs.enqueue("delete_files", {"names": names})
