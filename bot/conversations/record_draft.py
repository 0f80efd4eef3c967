"""What the form for work has been told so far, and the questions it asks."""

from datetime import date
from enum import StrEnum

from pydantic import BaseModel

from bot.service_selection import ServiceChoice
from core.domain.money import Money
from core.domain.record_status import RecordStatus
from core.domain.service_types import ServiceType
from core.services.maintenance import NewRecord


class Step(StrEnum):
    """What we wait for. Values are stored: renaming one is a migration."""

    VEHICLE = "vehicle"
    SERVICES = "services"
    DATE = "date"
    KILOMETRES = "kilometres"
    GARAGE = "garage"
    AMOUNT = "amount"
    CONFIRM = "confirm"


class RecordDraft(BaseModel):
    """What was answered so far; `completing` is the planned record that is done now."""

    vehicle_id: int = 0
    of_several: bool = False
    completing: int = 0
    services: ServiceChoice = ServiceChoice()
    done_on: date | None = None
    planned: bool = False
    kilometres: int | None = None
    garages: list[str] = []
    garage: str | None = None
    total_cents: int | None = None
    currency: str = "EUR"
    planned_cents: int | None = None
    note: str | None = None

    @property
    def path(self) -> tuple[Step, ...]:
        """The questions of this form, in their order."""
        if self.completing:
            return (Step.DATE, Step.KILOMETRES, Step.AMOUNT)
        steps = [Step.SERVICES, Step.DATE, Step.KILOMETRES, Step.GARAGE, Step.AMOUNT, Step.CONFIRM]
        if self.planned:
            steps.remove(Step.KILOMETRES)
        return (Step.VEHICLE, *steps) if self.of_several else tuple(steps)

    @property
    def total(self) -> Money | None:
        """What it cost."""
        return Money(self.total_cents, self.currency) if self.total_cents is not None else None

    @property
    def planned_total(self) -> Money | None:
        """What it was planned to cost."""
        return Money(self.planned_cents, self.currency) if self.planned_cents is not None else None

    def pay(self, total: Money | None) -> None:
        """Take the amount."""
        self.total_cents = total.cents if total is not None else None
        self.currency = total.currency if total is not None else self.currency

    def new_record(self, today: date) -> NewRecord:
        """The record to be written."""
        return NewRecord(
            vehicle_id=self.vehicle_id,
            done_on=self.done_on or today,
            services=tuple(self.services.chosen) or (ServiceType.OTHER_REPAIR,),
            kilometres=None if self.planned else self.kilometres,
            garage=self.garage,
            total=self.total,
            note=self.note or self.services.said or None,
            status=RecordStatus.SCHEDULED if self.planned else RecordStatus.COMPLETED,
        )
