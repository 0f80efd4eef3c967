"""How words sound in French, English and Spanish, for whoever writes as they speak: what sounds alike has one key."""

import re
from functools import lru_cache
from typing import Final

# In this order; digits stand for nasal vowels, capitals for sounds of several letters.
_FRENCH: Final = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"(?<=[a-z])[sxtdpz]+$", ""),
        (r"(?<=[a-z]{2})e+[sz]?$", ""),
        (r"oiy|oill|oy", "Wi"),
        (r"tion", "sion"),
        (r"eau|au", "o"),
        (r"ph", "f"),
        (r"ch|sh", "S"),
        (r"sc(?=[eiy])|c(?=[eiy])|z", "s"),
        (r"gu(?=[eiy]|$)", "g"),
        (r"ge(?=[ao])|g(?=[eiy])", "j"),
        (r"qu|q|ck|c", "k"),
        (r"x", "ks"),
        (r"oi|oua", "W"),
        (r"ou", "U"),
        (r"(?:ain|ein|in|im|un|um|yn)(?![aeiouynm])", "1"),
        (r"(?:an|am|en|em)(?![aeiouynm])", "2"),
        (r"(?:on|om)(?![aeiouynm])", "3"),
        (r"ai|ei|ay|ey|ez$|er$", "e"),
        (r"ill|il$|y", "i"),
        (r"h", ""),
        (r"(.)\1+", r"\1"),
    )
)
_ENGLISH: Final = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^wh", "w"),
        (r"^kn", "n"),
        (r"^wr", "r"),
        (r"ph", "f"),
        (r"igh|ie|ei|y", "i"),
        (r"gh", ""),
        (r"dge|g(?=[ei])|j", "J"),
        (r"c(?=[ei])|z", "s"),
        (r"ck|c|q", "k"),
        (r"x", "ks"),
        (r"a([bdfgklmnprstvJ])e(?=s?$)", r"e\1"),
        (r"([iou][bdfgklmnprstvJ])e(?=s?$)", r"\1"),
        (r"ai|ay|ey|ea|ee", "e"),
        (r"oa|oo", "o"),
        (r"ow|ou", "u"),
        (r"au|aw", "o"),
        (r"(?<=[a-zJ]{2})e$", ""),
        (r"h", ""),
        (r"(.)\1+", r"\1"),
    )
)
_SPANISH: Final = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"qu|k|c(?=[aoulr])", "k"),
        (r"c(?=[ei])|z", "s"),
        (r"g(?=[ei])|j", "j"),
        (r"v|w", "b"),
        (r"ll|y", "i"),
        (r"h", ""),
        (r"(.)\1+", r"\1"),
    )
)


@lru_cache(maxsize=8_192)
def sounds_of(word: str) -> tuple[str, str, str]:
    """How a folded word sounds in French, in English and in Spanish."""
    return _key(word, _FRENCH), _key(word, _ENGLISH), _key(word, _SPANISH)


def _key(word: str, rules: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    for pattern, sound in rules:
        word = pattern.sub(sound, word)
    return word


def skeleton(word: str) -> str:
    """A word without the vowels behind its first letter, as hurried thumbs write it."""
    return word[:1] + re.sub(r"[aeiouy]", "", word[1:])
