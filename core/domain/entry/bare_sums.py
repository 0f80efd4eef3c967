"""A line that is a sum of money and nothing else: `95€`, `j'ai payé 95 € hier`. What it was for has to be asked."""

import re
from dataclasses import replace
from datetime import datetime
from typing import Final

from core.domain.entry.assemble import parse_entry
from core.domain.entry.entry_types import Entry, EntryKind
from core.domain.typed_text import folded

_LONGEST: Final = 60
_SIGN: Final = (
    r"(?:€|\$|£|eur(?:os?)?|gbp|usd|chf|cad|pln|mad|xof|pounds?|dollars?|dirhams?|dhs?|francs?|livres?|balles?)"
)
_NUMBER: Final = r"[0-9][0-9 .,'\u2019\u00a0\u202f]*"
_BEFORE: Final = r"(?:(?:j ?'? ?ai |on a |i |we |he |hemos )?(?:paye|depense|regle|paid|spent|pagado|pague|gastado) )?"
_DAY: Final = r"(?: (?:hier|avant-hier|aujourd ?'? ?hui|yesterday|today|ayer|anteayer|hoy))?"
_ALONE: Final = re.compile(rf"{_BEFORE}(?:{_SIGN} ?{_NUMBER}|{_NUMBER} ?{_SIGN}(?: ?[0-9]{{2}})?){_DAY}")


def bare_sum(text: str, now: datetime, language: str) -> Entry | None:
    """The amount, its currency and its day, of a line that says no more than that."""
    if len(text) > _LONGEST or not _ALONE.fullmatch(folded(text).replace("’", "'").strip(" .!?")):
        return None
    # As if it had been fuel, whose line says least beside its sum.
    read = parse_entry(f"plein {text.replace('balles', '€')}", now, language)
    return replace(read, full=None) if read.kind is EntryKind.FUEL and read.amount else None
