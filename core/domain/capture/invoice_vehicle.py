"""The vehicle on an invoice: plate, VIN and what its odometer showed."""

import re
from collections.abc import Iterator

from core.domain.capture.amounts import find_amounts
from core.domain.capture.context import Spot, behind_labels, spots, values_behind
from core.domain.capture.identifiers import find_plate, find_vins, labelled_plate, unlabelled_plate
from core.domain.capture.layout import Row
from core.domain.capture.types import MISSING, Field, FieldState
from core.domain.vin import check_digit
from core.domain.vin_makers import MAKERS

KILOMETRES_PER_MILE = 1.609344
_NO_DISTANCE = dict.fromkeys(("mileage_km", "mileage_value", "mileage_unit"), MISSING)
# Characters that readers take for another.
_LOOKS = {"E": "F", "F": "E", "8": "B", "B": "8", "5": "S", "S": "5", "2": "Z", "Z": "2", "0": "D", "D": "0", "6": "G",
          "G": "6", "Y": "V", "U": "V", "7": "T", "T": "7", "P": "F", "1": "7", "4": "A", "A": "4"}  # fmt: skip
_CLAUSES = r"[;|·]|\.\s|\s-\s|\s{3,}"
_CLAUSE = 45
# Fewer may be the beginning of a number that was cut at its separator.
_FEWEST_SURE = 1_000
_PLATE_LABEL = re.compile(
    r"IMMATRICULATION|IMMATRICULEE?|\bIMMAT\b\.?|\bPLAQUES?\b|NUMMERPLAAT\w*|KONTROLLSCHILD|"
    r"REGISTRATION|\bREG(?:\.|N)? ?(?:NO|N°|"
    r"NUMBER)?\b|\bMATRICULA|KENNZEICHEN|\bTARGA\b|\bKENTEKEN|LICEN[CS]E PLATE|N° ?VEHICULE"
)
_VIN_LABEL = re.compile(r"\bV\.?I\.?N\b|CHASSIS|N°? ?(?:DE )?SERIE|SERIAL|TYPE MINE|BASTIDOR|FAHRGESTELL")
_DISTANCE_LABEL = re.compile(
    r"KILOMETRAGE|\bKM-?STAND|KILOMETERSTAND|CHILOMETRI|QUILOMETR|\bKILOM\b|\bKMS?\b|COMPTEUR|ODOMETER|MILEAGE|\bMILES\b|KILOMETR[EO]S?|KILOMETERS?|\bKLM\b"
)
_DISTANCE_OTHER = re.compile(
    r"PROCHAIN|PREVOIR|REVISION DES|NEXT|CONSEILL|RESSERR|GARANTI|APRES|TOUS LES|LIMIT|AVANT|REVISION A|WARRANT|EVERY|"
    r"\bOU\b LE|FORFAIT|DEPLACEMENT|PRECEDENT|DERNIER|PREVIOUS"
)
_DISTANCE = re.compile(
    r"(?<![\d.,])(\d{1,3}(?:[ .,'’]\d{3}){1,2}|\d{2,7})(?![\d]|[.,]\d{1,2}(?!\d)|\s?[/]| ?\d{1,2}\s?KMS?\b)\s?(KMS?|"
    r"MILES|MI|KILOMETRES?)?\b"
)


_COMPANY_NUMBER = re.compile(r"\b(?:VAT|GST|TVA|TAX|COMPANY|RCS)\b")
_LENT = re.compile(r"\b(?:PRET|PRETE|COURTOISIE|REMPLACEMENT|LOCATION|LOUE)\b|COURTESY|REPRISE DE VOTRE")
_NO_PLATE = re.compile(rf"\d{{2}}[/.-]\d{{2}}[/.-]\d{{4}}|{_COMPANY_NUMBER.pattern}")
_VEHICLE_WORD = re.compile(r"\b(?:VEHICULE|VEHICLE|VEHICULO|VOITURE|MOTO|VEH\.?)\s*:?")
_VEHICLE = re.compile(rf"{_VEHICLE_WORD.pattern}|\d\s?KMS?\b|\bVIN\b|CHASSIS")
_PARTS = re.compile(r"\s{2,}|[·|,;•/]|\s[-–—]\s|\d[\d .']*\s?KMS?\b")
# `Km au compteur : 98 450`: the label goes on.
_MORE_LABEL = re.compile(
    r"^(?:(?:AU|DU|DE|LE|COMPTEUR|RELEVE|VEHICULE|KMS?|KM/H|ACTUEL|IN|OUT)\b[\s:.()]*|[\s:.()]+){1,5}"
)


def plate(rows: tuple[Row, ...]) -> Field:
    """The plate, labelled or of the French form that nothing else looks like."""
    behind = [
        other
        for other in behind_labels(rows, _PLATE_LABEL, ("IMMATRICULATION", "REGISTRATION"))
        if not _NO_PLATE.search(f"{other.text} {other.spot.piece.plain}")
        and not _COMPANY_NUMBER.search(other.label.piece.plain)
        and not _LENT.search(f"{other.label.piece.plain} {other.spot.piece.plain}")
    ]
    # What stands on the line of a label belongs to it; what stands under it may belong to its neighbour.
    behind.sort(key=lambda other: other.under)
    labelled = labelled_plate(other.text for other in behind)
    if labelled is not None:
        at, found = labelled
        spot = behind[at].spot
        again = sum(found.value in re.sub(r"[\s-]", "", row.plain) for row in rows) > 1
        confidence = (0.95 if again else 0.9) if found.sure else 0.55
        state = FieldState.READ if found.sure else FieldState.DOUBTFUL
        return Field(found.value, round(confidence * min(1.0, 0.1 + spot.piece.score), 3), state, spot.piece.box)
    for spot in spots(rows):
        unlabelled = find_plate(spot.piece.plain)
        if unlabelled is not None and "-" in spot.piece.text and not _elsewhere(spot):
            return Field(unlabelled.value, round(0.8 * spot.piece.score, 3), FieldState.READ, spot.piece.box)
    return _beside_vehicle(rows)


def _elsewhere(spot: Spot) -> bool:
    """Whether a line is that of a part with its price, or of a car that was lent."""
    return _LENT.search(spot.row.plain) is not None or any(amount.exact for amount in find_amounts(spot.row.plain))


def _beside_vehicle(rows: tuple[Row, ...]) -> Field:
    """A plate without a label, on the line of the vehicle: `VEHICULE AB 123 CD   98350 KM`."""
    for spot in spots(rows):
        if not _VEHICLE.search(spot.row.plain) or _elsewhere(spot):
            continue
        for part in _PARTS.split(_VEHICLE_WORD.sub("", spot.piece.plain)):
            found = unlabelled_plate(part)
            if found is not None:
                state = FieldState.READ if found.sure else FieldState.DOUBTFUL
                confidence = round((0.75 if found.sure else 0.5) * spot.piece.score, 3)
                return Field(found.value, confidence, state, spot.piece.box)
    return MISSING


def vin(rows: tuple[Row, ...]) -> Field:
    """The VIN; verified when its own check digit agrees, which European makers need not provide."""
    labelled = [spot for _, spot in values_behind(rows, _VIN_LABEL)]
    for spot in [*labelled, *spots(rows)]:
        if re.search(r"\bIBAN\b|\bTVA\b|\bBIC\b", spot.piece.plain):
            continue
        few = 4 if any(spot is other for other in labelled) else 6
        for found in find_vins(re.sub(r"^.*?(?:VIN|SERIE|CHASSIS)\W+", "", spot.piece.plain), few):
            return _vin_field(found.value, spot, sure=found.sure)
    return MISSING


def _vin_field(value: str, spot: Spot, *, sure: bool) -> Field:
    # Only North America and China oblige makers to compute it: elsewhere a digit that fits is one chance in eleven.
    if check_digit(value) == value[8] and value[0] in "12345L":
        return Field(value, 0.97, FieldState.VERIFIED, spot.piece.box)
    confidence = (0.9 if sure else 0.75) * min(1.0, 0.05 + spot.piece.score)
    clear = spot.piece.score > 0.85 and not _misses_a_maker(value)
    state = FieldState.READ if clear else FieldState.DOUBTFUL
    return Field(value, round(confidence if clear else min(confidence, 0.5), 3), state, spot.piece.box)


def _misses_a_maker(value: str) -> bool:
    """Whether one letter keeps a VIN from beginning as those of a maker do: `VE7` for `VF7`."""
    maker = value[:3]
    mended = (maker[:at] + other + maker[at + 1 :] for at, char in enumerate(maker) for other in _LOOKS.get(char, ""))
    return maker not in MAKERS and any(one in MAKERS for one in mended)


def mileage(rows: tuple[Row, ...], currency: str | None) -> dict[str, Field]:
    """What the odometer showed, as printed and in kilometres; never the distance of a next service."""
    found = [fields for seen in _distances(rows) if (fields := _distance_fields(seen, currency)) is not None]
    sure = (one for one in found if one["mileage_km"].state is FieldState.READ)
    return next(sure, found[0] if found else _NO_DISTANCE)


def _distance_fields(seen: tuple[int, str | None, Spot, bool], currency: str | None) -> dict[str, Field] | None:
    value, printed_unit, spot, labelled = seen
    in_miles = "MILE" in spot.row.plain + spot.above and currency in {"GBP", "USD"}
    unit = printed_unit or ("mi" if in_miles else "km")
    kilometres = value if unit == "km" else round(value * KILOMETRES_PER_MILE)
    if not 1 <= kilometres <= 2_000_000:
        return None
    sure = labelled and kilometres >= _FEWEST_SURE
    confidence = round((0.92 if sure else 0.6) * min(1.0, 0.1 + spot.piece.score), 3)
    state = FieldState.READ if sure else FieldState.DOUBTFUL
    values: dict[str, int | str] = {"mileage_km": kilometres, "mileage_value": value, "mileage_unit": unit}
    return {name: Field(shown, confidence, state, spot.piece.box) for name, shown in values.items()}


def _distances(rows: tuple[Row, ...]) -> Iterator[tuple[int, str | None, Spot, bool]]:
    for behind, spot in values_behind(rows, _DISTANCE_LABEL, ("KILOMETRAGE", "COMPTEUR", "MILEAGE")):
        text = _MORE_LABEL.sub("", behind)
        match = _DISTANCE.match(text)
        if match is None or _DISTANCE_OTHER.search(_before(spot, match.group(1))):
            continue
        if len(text) <= match.end() + 12 or _number(match.group(1)) >= 1_000:
            yield _number(match.group(1) + _rest_below(match.group(1), text, spot)), _unit(match.group(2)), spot, True
    for spot in spots(rows):
        for match in _DISTANCE.finditer(spot.piece.plain):
            other = _DISTANCE_OTHER.search(_before(spot, match.group()) + spot.piece.plain[match.end() :])
            if match.group(2) and not other and _number(match.group(1)) >= 500:
                beside_plate = any(find_plate(piece.plain) for piece in spot.row.pieces)
                yield _number(match.group(1)), _unit(match.group(2)), spot, beside_plate


def _before(spot: Spot, number: str) -> str:
    """What is said on the line before a number, in its own clause."""
    own = spot.piece.plain[: max(0, spot.piece.plain.find(number))]
    if re.search(r"[A-Z]{3}", own):
        return re.split(_CLAUSES, own[-_CLAUSE:])[-1]
    line = spot.row.plain
    at = line.find(number, line.find(spot.piece.plain))
    return re.split(_CLAUSES, line[max(0, at - _CLAUSE) : at])[-1]


def _rest_below(number: str, text: str, spot: Spot) -> str:
    """The last three digits of a number that was broken at its separator: `47` and, on the next line, `917`."""
    at = spot.row_at + 1
    ends = text.strip() == number and spot.right is None and len(number) <= 3
    if not ends or at >= len(spot.rows):
        return ""
    below = spot.rows[at].pieces[0].plain.strip()
    return below if re.fullmatch(r"\d{3}", below) else ""


def _number(text: str) -> int:
    return int(re.sub(r"[^0-9]", "", text))


def _unit(text: str | None) -> str | None:
    if not text:
        return None
    return "km" if text.startswith("K") else "mi"
