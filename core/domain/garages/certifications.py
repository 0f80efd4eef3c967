"""What a garage is certified or approved for, and the words by which people say it."""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from core.domain.typed_text import folded


class Certification(StrEnum):
    """A certificate or an approval that garages have. Values are stored."""

    ELECTRIC = "electric"
    REFRIGERANT = "refrigerant"
    MAKER = "maker"
    INSURERS = "insurers"
    ECO = "eco"
    QUALICERT = "qualicert"
    ISO_9001 = "iso_9001"
    SIV = "siv"
    INSPECTION = "inspection"


# Whole words, folded, in French, English and Spanish.
_WORDS: Final[dict[Certification, str]] = {
    Certification.ELECTRIC: (
        r"vehicules? electriques?|electriques?|hybrides?|c ?18 ?550|electric|hybrid|electricos?|hibridos?"
    ),
    Certification.REFRIGERANT: (
        "fluides? frigorigenes?|frigorigenes?|climatisation|clim|refrigerants?|f gas|air conditioning"
        "|gases fluorados|aire acondicionado"
    ),
    Certification.MAKER: (
        "constructeurs?|reparateur agree|agree marque|authori[sz]ed repairer|manufacturers?|makers?"
        "|taller oficial|servicio oficial|fabricantes?"
    ),
    Certification.INSURERS: "assurances?|assureurs?|insurers?|insurance|aseguradoras?|seguros?",
    Certification.ECO: "eco ?entretien|eco maintenance|ecomantenimiento",
    Certification.QUALICERT: "qualicert",
    Certification.ISO_9001: "iso ?9001|iso",
    Certification.SIV: "siv|carte grise|cartes grises|registration documents?|permiso de circulacion",
    Certification.INSPECTION: "controle technique|vehicle inspections?|mot|itv",
}
_PATTERNS: Final = tuple((one, re.compile(rf"\b(?:{words})\b")) for one, words in _WORDS.items())


def stored(certifications: Iterable[Certification]) -> str:
    """Certifications as a column holds them, in their own order, each once."""
    wanted = set(certifications)
    return " ".join(one.value for one in Certification if one in wanted)


def read(column: str) -> tuple[Certification, ...]:
    """The certifications that a column holds."""
    return tuple(Certification(word) for word in column.split() if word in set(Certification))


def certifications_in(text: str) -> tuple[Certification, ...]:
    """The certifications that a text names."""
    plain = re.sub(r"[^a-z0-9]+", " ", folded(text[:300]))
    return tuple(one for one, pattern in _PATTERNS if pattern.search(plain))
