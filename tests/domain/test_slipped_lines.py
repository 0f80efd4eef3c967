"""Lines of the tables with one slip of a thumb in one word: they are read, asked, or no entry, and seldom wrong."""

import random
import re
from typing import Any

from core.domain.entry.assemble import parse_entry
from tests.domain.entry_tables import NOW, Expected, all_rows, normal, plain

LINES = 400
# Of these so many may be other than they were meant without a question; measured on thousands: about 5 %.
MOST_WRONG = 0.07
BESIDE = {"a": "zq", "e": "rz", "i": "uo", "n": "bh", "r": "et", "s": "dq", "t": "ry", "u": "yi", "v": "cb", "o": "ip"}
ENTRIES = {"maintenance", "fuel", "cost"}


def slipped(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word))
    lost = word[:at] + word[at + 1 :]
    doubled = word[:at] + word[at] + word[at:]
    turned = word[:at] + word[at : at + 2][::-1] + word[at + 2 :]
    taken = word[:at] + chance.choice(BESIDE.get(word[at].lower(), "e")) + word[at + 1 :]
    return chance.choice([lost, doubled, turned, taken])


def is_silently_wrong(expected: dict[str, Any], read: dict[str, Any]) -> bool:
    if read["kind"] == "none":
        return False
    asked = set(read.get("ask", []))
    worked_out = {"unit_price", "currency"} if asked & {"amount", "quantity"} else set()
    other = {name for name in expected.keys() | read.keys() if expected.get(name) != read.get(name)} - {"ask"}
    return bool(other - asked - worked_out) or not set(expected.get("ask", [])) <= asked


def with_a_slip(row: Expected, chance: random.Random) -> str:
    named = row.entry.get("garage", "")
    words = [word for word in re.finditer(r"(?<![^\W\d_])[^\W\d_A-Z]{4,}", row.text) if word.group() not in named]
    if not words:
        return row.text
    word = chance.choice(words)
    return row.text[: word.start()] + slipped(word.group(), chance) + row.text[word.end() :]


def test_a_slip_in_a_word_is_seldom_read_as_something_else() -> None:
    chance = random.Random(4)
    rows = [row for row in all_rows() if row.entry["kind"] in ENTRIES]
    typed = [(row, with_a_slip(row, chance)) for row in chance.sample(rows, LINES)]
    wrong = [
        text for row, text in typed if is_silently_wrong(normal(row.entry), plain(parse_entry(text, NOW, row.language)))
    ]
    assert len(wrong) <= LINES * MOST_WRONG, wrong
