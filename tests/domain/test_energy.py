import pytest

from core.domain.energy import ENERGY_BY_CODE, Energy, burns_fuel, energy_name, energy_of, plugs_in
from core.i18n import LANGUAGES, translator


@pytest.mark.parametrize(
    ("code", "energy"),
    [
        ("ES", Energy.PETROL), ("GO", Energy.DIESEL), ("EL", Energy.ELECTRIC), ("EE", Energy.PLUG_IN_HYBRID),
        ("EH", Energy.HYBRID), ("GL", Energy.PLUG_IN_HYBRID), ("GH", Energy.HYBRID), ("EG", Energy.LPG),
        ("EN", Energy.CNG), ("FE", Energy.ETHANOL), ("FG", Energy.LPG), ("FL", Energy.PLUG_IN_HYBRID),
        ("GP", Energy.LPG),
        ("PH", Energy.HYBRID), ("GN", Energy.CNG), ("H2", Energy.HYDROGEN), ("ET", Energy.ETHANOL),
        ("AC", Energy.OTHER),
        (" es ", Energy.PETROL), ("go", Energy.DIESEL), ("G0", Energy.DIESEL), ("E5", Energy.PETROL),
        ("6O", Energy.DIESEL),
    ],
)  # fmt: skip
def test_the_code_of_the_card_tells_the_energy(code: str, energy: Energy) -> None:
    assert energy_of(code) is energy


@pytest.mark.parametrize("code", ["", "ZZ", "ESS", "E", "²", "ESSENCE", "\x00ES"])
def test_a_code_that_does_not_exist_tells_nothing(code: str) -> None:
    assert energy_of(code) is None


def test_every_code_of_the_nomenclature_is_known_once() -> None:
    codes = "ES GO EL EE EH GL GH EG EN ER EM EQ EP FE FG FN FL GP PE PH GN NE NH GF GM GQ H2 ET AC PL GA GG GE GZ"
    assert set(codes.split()) <= ENERGY_BY_CODE.keys()
    assert set(ENERGY_BY_CODE.values()) == set(Energy)


def test_what_burns_and_what_plugs_in() -> None:
    assert {energy for energy in Energy if not burns_fuel(energy)} == {Energy.ELECTRIC, Energy.HYDROGEN}
    assert {energy for energy in Energy if plugs_in(energy)} == {Energy.ELECTRIC, Energy.PLUG_IN_HYBRID}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_energy_has_its_own_name(language: str) -> None:
    assert len({translator(language)(energy_name(energy)) for energy in Energy}) == len(Energy)
