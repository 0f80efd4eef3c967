"""Amounts of money as readers give them: lost commas, letters for digits, any separators."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import islice

_DIGITLIKE = str.maketrans("OoQDIl|!SsBZz", "0000111155822")
_SYMBOLS = {"€": "EUR", "£": "GBP", "$": "USD", "¥": "JPY"}
_CODES = {
    "EUR": "EUR", "EUROS": "EUR", "EURO": "EUR", "GBP": "GBP", "USD": "USD", "CHF": "CHF", "CAD": "CAD",
    "MAD": "MAD", "RM": "MYR", "MYR": "MYR", "DKK": "DKK", "SEK": "SEK", "NOK": "NOK", "PLN": "PLN", "XPF": "XPF",
}  # fmt: skip
_AMOUNT = re.compile(
    r"(?P<before>[€£$]|\b(?:EUR|GBP|USD|CHF|RM)(?=\s?\d))?\s?"
    r"(?P<minus>-\s?)?"
    r"(?:(?<![\w.,/])|(?<=\bRM)|"
    r"(?<=\bEUR))(?P<number>[\dOoIl]{1,3}(?:[ '.,]?[\dOoISlB]{3})*(?:\s?[.,]\s?[\dOoISlB]{2})(?![\dA-Za-z])|"
    r"[\d]{1,6})"
    r"(?![.,]?\d)"
    r"\s?(?P<after>[€£$]|\b(?:EUROS?|EUR|GBP|USD|CHF)\b)?",
    re.IGNORECASE,
)
# A line of an invoice has six; a text made of digits has thousands.
_MOST = 24
_DECIMALS = re.compile(r"\s?[.,]\s?([\dOoISlB]{2})$")


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in a text; `exact` when its cents were printed."""

    value: Decimal
    start: int
    end: int
    exact: bool
    currency: str | None = None


def find_amounts(text: str) -> list[Amount]:
    """The amounts of a text, from left to right; never raises."""
    found = []
    for match in islice(_AMOUNT.finditer(text), _MOST):
        value = _value(match["number"])
        if value is None or text[match.end() : match.end() + 2].lstrip().startswith("%"):
            continue
        sign = -1 if match["minus"] else 1
        currency = currency_of(match["before"] or match["after"] or "")
        exact = _DECIMALS.search(match["number"]) is not None
        found.append(Amount(sign * value, match.start(), match.end(), exact, currency))
    return found


def whole_amount(text: str) -> Amount | None:
    """The amount that a text consists of, or None when it holds anything else."""
    found = find_amounts(text)
    if len(found) != 1:
        return None
    rest = text[: found[0].start] + text[found[0].end :]
    return found[0] if not re.sub(r"[\s€£$*:=.]|EUR|TTC|HT", "", rest, flags=re.IGNORECASE) else None


def currency_of(text: str) -> str | None:
    """The ISO code of a symbol or a code."""
    cleaned = text.strip().upper()
    return _SYMBOLS.get(cleaned) or _CODES.get(cleaned)


def decimal_of(text: str) -> Decimal | None:
    """A plain number such as a quantity: `1`, `2,50`, `1.00`."""
    cleaned = text.strip().translate(_DIGITLIKE).replace(" ", "").replace(",", ".")
    if not re.fullmatch(r"-?[0-9]{1,6}(\.[0-9]{1,3})?", cleaned):
        return None
    return Decimal(cleaned)


def _value(number: str) -> Decimal | None:
    if sum(char.isdigit() for char in number) * 2 < sum(char.isalnum() for char in number):
        return None
    decimals = _DECIMALS.search(number)
    whole = number[: decimals.start()] if decimals else number
    digits = re.sub(r"[ '.,]", "", whole).translate(_DIGITLIKE)
    cents = decimals.group(1).translate(_DIGITLIKE) if decimals else "00"
    try:
        return Decimal(f"{digits}.{cents}")
    except InvalidOperation:
        return None
