"""Documents from the card to rest: shown, corrected; then kept or discarded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core import db
from core.domain.capture.refusals import CaptureReason, CaptureRefused
from core.domain.capture.types import DocumentType, FieldState, Reading
from core.domain.document_fields import PLATE_WRITTEN, PRIVATE, ShownField, carried, corrected, day_field, field_of
from core.domain.plate_countries import typed_blocks
from core.domain.retention import Held, period
from core.domain.service_types import ServiceType
from core.domain.states import DocumentState
from core.domain.stored_values import as_date
from core.domain.vendor_lessons import candidates
from core.errors import Gone, Refusal
from core.models import PRESENT, Account, Document, DocumentText, ExtractedField, ExtractedLine, Vehicle
from core.ports import Clock, Downloads, Jobs
from core.services.capture import Capture
from core.services.days import today_of
from core.services.document_files import DocumentFiles, KeptPage, adopt, drop_files
from core.services.document_texts import index, keep_text, text_of_document
from core.services.duplicates import earlier_same
from core.services.garages import Garages
from core.services.lessons import SERVICES, Lessons, named_by
from core.services.reading_rows import field_row, line_row
from core.services.vehicles import Vehicles, default_of
from core.services.warranties import with_warranty

# How long a card waits for its confirmation.
UNSETTLED = period(Held.UNSETTLED)


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
    fields: Mapping[str, ExtractedField]
    lines: Sequence[ExtractedLine]
    vehicle: Vehicle | None
    same_as: Document | None = None

    @property
    def kind(self) -> DocumentType:
        """What kind of document it is."""
        return DocumentType(self.document.kind or DocumentType.OTHER)

    @property
    def is_joint(self) -> bool:
        """Whether it was put together from several photos."""
        return not self.document.telegram_file and self.document.state is DocumentState.PROPOSED

    @property
    def plate_differs(self) -> bool:
        """Whether the paper names another plate than the vehicle it was given to."""
        plate = self.value("plate")
        return bool(plate and self.vehicle is not None and self.vehicle.plate and self.vehicle.plate != plate)

    @property
    def values(self) -> dict[str, str | None]:
        """Every field's value as stored."""
        return {name: row.value for name, row in self.fields.items()}

    @property
    def services(self) -> tuple[ServiceType, ...]:
        """The work it stands for: as the person or an earlier correction said, or else what its lines name."""
        said = self.value(SERVICES)
        if said:
            return tuple(ServiceType(one) for one in said.split(",") if one in set(ServiceType))
        return named_by([line.description for line in self.lines])

    def value(self, name: str) -> str | None:
        """A field's value as stored, if it was read or typed."""
        row = self.fields.get(name)
        return row.value if row is not None else None


class CardChanged(Refusal):
    """The button belongs to an older state of the card, or the card is settled."""

    def __init__(self, state: DocumentState) -> None:
        super().__init__(f"document.already_{state.value}" if state in _SETTLED else "document.card_changed")


_SETTLED = frozenset(DocumentState) - {DocumentState.RECEIVED, DocumentState.PROPOSED}
_CHANGED = ["revision", "vehicle_id", "keeps_holder", "same_as", "same_by", "dated_on"]


@dataclass(frozen=True, slots=True)
class Documents:
    """Owns every document from the card on; how it gets there is `Intake`'s."""

    clock: Clock
    jobs: Jobs
    copies: DocumentFiles
    downloads: Downloads
    capture: Capture
    vehicles: Vehicles
    garages: Garages
    lessons: Lessons

    async def propose(
        self, document: Document, owner: Account, reading: Reading, kept: Sequence[KeptPage] = ()
    ) -> None:
        """Keep what was read and its pages, to be confirmed by its owner. Within the caller's transaction."""
        document.kind = reading.document_type
        document.pages = reading.pages
        document.remarks = ",".join(reading.remarks) or None
        document.state, document.revision = DocumentState.PROPOSED, document.revision + 1
        document.analysed_at = self.clock.now()
        if kept:
            await adopt(document, kept)
        await self._store(owner, document, with_warranty(reading))
        if document.wanted_kind is not None and document.wanted_kind != document.kind:
            # The person said before what it is.
            rows = {row.name: row.value for row in await ExtractedField.filter(document_id=document.id)}
            await self._carry(document, reading.document_type, DocumentType(document.wanted_kind), rows)
            document.kind = document.wanted_kind
        document.vehicle_id = await self._whose(owner, document)
        await self._compare(owner, document)
        await document.save()

    async def keep_unread(self, document: Document, kept: Sequence[KeptPage]) -> None:
        """Keep the pages of a document whose reading the plan does not give now. Within the caller's transaction."""
        await adopt(document, kept)
        document.pages, document.state = len(kept), DocumentState.KEPT
        document.kept_at = document.kept_at or self.clock.now()
        await document.save()
        await index(document)

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

    async def card(self, owner: Account, document_id: int, *, with_lines: bool = True) -> CardData:
        """One of the owner's documents with all that was read in it, its lines only where they are needed."""
        mine = Document.filter(PRESENT, id=document_id, owner_id=owner.id).select_related("vehicle")
        document = await mine.first()
        if document is None:
            raise Gone
        fields = {row.name: row for row in await ExtractedField.filter(document_id=document.id)}
        its_lines = ExtractedLine.filter(document_id=document.id)
        lines = await its_lines.order_by("position") if with_lines else []
        vehicle = document.vehicle if document.vehicle_id else None
        return CardData(document, fields, lines, vehicle, await self._same(owner, document))

    async def open_card(self, owner: Account, document_id: int, revision: int, *, with_lines: bool = True) -> CardData:
        """The card, if it still waits for confirmation and the button belongs to its present state."""
        card = await self.card(owner, document_id, with_lines=with_lines)
        if card.document.state is not DocumentState.PROPOSED or card.document.revision != revision:
            raise CardChanged(card.document.state)
        return card

    async def correct(self, owner: Account, document_id: int, name: str, typed: str) -> CardData:
        """Put what the person typed in place of what was read; the next paper of the vendor is read the better."""
        async with db.transaction():
            document = await self.owned(owner, document_id, lock=True)
            shown = field_of(DocumentType(document.kind or DocumentType.OTHER), name)
            if shown is None or document.state is not DocumentState.PROPOSED:
                raise CardChanged(document.state)
            value = corrected(shown, typed, today_of(owner, self.clock), owner.language)
            await self._correct(owner, document, shown, value)
            if name == "plate":
                await self._say(document, PLATE_WRITTEN, typed_blocks(typed) or "")
        return await self.card(owner, document_id)

    async def take(self, owner: Account, card: CardData, shown: ShownField, value: str) -> CardData:
        """Take a value that was offered on an open card, in the form it is stored."""
        async with db.transaction():
            document = await self.owned(owner, card.document.id, lock=True)
            if document.state is not DocumentState.PROPOSED or document.revision != card.document.revision:
                raise CardChanged(document.state)
            await self._correct(owner, document, shown, value)
        return await self.card(owner, card.document.id)

    async def guesses(self, card: CardData, shown: ShownField) -> tuple[str, ...]:
        """Other values on the paper that may be meant, in the form they are stored."""
        return candidates(shown, await text_of_document(card.document.id), card.value(shown.name))

    async def _correct(self, owner: Account, document: Document, shown: ShownField, value: str) -> None:
        if not await ExtractedField.exists(document_id=document.id, name=shown.name, value=value):
            await self.lessons.learn(owner, document.vendor, shown, await text_of_document(document.id), value)
        await self._say(document, shown.name, value)
        if shown.name in {"plate", "vin"}:
            await self._recognise_again(owner, document)
        await self._compare(owner, document)
        await self._changed(document)

    async def choose_services(self, owner: Account, document_id: int, services: Sequence[ServiceType]) -> CardData:
        """Say what work the lines of a card stand for."""
        async with db.transaction():
            document = await self.owned(owner, document_id, lock=True)
            if document.state is not DocumentState.PROPOSED:
                raise CardChanged(document.state)
            rows = await ExtractedLine.filter(document_id=document.id).order_by("position")
            said = [line.description for line in rows]
            await self.lessons.learn_services(owner, document.vendor, said, services)
            await self._say(document, SERVICES, ",".join(service.value for service in services))
            await self._changed(document)
        return await self.card(owner, document_id)

    async def choose_kind(self, owner: Account, document_id: int, revision: int, kind: DocumentType) -> CardData:
        """Say what kind of paper it is; what was read stays under the names of that kind."""
        async with db.transaction():
            card = await self.open_card(owner, document_id, revision)
            await self._carry(card.document, card.kind, kind, card.values)
            card.document.kind = card.document.wanted_kind = kind.value
            await card.document.save(update_fields=["kind", "wanted_kind"])
            if kind is DocumentType.REGISTRATION:
                await self._recognise_again(owner, card.document)
            await self._compare(owner, card.document)
            await self._changed(card.document)
        return await self.card(owner, document_id)

    async def choose_vehicle(self, owner: Account, document_id: int, revision: int, vehicle_id: int) -> CardData:
        """Say which vehicle the document is about; 0 is the one it names, to be added when it is kept."""
        async with db.transaction():
            card = await self.open_card(owner, document_id, revision)
            if vehicle_id:
                await self.vehicles.to_add_to(owner, vehicle_id)
            card.document.vehicle_id = vehicle_id or None
            await self._changed(card.document)
        return await self.card(owner, document_id)

    async def keep_holder(self, owner: Account, document_id: int, revision: int, *, keep: bool) -> CardData:
        """Say whether the holder's name and address of a registration card are to be kept."""
        async with db.transaction():
            card = await self.open_card(owner, document_id, revision)
            card.document.keeps_holder = keep
            await self._changed(card.document)
        return await self.card(owner, document_id)

    async def settle(self, owner: Account, document_id: int, state: DocumentState) -> Document:
        """Keep or discard a card, once; whoever comes second is told. Within the caller's transaction."""
        document = await self.owned(owner, document_id, lock=True)
        if document.state is not DocumentState.PROPOSED:
            raise CardChanged(document.state)
        document.state = state
        document.revision += 1
        if state is DocumentState.KEPT:
            document.kept_at = document.kept_at or self.clock.now()
        await document.save(update_fields=["state", "revision", "kept_at"])
        if not document.keeps_holder or state is not DocumentState.KEPT:
            parts = await Document.filter(part_of=document.id).values_list("id", flat=True)
            whole = [document.id, *(int(str(part)) for part in parts)]
            await ExtractedField.filter(document_id__in=whole, name__in=list(PRIVATE)).delete()
        return document

    async def discard(self, owner: Account, document_id: int) -> bool:
        """Throw the card away, with the file; of a paper that was kept before only the card, and then it says False."""
        async with db.transaction():
            document = await self.owned(owner, document_id, lock=True)
            if document.kept_at is not None and document.state is DocumentState.PROPOSED:
                await self.settle(owner, document_id, DocumentState.KEPT)
                return False
            document = await self.settle(owner, document_id, DocumentState.DISCARDED)
            await self.forget(document)
            return True

    async def expire(self) -> int:
        """Drop cards that nobody settled in a week, with their files and what was private in them; how many."""
        before = self.clock.now() - UNSETTLED
        old = await Document.filter(state=DocumentState.PROPOSED, created_at__lt=before).limit(100)
        for document in old:
            async with db.transaction():
                after = DocumentState.DISCARDED if document.kept_at is None else DocumentState.KEPT
                waiting = Document.filter(id=document.id, state=DocumentState.PROPOSED)
                if await waiting.update(state=after) == 1 and document.kept_at is None:
                    await self.forget(document)
        return len(old)

    async def owned(self, owner: Account, document_id: int, *, lock: bool = False) -> Document:
        """One of the owner's documents whose vehicle was not deleted, or `Gone`."""
        # A lock takes no outer join, so the vehicle, which must not have been deleted, is looked up by itself.
        query = Document.select_for_update() if lock else Document.filter(PRESENT)
        document = await query.get_or_none(id=document_id, owner_id=owner.id)
        if document is None or (lock and document.vehicle_id and not await Vehicle.exists(id=document.vehicle_id)):
            raise Gone
        return document

    async def tell(self, owner: Account, kind: str, subject: int) -> None:
        """Let the owner's chat hear of a document."""
        payload = {"chat_id": owner.telegram_id, "kind": kind, "subject": subject}
        await self.jobs.enqueue("event", payload, key=f"chat:{owner.telegram_id}")

    async def forget(self, document: Document) -> None:
        """Leave nothing of a document, nor of the pages joined in it, but that there was one."""
        parts = await Document.filter(part_of=document.id, state=DocumentState.JOINED)
        for one in (document, *parts):
            await ExtractedField.filter(document_id=one.id).delete()
            await ExtractedLine.filter(document_id=one.id).delete()
            await DocumentText.filter(document_id=one.id).delete()
            await drop_files(self.jobs, one)
            await Document.filter(id=one.id).update(
                file_name=None, digest=None, look=None, preview=None, telegram_file="", stored_bytes=0
            )
        await Document.filter(id__in=[part.id for part in parts]).update(state=DocumentState.DISCARDED)

    async def _store(self, owner: Account, document: Document, reading: Reading) -> None:
        await ExtractedField.filter(document_id=document.id).delete()
        await ExtractedLine.filter(document_id=document.id).delete()
        rows = [field_row(document.id, name, read) for name, read in reading.fields.items()]
        lines = [line_row(document.id, n, line) for n, line in enumerate(reading.lines)]
        text = "\n".join(reading.text)
        named = {row.name: row.value for row in rows}
        document.vendor, garage = await self.garages.seen(owner, named, text, today_of(owner, self.clock))
        for row in rows:
            if row.name == "vendor_name" and garage is not None and row.state != FieldState.VERIFIED:
                row.value, row.state = garage, FieldState.READ
        await self.lessons.recall(owner, document.vendor, reading.document_type, rows, text)
        meant = await self.lessons.services_of(owner, document.vendor, [line.description for line in lines])
        if meant:
            said = ",".join(service.value for service in meant)
            rows.append(
                ExtractedField(document_id=document.id, name=SERVICES, value=said, confidence=0.9, state="read")
            )
        await ExtractedField.bulk_create(rows)
        await ExtractedLine.bulk_create(lines)
        await keep_text(document, reading)

    async def _carry(
        self, document: Document, was: DocumentType, now: DocumentType, values: Mapping[str, str | None]
    ) -> None:
        """Keep what was read under the names of another kind, as doubtful."""
        for name, value in carried(was, now, values).items():
            known = {"value": value, "confidence": 0.6, "state": FieldState.DOUBTFUL}
            await ExtractedField.update_or_create(defaults=known, document_id=document.id, name=name)

    async def _say(self, document: Document, name: str, value: str) -> None:
        """Keep what the person says; where it was seen stays known."""
        known = {"value": value, "confidence": 1.0, "state": FieldState.VERIFIED, "corrected": True}
        await ExtractedField.update_or_create(defaults=known, document_id=document.id, name=name)

    async def _changed(self, document: Document) -> None:
        document.revision += 1
        await document.save(update_fields=_CHANGED)

    async def _compare(self, owner: Account, document: Document) -> None:
        """Note the earlier paper that this one seems to be again, and the day that it is of."""
        if document.kept_at is None:
            day = day_field(DocumentType(document.kind or DocumentType.OTHER)) or ""
            dated = ExtractedField.filter(document_id=document.id, name=day)
            document.dated_on = next((as_date(row.value) for row in await dated), None)
        found = await earlier_same(owner, document)
        document.same_as, document.same_by = (found.document_id, found.by.value) if found is not None else (None, None)

    async def _whose(self, owner: Account, document: Document) -> int | None:
        """The owner's vehicle that the document names, or the one meant when it names none."""
        rows = await ExtractedField.filter(document_id=document.id, name__in=["plate", "vin"])
        seen = {row.name: row.value for row in rows if row.value}
        known = await self.vehicles.recognise(owner, plate=seen.get("plate"), vin=seen.get("vin"), shared=True)
        if known is not None:
            return int(known.id)
        if document.kind == DocumentType.REGISTRATION or seen:
            return None
        meant = default_of(owner, await self.vehicles.active(owner))
        return meant.id if meant is not None else None

    async def _recognise_again(self, owner: Account, document: Document) -> None:
        """A corrected plate or VIN may name another vehicle."""
        named = {row.name: row.value for row in await ExtractedField.filter(document_id=document.id)}
        known = await self.vehicles.recognise(owner, plate=named.get("plate"), vin=named.get("vin"), shared=True)
        document.vehicle_id = known.id if known is not None else None

    async def _same(self, owner: Account, document: Document) -> Document | None:
        """The earlier document that it seems to be again, while that one is there."""
        if document.same_as is None:
            return None
        there = [DocumentState.KEPT, DocumentState.PROPOSED]
        return await Document.get_or_none(PRESENT, id=document.same_as, owner_id=owner.id, state__in=there)
