"""Values as people of a language write them: money, distances, dates, numbers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Final, Literal, Protocol, TypeAlias

from babel import dates, numbers, units

from core.i18n.languages import LANGUAGES, locale_of

DistanceUnit: TypeAlias = Literal["km", "mi"]
ConsumptionUnit: TypeAlias = Literal["l_100", "km_l", "mpg_uk", "mpg_us"]

KILOMETRES_PER_MILE: Final = Decimal("1.609344")
LITRES_PER_100_KM_AT_ONE_MPG: Final = {"mpg_us": Decimal("235.214583"), "mpg_uk": Decimal("282.480936")}
NOTHING: Final = "—"


@dataclass(frozen=True, slots=True)
class Units:
    """How a person reads distances and consumption."""

    distance: DistanceUnit = "km"
    consumption: ConsumptionUnit = "l_100"


@dataclass(frozen=True, slots=True)
class Rate:
    """What is used per 100 km, in litres (`l`), `kWh` or `kg`."""

    per_100_km: Decimal
    unit: str = "l"


class Amount(Protocol):
    """What can be shown as money: integer minor units and an ISO 4217 code."""

    @property
    def cents(self) -> int:
        """The amount in hundredths of the currency."""

    @property
    def currency(self) -> str:
        """The ISO 4217 code."""


class Price(Protocol):
    """What can be shown as a price per unit: an amount with up to three decimals and an ISO 4217 code."""

    @property
    def amount(self) -> Decimal:
        """The amount in units of the currency."""

    @property
    def currency(self) -> str:
        """The ISO 4217 code."""


def format_price(price: Price, language: str) -> str:
    """Write a price per unit with all of its decimals, two at least: `1,789 €`."""
    exact = price.amount.normalize()
    exponent = exact.as_tuple().exponent
    decimals = max(2, -exponent) if isinstance(exponent, int) else 2
    # Babel's way to more decimals than the currency has: a quantised number and no quantisation of its own.
    shown = price.amount.quantize(Decimal(1).scaleb(-decimals))
    return numbers.format_currency(
        shown, price.currency, locale=locale_of(language), currency_digits=False, decimal_quantization=False
    )


def format_money(money: Amount, language: str) -> str:
    """Write an amount with its currency: `1 234,50 €`."""
    # Amounts are hundredths: a currency without small coins (yen) still shows those that a price has, and one with
    # thousandths (dinars) shows two decimals, for `249,000` also reads as thousands.
    usual = money.cents % 100 == 0 and numbers.get_currency_precision(money.currency) <= 2
    return numbers.format_currency(
        Decimal(money.cents).scaleb(-2), money.currency, locale=locale_of(language), currency_digits=usual
    )


def format_distance(kilometres: int, language: str, unit: DistanceUnit = "km") -> str:
    """Write a distance stored in kilometres in the unit the person reads: `84 200 km`."""
    if unit == "mi":
        miles = round(kilometres / KILOMETRES_PER_MILE)
        return _unbroken(units.format_unit(miles, "length-mile", "short", locale=locale_of(language)))
    return _unbroken(units.format_unit(kilometres, "length-kilometer", "short", locale=locale_of(language)))


def _unbroken(measure: str) -> str:
    """A number and its unit on one line."""
    return measure.replace(" ", "\u00a0")


def format_rate(rate: Rate, language: str, units: Units) -> str:
    """Write a consumption as the person compares it: `6,4 l/100 km`, `44.1 mpg`, `15,6 km/l`, `3.6 mi/kWh`."""
    number, unit = rate_in(rate, units)
    return _unbroken(f"{_tenth(number, language)} {unit}")


def rate_in(rate: Rate, units: Units) -> tuple[Decimal, str]:
    """A consumption as the person compares it, and in which unit; what uses nothing stays a use per 100 km."""
    used = rate.per_100_km
    if rate.unit != "l":
        if units.distance == "km" or not used:
            return used, f"{rate.unit}/100 km"
        return 100 / used / KILOMETRES_PER_MILE, f"mi/{rate.unit}"
    if units.consumption == "l_100" or not used:
        return used, "l/100 km"
    if units.consumption == "km_l":
        return 100 / used, "km/l"
    return LITRES_PER_100_KM_AT_ONE_MPG[units.consumption] / used, "mpg"


def distance_in(kilometres: int, units: Units) -> Decimal:
    """A distance in the unit the person reads."""
    return Decimal(kilometres) if units.distance == "km" else kilometres / KILOMETRES_PER_MILE


def _tenth(number: Decimal, language: str) -> str:
    return format_number(number.quantize(Decimal("0.1"), ROUND_HALF_UP), language)


def format_per_100(money: Amount, language: str, units: Units) -> str:
    """Write what a hundred kilometres cost, or a hundred miles where those are read: `7,12 €/100 km`."""
    per = money.cents if units.distance == "km" else int((money.cents * KILOMETRES_PER_MILE).to_integral_value())
    shown = numbers.format_currency(Decimal(per).scaleb(-2), money.currency, locale=locale_of(language))
    return f"{shown}/100 {units.distance}"


def format_per_one(price: Price, language: str, units: Units) -> str:
    """Write what a kilometre costs, or a mile where those are read: `0,321 €/km`."""
    factor = Decimal(1) if units.distance == "km" else KILOMETRES_PER_MILE
    per = (price.amount * factor).quantize(Decimal("0.001"), ROUND_HALF_UP)
    shown = numbers.format_currency(
        per, price.currency, locale=locale_of(language), currency_digits=False, decimal_quantization=False
    )
    return f"{shown}/{units.distance}"


def format_number(number: int | float | Decimal, language: str) -> str:
    """Write a number with the separators of the language."""
    return numbers.format_decimal(number, locale=locale_of(language))


def format_percent(ratio: float | Decimal, language: str) -> str:
    """Write a ratio as a percentage without decimals: 0.25 is `25 %`."""
    return numbers.format_percent(ratio, locale=locale_of(language))


def format_size(size: int, language: str) -> str:
    """Write a file size in bytes in the unit that reads best."""
    locale = locale_of(language)
    for unit, scale in (("gigabyte", 10**9), ("megabyte", 10**6), ("kilobyte", 10**3)):
        if size >= scale:
            return units.format_unit(round(size / scale, 1), f"digital-{unit}", "short", locale=locale)
    return units.format_unit(size, "digital-byte", "short", locale=locale)


_MEDIUM: Final = {"es": "long"}
# With the whole year, so that it reads back as the same day.
_SHORT: Final = {"es": "dd/MM/y"}


def format_date(day: date, language: str) -> str:
    """Write a day in few words: `3 mai 2027`."""
    # Spanish has no usual short form: `3 may 2027` is for tables, and its short August is the English "ago".
    return dates.format_date(day, _MEDIUM.get(language, "medium"), locale=locale_of(language))


def format_date_short(day: date, language: str) -> str:
    """Write a day in figures where the language has one reading of them: `03/05/2027`."""
    return dates.format_date(day, _SHORT.get(language, "short"), locale=locale_of(language))


def format_date_long(day: date, language: str) -> str:
    """Write a day with its weekday: `lundi 3 mai 2027`."""
    return dates.format_date(day, "full", locale=locale_of(language))


def format_month(day: date, language: str) -> str:
    """Write the month of a day: `mai 2027`."""
    return dates.format_skeleton("yMMMM", day, locale=locale_of(language))


def format_month_short(day: date, language: str) -> str:
    """Write the month of a day as short as can be: `nov.`."""
    return dates.format_date(day, "MMM", locale=locale_of(language))


def format_time(instant: datetime | time, language: str) -> str:
    """Write a time of day as the aware instant or the clock time itself shows it: `08:00`."""
    # Babel turns an aware instant to UTC unless it is told its zone, so the clock time alone goes in.
    return dates.format_time(time(instant.hour, instant.minute, instant.second), "short", locale=locale_of(language))


def format_datetime(instant: datetime, language: str) -> str:
    """Write an instant, already in the person's zone: `3 mai 2027, 08:00`."""
    return dates.format_datetime(
        instant.replace(tzinfo=None, second=0, microsecond=0), "d MMM y, HH:mm", locale=locale_of(language)
    )


def format_value(value: object, language: str) -> str:
    """Write a value whose form is not named: words as they are, the rest in its usual form."""
    if isinstance(value, datetime):
        return format_datetime(value, language)
    if isinstance(value, date):
        return format_date(value, language)
    if isinstance(value, float | Decimal):
        return format_number(value, language)
    if isinstance(value, str | int):
        return str(value)
    message = f"a {type(value).__name__} needs a form in the message, such as money"
    raise TypeError(message)


# What `{name:form}` may say in a catalogue about what depends on the person's units.
UNIT_FORMS: Final[dict[str, Callable[..., str]]] = {
    "km": lambda kilometres, language, units: format_distance(kilometres, language, units.distance),
    "rate": format_rate,
    "per_100": format_per_100,
    "per_one": format_per_one,
}
# And about everything else.
FORMS: Final[dict[str, Callable[..., str]]] = {
    "": format_value,
    "money": format_money,
    "price": format_price,
    "number": format_number,
    "percent": format_percent,
    "size": format_size,
    "date": format_date,
    "date_short": format_date_short,
    "date_long": format_date_long,
    "month": format_month,
    "month_short": format_month_short,
    "time": format_time,
    "datetime": format_datetime,
}


@cache
def _territories(language: str) -> dict[str, str]:
    return dict(locale_of(language).territories)


def country_name(code: str, language: str) -> str:
    """Name the country of an ISO 3166 code; an unknown code stays as it is."""
    return _territories(language).get(code, code)


def country_names() -> list[tuple[str, str]]:
    """Every country's name in every language we speak, with its ISO 3166 code."""
    return [
        (name, code)
        for language in LANGUAGES
        for code, name in _territories(language).items()
        if len(code) == 2 and code.isalpha()
    ]
