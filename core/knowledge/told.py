"""What the built-in knowledge says, in each language it has, and how its files are read."""

import re
from pathlib import Path
from typing import Any

import yaml
from pydantic import field_validator

from core.knowledge.schedule import Checked, Words

# The parser in C reads the same files ten times as fast, where it was built.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Told(Checked):
    """One sentence or name in the three languages of the product."""

    fr: Words
    en: Words
    es: Words

    @field_validator("fr")
    @classmethod
    def _french_spaces(cls, value: str) -> str:
        # French puts a space before its double punctuation, at which no line may break.
        return re.sub(r" (?=[:;!?»€%])|(?<=«) ", "\u00a0", value)

    def in_language(self, language: str) -> str:
        """Say it in a language; English for one that the data does not have."""
        return {"fr": self.fr, "es": self.es}.get(language, self.en)


def read_data(path: Path) -> Any:
    """Read one of the files beside this module."""
    loader = _LOADER(path.read_text(encoding="utf-8"))
    try:
        return loader.get_single_data()
    finally:
        loader.dispose()
