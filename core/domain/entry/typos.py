"""Words that a thumb slipped on: put right when one known word is a single slip away."""

from dataclasses import replace
from functools import lru_cache
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from core.domain.date_words import DAYS_BY_UNIT, LAST, MONTHS, MONTHS_BY_UNIT, NEXT, RELATIVE_DAYS, WEEKDAYS
from core.domain.distance import UNITS
from core.domain.entry import manner
from core.domain.entry.cost_words import cost_of
from core.domain.entry.fuel_words import is_strong, names_energy
from core.domain.entry.plain_words import FILLERS, VEHICLE_WORDS
from core.domain.entry.slips_beside import meant_beside, slips_of
from core.domain.entry.spanish_words import SPANISH
from core.domain.entry.spoken_numbers import NUMBER_WORDS
from core.domain.entry.tokens import Kind, Token
from core.domain.entry.unit_words import MORE_CURRENCIES, QUANTITY_UNITS
from core.domain.entry.word_sets import set_of
from core.domain.entry.work_words import services_in
from core.domain.garage_words import VOCABULARY

_MEANT: Final = """
    plein essence gasoil gazole diesel carburant petrol recharge charging litres litre liters gallons euros dollars
    pounds bucks francs balles kilometres kilometre kilometers miles bornes assurance insurance peage peages parking
    amende lavage stationnement abonnement mensualite leasing rappelle rappeler rappel remind reminder compteur
    kilometrage odometer mileage norauto euromaster speedy carglass garage feuvert filled refuel changed replaced
    remplace remplacement subscription registration location horodateur telepeage contravention immatriculation
    congestion ticket adblue bidon appoint boite jours semaine semaines weeks gratuit gratuite gratuitement parked
    invoice facture starter inspection licence license timing belt battery brakes filter filters coolant fluid water
    front rotated puncture discs tyres tires creve crevee crevaison arriere avant gauche droite droit plaquette
    plaquettes disque disques pneus huile glace glaces partial annuel annuelle mensuel mensuelle annee month monthly
    weekend brise catalytique cabin shocks struts rotors night piece offert offerte offertes sticker check annum
    halfords autozone rockauto autosur firestone valvoline safelite autoglass protyre carrefour auchan leclerc
    intermarche oscaro walmart costco sainsbury morrisons chevron texaco repsol cepsa ionity fastned allego izivia
    gridserve applegreen vulco roady dekra midas tesco eleven lundi centimes
    trasero traseros trasera traseras delantero delanteros delantera delanteras pastillas neumaticos embrague anteayer
    yearly annually weekly chaque every matin morning today yesterday aujourd tonight janvier fevrier avril juillet
    septembre octobre novembre decembre january february march april august september october november december
    lundi mardi mercredi jeudi vendredi samedi dimanche monday tuesday wednesday thursday friday saturday sunday
    trois quatre douze treize quatorze quinze seize vingt trente quarante cinquante soixante septante nonante mille
    three seven eight eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty
    forty fifty sixty seventy eighty ninety hundred thousand
"""
_TARGETS: Final = tuple(sorted({word for word in set_of(_MEANT) | VOCABULARY if len(word) >= 5}))
_TARGET_SET: Final = frozenset(_TARGETS)
# A small word that is as near may have been meant as well: then nothing is put right.
_CANDIDATES: Final = (*_TARGETS, *sorted(word for word in FILLERS - _TARGET_SET if len(word) >= 5))
# Of these a letter may be lacking although four are few.
_SHORT_ONES: Final = sorted(
    set_of(
        "plein pneus huile fluid litre front matin miles annee bidon vingt trois sixty fifty"
        " forty seven eight mardi lundi jeudi month today tyres tires discs three euros piece cabin midas tesco"
    )
)
# One slip away from a word above, and words of their own.
_THEMSELVES: Final = set_of("""
    arrete arretee arreter arrets arrive arrivee arrivees arriver arrives billed bride chance channel clause compte
    comptees comptes concession congress console contre courant deplacement deplacements discuss echeance entries
    factor factory failure feature fermer feries figures fixture future halles instance latin lille manage menage
    nombre packed parsed punctual relation report reports reglement right seen tree turbot underneath
    accepte acceptee winter blades breaks motors offer offers apiece nicht socks peu yet test piege
    absence accessories action amande amandes amener ample annual annule annuler anse appeler appelle appelles
    assiste assisted avaient avait avent avoir avril ayant balai balle ballon barking battle bell belle belles bells
    better bible blake bolt bolts bonne bonnes borne bother bottle bouge bouger boule bounds brake brave broke
    broken built bundle cable cables cadran caliper calle candle cattle ceinture cente chaise change changee changer
    changera changes changez changing charge charged charger charges choque chose cinquieme claque claquette
    cleaning coating collant compare compter control controler controlez controls cool cooler cooling couple crane
    craque credit creme crever decharge demarrer diagnoses diesels disco discos dizaine double douce doute douzaine
    drake driver early ebrake eighth eights eleve elevee elight engin essai essaie essences euro example exchange
    fable father fifth fifths files fille filler filles fines fitter fiver flancs fluide fluides font fonts forget
    formal format forte fortes forth fourth frain frame france frances freine frente frost frosty gache gage gages
    gagner galet gallon galon garages garagiste garbage garder gilets grace graces grave guide guides halle handle
    hands hearing height heights horse hours house huele huitre hundreds hurle image images jeudis joindre jouer
    killed later latter lavable leaking leaning leaving letter libre libres lifters liquid lire lite litrees litter
    liver livre livres location locations lotion louer lundis main mains mais males marca marce marcha marche
    marcher marches mardis mari marin marina maris marking marque martin match matches matiz melon middle miles
    milli molle money monta montagne montagnes monte montee monter months montre moth mother motion mouth natation
    nearly nickel north notation option packing page pages parkin parking particle particles partiel parting partir
    parts party patrol pearl pente petrel petro picket pickle placer places plage plages plain plaine planes planet
    plates pleine pocket pointe pointer points polled pomper pompes pompez portee porter portes ports poule power
    prepared punctured puree purga purged purger quart quarter quarters quarts quinze rappeller rappelles rappels
    rattle ravage rechargee recharger rechargez reminded reminds remise remplacer remplacera remplacez rente repair
    repaire repaired repeler replace replaces replayed risque risques river rocket rotate rotated rotted roule
    rouler roules rounds route routes sable saddle salle salon saloon samedis sample seized separation serviced
    settle sevens seventh simple sixth smiles sortir sounds spare spares sparking speed speeds sporty stable station
    sundae sunray table tables tackle taille talon teeth tente there these thicket thirsty thousands threes ticked
    tickets tiers tiles timer times tired tirer tirez titre titres todas toile tooth tower trade trente tries
    trouble trous tuile typed types usage utile vacation vacations valid valide vendra vendre vente vidanger ville
    villes virage visit visita visited visits vitre vitres vivant vocation voile volante volants volent voyant wafer
    waiter weight weights wheat where wider winter wiped wiser worth
""")
_SLIPS: Final = {
    "frt": "front",
    "oli": "oil", "oill": "oil", "raer": "rear", "reat": "rear", "rera": "rear", "frnt": "front", "fron": "front",
    "avnt": "avant", "avat": "avant", "avan": "avant", "avnat": "avant", "klm": "km", "kmm": "km", "kmns": "km",
    "lires": "litres", "litrs": "litres", "kmtr": "km",
}  # fmt: skip
# What other readers know.
_ALSO_READ: Final = (
    frozenset(MONTHS)
    | frozenset(WEEKDAYS)
    | frozenset(UNITS)
    | frozenset(QUANTITY_UNITS)
    | MORE_CURRENCIES.keys()
    | NUMBER_WORDS
    | DAYS_BY_UNIT.keys()
    | MONTHS_BY_UNIT.keys()
    | {word for phrase in RELATIVE_DAYS for word in phrase.split()}
    | LAST
    | NEXT
    | set_of(
        "peu yet test hiver ete cher chere chers chef tear wear year years near read real gear bear hide hike her"
        " nice night"
        " moins mais cent cents hundred mix pair paire jeune jeu jeux jouet nuit pair part parts male mare more most"
        " ford fuel fell fall bill file pile pack park park back bark rent sent gens sens dent vent lent"
    )
)
_LEAST, _SHORTEST_NAMED, _SHORTEST, _LONG, _ENDING = 5, 4, 3, 9, 3
_ENDS: Final = frozenset({"arriere", "arrieres"})
# Behind these stands a name, which is spelt as people please.
_NAMED_BY: Final = frozenset({"chez", "garage", "at", "par", "by", "mr", "mme", "mrs", "atelier", "carrosserie"})


def is_ours(word: str) -> bool:
    """Whether a folded word is one that lines are made of, and no name with a number such as `c3`."""
    return len(word) >= _SHORTEST_NAMED and (word in _TARGETS or (word in VOCABULARY and word not in VEHICLE_WORDS))


def put_right(tokens: list[Token]) -> list[Token]:
    """Read mistyped words as the ones that were meant; what was typed stays as it is."""
    return [_righted(tokens, place) for place in range(len(tokens))]


def _righted(tokens: list[Token], place: int) -> Token:
    token = tokens[place]
    if token.kind is not Kind.WORD:
        return token
    named = (
        place > 0
        and _meant(token.flat) not in NUMBER_WORDS
        and (tokens[place - 1].flat in _NAMED_BY or (token.text[0].isupper() and token.text[1:].islower()))
    )
    if named and tokens[place - 1].flat != "par":
        return token
    meant = token.flat if named else _SLIPS.get(token.flat) or _meant(token.flat)
    if meant == token.flat:
        meant = meant_beside(tokens, place, is_known) or meant
    return token if meant == token.flat else replace(token, flat=meant)


@lru_cache(maxsize=8_192)
def is_known(word: str) -> bool:
    """Whether a folded word is one that somebody reads, or one of its own that is near to such a word."""
    listed = word in VOCABULARY or word in FILLERS or word in VEHICLE_WORDS or word in _THEMSELVES
    return (
        listed
        or len(word) < _SHORTEST
        or not word.isascii()
        or word in _TARGET_SET
        or word in _ALSO_READ
        or word in SPANISH
        or cost_of(word) is not None
        or bool(services_in(word))
        or names_energy(word) is not None
        or is_strong(word) is not None
        or manner.is_done(word)
        or manner.is_new(word)
    )


@lru_cache(maxsize=8_192)
def _meant(word: str) -> str:
    known = word in VOCABULARY or word in FILLERS or word in VEHICLE_WORDS or word in _THEMSELVES or word in SPANISH
    if known or len(word) < _LEAST - 1 or word.rstrip("s") in _TARGET_SET or word in _TARGET_SET or not word.isascii():
        return word
    if len(word) < _LEAST:
        lacking = [target for target in _SHORT_ONES if _is_lacking(word, target)]
        return lacking[0] if len(lacking) == 1 else word
    near = _nearest(word, 1)
    if near is None and len(word) > _LEAST:
        near = _nearest(word, 2)
        near = None if near is None or is_known(word) else near
    return near or word


def _nearest(word: str, slips: int) -> str | None:
    """The one word of ours that so many slips have made this of; None where two may have been meant."""
    found = process.extract(word, _CANDIDATES, scorer=OSA.distance, score_cutoff=slips, limit=4)
    near = [str(one[0]) for one in found if slips == 1 or _is_long(word, str(one[0]))]
    meant = min(near, key=len, default=None)
    # Of a word and its plural either will do; of two words neither.
    if meant is None or any(not other.startswith(meant) or other not in _TARGET_SET for other in near):
        return None
    # In five letters a thumb slips inside, and begins rightly or with the letter beside.
    return meant if len(word) > _LEAST or word[0] == meant[0] or word in slips_of(meant) else None


def _is_long(word: str, target: str) -> bool:
    """Whether a word may hold two slips and still be told: an end, or one of nine letters."""
    return is_slip_inside(word, target) and (target in _ENDS or len(target) >= _LONG)


def is_slip_inside(word: str, target: str) -> bool:
    """Whether two words that are alike begin alike and do not just end otherwise, as forms of one word do."""
    if word[0] != target[0] or word.endswith(("ing", "ed")):
        return False
    alike = next((at for at, (one, other) in enumerate(zip(word, target, strict=False)) if one != other), len(word))
    return target in _ENDS or alike < len(word) - _ENDING


def _is_lacking(word: str, target: str) -> bool:
    inside = word[0] == target[0] and word[-1] == target[-1]
    return inside and any(target[:at] + target[at + 1 :] == word for at in range(1, len(target) - 1))
