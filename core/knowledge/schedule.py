"""The default service intervals, read from `service_schedule.yaml` and checked."""

from functools import cache
from pathlib import Path
from typing import Annotated, Final, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

FILE: Final = Path(__file__).with_name("service_schedule.yaml")

Words = Annotated[str, Field(min_length=1)]


class Checked(BaseModel):
    """Data that is refused when a name is misspelt or a value has the wrong type."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Sentence(Checked):
    """One sentence in each language that the data has."""

    fr: Words
    en: Words
    es: Words

    def in_language(self, language: str) -> str:
        """Say it in a language, in English when the data does not have that one."""
        return {"fr": self.fr, "es": self.es}.get(language, self.en)


class ScheduleEntry(Checked):
    """How often some kinds of work are due for some energies; at least one of the two limits is set."""

    services: Annotated[list[Words], Field(min_length=1)]
    energies: Annotated[list[Words], Field(min_length=1)]
    vehicle: Literal["car", "motorbike"] = "car"
    months: Annotated[int, Field(gt=0, le=240)] | None
    kilometres: Annotated[int, Field(ge=1_000, le=400_000)] | None
    wear: bool = False
    sources: Annotated[list[Words], Field(min_length=1)]
    basis: Sentence

    @model_validator(mode="after")
    def _limited(self) -> Self:
        if self.months is None and self.kilometres is None:
            raise ValueError("an entry needs months or kilometres")
        return self


class Schedule(Checked):
    """The whole schedule, with where its values come from."""

    sources: dict[Words, Words]
    entries: list[ScheduleEntry]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        keys = [
            (entry.vehicle, service, energy)
            for entry in self.entries
            for service in entry.services
            for energy in entry.energies
        ]
        if len(set(keys)) < len(keys):
            raise ValueError("a service has two intervals for one energy")
        if {source for entry in self.entries for source in entry.sources} != set(self.sources):
            raise ValueError("every source is named, and every named source is used")
        return self


@cache
def service_schedule() -> Schedule:
    """Read the schedule that comes with the product."""
    return Schedule.model_validate(yaml.safe_load(FILE.read_text(encoding="utf-8")))
