"""Text as people type it, made safe to store, to compare and to show."""

import unicodedata
from functools import lru_cache
from typing import Final

HIGHEST_LENGTH: Final = 4_096

# Invisible characters that reorder or hide text; the joiners of emoji and of Persian stay.
_HIDDEN: Final = frozenset(
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064"
    "\u2066\u2067\u2068\u2069\u206a\u206b\u206c\u206d\u206e\u206f\ufeff\ufff9\ufffa\ufffb"
)
# The hyphen that does not break is ours: plates are shown with it, and come back copied.
_INSTEAD: Final = {"\u2011": "-", "\t": " ", "\v": "\n", "\f": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"}


def _allowed(character: str) -> bool:
    if character in _HIDDEN:
        return False
    if character == "\n":
        return True
    # Cc: controls and NUL; Cs: lone surrogates; a code point ending in FFFE or FFFF is no character at all.
    return unicodedata.category(character) not in {"Cc", "Cs"} and ord(character) & 0xFFFE != 0xFFFE


# One message is looked at by many filters in a row.
@lru_cache(maxsize=64)
def clean(text: str) -> str:
    """Normalise a text at the edge: NFC, no control, surrogate or hidden character, cut, trimmed."""
    if len(text) <= HIGHEST_LENGTH and text.isascii() and text.isprintable():
        return text.strip()
    lines = text[:HIGHEST_LENGTH].replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(
        character for character in (_INSTEAD.get(character, character) for character in lines) if _allowed(character)
    )
    # Composing may lengthen a text (some characters decompose for good), so it is cut once more.
    return unicodedata.normalize("NFC", kept)[:HIGHEST_LENGTH].strip()


def clean_line(text: str, highest: int = 200) -> str:
    """Normalise a name or a title: one line, single spaces, at most `highest` characters."""
    return " ".join(clean(text).split())[:highest].strip()


@lru_cache(maxsize=64)
def folded(text: str) -> str:
    """Reduce a text to what comparing needs: no case, no accents, single spaces; never shown to anyone."""
    # Letters lose their width and ligatures too; digits do not, or `10²` would become 102.
    plain = "".join(
        unicodedata.normalize("NFKD", character) if character.isalpha() else character
        for character in clean(text).casefold()
    )
    # Some letters only show their capitals once decomposed, and some capitals decompose again.
    decomposed = unicodedata.normalize("NFD", plain.casefold())
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(bare.replace("œ", "oe").replace("æ", "ae").replace("’", "'").split())
