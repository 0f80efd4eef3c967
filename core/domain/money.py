"""Money: integer cents and a currency, never a float."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Final

from babel.numbers import get_currency_symbol

from core.domain.typed_numbers import ascii_digits, readings
from core.domain.usual_units import usual
from core.errors import Refusal

HIGHEST_CENTS: Final = 1_000_000_000
HIGHEST_TYPED: Final = 60

# Currencies without a smaller unit (ISO 4217): `6.131` is six thousand of them.
WHOLE: Final = frozenset({"XOF", "XAF", "XPF", "JPY"})
CURRENCIES: Final = (
    "EUR", "CHF", "GBP", "USD", "CAD", "AUD", "MAD", "TND", "DZD", "XOF", "XAF", "XPF",
    "PLN", "CZK", "SEK", "NOK", "DKK", "HUF", "RON", "BGN", "TRY", "JPY",
)  # fmt: skip

_WORDS: Final = {
    "€": "EUR", "euro": "EUR", "euros": "EUR", "eu": "EUR", "e": "EUR",
    "£": "GBP", "pound": "GBP", "pounds": "GBP", "livres": "GBP",
    "$": "USD", "dollar": "USD", "dollars": "USD",
    "fr": "CHF", "franken": "CHF", "dh": "MAD", "dhs": "MAD", "dirhams": "MAD",
}  # fmt: skip

_SPACES: Final = str.maketrans(dict.fromkeys("\u00a0\u202f\u2009\u2007", " "))
_AROUND: Final = re.compile(r"(?P<before>[^0-9.,]*)(?P<number>[0-9][0-9.,' ]*|[.,][0-9]+)(?P<after>[^0-9]*)")
# Spoken French puts the sign where the point would be: 89€50.
_INSIDE: Final = re.compile(r"(?P<whole>[0-9]+) ?(?P<sign>€|eur|euros?) ?(?P<cents>[0-9]{2})")


class MoneyNotUnderstood(Refusal):
    """A text that is not an amount of money."""

    def __init__(self) -> None:
        super().__init__("error.money_not_understood")


class MoneyAmbiguous(Refusal):
    """An amount with two readings, such as `1.234 €`."""

    def __init__(self) -> None:
        super().__init__("error.money_ambiguous")


class CurrencyMismatch(ValueError):
    """Two amounts of different currencies were added or compared: a mistake in the code."""


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An exact amount: hundredths of a currency, whatever small coins that currency has."""

    cents: int
    currency: str = "EUR"

    @classmethod
    def of(cls, amount: Decimal, currency: str = "EUR") -> "Money":
        """Take a decimal amount, rounded half up to the cent as an invoice does."""
        return cls(int(amount.scaleb(2).to_integral_value(ROUND_HALF_UP)), currency)

    @classmethod
    def parse(cls, text: str, language: str | None = None, currency: str | None = None) -> "Money":
        """Read an amount as typed, in `currency`, else the usual one, unless it names one; two readings are refused."""
        return _parse(text, language, currency or usual().currency)

    @property
    def amount(self) -> Decimal:
        """The amount in units of the currency, with two decimals."""
        return Decimal(self.cents).scaleb(-2)

    def __add__(self, other: "Money") -> "Money":
        return Money(self.cents + self._cents_of(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.cents - self._cents_of(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.cents, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.cents < self._cents_of(other)

    def __le__(self, other: "Money") -> bool:
        return self.cents <= self._cents_of(other)

    def times(self, factor: Decimal | int) -> "Money":
        """Multiply by a quantity or a rate, rounded half up to the cent."""
        return Money.of(self.amount * Decimal(factor), self.currency)

    def _cents_of(self, other: "Money") -> int:
        if other.currency != self.currency:
            message = f"{self.currency} and {other.currency} do not mix"
            raise CurrencyMismatch(message)
        return other.cents


@dataclass(frozen=True, slots=True)
class UnitPrice:
    """What one litre, kilowatt-hour or kilometre costs: an amount to three places and its currency."""

    amount: Decimal
    currency: str = "EUR"


@cache
def _signs() -> dict[str, str]:
    """Every way to name a currency, in lower case, with its code."""
    signs = {
        get_currency_symbol(code, locale).translate(_SPACES).casefold(): code
        for locale in ("en_GB", "fr_FR")
        for code in CURRENCIES
    }
    return {**signs, **_WORDS, **{code.casefold(): code for code in CURRENCIES}}


def currency_of(sign: str, default: str = "EUR") -> str | None:
    """Find the code of a currency sign, word or code; a bare `$` is the default's when that has one."""
    if sign == "$" and default in {"USD", "CAD", "AUD"}:
        return default
    return _signs().get(sign)


def _parse(text: str, language: str | None, currency: str) -> Money:
    typed = ascii_digits(" ".join(text.translate(_SPACES).casefold().replace("’", "'").split())).rstrip(" .!")
    if len(typed) > HIGHEST_TYPED:
        raise MoneyNotUnderstood
    spoken = _INSIDE.fullmatch(typed)
    if spoken:
        return _checked(Decimal(f"{spoken['whole']}.{spoken['cents']}"), "EUR")
    around = _AROUND.fullmatch(typed)
    if around is None:
        raise MoneyNotUnderstood
    signs = {sign for sign in (around["before"].strip(), around["after"].strip()) if sign}
    codes = {currency_of(sign, currency) for sign in signs} or {currency}
    code = codes.pop()
    if code is None or codes:
        raise MoneyNotUnderstood
    return _checked(_amount(around["number"].strip(), language, whole=code in WHOLE), code)


def _amount(number: str, language: str | None, *, whole: bool = False) -> Decimal:
    """Choose the one reading that an amount has; three decimals are no amount of money."""
    values = readings(number)
    distinct = set(values.values())
    if not distinct:
        raise MoneyNotUnderstood
    # Of `1,234` and `1.234` only the English comma is sure: continental groups and keypads share the point.
    if len(distinct) > 1 and not whole and not (language == "en" and "," in number):
        raise MoneyAmbiguous
    value = max(distinct)
    if _decimals(value) > 2:
        raise MoneyNotUnderstood
    return value


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _checked(value: Decimal, currency: str) -> Money:
    if value > Decimal(HIGHEST_CENTS).scaleb(-2):
        raise Refusal("error.money_too_large")
    return Money.of(value, currency)
