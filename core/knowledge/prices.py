"""What common services cost, read from `service_prices.yaml` and checked."""

from functools import cache
from pathlib import Path
from typing import Annotated, Final, Self

from pydantic import Field, model_validator

from core.knowledge.schedule import Checked, Words
from core.knowledge.told import Told, read_data

FILE: Final = Path(__file__).with_name("service_prices.yaml")


class ServicePrice(Checked):
    """From and to, in whole EUR, and where that comes from."""

    cost: Annotated[list[int], Field(min_length=2, max_length=2)]
    source: Words

    @model_validator(mode="after")
    def _rising(self) -> Self:
        if not 0 < self.cost[0] <= self.cost[1]:
            raise ValueError("a price goes from less to more")
        return self

    @property
    def low(self) -> int:
        """In cents."""
        return self.cost[0] * 100

    @property
    def high(self) -> int:
        """In cents."""
        return self.cost[1] * 100


class PriceFile(Checked):
    """The whole file."""

    basis: Told
    sources: dict[Words, Words]
    prices: dict[Words, ServicePrice]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if {price.source for price in self.prices.values()} != set(self.sources):
            raise ValueError("every source is named, and every named source is used")
        return self


@cache
def service_prices() -> PriceFile:
    """Read the prices that come with the product."""
    return PriceFile.model_validate(read_data(FILE))
