"""What a person's corrections taught about the papers of a vendor, used on the next one of the same vendor."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from rapidfuzz import fuzz, process

from core.domain.capture.types import DocumentType, FieldState
from core.domain.document_fields import ShownField, field_of
from core.domain.service_types import ServiceType, service_types_of
from core.domain.vendor_lessons import Lesson, lines_key, recalled, taught
from core.models import Account, ExtractedField, VendorLesson
from core.ports import Clock

# What a lesson found is plainly read, no more: the person sees it on the card.
CONFIDENCE = 0.9
# A name that was misread in another way is still the same vendor; a SIRET is itself or another.
_ALIKE = 88
# The field of a card that holds the work its lines mean, where a person or a lesson said so.
SERVICES = "services"


@dataclass(frozen=True, slots=True)
class Lessons:
    """Learns and recalls, each person from their own corrections; every method joins the caller's transaction."""

    clock: Clock

    async def learn(self, owner: Account, vendor: str | None, field: ShownField, text: str, right: str) -> None:
        """Remember where, or how, the right value of a field stands on a vendor's papers."""
        lesson = taught(field, text, right) if vendor is not None else None
        if vendor is not None and lesson is not None:
            await self._keep(owner, vendor, field.name, asdict(lesson))

    async def learn_services(
        self, owner: Account, vendor: str | None, lines: Sequence[str], services: Sequence[ServiceType]
    ) -> None:
        """Remember what work a vendor's lines mean: those that say nothing to us, or all where we were wrong."""
        named, unknown = named_by(lines), unknown_lines(lines)
        if vendor is None or not lines or tuple(services) == named:
            return
        if unknown and set(services) > set(named):
            more = [service.value for service in services if service not in named]
            await self._keep(owner, vendor, lines_key(unknown), {"services": more})
        else:
            await self._keep(owner, vendor, lines_key(lines), {"services": [one.value for one in services]})

    async def recall(
        self, owner: Account, vendor: str | None, kind: DocumentType, rows: Sequence[ExtractedField], text: str
    ) -> list[ExtractedField]:
        """Fields with what earlier corrections say put in place of what no check proves; changed ones only."""
        found = await self._lessons(owner, vendor)
        changed = []
        for row in rows:
            field, lesson = field_of(kind, row.name), found.get(row.name)
            if field is None or lesson is None or row.state == FieldState.VERIFIED:
                continue
            value = recalled(field, _lesson(lesson), text)
            if value is not None and value != row.value:
                row.value, row.state, row.confidence, row.seen = value, FieldState.READ, CONFIDENCE, None
                changed.append(row)
        return changed

    async def services_of(self, owner: Account, vendor: str | None, lines: Sequence[str]) -> tuple[ServiceType, ...]:
        """The work that a vendor's lines were said to mean before, with what the others name; () when never said."""
        found = await self._lessons(owner, vendor) if lines else {}
        whole, unknown = found.get(lines_key(lines)), unknown_lines(lines)
        if whole is not None and len(unknown) < len(lines):
            return _services(whole)
        known = [
            found[key] for key in (lines_key(part) for part in (unknown, *([one] for one in unknown))) if key in found
        ]
        more = dict.fromkeys(service for lesson in known for service in _services(lesson))
        return (*named_by(lines), *more) if more else ()

    async def _keep(self, owner: Account, vendor: str, about: str, learned: dict[str, object]) -> None:
        await VendorLesson.update_or_create(
            defaults={"learned": json.dumps(learned), "learned_at": self.clock.now()},
            owner_id=owner.id,
            vendor=vendor,
            about=about[:80],
        )

    async def _lessons(self, owner: Account, vendor: str | None) -> dict[str, dict[str, object]]:
        if vendor is None:
            return {}
        rows = await VendorLesson.filter(owner_id=owner.id)
        known = sorted({row.vendor for row in rows})
        name = vendor
        if vendor not in known and not vendor.isdigit():
            names = [one for one in known if not one.isdigit()]
            near = process.extractOne(vendor, names, scorer=fuzz.ratio, score_cutoff=_ALIKE)
            name = near[0] if near else vendor
        return {row.about: json.loads(row.learned) for row in rows if row.vendor == name}


def named_by(lines: Sequence[str]) -> tuple[ServiceType, ...]:
    """The work that lines name, in their order, each once."""
    return tuple(dict.fromkeys(service for line in lines for service in service_types_of(line)))


def unknown_lines(lines: Sequence[str]) -> list[str]:
    """The lines whose words name no work."""
    return [line for line in lines if not service_types_of(line)]


def _services(lesson: dict[str, object]) -> tuple[ServiceType, ...]:
    said = lesson.get("services")
    return tuple(ServiceType(one) for one in said if one in set(ServiceType)) if isinstance(said, list) else ()


def _lesson(stored: dict[str, object]) -> Lesson:
    value, label = stored.get("value"), stored.get("label")
    text = (value if isinstance(value, str) else None, label if isinstance(label, str) else None)
    return Lesson(*text, above=stored.get("above") is True)
