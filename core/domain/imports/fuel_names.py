"""Fuels by the names and codes that other apps have for them."""

import re
from functools import lru_cache
from typing import Final

from core.domain.energy import Energy
from core.domain.typed_text import folded

_WORDS: Final = (
    (
        Energy.ELECTRIC,
        r"electr\w*|elektr\w*|elettric\w*|eletric\w*|strom|ev|bev|kwh|ac|dc|charge|recharge|электр\w*|prad",
    ),
    (Energy.PLUG_IN_HYBRID, r"plug ?-?in\w*|phev"),
    (Energy.LPG, r"lpg|gpl|glp|autogas|butano|propane?"),
    (Energy.CNG, r"cng|gnc|gnv|erdgas|metano|methane|bio ?-?gas|gas natural|natural gas"),
    (Energy.HYDROGEN, r"hydrog\w*|wasserstoff|idrogeno|hidrogen\w*|h2"),
    (Energy.ETHANOL, r"e ?-?85|bio ?-?ethanol|(?:super)?ethanol|etanol|alcool|alcohol|flex(?:fuel)?"),
    (Energy.DIESEL, r"diesel\w*|gasoil\w*|gazole|gazol|gasoleo\w*|gasolio|b ?7|b ?10|hvo\w*|дизель\w*|дт|on|mazout|go"),
    (Energy.HYBRID, r"hybrid\w*|hybride\w*|hibrid\w*|ibrid\w*|hev"),
    (Energy.PETROL, (
        r"petrol|essence|benzin\w*|benzina|gasolin\w*|gasolina|unleaded|super\w*|sp ?-?9[58]\w*|e ?-?10|e ?-?5"
        r"|sans plomb|sin plomo|senza piombo|premium|regular|gas|9[0-9](?: \w+)?|100|бензин\w*|аи ?-?9\w+|pb ?9\w+"
        r"|nafta|8[0-9]|v ?-?power|mid ?-?grade|plus"
    )),
)  # fmt: skip
_PATTERNS: Final = tuple((energy, re.compile(rf"(?<!\w)(?:{words})(?!\w)")) for energy, words in _WORDS)
_FUELIO: Final = {
    1: Energy.PETROL, 2: Energy.DIESEL, 4: Energy.LPG, 5: Energy.CNG, 6: Energy.ELECTRIC, 7: Energy.ETHANOL,
}  # fmt: skip


@lru_cache(maxsize=512)
def fuel_named(text: str) -> Energy | None:
    """The fuel that a text names, or None."""
    plain = re.sub(r"[^\w]+", " ", folded(text[:80])).strip()
    if not plain:
        return None
    return next((energy for energy, pattern in _PATTERNS if pattern.search(plain)), None)


def fuelio_fuel(code: str) -> Energy | None:
    """The fuel behind one of Fuelio's numbers; 0 and -1 say nothing."""
    if not code.lstrip("-").isdigit():
        return None
    if int(code) // 100 == 3:
        # E5 and E10 are petrol; from 305 on it is mostly ethanol.
        return Energy.ETHANOL if int(code) >= 305 else Energy.PETROL
    return _FUELIO.get(int(code) // 100)
