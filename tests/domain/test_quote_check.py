from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from core.domain.quote_check import Known, QuoteLine, Sum, Totals, Verdict, check_quote

OIL = Known(date(2026, 6, 1), 190, 365, 70_00, 180_00)
PADS = Known(date(2023, 6, 1), -20, 1_000, 80_00, 250_00)
KNOWN = {"oil_change": OIL, "brake_pads": PADS, "battery": Known(low=90_00, high=300_00)}


def line(words: str, service: str | None, cents: int | None, *, labour: bool = False) -> QuoteLine:
    return QuoteLine(words, service, labour, cents)


def test_each_line_gets_what_is_to_be_said_of_it() -> None:
    lines = (
        line("Vidange", "oil_change", 120_00),
        line("Plaquettes avant", "brake_pads", 90_00),
        line("MO plaquettes", "brake_pads", 60_00, labour=True),
        line("Plaquettes avant", "brake_pads", 90_00),
        line("Batterie", "battery", 420_00),
        line("Petites fournitures", None, 12_00),
    )
    check = check_quote(lines, Totals(), KNOWN)
    verdicts = [one.verdict for one in check.lines]
    assert verdicts == [Verdict.EARLY, Verdict.FINE, Verdict.FINE, Verdict.DOUBLED, Verdict.DEAR, Verdict.UNKNOWN]
    assert check.count(Verdict.FINE) == 2


def test_a_price_is_compared_with_its_tax_where_the_lines_are_without() -> None:
    lines = (line("Batterie", "battery", 320_00),)
    check = check_quote(lines, Totals(320_00, 64_00, 384_00), KNOWN)
    assert (check.lines[0].asked, check.lines[0].verdict, check.sum) == (384_00, Verdict.DEAR, Sum.RIGHT)


def test_the_arithmetic_is_checked_against_the_total_that_the_lines_are_nearest_to() -> None:
    lines = (line("Batterie", "battery", 100_00), line("Vidange", "oil_change", 80_00))
    assert check_quote(lines, Totals(gross=180_00), KNOWN).sum is Sum.RIGHT
    more = check_quote(lines, Totals(gross=200_00), KNOWN)
    assert (more.sum, more.missing) == (Sum.LINES, 20_00)
    assert check_quote(lines, Totals(100_00, 20_00, 130_00), KNOWN).sum is Sum.TAX
    assert check_quote((line("Batterie", "battery", None),), Totals(gross=1_00), KNOWN).sum is Sum.UNKNOWN


LINES = st.builds(
    QuoteLine, st.text(max_size=9), st.none() | st.sampled_from([*KNOWN, "wipers"]), st.booleans(),
    st.none() | st.integers(-10_000, 10_000_000),
)  # fmt: skip
AMOUNTS = st.none() | st.integers(-100, 10_000_000)


@given(st.lists(LINES, max_size=12), st.builds(Totals, AMOUNTS, AMOUNTS, AMOUNTS))
def test_any_quote_is_checked_line_by_line(lines: list[QuoteLine], totals: Totals) -> None:
    check = check_quote(lines, totals, KNOWN)
    assert [one.line for one in check.lines] == lines
    assert check.sum in (Sum.LINES, Sum.TAX) or check.missing == 0
