"""Words that say nothing by themselves in a line: small words, and the names of vehicles."""

from typing import Final

from core.domain.capture.vehicle_makes import MAKES
from core.domain.entry.word_sets import set_of
from core.domain.garage_words import VOCABULARY
from core.domain.typed_text import folded

_SMALL: Final = """
    a à ai ait as au aux avec bah ben bien bon c ca cb ce cela cet cette ci d dans de depuis des donc du elle en et est
    etait eu euh fait faite faits faites faire fais h il ils j je jusqu l la le les leur lui m ma me mes mm moi mon n
    nous on ou par pour puis qu que qui s sa se ses sur t ta te tes tout toute tous toutes tu un une via vient vous y
    ete eté deja mtn now just petit petite grosse gros nouvelle nouveau mise jour mis mes environ presque vers autour
    an and are at be been by did do done for from get got had has have he her his i in into is it its me my of on or our
    she so some that the their them then there they this to up us was we were with you your about around approx roughly
    le el la los las de del y con por para en un una mi es al
    voiture vehicule auto bagnole caisse titine tuture car vehicle van truck moto bike scooter camion utilitaire cette
    note notes noter ajoute ajouter enregistre log add save record please stp svp merci thanks thx pls
    km kms kilometres kilometre
    kilometers compteur kilometrage odo odometer mileage odometre reading reads shows says indique marque
    affiche actuel actuelle current actuellement suis sommes passe passé viens arrive atteint reached hit
    bonjour salut hello hi hey coucou bjr slt ok voila hop allez ouf yes oui alors total montant cout prix facture paye
    payé paid cost costs coute couté regle ttc ht eur euro euros eme er th st nd rd jsuis chui jai g cest jviens
    gratuit gratuite gratuitement offert offerte free seul seulement juste
    can could would peux peut pouvez pourrais tu vous veuillez stp
    clock dash dashboard tableau bord ecran screen display
    releve releves clocked lol mdr haha ugh bro dude mate pret ready confirme confirmed
    correction corrige corriger rectif rectification erratum oups oops pardon sorry finalement plutot actually currently
    en fait us avait avais avaient affichait indiquait marquait jsui passer
    he ha han coche taller tengo llevo tiene esta ya muy unos unas lo del cambio cuentakilometros euros
    aujourd hui ans an mois jours jour semaine semaines exactement tout juste pile soit dit
"""
_MODELS: Final = """
    clio megane scenic twingo captur kadjar arkana austral laguna espace kangoo trafic master zoe fluence modus koleos
    sandero duster logan spring jogger lodgy dokker golf polo passat tiguan touran up id caddy transporter arteon troc
    cross corsa astra insignia mokka meriva zafira vivaro grandland fiesta focus mondeo kuga puma ecosport transit ka
    yaris corolla auris aygo rav4 prius chr hilux proace civic jazz hrv crv accord swift vitara ignis ibiza leon ateca
    arona fabia octavia superb kodiaq karoq kamiq panda punto tipo ducato doblo micra juke qashqai leaf note xtrail
    picanto rio ceed sportage sorento niro stonic soul i10 i20 i30 tucson kona ioniq santa fe classe class serie series
    berlingo picasso cactus jumpy jumper partner rifter expert boxer traveller model mazda cx mini cooper countryman
    defender discovery freelander evoque wrangler renegade compass cayenne macan panamera boxster taycan
    mustang ranger mt07 mt09 cb500 xmax tmax gs monster transalp africa twin vfr gsx z900 ninja sv650 duke
"""
FILLERS: Final = frozenset(folded(_SMALL).split())
# "note" and "fe" are words as well: harmless here.
VEHICLE_WORDS: Final = frozenset(folded(_MODELS).split()) | {
    word for make in MAKES for word in folded(make).replace("-", " ").split()
}
# Behind these a small number tells the generation.
GENERATIONS: Final = (VEHICLE_WORDS - {"note"}) | frozenset({"c", "ds", "serie", "phase", "ph", "mk", "gen", "x", "q"})
# Numbers that are names of vehicles.
MODEL_NUMBERS: Final = set_of(
    "104 106 107 108 205 206 207 208 305 306 307 308 309 404 405 406 407 408 504 505 508 605 607 806 807 1007 2008 3008"
    " 4007 4008 5008 500 600 595 911 718"
)


def is_plain(word: str, known: frozenset[str] = frozenset()) -> bool:
    """Whether a folded word says nothing of its own."""
    return len(word) <= 1 or word in FILLERS or word in VEHICLE_WORDS or word in known


def is_work_word(word: str) -> bool:
    """Whether a folded word belongs to the language of garages."""
    return word in VOCABULARY
