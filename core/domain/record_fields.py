"""Which fields of a record are changed by typing, and how each is read."""

from datetime import date
from typing import Final

from core.domain.distance import parse_kilometres
from core.domain.money import Money
from core.domain.record_status import TO_COME, RecordStatus
from core.domain.typed_dates import AmbiguousDate, Lean, parse_date
from core.domain.typed_text import clean, clean_line
from core.domain.warranty import warranty_end
from core.errors import Gone, Refusal

# In the order they are offered.
FIELDS: Final = ("done_on", "kilometres", "garage", "total", "services", "note", "warranty_until")
# Those that may be left empty.
CLEARABLE: Final = frozenset({"kilometres", "garage", "total", "note", "warranty_until"})

FieldValue = date | int | str | Money


def read_field(
    name: str, typed: str, *, done_on: date, status: RecordStatus, today: date, language: str, currency: str
) -> FieldValue | AmbiguousDate:
    """Read what was typed for a field; raises the refusal that says what is expected."""
    match name:
        case "done_on":
            to_come = status in TO_COME
            lean = Lean.FUTURE if to_come else Lean.PAST
            return parse_date(typed, today, language, lean=lean, allow_future=to_come)
        case "warranty_until":
            return warranty_end(typed, done_on, language)
        case "kilometres":
            return parse_kilometres(typed)
        case "total":
            return Money.parse(typed, language, currency)
        case "garage":
            return _text(clean_line(typed))
        case "note":
            return _text(clean(typed))
        case _:
            raise Gone


def _text(text: str) -> str:
    if not text:
        raise Refusal("error.text_expected")
    return text
