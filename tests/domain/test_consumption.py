from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.consumption import Fill, Tank, consumption, legs_of, miles_per_gallon, miles_per_unit
from core.domain.energy import Energy
from core.domain.fuel import FuelUnit

FIRST = date(2026, 1, 5)


def petrol(
    day: int,
    kilometres: int | None,
    litres: str | None,
    euros: str | None = None,
    *,
    full: bool = True,
    missed: bool = False,
    energy: Energy = Energy.PETROL,
) -> Fill:
    return Fill(
        filled_on=FIRST + timedelta(days=day),
        energy=energy,
        unit=FuelUnit.LITRE,
        quantity_milli=int(Decimal(litres) * 1000) if litres is not None else None,
        kilometres=kilometres,
        full=full,
        missed=missed,
        total_cents=int(Decimal(euros) * 100) if euros is not None else None,
        id=day,
    )


# The history worked out by hand in docs/fuel-and-costs.md.
BY_HAND = (
    petrol(0, 10_000, "45.00", "81.00"),
    petrol(9, 10_600, "36.00", "64.80"),
    petrol(15, 10_900, "20.00", "35.00", full=False),
    petrol(22, 11_400, "34.00", "61.20"),
    petrol(40, 12_700, "40.00", "72.00", missed=True),
    petrol(47, 12_900, "15.00", "27.00", full=False),
    petrol(52, 13_200, "10.00", "18.00", full=False),
    petrol(60, 13_500, "26.60", "47.88"),
    petrol(70, None, "30.00", "54.00"),
    petrol(80, 14_400, "27.60", "49.68"),
)


def test_a_history_with_partial_and_missed_fills_gives_what_was_worked_out_by_hand() -> None:
    legs = legs_of(BY_HAND)
    assert [(leg.kilometres, leg.quantity_milli, leg.per_100_km) for leg in legs] == [
        (600, 36_000, Decimal("6.00")),
        (800, 54_000, Decimal("6.75")),
        (800, 51_600, Decimal("6.45")),
        (900, 57_600, Decimal("6.40")),
    ]
    (found,) = consumption(BY_HAND)
    assert (found.tank, found.unit) == (Tank.LIQUID, FuelUnit.LITRE)
    assert (found.kilometres, found.average) == (3_100, Decimal("6.43"))
    assert (found.best.per_100_km, found.worst.per_100_km) == (Decimal("6.00"), Decimal("6.75"))
    assert found.last.per_100_km == Decimal("6.40")
    assert found.cost_per_100_km() == {"EUR": 1_153}


def test_the_order_in_which_fills_are_logged_does_not_matter() -> None:
    assert legs_of(BY_HAND[::-1]) == legs_of(BY_HAND)


@pytest.mark.parametrize(
    "fills",
    [
        [],
        [petrol(0, 10_000, "40")],
        [petrol(0, 10_000, "40"), petrol(5, 10_500, "30", full=False)],
        [petrol(0, 10_000, "40", full=False), petrol(5, 10_500, "30")],
        [petrol(0, 10_000, "40"), petrol(5, 10_500, "30", missed=True)],
        [petrol(0, None, "40"), petrol(5, None, "30")],
        [petrol(0, 10_000, "40"), petrol(5, 9_000, "30")],
        [petrol(0, 10_000, "40"), petrol(5, 10_000, "30")],
        [petrol(0, 10_000, "40"), petrol(5, 10_500, None)],
    ],
)
def test_what_says_nothing_about_consumption_gives_none(fills: list[Fill]) -> None:
    assert consumption(fills) == ()


def test_a_fill_of_unknown_quantity_breaks_the_chain_until_the_next_full_tank() -> None:
    fills = [
        petrol(0, 10_000, "40"), petrol(5, 10_300, None, "20", full=False), petrol(9, 10_600, "20"),
        petrol(14, 11_100, "30"),
    ]  # fmt: skip
    assert [(leg.kilometres, leg.quantity_milli) for leg in legs_of(fills)] == [(500, 30_000)]


def test_topping_up_at_the_same_mileage_is_one_visit() -> None:
    fills = [petrol(0, 10_000, "40"), petrol(5, 10_500, "25", full=False), petrol(5, 10_500, "5")]
    assert [(leg.kilometres, leg.quantity_milli) for leg in legs_of(fills)] == [(500, 30_000)]


def test_a_missing_price_leaves_the_consumption_and_takes_the_cost_of_its_leg() -> None:
    fills = [petrol(0, 10_000, "40"), petrol(5, 10_500, "30", "60"), petrol(9, 11_000, "30")]
    (found,) = consumption(fills)
    assert [leg.cost_cents for leg in found.legs] == [6_000, None]
    assert found.cost_per_100_km() == {"EUR": 1_200}


def test_petrol_and_e85_share_a_tank_and_a_plug_in_hybrid_has_two() -> None:
    e85 = petrol(5, 10_500, "35", energy=Energy.ETHANOL)
    (mixed,) = consumption([petrol(0, 10_000, "40"), e85])
    assert mixed.average == Decimal("7.00")
    charges = [
        Fill(
            FIRST + timedelta(days=day), Energy.ELECTRIC, FuelUnit.KWH, watt_hours, kilometres, full=True, id=100 + day
        )
        for day, watt_hours, kilometres in ((1, 9_000, 10_050), (3, 8_000, 10_150), (6, 20_000, 10_550))
    ]
    fuel, battery = consumption([petrol(0, 10_000, "40"), petrol(5, 10_500, "20"), *charges])
    assert (fuel.unit, fuel.average) == (FuelUnit.LITRE, Decimal("4.00"))
    assert (battery.unit, battery.kilometres, battery.average) == (FuelUnit.KWH, 500, Decimal("5.60"))


def test_consumption_reads_in_miles_too() -> None:
    assert miles_per_gallon(Decimal("6.43"), imperial=False) == Decimal("36.6")
    assert miles_per_gallon(Decimal("6.43"), imperial=True) == Decimal("43.9")
    assert miles_per_gallon(Decimal(0), imperial=True) == 0
    assert miles_per_unit(Decimal("16.00")) == Decimal("3.88")


@st.composite
def histories(draw: st.DrawFn) -> list[Fill]:
    kilometres, day, fills = 0, 0, list[Fill]()
    for _ in range(draw(st.integers(0, 12))):
        day += draw(st.integers(0, 20))
        kilometres += draw(st.integers(0, 900))
        fills.append(
            Fill(
                FIRST + timedelta(days=day),
                draw(st.sampled_from([Energy.PETROL, Energy.ELECTRIC, Energy.LPG])),
                draw(st.sampled_from(list(FuelUnit))),
                draw(st.one_of(st.none(), st.integers(1, 90_000))),
                draw(st.one_of(st.none(), st.just(kilometres))),
                draw(st.booleans()),
                draw(st.booleans()),
                draw(st.one_of(st.none(), st.integers(0, 20_000))),
                id=len(fills),
            )
        )
    return fills


@given(histories())
def test_no_history_makes_a_figure_out_of_nothing(fills: list[Fill]) -> None:
    for found in consumption(fills):
        mine = [fill for fill in fills if fill.unit is found.unit]
        assert found.average > 0 or sum(leg.quantity_milli for leg in found.legs) < found.kilometres
        assert found.best.per_100_km <= found.average <= found.worst.per_100_km
        assert sum(leg.quantity_milli for leg in found.legs) <= sum(fill.quantity_milli or 0 for fill in mine)
        places = [fill.kilometres for fill in mine if fill.kilometres is not None]
        assert found.kilometres <= max(places) - min(places)
        assert all(leg.kilometres > 0 for leg in found.legs)


@given(histories())
def test_a_partial_fill_moves_quantity_but_adds_no_leg(fills: list[Fill]) -> None:
    whole = [fill for fill in fills if not fill.missed and fill.quantity_milli is not None]
    unknown = [Fill(**{name: getattr(fill, name) for name in Fill.__slots__} | {"full": False}) for fill in whole]
    assert consumption(unknown) == ()
