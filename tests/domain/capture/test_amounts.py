from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.capture.amounts import decimal_of, find_amounts, whole_amount


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("165,47 €", "165.47"), ("63.37€", "63.37"), ("1 234,56 €", "1234.56"), ("1.234,56", "1234.56"),
        ("£1,234.56", "1234.56"), ("12 , 50", "12.50"), ("89,9O", "89.90"), ("RM28.03", "28.03"), ("-51,75", "-51.75"),
        ("* 24.00", "24.00"),
    ],
)  # fmt: skip
def test_an_amount_is_read_however_it_is_set(text: str, value: str) -> None:
    (amount,) = find_amounts(text)
    assert amount.value == Decimal(value)
    assert amount.exact


@pytest.mark.parametrize("text", ["20,00 %", "12/03/2024", "FR80405874827", "AB-123-CD", "R16 91V", ""])
def test_what_is_no_amount_of_money_has_no_cents(text: str) -> None:
    assert [amount for amount in find_amounts(text) if amount.exact] == []


def test_a_quantity_before_a_price_is_not_glued_to_it() -> None:
    assert [amount.value for amount in find_amounts("1 26,88") if amount.exact] == [Decimal("26.88")]


def test_an_amount_among_words_is_not_a_cell_of_its_own() -> None:
    assert whole_amount("26,88") is not None
    assert whole_amount("Filtre 26,88") is None


def test_the_currency_beside_an_amount_is_known() -> None:
    assert [amount.currency for amount in find_amounts("12,00 € / £3.50 / 8.10")] == ["EUR", "GBP", None]


def test_a_quantity_may_have_a_comma() -> None:
    assert decimal_of("1,5") == Decimal("1.5")
    assert decimal_of("2x") is None


@given(st.decimals(min_value=0, max_value=99_999, places=2))
def test_every_amount_written_the_french_way_is_read_back(value: Decimal) -> None:
    written = f"{value:,.2f}".replace(",", " ").replace(".", ",") + " €"
    assert [amount.value for amount in find_amounts(written)] == [value]


@given(st.text(max_size=80))
def test_any_text_at_all_is_answered(text: str) -> None:
    find_amounts(text)
    whole_amount(text)
    decimal_of(text)
