import pytest

from core.domain.service_choice import NEAREST, named, nearest, offered
from core.domain.service_types import ServiceType, service_name
from core.i18n import LANGUAGES, translator

S = ServiceType


@pytest.mark.parametrize(
    ("text", "services"),
    [
        ("vidange et filtre à air", (S.OIL_CHANGE, S.AIR_FILTER)),
        ("Pneus avant", (S.TYRES_FRONT,)),
        ("engine oil change", (S.OIL_CHANGE,)),
        ("Climatisation", (S.AIR_CONDITIONING,)),
        ("ct", (S.TECHNICAL_INSPECTION,)),
        ("à prévoir : embrayage", (S.CLUTCH,)),
        ("zorglub", ()),
        ("", ()),
    ],
)
def test_words_name_their_services(text: str, services: tuple[ServiceType, ...]):
    assert named(text) == services


@pytest.mark.parametrize("service", S)
def test_a_service_is_named_by_its_own_name(service: ServiceType):
    for language in LANGUAGES:
        assert service in named(translator(language).plain(service_name(service)))


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("batri", S.BATTERY),
        ("pare brize", S.WINDSCREEN),
        ("stering", S.STEERING),
        ("towin", S.TOWING),
        ("turb", S.TURBO),
    ],
)
def test_a_slip_finds_what_was_meant_first(text: str, service: ServiceType):
    assert nearest(text)[0] is service


def test_what_is_near_to_nothing_finds_nothing():
    assert nearest("zorglub quantique") == ()
    assert nearest("🚗" * 4000) == ()
    assert len(nearest("frein")) <= NEAREST


def test_ones_own_habits_are_offered_first_and_every_service_once():
    every = offered([S.WASH, S.CLUTCH])
    assert every[:3] == (S.WASH, S.CLUTCH, S.OIL_CHANGE)
    assert sorted(every) == sorted(S)
