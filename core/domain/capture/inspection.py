"""The report of a periodic inspection: contrôle technique, or a British MOT."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from core.domain.capture.context import values_behind
from core.domain.capture.folding import tidy
from core.domain.capture.invoice_vehicle import mileage, plate, vin
from core.domain.capture.labelled import day_behind, read_field
from core.domain.capture.layout import Piece, Row
from core.domain.capture.types import MISSING, Field, FieldState
from core.domain.months import plus_months
from core.domain.technical_inspection import InspectionResult

INSPECTION_FIELDS = (
    "plate", "vin", "mileage_km", "inspection_date", "result", "defects", "next_inspection",
)  # fmt: skip
_SIGNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"PROCES[- ]?VERBAL", r"CONTROLE\s+TECHNIQUE", r"RESULTAT DU CONTROLE|\bDEFAVORABLE\b|\bFAVORABLE\b",
        r"LIMITE DE VALIDITE|VALIDITE DU CONTROLE", r"NATURE DU (?:PROCHAIN )?CONTROLE|CONTRE[- ]VISITE",
        r"DEFAILLANCES?\s+(?:MINEURE|MAJEURE|CRITIQUE)|NIVEAUX? DE GRAVITE", r"CENTRE DE CONTROLE|CONTROLEUR|AGREMENT",
        r"\bMOT TEST", r"TEST CERTIFICATE|TEST RESULT", r"VT20|VEHICLE STANDARDS", r"INSPECCION TECNICA|\bITV\b",
    )
)  # fmt: skip
_ENOUGH = 3
_DATE = re.compile(
    r"DATE DU CONTROLE|DATE DE (?:LA )?VISITE|CONTROLE EFFECTUE LE|VISITE EFFECTUEE LE|DATE OF (?:THE )?TEST|TEST DATE|"
    r"CONTROLE(?: TECHNIQUE)? DU\b"
)
_UNTIL = re.compile(
    r"LIMITE DE VALIDITE(?: DU CONTROLE)?|VALIDITE DU CONTROLE|VALABLE JUSQU'?\s?AU|"
    r"PROCHAINE? (?:CONTROLE|VISITE)[^\d]{0,24}|"
    r"DATE LIMITE|A PRESENTER AVANT LE|EXPIRY DATE|EXPIRES?\b"
)
_RESULT = re.compile(r"RESULTAT(?: DU CONTROLE)?|TEST RESULT|\bRESULT\b|CONCLUSION")
_LETTERS = {"A": "favourable", "AP": "favourable", "S": "major", "SP": "major", "R": "critical", "RP": "critical"}
_CODE = re.compile(
    r"(?<![\d.])([0-9OIl]{1,2}(?:\s?[.,]\s?[0-9OIl]{1,2}){2,3}(?:\s?[.,]\s?[A-Za-z])?(?:\s?[.,]\s?[0-9OIl])?"
    r")(?![\d])[.\s:)-]*"
)
_GRADES = (
    ("critical", re.compile(r"CRITIQUE|DANGEROUS")), ("major", re.compile(r"MAJEUR|MAJOR|\bFAIL")),
    ("minor", re.compile(r"MINEUR|MINOR|ADVISOR")),
)  # fmt: skip
_DEFECT_TITLE = re.compile(r"DEFAILLANCE|DEFAUT|DEFECT|ADVISOR")


@dataclass(frozen=True, slots=True)
class Defect:
    """A defect of the report: `severity` is minor, major, critical, or empty where the report does not group them."""

    code: str
    description: str
    severity: str

    def __str__(self) -> str:
        return f"{self.severity or '-'} {self.code} {self.description}".strip()


def defects_of(text: str) -> list[Defect]:
    """The defects that a field holds, one a line."""
    parts = (line.split(" ", 2) for line in text.split("\n") if line.strip())
    return [
        Defect(part[1] if len(part) > 1 else "", part[2] if len(part) > 2 else "", "" if part[0] == "-" else part[0])
        for part in parts
    ]


def is_inspection(rows: tuple[Row, ...]) -> bool:
    """Whether a page is a report rather than the bill for one."""
    signs = sum(any(sign.search(row.plain) for row in rows) for sign in _SIGNS)
    billed = any(re.match(r"(?:FACTURE|INVOICE|TICKET)\b", piece.plain) for row in rows[:12] for piece in row.pieces)
    return signs >= _ENOUGH + billed


def read_inspection(rows: tuple[Row, ...], _: date) -> dict[str, Field]:
    """All fields of a report; those not seen are missing."""
    defects = list(_defects(rows))
    fields = {
        "plate": plate(rows), "vin": vin(rows), "mileage_km": mileage(rows, None)["mileage_km"],
        "inspection_date": day_behind(rows, _DATE), "result": _result(rows, defects), "defects": _listed(defects),
        "next_inspection": day_behind(rows, _UNTIL),
    }  # fmt: skip
    return _checked({name: fields[name] for name in INSPECTION_FIELDS})


def _result(rows: tuple[Row, ...], defects: list[tuple[Defect, Piece]]) -> Field:
    """How it ended: what stands behind the word result, else the only verdict on the page."""
    behind = [(text, spot.piece) for text, spot in values_behind(rows, _RESULT, ("RESULTAT",))]
    for text, piece in behind:
        told = _verdict(text, defects)
        if told is not None:
            return read_field(told, piece, 0.92)
    for text, piece in behind:
        letter = re.match(r"^\(?([ASR]P?)\)?(?:\s?[-–:.]|$)", text.strip())
        if letter is not None:
            return read_field(_LETTERS[letter.group(1)], piece, 0.85)
    short = [(row.plain, row.pieces[0]) for row in rows if len(row.plain) <= 70]
    told_anywhere = [(told, piece) for text, piece in short if (told := _verdict(text, defects)) is not None]
    if len({told for told, _ in told_anywhere}) == 1:
        return read_field(told_anywhere[0][0], told_anywhere[0][1], 0.7)
    return MISSING


def _verdict(text: str, defects: list[tuple[Defect, Piece]]) -> str | None:
    if re.search(r"DEF\s?AV[O0]RABLE|\bFAIL(?:ED)?\b|REFUSE", text):
        grade = next((grade for grade, pattern in _GRADES[:2] if pattern.search(text)), None)
        if grade is not None:
            return grade
        return "critical" if any(defect.severity == "critical" for defect, _ in defects) else "major"
    passed = re.search(r"(?<!DE)(?<!DE )\bFAV[O0]RABLE|\bPASS(?:ED)?\b|\bACCEPTE\b", text)
    return InspectionResult.FAVOURABLE.value if passed else None


def _defects(rows: tuple[Row, ...]) -> Iterator[tuple[Defect, Piece]]:
    """Lines that begin with a code, under the title of their severity."""
    severity = ""
    for row in rows:
        if _DEFECT_TITLE.search(row.plain) and not _CODE.match(row.plain):
            severity = next((grade for grade, pattern in _GRADES if pattern.search(row.plain)), severity)
        match = _CODE.search(row.text)
        if match is None or match.start() > 4 or len(row.text) - match.end() < 4:
            continue
        code = re.sub(r"\s", "", match.group(1)).replace(",", ".").translate(str.maketrans("OIl", "011"))
        yield Defect(code, tidy(row.text[match.end() :]), severity), row.pieces[0]


def _listed(defects: list[tuple[Defect, Piece]]) -> Field:
    if not defects:
        return MISSING
    score = min(piece.score for _, piece in defects)
    return Field(
        "\n".join(str(defect) for defect, _ in defects), round(0.85 * score, 3), FieldState.READ, defects[0][1].box
    )


def _checked(fields: dict[str, Field]) -> dict[str, Field]:
    """The day and the limit, verified where the rule leads from one to the other for the result that is printed."""
    day, until, result = (fields[name] for name in ("inspection_date", "next_inspection", "result"))
    if not isinstance(day.value, date) or not isinstance(until.value, date):
        return fields
    lawful = {
        "favourable": [plus_months(day.value, months) for months in (12, 24, 36, 60)],
        "major": [plus_months(day.value, 2)], "critical": [day.value],
    }.get(str(result.value), [])  # fmt: skip
    if any(timedelta(0) <= limit - until.value <= timedelta(days=1) for limit in lawful):
        agreed = {"inspection_date": day, "next_inspection": until, "result": result}
        return fields | {name: Field(one.value, 0.97, FieldState.VERIFIED, one.seen) for name, one in agreed.items()}
    if until.value < day.value:
        return fields | {"next_inspection": Field(until.value, 0.3, FieldState.DOUBTFUL, until.seen)}
    return fields
