"""Words that a thumb slipped on: put right when one known word is a single slip away."""

from dataclasses import replace
from functools import lru_cache
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from core.domain.entry.plain_words import FILLERS, VEHICLE_WORDS
from core.domain.entry.tokens import Kind, Token
from core.domain.entry.word_sets import set_of
from core.domain.garage_words import VOCABULARY

_TARGETS: Final = tuple(
    sorted(
        set_of(
            "plein essence gasoil gazole diesel carburant petrol recharge charging litres litre euros"
            " kilometres kilometre kilometers assurance insurance peage parking amende lavage stationnement"
            " abonnement mensualite leasing rappelle rappeler rappel remind reminder compteur kilometrage"
            " odometer mileage norauto euromaster speedy carglass garage feuvert filled refuel changed"
            " replaced remplace remplacement subscription registration location horodateur telepeage"
            " contravention immatriculation timing battery brakes filter coolant"
        )
    )
)
# One slip away from a word above, and words of their own.
_THEMSELVES: Final = set_of(
    "pleine plain plaine charger charges charged changes changer replace garages garagiste garder amener"
    " amande amandes page plage gage rappels rappelles remise reminded reminds filler fille filles killed"
    " locations vocation miles diesels litrees parkin barking marking packing gagner lavable ravage"
    " essences absence euro credit fines petro"
)
_SLIPS: Final = {"klm": "km", "kmm": "km", "kmns": "km", "lires": "litres", "litrs": "litres", "kmtr": "km"}
_SHORTEST: Final = 6
_SHORTEST_NAMED: Final = 4


def is_ours(word: str) -> bool:
    """Whether a folded word is one that lines are made of, and no name with a number such as `c3`."""
    return len(word) >= _SHORTEST_NAMED and (word in _TARGETS or (word in VOCABULARY and word not in VEHICLE_WORDS))


def put_right(tokens: list[Token]) -> list[Token]:
    """Read mistyped words as the ones that were meant; what was typed stays as it is."""
    return [
        replace(token, flat=_SLIPS.get(token.flat) or _meant(token.flat)) if token.kind is Kind.WORD else token
        for token in tokens
    ]


@lru_cache(maxsize=8_192)
def _meant(word: str) -> str:
    known = word in VOCABULARY or word in FILLERS or word in VEHICLE_WORDS or word in _THEMSELVES
    if len(word) < _SHORTEST - 1 or known or word.rstrip("s") in _TARGETS or word in _TARGETS or not word.isascii():
        return word
    near = process.extract(word, _TARGETS, scorer=OSA.distance, score_cutoff=1, limit=2)
    if len(near) != 1:
        return word
    meant = str(near[0][0])
    # A short word is put right only when two of its letters changed places, or when its last one is lacking.
    return meant if len(word) >= _SHORTEST or sorted(word) == sorted(meant) or meant.startswith(word) else word
