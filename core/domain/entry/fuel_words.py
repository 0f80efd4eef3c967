"""Words of the pump and of the charger."""

import re
from typing import Final

# Said of nothing but a fill-up or a charge.
_STRONG: Final = re.compile(
    r"(?<![a-z0-9])(?:fuel(?:l?ed)(?: up)?|(?:petit |grand |demi[ -]|fait le |faire le |l)?(?:pleins?|plin|plien"
    r"|pln)(?!"
    r" (?:ecran|air|de bruit))|refuel\w*|re-fuel\w*"
    r"|fill(?:ed)?(?: (?:it|her|the (?:tank|car)|my (?:tank|car)))?[ -]?ups?|fill(?:ed)? (?:the )?(?:tank|car)"
    r"|fillup|full tank|half (?:a )?tank|tank(?:ed)?"
    r"|(?<!oil )(?<!fluid )(?<!coolant )top(?:ped)?[ -]?up(?! (?:the |my )?(?:oil|coolant|fluid|screen|wash\w*"
    r"|brake|water|tyres?|tires?|ad ?blue|antifreeze))(?: (?:fuel"
    r"|petrol|diesel))?|ravitaill\w*|(?:station[ -]service)|filled|fill|partial fill|faire du carburant"
    r"|supercharg\w*|(?:deposito "
    r"|lo he )?llen(?:o|ado|e)(?: el deposito| de| deposito)?|repost\w+"
    r"|borne(?: de)? recharge|(?:rempli\w* (?:le |mon )?)?reservoir)(?![a-z0-9])"
)
_FUELS: Final = re.compile(
    r"(?<![a-z0-9])[dl]?(?:essence|gas[ -]?oil|gazole|gasole|gazoil|go|diesel|diezel|mazout|sans plomb|sp"
    r" ?9[58](?:[ -]?e ?10)?|sp|e ?10|e ?85|e ?5"
    r"|super(?: ?9[58])?|ethanol|superethanol|bio ?ethanol|gpl|gnv|gnc|lpg|cng|b ?7|carburant|fuel|petrol|gas"
    r"|gasoline|unleaded|hydrogene"
    r"|hydrogen|gasolina"
    r"|gasoleo|combustible|carburante|sin plomo(?: 9[58])?|carbu"
    r"|regular(?! (?:service|maintenance|check|oil))|premium (?:unleaded|gas|fuel)|midgrade"
    r"|super ?unleaded|gazoline|excellium)(?![a-z0-9])"
)
_CHARGE: Final = re.compile(
    r"(?<![a-z0-9])(?:re?charges?(?!ment)|rechargee?s?|charges?|charged|charging|charger|recharging|recharger|borne"
    r"|bornes|electricite"
    r"|electricity|plugged in|wallbox)(?![a-z0-9])"
)
_ELECTRIC: Final = re.compile(
    r"(?<![a-z0-9])(?:kwh|re?charg\w*|charg(?:e|es|ed|ing|er)|bornes?|supercharg\w*|electri\w*|wallbox)(?![a-z0-9])"
)
_OTHER_CHARGES: Final = re.compile(
    r"(?<![a-z])(?:re?charges?|recharger?) (?:de )?(?:la |ma )?(?:clim\w*|gaz|batterie)|a/?c re?charge|charge"
    r" (?:sociale|de travail)"
    r"|air ?con\w* re?charge|congestion charge|free of charge|charging (?:cable|lead)|(?:cable|pass|carte"
    r"|badge)s? (?:de |d')?(?:re)?charge|re?charge (?:the )?(?:ac|a/c|battery)"
)
_PARTIAL: Final = re.compile(
    r"(?<![a-z0-9])(?:pas (?:fait )?(?:le |un )?(?:plein|complet)|not (?:a )?full|non plein|partiel(?:le)?(?:ment)?"
    r"|partial(?:ly)?"
    r"|(?:a |la |une )?(?:moitie|mi-plein)|demi[ -]plein|demi[ -]reservoir|half(?: a)?(?: tank)?|half[ -]full|petit"
    r" plein|part[ -]fill"
    r"|complement|(?:un )?quart|quarter|trois[ -]quarts?|three[ -]quarters?|(?:(?:a|to|jusqu'a) )?[1-9][0-9] ?%"
    r"|[1-3]/[2-4])(?![a-z0-9])"
)
_FULL: Final = re.compile(
    r"(?<![a-z0-9])(?:l?pleins?|l?plin|plien|pln|plain(?= (?:d'|de |du |gas|gaz))|full(?: tank)?|fill(?:ed)?(?: (?:it"
    r"|her|the (?:tank|car)|my (?:tank"
    r"|car)))?[ -]?ups?|fillup|fill(?:ed)? the tank|brim(?:med)?|complete?|ras[ -]bord|(?:deposito )?llen(?:o|ado|e)"
    r"|rempli\w* (?:le "
    r"|mon )?reservoir"
    r"|(?:a |to )?100 ?%|fill(?:ed)? to the top)(?![a-z0-9])"
)
_FRACTION: Final = re.compile(r"(?<![0-9])[1-3]/[2-4](?= (?:de |du |d'|of |a |the )?(?:plein|reservoir|tank|full))")


def is_strong(flat: str) -> re.Match[str] | None:
    """Words that are said of nothing but a fill-up."""
    return _STRONG.search(flat)


def names_energy(flat: str) -> re.Match[str] | None:
    """A fuel or a charge that the line names."""
    plain = _OTHER_CHARGES.sub("~", flat)
    return _FUELS.search(plain) or _CHARGE.search(plain)


def is_electric(flat: str) -> bool:
    """Whether what is not said in a unit would be in kilowatt-hours."""
    return _ELECTRIC.search(flat) is not None


def fullness(flat: str) -> bool | None:
    """Whether the tank was filled to the top; None when nobody says."""
    if _PARTIAL.search(flat):
        return False
    return True if _FULL.search(flat) else None


FRACTION: Final = _FRACTION
