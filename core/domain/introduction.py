"""Somebody says which vehicle they have: "j'ai une Clio 4", "I drive a Ford Focus". That is no trouble of it."""

import re
from typing import Final

from core.domain.catalogue import seeded_catalogue
from core.domain.entry.word_sets import set_of
from core.domain.typed_text import folded

_HIGHEST: Final = 80
_SAYS: Final = re.compile(
    r"(?:bonjour|salut|hello|hi|hola)?[ ,!]*(?:"
    r"j ?['’]?ai(?: achete)?|on a|nous avons|je (?:conduis|roule en)|"
    r"(?:ma|mon) (?:voiture|auto|moto)(?: c['’ ]?est| est)?|"
    r"i ?(?:['’]ve got|have|own|drive|bought|got)|my (?:car|bike|van)(?: is|['’]s)|tengo|conduzco|mi coche es"
    r")(?: (?:une?|an?|the|el|un[oa]))?"
    r"(?: (?:vieille|vieux|vieil|petite?|nouvelle|nouveau|belle|old|small|little|new|viej[ao]|pequen[ao]))?"
    r" +(?P<name>[^.,;:!?]+)[.! ]*"
)
# The words of a bare name; one alone is more often a word of the language ("note", "move").
_NAMED_IN: Final = range(2, 5)
# What may follow a name without being anything about it.
_BESIDE: Final = set_of(
    "de of from del diesel essence petrol gasolina hybride hybrid hibrido electrique electric electrico neuve neuf new "
    "break phase hier yesterday ayer"
)


def introduced(text: str) -> str | None:
    """The make and model of a message that says which vehicle somebody has, and nothing else."""
    if len(text) > _HIGHEST:
        return None
    plain, catalogue = folded(text).strip(), seeded_catalogue()
    said = _SAYS.fullmatch(plain)
    if said is None:
        # A make and its model, and not a word more: `Ford Focus`.
        found = catalogue.suggest(plain).exact if len(plain.split()) in _NAMED_IN else None
        return f"{found.make} {found.model}" if found is not None and found.model else None
    words = said["name"].split()
    for end in range(len(words), 0, -1):
        found = catalogue.suggest(" ".join(words[:end])).exact
        if found is not None:
            return f"{found.make} {found.model or ''}".strip() if all(map(_beside, words[end:])) else None
    return None


def _beside(word: str) -> bool:
    return word in _BESIDE or word.isdigit()
