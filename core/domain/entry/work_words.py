"""Work done on a vehicle, as people shorten and mistype it; the rules of garages then tell the kinds."""

import re
from functools import lru_cache
from typing import Final

from core.domain.entry.spanish_words import in_known_words
from core.domain.garage_words import HIGHEST_LENGTH
from core.domain.service_types import ServiceType, service_types_of
from core.domain.typed_text import folded

# What thumbs make of the words that the rules know. The order matters where one holds another.
_SPELLED: Final = (
    (r"(filtres? (?:a |de |d')?(?:air|pollens?|polen|habitacle)) ?(?:\+|et|&) ?huill?e(?! moteur)", r"\1 + vidange"),
    (
        (
            r"(?<!vidange )(?<!vidange de )(?<!vidange de la )(?<!huile )(?<!huile de )"
            r"boites? (?:auto\w*|manuelle)(?! (?:vidange|huile))"
        ),
        "boite de vitesses",
    ),
    (
        r"(?:oil|lube) ?(?:ch\w*|service) (?:and|&|n|an|plus|\+|with|w) (?:new )?(?:oil )?filters?",
        "oil change + oil filter",
    ),
    (r"rotat\w+ (?:and|&|n|\+) balanc\w+", "tyre rotation + balancing"),
    (r"filtres? (?:de |a |d')?(?:la )?clim\w*", "filtre habitacle"),
    (r"bled (?:the |my )?brakes|brakes? (?:were |was )?bled", "brake fluid"),
    (r"(?:brake|tail|stop|head|fog|rear|front|side) ?(?:light|lamp)s? bulbs?", "bulbs"),
    (r"vid(?:e?s?|ge|ang|nge|ngs|g|an[cjsx]+e?|enge|ance|anche)|vdg|vidanges? d'?huil|widange", "vidange"),
    (r"(?:pla[qck]+|plak)(?:u?et+e?s?|ets?|et|s|t|ts|uet)?|plackette?s?|plaqueetes", "plaquettes"),
    (r"dis[qck]s?|diskes?|diques|dsq|disqs", "disques"),
    (r"fr[ie]i?n[sz]?|fraine?s|fr1s?|freint?s?", "freins"),
    (
        r"(?<!de )(?<!plaquettes )(?<!disques )(?<!liquide )(?<!et )freins(?! (?:a main|avant|arriere|av|ar|moteur))",
        "plaquettes",
    ),
    (r"[no]/?s/?f|(?:near|off) ?side front", "front"),
    (r"[no]/?s/?r|(?:near|off) ?side rear", "rear"),
    (
        r"(pneus?(?: (?:av|ar|avant|arriere|gauche|droite?|avd|avg|ard|arg|d|g))*) crev\w*(?= (?:change|remplace))",
        r"\1",
    ),
    (r"(?:flat|punctured) (tyre|tire)s?(?= (?:replaced|changed))", r"\1"),
    (r"pneus?(?: (?:av|ar|avant|arriere|gauche|droite?|avd|avg|ard|arg|d|g))* crev\w*", "crevaison"),
    (r"(?<=[a-z] )n(?= [a-z])", "and"),
    (r"pne[ue]?[xs]{1,2}|pn[ue]{2}x?|pneumatik|pneu?a?x|pneue?s?|pnx", "pneus"),
    (r"ti(?:er|re)z|tyers?|tyr(?:e?s|ez)|tirs", "tyres"),
    (r"bat(?:t|s)?|bat+e?r+i+e?|batrie|bateri", "batterie"),
    (r"batt?err?y|battrey", "battery"),
    (r"amorto?s?|amortis+eu?rs?|amorti?ss?", "amortisseurs"),
    (r"revis|rev|revi[sz]ion|reviz|revise[rz]?(?= (?:la|ma|le|mon|notre|votre|sa|son) (?!freins?|clim))", "revision"),
    (r"c\.? ?t\.?|controle? tech?ni?q?u?e?|ctrl? tech\w*|controle tek\w*|kontrol technik|controle tech|cont tech\w*",
    "controle technique"),
    (r"embray|embr|embrayag", "embrayage"),
    (r"(?:balais? )?es+ui[es]{0,2}[ -]?(?:gla[cs]+\w*|vitr\w*|gl)|esuie[ -]?gla\w*", "essuie glaces"),
    (r"par?e?s?[ -]?brise?|bris de glaces?|impact pare brise", "pare brise"),
    (r"geo|geom|geometri", "geometrie"),
    (r"paral+el+ism\w*|para", "parallelisme"),
    (r"filt?(?:re?|er)s? (?:a |d')?(?:huil|uile)e?", "filtre a huile"),
    (r"filt?(?:re?|er)s? (?:a |d')?aire?", "filtre a air"),
    (r"filt?re?s? (?:a |d')?(?:habitac\w*|polen|pollens?|hab)", "filtre habitacle"),
    (r"filt?re?s? (?:a |d')?(?:gazoil|gazol\w*|gasoil|go)", "filtre gasoil"),
    (r"filtr|flitre|fitre", "filtre"),
    (r"liq(?:uide)?\.? (?:de )?fr[ei]+n\w*|ldf", "liquide de frein"),
    (r"liq(?:uide)?\.? (?:de )?ref\w*", "liquide de refroidissement"),
    (r"courr?oi?e?s? (?:de )?distri?b?\w*|distribe?|distrib|distri", "courroie de distribution"),
    (r"bougi?es?|bouji[es]+", "bougies"),
    (r"ampoul|anpoules?", "ampoule"),
    (r"crevais\w*|creve|crevee?|pneu creve", "crevaison"),
    (r"(?:re)?charge?(?:ment)? (?:de )?(?:la )?clime?|clime?", "recharge clim"),
    (r"demareu?r+|demarreu?r", "demarreur"),
    (r"alterna?teu?r|alterno", "alternateur"),
    (r"depann?\w*", "depannage"),
    (r"retro(?:s|viseurs?)?", "retroviseur"),
    (r"oil ?ch(?:an|n)?g?e?d?|oilchange|oil chnage|oil cahnge|lof|oil serv\w*|change oil|changed (?:the |my )?oil",
    "oil change"),
    (r"brk|brks|breaks?(?= (?:pads?|dis[ck]|rotors?|fluid|done|changed|replaced|fitted|front|rear|all))", "brake"),
    (r"(?<=front )breaks|(?<=rear )breaks|(?<=new )breaks", "brake"),
    (r"brake ?pads?|pads", "brake pads"),
    (r"br[ae]+kes?(?! (?:pads?|dis[ckq]|rotor|fluid|shoes|flush|job|lin))", "brake pads"),
    (r"wind(?:shei?ld|sheild|scren)|windscreeen", "windscreen"),
    (r"svc|srvc|servc|serivce|servise", "service"),
    (r"serviced", "car service"),
    (r"(?:a|and|\+|&|the|my|plus|had|for) services?(?! (?:charge|light|station|cent|client|book|fee))",
    "+ full service"),
    (r"(?:full|annual|major|minor|interim|yearly|big|small) servic\w*", "full service"),
    (r"mots?(?: test)?|m\.o\.t\.?|n\.?c\.?t\.?|itv|tuv", "mot"),
    (r"al+ign?ment|aligment|allign\w*", "alignment"),
    (r"a/?c (?:re)?(?:gas\w*|charge\w*|fill\w*|service\w*)|aircon\w*|air[ -]con\w*", "air conditioning"),
    (r"(?:engine )?air ?filt\w*", "air filter"),
    (r"(?:cabin|pollen) (?:air )?filt\w*", "cabin filter"),
    (r"oil ?filt\w*", "oil filter"),
    (r"spark ?plg?s|sparkplugs?|(?<!glow )(?<!drain )(?<!sump )plugs", "spark plugs"),
    (r"tow(?:ed|ing)?(?: (?:truck|away|car))?", "towing"),
    (r"(?:emission|smog)s? (?:test|check)\w*", "emissions test"),
    (r"inspection", "annual inspection"),
    (r"diagnosti[ck]s?|diags?", "diagnostic"),
    (r"puncture\w*|flat tyre|flat tire|flat fixed", "puncture"),
    (r"(?:wind(?:screen|shield)|screen) wipers?", "wipers"),
    (r"(?:kit (?:de )?chaine|chain kit|chain (?:and|&|\+) sprockets?)(?! (?:de )?distri\w*)", "autre reparation"),
    (r"(?:petrol|gas|gasoline) filters?", "fuel filter"),
    (r"radiator flush\w*|flushed (?:the )?radiator", "coolant flush"),
    (r"rotation (?:des? )?(?:4 )?(?:pneus|roues)", "permutation"),
    (r"(?:meche|mechage) (?:de |du )?pneus?", "crevaison"),
    (r"flat repair\w*|plugged (?:a |the |my )?(?:tyre|tire)|(?:tyre|tire) plug(?:ged)?", "puncture"),
    (r"train (?:avant|av) regle|reglage (?:du )?train(?: avant)?", "geometrie"),
    (r"(?:gear|diff(?:erential)?|trans(?:mission|axle)?|tranny) (?:oil|fluid)", "gearbox oil"),
    (r"cv axles?|axle shafts?", "driveshaft"),
    (r"a/?c(?= (?:repair\w*|fix\w*|leak\w*|condens\w*|compress\w*))|a/c", "air conditioning"),
    ((r"head ?lights?|tail ?lights?|head ?lamps?|tail ?lamps?|fog ?lights?|(?:wing |side |door )?mirrors?"
     r"|door locks?|door handles?"
     r"|(?:car )?horn|window regulators?|window (?:motor|switch)|side window|throttle body|coils?|coil packs?"
     r"|boitier papillon|freins? a main|vitres?(?! teintee)|poignees?|barillet|neiman|vase d'expansion|carter"
     r"|(?:map|maf|abs|o2|lambda|oxygen) sensors?"), "autre reparation"),
    (r"(?:wheels? )?aligned", "alignment"),
    (r"(?:(?:two|2|pair of|new) (?:new )?)rears", "rear tyres"),
    (r"(?:(?:two|2|pair of|new) (?:new )?)fronts", "front tyres"),
    (r"emissions?(?! (?:test|check|valve|sensor|control|light))", "emissions test"),
    ((r"freins? (avant|arriere|av|ar) ?[(:,]? ?(disques?|plaquettes?) ?(?:\+|et|&) ?(disques?"
     r"|plaquettes?)"), r"\2 \1 + \3 \1"),
    (r"control ?arms?", "suspension"),
    (r"chip repair\w*|stone chip", "windscreen"),
    (r"re ?spray\w*|scratch\w*(?: repair\w*)?|rayures?|polissage|smart repair", "carrosserie"),
    (r"code read\w*|(?:obd|computer|diagnostic) scan|scan", "diagnostic"),
    (r"(?:fuites?|leaks?) (?:d'|de )?huile(?: reparee?)?|oil leaks?(?: fixed| repaired)?", "autre reparation"),
    ((r"rego check|pink slip|wof|warrant of fitness|roadworthy\w*|rwc|mfk|expertise (?:au service|auto"
     r"|vehicule)\w*"), "mot"),
    (r"oil replaced", "oil change"),
    (r"(?:boites?|bv[ma]?|dsg)(?: de vitesses?)?(?: auto\w*)? vidangee?s?", "vidange boite"),
    (r"vidangee?s?", "vidange"),
    (r"a/?c (?:compress\w*|condens\w*)", "air conditioning"),
    (r"anti ?-?rouille|rust ?proof\w*|under ?coat\w*|under ?seal\w*", "carrosserie"),
    (r"tim+in(?:g)?(?= belt| chain)|tming", "timing"),
    (r"(?<=[a-z] )av(?:an)?t?s?\.?(?= |$)|avt", "avant"),
    (r"(?<!filtre a )huile et filtres?(?! (?:a|d|air|hab|pol)(?![a-z]))", "huile + filtre"),
    (r"timing ?belt|cam ?belt", "timing belt"),
)  # fmt: skip
_REWRITTEN: Final = tuple((re.compile(rf"(?<![a-z0-9])(?:{words})(?![a-z0-9])"), plain) for words, plain in _SPELLED)
# "lhuile", "dembrayage": the apostrophe costs a second thumb.
_LOST_APOSTROPHE: Final = re.compile(
    r"(?<![a-z])[dl](?=(?:huile|air|embrayage|essuie|amortisseur|alternateur|allumage|echappement|injecteur|ampoule"
    r"|habitacle|entretien|equilibrage|arriere|avant)s?(?![a-z]))"
)
# What the rules take for work and a typed line says of something else.
_NOT_WORK: Final = re.compile(
    r"(?<![a-z])(?:discount|jump starter|tow ?bars?|attelages?|triangle de signalisation|feux? verts?|feu rouge"
    r"|direction (?:de |du )?(?!assist)[a-z]+|frais de port|carte grise"
    r"|station[ -]service|self[ -]service|service (?:client|public)|aire de service|24 ?h|in charge|carnet"
    r" d'entretien|contrat d'entretien"
    r"|plaques? (?:d'|de |)immat\w*|lampe frontale|(?:key|fob|remote) batter(?:y|ies)|pile (?:de |du |pour )?(?:la"
    r" )?(?:cle|telecommande)|en direction|free service)(?![a-z])"
)


def services_in(text: str, *, spanish: bool = True) -> tuple[ServiceType, ...]:
    """The kinds of work that a typed line names, in its order; `spanish`: also in that language."""
    flat = " ".join(folded(text).split())
    return _services(in_known_words(flat) if spanish else flat)


def plain_work(flat: str) -> str:
    """A folded line with the words of work as the rules know them."""
    plain = _LOST_APOSTROPHE.sub("", _NOT_WORK.sub(" ", flat))
    for pattern, known in _REWRITTEN:
        plain = pattern.sub(known, plain)
    return plain


@lru_cache(maxsize=1_024)
def _services(flat: str) -> tuple[ServiceType, ...]:
    plain = plain_work(flat)
    found = [service for piece in _pieces(plain) for service in service_types_of(piece)]
    return tuple(dict.fromkeys(found))


def _pieces(plain: str) -> list[str]:
    """Cut a long text between words, as short as the rules read."""
    pieces: list[str] = []
    current = ""
    for word in plain.split(" "):
        if current and len(current) + len(word) >= HIGHEST_LENGTH:
            pieces.append(current)
            current = ""
        current = f"{current} {word}".strip()
    return [*pieces, current]
