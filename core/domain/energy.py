"""What a vehicle runs on, and the codes that registration cards use for it."""

from enum import StrEnum, unique
from typing import Final


@unique
class Energy(StrEnum):
    """A vehicle's energy, as coarse as upkeep and costs need; values are stored."""

    PETROL = "petrol"
    DIESEL = "diesel"
    HYBRID = "hybrid"
    PLUG_IN_HYBRID = "plug_in_hybrid"
    ELECTRIC = "electric"
    LPG = "lpg"
    CNG = "cng"
    ETHANOL = "ethanol"
    HYDROGEN = "hydrogen"
    OTHER = "other"


# Field P.3 of the French card (nomenclature of the order of 12 April 2012). What plugs in is a plug-in hybrid and
# what recovers its braking a hybrid, whichever fuels they burn; of two fuels the gas is named, as it sets the upkeep.
_CODES: Final = {
    Energy.PETROL: "ES",
    Energy.DIESEL: "GO GF",
    Energy.HYBRID: "EH GH EQ EP PH NH GQ FH",
    Energy.PLUG_IN_HYBRID: "EE GL ER EM FL PE NE GM",
    Energy.ELECTRIC: "EL",
    Energy.LPG: "EG GP FG",
    Energy.CNG: "EN GN FN",
    Energy.ETHANOL: "FE ET",
    Energy.HYDROGEN: "H2",
    Energy.OTHER: "AC PL GA GG GE GZ",
}
ENERGY_BY_CODE: Final = {code: energy for energy, codes in _CODES.items() for code in codes.split()}

# Codes that a camera reads with a digit for the letter: no code but H2 holds one.
_MISREAD: Final = str.maketrans({"0": "O", "6": "G", "5": "S", "1": "L"})


def energy_of(code: str) -> Energy | None:
    """Find the energy behind a P.3 code, or nothing for a code that does not exist."""
    typed = code.strip().upper()[:4]
    return ENERGY_BY_CODE.get(typed) or ENERGY_BY_CODE.get(typed.translate(_MISREAD))


def energy_name(energy: Energy) -> str:
    """Name the message that says an energy to people."""
    return f"energy.{energy}"


def burns_fuel(energy: Energy) -> bool:
    """Whether there is an engine with oil, filters and an exhaust."""
    return energy not in {Energy.ELECTRIC, Energy.HYDROGEN}


def plugs_in(energy: Energy) -> bool:
    """Whether it is charged from a socket."""
    return energy in {Energy.ELECTRIC, Energy.PLUG_IN_HYBRID}
