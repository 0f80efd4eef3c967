"""Who did it: chains that everyone knows, and names behind `chez`, `garage` and `at`."""

import re
from typing import Final

from core.domain.date_words import MONTHS, RELATIVE_DAYS, WEEKDAYS
from core.domain.entry.plain_words import is_plain, is_work_word
from core.domain.entry.tokens import Kind, Line, Role
from core.domain.entry.word_sets import set_of
from core.domain.entry.work_words import services_in

# As they write themselves; what people type for them is folded and may lack its spaces or hyphens.
_CHAINS: Final = (
    "Norauto", "Midas", "Speedy", "Feu Vert", "Euromaster", "Carglass", "Roady", "Point S", "First Stop", "Best Drive",
    "Eurorepar", "Profil Plus", "Vulco", "Motrio", "Autobacs", "Delko", "Carter-Cash", "Mondial Pare-Brise",
    "France Pare-Brise", "Autovision", "Dekra", "Sécuritest", "Autosur", "Auto Sécurité", "Norisko", "L'Auto E.Leclerc",
    "Bosch Car Service", "Top Garage", "Siligom", "Allopneus", "Rapid Pare-Brise", "Technicar", "Precisium",
    "Dyna Service", "Oscaro", "Mister-Auto", "Yakarouler", "123pneus", "Popgom", "Autodistribution", "Renault Minute",
    "Leclerc Auto", "Mobivia", "Ayme", "Auto 5", "Vergölst", "ATU", "Autocontrol", "KM Control",
    "Discount Tire", "Les Schwab", "Canadian Tire", "Mr. Lube", "Monsieur Muffler", "Big O Tires", "Mavis", "Goodyear",
    "Christian Brothers", "Advance Auto", "O'Reilly", "NAPA", "Take 5", "Belle Tire", "Walmart", "Sam's Club",
    "Protyre", "Blackcircles", "Merityre", "Euro Car Parts", "F1 Autocentres", "Arnold Clark", "Evans Halshaw",
    "Speedy Glass", "Lebeau", "RockAuto", "Kal Tire", "Fountain Tire", "Mr Tyre", "Bob Jane", "mycar",
    "Kwik Fit", "Halfords", "ATS Euromaster", "National Tyres", "Jiffy Lube", "Pep Boys", "Firestone", "Meineke",
    "Valvoline", "Formula One Autocentres", "Mr Clutch", "Autoglass", "Safelite", "AutoZone", "Monro", "Tyreplus",
)  # fmt: skip
_STATIONS: Final = (
    "TotalEnergies", "Total Access", "Esso", "BP", "Shell", "Avia", "E.Leclerc", "Leclerc", "Intermarché", "Carrefour",
    "Auchan", "Super U", "Système U", "Hyper U", "Casino", "Cora", "Lidl", "Agip", "Eni", "Elan", "Dyneff", "Ionity",
    "Tesla Supercharger", "Fastned", "Electra", "Allego", "Izivia", "Powerdot", "Texaco", "Tesco", "Asda",
    "Sainsbury's",
    "Morrisons", "Costco", "Chevron", "Exxon", "Mobil", "Aral", "Q8", "Repsol", "Cepsa", "InstaVolt", "Gridserve",
    "Pod Point", "Netto", "Esso Express", "Lukoil", "Octa+", "Dats 24", "Petro-Canada", "Couche-Tard", "Ultramar",
    "Circle K", "Sunoco", "Marathon", "Valero", "Wawa", "Sheetz", "QuikTrip", "7-Eleven", "Speedway", "Conoco",
    "Phillips 66", "Buc-ee's", "Kroger", "Safeway", "Applegreen", "Murco", "Migrol", "Socar", "Tamoil", "Agrola",
    "ChargePoint", "EVgo", "Electrify America", "BP Pulse", "Osprey", "Freshmile", "Driveco", "Atlante", "Zunder",
    "Shell Recharge", "Chargemap", "Monoprix", "Vito", "Gulf", "Maxol", "Circle-K", "Irving",
)  # fmt: skip
_STRONG_CHAINS: Final = frozenset(_CHAINS)
# Makes whose dealers people name bare only behind a preposition.
_FOLD: Final = str.maketrans("éèêàç", "eeeac")


def _key(name: str) -> str:
    """A name as people type it: its separators may be lacking, unless the last letter would look like a plural."""
    gap = "[ .'-]" if name.endswith(" S") else "[ .'-]?"
    return re.sub(r"[^a-z0-9]+", lambda _: gap, name.casefold().translate(_FOLD))


_KNOWN: Final = tuple(
    (name, re.compile(rf"(?<![a-z0-9]){_key(name)}(?![a-z0-9])"))
    for name in sorted((*_CHAINS, *_STATIONS), key=len, reverse=True)
)
_TYPED_CHAINS: Final = (
    ("Norauto", re.compile(r"(?<![a-z])(?:nor ?auto|noroto|noraut|norautoo|nauroto)(?![a-z])")),
    ("Feu Vert", re.compile(r"(?<![a-z])(?:feux? ?ver(?:ts?|s|r|t+)?)(?![a-z])")),
    ("Intermarché", re.compile(r"(?<![a-z])inter(?:marche)?(?![a-z])")),
    (
        "Tesla Supercharger",
        re.compile(r"(?<![a-z])(?:super ?charg(?:eu?r)s? tesla|tesla super ?charg\w*)(?![a-z])"),
    ),
    ("ATS Euromaster", re.compile(r"(?<![a-z0-9])ats(?![a-z0-9])")),
    ("Total", re.compile(r"(?<![a-z])(?:chez |station |at |a la station )total(?! ?access| ?energies|[a-z])")),
    ("Kwik Fit", re.compile(r"(?<![a-z])(?:qui[ck]k|kwick)[ -]?fit(?![a-z])")),
)
_NUMBERED: Final = tuple((name, pattern) for name, pattern in _KNOWN if re.search("[0-9]", name) and name != "Q8")
# One search tells that most lines name none of them.
_ANY: Final = re.compile("|".join(pattern.pattern for _, pattern in (*_TYPED_CHAINS, *_KNOWN)))
_BEFORE: Final = re.compile(r"(?:(?<![a-z])(?:chez|at|a|au|par|by|from|de|station|garage|centre|la station) )$")

# Words that stand before a name and are no part of it.
_OPENERS: Final = re.compile(
    r"(?<![a-z])(?P<opener>chez|par(?= (?:renault|peugeot|citroen|dacia|ford|toyota|opel|volkswagen|vw|bmw|audi"
    r"|mercedes|fiat|nissan|hyundai"
    r"|kia|skoda|seat|volvo|mini|honda|mazda|suzuki|tesla|norauto)(?![a-z]))|garage|gge|concession(?:naire)?"
    r"|atelier|at|by|mecano|carrosserie|taller)(?![a-z])"
)
_GENERIC: Final = set_of(
    "le la les l un une mon ma mes moi nous eux lui elle the a an my our their his her home work maison garagiste"
    " mecano concessionnaire concession garage local same usual meme copain pote ami voisin beau frere pere oncle"
    " papa ce cet this that dealer dealership mechanic mechanics shop workshop parking location loyer box rent rental"
    " myself yourself himself herself soi hire monthly insurance insurer assurance assureur"
)
_CONNECTORS: Final = set_of("du de la des d l les le et & ' - of and the")
_STOPS: Final = (
    MONTHS.keys()
    | WEEKDAYS.keys()
    | {phrase for phrase in RELATIVE_DAYS if " " not in phrase}
    | set_of("pour a au aux avec hier le ce cette il y avant apres en sur dans par mais car puis que qui et est total"
        " montant cout"
        " prix facture tout compris km kms kilometres compteur euros euro eur for on in with yesterday last this"
        " today and"
        " to from while but cost costs paid it was total mileage odometer odo the of down near next behind because"
        " which"
        " j ai m je cela ca vidange pneus pneu plaquettes revision plein freins oil tyres tires brake brakes service"
        " changed replaced done fait faite new at merci thanks stp svp ttc ht cb carte especes cash avant arriere plus"
        " ago three two days weeks front rear noon midday night morning afternoon evening lunch lunchtime midi least")
)  # fmt: skip
_MAY_OPEN_WITH: Final = set_of("du de la des d l les le the")
_TRADE: Final = re.compile(
    r"(?:(?<= )|^)(?P<name>[a-z][a-z'&-]*(?: [a-z][a-z'&-]*){0,2}?) (?:garage|motors|autos|autocentre|auto repairs?"
    r"|auto service)(?![a-z])"
)
_OPENS_WORK: Final = set_of("pot full annual major minor interim kit new changed replaced")
_CENTRE: Final = frozenset({"service", "centre", "center"})
_NO_NAME: Final = set_of("tel phone numero facture invoice location parking loyer grand petit")
_MOST_WORDS: Final = 4


def take_garage(line: Line) -> tuple[str | None, bool]:
    """The garage or station that a line names, and whether it is one that does work (and no station)."""
    named = _opened(line, known_only=True) or _known(line)
    if named:
        return named, named in _STRONG_CHAINS
    opened = _opened(line, known_only=False) or _trade(line)
    return (opened, True) if opened else (None, False)


def is_chain(name: str) -> bool:
    """Whether a name is that of a chain that everyone knows."""
    return name in _STRONG_CHAINS


def take_numbered(line: Line) -> str | None:
    """A chain whose name holds a number: to be taken before numbers are measured."""
    if _ANY.search(line.flat) is None:
        return None
    return next((taken for name, pattern in _NUMBERED if (taken := _taken(line, name, pattern))), None)


def is_station(name: str) -> bool:
    """Whether a name is that of a chain of filling or charging stations."""
    return name in _STATIONS or name == "Total"


def _known(line: Line) -> str | None:
    if _ANY.search(line.flat) is None:
        return None
    every = (*_TYPED_CHAINS, *_KNOWN)
    return next((taken for name, pattern in every if (taken := _taken(line, name, pattern))), None)


def _taken(line: Line, name: str, pattern: re.Pattern[str]) -> str | None:
    for _, first, last in list(line.find(pattern)):
        if name not in _WORDS_TOO or _announced(line, first):
            line.take(_with_opener(line, first), last, Role.GARAGE)
            return name
    return None


# Names that are words of their own: they are garages only where something announces them.
_WORDS_TOO: Final = frozenset(
    {"Casino", "Elan", "Mobil", "Electra", "Inter", "Marathon", "Gulf", "Irving", "Vito", "Speedway", "Mavis", "Take 5",
     "Osprey", "Atlante", "Advance Auto", "mycar", "Ayme", "Goodyear"}
)  # fmt: skip


def _announced(line: Line, first: int) -> bool:
    return line.word(first - 1) in {"chez", "at", "station", "a"}


def _with_opener(line: Line, first: int) -> int:
    """Where the words that announce a name begin."""
    while line.word(first - 1) in {
        "chez",
        "at",
        "garage",
        "station",
        "par",
        "by",
        "centre",
        "auto",
        "la",
        "a",
        "l",
        "'",
    }:
        first -= 1
    return first


def _opened(line: Line, *, known_only: bool) -> str | None:
    """The name behind `chez`, `garage`, `at`."""
    for match, first, last in list(line.find(_OPENERS)):
        opener = match["opener"]
        if opener in {"garage", "mechanic"} and line.word(first - 1) == "the":
            continue  # "the garage mended my puncture": nobody says its name
        name, end = _name_from(line, last, opener)
        if not name:
            continue
        known = next((chain for chain, pattern in _KNOWN if pattern.fullmatch(_flat_of(line, last, end))), None)
        if known_only and known is None:
            continue
        line.take(first, end, Role.GARAGE)
        return known or (
            f"{line.tokens[first].text} {name}"
            if opener in {"garage", "gge", "atelier", "carrosserie", "taller"}
            else name
        )
    return None


def _flat_of(line: Line, first: int, end: int) -> str:
    return " ".join(token.flat for token in line.tokens[first:end])


def _name_from(line: Line, place: int, opener: str) -> tuple[str, int]:
    """Read the words of a name from here; connectors stay inside, never at its end."""
    start, end, words = place, place, 0
    while line.word(start) in _GENERIC and (opener != "garage" or line.word(start) not in _MAY_OPEN_WITH):
        if line.word(start) == "the" or line.word(start) == "my":
            return "", start
        start += 1
    if start > place and opener != "garage" and line.word(start) in {"du", "de", "of"}:
        return "", start  # "chez le garagiste du coin"
    place = start
    while words < _MOST_WORDS:
        token = line.free(place)
        if token is None or _stops(line, place, opens=words == 0 and opener == "garage"):
            break
        place += 1
        if token.flat not in _CONNECTORS:
            words, end = words + 1, place
    if end <= start:
        return "", start
    return _typed(line, start, end), end


def _stops(line: Line, place: int, *, opens: bool) -> bool:
    """Whether a name is over here."""
    if line.word(place) in {"service", "centre", "center"} and {line.word(place - 1), line.word(place + 1)} & _CENTRE:
        return False  # "Tesla service centre"
    token = line.tokens[place]
    ends = token.is_number or _is_dash(line, place) or _begins_work(line, place)
    return ends or _ends_name(token.flat, opens=opens)


def _is_dash(line: Line, place: int) -> bool:
    """Whether a sign stands apart, between two parts of the line."""
    following = line.free(place + 1)
    return line.word(place) == "-" and line.tokens[place].spaced and (following is None or following.spaced)


def _begins_work(line: Line, place: int) -> bool:
    """Whether the work that was done begins here, and no more of the name of who did it: "chez Dupont bougies"."""
    word, following = line.word(place), line.word(place + 1)
    if not word.isalpha() or word in _CONNECTORS:
        return False
    named = is_work_word(word) or word in _OPENS_WORK or bool(services_in(word))
    return named or bool(set(services_in(f"{word} {following}")) - set(services_in(following)))


def _ends_name(word: str, *, opens: bool) -> bool:
    if word in _CONNECTORS:
        return word in {"le", "the"} and not opens
    return word in _STOPS or not word[0].isalpha()


def _typed(line: Line, first: int, end: int) -> str:
    pieces = [
        ("" if place == first or not line.tokens[place].spaced else " ") + line.tokens[place].text
        for place in range(first, end)
    ]
    return "".join(pieces).strip()


def _trade(line: Line) -> str | None:
    """An English name: `Martin Garage`, `Smith Motors`."""
    for _, start, last in list(line.find(_TRADE)):
        first = start
        while first < last - 1 and not _may_be_name(line, first):
            first += 1
        if first < last - 1:
            line.take(first, last, Role.GARAGE)
            return _typed(line, first, last)
    return None


def _is_model(word: str) -> bool:
    """Whether a word names a vehicle or nothing, though a surname may be a make as well."""
    return is_plain(word) and word != "martin"


def _may_be_name(line: Line, place: int) -> bool:
    token = line.tokens[place]
    named = token.kind is Kind.WORD and token.flat not in _GENERIC | _STOPS | _CONNECTORS
    if not named or _begins_work(line, place):
        return False
    if token.text[0].isupper():
        return True
    # In small letters only a word that stands alone before "garage".
    before = line.tokens[place - 1] if place else None
    alone = (
        before is None
        or before.kind is not Kind.WORD
        or line.roles[place - 1] is not None
        or _begins_work(line, place - 1)
    )
    return alone and line.word(place + 1) == "garage" and token.flat not in _NO_NAME and not _is_model(token.flat)
