import pytest

from core.domain.plate_countries import typed_plate
from core.domain.typed_text import clean
from core.i18n import translator
from core.i18n.unbroken import unbroken


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Clio · AB-123-CD, hier", "Clio · AB\u2011123\u2011CD, hier"),
        ("<b>AB-123-CD</b>", "<b>AB\u2011123\u2011CD</b>"),
        ("A-11-B", "A\u201111\u2011B"),
    ],
)
def test_a_plate_stays_on_one_line(text: str, shown: str) -> None:
    assert unbroken(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        *("2026-11-27", "rendez-vous", "https://t.me/bot?start=AB-123-CD", "XAB-123-CDE", "<code>AB-123-CD</code>"),
        "F-2026-AB",
    ],
)
def test_what_is_no_plate_or_is_copied_as_it_is_stays(text: str) -> None:
    assert unbroken(text) == text


def test_a_plate_copied_from_the_chat_is_the_plate() -> None:
    read = typed_plate(clean(unbroken("AB-123-CD")))
    assert read is not None
    assert read.value == "AB123CD"


@pytest.mark.parametrize("language", ["fr", "en", "es"])
def test_a_distance_stays_on_one_line(language: str) -> None:
    for unit in ("km", "mi"):
        said = translator(language, unit).plain("last.reading", kilometres=84_200)
        assert " mi" not in said
        assert " km" not in said
