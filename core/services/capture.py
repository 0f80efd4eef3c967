"""Photos and PDFs of invoices and registration cards to typed fields with confidence."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

import structlog

from core.domain.capture.layout import rows_of
from core.domain.capture.ports import DocumentOpener, DocumentReader, Effort
from core.domain.capture.reading import (
    combined,
    flag_unseen,
    has_text,
    interpret,
    is_settled,
    layer_agrees,
    with_electronic,
)
from core.domain.capture.refusals import CaptureReason, CaptureRefused
from core.domain.capture.remarks import compared, contradicted, is_small, with_remarks
from core.domain.capture.slots import as_page, as_seen, empty_slots, telling_places, with_slots
from core.domain.capture.types import Captured, DocumentType, Lie, Normalised, PageText, Reading

__all__ = ["Capture", "CaptureReason", "CaptureRefused", "Captured"]

# Totals are on the first page or the last; what lies between is detail that nobody waits for.
READ_PAGES = 3
WHOLE_SECONDS = 18.0
# A second look that takes longer than this is done without: a first reading is better than none.
CAREFUL_SECONDS = 15.0

# Pages of text and how many pages there are, to what they say.
Interpreter = Callable[[Sequence[PageText], int], Reading]

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Capture:
    """Reads one document: opens it safely, reads it quickly, and once more with care when checks do not agree."""

    opener: DocumentOpener
    reader: DocumentReader
    side_by_side: int = 1
    _turns: asyncio.Semaphore = field(init=False)

    def __post_init__(self) -> None:
        # A document waits for its turn without its time running: twenty people at once wait, nobody is refused.
        object.__setattr__(self, "_turns", asyncio.Semaphore(self.side_by_side))

    async def start(self) -> None:
        """Start the reader, so that the first document does not wait for it."""
        await self.reader.start()

    async def close(self) -> None:
        """End the reader's processes."""
        await self.reader.close()

    async def read(self, content: bytes, name: str | None, *, today: date) -> Reading:
        """The typed fields of a document; raises CaptureRefused when nothing can be read."""
        return (await self.capture(content, name, today=today)).reading

    async def capture(
        self, content: bytes, name: str | None, *, today: date, wanted: DocumentType | None = None
    ) -> Captured:
        """The reading with clean pictures of its pages; `name` is never trusted and only logged as given.

        `wanted` is the kind that a person says it is.
        """
        try:
            async with self._turns, asyncio.timeout(WHOLE_SECONDS):
                return await self._capture(content, partial(interpret, today=today, wanted=wanted))
        except TimeoutError:
            _log.warning("document took too long", named=name is not None)
            raise CaptureRefused(CaptureReason.TIMEOUT) from None

    async def pictures(self, content: bytes) -> tuple[bytes, ...]:
        """Clean pictures of the pages of a file that nobody needs to read."""
        try:
            async with self._turns, asyncio.timeout(WHOLE_SECONDS):
                return (await self.opener.open(content)).pages
        except TimeoutError:
            raise CaptureRefused(CaptureReason.TIMEOUT) from None

    async def _capture(self, content: bytes, read: Interpreter) -> Captured:
        until = asyncio.get_running_loop().time() + CAREFUL_SECONDS
        normalised = await self.opener.open(content)
        chosen = _chosen(len(normalised.pages))
        exact = await self._from_exact_layers(normalised, chosen, read)
        if exact is not None:
            shown = [layer for number in chosen if (layer := normalised.text_layers[number])]
            told = with_remarks(exact, normalised, shown, settled=True)
            return Captured(told, normalised.pages[0], normalised.pages)
        quick = await self._pages(normalised, chosen, Effort.QUICK, [None] * len(chosen))
        upright = {number: page.upright for number, page in zip(chosen, quick, strict=True)}
        pages = tuple(upright.get(number) or page for number, page in enumerate(normalised.pages))
        reading = await self._from_layers(normalised, chosen, quick, read, until)
        if reading is None:
            reading = await self._from_pictures(normalised, chosen, quick, read, until)
        reading = with_remarks(reading, normalised, quick, settled=is_settled(reading))
        return Captured(reading, pages[0], pages)

    async def _from_exact_layers(
        self, normalised: Normalised, chosen: Sequence[int], read: Interpreter
    ) -> Reading | None:
        """The text that a PDF carries, where a look at the places of its values shows the same."""
        layers = [normalised.text_layers[number] for number in chosen]
        trusted = [layer for layer in layers if layer is not None]
        if len(trusted) < len(layers):
            return None
        reading = with_electronic(
            await asyncio.to_thread(read, trusted, normalised.page_count), normalised.invoice_data
        )
        shown: list[PageText] = []
        for number, layer in enumerate(trusted):
            places = telling_places(reading, layer, number)
            texts = await self.reader.look(normalised.pages[chosen[number]], Effort.QUICK, places)
            if texts is None or not places:
                return None
            shown.append(as_page(layer, places, texts))
        same = all(layer_agrees(as_seen(layer, seen), seen) for layer, seen in zip(trusted, shown, strict=True))
        return reading if same and flag_unseen(reading, shown) == reading else None

    async def _filled(self, normalised: Normalised, chosen: Sequence[int], pages: Sequence[PageText]) -> list[PageText]:
        """The pages of a registration card, with what a look into its empty slots found."""
        filled = []
        for number, page in enumerate(pages):
            slots = empty_slots(rows_of([page]))
            picture = page.upright or normalised.pages[chosen[number]]
            texts = await self.reader.look(picture, Effort.THOROUGH, slots) if slots else None
            filled.append(with_slots(page, slots, texts) if texts else page)
        return filled

    async def _from_layers(
        self, normalised: Normalised, chosen: Sequence[int], quick: Sequence[PageText], read: Interpreter, until: float
    ) -> Reading | None:
        """The exact text that a PDF carries, where it says what its pages show."""
        layers = [normalised.text_layers[number] for number in chosen]
        trusted = [layer for layer, seen in zip(layers, quick, strict=True) if layer and layer_agrees(layer, seen)]
        if not trusted or len(trusted) < len(layers):
            return None
        plain = await asyncio.to_thread(read, trusted, normalised.page_count)
        reading = with_electronic(plain, normalised.invoice_data)
        flagged = flag_unseen(reading, quick)
        if flagged == reading:
            return reading
        thorough = await self._carefully(normalised, chosen, quick, until)
        shown = await asyncio.to_thread(read, thorough or quick, normalised.page_count)
        return compared(shown, reading, flag_unseen(reading, [*quick, *thorough]))

    async def _from_pictures(
        self, normalised: Normalised, chosen: Sequence[int], quick: Sequence[PageText], read: Interpreter, until: float
    ) -> Reading:
        # In a thread: a page made of thousands of numbers takes a while, and others must not wait for it.
        shown = await asyncio.to_thread(read, quick, normalised.page_count)
        data, seen = normalised.invoice_data, list(quick)
        reading = with_electronic(shown, data)
        if not is_settled(reading) or (data is not None and flag_unseen(reading, seen) != reading):
            thorough = await self._carefully(normalised, chosen, quick, until)
            if not has_text(thorough) and not has_text(quick):
                raise _nothing(normalised, quick, looked_twice=bool(thorough))
            if thorough:
                careful = await self._second_look(normalised, chosen, thorough, read, until)
                shown, seen = combined(shown, careful), [*seen, *thorough]
                reading = with_electronic(shown, data)
        if data is not None:
            reading = compared(shown, reading, flag_unseen(reading, seen))
        layers = [layer for number in chosen if (layer := normalised.text_layers[number])]
        if not layers:
            return reading
        # The pages are believed; what their hidden text says otherwise makes them doubtful.
        return contradicted(reading, await asyncio.to_thread(read, layers, normalised.page_count))

    async def _second_look(
        self, normalised: Normalised, chosen: Sequence[int], seen: Sequence[PageText], read: Interpreter, until: float
    ) -> Reading:
        """What pages say that were read with care, with the empty slots of a registration card looked at once more."""
        careful = await asyncio.to_thread(read, seen, normalised.page_count)
        if careful.document_type is not DocumentType.REGISTRATION:
            return careful
        try:
            async with asyncio.timeout_at(until):
                filled = await self._filled(normalised, chosen, seen)
        except TimeoutError:
            return careful
        return await asyncio.to_thread(read, filled, normalised.page_count)

    async def _carefully(
        self, normalised: Normalised, chosen: Sequence[int], quick: Sequence[PageText], until: float
    ) -> list[PageText]:
        """The pages read once more with care; none when there was no time for all of them."""
        try:
            async with asyncio.timeout_at(until):
                return await self._pages(normalised, chosen, Effort.THOROUGH, [page.lie for page in quick])
        except TimeoutError:
            _log.warning("no time for a second look")
            return []

    async def _pages(
        self, normalised: Normalised, chosen: Sequence[int], effort: Effort, lies: Sequence[Lie | None]
    ) -> list[PageText]:
        pages = zip(chosen, lies, strict=True)
        return list(await asyncio.gather(*(self.reader.read(normalised.pages[n], effort, lie) for n, lie in pages)))


def _nothing(opened: Normalised, seen: Sequence[PageText], *, looked_twice: bool) -> CaptureRefused:
    """Why there is nothing to read."""
    if not looked_twice:
        return CaptureRefused(CaptureReason.TIMEOUT)
    return CaptureRefused(CaptureReason.NOTHING_READ, "small" if is_small(opened, seen) else None)


def _chosen(pages: int) -> list[int]:
    """The pages to read: the first ones, and the last of those that were opened."""
    if pages <= READ_PAGES:
        return list(range(pages))
    return [*range(READ_PAGES - 1), pages - 1]
