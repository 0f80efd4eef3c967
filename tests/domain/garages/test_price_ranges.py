from core.domain.garages.price_ranges import ASKED, Bill, asked_at, own_ranges
from core.domain.garages.specialties import Specialty
from core.domain.service_types import ServiceType

OIL = frozenset({ServiceType.OIL_CHANGE, ServiceType.OIL_FILTER})
BRAKES = frozenset({ServiceType.BRAKE_PADS})


def test_a_range_needs_three_people_and_shows_nobodys_own_sum():
    bills = [Bill(1, 8_912, OIL), Bill(2, 11_150, OIL)]
    assert own_ranges(bills) == []
    # One person's many bills count once.
    assert own_ranges([*bills, *(Bill(2, 20_000, OIL) for _ in range(9))]) == []
    (found,) = own_ranges([*bills, Bill(3, 9_990, OIL), Bill(3, 99_999, OIL | BRAKES)])
    assert (found.service, found.low, found.high, found.people) == (ServiceType.OIL_CHANGE, 8_000, 12_000, 3)


def test_a_bill_of_several_works_says_nothing_of_one_and_nothing_is_no_price():
    assert own_ranges([Bill(person, 50_000, OIL | BRAKES) for person in range(9)]) == []
    assert own_ranges([Bill(person, 0, BRAKES) for person in range(9)]) == []
    assert own_ranges([Bill(person, 50_000, frozenset()) for person in range(9)]) == []


def test_every_specialty_says_what_is_asked_there():
    assert set(ASKED) == set(Specialty)
    assert asked_at(()) == ASKED[Specialty.REPAIR]
    assert asked_at((Specialty.INSPECTION, Specialty.INSPECTION)) == (ServiceType.TECHNICAL_INSPECTION,)
