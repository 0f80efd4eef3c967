"""What a model sees and hears for a person: doubtful values of papers, a dashboard, a voice note.

Nothing that a check has verified is shown to it or changed by it. Of a paper only the places of doubtful values are
sent, cut out of the page; of a dashboard the whole photo. What it says goes through the readers that read what people
type, and stays doubtful until the person has looked; where it agrees with what was read, the doubt goes.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from pydantic import BaseModel
from pydantic import Field as Limited

from core.assistant_port import AssistantFailed, Picture, Prompt, Said
from core.domain.capture.stored import plain_value
from core.domain.capture.types import Captured, DocumentType, Field, FieldState
from core.domain.diagnosis.diagnosis_status import PieceKind
from core.domain.distance import checked_kilometres
from core.domain.document_fields import FieldKind, ShownField, corrected, field_of
from core.errors import Refusal
from core.i18n import translator
from core.models import Account
from core.ports import Clock, Pictures
from core.prompts import rules
from core.services.assistance import Assistance
from core.services.days import today_of

# Values of one paper that are looked at; the rest stays for the person.
MOST_VALUES: Final = 3
_LONGEST: Final = 120
_SEEN: Final = 0.55
_KINDS: Final = frozenset({FieldKind.DATE, FieldKind.AMOUNT, FieldKind.KILOMETRES})

Light = Literal[
    "oil_pressure", "coolant_temperature", "brake", "battery", "engine", "engine_flashing", "airbag", "abs",
    "tyre_pressure", "power_steering", "particulate_filter", "glow_plug", "high_voltage", "esp", "service",
]  # fmt: skip
Sight = Literal["smoke", "fluid_leak", "tyre_damage", "worn_tyre", "rust", "broken_glass"]


class SeenValue(BaseModel):
    """What stands at a place of a paper; empty where it cannot be read."""

    text: str = Limited(max_length=60)


class SeenDashboard(BaseModel):
    """What a dashboard shows; 0 where no total distance can be read."""

    kilometres: int = Limited(ge=0, le=3_000_000)


class SeenTrouble(BaseModel):
    """What a photo of a vehicle shows, from closed lists."""

    lights: list[Light]
    sights: list[Sight]


@dataclass(frozen=True, slots=True)
class Seeing:
    """Looks and listens, for whoever agreed; a failure changes nothing."""

    clock: Clock
    assistance: Assistance
    pictures: Pictures

    async def completed(self, owner: Account, captured: Captured) -> Captured:
        """A reading with what a look at its doubtful places adds."""
        if not self.assistance.may_ask(owner):
            return captured
        reading = captured.reading
        if reading.document_type is DocumentType.ODOMETER:
            found = await self._dashboard(owner, captured)
        else:
            found = await self._doubtful(owner, captured)
        if not found:
            return captured
        return replace(captured, reading=replace(reading, fields={**reading.fields, **found}))

    async def words_of(self, owner: Account, kind: PieceKind, content: bytes) -> str | None:
        """What a voice note says, or a photo of a vehicle shows, in the person's language."""
        if not self.assistance.may_ask(owner):
            return None
        try:
            if kind is PieceKind.VOICE:
                return await self.assistance.hear(owner, content, "voice.ogg")
            seen = await self.assistance.fill(owner, self._prompt("trouble", "Photo.", content), SeenTrouble)
        except AssistantFailed:
            return None
        t = translator(owner.language)
        names = [*(f"seen.light_{light}" for light in seen.lights[:6]), *(f"seen.{sight}" for sight in seen.sights[:4])]
        return ", ".join(t.plain(name) for name in dict.fromkeys(names)) or None

    async def _dashboard(self, owner: Account, captured: Captured) -> Mapping[str, Field]:
        known = captured.reading.fields.get("odometer_km")
        if captured.preview is None or (known is not None and known.state in {FieldState.VERIFIED, FieldState.READ}):
            return {}
        try:
            prompt = self._prompt("dashboard", "Photo of a dashboard.", captured.preview)
            seen = await self.assistance.fill(owner, prompt, SeenDashboard)
            kilometres = checked_kilometres(seen.kilometres)
        except (AssistantFailed, Refusal):
            return {}
        if not kilometres:
            return {}
        return {"odometer_km": _joined(known, str(kilometres), kilometres)}

    async def _doubtful(self, owner: Account, captured: Captured) -> Mapping[str, Field]:
        kind = captured.reading.document_type
        looks: dict[str, asyncio.Task[Field]] = {}
        # Side by side: somebody waits for the card.
        async with asyncio.TaskGroup() as group:
            for name, read in captured.reading.fields.items():
                shown = field_of(kind, name)
                if shown is None or shown.kind not in _KINDS or len(looks) >= MOST_VALUES:
                    continue
                if read.state is FieldState.DOUBTFUL and read.seen is not None and read.seen.page < len(captured.pages):
                    part = await self.pictures.crop(captured.pages[read.seen.page], read.seen)
                    looks[name] = group.create_task(self._looked(owner, shown, read, part))
        return {name: look.result() for name, look in looks.items()}

    async def _looked(self, owner: Account, shown: ShownField, read: Field, part: bytes) -> Field:
        """A doubtful value after a look at its place: sure where both say the same, else as it was."""
        try:
            prompt = self._prompt("value", f"This is a {shown.kind.value}.", part)
            seen = await self.assistance.fill(owner, prompt, SeenValue)
            stored = corrected(shown, seen.text, today_of(owner, self.clock), owner.language)
        except (AssistantFailed, Refusal):
            return read
        return replace(read, state=FieldState.READ) if stored == str(plain_value(read.value)) else read

    def _prompt(self, name: str, words: str, picture: bytes) -> Prompt:
        return Prompt(rules(name, "en"), (Said("person", words),), _LONGEST, "", Picture(picture))


def _joined(known: Field | None, said: str, kilometres: int) -> Field:
    """The odometer as both saw it; where they differ, what was read stays, and stays doubtful."""
    if known is None or known.value is None:
        return Field(kilometres, _SEEN, FieldState.DOUBTFUL)
    return replace(known, state=FieldState.READ) if str(plain_value(known.value)) == said else known
