"""Who wrote an invoice, its number and its date."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from rapidfuzz import fuzz

from core.domain.capture.context import Spot, spots, values_behind
from core.domain.capture.days import find_days
from core.domain.capture.folding import fold, tidy
from core.domain.capture.identifiers import find_sirets, unchecked_siret
from core.domain.capture.layout import Piece, Row
from core.domain.capture.types import MISSING, Field, FieldState

_NO = r"(?:N\s?[°O'\"*º]{1,2}|NUMERO|NUMBER|NUM|NR|NO|#|№)"
_NUMBER_LABELS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:FACTURE|FACTURA|INVOICE|BILL|FACTUUR|RECHNUNG|AVOIR)[A-Z\s]{{0,14}}?\s?{_NO}\s?[.:]*",
        rf"{_NO}\s?(?:DE |DE LA )?\s?(?:FACTURE|FACTURA|INVOICE|PIECE|DOCUMENT)\s?[.:]*",
        r"(?:FACTUURNUMMER|RECHNUNGSNUMMER|INVOICE\s?(?:ID|REF)|REF(?:ERENCE)?\.? (?:FACTURE|INVOICE))\s?[.:]*",
        rf"(?:TICKET|RECEIPT|RECU|DOC(?:UMENT)?|NOTE)\s?(?:DE CAISSE)?\s?{_NO}\s?[.:]*",
        r"\b(?:FACTURE|INVOICE|TICKET|RECU|AVOIR)\s?[:#]?\s?(?=[A-Z]{0,4}[-/ ]?\d{2})",
        rf"^{_NO}\s?[.:]+",
    )
)
_NUMBER = re.compile(r"^[\s:.#]*([A-Z]{0,6}[-/]?(?:[A-Z0-9]+[-/._])*[A-Z0-9]*\d[A-Z0-9]*(?:[-/._][A-Z0-9]+)*)")
_DATE_STRONG = re.compile(
    r"DATE.{0,12}FACTUR|FACTUR.{0,20}(?:DATE|\bDU\b|\bLE\b)|INVOICE.{0,4}DATE|"
    r"DATE.{0,4}(?:D.?)?EMISSION|EMISE? LE|TAX POINT|FECHA|FACTUURDATUM|DATE OF ISSUE|BILL DATE|"
    r"DATE PIECE|DATE.{0,12}(?:DEVIS|QUOT|ESTIMATE)|DEVIS.{0,20}(?:DATE|\bDU\b|\bLE\b)|(?:QUOTE|ESTIMATE).{0,4}DATE"
)
_DATE_PLAIN = re.compile(r"\bDATE\b|\bLE\s*:?$|\bDATED\b|^DATE")
_DATE_TICKET = re.compile(r"TICKET|RECEIPT|FACTURE|INVOICE|N°|TIME|HEURE")
_DATE_OTHER = re.compile(
    r"ECHEANCE|\bDUE\b|\bMEC\b|M\.E\.C|CIRCULATION|RESTITUTION|LIVRAISON|ENTREE|SORTIE|PROCHAIN|"
    r"VALID|\bMOT\b|NAISSANCE|LIMITE|"
    r"PRELEV|REGLEMENT|EXPIR|GARANTIE|COMMANDE|\bRDV\b|IMMAT|CONTROLE|NEXT|DELIVERY|ORDER|PAY|"
    r"1ERE|IERE|LERE|DEPUIS|JUSQU|TRAVAUX|AVANT|REGIST|VISITE|PERIOD"
)
_HEADING_LENGTH = 24
_TITLE = re.compile(
    r"^(?:FACTURE|FACTUUR|RECHNUNG|INVOICE|TAX INVOICE|SIMPLIFIED|TICKET|RECU|RECEIPT|AVOIR|"
    r"DUPLICATA|COPIE|ORIGINAL|PAGE|DATE|CASH|BIENVENUE|WELCOME|MERCI|FACTURA|SALES|BILL)"
)
_STREET = re.compile(
    r"\b(?:RUE|AVENUE|AV|BD|BLD|BOULEVARD|PLACE|ROUTE|CHEMIN|ALLEE|IMPASSE|QUAI|COURS|SQUARE|ROAD|"
    r"STREET|LANE|JALAN|JLN|LOT|"
    r"UNIT|FLOOR|BP)\b"
)
_ADDRESS = re.compile(
    r"\b(?:LIEU[ -]DIT|ZA|ZI|ZAC|NO\.|TAMAN)\b|\b\d{5}\b|^\d+[ ,]|^(?:RUE|AVENUE|BOULEVARD|PLACE|"
    r"ROUTE|CHEMIN|ALLEE|IMPASSE)\b"
)
_CONTACT = re.compile(
    r"\bTEL|\bFAX|PHONE|@|WWW\.|HTTP|\.FR\b|\.COM\b|SIRET|SIREN|\bTVA\b|\bVAT\b|\bGST\b|\bRCS\b|"
    r"\bAPE\b|CAPITAL|IBAN|\bREG\b|\d{2}[ .]\d{2}[ .]\d{2}"
)
_CLIENT = re.compile(
    r"^(?:CLIENT|CUSTOMER|DESTINATAIRE|BILL(?:ED)? TO|INVOICE TO|FACTURE A|ADRESSE|MR\b|MME\b|M\.|"
    r"MONSIEUR|MADAME|SOLD TO|NOM\b)"
)
_TRADE = re.compile(
    r"GARAGE|AUTO|MOTOR|CAR\b|CARROSS|PNEU|TYRE|TIRE|CENTRE|CENTER|SERVICE|MECA|RENAULT|PEUGEOT|"
    r"CITROEN|FIAT|FORD|TOYOTA|BMW|AUDI|"
    r"VOLKSWAGEN|OPEL|DACIA|NISSAN|MERCEDES|CONCESSION|GROUPE|VIDANGE|REPAR|EXHAUST|SDN|BHD|LTD|"
    r"SHOP|STORE|ENTERPRISE|TRADING|RESTOR|MART\b"
)
_LEGAL = re.compile(
    r"\b(?:SARL|SASU?|EURL|S\.A\.R\.L|S\.A\.S|SNC|LTD|LIMITED|S/B|GMBH|SDN|BHD|B\.V|PLC|S\.L|AUTO-?ENTREPRENEUR|EIRL)\b"
)
_LABEL = re.compile(
    r"^(?:VEHICULE|IMMAT|MARQUE|MODELE|REGISTRATION|MAKE|MODEL|MILEAGE|MOT DUE|KM\b|COMPTEUR|"
    r"REPARATEUR AGREE|AGENT\b|SHOPPING|OPEN|"
    r"TABLE|COUNTER|CASHIER|TEL|N°|REF|DESIGNATION|DESCRIPTION|QTE|QTY|PNEU [A-Z]+ [A-Z0-9]+ )"
)
_BEFORE_LEGAL = re.compile(r"^(.{3,60}?)\s?[-–,]\s?(?:S\.?A\.?R\.?L|S\.?A\.?S\.?U?|EURL|SA|SNC)\b.{0,4}AU\s?CAPITAL")


def invoice_number(rows: tuple[Row, ...], labels: Sequence[re.Pattern[str]] = _NUMBER_LABELS) -> Field:
    """The number of the invoice, by the label before or above it."""
    for rank, label in enumerate(labels):
        for text, spot in values_behind(rows, label):
            match = _NUMBER.match(text)
            value = match.group(1).strip("-/.") if match else ""
            if _may_be_number(value, text) and not _other_number(spot):
                confidence = (0.93 - 0.02 * rank) * min(1.0, 0.1 + spot.piece.score)
                return Field(value, round(confidence, 3), FieldState.READ, spot.piece.box)
    return MISSING


def _may_be_number(value: str, text: str) -> bool:
    digits = sum(char.isdigit() for char in value)
    is_day = any(day.start <= text.find(value) < day.end for day in find_days(text) if day.exact)
    is_amount = re.fullmatch(r"\d+[.,]\d{2}", value) is not None
    return 2 <= len(value) <= 24 and digits >= 2 and not is_day and not is_amount


def _other_number(spot: Spot) -> bool:
    return re.search(r"TVA|CLIENT|SIRET|CHASSIS|SERIE|\bOR\b|TEL|GST|COMPTE", spot.piece.plain) is not None


def invoice_date(rows: tuple[Row, ...], today: date) -> Field:
    """The day of the invoice, not the days of payment, delivery or first registration."""
    scored = []
    for order, spot in enumerate(spots(rows)):
        for day in find_days(spot.piece.text):
            score = _date_score(spot, day.start) - (0 if day.exact else 1) - order / 10_000
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


def _date_score(spot: Spot, start: int) -> float:
    label = spot.label(start)
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


def vendor_name(rows: tuple[Row, ...], items: frozenset[int] = frozenset()) -> Field:
    """The seller's name: large, at the top over the lines, named again in the small print."""
    legal = _legal_name(rows)
    top = _top_pieces(rows[: min(items, default=len(rows))])
    if not top:
        return MISSING
    usual = sorted(piece.height for row in rows for piece in row.pieces)[sum(len(row.pieces) for row in rows) // 2]
    scored = [
        (_vendor_score(row, piece, order, usual, legal, rows), order, row, piece)
        for order, (row, piece) in enumerate(top)
    ]
    score, _, row, piece = max(scored, key=lambda item: (item[0], -item[1]))
    if score < 1.0:
        return MISSING
    name = _without_number(tidy(_wrapped(rows, row, piece, usual, legal)))
    confidence = min(0.92, 0.55 + 0.08 * score)
    state = FieldState.READ if score >= 2.0 else FieldState.DOUBTFUL
    return Field(name, round(confidence * min(1.0, 0.1 + piece.score), 3), state, piece.box)


def _legal_name(rows: tuple[Row, ...]) -> str | None:
    for row in rows:
        match = _BEFORE_LEGAL.match(row.plain)
        if match is not None:
            return match.group(1).strip()
    return None


def _top_pieces(rows: tuple[Row, ...]) -> list[tuple[Row, Piece]]:
    found = []
    in_client: tuple[float, float] | None = None
    for row in rows[:14]:
        for piece in row.pieces:
            if _CLIENT.match(piece.plain):
                in_client = (piece.left, piece.middle)
                continue
            near = in_client is not None and abs(piece.left - in_client[0]) < 6 * piece.height
            if not (near and in_client is not None and piece.middle - in_client[1] < 6 * piece.height) and _may_be_name(
                piece
            ):
                found.append((row, piece))
    return found


def _may_be_name(piece: Piece) -> bool:
    plain = piece.plain.strip()
    letters = sum(char.isalpha() for char in plain)
    if letters < 3 or letters <= 0.45 * len(plain.replace(" ", "")) or len(plain) > 60 or ":" in plain:
        return False
    if _LEGAL.search(plain) and not _CONTACT.search(plain):
        return True
    street = _STREET.search(plain) is not None and re.search(r"\d|,", plain) is not None
    return not street and not any(pattern.search(plain) for pattern in (_TITLE, _ADDRESS, _CONTACT, _CLIENT, _LABEL))


def _vendor_score(row: Row, piece: Piece, order: int, usual: float, legal: str | None, rows: Sequence[Row]) -> float:
    score = 2.0 * min(1.5, max(0.0, piece.height / max(usual, 1.0) - 1.0)) + max(0.0, 1.5 - 0.35 * order)
    plain = piece.plain.strip()
    if _TRADE.search(plain):
        score += 1.0
    if _LEGAL.search(plain):
        score += 1.0
    if legal is not None and fuzz.partial_ratio(plain, legal) >= 88:
        score += 2.0
    again = sum(plain in other.plain for other in rows if other is not row)
    return score + min(1.0, 0.6 * again)


def _without_number(name: str) -> str:
    """A name without the company number that some print behind it."""
    return re.sub(r"\s*[(（][A-Z]{0,3}[\d][\w-]*[)）]\s*$", "", name)


def _beside(row: Row, piece: Piece) -> str:
    """A name in wide letters whose words the reader took for columns."""
    words, last = [piece.text], piece
    for other in row.pieces[row.pieces.index(piece) + 1 :]:
        close = other.left - last.right < 1.3 * piece.height and abs(other.height - piece.height) < 0.2 * piece.height
        if not close or not _may_be_name(other):
            break
        words.append(other.text)
        last = other
    for other in reversed(row.pieces[: row.pieces.index(piece)]):
        close = piece.left - other.right < 1.3 * piece.height and abs(other.height - piece.height) < 0.2 * piece.height
        if not close or not _may_be_name(other):
            break
        words.insert(0, other.text)
        break
    return " ".join(words)


def _wrapped(rows: tuple[Row, ...], row: Row, piece: Piece, usual: float, legal: str | None) -> str:
    """A name in large letters that goes on in the next line."""
    beside = _beside(row, piece)
    if beside != piece.text:
        return beside
    at = rows.index(row)
    following = rows[at + 1].pieces if at + 1 < len(rows) else ()
    for under in following:
        joined = f"{piece.text} {under.text}"
        aligned = abs(under.left - piece.left) < piece.height and under.middle - piece.middle < 1.8 * piece.height
        in_legal = legal is not None and fuzz.ratio(fold(joined), legal) > fuzz.ratio(piece.plain, legal) + 3
        same_size = piece.height > 1.25 * usual and abs(under.height - piece.height) < 0.12 * piece.height
        if (
            aligned
            and under.plain != piece.plain
            and _may_be_name(under)
            and (in_legal or (same_size and legal is None))
        ):
            return joined
    return piece.text
