"""What a line is about, from the words and numbers that were found in it."""

import re
from collections.abc import Set
from decimal import Decimal
from typing import Final

from core.domain.distance import HIGHEST_KILOMETRES
from core.domain.entry import manner
from core.domain.entry.bare_numbers import LOWEST_ODOMETER, as_kilometres, is_year, plain_numbers
from core.domain.entry.cost_words import cost_of, is_weak, subscription_of
from core.domain.entry.entry_types import NOTHING, Ask, Entry, EntryKind, QuantityUnit
from core.domain.entry.fuel_line import read_fill
from core.domain.entry.fuel_words import fullness, is_electric, is_strong, names_energy
from core.domain.entry.garage_names import is_chain, is_station
from core.domain.entry.measures import Measure, Measured
from core.domain.entry.near_misses import doubts_of
from core.domain.entry.said import Said
from core.domain.entry.strange_words import ask_for_day, has_more_work, unknown
from core.domain.entry.sums import Sums, is_reading, read_sums
from core.domain.entry.tokens import Role
from core.domain.entry.work_words import services_in
from core.domain.recurring import CostType
from core.domain.service_types import ServiceType
from core.domain.usual_units import usual

_NAMES_ODOMETER: Final = re.compile(r"compteur|kilometrage|odo(?:metre|meter)?(?![a-z])|mileage")
# What is paid for month after month by this name is where the car stands.
_HOUSED: Final = re.compile(r"(?<![a-z])(?:garage|box)(?![a-z])")
_PART: Final = re.compile(
    r"(?<![a-z])(?:courroies?|galets?|pompes?|joints?|soufflets?|belts?|gaskets?|pumps?|seals?|bearings?|filtres?"
    r"|filters?|moteur|engine|liquides?|fluids?)(?![a-z])"
)
# Where these were paid is a place.
_PLACED: Final = frozenset({CostType.PARKING, CostType.TOLL, CostType.FINE, CostType.TAX})
_LONGEST_TRIP: Final = 3_000
_LONGEST_TANK: Final = 1_500


def decided(said: Said) -> Entry:
    """Decide what the line is about, and put its entry together."""
    if manner.is_trade(said.flat) and not said.work:
        return NOTHING
    if manner.is_denied(said.flat) and not _is_settled(said):
        return NOTHING
    cost = subscription_of(said.flat) or cost_of(said.line.flat)
    if cost is not None and _is_cost(said, *cost):
        return _cost(said, *cost)
    if _is_fuel(said):
        return _fuel(said)
    if said.services:
        return _maintenance(said) if _is_told(said) else NOTHING
    return _without_words(said)


def _is_settled(said: Said) -> bool:
    """Whether something was paid or done all the same: "pas fait le plein, 20 €"."""
    cost = cost_of(said.line.flat)
    fined = cost is not None and cost[0] is CostType.FINE  # for what was not paid
    return bool(said.of(Measured.MONEY, Measured.QUANTITY)) and (fined or not manner.is_unpaid(said.flat))


def _is_cost(said: Said, kind: CostType, words: re.Match[str]) -> bool:
    """Whether the words of a cost win over those of work and of fuel in the same line."""
    if kind is CostType.CHARGING_SUBSCRIPTION:
        return True
    strong = is_strong(said.line.flat)
    if is_weak(kind, words.group()):
        filled = bool(said.of(Measured.QUANTITY)) and names_energy(said.line.flat) is not None
        return not said.work and strong is None and not filled
    before = said.line.flat[: words.start()]
    worked = [service for service in services_in(before.replace("~", " ")) if service is not ServiceType.WASH]
    return not worked and (strong is None or words.start() < strong.start())


def _is_fuel(said: Said) -> bool:
    """Whether the line speaks of a fill-up or a charge."""
    flat = said.line.flat
    quantities, monies = said.of(Measured.QUANTITY), said.of(Measured.MONEY)
    if said.work:
        charged = any(measure.unit == "kWh" for measure in quantities)
        strong = is_strong(flat)
        first = strong is not None and not services_in(flat[: strong.start()].replace("~", " "))
        return charged or (first and bool(quantities))
    if manner.is_plan(said.flat) or (manner.is_complaint(said.flat) and not monies):
        return False
    if _is_range_of_tank(said):
        return False
    if is_strong(flat):
        return bool(said.of(*Measured)) or unknown(said) == 0
    if names_energy(flat):
        if len(said.line.tokens) == 1:
            return True  # « essence », all by itself, is not the smell of it
        return bool(quantities or monies or said.of(Measured.PRICE)) or bool(
            said.of(Measured.BARE) and not unknown(said)
        )
    return _is_fill_by_numbers(said, quantities, monies)


def _is_range_of_tank(said: Said) -> bool:
    """Whether it is told how far a tank went: "430 km avec un plein"."""
    distances = [measure.value or 0 for measure in said.of(Measured.DISTANCE)]
    paid = said.of(Measured.MONEY, Measured.QUANTITY, Measured.PRICE, Measured.BARE)
    return bool(distances) and max(distances) < _LONGEST_TANK and not paid


def _is_fill_by_numbers(said: Said, quantities: list[Measure], monies: list[Measure]) -> bool:
    """Whether the numbers alone say it: a quantity and its price, or an amount and a pump's price."""
    if said.garage and is_station(said.garage) and (monies or quantities) and not unknown(said):
        return True
    liquid = [measure for measure in quantities if measure.unit != "kg"]
    priced = [m for m in said.of(Measured.BARE, Measured.MONEY) if m.marked] + said.of(Measured.PRICE)
    if liquid and (monies or priced or unknown(said) == 0):
        return True
    pump = [measure for measure in priced if re.search(r"[.,][0-9]{3}$", measure.typed)]
    return bool(pump) and bool(set(map(_place, monies)) - set(map(_place, pump)))


def _place(measure: Measure) -> int:
    return measure.place


def _is_told(said: Said) -> bool:
    """Whether words of work tell of work that was done, and not of a plan, a trouble or an opinion."""
    numbers = said.of(Measured.MONEY, Measured.BARE)
    if not numbers and not services_in(said.line.said(meant=True)):
        return False  # a size or a grade alone names a part, and no work
    if manner.is_trade(said.flat) and not manner.is_done(said.flat):
        return False
    if manner.is_plan(said.flat):
        before = manner.before_next(said.flat)
        told = manner.is_done(said.flat) or (bool(services_in(before)) and not manner.is_plan(before))
        return bool(said.of(Measured.MONEY)) and told
    if (manner.is_complaint(said.flat) or manner.is_offer(said.flat)) and not _is_priced(said):
        return False
    if numbers or said.of(Measured.DISTANCE) or said.garage or manner.is_gift(said.flat):
        return True
    strange = unknown(said)
    return strange == 0 or (strange <= 2 and said.day_said) or manner.is_done(said.flat) or manner.is_new(said.flat)


def _is_priced(said: Said) -> bool:
    return bool(said.of(Measured.MONEY)) or manner.is_gift(said.flat)


def _maintenance(said: Said) -> Entry:
    sums = read_sums(said.line, said.flat, said.measures, is_work=True)
    _take_gift(said, sums)
    ask_for_day(said)
    ask = (
        said.ask | sums.ask | doubts_of(said) | ({Ask.SERVICES} if not said.services or has_more_work(said) else set())
    )
    return Entry(
        EntryKind.MAINTENANCE,
        day=said.day,
        amount=sums.amount,
        currency=sums.currency,
        odometer_km=sums.odometer_km,
        services=said.services,
        garage=said.garage,
        ask=_in_order(ask),
    )


def _take_gift(said: Said, sums: Sums) -> None:
    """What was a gift cost nothing, where no number says otherwise."""
    if sums.amount is None and not said.of(Measured.MONEY) and Ask.AMOUNT not in sums.ask and manner.is_gift(said.flat):
        sums.amount, sums.currency = Decimal(0), usual().currency


def _cost(said: Said, kind: CostType, words: re.Match[str]) -> Entry:
    sums = read_sums(said.line, said.flat, said.measures, is_work=False)
    _take_gift(said, sums)
    asked = sums.amount is None
    if asked and not sums.ask and _is_no_cost(said, kind):
        return NOTHING
    if asked:
        sums.ask.add(Ask.AMOUNT)
    return Entry(
        EntryKind.COST,
        day=said.day,
        amount=sums.amount,
        currency=sums.currency,
        odometer_km=sums.odometer_km,
        cost_type=kind,
        garage=said.garage if said.garage and _is_seller(said.garage, kind, words.group()) else None,
        repeat=said.repeat,
        ask=_in_order(said.ask | sums.ask | (doubts_of(said) & {Ask.DATE})),
    )


def _is_seller(name: str, kind: CostType, words: str) -> bool:
    """Whether a name is that of who was paid: who parks at a station or at an airport did not pay these."""
    if is_station(name) or words in name:
        return False
    return is_chain(name) or kind not in _PLACED


def _is_no_cost(said: Said, kind: CostType) -> bool:
    """Whether the words of a cost, without an amount, only speak of it."""
    masked = Role.MASKED in said.line.roles
    spoken_of = manner.is_plan(said.flat) or manner.is_complaint(said.flat) or kind is CostType.OTHER
    return masked or spoken_of or unknown(said) > 0


def _fuel(said: Said) -> Entry:
    unit: QuantityUnit = "kWh" if is_electric(said.flat) else "l"
    fill = read_fill([m for m in said.measures if m.kind is not Measured.DISTANCE], unit)
    sums = read_sums(said.line, said.flat, said.of(Measured.DISTANCE), is_work=True)
    if fill.amount is None and not said.of(Measured.MONEY) and manner.is_gift(said.flat):
        fill.amount, fill.currency = Decimal(0), usual().currency
        fill.ask.discard(Ask.AMOUNT)
    ask_for_day(said)
    asked = said.ask | (doubts_of(said) & {Ask.DATE}) | fill.ask | (sums.ask & {Ask.ODOMETER})
    return Entry(
        EntryKind.FUEL,
        day=said.day,
        amount=fill.amount,
        currency=fill.currency if fill.amount is not None else None,
        odometer_km=sums.odometer_km if sums.odometer_km is not None else fill.odometer_km,
        quantity=fill.quantity,
        quantity_unit=fill.unit if fill.quantity is not None else None,
        unit_price=fill.price,
        full=fullness(said.flat),
        garage=said.garage,
        ask=_in_order(asked),
    )


def _without_words(said: Said) -> Entry:
    """A line that names no work, fuel or cost: a mileage, a visit to a garage, or nothing of ours."""
    if manner.is_plan(said.flat) or manner.is_complaint(said.flat):
        return NOTHING
    housed = _HOUSED.search(said.line.flat)
    if said.repeat and housed and said.garage is None and said.of(Measured.MONEY, Measured.BARE):
        return _cost(said, CostType.PARKING, housed)
    return _paid(said) if said.of(Measured.MONEY) else _shown(said)


def _paid(said: Said) -> Entry:
    """Something was paid, and nobody says for what."""
    visited = said.garage is not None and said.works
    if manner.is_repair(said.flat) and not manner.is_trade(said.flat):
        if not (unknown(said) or _names_part(said)):
            said.services = (ServiceType.OTHER_REPAIR,)
        return _maintenance(said)
    told = visited or _names_part(said) or (said.of(Measured.DISTANCE) and not unknown(said))
    return _maintenance(said) if told else NOTHING


def _names_part(said: Said) -> bool:
    """Whether a part was paid for that could belong to several kinds of work: "courroie 480€"."""
    return _PART.search(said.line.flat) is not None and not manner.is_trade(said.flat)


def _shown(said: Said) -> Entry:
    """Perhaps what the odometer shows."""
    distances = said.of(Measured.DISTANCE)
    if distances and (said.repeat or not all(is_reading(said.line, measure) for measure in distances)):
        return NOTHING
    named = _NAMES_ODOMETER.search(said.flat) is not None
    if unknown(said) > (2 if named else 0):
        return NOTHING
    bare = plain_numbers(said.line, said.measures, counts=True)
    if distances:
        if manner.is_trip(said.flat) and all((measure.value or 0) < _LONGEST_TRIP for measure in distances):
            return NOTHING
        torn = [None for measure in bare if not is_year(measure)]
        return _odometer(said, {measure.value for measure in distances}.union(torn))
    kilometres = {as_kilometres(measure) for measure in bare if not is_year(measure)}
    if len(bare) == 1 and all(value is not None and value >= LOWEST_ODOMETER for value in kilometres) and kilometres:
        return _odometer(said, kilometres)
    return NOTHING


def _odometer(said: Said, values: Set[Decimal | int | None]) -> Entry:
    value = next(iter(values)) if len(values) == 1 else None
    if value is not None and value > HIGHEST_KILOMETRES:
        value = None
    ask = said.ask | (set() if value is not None else {Ask.ODOMETER})
    return Entry(
        EntryKind.ODOMETER,
        day=said.day,
        odometer_km=int(value) if value is not None else None,
        ask=_in_order(ask),
    )


def _in_order(ask: set[Ask]) -> tuple[Ask, ...]:
    return tuple(field_ for field_ in Ask if field_ in ask)
