"""What was done on a vehicle and what it cost, in words."""

from collections import defaultdict
from collections.abc import Iterable

from bot.callbacks import OpenHistory, OpenVehicle
from bot.context import BotContext
from bot.screens import Button, Screen
from bot.views.names import vehicle_name
from core.domain.cost_categories import CostCategory, category_name
from core.domain.money import Money
from core.i18n import Translator
from core.services.history import CostSum, Summary

YEARS = 8


def page(context: BotContext, found: Summary) -> Screen:
    """All in all, by kind of cost, by year."""
    t, vehicle = context.t, found.vehicle
    rows = [
        [Button(t.plain("menu.history"), OpenHistory(vehicle.id))],
        [Button(t.plain("vehicle.open"), OpenVehicle(vehicle.id))],
    ]
    if not found.sums:
        return Screen(t("summary.none", vehicle=vehicle_name(t, vehicle)), rows)
    lines: list[str] = [t("summary.title", vehicle=vehicle_name(t, vehicle)), _line(t, t("summary.all"), found.sums)]
    by_category: dict[CostCategory, list[CostSum]] = defaultdict(list)
    by_year: dict[int, list[CostSum]] = defaultdict(list)
    for one in found.sums:
        by_category[one.category].append(one)
        by_year[one.year].append(one)
    lines += ["", t("summary.by_category")]
    lines += [_line(t, t(category_name(c)), by_category[c]) for c in CostCategory if c in by_category]
    lines += ["", t("summary.by_year")]
    lines += [_line(t, str(year), by_year[year]) for year in sorted(by_year, reverse=True)[:YEARS]]
    return Screen("\n".join(lines), rows)


def _line(t: Translator, name: str, sums: Iterable[CostSum]) -> str:
    """How many, what they came to and on average, each currency by itself."""
    rows = list(sums)
    count = sum(one.records for one in rows)
    by_currency: dict[str, tuple[int, int]] = {}
    for one in rows:
        priced, cents = by_currency.get(one.total.currency, (0, 0))
        by_currency[one.total.currency] = (priced + one.priced, cents + one.total.cents)
    amounts = [
        t("summary.amount", total=Money(cents, currency), average=Money(round(cents / priced), currency))
        for currency, (priced, cents) in by_currency.items()
        if priced
    ]
    return t("summary.line", name=name, n=count) + "".join(f" · {amount}" for amount in amounts)
