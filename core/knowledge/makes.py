"""Makes and models of vehicles, read from `makes_models.yaml` and checked."""

from functools import cache
from pathlib import Path
from typing import Final

import yaml
from pydantic import Field

from core.knowledge.schedule import Checked, Words

FILE: Final = Path(__file__).with_name("makes_models.yaml")


class MakeEntry(Checked):
    """One make: other ways to write it, and its models as `name = other way = …`, the most usual ones first."""

    name: Words
    also: list[Words] = Field(default_factory=list)
    cars: list[Words] = Field(default_factory=list)
    vans: list[Words] = Field(default_factory=list)
    bikes: list[Words] = Field(default_factory=list)


class MakesFile(Checked):
    """The whole file."""

    makes: list[MakeEntry]


@cache
def makes_and_models() -> tuple[MakeEntry, ...]:
    """Read the makes that come with the product, in their order."""
    return tuple(MakesFile.model_validate(yaml.safe_load(FILE.read_text(encoding="utf-8"))).makes)
