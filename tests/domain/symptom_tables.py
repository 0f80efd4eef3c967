"""The tables of symptom phrases, read from their text files."""

from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent
# The lists that the engine had not seen when they were written, in their order.
LATER_LISTS = (
    "held_out",
    "second_look",
    "third_look",
    "fourth_look",
    "fifth_look",
    "sixth_look",
    "seventh_look",
    "eighth_look",
    "ninth_look",
    "tenth_look",
    "eleventh_look",
    "twelfth_look",
    "thirteenth_look",
    "fourteenth_look",
    "fifteenth_look",
    "sixteenth_look",
    "seventeenth_look",
    "eighteenth_look",
    "nineteenth_look",
    "twentieth_look",
    "twenty_first_look",
    "twenty_second_look",
    "twenty_third_look",
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """What somebody types, and what must be made of it."""

    language: str
    text: str
    urgency: str
    stop: bool
    flags: frozenset[str] = field(default_factory=frozenset)
    causes: frozenset[str] = field(default_factory=frozenset)


def phrases(name: str) -> list[Phrase]:
    lines = (FOLDER / name).read_text("utf-8").splitlines()
    return [_phrase(line) for line in lines if line.strip() and not line.startswith("#")]


def _phrase(line: str) -> Phrase:
    language, _, rest = line.partition(" | ")
    text, _, right = rest.rpartition(" => ")
    urgency, *said = right.split()
    named = dict(part.split("=") for part in said if "=" in part)
    lists = {name: frozenset(value.split(",")) for name, value in named.items()}
    return Phrase(
        language, text, urgency, "stop" in said, lists.get("flags", frozenset()), lists.get("causes", frozenset())
    )
