"""What rows answer to a question about one's own logbook, in words."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from bot.views.names import services_text, short_name, vehicle_name
from core.domain.assistant.own_questions import Asked
from core.domain.money import Money
from core.domain.ownership import Span
from core.i18n import Rate, Translator
from core.services.own_answers import OwnAnswer
from core.services.vehicles import plate_of


def words(t: Translator, answer: OwnAnswer) -> str:
    """The answer as Telegram HTML."""
    return "\n".join(_KINDS[answer.question.asked](t, answer))


def _count(t: Translator, answer: OwnAnswer) -> list[str]:
    service = services_text(t, answer.question.services)
    return [t("own.count", service=service, whose=_whose(t, answer), n=answer.count), *_period(t, answer)]


def _vehicles(t: Translator, answer: OwnAnswer) -> list[str]:
    return [t("own.vehicles", n=answer.count)]


def _last(t: Translator, answer: OwnAnswer) -> list[str]:
    service = services_text(t, answer.question.services)
    if answer.empty or answer.day is None:
        about = t("own.about_vehicle", vehicle=_name(t, answer)) if answer.vehicle is not None else ""
        return [t("own.never", service=service, about=about)]
    head = t("own.last", service=service, vehicle=_name(t, answer))
    return [head, t("own.last_day", day=answer.day, ago=_ago(t, answer.months)), *_details(t, answer)]


def _details(t: Translator, answer: OwnAnswer) -> list[str]:
    """What else is known of a visit; what was asked for and is not known is said to be so."""
    aspect = answer.question.aspect
    lines: list[str] = []
    if answer.at_km is not None:
        lines.append(t("own.at_km", kilometres=answer.at_km))
    elif aspect in {"at_km", "since_km"}:
        lines.append(t("own.no_distance"))
    lines += [t("own.since_km", kilometres=answer.since_km)] if answer.since_km is not None else []
    if answer.sums:
        lines.append(t("own.price", sum=_sums(t, answer.sums)))
    elif aspect == "cost":
        lines.append(t("own.no_price"))
    if answer.text:
        lines.append(t("own.garage", garage=answer.text))
    elif aspect == "garage":
        lines.append(t("own.no_garage"))
    return lines


def _ago(t: Translator, months: int) -> str:
    if months < 1:
        return t.plain("own.this_month")
    years, rest = divmod(months, 12)
    if years == 0:
        return t.plain("own.months_ago", n=months)
    whole = t.plain("own.years_ago", n=years)
    return t.plain("own.years_months_ago", years=whole, months=rest) if rest else whole


def _next(t: Translator, answer: OwnAnswer) -> list[str]:
    service = services_text(t, answer.question.services)
    if answer.empty:
        return [t("own.no_next", service=service, vehicle=_name(t, answer))]
    head = t("own.next", service=service, vehicle=_name(t, answer))
    if answer.due_on is not None and answer.due_km is not None:
        lines: list[str] = [head, t("own.next_both", day=answer.due_on, kilometres=answer.due_km)]
    elif answer.due_km is not None:
        lines = [head, t("own.next_km", kilometres=answer.due_km)]
    else:
        lines = [head, t("own.next_day", day=answer.due_on)]
    if answer.expected_on is not None and answer.expected_on != answer.due_on:
        lines.append(t("own.next_expected", day=answer.expected_on))
    return lines


def _spent(t: Translator, answer: OwnAnswer) -> list[str]:
    question = answer.question
    lines: list[str] = [t("own.spent", what=_what(t, answer), whose=_whose(t, answer))]
    if answer.empty:
        return [*lines, t("own.nothing"), *_unpriced(t, answer)]
    lines.append(t("own.spent_sum", when=_when(t, question.span), sum=_sums(t, answer.sums)))
    if answer.quantities:
        lines.append(t("own.spent_quantity", quantities=_quantities(t, answer.quantities)))
    if question.category == "service":
        lines.append(t("own.visit_prices", n=answer.count - answer.unpriced))
    return [*lines, *_unpriced(t, answer)]


def _what(t: Translator, answer: OwnAnswer) -> str:
    category = answer.question.category
    if category == "service":
        what = services_text(t, answer.question.services)
    elif category in {"", "work", "fuel"}:
        what = t.plain(f"own.what_{category or 'all'}")
    else:
        what = t.plain(f"cost.{category}")
    garage = answer.question.garage
    return t.plain("own.at_garage", what=what, garage=garage) if garage else what


def _unpriced(t: Translator, answer: OwnAnswer) -> list[str]:
    return [t("own.unpriced", n=answer.unpriced)] if answer.unpriced else []


def _fills(t: Translator, answer: OwnAnswer) -> list[str]:
    quantities = [t("own.spent_quantity", quantities=_quantities(t, answer.quantities))] if answer.quantities else []
    if answer.question.asked is Asked.FILLS:
        when = _when(t, answer.question.span)
        return [t("own.count_when", when=when, n=answer.count, whose=_whose(t, answer)), *quantities]
    if answer.empty or answer.day is None:
        return [t("own.nothing")]
    lines: list[str] = [t("own.last_fill", vehicle=_name(t, answer)), t("own.last_fill_day", day=answer.day)]
    lines += [t("own.price", sum=_sums(t, answer.sums))] if answer.sums else []
    lines += [t("own.at_km", kilometres=answer.at_km)] if answer.at_km is not None else []
    lines += [t("own.station", garage=answer.text)] if answer.text else []
    return [*lines, *quantities]


def _biggest(t: Translator, answer: OwnAnswer) -> list[str]:
    if answer.empty:
        return [t("own.nothing")]
    lines: list[str] = [t("own.biggest", vehicle=_name(t, answer))]
    lines.append(t("own.biggest_sum", sum=_sums(t, answer.sums), day=answer.day))
    return [*lines, *([t("own.garage", garage=answer.text)] if answer.text else [])]


def _distance(t: Translator, answer: OwnAnswer) -> list[str]:
    if answer.empty:
        return [t("own.nothing")]
    name = _name(t, answer)
    if answer.question.asked is Asked.ODOMETER:
        day = [t("own.odometer_day", day=answer.day)] if answer.day is not None else []
        return [t("own.odometer", vehicle=name, kilometres=answer.at_km), *day]
    when = _when(t, answer.question.span)
    lines: list[str] = [t("own.driven", vehicle=name, when=when, kilometres=answer.since_km)]
    return [*lines, *([t("own.estimated")] if answer.estimated else [])]


def _consumption(t: Translator, answer: OwnAnswer) -> list[str]:
    if answer.empty:
        return [t("own.no_consumption", vehicle=_name(t, answer))]
    lines: list[str] = [t("own.consumption", vehicle=_name(t, answer))]
    for used in answer.rates:
        average = Rate(used.average, used.unit.value)
        tank = t.plain(f"tank.{used.tank}")
        lines.append(t("own.rate", tank=tank, average=average, kilometres=used.kilometres))
    return lines


def _fact(t: Translator, answer: OwnAnswer) -> list[str]:
    if answer.empty:
        return [t("own.nothing")]
    fact, vehicle = answer.question.fact, answer.vehicle
    value: str | date = answer.day if answer.day is not None else answer.text
    if fact == "plate" and vehicle is not None:
        value = plate_of(vehicle)
    return [t("own.fact", name=t.plain(f"own.fact_{fact}"), vehicle=_name(t, answer), value=value)]


def _period(t: Translator, answer: OwnAnswer) -> list[str]:
    return [_when(t, answer.question.span)] if answer.question.span is not None else []


def _when(t: Translator, span: Span | None) -> str:
    if span is None:
        return t.plain("own.when_all")
    whole = (span.start.month, span.start.day, span.end.month, span.end.day) == (1, 1, 12, 31)
    if whole and span.start.year == span.end.year:
        return t.plain("own.when_year", year=str(span.start.year))
    return t.plain("own.when_span", start=span.start, end=span.end)


def _name(t: Translator, answer: OwnAnswer) -> str:
    return vehicle_name(t, answer.vehicle) if answer.vehicle is not None else ""


def _whose(t: Translator, answer: OwnAnswer) -> str:
    return short_name(answer.vehicle) if answer.vehicle is not None else t.plain("own.all_vehicles")


def _sums(t: Translator, sums: Sequence[Money]) -> str:
    return " + ".join(t.plain("own.amount", amount=amount) for amount in sums)


def _quantities(t: Translator, quantities: Sequence[tuple[str, Decimal]]) -> str:
    return " + ".join(t.plain("own.quantity", quantity=quantity, unit=unit) for unit, quantity in quantities)


_KINDS: Mapping[Asked, Callable[[Translator, OwnAnswer], list[str]]] = {
    Asked.LAST: _last,
    Asked.NEXT: _next,
    Asked.SPENT: _spent,
    Asked.COUNT: _count,
    Asked.FILLS: _fills,
    Asked.LAST_FILL: _fills,
    Asked.BIGGEST: _biggest,
    Asked.ODOMETER: _distance,
    Asked.DRIVEN: _distance,
    Asked.CONSUMPTION: _consumption,
    Asked.FACT: _fact,
    Asked.VEHICLES: _vehicles,
}
