from datetime import date

from core.domain.capture.reading import interpret
from core.domain.capture.types import DocumentType, FieldState, Reading
from core.domain.registration_lines import check_digit
from tests.domain.capture.pages import page

TODAY = date(2026, 11, 22)
VIN = "VF3MCBHZHHS817566"
FIRST = f"CRFRAFQ433CV{check_digit('FQ433CV')}{VIN}{check_digit(VIN)}240623{check_digit('240623')}VP<<<<"
FORMULA = "2026QG83406"
SECOND = "CI<<PEUGEOT<<<<<<<3008<<<<<<<<<" + FORMULA + str(check_digit(FORMULA))
SECOND += str(check_digit(FIRST[5:38] + SECOND[-12:]))
PRINTED = (
    "CERTIFICAT D'IMMATRICULATION",
    "A|FQ-433-CV|B|23/06/2024",
    "C.1|LAMBERT||",
    "|HELENE||",
    "C.4a|EST LE PROPRIETAIRE DU VEHICULE||",
    "D.1|PEUGEOT|D.2|MCBHZH",
    "D.3|3008|D.2.1|M10PGTVP0123456",
    f"E|{VIN}||",
    "J|M1|J.1|VP",
    "P.1|1598|P.2|96",
    "P.3|ES|P.6|7",
    "Q||S.1|5",
    "V.7|128|V.9|EURO6",
    "X.1|VISITE AVANT LE 23/06/2028||",
    "I|30/10/2026||",
)


def read(*rows: str) -> Reading:
    return interpret([page(*rows)], 1, TODAY)


def test_a_whole_card_is_read_and_its_lines_verify_it() -> None:
    reading = read(*PRINTED, FIRST, SECOND)
    assert reading.document_type is DocumentType.REGISTRATION
    assert {name: field.value for name, field in reading.fields.items()} == {
        "plate": "FQ433CV", "vin": VIN, "first_registration_date": date(2024, 6, 23),
        "registration_date": date(2026, 10, 30),
        "make": "PEUGEOT", "model": "3008", "type_variant": "MCBHZH", "fuel": "ES", "fiscal_power": 7, "power_kw": 96,
        "engine_cc": 1598, "co2": 128, "seats": 5, "holder_name": "LAMBERT HELENE",
        "next_inspection": date(2028, 6, 23), "mrz": f"{FIRST}\n{SECOND}",
    }  # fmt: skip
    for name in ("plate", "vin", "first_registration_date", "mrz"):
        assert reading.fields[name].state is FieldState.VERIFIED


def test_the_lines_correct_a_plate_that_was_misread_in_print() -> None:
    reading = read(*(row.replace("FQ-433-CV", "FQ-438-CV") for row in PRINTED), FIRST, SECOND)
    assert reading.fields["plate"].value == "FQ433CV"


def test_lines_without_print_are_read_but_not_verified() -> None:
    reading = read(FIRST, SECOND)
    assert (reading.fields["vin"].value, reading.fields["vin"].state) == (VIN, FieldState.READ)


def test_print_without_lines_is_read_but_not_verified() -> None:
    reading = read(*PRINTED)
    assert (reading.fields["plate"].value, reading.fields["plate"].state) == ("FQ433CV", FieldState.READ)
    assert reading.fields["mrz"].value is None


def test_a_swap_that_no_digit_sees_is_decided_by_the_print() -> None:
    swapped = VIN.replace("H", "R", 1)
    assert check_digit(swapped) == check_digit(VIN)
    reading = read(*PRINTED, FIRST.replace(VIN, swapped), SECOND)
    assert reading.fields["vin"].value == VIN


def test_an_electric_car_has_no_engine_capacity() -> None:
    rows = [row.replace("P.1|1598", "P.1|").replace("P.3|ES", "P.3|EL") for row in PRINTED]
    reading = read(*rows, FIRST, SECOND)
    assert (reading.fields["engine_cc"].value, reading.fields["fuel"].value) == (None, "EL")


def test_numbers_outside_of_all_sense_are_left_out() -> None:
    rows = [row.replace("P.2|96", "P.2|96000").replace("S.1|5", "S.1|0") for row in PRINTED]
    reading = read(*rows, FIRST, SECOND)
    assert (reading.fields["power_kw"].value, reading.fields["seats"].value) == (None, None)
