from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.fuel import FuelUnit
from core.domain.money import Money
from core.domain.typed_fill import FillNotUnderstood, TypedFill, parse_fill, parse_unit_price
from core.errors import Refusal
from tests.domain.answers import answered

LITRE, KWH, KG = FuelUnit.LITRE, FuelUnit.KWH, FuelUnit.KG


@pytest.mark.parametrize(
    ("typed", "quantity", "unit", "total", "price"),
    [
        ("42,3 l 71,50 €", 42_300, LITRE, 7_150, None), ("42.3L 71.50€", 42_300, LITRE, 7_150, None),
        ("71,50 € 42,3 litres", 42_300, LITRE, 7_150, None), ("42,3", 42_300, None, None, None),
        ("42,3 71,50", 42_300, None, 7_150, None), ("38,20 € à 1,789", None, None, 3_820, "1.789"),
        ("38.20€ @ 1.789", None, None, 3_820, "1.789"), ("42,3 l à 1,789 €/l", 42_300, LITRE, None, "1.789"),
        ("42,3 l à 1,789 = 75,67 €", 42_300, LITRE, 7_567, "1.789"), ("71,50 €", None, None, 7_150, None),
        ("€71.50 for 42.3 litres", 42_300, LITRE, 7_150, None), ("23,4 kWh", 23_400, KWH, None, None),
        ("23,4 kwh 9,20 €", 23_400, KWH, 920, None), ("4,2 kg à 14,90", 4_200, KG, None, "14.90"),
        ("12.5 gal $45.20", 47_318, LITRE, 4_520, None), ("12.5 imp gal £60", 56_826, LITRE, 6_000, None),
        ("40 litres pour 70 euros", 40_000, LITRE, 7_000, None), ("71€50 42l", 42_000, LITRE, 7_150, None),
        ("1,789 le litre 42,30 l", 42_300, LITRE, None, "1.789"),
        ("42.300 l", 42_300, LITRE, None, None), ("٤٢ l ٧٠ €", 42_000, LITRE, 7_000, None),
    ],
)  # fmt: skip
def test_the_amounts_of_a_fill_are_read_as_people_type_them(
    typed: str, quantity: int | None, unit: FuelUnit | None, total: int | None, price: str | None
) -> None:
    found = parse_fill(typed, LITRE)
    assert (found.quantity_milli, found.unit) == (quantity, unit)
    assert (found.total.cents if found.total else None) == total
    assert found.unit_price == (Decimal(price) if price is not None else None)


def test_the_currency_is_the_one_that_is_named() -> None:
    assert parse_fill("40 l 60 CHF", LITRE).total == Money(6_000, "CHF")
    assert parse_fill("40 l 60", LITRE, "GBP").total == Money(6_000, "GBP")


@pytest.mark.parametrize(
    "typed",
    ["", "plein", "beaucoup", "-42 l", "42 l 43 l", "70 € 71 €", "1 l 2 € à 3 4", "40 l le 12/03/2026", "42 bananes",
     "🚗", "x" * 4096, "4" * 79, "42 l <b>70</b> €", "à 1,7 à 1,8", "1e5 l", "²³ l"],
)  # fmt: skip
def test_what_is_no_fill_is_refused(typed: str) -> None:
    with pytest.raises(Refusal):
        parse_fill(typed, LITRE)


@pytest.mark.parametrize(
    ("typed", "price"),
    [("0,2016", "0.2016"), ("0.20 €/kWh", "0.20"), ("1,789 € le litre", "1.789"), ("0,25 €", "0.25")],
)
def test_a_price_per_unit_is_read(typed: str, price: str) -> None:
    assert parse_unit_price(typed) == Decimal(price)


@pytest.mark.parametrize("typed", ["", "gratuit", "-0,2", "0,2 0,3", "x" * 4096])
def test_what_is_no_price_per_unit_is_refused(typed: str) -> None:
    with pytest.raises(Refusal):
        parse_unit_price(typed)


@given(st.one_of(st.text(max_size=100), st.text("0123456789., l€kWhgaà@x/-", max_size=60)))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    found = answered(lambda: parse_fill(text, LITRE))
    assert found is None or found != TypedFill()
    answered(lambda: parse_unit_price(text))


def test_the_refusal_gives_an_example() -> None:
    assert FillNotUnderstood().key == "error.fill_not_understood"
