from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from core.domain.consumption import Fill
from core.domain.energy import Energy
from core.domain.fuel import FillPlace, FuelUnit, total_of
from core.domain.fuel_prices import charge_shares, price_trends

TODAY = date(2026, 11, 26)


def bought(day: date, litres: int, price: str | None, currency: str = "EUR", energy: Energy = Energy.DIESEL) -> Fill:
    unit_price = Decimal(price) if price is not None else None
    cents = total_of(litres * 1000, unit_price) if unit_price is not None else None
    return Fill(day, energy, FuelUnit.LITRE, litres * 1000, total_cents=cents, currency=currency, unit_price=unit_price)


def charged(place: FillPlace | None, watt_hours: int, cents: int | None) -> Fill:
    return Fill(TODAY, Energy.ELECTRIC, FuelUnit.KWH, watt_hours, total_cents=cents, place=place)


def test_a_trend_has_months_by_what_was_filled_the_extremes_and_the_last_change() -> None:
    fills = [
        bought(date(2026, 9, 3), 10, "1.600"), bought(date(2026, 9, 20), 30, "1.800"),
        bought(date(2026, 10, 9), 40, "1.700"), bought(date(2026, 11, 2), 40, "1.785"),
        bought(date(2026, 11, 9), 9, None),
    ]  # fmt: skip
    (trend,) = price_trends(fills[::-1], TODAY)
    # September: 10 l at 1.60 and 30 l at 1.80 are 70 € for 40 l.
    assert [(one.month, one.average) for one in trend.months] == [
        (date(2026, 9, 1), Decimal("1.750")), (date(2026, 10, 1), Decimal("1.700")),
        (date(2026, 11, 1), Decimal("1.785")),
    ]  # fmt: skip
    assert (trend.cheapest.price, trend.dearest.price) == (Decimal("1.600"), Decimal("1.800"))
    assert (trend.last.price, trend.change) == (Decimal("1.785"), Decimal("0.050"))


def test_fuels_and_currencies_have_their_own_trend_the_latest_first() -> None:
    fills = [
        bought(date(2026, 9, 1), 40, "1.700"), bought(date(2026, 10, 1), 40, "1.900", "CHF"),
        bought(date(2026, 8, 1), 40, "0.800", energy=Energy.ETHANOL),
    ]  # fmt: skip
    found = [(trend.energy, trend.currency, trend.change) for trend in price_trends(fills, TODAY)]
    assert found == [(Energy.DIESEL, "CHF", None), (Energy.DIESEL, "EUR", None), (Energy.ETHANOL, "EUR", None)]


def test_charges_are_told_apart_by_place_and_those_without_a_price_count_no_price() -> None:
    fills = [
        charged(FillPlace.HOME, 20_000, 400), charged(FillPlace.HOME, 30_000, None),
        charged(FillPlace.PUBLIC, 40_000, 2_000), charged(None, 10_000, None), charged(FillPlace.PUBLIC, 10_000, 0),
    ]  # fmt: skip
    found = [(one.place, one.quantity_milli, one.average, one.charges, one.unpriced) for one in charge_shares(fills)]
    assert found == [
        (FillPlace.HOME, 50_000, Decimal("0.200"), 2, 1),
        (FillPlace.PUBLIC, 50_000, Decimal("0.400"), 2, 0),
        (None, 10_000, None, 1, 1),
    ]


@given(
    st.lists(
        st.builds(
            Fill,
            st.integers(0, 900).map(lambda days: TODAY - timedelta(days=days)),
            st.sampled_from([Energy.PETROL, Energy.ELECTRIC]),
            st.just(FuelUnit.LITRE),
            st.one_of(st.none(), st.integers(1, 90_000)),
            total_cents=st.one_of(st.none(), st.integers(0, 20_000)),
            unit_price=st.one_of(st.none(), st.decimals(0, 5, places=3)),
        ),
        max_size=12,
    )
)
def test_no_prices_make_no_trend_and_any_make_finite_ones(fills: list[Fill]) -> None:
    for trend in price_trends(fills, TODAY):
        assert trend.cheapest.price <= trend.last.price <= trend.dearest.price
        assert all(one.average.is_finite() for one in trend.months)
    charge_shares(fills)
