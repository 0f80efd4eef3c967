from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.energy import Energy
from core.domain.imports.import_file import find
from core.domain.imports.import_preview import Preview, preview_of
from core.domain.imports.import_rows import (
    Found,
    ImportedCost,
    ImportedFill,
    ImportedRecord,
    ImportedReminder,
    ImportRefused,
    RowKind,
)
from core.domain.recurring import CostType
from core.domain.service_types import ServiceType
from tests.domain.imports.files import acar_backup, sample, simply_auto, zipped

TODAY = date(2026, 11, 26)
KINDS = (RowKind.FUEL, RowKind.WORK, RowKind.ODOMETER, RowKind.COST, RowKind.REMINDER)


def found_in(content: bytes | str, **answers: str) -> Found:
    return find(content.encode() if isinstance(content, str) else content, answers, "EUR", TODAY)


def preview(content: bytes | str, **answers: str) -> Preview:
    return preview_of(found_in(content, **answers))


def rows_of(content: bytes | str, kind: type, **answers: str) -> list:  # type: ignore[type-arg]  # any kind of row
    return [row for row in found_in(content, **answers).rows if isinstance(row, kind)]


@pytest.mark.parametrize(
    ("content", "form", "counts", "average"),
    [
        (sample("lubelogger_fuel.csv"), "lubelogger", (3, 0, 0, 0, 0), "6.50"),
        (sample("fuelio.csv"), "fuelio", (4, 2, 0, 1, 2), "6.40"),
        (sample("drivvo_2019.csv"), "drivvo", (2, 1, 0, 1, 0), "6.40"),
        (simply_auto(), "simply_auto", (3, 1, 0, 1, 1), "6.50"),
        (sample("acar.csv"), "acar", (2, 1, 0, 1, 0), "11.76"),
        (acar_backup(), "acar", (2, 1, 0, 0, 0), "7.84"),
        (sample("fuelly_web.csv"), "fuelly", (3, 0, 0, 0, 0), "6.40"),
        (sample("fuelly_app.csv"), "fuelly", (2, 1, 0, 0, 0), "7.84"),
        (sample("spritmonitor.csv"), "spritmonitor", (3, 0, 0, 0, 0), "6.40"),
        (sample("plain_fr.csv"), "csv", (2, 0, 0, 0, 0), "6.40"),
        (sample("plain_de.csv"), "csv", (2, 0, 0, 0, 0), "6.40"),
        (sample("mixed.csv"), "csv", (1, 1, 1, 1, 0), None),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_format_is_recognised_by_its_content_and_counted(
    content: bytes, form: str, counts: tuple[int, ...], average: str | None
) -> None:
    seen = preview(content)
    assert seen.format == form
    assert tuple(seen.counts.get(kind, 0) for kind in KINDS) == counts
    assert seen.questions == ()
    assert seen.average == (Decimal(average) if average is not None else None)


@pytest.mark.parametrize(
    ("name", "form", "counts", "average", "asked"),
    [
        ("drivvo_2025_ru.csv", "drivvo", (2, 1, 0, 1, 0), "6.40", ()),
        ("drivvo_2026_br.csv", "drivvo", (2, 1, 0, 0, 0), None, ()),
        ("fuelio_semicolons.csv", "fuelio", (2, 0, 0, 0, 0), "7.84", ()),
        ("acar_old.csv", "acar", (2, 1, 0, 1, 0), "6.40", ()),
        ("spritmonitor_de.csv", "spritmonitor", (2, 0, 0, 0, 0), "6.40", ()),
        ("simply_auto_months_from_0.csv", "simply_auto", (3, 0, 0, 0, 0), None, ("distance_unit", "volume_unit")),
        ("lubelogger_mpg.csv", "lubelogger", (3, 0, 0, 0, 0), None, ("distance_unit", "volume_unit")),
        ("lubelogger_fr.csv", "lubelogger", (3, 0, 0, 0, 0), "6.50", ()),
    ],
)
def test_other_layouts_languages_and_signs_of_a_format_are_the_same_to_us(
    name: str, form: str, counts: tuple[int, ...], average: str | None, asked: tuple[str, ...]
) -> None:
    seen = preview(sample(name))
    assert seen.format == form
    assert tuple(seen.counts.get(kind, 0) for kind in KINDS) == counts
    assert tuple(question.about.value for question in seen.questions) == asked
    assert seen.average == (Decimal(average) if average is not None else None)


def test_months_that_are_counted_from_nought_are_told_by_one_january() -> None:
    days = [row.day for row in rows_of(sample("simply_auto_months_from_0.csv"), ImportedFill)]
    assert days == [date(2023, 1, 1), date(2023, 1, 15), date(2023, 2, 1)]


def test_rows_that_cannot_be_read_are_told_by_their_line() -> None:
    skipped = [(row.line, row.reason.value) for row in preview(sample("mixed.csv")).skipped]
    assert skipped == [(6, "date_unreadable"), (7, "number_unreadable")]


def test_a_reminder_hidden_in_the_costs_of_fuelio_comes_out_and_income_does_not() -> None:
    reminders = rows_of(sample("fuelio.csv"), ImportedReminder)
    assert [(one.subject, one.due_on, one.repeat) for one in reminders] == [
        ("Assurance", date(2027, 1, 1), "P12M"),
        ("Contrôle technique", date(2026, 12, 31), "P24M"),
    ]
    assert [(row.line, row.reason.value) for row in preview(sample("fuelio.csv")).skipped] == [
        (22, "income"),
        (23, "template"),
    ]


def test_a_category_of_ones_own_is_read_by_its_words() -> None:
    assert {row.services for row in rows_of(sample("fuelio.csv"), ImportedRecord)} == {
        (ServiceType.OIL_CHANGE,),
        (ServiceType.TYRES,),
    }


def test_the_items_of_one_visit_to_the_garage_are_one_record() -> None:
    (visit,) = rows_of(sample("drivvo_2019.csv"), ImportedRecord)
    assert visit.services == (ServiceType.OIL_CHANGE, ServiceType.OIL_FILTER)
    assert visit.total_cents == 8_000


def test_services_that_old_files_left_unquoted_stay_together() -> None:
    (record,) = rows_of(simply_auto(), ImportedRecord)
    assert record.services == (ServiceType.OIL_CHANGE, ServiceType.OIL_FILTER, ServiceType.AIR_FILTER)


def test_miles_and_gallons_become_kilometres_and_litres() -> None:
    first = rows_of(sample("acar.csv"), ImportedFill)[0]
    assert (first.kilometres, first.quantity_milli, first.unit_price) == (171_268, 76_174, Decimal("1.049"))
    assert first.currency == "USD"


def test_units_that_no_header_and_no_consumption_tell_are_asked_once() -> None:
    seen = preview("Date,Odometer,Quantity,Cost\n2024-01-13,1000,40.5,60\n2024-01-20,1500,32.1,50\n")
    assert {question.about.value: question.choices for question in seen.questions} == {
        "distance_unit": ("km", "mi"),
        "volume_unit": ("l", "gal_us", "gal_uk"),
    }
    assert seen.average is None
    assert seen.fuel_unit is None
    answered = preview(
        "Date,Odometer,Quantity,Cost\n2024-01-13,1000,40.5,60\n2024-01-20,1500,32.1,50\n",
        distance_unit="mi",
        volume_unit="gal_us",
    )
    assert answered.questions == ()
    assert answered.fuel_quantity_milli == 274_821


def test_day_and_month_are_decided_once_by_the_whole_file_or_asked() -> None:
    clear = "Date,Odometer (km),Litres\n03/04/2024,1000,40\n25/04/2024,1500,30\n"
    assert [row.day for row in rows_of(clear, ImportedFill)] == [date(2024, 4, 3), date(2024, 4, 25)]
    american = "Date,Odometer (km),Litres\n03/04/2024,1000,40\n04/25/2024,1500,30\n"
    assert [row.day for row in rows_of(american, ImportedFill)] == [date(2024, 3, 4), date(2024, 4, 25)]
    unclear = "Date,Odometer (km),Litres\n03/04/2024,1000,40\n05/06/2024,1500,30\n"
    seen = preview(unclear)
    assert [question.about.value for question in seen.questions] == ["date_order"]
    assert seen.first_date is None
    assert preview(unclear, date_order="month_day").first_date == date(2024, 3, 4)


def test_the_decimal_sign_is_decided_once_by_the_whole_file_or_asked() -> None:
    clear = "Date;Odometer (km);Litres\n2024-01-01;84.200;42,5\n2024-01-09;84.900;1.234\n"
    assert [(row.kilometres, row.quantity_milli) for row in rows_of(clear, ImportedFill)] == [
        (84_200, 42_500),
        (84_900, 1_234_000),
    ]
    unclear = "Date;Odometer (km);Litres\n2024-01-01;84.200;42\n2024-01-09;84.900;30\n"
    assert [question.about.value for question in preview(unclear).questions] == ["decimal"]
    assert [row.kilometres for row in rows_of(unclear, ImportedFill, decimal=",")] == [84_200, 84_900]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_any_encoding_and_any_line_end_is_read(encoding: str, ends: str) -> None:
    text = sample("plain_fr.csv").decode().replace("\n", ends)
    content = text.replace("€", "EUR").encode(encoding)
    assert preview(content).fuel_quantity_milli == 74_300


def test_columns_in_any_order_in_six_languages_are_understood() -> None:
    spanish = "Importe;Litros;Fecha;Kilometraje;Lleno\n71,44;42,30;13/01/2024;84200;sí\n"
    portuguese = "Data;Quilometragem;Litros;Valor total;Tanque cheio\n13/01/2024;84200;42,30;71,44;Sim\n"
    italian = "Data;Chilometri;Litri;Importo;Pieno\n13/01/2024;84200;42,30;71,44;sì\n"
    english = 'Notes,Total cost,Mileage (km),Litres,Date,Full tank\n"a, ""b""",71.44,84200,42.30,2024-01-13,yes\n'
    for text in (spanish, portuguese, italian, english):
        (fill,) = rows_of(text, ImportedFill)
        assert (fill.day, fill.kilometres, fill.quantity_milli, fill.total_cents, fill.full) == (
            date(2024, 1, 13), 84_200, 42_300, 7_144, True,
        )  # fmt: skip


def test_kinds_of_cost_are_named_by_their_words() -> None:
    text = "Date,Type,Montant (€)\n2024-01-02,Péage,12.50\n2024-01-03,Assurance,450.00\n2024-01-04,Bussgeld,90.00\n"
    assert [row.kind for row in rows_of(text, ImportedCost)] == [CostType.TOLL, CostType.INSURANCE, CostType.FINE]


def test_an_electric_car_is_counted_in_kilowatt_hours() -> None:
    text = "Date,Odometer (km),kWh,Cost (EUR),Fuel type\n2024-01-02,1000,40.5,10.00,Electricity\n"
    (charge,) = rows_of(text, ImportedFill)
    assert (charge.energy, charge.unit.value, charge.quantity_milli) == (Energy.ELECTRIC, "kWh", 40_500)


def test_the_same_fill_twice_in_a_file_counts_once_at_one_time_and_twice_at_two() -> None:
    rows = "2024-01-02 {},1000,40,60\n"
    text = "Date,Odometer (km),Litres,Cost\n" + rows.format("08:00") * 2 + rows.format("19:00")
    seen = preview(text)
    assert seen.counts[RowKind.FUEL] == 2
    assert [(row.line, row.reason.value) for row in seen.skipped] == [(3, "duplicate")]


def test_empty_sections_and_headers_alone_hold_nothing_and_break_nothing() -> None:
    text = "## Vehicle\n## Log\n## Costs\n## FavStations\n"
    assert preview(text).rows == 0
    assert preview("Date,Odometer (km),Litres\n").rows == 0


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"  \n \n", "empty"),
        (b"hello there", "unsupported"),
        (b"SQLite format 3\x00" + bytes(100), "unsupported"),
        (b"PK\x03\x04 no archive", "broken_archive"),
        (b'{"format": "other"}', "unsupported"),
        (b'{"format": "autotrack", "version": 99}', "newer_version"),
        (b"[" * 100_000, "broken_table"),
        (b"<a><b></a>", "broken_table"),
        (b"<html><body>hello</body></html>", "unsupported"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "broken_table"),
        (("Date," + "x," * 100_000).encode(), "too_large"),
        (zipped({"photo.jpg": b"\xff\xd8"}), "nothing_found"),
    ],
)
def test_what_is_no_logbook_is_refused_with_its_reason(content: bytes, reason: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        found_in(content)
    assert refused.value.reason == reason


def test_an_archive_that_swells_is_refused() -> None:
    with pytest.raises(ImportRefused) as refused:
        found_in(zipped({f"{n}.csv": bytes(30_000_000) for n in range(5)}))
    assert refused.value.reason == "too_large"


def test_a_quote_that_is_never_closed_swallows_no_rows() -> None:
    rows = "".join(f"2024-01-{day:02d},{1000 + day},30.5,note\n" for day in range(1, 29)) * 2
    text = f'Date,Odometer (km),Litres,Notes\n2023-12-31,900,30.5,"oops\n{rows}'
    assert preview(text).counts[RowKind.FUEL] == 29


@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_whatever_the_bytes_the_answer_is_a_preview_or_a_reason(content: bytes) -> None:
    with suppress(ImportRefused):
        assert preview(content).rows >= 0
