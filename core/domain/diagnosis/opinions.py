"""Texts that judge an answer, the bot or the moment, and tell nothing about a vehicle ("c'est nul")."""

import re
from functools import cache
from typing import Final

from core.domain.diagnosis.vocabulary import vocabulary
from core.domain.typed_text import clean, folded
from core.knowledge.diagnosis import symptom_words

_WORD: Final = re.compile(r"[^\W_]+")
# More words than these are no outburst.
_LONGEST: Final = 9


def is_opinion(text: str) -> bool:
    """Whether each word judges, or is about the bot, or says nothing by itself."""
    words = _WORD.findall(folded(clean(text)))
    if not 0 < len(words) <= _LONGEST:
        return False
    judging, about = _known()
    return any(word in judging for word in words) and all(word in judging or word in about for word in words)


@cache
def _known() -> tuple[frozenset[str], frozenset[str]]:
    data = symptom_words()
    return frozenset(folded(data.judging).split()), frozenset(folded(data.about_us).split()) | vocabulary().small
