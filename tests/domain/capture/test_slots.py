from core.domain.capture.layout import rows_of
from core.domain.capture.registration_codes import printed_fields
from core.domain.capture.slots import empty_slots, with_slots
from tests.domain.capture.pages import page

CARD = ("D.1|RENAULT|D.3|CLIO", "P.1|1598|P.2|97", "Q||S.1||S.2|", "U.1|75|V.7|120")


def test_a_lonely_code_without_a_value_is_looked_at_again() -> None:
    read = page(*CARD)
    slots = empty_slots(rows_of([read]))
    assert len(slots) == 1
    filled = with_slots(read, slots, [("5", 0.96)])
    assert [value.text for value in printed_fields(rows_of([filled]))["S.1"]] == ["5"]


def test_what_the_reader_is_not_sure_of_stays_out() -> None:
    read = page(*CARD)
    assert with_slots(read, empty_slots(rows_of([read])), [("8", 0.4)]) == read
