import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.typed_dates import AmbiguousDate, DateNotUnderstood, Lean, parse_date, read_date
from core.errors import Refusal
from core.i18n import LANGUAGES
from core.i18n.formats import format_date, format_date_long, format_date_short
from tests.domain.answers import answered

# A Sunday.
TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("aujourd'hui", "2026-11-22"), ("Aujourd’hui", "2026-11-22"), ("ce matin", "2026-11-22"),
        ("today", "2026-11-22"),
        ("hier", "2026-11-21"), ("HIER", "2026-11-21"), ("hier soir", "2026-11-21"), ("yesterday", "2026-11-21"),
        ("avant-hier", "2026-11-20"), ("avant hier", "2026-11-20"), ("the day before yesterday", "2026-11-20"),
        ("ayer", "2026-11-21"), ("anteayer", "2026-11-20"), ("demain", "2026-11-23"), ("après-demain", "2026-11-24"),
        ("tomorrow", "2026-11-23"), ("mañana", "2026-11-23"), ("pasado mañana", "2026-11-24"),
        ("2026-03-12", "2026-03-12"), ("2026/3/12", "2026-03-12"), ("20260312", "2026-03-12"),
        ("1998.12.31", "1998-12-31"),
        ("12 mars", "2026-03-12"), ("12 mars 2025", "2025-03-12"), ("le 3 mai 2025", "2025-05-03"),
        ("1er mai", "2026-05-01"),
        ("1ᵉʳ mai", "2026-05-01"), ("3 mai 25", "2025-05-03"), ("3 mai '98", "1998-05-03"),
        ("le 3 mai", "2026-05-03"),
        ("15 août 2024", "2024-08-15"), ("15 aout 2024", "2024-08-15"), ("2 févr. 2026", "2026-02-02"),
        ("25 décembre", "2025-12-25"), ("22 novembre", "2026-11-22"), ("23 novembre", "2025-11-23"),
        ("March 12", "2026-03-12"), ("12 March", "2026-03-12"), ("Mar 12, 2025", "2025-03-12"),
        ("May 3rd, 2025", "2025-05-03"),
        ("the 3rd of May 2025", "2025-05-03"), ("on June 1st", "2026-06-01"), ("22nd of november", "2026-11-22"),
        ("el 3 de mayo de 2025", "2025-05-03"), ("12 de enero", "2026-01-12"),
        ("samedi 3 mai 2025", "2025-05-03"), ("Saturday, May 3, 2025", "2025-05-03"), ("sam 3 mai", None),
        ("lundi dernier", "2026-11-16"), ("dimanche dernier", "2026-11-15"), ("samedi", "2026-11-21"),
        ("last monday", "2026-11-16"), ("monday", "2026-11-16"), ("lundi prochain", "2026-11-23"),
        ("next sunday", "2026-11-29"), ("el lunes pasado", "2026-11-16"),
        ("il y a 3 jours", "2026-11-19"), ("il y a trois jours", "2026-11-19"), ("il y a une semaine", "2026-11-15"),
        ("il y a 2 mois", "2026-09-22"), ("il y a un an", "2025-11-22"), ("y a 3 jours", "2026-11-19"),
        ("3 days ago", "2026-11-19"), ("a week ago", "2026-11-15"), ("two months ago", "2026-09-22"),
        ("hace dos semanas", "2026-11-08"), ("dans 10 jours", "2026-12-02"), ("in 3 weeks", "2026-12-13"),
        ("d'ici 2 mois", "2027-01-22"), ("dentro de 3 días", "2026-11-25"),
        ("le 3", "2026-11-03"), ("le 31", "2026-10-31"), ("the 30th", "2026-10-30"),
        ("29 février", "2024-02-29"), ("29/02/2024", "2024-02-29"), ("13/02/2026", "2026-02-13"),
        ("30.06.2026", "2026-06-30"),
    ],
)  # fmt: skip
def test_a_day_is_read_in_every_usual_spelling_in_any_language(typed: str, day: str | None) -> None:
    for language in ("fr", "en", "es"):
        assert read_date(typed, TODAY, language) == (date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(
    ("typed", "french", "other"),
    [
        ("12/03/2026", "2026-03-12", "2026-12-03"),
        ("12/03", "2026-03-12", "2025-12-03"),
        ("12-03-26", "2026-03-12", "2026-12-03"),
        ("12.3.2026", "2026-03-12", "2026-12-03"),
        ("12 03 2026", "2026-03-12", "2026-12-03"),
        ("le 12/03/2025", "2025-03-12", "2025-12-03"),
        ("١٢/٠٣/٢٠٢٦", "2026-03-12", "2026-12-03"),
        ("mercredi 12/03/2025", "2025-03-12", "2025-12-03"),
    ],
)
def test_figures_are_day_and_month_in_french_and_spanish_and_a_question_in_english(
    typed: str, french: str, other: str
) -> None:
    day_first, month_first = date.fromisoformat(french), date.fromisoformat(other)
    assert read_date(typed, TODAY, "fr") == read_date(typed, TODAY, "es") == day_first
    assert read_date(typed, TODAY, "en") == AmbiguousDate(day_first, month_first)


def test_figures_with_one_reading_are_no_question_in_english() -> None:
    assert read_date("05/05/2026", TODAY, "en") == date(2026, 5, 5)
    assert read_date("02/13/2026", TODAY, "en") == date(2026, 2, 13)
    assert read_date("Thursday 05/03/2026", TODAY, "en") == date(2026, 3, 5)


def test_a_month_in_the_place_of_the_day_is_not_guessed_in_french() -> None:
    assert read_date("02/13/2026", TODAY, "fr") is None


def test_a_weekday_said_on_that_weekday_is_a_question() -> None:
    week = timedelta(days=7)
    assert read_date("dimanche", TODAY) == AmbiguousDate(TODAY, TODAY - week)
    assert read_date("dimanche", TODAY, lean=Lean.FUTURE) == AmbiguousDate(TODAY, TODAY + week)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("12 mars", "2027-03-12"), ("12/03", "2027-03-12"), ("22 novembre", "2026-11-22"), ("lundi", "2026-11-23"),
        ("samedi", "2026-11-28"), ("le 31", "2026-12-31"), ("le 22", "2026-11-22"), ("29 février", "2028-02-29"),
    ],
)  # fmt: skip
def test_what_is_planned_looks_forward(typed: str, day: str) -> None:
    assert read_date(typed, TODAY, "fr", Lean.FUTURE) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "bonjour", "12", "2026", "mars", "mars 2026", "29/02/2025", "31/04/2026", "31 avril", "00/01/2026",
        "12/13/2026", "dimanche 3 mai 2025", "12²", "12/03/", "12/03/20267", "31/12/9999", "0001-01-01", "12/03-2026",
        "3 mai 2025 2024", "3 mai juin", "la semaine dernière", "lundi mardi", "il y a 9999 ans", "il y a -3 jours",
        "il y a longtemps", "dans 99999 jours", "12:30", "89€", "hier ou demain", "le 32", "<b>hier</b>",
        "12/03/2026 à 8h",
        "1" * 64, "1/" * 200, "2026-13-01", "3 days", "ago",
    ],
)  # fmt: skip
def test_what_is_no_day_is_refused(typed: str) -> None:
    assert read_date(typed, TODAY, "fr") is None
    with pytest.raises(DateNotUnderstood):
        parse_date(typed, TODAY, "fr")


def test_a_future_day_is_refused_unless_it_is_allowed() -> None:
    with pytest.raises(Refusal) as refused:
        parse_date("demain", TODAY)
    assert refused.value.key == "error.date_in_future"
    assert parse_date("demain", TODAY, allow_future=True) == TODAY + timedelta(days=1)
    assert parse_date("aujourd'hui", TODAY) == TODAY


def test_a_question_is_asked_when_one_reading_may_be_right() -> None:
    assert isinstance(parse_date("12/11/2026", TODAY, "en"), AmbiguousDate)
    with pytest.raises(Refusal):
        parse_date("12/11/2027", TODAY, "en")


def test_a_very_old_day_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        parse_date("12/03/1949", TODAY)
    assert refused.value.key == "error.date_too_old"


@pytest.mark.parametrize("language", LANGUAGES)
@given(day=st.dates(min_value=date(1950, 1, 1), max_value=date(2100, 12, 31)))
def test_a_day_that_we_wrote_is_read_back(language: str, day: date) -> None:
    for written in (day.isoformat(), format_date(day, language), format_date_long(day, language)):
        assert read_date(written, TODAY, language) == day
    figures = read_date(format_date_short(day, language), TODAY, language)
    assert day in ({figures.first, figures.second} if isinstance(figures, AmbiguousDate) else {figures})


@given(
    st.text(alphabet=st.characters(codec=None)) | st.text(alphabet="0123456789/-. lemarsjuinagohie²'"),
    st.dates(),
    st.sampled_from(["fr", "en", "es", "", "xx"]),
    st.sampled_from(Lean),
)
def test_reading_a_day_is_total_whatever_the_day(text: str, today: date, language: str, lean: Lean) -> None:
    read_date(text, today, language, lean)
    answered(lambda: parse_date(text, today, language, lean=lean))


@given(
    st.dates(min_value=date(1960, 1, 1), max_value=date(2090, 1, 1)),
    st.sampled_from(["le 31", "29 février", "lundi", "31/12"]),
)
def test_leaning_decides_the_side_of_today(today: date, typed: str) -> None:
    past, future = (read_date(typed, today, "fr", lean) for lean in Lean)
    if isinstance(past, date) and isinstance(future, date):
        assert past <= today <= future


@pytest.mark.parametrize("text", ["1/" * 2_048, "le " * 1_365, "1 " * 2_048, "a" * 4_096, "12/03/2026 " * 370])
def test_a_hostile_text_is_answered_in_50_ms(text: str) -> None:
    started = time.process_time()
    assert read_date(text, TODAY) is None
    assert time.process_time() - started < 0.05
