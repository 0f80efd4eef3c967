import pytest

from core.domain.garages.hours import grouped, read_holidays, read_hours
from core.domain.garages.typed_hours import typed_hours
from core.errors import Refusal

BOTH = "mo-fr 08:00-12:00,14:00-18:00"
# As people write them, and how they are kept.
TYPED = {
    "lun-ven 8h-18h": "mo-fr 08:00-18:00",
    "lun-ven 8h-12h 14h-18h": BOTH,
    "lun-ven 8 h-12 h 14 h-18 h": BOTH,
    "lun-ven 8-12 14-18": BOTH,
    "L-V 8h00-12h00/14h00-18h00": BOTH,
    "mo-fr 8:00-12:00 & 14:00-18:00": BOTH,
    "Mo-Fr 08:00-12:00; Mo-Fr 14:00-18:00": BOTH,
    "lun-ven 8 h 30 - 12 h et 14 h - 18 h 30": "mo-fr 08:30-12:00,14:00-18:30",
    "lun-ven 8 h 30-12 h 15-18 h": "mo-fr 08:30-12:00,15:00-18:00",
    "Lu-Ve 9h30-12h30 / 14h-19h ; Sa 9h30-12h30": "mo-fr 09:30-12:30,14:00-19:00; sa 09:30-12:30",
    "Du lundi au jeudi de 8h à 12h et de 14h à 18h, vendredi 9h-12h": "mo-th 08:00-12:00,14:00-18:00; fr 09:00-12:00",
    "lun, mar, jeu, ven 8h-12h 14h-18h": "mo,tu,th,fr 08:00-12:00,14:00-18:00",
    "lundi: fermé; mardi-samedi 9h-12h 14h-19h": "mo off; tu-sa 09:00-12:00,14:00-19:00",
    "lun 14h-18h mardi 8h-18h mercredi fermé": "mo 14:00-18:00; tu 08:00-18:00; we off",
    "ouvert du lundi au samedi de 8h à 19h sans interruption": "mo-sa 08:00-19:00",
    "lun-ven 8h-18h sauf jours fériés": "mo-fr 08:00-18:00; ph off",
    "lun-ven 8h-12h sam 9h-12h dim et jours fériés fermé": "mo-fr 08:00-12:00; sa 09:00-12:00; su,ph off",
    "Lun. - Ven. : 08h00 - midi": "mo-fr 08:00-12:00",
    "Mo - Fr : 08.00 - 18.00 Uhr": "mo-fr 08:00-18:00",
    "lun-ven 0800-1800": "mo-fr 08:00-18:00",
    "7j/7 8h-20h": "mo-su 08:00-20:00",
    "tlj 9h-19h": "mo-su 09:00-19:00",
    "tous les jours 9h-19h": "mo-su 09:00-19:00",
    "24h/24": "24/7",
    "24h/24 7j/7": "24/7",
    "Monday to Friday 8am-6pm, Sat 9:00-12:00": "mo-fr 08:00-18:00; sa 09:00-12:00",
    "Mon-Fri 8 a.m. to noon, 1:30pm-6pm": "mo-fr 08:00-12:00,13:30-18:00",
    "Mon-Thu 8.30am-5.30pm, Fri 9-4pm, Sun Closed": "mo-th 08:30-17:30; fr 09:00-16:00; su off",
    "weekdays 8:00-18:00, weekends closed": "mo-fr 08:00-18:00; sa,su off",
    "lunes a viernes 9:00-14:00 y 16:00-19:00; sábado cerrado": "mo-fr 09:00-14:00,16:00-19:00; sa off",
}
# Not plain, or plain only to whoever guesses: kept to the letter.
AS_TYPED = (
    *("sur rdv", "By appointment only", "sur rendez-vous, 06 h environ <b>", "8-12 / 14-18", "08:00-18:00", "7j/7"),
    *("lun 25:00-99:99", "lun-ven 8h-12h 11h-18h", "lun-ven 18h-8h", "lun-ven dès 8h", "lun-ven jusqu'à 19h"),
    *("lun-ven 8h-18h sauf mercredi", "tous les jours sauf dimanche 8h-19h", "fermé lundi, mar-sam 9h-19h"),
    *("lun-ven 8h-18h (17h le vendredi)", "lun-ven 8h-18h, fermé en août", "lun-ven 8h-18h 01/07-31/08 8h-13h"),
    *("mars: 9h-18h", "mars lun-ven 9h-18h", "Mar-Oct Mo-Fr 09:00-17:00", "un lundi sur deux 8h-12h", "Di-Fr 8-18"),
    *("Mon-Fri 9 to 5", "Mon-Fri 2-5pm", "Mon-Fri 5-9", "Mon-Fri 8-12, 1-5", "Mon-Fri 1:30-5:30", "9am-5pm mon-fri"),
    *("8h-12h lun-ven, 9h-12h sam", "lun-ven 8h-12h14h-18h", "lun-ven 8h-12h <script>", "lun-sam 8h-12h, après-midi"),
)
# What open data holds that must not be shown as something else.
NOT_PLAIN = (
    *("Mo-Fr 18:00-08:00", 'Mo-Fr 08:00-18:00 "sur rendez-vous"', "sunrise-sunset", "Mo[1] 09:00-12:00"),
    *("Mo-Fr", "99:99-99:99", "Mo-Xx 09:00-12:00", "Mo-Fr 8h-18h", "\0", "x" * 5000, "Mo-Fr 09:00-27:00"),
    *("Mo-Fr 08:00-12:00; Mo-Fr 14:00-18:00", "Mo-Sa 08:00-12:00; We 14:00-18:00", "Mo-Fr 08:00-18:00, We 08:00-12:00"),
    *(
        "PH off",
        "Sa off",
        "Mo-PH 08:00-18:00",
        "PH Mo-Fr 08:00-18:00",
        "Mo-We-Fr 08:00-18:00",
        "SH off; Mo 08:00-18:00",
    ),
    *("Mo-Fr 14:00-18:00,08:00-12:00", "Mo-Fr 08:00-12:00,11:00-18:00", "Mo-Fr 02:00-06:00", "Mo-Fr 08:00+"),
    *(
        "Apr-Sep Mo-Sa 08:00-19:00",
        "Mo-Fr 08:00-18:00; Aug off",
        "2026 Mo-Fr 08:00-18:00",
        "week 1-53/2 Fr 09:00-12:00",
    ),
)


@pytest.mark.parametrize(("typed", "kept"), TYPED.items())
def test_hours_as_people_write_them_are_put_in_order(typed: str, kept: str):
    assert typed_hours(typed) == kept
    assert read_hours(kept) is not None


def test_hours_that_are_not_plain_are_kept_as_they_stand():
    assert [typed_hours(typed) for typed in AS_TYPED] == list(AS_TYPED)
    assert [typed for typed in AS_TYPED if read_hours(typed) is not None] == []


@pytest.mark.parametrize("typed", ["", "quand il veut", "9h www.pub.fr", "https://x.fr/9"])
def test_what_holds_no_hour_or_a_link_is_asked_again(typed: str):
    with pytest.raises(Refusal):
        typed_hours(typed)


def test_odd_hours_of_open_data_are_none_rather_than_wrong():
    assert [text for text in NOT_PLAIN if read_hours(text) is not None or read_holidays(text) not in {None, ()}] == []


def test_a_later_rule_takes_the_place_of_an_earlier_one_and_holidays_are_told_apart():
    week = read_hours("Fr-Mo 09:00-12:00; PH off")
    assert week is not None
    assert [len(spans) for spans in week] == [1, 0, 0, 0, 1, 1, 1]
    assert grouped(week)[0] == (0, 0, ((540, 720),))
    assert read_holidays("Fr-Mo 09:00-12:00; PH off") == ()
    assert read_holidays("Mo-Su,PH 08:00-20:00") == ((480, 1200),)
    assert read_holidays("Mo-Fr 08:00-18:00") is None
    assert read_hours("Mo-Fr 08:00-18:00; We off") == read_hours("Mo-Tu,Th-Fr 08:00-18:00, We off")
    assert read_hours("Mo-Su off") == ((),) * 7
    assert read_hours("Mo-Fr 08:00-12:00, 14:00-18:00, Sa 09:00-12:00") is not None
