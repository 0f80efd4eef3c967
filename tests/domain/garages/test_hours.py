import pytest

from core.domain.garages.hours import grouped, read_hours, typed_hours
from core.errors import Refusal


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("lun-ven 8h-18h", "mo-fr 08:00-18:00"),
        ("Du lundi au vendredi de 8h à 12h et de 14h à 18h30, samedi 9h-12h", None),
        ("Monday to Friday 8am-6pm, Sat 9:00-12:00", "mo-fr 08:00-18:00; sa 09:00-12:00"),
        ("lunes a viernes 9:00-14:00 y 16:00-19:00; sábado cerrado", "mo-fr 09:00-14:00,16:00-19:00; sa off"),
        ("tous les jours 9h-19h", "mo-su 09:00-19:00"),
        ("24h/24", "24/7"),
        ("Mo-Fr 08:00-18:00", "Mo-Fr 08:00-18:00"),
        ("sur rendez-vous, 06 h environ <b>", "sur rendez-vous, 06 h environ <b>"),
        ("lun 25:00-99:99", "lun 25:00-99:99"),
        ("8-12 / 14-18", "8-12 / 14-18"),
    ],
)
def test_hours_in_whatever_form_are_put_in_order_where_they_are_plain_and_kept_as_they_stand_elsewhere(
    typed: str, kept: str | None
):
    assert typed_hours(typed) == (kept or "mo-fr 08:00-12:00,14:00-18:30; sa 09:00-12:00")


@pytest.mark.parametrize("typed", ["", "quand il veut", "9h www.pub.fr", "https://x.fr/9"])
def test_what_holds_no_hour_or_a_link_is_asked_again(typed: str):
    with pytest.raises(Refusal):
        typed_hours(typed)


def test_odd_hours_of_open_data_are_none_rather_than_wrong():
    for text in (
        *("Mo-Fr 18:00-08:00", 'Mo-Fr 08:00-18:00 "sur rendez-vous"', "sunrise-sunset", "Mo[1] 09:00-12:00"),
        *("Mo-Fr", "99:99-99:99", "Mo-Xx 09:00-12:00", "Mo-Fr 8h-18h", "\0", "x" * 5000, "Mo-Fr 09:00-27:00"),
    ):
        assert read_hours(text) is None, text
    week = read_hours("Fr-Mo 09:00-12:00; PH off")
    assert week is not None
    assert [len(spans) for spans in week] == [1, 0, 0, 0, 1, 1, 1]
    assert grouped(week)[0] == (0, 0, ((540, 720),))
