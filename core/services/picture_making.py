"""Figures to pictures and the words under them, in a person's language."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from core.domain.consumption import Consumption
from core.domain.money import Money, UnitPrice
from core.domain.ownership import Period, Span
from core.domain.picture import Bar, Bars, Curve, KeyFigure, Picture, Series, Stacked
from core.domain.statistics import Slot, SpendGroup, Spending, group_of, spending
from core.i18n import Rate, Translator
from core.i18n.formats import distance_in, rate_in
from core.models import Vehicle
from core.services.figures_read import VehicleFigures
from core.services.vehicles import plate_of

MOST_BARS, MOST_POINTS = 8, 400
_TONES: Final = {SpendGroup.ENERGY: 0, SpendGroup.WORK: 1, SpendGroup.INSURANCE: 2, SpendGroup.OTHER: 3}


def captioned(
    t: Translator, view: str, period: Period, dark: bool, figures: Sequence[VehicleFigures], today: date
) -> tuple[Picture | None, str]:
    """The picture and its caption (HTML); no picture where there is nothing to draw."""
    match view:
        case "driving":
            return _driving(t, period, dark, figures)
        case "fleet":
            return _fleet(t, period, dark, figures, today)
        case _:
            return _costs(t, period, dark, figures)


def _costs(t: Translator, period: Period, dark: bool, figures: Sequence[VehicleFigures]) -> tuple[Picture | None, str]:
    span = _whole_span(figures)
    spent = [expense for one in figures for expense in one.expenses]
    sums = spending(spent, span) if span is not None else ()
    if span is None or not sums:
        return None, t("stats.no_costs", what=_what(t, figures))
    first = sums[0]
    per_month, per_km = _rates(figures, first.currency, span)
    shown = [KeyFigure(t.plain("stats.spent"), t.plain("value.money", amount=Money(first.total, first.currency)))]
    shown.append(KeyFigure(t.plain("stats.per_month"), t.plain("value.money", amount=per_month)))
    if per_km is not None:
        shown.append(KeyFigure(t.plain("stats.per_km"), t.plain("stats.rate", price=UnitPrice(per_km, first.currency))))
    series = tuple(
        Series(t.plain(f"stats.group_{group}"), first.groups[group], _TONES[group])
        for group in SpendGroup
        if any(first.groups[group])
    )
    width = first.slots[0].months
    stacked = Stacked(
        t.plain(f"stats.by_{width}"), tuple(_slot(t, slot) for slot in first.slots), series, first.currency
    )
    picture = Picture(
        _what(t, figures),
        t.plain("stats.span", period=t.plain(f"ownership.period_{period}"), start=span.start, end=span.end),
        t.language,
        dark,
        tuple(shown),
        (stacked,),
        (Bars(t.plain("stats.by_category"), _category_bars(t, first)),),
    )
    lines = [t("stats.caption_costs", what=_what(t, figures), total=Money(first.total, first.currency))]
    lines.append(t("stats.caption_month", amount=per_month))
    if per_km is not None:
        lines.append(t("stats.caption_km", price=UnitPrice(per_km, first.currency)))
    category, cents = first.categories[0]
    lines.append(t("stats.caption_most", what=_category(t, category), amount=Money(cents, first.currency)))
    lines += [t("stats.caption_other", amount=Money(other.total, other.currency)) for other in sums[1:3]]
    return picture, "\n".join(lines)


def _driving(
    t: Translator, period: Period, dark: bool, figures: Sequence[VehicleFigures]
) -> tuple[Picture | None, str]:
    one = max(figures, key=lambda figure: len(figure.readings), default=None)
    if one is None:
        return None, t("stats.no_driving", what=_what(t, figures))
    curves: list[Curve] = []
    shown: list[KeyFigure] = []
    lines: list[str] = [t("stats.caption_driving", what=_what(t, [one]))]
    if len(one.readings) > 1:
        curves.append(mileage_curve(t, one.readings))
        shown.append(
            KeyFigure(t.plain("stats.at_odometer"), t.plain("value.kilometres", kilometres=one.readings[-1][1]))
        )
    distance = one.found.distance
    if distance is not None:
        pace = int(Decimal(distance.kilometres) / one.span.months)
        shown.append(KeyFigure(t.plain("stats.per_month"), t.plain("value.kilometres", kilometres=pace)))
        lines.append(t("stats.caption_pace", kilometres=distance.kilometres, pace=pace))
    for used in one.used[:2]:
        curve = _consumption(t, used, one.span)
        if curve is not None:
            curves.append(curve)
            rate = Rate(used.average, used.unit.value)
            average, unit = rate_in(rate, t.units)
            shown.append(KeyFigure(unit, t.plain("stats.number", value=average.quantize(Decimal("0.1")))))
            lines.append(t("stats.caption_used", used=rate))
    curves += _prices(t, one)
    if not curves:
        return None, t("stats.no_driving", what=_what(t, [one]))
    picture = Picture(
        _what(t, [one]),
        t.plain("stats.span", period=t.plain(f"ownership.period_{period}"), start=one.span.start, end=one.span.end),
        t.language,
        dark,
        tuple(shown),
        curves=tuple(curves[:4]),
    )
    return picture, "\n".join(lines)


def _fleet(
    t: Translator, period: Period, dark: bool, figures: Sequence[VehicleFigures], today: date
) -> tuple[Picture | None, str]:
    span = _whole_span(figures)
    sums = spending([expense for one in figures for expense in one.expenses], span) if span is not None else ()
    if span is None or not sums:
        return None, t("stats.no_costs", what=t.plain("stats.fleet"))
    first = sums[0]
    rows = sorted(((_total(one, first.currency), one) for one in figures), key=lambda row: -row[0])
    bars = tuple(
        Bar(_short(t, one.vehicle), cents, t.plain("value.money", amount=Money(cents, first.currency)), place)
        for place, (cents, one) in enumerate(rows[:MOST_BARS])
    )
    per_km = tuple(_per_km_bars(t, rows, first.currency))
    panels = [Bars(t.plain("stats.fleet_costs"), bars)]
    if per_km:
        panels.append(Bars(t.plain("stats.fleet_km"), per_km))
    per_month, rate = _rates(figures, first.currency, span)
    shown = [
        KeyFigure(t.plain("stats.spent"), t.plain("value.money", amount=Money(first.total, first.currency))),
        KeyFigure(t.plain("stats.per_month"), t.plain("value.money", amount=per_month)),
    ]
    if rate is not None:
        shown.append(KeyFigure(t.plain("stats.per_km"), t.plain("stats.rate", price=UnitPrice(rate, first.currency))))
    subtitle = t.plain("stats.span", period=t.plain(f"ownership.period_{period}"), start=span.start, end=span.end)
    picture = Picture(
        t.plain("stats.fleet_title", n=len(figures)), subtitle, t.language, dark, tuple(shown), (), tuple(panels)
    )
    lines: list[str] = [t("stats.caption_costs", what=t.plain("stats.fleet"), total=Money(first.total, first.currency))]
    lines += [_about(t, one, cents, first.currency, today) for cents, one in rows[:MOST_BARS]]
    return picture, "\n".join(lines)[:1_000]


def _per_km_bars(t: Translator, rows: Sequence[tuple[int, VehicleFigures]], currency: str) -> list[Bar]:
    bars = []
    for place, (_, one) in enumerate(rows[:MOST_BARS]):
        rate = next((cost.per_km for cost in one.found.costs if cost.currency == currency), None)
        if rate:
            text = t.plain("stats.rate", price=UnitPrice(rate, currency))
            bars.append(Bar(_short(t, one.vehicle), int(rate * 1000), text, place))
    return bars


def _about(t: Translator, one: VehicleFigures, cents: int, currency: str, today: date) -> str:
    vehicle = one.vehicle
    parts: list[str] = [t("stats.fleet_row", what=_short(t, vehicle), amount=Money(cents, currency))]
    if vehicle.kilometres is not None:
        parts.append(t("stats.fleet_mileage", kilometres=vehicle.kilometres))
    if vehicle.first_registered_on is not None:
        years = int((today - vehicle.first_registered_on).days / 365.25)
        parts.append(t("stats.fleet_age", n=years))
    return " · ".join(parts)


def _rates(figures: Sequence[VehicleFigures], currency: str, span: Span) -> tuple[Money, Decimal | None]:
    """What a month and a kilometre cost, over the vehicles whose distance is known."""
    total = sum(_total(one, currency) for one in figures)
    per_month = Money(total, currency).times(1 / span.months)
    known = [one for one in figures if one.found.distance is not None]
    driven = sum(one.found.distance.kilometres for one in known if one.found.distance is not None)
    cents = sum(_total(one, currency) for one in known)
    return per_month, (Decimal(cents) / 100 / driven).quantize(Decimal("0.001")) if driven else None


def _total(one: VehicleFigures, currency: str) -> int:
    return sum(expense.amount.cents for expense in one.expenses if expense.amount.currency == currency)


def mileage_curve(t: Translator, readings: Sequence[tuple[date, int]]) -> Curve:
    """What the odometer showed, in the unit the person reads."""
    points = [(day.toordinal(), int(distance_in(kilometres, t.units) * 1000)) for day, kilometres in readings]
    return Curve(t.plain("stats.mileage"), *_apart(_thinned(points)), t.units.distance)


def _consumption(t: Translator, used: Consumption, span: Span) -> Curve | None:
    unit = used.unit.value
    # A leg that used nothing is in none of the units that divide by it.
    legs = [leg for leg in used.legs if leg.ended_on in span and leg.per_100_km]
    points = [(leg.ended_on.toordinal(), int(rate_in(Rate(leg.per_100_km, unit), t.units)[0] * 1000)) for leg in legs]
    if len(points) < 2:
        return None
    average, named = rate_in(Rate(used.average, unit), t.units)
    label = t.plain("stats.average", value=average.quantize(Decimal("0.1")))
    title = t.plain("stats.consumption", unit=named)
    return Curve(title, *_apart(_thinned(points)), named.partition("/")[0], 1, int(average * 1000), label)


def _prices(t: Translator, one: VehicleFigures) -> list[Curve]:
    """The price of the fuel that was bought most."""
    by_fuel: dict[tuple[str, str, str], list[tuple[int, int]]] = {}
    for point in one.prices:
        key = (point.fuel, point.unit, point.currency)
        by_fuel.setdefault(key, []).append((point.day.toordinal(), int(point.price * 1000)))
    if not by_fuel:
        return []
    (fuel, unit, currency), points = max(by_fuel.items(), key=lambda item: len(item[1]))
    if len(points) < 2:
        return []
    title = t.plain("stats.prices", fuel=t.plain(f"energy.{fuel}"), unit=unit, currency=currency)
    return [Curve(title, *_apart(_thinned(points)), currency, 2)]


def _thinned(points: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """At most so many points, the first and the last among them."""
    if len(points) <= MOST_POINTS:
        return points
    step = len(points) / MOST_POINTS
    return [points[int(place * step)] for place in range(MOST_POINTS)] + points[-1:]


def _apart(points: list[tuple[int, int]]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return tuple(day for day, _ in points), tuple(value for _, value in points)


def _category_bars(t: Translator, found: Spending) -> tuple[Bar, ...]:
    shown, rest = found.categories[:MOST_BARS], sum(cents for _, cents in found.categories[MOST_BARS:])
    bars = [
        Bar(
            _category(t, name),
            cents,
            t.plain("value.money", amount=Money(cents, found.currency)),
            _TONES[group_of(name)],
        )
        for name, cents in shown
    ]
    if rest:
        amount = t.plain("value.money", amount=Money(rest, found.currency))
        bars.append(Bar(t.plain("stats.the_rest"), rest, amount, _TONES[SpendGroup.OTHER]))
    return tuple(bars)


def _category(t: Translator, name: str) -> str:
    return t.plain(name if "." in name else f"cost.{name}")


def _slot(t: Translator, slot: Slot) -> str:
    match slot.months:
        case 1:
            return t.plain("stats.slot_month", day=slot.start)
        case 3:
            return t.plain("stats.slot_quarter", quarter=(slot.start.month - 1) // 3 + 1, year=f"{slot.start:%y}")
        case _:
            return str(slot.start.year)


def _whole_span(figures: Sequence[VehicleFigures]) -> Span | None:
    if not figures:
        return None
    return Span(min(one.span.start for one in figures), max(one.span.end for one in figures))


def _what(t: Translator, figures: Sequence[VehicleFigures]) -> str:
    if len(figures) == 1:
        return _short(t, figures[0].vehicle)
    return t.plain("stats.fleet")


def _short(t: Translator, vehicle: Vehicle) -> str:
    model = " ".join(part for part in (vehicle.make, vehicle.model) if part)
    plate = plate_of(vehicle) or None
    return vehicle.nickname or model or plate or t.plain("vehicle.unnamed")
