"""Plates, VINs and company numbers as readers give them, put right by what each place may hold."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from stdnum import luhn
from stdnum.fr import siren

from core.domain.capture.days import find_days

_TO_DIGIT = str.maketrans("OQDUIJLTZASBG|!", "000011172458611")
_TO_LETTER = str.maketrans("01245678", "DJZASGTB")
_SEP = r"[\s.·•_:-]{0,3}"
# The normal series since 2009 never uses I, O, U; readers see digits for letters and letters for digits.
_SIV = re.compile(rf"(?<![A-Z0-9])([A-Z0-9]{{2}}){_SEP}([0-9OQDILSBZGTJA]{{3}}){_SEP}([A-Z0-9]{{2}})(?![A-Z0-9])")
_SIV_TIGHT = re.compile(
    r"(?<![A-Z0-9])([A-HJ-NP-TV-Z]{2})\s?[-–.]?\s?([0-9]{3})\s?[-–.]?\s?([A-HJ-NP-TV-Z]{2})(?![A-Z0-9])"
)
_FNI = re.compile(
    r"(?<![A-Z0-9])([0-9]{1,4})[\s-]?([A-HJ-NP-TV-Z]{1,3})[\s-]?(0[1-9]|[1-8][0-9]|9[0-5]|2A|2B|97[1-6])(?![A-Z0-9])"
)
_UK = re.compile(r"(?<![A-Z0-9])([A-Z]{2}[0-9OISBZ]{2})\s?([A-Z]{3})(?![A-Z0-9])")
_FOREIGN = re.compile(
    r"(?<![A-Z0-9])((?=[A-Z0-9 -]{0,9}[0-9])(?=[A-Z0-9 -]{0,9}[A-Z])"
    r"[A-Z0-9]{1,4}(?:[ -][A-Z0-9]{1,5}){0,2})(?![A-Z0-9])"
)
# Neighbours whose plates have a form of their own: Belgium, Luxembourg, Spain, Germany, the Netherlands, Switzerland.
_NEIGHBOURS = re.compile(
    r"(?<![A-Z0-9])([1-9][ -]?[A-Z]{3}[ -]?[0-9]{3}|[A-Z]{2} ?[0-9]{4}|[0-9]{4} ?[A-Z]{3}|"
    r"[A-Z]{1,3}-[A-Z]{1,2} ?[0-9]{1,4}|[0-9]{2}[12]?-[A-Z]{1,2}-[0-9]{1,6}|"
    r"(?:[A-Z]{2}-[0-9]{2}-[A-Z]{2}|[0-9]{2}-[A-Z]{2}-[A-Z]{2}|[A-Z]{2}-[A-Z]{2}-[0-9]{2}|[0-9]{1,2}-[A-Z]{3}-[0-9]{1,2})|"
    r"(?:AG|BE|BL|BS|FR|GE|GR|JU|LU|NE|SG|SO|TG|TI|VD|VS|ZG|ZH)[ -][0-9]{1,3}['. ]?[0-9]{3})(?![A-Z0-9])"
)
_VIN = re.compile(r"(?<![A-Z0-9])([A-Z0-9](?:\s?[A-Z0-9]){16})(?![A-Z0-9])")
# What stands before a number of kilometres, and makes seventeen characters with it.
_A_WORD = re.compile(r"KILOMETR|KILOMETER|COMPTEUR|ODOMET")
_SPOKEN = re.compile(r"\b(?:DU|LE|AU|DE|LA|ET|KM|NO)\b")
_FROM_DISTANCE = re.compile(r"\d[\d .']{0,9}\s?KMS?\b(?!\s?[:.]?\s?\d).*")
_NEARLY_FRENCH = re.compile(
    r"[A-Z]{2}\d{3}[A-Z]|[A-Z]\d{3}[A-Z]{2}|[A-Z]{2}\d{2}[A-Z]{2}|[A-Z0-9][A-Z]{2}\d{3}[A-Z]{2}|"
    r"[A-Z]{2}\d{3}[A-Z]{2}[A-Z0-9]"
)
_STROKED = re.compile(r"(?<![A-Z0-9])[1I|]?([A-HJ-NP-TV-Z]{2})-([0-9]{3})-([A-HJ-NP-TV-Z]{2})[1I|]?(?![A-Z0-9])")
_OIL = re.compile(r"\d{1,2}W\d{2}")
_NO_PLATE = re.compile(r"[A-Z]{4}|^[0-9]{1,2}[A-Z]{3,}$")
_COMPANY = re.compile(r"(?<![0-9])((?:[0-9OIl][\s.]?){13}[0-9OIl])(?![0-9])")


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number without separators; `sure` when it was read as it stands and its form or digit agrees."""

    value: str
    sure: bool
    start: int = 0


def labelled_plate(texts: Iterable[str]) -> tuple[int, Identifier] | None:
    """Which of the texts behind labels is a plate: French forms first, then British, then any other country's."""
    # Of a sentence that goes on to the kilometres, what comes before them.
    candidates = [_FROM_DISTANCE.sub("", text) for text in texts]
    # What follows a label on its own line comes before what was put right, and that before what has any form at all.
    every = len(candidates)
    for find, reach in (
        (find_plate, every), (_fni_whole, every), (_uk, 2), (_neighbour, 2), (_siv_repaired, every),
        (_siv_with_stroke, every), (_uk, every),
        (_fni, every), (_neighbour, every), (_foreign, every),
    ):  # fmt: skip
        for at, plain in enumerate(candidates[:reach]):
            found = find(plain)
            if found is not None:
                return at, found
    return None


def find_plate(plain: str) -> Identifier | None:
    """A French plate of the series since 2009 anywhere in a text, read as it stands."""
    for match in _SIV_TIGHT.finditer(plain):
        left, digits, right = match.groups()
        if digits != "000" and "SS" not in (left, right):
            return Identifier(left + digits + right, sure=True, start=match.start())
    return None


def has_french_form(plate: str) -> bool:
    """Whether a plate has one of the two French forms."""
    return _SIV_TIGHT.fullmatch(plate) is not None or _FNI.fullmatch(plate) is not None


def find_vins(plain: str, fewest_digits: int = 6) -> list[Identifier]:
    """Every VIN of seventeen characters in a text; I, O and Q are never used and become digits."""
    found = []
    for match in _VIN.finditer(plain):
        raw = re.sub(r"\s", "", match.group(1))
        if raw != match.group(1) and (_SPOKEN.search(match.group(1)) or find_days(match.group(1))):
            # `01622 du 28 septembre 2024` has seventeen characters too.
            continue
        if _A_WORD.match(raw) or any(len(part) >= 4 and part.isalpha() for part in match.group(1).split()[1:]):
            # So have `KILOMETRAGE 139870` and `CHELIN PRIMACY 4 205`, the end of a tyre's name.
            continue
        if re.search(r"[A-Z]{7}\d{9,10}$", raw):
            # And `NANTERRE 800674814`, a court and a company's number.
            continue
        value = raw.translate(str.maketrans("IOQ", "100"))
        if _plausible_vin(value, fewest_digits):
            found.append(Identifier(value, sure=raw == value, start=match.start()))
    return found


def find_sirets(text: str) -> list[Identifier]:
    """Every French establishment number in a text whose check digits agree."""
    found = []
    for match in _COMPANY.finditer(text):
        raw = re.sub(r"[\s.]", "", match.group(1))
        value = raw.translate(str.maketrans("OIl", "011"))
        if luhn.is_valid(value) and siren.is_valid(value[:9]) and value[:9] != "000000000":
            found.append(Identifier(value, sure=raw == value, start=match.start()))
    return found


def unchecked_siret(text: str) -> Identifier | None:
    """Fourteen digits after the word SIRET whose check does not agree: something was misread."""
    match = _COMPANY.search(text)
    if match is None:
        return None
    value = re.sub(r"[\s.]", "", match.group(1)).translate(str.maketrans("OIl", "011"))
    return Identifier(value, sure=False, start=match.start())


def _plausible_vin(value: str, fewest_digits: int) -> bool:
    digits = sum(char.isdigit() for char in value)
    # The last four are a running number with every maker; a VIN is neither a word nor a bank number.
    return value[-4:].isdigit() and digits >= fewest_digits and sum(char.isalpha() for char in value) >= 2


def _siv_repaired(plain: str) -> Identifier | None:
    for match in _SIV.finditer(plain):
        left, digits, right = match.groups()
        if sum(char.isdigit() for char in digits) < 2:
            # `TOTAL HT` has the shape of a plate, were its letters digits.
            continue
        if left.isdigit() or right.isdigit():
            # So has `HS-10482`, the number of an invoice.
            continue
        value = left.translate(_TO_LETTER) + digits.translate(_TO_DIGIT) + right.translate(_TO_LETTER)
        value = value.replace("O", "D") if value[2:5].isdigit() else value
        if re.fullmatch(r"[A-HJ-NP-TV-Z]{2}[0-9]{3}[A-HJ-NP-TV-Z]{2}", value) and value[2:5] != "000":
            return Identifier(value, sure=False, start=match.start())
    return None


def _fni(plain: str) -> Identifier | None:
    match = _FNI.search(plain)
    if match is None or _OIL.fullmatch(match[0]):
        return None
    # In the middle of other words it may be a house in a street.
    whole = len(plain.strip(" :.-()")) == len(match[0]) and len(match[0]) >= 6
    return Identifier("".join(match.groups()), sure=whole, start=match.start())


def _siv_with_stroke(plain: str) -> Identifier | None:
    """A plate with a stroke before or behind it that was read as a digit: `1AB-123-CD`."""
    match = _STROKED.search(plain)
    return Identifier("".join(match.groups()), sure=False, start=match.start()) if match else None


def _fni_whole(plain: str) -> Identifier | None:
    """A plate of the series before 2009 at the beginning of a text."""
    match = _FNI.match(plain.strip(" :.-("))
    return Identifier("".join(match.groups()), sure=True) if match and len(match[0]) >= 6 else None


def unlabelled_plate(plain: str) -> Identifier | None:
    """A plate that is the whole of a text without a label: of any form, and sure only of the French one since 2009."""
    text = plain.strip(" :.-()")
    found = _SIV_TIGHT.fullmatch(text)
    if found is not None and found[2] != "000" and not _SPOKEN.search(text):
        return Identifier("".join(found.groups()), sure=True)
    other = _FNI.fullmatch(text) or _NEIGHBOURS.fullmatch(text)
    return Identifier(re.sub(r"[ '.-]", "", other[0]), sure=False) if other is not None else None


def _uk(plain: str) -> Identifier | None:
    match = _UK.search(plain)
    if match is None:
        return None
    area, letters = match.groups()
    age = area[2:].translate(_TO_DIGIT)
    return Identifier(area[:2] + age + letters, sure=age == area[2:], start=match.start())


def _neighbour(plain: str) -> Identifier | None:
    match = _NEIGHBOURS.match(plain.strip())
    return Identifier(re.sub(r"[ '.-]", "", match.group(1)), sure=True) if match else None


def _foreign(plain: str) -> Identifier | None:
    match = _FOREIGN.fullmatch(re.sub(r"\([A-Z]{1,3}\)", "", plain).strip(" :.-"))
    if match is None or _NO_PLATE.search(match.group(1)):
        return None
    value = re.sub(r"[ -]", "", match.group(1))
    digits = sum(char.isdigit() for char in value)
    # A letter or a digit less or more than a French one has: more likely one that was misread.
    cut = _NEARLY_FRENCH.fullmatch(value) is not None
    return Identifier(value, sure=not cut, start=match.start()) if 5 <= len(value) <= 8 and digits >= 2 else None
