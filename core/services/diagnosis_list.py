"""The diagnoses of a person as they are listed and counted."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from core import db
from core.domain.diagnosis.diagnosis_status import DiagnosisStatus
from core.models import Account, Vehicle
from core.ports import Clock
from core.services.days import zone_of
from core.services.vehicles import Vehicles, page_start

PAGE: Final = 6
MOST_SYMPTOMS: Final = 3
# A vehicle that was deleted takes its diagnoses out of sight with it.
_MINE: Final = (
    "FROM diagnosis_case d LEFT JOIN vehicle v ON v.id = d.vehicle_id"
    " WHERE d.owner_id = ? AND d.deleted_at IS NULL AND (d.vehicle_id IS NULL OR v.deleted_at IS NULL)"
)
_SHOWN: Final = (
    "d.id, d.status, d.urgency, d.stops, d.symptom, d.description, d.created_at, d.completed_at,"
    " v.plate, v.country, v.nickname, v.make, v.model"
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A diagnosis in a list."""

    id: int
    status: DiagnosisStatus
    urgency: str
    stops: bool
    symptom: str
    description: str
    created_on: date
    vehicle: str | None


@dataclass(frozen=True, slots=True)
class DiagnosisPage:
    """Some of the owner's diagnoses, the newest first; `waiting` of all are not settled yet."""

    rows: tuple[Listed, ...]
    position: int
    total: int
    waiting: int
    vehicle: Vehicle | None = None


@dataclass(frozen=True, slots=True)
class DiagnosisFigures:
    """How many diagnoses there are in each state and of each urgency, what they were about, how long they took."""

    total: int
    by_status: dict[DiagnosisStatus, int]
    by_urgency: dict[str, int]
    stops: int
    symptoms: tuple[tuple[str, int], ...]
    days_to_settle: int | None
    last_year: int


@dataclass(frozen=True, slots=True)
class DiagnosisList:
    """Lists and counts the diagnoses of their owner."""

    clock: Clock
    vehicles: Vehicles

    async def page(self, owner: Account, position: int = 0, vehicle_id: int | None = None) -> DiagnosisPage:
        """A page of the owner's diagnoses, of one vehicle or of all."""
        vehicle = await self.vehicles.get(owner, vehicle_id) if vehicle_id else None
        within, values = ("", ()) if vehicle is None else (" AND d.vehicle_id = ?", (vehicle.id,))
        counted = await db.fetch(
            f"SELECT count(*) AS total, count(CASE WHEN d.status <> 'completed' THEN 1 END) AS waiting {_MINE}{within}",
            *(owner.id, *values),
        )
        total = int(counted[0]["total"])
        start = page_start(position, total, PAGE)
        rows = await db.fetch(
            f"SELECT {_SHOWN} {_MINE}{within} ORDER BY d.id DESC LIMIT ? OFFSET ?",
            *(owner.id, *values, PAGE, start),
        )
        shown = tuple(_listed(owner, row) for row in rows)
        return DiagnosisPage(shown, start, total, int(counted[0]["waiting"]), vehicle)

    async def figures(self, owner: Account, vehicle_id: int | None = None) -> DiagnosisFigures:
        """What the owner's diagnoses were about and how they went."""
        vehicle = await self.vehicles.get(owner, vehicle_id) if vehicle_id else None
        within, values = ("", ()) if vehicle is None else (" AND d.vehicle_id = ?", (vehicle.id,))
        rows = await db.fetch(f"SELECT {_SHOWN} {_MINE}{within}", owner.id, *values)
        return _figures(rows, self.clock.now())


def _figures(rows: Any, now: datetime) -> DiagnosisFigures:
    by_symptom: dict[str, int] = {}
    for row in rows:
        if row["symptom"]:
            by_symptom[row["symptom"]] = by_symptom.get(row["symptom"], 0) + 1
    often = sorted(by_symptom.items(), key=lambda item: (-item[1], item[0]))
    took = sorted(
        (_instant(row["completed_at"]) - _instant(row["created_at"])).days for row in rows if row["completed_at"]
    )
    return DiagnosisFigures(
        total=len(rows),
        by_status={status: sum(row["status"] == status.value for row in rows) for status in DiagnosisStatus},
        by_urgency={urgency: sum(row["urgency"] == urgency for row in rows) for urgency in ("high", "medium", "low")},
        stops=sum(bool(row["stops"]) for row in rows),
        symptoms=tuple(often[:MOST_SYMPTOMS]),
        days_to_settle=took[len(took) // 2] if took else None,
        last_year=sum(_instant(row["created_at"]) > now - timedelta(days=365) for row in rows),
    )


def _listed(owner: Account, row: dict[str, Any]) -> Listed:
    named = row["nickname"] or " ".join(part for part in (row["make"], row["model"]) if part) or row["plate"]
    return Listed(
        int(row["id"]),
        DiagnosisStatus(row["status"]),
        str(row["urgency"]),
        bool(row["stops"]),
        str(row["symptom"]),
        str(row["description"]),
        _instant(row["created_at"]).astimezone(zone_of(owner)).date(),
        named,
    )


def _instant(value: datetime | str) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)
