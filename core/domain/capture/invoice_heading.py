"""Who wrote an invoice, its number and its date."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from core.domain.capture.context import Spot, behind_labels, spots, values_behind
from core.domain.capture.days import find_days
from core.domain.capture.identifiers import find_plate, find_sirets, unchecked_siret
from core.domain.capture.layout import Row
from core.domain.capture.types import MISSING, Field, FieldState

_NO = r"(?:N\s?[°O'\"*º]{1,2}|NUMERO|NUMBER|NUMMER|NUM|NR|NO|#|№|\bN(?=[\s.:]{1,2}[A-Z]{0,4}\d))"
_AHEAD = r"(?=(?!LE |DU |AU )[A-Z]{0,4}[-/ ]?\d{2})"
_NUMBER_LABELS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:FACTURE|FACTURA|FATT?URA|INVOICE|BILL|FACTUUR|RECHNUNG|AVOIR)[A-Z\s]{{0,14}}?\s?{_NO}\s?[.:]*",
        rf"{_NO}\s?(?:DE |DE LA )?\s?(?:FACTURE|FACTURA|INVOICE|PIECE|DOCUMENT)\s?[.:]*",
        r"(?:FACTUURNUMMER|RECHNUNGSNUMMER|INVOICE\s?(?:ID|REF)|REF(?:ERENCE)?\.? (?:FACTURE|INVOICE))\s?[.:]*",
        rf"(?:TICKET|RECEIPT|RECU|DOC(?:UMENT)?|NOTE)\s{{0,3}}(?:DE CAISSE|CLIENT)?\s?{_NO}\s?[.:]*",
        rf"(?:\b(?:FACTURE(?:TTE)?|FATT?URA|INVOICE|TICKET|AVOIR)\b|^RECU\b)\s?[:#]?\s?{_AHEAD}",
        rf"^{_NO}\s?[.:]+",
        # The heading of a column or a cell.
        r"^(?:FACTURE|INVOICE)$",
    )
)
_NEVER = re.compile(r"(?!)")
# Not far under a title, `N° 3391` and `Réf : D26-071` are its number.
_UNDER_TITLE = re.compile(rf"^(?:{_NO}|REF(?:ERENCE)?\.?)\s?[.:]*\s?(?=[A-Z]{{0,6}}[-/ ]?\d)")
_TITLE = re.compile(r"\bF ?A ?C ?T ?U ?R ?[EA]\b|INVOICE|\bAVOIR\b|RECHNUNG|FATT?URA|CREDIT|\bRECU\b|TICKET|RECEIPT")
# The paper that this one takes back, or that it follows.
_OF_ANOTHER = re.compile(
    r"(?:SUR(?: LA| VOTRE)?|(?:ANNUL|CONCERN|RELATI|REMBOURS|CORRIG|RECTIFI|RETOUR)\w*\b.{0,24}) FACTURE|"
    r"FACTURE (?:D'ORIGINE|INITIALE|ANNULEE)|ORIGINAL INVOICE"
)
_OTHER_NUMBER = re.compile(r"TVA|CLIENT|SIRET|CHASSIS|SERIE|\bOR\b|TEL|GST|COMPTE|ORDRE DE")
_ROWS_UNDER = 4
_NUMBER = re.compile(
    r"^[\s:.#]*((?!(?:DU|LE|AU|DE|EN|BP|TEL|OR|JUIN|MARS|MAI|AOUT) )[A-Z]{1,4} \d{2,}(?:[-/]\d+| \d{3,})*(?![/.-]?\d)|"
    r"[A-Z]{0,6}[-/]?(?:[A-Z0-9]+[-/._])*[A-Z0-9]*\d[A-Z0-9]*(?:[-/._][A-Z0-9]+)*)"
)
_DATE_STRONG = re.compile(
    r"DATE.{0,12}FACTUR|FACTUR.{0,20}(?:DATE|\bDU\b|\bLE\b)|INVOICE.{0,4}DATE|"
    r"RECHNUNGSDATUM|DATA FATTURA|DATE.{0,4}(?:D.?)?EMISSION|EMISE? LE|TAX POINT|FECHA|FACTUURDATUM|DATE OF ISSUE|"
    r"BILL DATE|"
    r"DATE PIECE|DATE.{0,12}(?:DEVIS|QUOT|ESTIMATE)|DEVIS.{0,20}(?:DATE|\bDU\b|\bLE\b)|(?:QUOTE|ESTIMATE).{0,4}DATE"
)
_DATE_OF_QUOTE = re.compile(r"^(?!.*FACTUR).*\b(?:DEVIS|QUOTE|ESTIMATE)\b")
_DATE_PLAIN = re.compile(r"\bDATE\b|\bLE\s*:?$|\bDATED\b|^DATE")
_DATE_TICKET = re.compile(r"TICKET|RECEIPT|FACTURE|INVOICE|N°|TIME|HEURE")
_DATE_OTHER = re.compile(
    r"ECHEANCE|\bDUE\b|\bMEC\b|M\.E\.C|CIRCULATION|RESTITUTION|LIVRAISON|ENTREE|SORTIE|PROCHAIN|"
    r"VALID|\bMOT\b|NAISSANCE|LIMITE|"
    r"PRELEV|REGLEMENT|EXPIR|GARANTIE|COMMANDE|\bRDV\b|IMMAT|CONTROLE|NEXT|DELIVERY|ORDER|PAY|"
    r"1ERE|IERE|LERE|DEPUIS|JUSQU|TRAVAUX|AVANT|REGIST|VISITE|PERIOD|"
    r"IMPRIM|PRINTED|ERSTZULASSUNG|LIEFER|LEISTUNGSDATUM|FALLIG|VENCIMIENTO|SCADENZA|PROXIMA|COMMENCE|RECU LE|"
    r"INTERVENTION"
)
_HEADING_LENGTH = 24


def invoice_number(
    rows: tuple[Row, ...], labels: Sequence[re.Pattern[str]] = _NUMBER_LABELS, title: re.Pattern[str] = _TITLE
) -> Field:
    """The number of the invoice, by the label before or above it, or a number right under its title."""
    for rank, label in enumerate((*labels[:-2], _UNDER_TITLE, *labels[-2:])):
        for text, spot, named, _ in behind_labels(rows, label):
            match = _NUMBER.match(text)
            value = match.group(1).strip("-/.") if match else ""
            if spot is not named and _OF_ANOTHER.search(named.piece.plain):
                continue
            if label is _UNDER_TITLE and not _is_under(rows, spot, title):
                continue
            if _may_be_number(value, text) and not _other_number(spot, value):
                confidence = (0.93 - 0.02 * rank) * min(1.0, 0.1 + spot.piece.score)
                return Field(value, round(confidence, 3), FieldState.READ, spot.piece.box)
    return _behind_misread(rows)


def _is_under(rows: tuple[Row, ...], spot: Spot, title: re.Pattern[str]) -> bool:
    above = rows[max(0, spot.row_at - _ROWS_UNDER) : spot.row_at + 1]
    return any(title.search(row.plain) for row in above if row.page == spot.row.page)


def _behind_misread(rows: tuple[Row, ...]) -> Field:
    """The number behind a label of which a letter was misread: `N° Fachure`."""
    for text, spot in values_behind(rows, _NEVER, ("FACTURE", "INVOICE")):
        match = _NUMBER.match(text)
        value = match.group(1).strip("-/.") if match else ""
        if _may_be_number(value, text) and not _other_number(spot, value) and len(value) >= 4:
            return Field(value, round(0.7 * min(1.0, 0.1 + spot.piece.score), 3), FieldState.READ, spot.piece.box)
    return MISSING


def _may_be_number(value: str, text: str) -> bool:
    digits = sum(char.isdigit() for char in value)
    is_day = any(day.start <= text.find(value) < day.end for day in find_days(text) if day.exact)
    behind = text[text.find(value) + len(value) :]
    is_amount = re.fullmatch(r"\d+[.,]\d{2}", value) is not None or re.match(r"[.,]\d{2}(?!\d)", behind) is not None
    other = is_day or is_amount or find_plate(value) is not None
    return 2 <= len(value) <= 24 and digits >= 2 and not other


def _other_number(spot: Spot, value: str) -> bool:
    before = spot.piece.plain[: max(0, spot.piece.plain.find(value))]
    return _OTHER_NUMBER.search(before) is not None or _OF_ANOTHER.search(before) is not None


def invoice_date(rows: tuple[Row, ...], today: date, *, of_quote: bool = False) -> Field:
    """The day of the invoice, not the days of payment, delivery or first registration."""
    scored = []
    for order, spot in enumerate(spots(rows)):
        for day in find_days(spot.piece.text):
            score = _date_score(spot, day.start, of_quote=of_quote) - (0 if day.exact else 1) - order / 10_000
            if not date(1990, 1, 1) <= day.value <= today + timedelta(days=1):
                continue
            scored.append((score, day.value, day.exact, spot.piece))
    scored = [item for item in scored if item[0] > -2]
    if not scored:
        return MISSING
    score, value, exact, piece = max(scored, key=lambda item: item[0])
    rivals = {other for other_score, other, _, _ in scored if other != value and other_score > score - 0.9}
    if not exact or (rivals and score < 2):
        return Field(value, 0.5, FieldState.DOUBTFUL, piece.box)
    only = len({other for _, other, _, _ in scored}) == 1
    confidence = 0.93 if score >= 2 else 0.86 if only else 0.75
    return Field(value, round(confidence * min(1.0, 0.1 + piece.score), 3), FieldState.READ, piece.box)


def _date_score(spot: Spot, start: int, *, of_quote: bool) -> float:
    label = spot.label(start)
    if _OF_ANOTHER.search(label) or (not of_quote and _DATE_OF_QUOTE.search(label)):
        return -3.0
    if label == spot.above and len(label) > _HEADING_LENGTH:
        label = ""
    before = f"{spot.left} {label}"
    if _DATE_STRONG.search(label):
        return 4.0
    if _DATE_OTHER.search(label):
        return -3.0
    if _DATE_PLAIN.search(label):
        return 3.0
    return 1.5 if _DATE_TICKET.search(before) or _DATE_TICKET.search(spot.row.plain) else 0.5


def vendor_siret(rows: tuple[Row, ...]) -> Field:
    """The establishment number of the seller; a customer's number would be named after the customer."""
    for row in rows:
        for piece in row.pieces:
            for siret in find_sirets(piece.text):
                return Field(siret.value, 0.98 if siret.sure else 0.9, FieldState.VERIFIED, piece.box)
    for row in rows:
        at = row.plain.find("SIRET")
        misread = unchecked_siret(row.plain[at:]) if at >= 0 else None
        if misread is not None:
            return Field(misread.value, 0.3, FieldState.DOUBTFUL, row.pieces[0].box)
    return MISSING
