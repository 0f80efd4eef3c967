"""What a language model is told before a person's words; for a model, so in English and outside the catalogues."""

from functools import cache
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent
_LANGUAGES: Final = {"fr": "French (vous)", "en": "English", "es": "Spanish (tú)"}


@cache
def rules(name: str, language: str) -> str:
    """The rules of a kind of question, to be answered in a language."""
    spoken = _LANGUAGES.get(language, "English")
    return (FOLDER / f"{name}.md").read_text("utf-8").replace("{language}", spoken).strip()
