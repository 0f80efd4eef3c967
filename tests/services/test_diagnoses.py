from datetime import UTC, datetime, timedelta

import pytest

from core.domain.diagnosis.diagnosis_status import DiagnosisStatus, DiagnosisStatusNotPossible, check_diagnosis_change
from core.gateways.clock import MovableClock
from core.models import Account, DiagnosisCase, Vehicle
from core.services.diagnosis_list import PAGE, DiagnosisList
from core.services.vehicles import Vehicles

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


async def owner_with(cases: int) -> tuple[Account, Vehicle]:
    owner = await Account.create(telegram_id=7, language="fr", created_at=NOW)
    car = await Vehicle.create(owner_id=owner.id, make="Renault", model="Clio", plate="AB123CD", created_at=NOW)
    for number in range(cases):
        done = number % 2 == 0
        await DiagnosisCase.create(
            owner_id=owner.id,
            vehicle_id=car.id if number else None,
            begun=number,
            description=f"bruit {number}",
            urgency="high" if number == 1 else "low",
            symptom="brake_squeal" if number < 3 else "",
            stops=number == 1,
            status=DiagnosisStatus.COMPLETED if done else DiagnosisStatus.PENDING,
            created_at=NOW - timedelta(days=10),
            completed_at=NOW if done else None,
        )
    return owner, car


async def test_diagnoses_are_listed_in_pages_and_counted(database: str):
    owner, car = await owner_with(9)
    listed = DiagnosisList(MovableClock(), Vehicles(MovableClock()))
    first = await listed.page(owner)
    assert (first.total, first.waiting, len(first.rows)) == (9, 4, PAGE)
    assert [row.description for row in first.rows[:2]] == ["bruit 8", "bruit 7"]
    last = await listed.page(owner, 99)
    assert (last.position, len(last.rows), last.rows[-1].vehicle) == (PAGE, 9 - PAGE, None)
    assert (await listed.page(owner, 0, car.id)).total == 8
    figures = await listed.figures(owner)
    assert figures.by_status == {
        DiagnosisStatus.PENDING: 4, DiagnosisStatus.IN_PROGRESS: 0, DiagnosisStatus.COMPLETED: 5,
    }  # fmt: skip
    assert (figures.stops, figures.symptoms, figures.days_to_settle) == (1, (("brake_squeal", 3),), 10)
    await DiagnosisCase.filter(begun=8).update(deleted_at=NOW)
    car.deleted_at = NOW
    await car.save()
    assert (await listed.page(owner)).total == 1


async def test_somebody_elses_diagnoses_are_not_seen(database: str):
    owner, _ = await owner_with(2)
    other = await Account.create(telegram_id=8, language="fr", created_at=NOW)
    listed = DiagnosisList(MovableClock(), Vehicles(MovableClock()))
    assert ((await listed.page(other)).total, (await listed.page(owner)).total) == (0, 2)


@pytest.mark.parametrize(
    ("now", "to", "possible"),
    [
        (DiagnosisStatus.PENDING, DiagnosisStatus.IN_PROGRESS, True),
        (DiagnosisStatus.PENDING, DiagnosisStatus.COMPLETED, True),
        (DiagnosisStatus.IN_PROGRESS, DiagnosisStatus.COMPLETED, True),
        (DiagnosisStatus.IN_PROGRESS, DiagnosisStatus.PENDING, True),
        (DiagnosisStatus.COMPLETED, DiagnosisStatus.IN_PROGRESS, True),
        (DiagnosisStatus.COMPLETED, DiagnosisStatus.PENDING, False),
        (DiagnosisStatus.PENDING, DiagnosisStatus.PENDING, False),
    ],
)  # fmt: skip
def test_a_status_changes_only_where_it_makes_sense(now: DiagnosisStatus, to: DiagnosisStatus, possible: bool):
    if possible:
        check_diagnosis_change(now, to)
        return
    with pytest.raises(DiagnosisStatusNotPossible):
        check_diagnosis_change(now, to)
