from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from core.domain.money import Money
from core.domain.ownership import Expense, Span
from core.domain.statistics import slots_of, spending

DAYS = st.dates(date(2000, 1, 1), date(2030, 12, 31))
EXPENSES = st.builds(
    Expense,
    DAYS,
    st.sampled_from(["fuel", "category.repair", "category.tyres", "insurance", "toll", "other"]),
    st.builds(Money, st.integers(0, 10**7), st.sampled_from(["EUR", "CHF"])),
)


@given(st.lists(EXPENSES, max_size=40), DAYS, DAYS)
def test_the_columns_and_the_bars_of_a_picture_add_up_to_the_rows_of_its_time(
    expenses: list[Expense], one: date, other: date
) -> None:
    span = Span(min(one, other), max(one, other))
    found = spending(expenses, span)
    for currency in ("EUR", "CHF"):
        inside = [row for row in expenses if row.day in span and row.amount.currency == currency]
        sums = [sums for sums in found if sums.currency == currency]
        assert sum(sums.total for sums in sums) == sum(row.amount.cents for row in inside)
        for one_sum in sums:
            assert sum(cents for _, cents in one_sum.categories) == one_sum.total
            for place, slot in enumerate(one_sum.slots):
                column = sum(cents[place] for cents in one_sum.groups.values())
                assert column == sum(row.amount.cents for row in inside if slot.start <= row.day < slot.until)


def test_a_long_time_is_shown_by_quarters_and_years() -> None:
    today = date(2026, 11, 26)
    assert [slots_of(Span(date(year, 3, 5), today))[0].months for year in (2026, 2024, 2015)] == [1, 3, 12]
    assert slots_of(Span(date(2015, 3, 5), today))[-1].until == date(2027, 1, 1)
    assert len(slots_of(Span(today, today))) == 1
