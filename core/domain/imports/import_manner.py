"""How one file writes its values: decided once, by what the file states and by all its rows; else asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from statistics import median
from typing import Final

from core.domain.distance import KILOMETRES_PER_MILE
from core.domain.fuel import FuelUnit, unit_of
from core.domain.imports.fuel_names import fuel_named
from core.domain.imports.import_columns import GALLON, distance_in, volume_in
from core.domain.imports.import_rows import (
    CHOICES,
    DAY_MONTH,
    GALLON_UK,
    GALLON_US,
    LITRE,
    MONTH_DAY,
    About,
    Question,
    RawFile,
    RawRow,
    RowKind,
)
from core.domain.imports.import_values import answer_in, currency_in, decimal_votes, number_in, order_votes

Answers = Mapping[str, str]
NUMBERS: Final = ("quantity", "total", "price", "odometer", "distance")
DATES: Final = ("date", "due_date", "ends_on")
# Rows that are compared with the consumption that the file states, and how closely they must agree.
_COMPARED, _CLOSE = 60, Decimal("0.03")
_LITRES: Final = {LITRE: Decimal(1), GALLON_US: Decimal("3.785411784"), GALLON_UK: Decimal("4.54609")}
_KILOMETRES: Final = {"km": Decimal(1), "mi": KILOMETRES_PER_MILE}


@dataclass(frozen=True, slots=True)
class Manner:
    """How a file writes: what is None never mattered. `open` is what has still to be asked; its value is a guess."""

    date_order: str | None
    decimal: str | None
    distance: str
    volume: str
    currency: str
    open: frozenset[About] = frozenset()


def decide(file: RawFile, answers: Answers, currency: str) -> tuple[Manner, list[Question]]:
    """Decide how the file writes, and list what only the person can say."""
    questions: list[Question] = []

    def settle(about: About, choices: tuple[str, ...]) -> str:
        """The only choice, the answer to the question, or the first choice as long as it is open."""
        if len(choices) > 1 and answers.get(about) in choices:
            return answers[about]
        if len(choices) > 1:
            questions.append(Question(about, choices))
        return choices[0]

    order = settle(About.DATE_ORDER, _date_order(file))
    decimal = settle(About.DECIMAL, _decimal(file))
    code = _currency(file, currency)
    pairs = _units(file, decimal or None, code)
    distances = tuple(unit for unit in CHOICES[About.DISTANCE] if any(pair[0] == unit for pair in pairs))
    distance = settle(About.DISTANCE, distances) if _needs_distance(file) else distances[0]
    asked_for = {question.about for question in questions}
    left = [pair for pair in pairs if pair[0] == distance or About.DISTANCE in asked_for]
    volumes = tuple(unit for unit in CHOICES[About.VOLUME] if any(pair[1] == unit for pair in left))
    volume = settle(About.VOLUME, volumes) if _needs_volume(file) else volumes[0]
    asked = frozenset(question.about for question in questions)
    return Manner(order or None, decimal or None, distance, volume, code, asked), questions


def _date_order(file: RawFile) -> tuple[str, ...]:
    if file.hints.date_order is not None:
        return (file.hints.date_order,)
    votes: dict[str, int] = {}
    matters = False
    for text in _cells(file, DATES):
        found, of_figures = order_votes(text)
        matters = matters or of_figures
        for vote in found:
            votes[vote] = votes.get(vote, 0) + 1
    if not matters:
        return ("",)
    return _decided(votes, (DAY_MONTH, MONTH_DAY))


def _decimal(file: RawFile) -> tuple[str, ...]:
    if file.hints.decimal is not None:
        return (file.hints.decimal,)
    votes: dict[str, int] = {}
    matters = False
    for text in _cells(file, NUMBERS):
        found, two_ways = decimal_votes(text)
        matters = matters or two_ways
        for vote in found:
            votes[vote] = votes.get(vote, 0) + 1
    if not votes and not matters:
        return ("",)
    return _decided(votes, (",", "."))


def _decided(votes: Mapping[str, int], choices: tuple[str, ...]) -> tuple[str, ...]:
    """The only choice that has votes; where a few slips stand against everything else they do not count."""
    total = sum(votes.values())
    for choice in choices:
        if total and votes.get(choice, 0) * 50 >= total * 49:
            return (choice,)
    return tuple(sorted(choices, key=lambda choice: -votes.get(choice, 0)))


def _currency(file: RawFile, default: str) -> str:
    if file.hints.currency is not None:
        return file.hints.currency
    found: dict[str, int] = {}
    for text in _cells(file, ("total", "price", "currency")):
        code = currency_in(text, default)
        if code is not None:
            found[code] = found.get(code, 0) + 1
    return max(found, key=lambda code: found[code]) if found else default


def _units(file: RawFile, decimal: str | None, currency: str) -> list[tuple[str, str]]:
    """The pairs of units that are possible, by what is stated and by the consumption that the file works out."""
    distance, volume = _stated(file)
    if volume == GALLON and currency in {"USD", "GBP"}:
        volume = GALLON_US if currency == "USD" else GALLON_UK
    pairs = [
        (far, much)
        for far in CHOICES[About.DISTANCE]
        for much in CHOICES[About.VOLUME]
        if distance in {None, far} and (volume in {None, much} or (volume == GALLON and much != LITRE))
    ]
    # What is charged or weighed says nothing of litres.
    pairs = pairs or [(distance or "km", LITRE)]
    if len(pairs) == 1:
        return pairs
    return _agreeing(file, pairs, decimal) or _implied(file.hints.consumption, pairs) or pairs


def _implied(shown: str | None, pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The pairs that a stated unit of consumption speaks of, where no row can be held against it."""
    match shown:
        case "l/100km" | "km/l":
            meant = [pair for pair in pairs if pair == ("km", LITRE)]
        case "mpg_us":
            meant = [pair for pair in pairs if pair == ("mi", GALLON_US)]
        case "mpg" | "mpg_uk":
            # In Britain miles go with gallons and with litres.
            meant = [pair for pair in pairs if pair[0] == "mi"]
        case _:
            meant = []
    return meant


def _stated(file: RawFile) -> tuple[str | None, str | None]:
    """The units of the headers, or those that every row carries beside its value."""
    distance, volume = file.hints.distance, file.hints.volume
    for row in file.rows:
        if distance is not None and volume is not None:
            break
        values = row.values
        if distance is None:
            distance = distance_in((values.get("odometer_unit") or values.get("odometer", "")).lower())
        if volume is None and row.kind is RowKind.FUEL:
            volume = volume_in((values.get("unit") or values.get("quantity", "")).lower())
            volume = None if volume in {"kWh", "kg"} else volume
    return distance, volume


def _agreeing(file: RawFile, pairs: list[tuple[str, str]], decimal: str | None) -> list[tuple[str, str]]:
    """The pairs under which the consumption stated in the file is the one that its rows give."""
    legs = list(_legs(file.rows, decimal))[:_COMPARED]
    if len(legs) < 2:
        return []
    found = []
    for far, much in pairs:
        for shown in _shown(file.hints.consumption):
            errors = []
            for distance, quantity, stated in legs:
                expected = _worked_out(distance * _KILOMETRES[far], quantity * _LITRES[much], shown)
                errors.append(abs(stated - expected) / expected if expected else Decimal(9))
            if median(errors) < _CLOSE:
                found.append((far, much))
                break
    return found


def _shown(stated: str | None) -> tuple[str, ...]:
    if stated == "mpg":
        return ("mpg_us", "mpg_uk")
    return (stated,) if stated is not None else ("l/100km", "mpg_us", "mpg_uk", "km/l")


def _worked_out(kilometres: Decimal, litres: Decimal, shown: str) -> Decimal:
    match shown:
        case "mpg_us":
            return kilometres / KILOMETRES_PER_MILE / (litres / _LITRES[GALLON_US])
        case "mpg_uk":
            return kilometres / KILOMETRES_PER_MILE / (litres / _LITRES[GALLON_UK])
        case "km/l":
            return kilometres / litres
        case _:
            return litres * 100 / kilometres


def _legs(rows: Iterable[RawRow], decimal: str | None) -> Iterable[tuple[Decimal, Decimal, Decimal]]:
    """Distance, quantity and stated consumption from one full tank to the next, in the file's own units."""
    fills = []
    for row in rows:
        odometer = number_in(row.values.get("odometer", ""), decimal)
        if row.kind is RowKind.FUEL and odometer is not None and odometer > 0:
            fills.append((row.car, odometer, row.values))
    fills.sort(key=lambda fill: (fill[0], fill[1]))
    for (car, start, before), (same, end, values) in pairwise(fills):
        quantity = number_in(values.get("quantity", ""), decimal)
        stated = number_in(values.get("consumption", ""), None)
        if car != same or end <= start or not quantity or quantity < 0 or not stated or stated < 0:
            continue
        if not any(_is_partial(one) for one in (before, values)):
            yield end - start, quantity, stated


def _is_partial(values: Mapping[str, str]) -> bool:
    if answer_in(values.get("missed", "")):
        return True
    return answer_in(values.get("full", "1")) is False or answer_in(values.get("partial", "")) is True


def _needs_distance(file: RawFile) -> bool:
    return any(row.values.get("odometer") or row.values.get("due_odometer") for row in file.rows)


def _needs_volume(file: RawFile) -> bool:
    for row in file.rows:
        if row.kind is RowKind.FUEL and row.values.get("quantity"):
            unit = volume_in(row.values.get("unit", "").lower()) or file.hints.volume
            car = file.cars.get(row.car)
            fuel = fuel_named(row.values.get("energy", "")) or (car.energy if car is not None else None)
            if unit not in {"kWh", "kg"} and (fuel is None or unit_of(fuel) is FuelUnit.LITRE):
                return True
    return False


def _cells(file: RawFile, names: tuple[str, ...]) -> Iterable[str]:
    for row in file.rows:
        for name in names:
            text = row.values.get(name)
            if text:
                yield text
