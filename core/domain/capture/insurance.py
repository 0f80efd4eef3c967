"""Proof of insurance: the green card, the attestation, and the memo that took their place in April 2024."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from core.domain.capture.days import Day
from core.domain.capture.folding import tidy
from core.domain.capture.invoice_vehicle import plate
from core.domain.capture.labelled import day_behind, day_field, days_of, first_behind, printed_texts, read_field
from core.domain.capture.layout import Piece, Row
from core.domain.capture.types import MISSING, Field, FieldState

INSURANCE_FIELDS = ("insurer", "policy_number", "plate", "valid_from", "valid_until")

_TITLES = re.compile(
    r"CARTE (?:INTERNATIONALE|VERTE)|MEMO VEHICULE|VEHICULES? ASSURES?\b|(?:ATTESTATION|CERTIFICAT|"
    r"CONTRAT|AVIS).{0,14}ASSURANCE|"
    r"CERTIFICATE OF (?:MOTOR )?INSURANCE|INSURANCE (?:CARD|CERTIFICATE)|CERTIFICADO .{0,10}SEGURO"
)
_MORE = re.compile(
    r"\bPOLICE\b|CONTRAT|POLICY|SOUSCRIPTEUR|\bASSURE|INSURER|VALIDITE TERRITORIALE|FICHIER DES VEHICULES|PRESOMPTION|"
    r"BUREAU CENTRAL|R211|CODE DES ASSURANCES"
)
_NO = r"(?:N\s?[°O'\"*]{1,2}|NUMERO|NUMBER|NUM|NO|REF(?:ERENCE)?)\.?"
_POLICY = re.compile(
    rf"{_NO}\s?(?:DE |DU |DE LA |D')?\s?(?:CONTRAT|POLICE|POLICY|ADHESION|SOCIETAIRE)(?: D'ASSURANCE)?|"
    rf"(?:CONTRAT|POLICE|POLICY)(?: D'ASSURANCE)?(?: [A-Z]{{3,14}}){{0,2}}\s?{_NO}|POLICY\b"
)
_POLICY_VALUE = re.compile(
    r"^[\s:.#]*(?:[A-Z]{1,3}\s?/\s?[A-Z0-9]{2,5}\s?/\s?)?"
    r"((?:[A-Z]{1,3}[ -])?[A-Z0-9]*\d[A-Z0-9]*(?:[-/. ][A-Z0-9]*\d[A-Z0-9]*)*(?:-[A-Z]{1,3}\b)?)"
)
# `… est titulaire du contrat`, and on the next line `n° 7551234B`.
_BARE_NO = re.compile(rf"^{_NO}\s?(?=[A-Z0-9-]*\d{{4}})")
_INSURER = re.compile(
    r"ENTREPRISE D'ASSURANCE|NOM DE L'ASSUREUR|^ASSUREUR|COMPAGNIE|DELIVREE PAR|SOCIETE D'ASSURANCE|"
    r"\bINSURER\b|ISSUED BY|"
    r"LA SOCIETE"
)
_KNOWN = re.compile(
    r"\b(?:AXA|MAIF|MACIF|MAAF|MATMUT|GMF|MMA|GROUPAMA|ALLIANZ|GENERALI|ABEILLE|AVIVA|PACIFICA|DIRECT ASSURANCE|"
    r"L'OLIVIER|THELEM|AREAS|SMACL|AMV|EUROFIL|LEOCARE|SURAVENIR|SOGESSUR|SWISS ?LIFE|WAKAM|ACHEEL|COVEA|"
    r"AESIO|MUTUELLE)\b"
)
_TRADE = re.compile(r"ASSURANCE|MUTUELLE|\bIARD\b|INSURANCE|SEGUROS|PREVOYANCE|ASSUREUR")
_NO_NAME = re.compile(
    r"CARTE|MEMO|ATTESTATION|CERTIFICAT|CODE DES|ENTREPRISE|REGI|FICHIER|CONTRAT|PRESOMPTION|VEHICULE|"
    r"MOTOR|ARTICLE|BUREAU|"
    r"SIGNATURE|\bART\b|ASSURANCE AUTOMOBILE|PERIODE|SOUSCRIPT|ASSISTANCE|RESPONSABILITE|WWW|DELIVR|NUMERO|\d{5}"
)
# The end of a sentence, or a word that every insurer has.
_NOT_ALL = re.compile(r"[^(]*\).*|\W*(?:ASSURANCES?|MUTUELLES?|INSURANCE|COMPAGNIE|ASSUREURS?)\W*")
_FROM = re.compile(
    r"DATE D'?EFFET|PRISE D'EFFET|VALABLE (?:DU|A PARTIR)|A COMPTER DU|DEBUT DE|DATE DE DEBUT|VALID FROM|COMMENCEMENT|"
    r"EFFECTIVE|\bDU\b(?=\s*[\d:]|$)|DU / FROM|^FROM"
)
_UNTIL = re.compile(
    r"JUSQU'?\s?AU|DATE DE FIN|FIN DE (?:VALIDITE|GARANTIE)|ECHEANCE|EXPIR|VALID UNTIL|\bAU\b(?=\s*[\d:]|"
    r"$)|AU / TO|^TO\b"
)
_ISSUED = re.compile(r"DELIVR|EDIT[EI]|FAIT A|EMIS|NAISSANCE|CIRCULATION|PERMIS|SIGNATURE|\bLE$")
_PERIOD = (timedelta(days=6), timedelta(days=400))


def is_insurance(rows: tuple[Row, ...]) -> bool:
    """Whether a page says in its title or its law that a vehicle is insured."""
    titles = [row for row in rows[:16] if _TITLES.search(row.plain)]
    more = sum(_MORE.search(row.plain) is not None for row in rows if row not in titles[:1])
    return bool(titles) and more >= (1 if _TITLES.match(titles[0].plain) else 2)


def read_insurance(rows: tuple[Row, ...], _: date) -> dict[str, Field]:
    """All fields of a proof of insurance; those not seen are missing."""
    start, end = _period(rows)
    fields = {
        "insurer": _insurer(rows), "policy_number": _policy(rows), "plate": plate(rows), "valid_from": start,
        "valid_until": end,
    }  # fmt: skip
    return {name: fields[name] for name in INSURANCE_FIELDS}


def _policy(rows: tuple[Row, ...]) -> Field:
    found = first_behind(rows, _POLICY, _policy_number) or first_behind(rows, _BARE_NO, _policy_number)
    if found is None:
        return MISSING
    value, spot = found
    return read_field(value, spot.piece)


def _policy_number(plain: str) -> str | None:
    match = _POLICY_VALUE.match(plain)
    if match is None:
        return None
    value = match.group(1).strip()
    return value if sum(char.isdigit() for char in value) >= 4 and not days_of(value) else None


def _insurer(rows: tuple[Row, ...]) -> Field:
    """The name behind its label, or what at the top calls itself an insurer."""
    for text, spot in printed_texts(rows, _INSURER):
        name = tidy(re.sub(r"\s+(?:atteste|certifie|déclare).*$", "", text, flags=re.IGNORECASE))
        if _may_be_name(name.upper()):
            return read_field(name, spot.piece, 0.88)
    usual = sorted(piece.height for row in rows for piece in row.pieces)[sum(len(row.pieces) for row in rows) // 2]
    named = [(_weight(piece, order, usual), -order, piece) for order, piece in enumerate(_names(rows))]
    if not named:
        return MISSING
    _, _, piece = max(named, key=lambda item: item[:2])
    return read_field(tidy(piece.text), piece, 0.8)


def _names(rows: tuple[Row, ...]) -> Iterator[Piece]:
    for row in rows:
        for piece in row.pieces:
            if (_TRADE.search(piece.plain) or _KNOWN.search(piece.plain)) and _may_be_name(piece.plain):
                yield piece


def _weight(piece: Piece, order: int, usual: float) -> float:
    known = 1.0 if _KNOWN.search(piece.plain) else 0.0
    return known + min(2.0, piece.height / max(usual, 1.0)) - 0.2 * order


def _may_be_name(plain: str) -> bool:
    letters = sum(char.isalpha() for char in plain)
    return letters >= 3 and len(plain) <= 60 and not _NO_NAME.search(plain) and not _NOT_ALL.fullmatch(plain)


def _period(rows: tuple[Row, ...]) -> tuple[Field, Field]:
    """From when until when: two days on one line a period apart, or each behind its label."""
    for row in rows:
        days = max([(day, piece) for piece in row.pieces for day in days_of(piece.text)], _across(row), key=len)
        for (one, first), (other, second) in pairwise(days):
            if _PERIOD[0] <= other.value - one.value <= _PERIOD[1] and not _ISSUED.search(row.plain[:40]):
                return day_field(one, first), day_field(other, second)
    start, end = day_behind(rows, _FROM), day_behind(rows, _UNTIL)
    if isinstance(start.value, date) and isinstance(end.value, date) and end.value <= start.value:
        return start, MISSING if start.confidence >= end.confidence else Field(
            end.value, 0.3, FieldState.DOUBTFUL, end.seen
        )
    return start, end


def _across(row: Row) -> list[tuple[Day, Piece]]:
    """Days whose parts stand in cells of their own."""
    return [(day, row.pieces[0]) for day in days_of(row.text)]
