"""What was found in a line, before anybody decides what the line is about."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from core.domain.entry.entry_types import Ask
from core.domain.entry.measures import Measure, Measured
from core.domain.entry.tokens import Line, Role
from core.domain.service_types import ServiceType

WORK_ROLES: Final = frozenset({None, Role.PART})


@dataclass(slots=True)
class Said:
    """What was found in a line; `flat` is the whole folded line, `known` holds the names of the person's vehicles."""

    line: Line
    flat: str
    known: frozenset[str] = frozenset()
    repeat: str | None = None
    day: date | None = None
    day_said: bool = False
    days: tuple[date, ...] = ()
    garage: str | None = None
    works: bool = False
    measures: list[Measure] = field(default_factory=list)
    ask: set[Ask] = field(default_factory=set)
    services: tuple[ServiceType, ...] = ()

    def of(self, *kinds: Measured) -> list[Measure]:
        """The numbers that measure these things."""
        return [measure for measure in self.measures if measure.kind in kinds]

    @property
    def work(self) -> tuple[ServiceType, ...]:
        """The kinds of work that are no cost as well."""
        return tuple(service for service in self.services if service is not ServiceType.WASH)
