"""Printed text reduced to what labels are compared by: capitals without accents, simple punctuation."""

import unicodedata

_SAME = str.maketrans(
    {
        "’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-",
        "‐": "-", "‑": "-", "º": "°", "˚": "°", "：": ":", "，": ",", "．": ".", "（": "(", "）": ")", "＃": "#",
        "œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "\u00a0": " ", "\u202f": " ", "\u2009": " ",
    }
)  # fmt: skip


# Readers trained on many scripts give Greek, Cyrillic and full-width letters for Latin ones of the same shape.
_LATIN = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧАВЕІКМНОРСТУХЅЈοаеорсух", "ABEZHIKMNOPTYXABEIKMHOPCTYXSJoaeopcyx")


def readable(text: str) -> str:
    """Text as a reader of Latin script would have read it, without control characters."""
    plain = unicodedata.normalize("NFKC", text.translate(_SAME)).translate(_LATIN)
    return "".join(char for char in plain if unicodedata.category(char)[0] != "C")


def fold(text: str) -> str:
    """Capitals without accents, of the same length wherever that is possible."""
    plain = unicodedata.normalize("NFKD", text.translate(_SAME))
    return "".join(char for char in plain if not unicodedata.combining(char)).upper()


def tidy(text: str) -> str:
    """Text to show: one space at most, no separators left over at the ends."""
    return " ".join(text.split()).strip(" :;|•-–_")
