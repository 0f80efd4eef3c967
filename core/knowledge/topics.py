"""Questions on upkeep in general and what work usually costs, read from their files and checked."""

from functools import cache
from pathlib import Path
from typing import Annotated, Final, Self

from pydantic import Field, model_validator

from core.knowledge.diagnosis import Names
from core.knowledge.schedule import Checked, Words
from core.knowledge.told import Told, read_data

FOLDER: Final = Path(__file__).parent


class Topic(Checked):
    """A question, told by its words, with its answer and what safety asks for."""

    id: Words
    words: Names
    answer: Told
    safety: Told
    sources: Names


class TopicFile(Checked):
    """All topics."""

    sources: dict[Words, Words]
    topics: list[Topic]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if {source for topic in self.topics for source in topic.sources} - set(self.sources):
            raise ValueError("no such source")
        if len({topic.id for topic in self.topics}) < len(self.topics):
            raise ValueError("two topics have one id")
        return self


class Price(Checked):
    """From and to, in EUR."""

    cost: Annotated[list[int], Field(min_length=2, max_length=2)]
    source: Words


class CostFile(Checked):
    """What each kind of work usually costs."""

    sources: dict[Words, Words]
    costs: dict[Words, Price]

    @model_validator(mode="after")
    def _rising(self) -> Self:
        if any(
            not 0 <= price.cost[0] <= price.cost[1] or price.source not in self.sources for price in self.costs.values()
        ):
            raise ValueError("a cost goes from less to more and has a source")
        return self


@cache
def topics() -> tuple[Topic, ...]:
    """Every topic."""
    return tuple(TopicFile.model_validate(read_data(FOLDER / "topics.yaml")).topics)


@cache
def usual_costs() -> dict[str, tuple[int, int]]:
    """What work usually costs, by its service id, from and to in EUR."""
    found = CostFile.model_validate(read_data(FOLDER / "service_costs.yaml"))
    return {service: (price.cost[0], price.cost[1]) for service, price in found.costs.items()}
