from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from core.domain.entry.bare_sums import bare_sum

NOW = datetime(2026, 11, 27, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "amount", "currency"),
    [
        ("95€", "95", "EUR"),
        ("95 €", "95", "EUR"),
        ("€95", "95", "EUR"),
        ("95€50", "95.50", "EUR"),
        ("1 200,50 euros", "1200.50", "EUR"),
        ("j’ai payé 95 €", "95", "EUR"),
        ("I paid £30", "30", "GBP"),
        ("pagué 40 €", "40", "EUR"),
        ("300 balles", "300", "EUR"),
        ("12 CHF", "12", "CHF"),
    ],
)
def test_a_sum_alone_is_read(line: str, amount: str, currency: str):
    read = bare_sum(line, NOW, "fr")
    assert read is not None
    assert (read.amount, read.currency, read.day, read.full) == (Decimal(amount), currency, None, None)


def test_a_sum_alone_may_say_its_day():
    read = bare_sum("95 € hier", NOW, "fr")
    assert read is not None
    assert read.day == date(2026, 11, 26)


@pytest.mark.parametrize(
    "line", ["95", "0 €", "-95 €", "vidange 95 €", "95 € 40 €", "95 € par mois", "€", "84 200 km", "5000000000 €"]
)
def test_what_says_more_or_less_than_a_sum_is_none(line: str):
    assert bare_sum(line, NOW, "fr") is None
