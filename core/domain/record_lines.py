"""The lines of a record: parts, labour, the rest; and whether they add up."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum, unique
from typing import Final

from core.domain.money import Money
from core.domain.typed_text import clean_line, folded
from core.errors import Refusal

# More lines than any garage prints; a card must stay readable and quick.
MOST_LINES: Final = 100
HIGHEST_DESCRIPTION: Final = 300
# Rates at which an invoice of lines without tax reaches its total: France, its lower rates, its neighbours.
_RATES: Final = tuple(Decimal(rate) for rate in ("0.20", "0.10", "0.055", "0.21", "0.19", "0.17", "0.22", "0.23"))
# A cent a line may be lost to rounding.
_ROUNDING: Final = 5


@unique
class LineKind(StrEnum):
    """What a line of an invoice is paid for; values are stored."""

    PART = "part"
    LABOUR = "labour"
    OTHER = "other"


_LABOUR: Final = re.compile(
    r"\b(?:main d'? ?oeuvre|m\.?o\.?(?= |$)|mo\b|labou?r|heures?|hrs?|hours?|taux horaire|temps|pose|depose|repose"
    r"|montage|demontage|equilibrage|geometrie|parallelisme|reglages?|controles?|diagnostics?|recherche|essai"
    r"|nettoyage|purge|fitting|fitted|installation|adjust\w*|alignment|balancing|inspection|check\w*|workshop"
    r"|t[123]\b(?= |$)|forfait (?:pose|montage|remplacement|mecanique))"
)
_OTHER: Final = re.compile(
    r"\b(?:recycl\w*|eco ?-?(?:taxe|contribution|participation|part)\w*|ecotaxe|dechets?|retraitement|environn\w*"
    r"|environmental|disposal|waste|fournitures?|consommables?|consumables?|sundries|frais|fees?|taxes?|remises?"
    r"|discount|rabais|avoir|port|transport|livraison|delivery|shipping|forfait|package|pret|courtesy|gardiennage)\b"
)


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line to be written; amounts as printed, with or without tax depending on the garage."""

    description: str
    total: Money | None = None
    kind: LineKind | None = None
    quantity: Decimal | None = None
    unit_price: Decimal | None = None

    @property
    def settled_kind(self) -> LineKind:
        """The kind that was said, or the one that its words tell."""
        return self.kind or kind_of(self.description)


class Sums(StrEnum):
    """How the lines stand to the total."""

    UNKNOWN = "unknown"
    EXACT = "exact"
    WITHOUT_TAX = "without_tax"
    DIFFERENT = "different"


def kind_of(description: str) -> LineKind:
    """Guess what a line is paid for from its words; what names no work and no fee is a part."""
    words = folded(description)
    if _LABOUR.search(words):
        return LineKind.LABOUR
    return LineKind.OTHER if _OTHER.search(words) else LineKind.PART


def kind_name(kind: LineKind) -> str:
    """Name the message that says a kind of line to people."""
    return f"line.kind_{kind}"


def sum_of(lines: Sequence[Money | None], currency: str) -> Money | None:
    """What the lines come to; nothing when one of them has no amount, or they are in several currencies."""
    amounts = [amount for amount in lines if amount is not None]
    if not amounts or len(amounts) != len(lines) or any(amount.currency != currency for amount in amounts):
        return None
    return Money(sum(amount.cents for amount in amounts), currency)


def compared(lines: Money | None, total: Money | None) -> Sums:
    """Hold the sum of the lines against the total; lines without tax are no mistake."""
    if lines is None or total is None or lines.currency != total.currency:
        return Sums.UNKNOWN
    if abs(lines.cents - total.cents) <= _ROUNDING:
        return Sums.EXACT
    with_tax = (lines.times(1 + rate).cents for rate in _RATES)
    return Sums.WITHOUT_TAX if any(abs(cents - total.cents) <= _ROUNDING for cents in with_tax) else Sums.DIFFERENT


# An amount at the end of a typed line, with its currency or with cents: the size of a tyre is none.
_WHOLE: Final = r"(?:[0-9]{1,3}(?:[ .][0-9]{3})+|[0-9]+)"
_AMOUNT_LAST: Final = re.compile(
    r"^(?P<words>.*?\S)[ :=]+"
    rf"(?P<amount>{_WHOLE}(?:[.,][0-9]{{1,2}})? ?(?:€|eur|euros?|\$|£|chf)[0-9]{{0,2}}|{_WHOLE}[.,][0-9]{{2}})$",
    re.IGNORECASE,
)


def typed_line(text: str, language: str, kind: LineKind | None = None) -> NewLine:
    """Read a line as typed: its words, and perhaps its amount at the end (`Filtre à huile 16,00`)."""
    line = clean_line(text, HIGHEST_DESCRIPTION)
    if not line:
        raise Refusal("error.text_expected")
    priced = _AMOUNT_LAST.match(line)
    if priced is None:
        return NewLine(line, None, kind)
    return NewLine(priced["words"].rstrip(" :="), Money.parse(priced["amount"], language), kind)
