"""The words of a garage's line, ready to be compared: folded, split, and repaired after a camera."""

import re
from functools import lru_cache
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from core.domain.typed_numbers import ascii_digits
from core.domain.typed_text import folded

HIGHEST_LENGTH: Final = 200

_VOCABULARY_TEXT: Final = """
accessoire accessoires additif alignement alignment allumage alternateur alternator amortisseur amortisseurs ampoule
ampoules antigel antipollution arriere arrieres assistee balais balancing batterie battery bearing biellette biellettes
bougie bougies brake brakes bumper cabine cabin calipers carburant cardan cardans carrosserie catalyseur
change changed changement
chauffage climatisation clutch compresseur controle controles coolant courroie courroies cremaillere crevaison
crevaisons culasse debitmetre demarreur depannage diagnostic diagnosis diesel direction disque disques distribution
driveshaft echappement echange egr embrayage embrayages engine entretien equilibrage essence essuie etrier etriers
exhaust filter filters filtre filtres fluid forfait frein freinage freins front galets gasoil gazole gearbox geometrie
glaces habitacle huile injecteur injecteurs injector injectors lavage liquide machoires maintenance montage moteur
nettoyage oil parallelisme particulate particule particules pare peinture permutation plaquette plaquettes plugs pneu
pneumatique pneumatiques pneus pollen pollution pompe prechauffage purge radiateur recharge refroidissement
remorquage remplacement reparation replacement ressort ressorts revision rotation rotule rotules roulement roulements
service silencieux spark suspension technique temperature thermostat timing transmission triangle triangles turbo
tyre tyres valise vanne vidange visite vitesse vitesses volant wheel windscreen windshield wiper wipers
"""
VOCABULARY: Final = frozenset(_VOCABULARY_TEXT.split())
# In an order that is the same in every process: of two words that are as near, the first is taken.
_IN_ORDER: Final = tuple(sorted(VOCABULARY))
# Words that are one letter away from ours, and are themselves.
_NEIGHBOURS: Final = frozenset(
    ("risque", "risques", "prevision", "previsions", "correction", "moteurs", "frais", "train", "trains", "serrage")
)
_SMALL: Final = ("de", "du", "la", "le", "et", "av", "ar", "d", "a", "l")

# Seen on paper, meant as a letter.
_AS_LETTER: Final = str.maketrans({"0": "o", "1": "l", "5": "s", "8": "b", "|": "l", "!": "l", "$": "s"})
_TYRE_SIZE: Final = re.compile(r"\b[1-3][0-9]5 ?[/ ] ?[2-9][05] ?z?r ?[12][0-9](?:c|xl)?\b")
_ENGINE_OIL: Final = re.compile(r"\b(?:0|5|10|15|20) ?w ?-?(?:16|20|30|40|50|60)\b")
_GEAR_OIL: Final = re.compile(r"\b(?:70|75|80|85) ?w ?-?(?:75|80|85|90|140)?\b")
_KEPT: Final = re.compile(r"[a-z]{0,3}[0-9]+(?:[a-z]{1,2}|[0-9]*yf)?")
_BREAK: Final = re.compile(r"[;,\n()•·*\[\]]| - |\.(?= |$)")
_TOKEN: Final = re.compile(r"[a-z0-9$!|]+|\+")


def words_of(description: str) -> str:
    """Reduce a line to lower-case words in single spaces, with `+` between its parts.

    Words that a camera spoilt or glued together are put right when only one known word is that near.
    """
    text = ascii_digits(folded(_BREAK.sub(" + ", description[:HIGHEST_LENGTH])))
    text = _TYRE_SIZE.sub(" pneu ", text)
    text = _ENGINE_OIL.sub(" visco ", text)
    text = _GEAR_OIL.sub(" viscoboite ", text)
    text = text.replace("&", " + ").replace("a/c", " a c ").replace("/", " + ")
    words = [word for token in _TOKEN.findall(text) for word in _put_right(token)]
    return re.sub(r"(?:\+ )*\+(?: \+)*", "+", " ".join(words)).strip("+ ")


@lru_cache(maxsize=8_192)
def _put_right(token: str) -> tuple[str, ...]:
    word = token.translate(_AS_LETTER)
    if len(token) >= 5 and word in VOCABULARY:
        return (word,)
    if token in _NEIGHBOURS or len(token) < 5 or _KEPT.fullmatch(token):
        return (token.strip("!|$") or "+",)
    near = _nearest(word)
    if near:
        return (near,)
    return _unglued(word) or (token.strip("!|$"),)


def _nearest(word: str) -> str | None:
    """Find the known word within one slip of a long word, or two of a very long one; never of a short one."""
    if len(word) < 6 or word in _NEIGHBOURS:
        return None
    slips = 2 if len(word) >= 10 else 1
    found = process.extract(word, _IN_ORDER, scorer=OSA.distance, score_cutoff=slips, limit=2)
    if not found or (len(found) == 2 and found[0][1] == found[1][1] and not found[1][0].startswith(found[0][0][:-1])):
        return None
    return str(found[0][0])


def _unglued(word: str) -> tuple[str, ...]:
    """Cut a word made of known words that lost their spaces: `filtreahuile`."""
    if len(word) < 8:
        return ()
    cuts: list[tuple[str, ...] | None] = [()] + [None] * len(word)
    for end in range(1, len(word) + 1):
        for start in range(end):
            before, piece = cuts[start], word[start:end]
            if before is not None and (piece in VOCABULARY or piece in _SMALL):
                cuts[end] = (*before, piece)
                break
    whole = cuts[-1]
    return whole if whole and any(piece in VOCABULARY for piece in whole) else ()
