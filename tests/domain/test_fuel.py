from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.domain.energy import Energy
from core.domain.fuel import (
    HIGHEST_MILLI,
    AmountNeeded,
    Amounts,
    AmountsDisagree,
    FuelUnit,
    PriceOutOfRange,
    PriceUnlikely,
    QuantityOutOfRange,
    complete,
    fuel_meant,
    fuels_of,
    millilitres_of_gallons,
    only_fuel,
    unit_of,
)
from core.errors import Refusal
from tests.domain.answers import answered

LITRE, KWH, KG = FuelUnit.LITRE, FuelUnit.KWH, FuelUnit.KG


def given_(quantity: str | None = None, total: str | None = None, price: str | None = None) -> Amounts:
    return Amounts(
        int(Decimal(quantity) * 1000) if quantity is not None else None,
        int(Decimal(total) * 100) if total is not None else None,
        Decimal(price) if price is not None else None,
    )


@pytest.mark.parametrize(
    ("unit", "amounts", "quantity", "total", "price"),
    [
        (LITRE, given_("42.3", "71.50"), 42_300, 7_150, "1.690"),
        (LITRE, given_("42.30", price="1.689"), 42_300, 7_144, "1.689"),
        (LITRE, given_(total="38.20", price="1.789"), 21_353, 3_820, "1.789"),
        (LITRE, given_("42.31", "71.46", "1.689"), 42_310, 7_146, "1.689"),
        (LITRE, given_("42", "71.50", "1.69"), 42_000, 7_150, "1.69"),
        (LITRE, given_(total="71.50"), None, 7_150, None),
        (KWH, given_("7.4"), 7_400, None, None),
        (KWH, given_("20", "0"), 20_000, 0, "0.000"),
        (KG, given_("4.2", price="14.90"), 4_200, 6_258, "14.90"),
    ],
)
def test_the_third_of_quantity_total_and_price_is_worked_out(
    unit: FuelUnit, amounts: Amounts, quantity: int | None, total: int | None, price: str | None
) -> None:
    found = complete(unit, amounts)
    assert (found.quantity_milli, found.total_cents) == (quantity, total)
    assert found.unit_price == (Decimal(price) if price is not None else None)


def test_three_that_do_not_multiply_are_asked_about_and_kept_as_typed_on_insistence() -> None:
    discounted = given_("42.30", "66.50", "1.689")
    with pytest.raises(AmountsDisagree) as refused:
        complete(LITRE, discounted)
    assert (refused.value.expected.cents, refused.value.total.cents) == (7_144, 6_650)
    assert complete(LITRE, discounted, insist=True) == discounted


@pytest.mark.parametrize("amounts", [given_("4.23", "71.50"), given_("42.3", price="17.89"), given_("423", "71.50")])
def test_a_slipped_comma_shows_in_the_price_and_is_asked_about(amounts: Amounts) -> None:
    with pytest.raises(PriceUnlikely):
        complete(LITRE, amounts)
    assert complete(LITRE, amounts, insist=True).quantity_milli == amounts.quantity_milli


@pytest.mark.parametrize(
    ("amounts", "refusal"),
    [
        (given_("0", "10"), QuantityOutOfRange), (given_("-3", "10"), QuantityOutOfRange),
        (given_("99999", "10"), QuantityOutOfRange), (given_("10", price="-1"), PriceOutOfRange),
        (given_("10", price="1000000"), PriceOutOfRange), (given_("10", "-5"), Refusal),
        (given_("10", "999999999"), Refusal), (given_(price="1.789"), AmountNeeded), (given_(), AmountNeeded),
        (given_(total="0", price="1.789"), QuantityOutOfRange),
    ],
)  # fmt: skip
def test_absurd_amounts_are_refused_also_on_insistence(amounts: Amounts, refusal: type[Refusal]) -> None:
    for insist in (False, True):
        with pytest.raises(refusal):
            complete(LITRE, amounts, insist=insist)


def test_where_money_is_not_about_a_euro_any_price_goes() -> None:
    assert complete(LITRE, Amounts(30_000, None, Decimal(700), "XOF")).total_cents == 2_100_000


@given(st.integers(10, 200_000), st.integers(310, 4_900))
def test_any_two_of_the_three_lead_to_the_same_third(quantity: int, thousandths: int) -> None:
    price = Decimal(thousandths).scaleb(-3)
    whole = complete(LITRE, Amounts(quantity, None, price))
    assume(whole.total_cents)
    # A third that was worked out never disagrees with the two it came from.
    assert complete(LITRE, whole) == whole
    back = complete(LITRE, Amounts(None, whole.total_cents, price))
    assert back.quantity_milli is not None
    assert abs(back.quantity_milli - quantity) <= 10 / price + 1


@given(
    st.sampled_from(FuelUnit),
    st.one_of(st.none(), st.integers(-5, 10**10)),
    st.one_of(st.none(), st.integers(-5, 10**12)),
    st.one_of(st.none(), st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-10, max_value=10**7)),
    st.booleans(),
)
def test_whatever_is_given_is_completed_within_bounds_or_refused_in_words(
    unit: FuelUnit, quantity: int | None, total: int | None, price: Decimal | None, insist: bool
) -> None:
    found = answered(lambda: complete(unit, Amounts(quantity, total, price), insist=insist))
    if found is not None:
        assert found.quantity_milli is None or 0 < found.quantity_milli <= HIGHEST_MILLI[unit]
        assert found.total_cents is None or found.total_cents >= 0
        assert found.quantity_milli is not None or found.total_cents is not None


@pytest.mark.parametrize(
    ("vehicle", "unit", "fuel"),
    [
        (Energy.DIESEL, LITRE, Energy.DIESEL), (Energy.PLUG_IN_HYBRID, LITRE, Energy.PETROL),
        (Energy.PLUG_IN_HYBRID, KWH, Energy.ELECTRIC), (Energy.LPG, LITRE, Energy.LPG), (Energy.CNG, KG, Energy.CNG),
        (Energy.CNG, LITRE, Energy.PETROL), (Energy.HYDROGEN, KG, Energy.HYDROGEN), (None, KWH, Energy.ELECTRIC),
        (None, LITRE, Energy.PETROL), (Energy.ELECTRIC, LITRE, Energy.PETROL),
    ],
)  # fmt: skip
def test_the_unit_tells_which_fuel_of_a_vehicle_is_meant(vehicle: Energy | None, unit: FuelUnit, fuel: Energy) -> None:
    assert fuel_meant(vehicle, unit) is fuel
    assert unit_of(fuel) is unit


def test_only_where_it_is_not_obvious_the_fuel_is_asked() -> None:
    assert only_fuel(Energy.DIESEL) is Energy.DIESEL
    assert only_fuel(Energy.PETROL) is Energy.PETROL
    assert only_fuel(Energy.PLUG_IN_HYBRID) is None
    assert only_fuel(None) is None
    assert all(fuels_of(energy) for energy in [*Energy, None])


def test_gallons_become_millilitres() -> None:
    assert millilitres_of_gallons(Decimal("12.5"), imperial=False) == 47_318
    assert millilitres_of_gallons(Decimal("12.5"), imperial=True) == 56_826
