"""Figures of a vehicle in words: how fuel prices went, what owning it costs."""

from bot.callbacks import OpenVehicle
from bot.context import BotContext
from bot.cost_callbacks import OpenCosts, OpenFigures, OpenFuel, SetTariff
from bot.screens import Button, Screen
from bot.views.fuel import quantity_text
from bot.views.names import vehicle_name
from core.domain.energy import Energy, energy_name, plugs_in
from core.domain.fuel import FuelUnit
from core.domain.fuel_prices import ChargeShare, PriceTrend
from core.domain.money import UnitPrice
from core.domain.ownership import CurrencyCost, Ownership, Period
from core.i18n import Translator
from core.models import HomeTariff
from core.services.fuel_figures import FuelPrices
from core.services.ownership import OwnershipData

MONTHS_SHOWN = 6


def prices(context: BotContext, found: FuelPrices, tariff: HomeTariff | None) -> Screen:
    """How the prices of each fuel went, and what charging cost where."""
    t, vehicle = context.t, found.vehicle
    lines: list[str] = [t("prices.title", vehicle=vehicle_name(t, vehicle))]
    if not found.trends:
        lines += ["", t("prices.none")]
    for trend in found.trends:
        lines += ["", *_trend(t, trend)]
    if found.charges:
        lines += ["", t("prices.charges"), *(_share(t, share) for share in found.charges)]
    if tariff is not None and _charges(found):
        price = UnitPrice(tariff.unit_price, tariff.currency)
        lines += ["", t("prices.tariff", price=price, unit=FuelUnit.KWH.value)]
    rows = [[Button(t.plain("prices.set_tariff"), SetTariff(vehicle.id))]] if _charges(found) else []
    rows.append([Button(t.plain("fuel.back"), OpenFuel(vehicle.id))])
    return Screen("\n".join(lines), rows)


def ownership(context: BotContext, data: OwnershipData) -> Screen:
    """What owning the vehicle costs, by category, per month and per kilometre."""
    t, vehicle, found = context.t, data.vehicle, data.found
    lines: list[str] = [t("ownership.title", vehicle=vehicle_name(t, vehicle)), _span(t, data)]
    if not found.costs:
        lines += ["", t("ownership.none")]
    for cost in found.costs:
        lines += ["", *_cost(t, cost, found)]
    if found.costs and found.distance is None:
        lines += ["", t("ownership.no_distance")]
    periods = [Button(_period(t, period, data.period), OpenFigures(period.value, vehicle.id)) for period in Period]
    rows = [periods, [Button(t.plain("costs.back"), OpenCosts(vehicle.id))]]
    rows.append([Button(t.plain("vehicle.open"), OpenVehicle(vehicle.id))])
    return Screen("\n".join(lines), rows)


def _trend(t: Translator, trend: PriceTrend) -> list[str]:
    unit, currency = trend.unit.value, trend.currency
    last = UnitPrice(trend.last.price, currency)
    lines: list[str] = [t("prices.fuel", fuel=t.plain(energy_name(trend.energy)), price=last, unit=unit)]
    if trend.change is not None:
        key = "prices.dearer" if trend.change > 0 else "prices.cheaper" if trend.change < 0 else "prices.same"
        lines.append(t(key, change=abs(trend.change)))
    if trend.cheapest.price != trend.dearest.price:
        lines.append(t("prices.cheapest", price=UnitPrice(trend.cheapest.price, currency), day=trend.cheapest.day))
        lines.append(t("prices.dearest", price=UnitPrice(trend.dearest.price, currency), day=trend.dearest.day))
    if len(trend.months) > 1:
        lines.append(t("prices.by_month"))
        lines += [
            t("prices.month", month=one.month, price=UnitPrice(one.average, currency))
            for one in trend.months[-MONTHS_SHOWN:]
        ]
    return lines


def _share(t: Translator, share: ChargeShare) -> str:
    place = t.plain(f"fill.place_{share.place or 'unknown'}")
    quantity = quantity_text(t, share.quantity_milli, FuelUnit.KWH.value)
    if share.average is None:
        return t("prices.share", place=place, n=share.charges, quantity=quantity)
    price = UnitPrice(share.average, share.currency)
    line = t("prices.share_priced", place=place, n=share.charges, quantity=quantity, price=price, unit="kWh")
    return f"{line} {t('prices.unpriced', n=share.unpriced)}" if share.unpriced else line


def _charges(found: FuelPrices) -> bool:
    """Whether the vehicle is charged."""
    return bool(found.charges) or (bool(found.vehicle.energy) and plugs_in(Energy(found.vehicle.energy or "")))


def _span(t: Translator, data: OwnershipData) -> str:
    span, distance = data.found.span, data.found.distance
    if distance is None:
        return t("ownership.span", start=span.start, end=span.end)
    key = "ownership.span_about" if distance.estimated else "ownership.span_driven"
    return t(key, start=span.start, end=span.end, kilometres=distance.kilometres)


def _cost(t: Translator, cost: CurrencyCost, found: Ownership) -> list[str]:
    lines: list[str] = [t("ownership.running", total=cost.running)]
    lines += [
        t("ownership.category", category=t.plain(f"cost.{category}"), amount=amount)
        for category, amount in cost.categories
    ]
    lines.append(t("ownership.per_month", amount=cost.per_month))
    if cost.per_km is not None and found.distance is not None:
        lines.append(t("ownership.per_km", price=UnitPrice(cost.per_km, cost.currency)))
    if cost.purchase is not None:
        lines.append(t("ownership.purchase", amount=cost.purchase))
    if cost.sale is not None:
        lines.append(t("ownership.sale", amount=cost.sale))
    if cost.purchase is not None or cost.sale is not None:
        lines.append(t("ownership.whole", amount=cost.whole))
    return lines


def _period(t: Translator, period: Period, shown: Period) -> str:
    label = t.plain(f"ownership.period_{period}")
    return t.plain("ownership.shown", period=label) if period is shown else label
