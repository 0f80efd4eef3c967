"""Who wrote an invoice: the name at its top, in its small print, or above its company number."""

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from core.domain.capture.folding import fold, tidy
from core.domain.capture.layout import Piece, Row
from core.domain.capture.types import MISSING, Field, FieldState

_TITLE = re.compile(
    r"^(?:TAX$|FACTURE|FACTUUR|RECHNUNG|INVOICE|TAX INVOICE|SIMPLIFIED|TICKET|RECU|RECEIPT|AVOIR|"
    r"DUPLICATA|COPIE|ORIGINAL|PAGE|DATE|CASH|BIENVENUE|WELCOME|MERCI|FACTURA|SALES|BILL)"
)
_NO_NAME_YET = re.compile(
    r"^(?:STATION[- ]SERVICE|SERVICE APRES[- ]VENTE|ATELIER MECANIQUE)$|"
    r"^(?:CONCESSION(?:NAIRE)?|MECANIQUE|CARROSSERIE|ATELIER|PNEUMATIQUES?|DEPANNAGE)(?: ?[-/&,·] ?[A-Z]+)+$"
)
# A cell that says what the cell to its right is.
_NAMES_NEXT = re.compile(
    r"(?:VEHICULE|VEHICLE|MARQUE|MODELE|CLIENT|CUSTOMER|NOM|CONDUCTEUR|TECHNICIEN|VENDEUR|RECEPTIONNAIRE|CONSEILLER|"
    r"ASSUREUR|ASSURANCE|EXPERT|STATION|MAKE|MODEL)\b[^0-9]{0,16}:?$"
)
_OF_VEHICLE = re.compile(r"\b[A-Z]{2}-\d{3}-[A-Z]{2}\b|\d\s?KMS?\b")
_LARGE = 1.5
_FIRST_NAMES = 2
_STREET = re.compile(
    r"\b(?:RUE|AVENUE|AV|BD|BLD|BOULEVARD|PLACE|ROUTE|CHEMIN|ALLEE|IMPASSE|QUAI|COURS|SQUARE|ROAD|"
    r"STREET|LANE|JALAN|JLN|LOT|CHAUSSEE|FAUBOURG|VOIE|PASSAGE|ROND-POINT|HAMEAU|MONTEE|PROMENADE|ZONE|"
    r"UNIT|FLOOR|BP)\b"
)
_ADDRESS = re.compile(
    r"\b(?:LIEU[ -]DIT|ZA|ZI|ZAC|NO\.|TAMAN)\b|\b\d{5}\b|^\d+[ ,]|^(?:RUE|AVENUE|BOULEVARD|PLACE|"
    r"ROUTE|CHEMIN|ALLEE|IMPASSE)\b"
)
# `4 ROUES AUTO`, `1001 PNEUS`: a number that is part of the name of a trade.
_NUMBERED = re.compile(r"^\d{1,4} (?!\d)[A-Z' &-]{0,20}\b(?:AUTO|PNEUS?|GARAGE|PARE-?BRISE|ROUES|VITRES?)")
_CONTACT = re.compile(
    r"\bTEL|\bFAX|PHONE|@|WWW\.|HTTP|\.FR\b|\.COM\b|SIRET|SIREN|\bTVA\b|\bVAT\b|\bGST\b|\bRCS\b|"
    r"\bAPE\b|CAPITAL|IBAN|\bREG\b|\d{2}[ .]\d{2}[ .]\d{2}"
)
_CLIENT = re.compile(
    r"^(?:CLIENT|CUSTOMER|DESTINATAIRE|BILL(?:ED)? TO|INVOICE TO|FACTURE A\b|ADRESSE|MR\b|MME\b|M\.|"
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
_ENDS_LEGAL = re.compile(r"\b(?:SDN\.? ?BHD|BHD|LTD|LIMITED|GMBH|B\.V|PLC|S\.L|SARL|SASU?|EURL)\.?(?:\s?\(.*)?$")
_REGISTERED = re.compile(r"\b\d{5,7}-[A-Z]\b|\b(?:CO|COMPANY|ROC)\.? ?(?:REG|NO)|REG\.? ?NO\b")
_GOES_ON = re.compile(r"(?:ENTERPRISE|TRADING|CO\.|AND|ET|&|FILS|SONS)\b")
# A slogan is a sentence; a name is none.
_SENTENCE = re.compile(r"(?:\S+\s+){3,}\S+[.!]$")
_LABEL = re.compile(
    r"^(?:VEHICULE|IMMAT|MARQUE|MODELE|REGISTRATION|MAKE|MODEL|MILEAGE|MOT DUE|KM\b|COMPTEUR|"
    r"REPARATEUR AGREE|AGENT\b|SHOPPING|OPEN|"
    r"ECHEANCE|MODE DE|REGLEMENT|MONTANT|TECHNICIEN|PLAQUE|"
    r"TABLE|COUNTER|CASHIER|TEL|N°|REF|DESIGNATION|DESCRIPTION|QTE|QTY|PNEU [A-Z]+ [A-Z0-9]+ )"
)
_BEFORE_LEGAL = re.compile(
    r"^(.{3,60}?)(?:\s?[-–,]\s?|\s)(?:S\.?A\.?R\.?L|S\.?A\.?S\.?U?|EURL|SA|SNC)\b.{0,4}AU\s?CAPITAL"
)


def vendor_name(rows: tuple[Row, ...], items: frozenset[int] = frozenset()) -> Field:
    """The seller's name: large, at the top over the lines, named again in the small print."""
    legal = _legal_name(rows)
    if not rows:
        return MISSING
    usual = sorted(piece.height for row in rows for piece in row.pieces)[sum(len(row.pieces) for row in rows) // 2]
    top = _top_pieces(rows[: min(items, default=len(rows))], usual)
    if not top:
        return MISSING
    scored = [
        (_vendor_score(row, piece, order, usual, legal, rows), order, row, piece)
        for order, (row, piece) in enumerate(top)
    ]
    score, _, row, piece = max(scored, key=lambda item: (item[0], -item[1]))
    if score < 1.0:
        return MISSING
    name = _without_number(tidy(_continued(rows, row, piece, _wrapped(rows, row, piece, usual, legal))))
    name = _without_desk(name, legal)
    confidence = min(0.92, 0.55 + 0.08 * score)
    state = FieldState.READ if score >= 2.0 else FieldState.DOUBTFUL
    return Field(name, round(confidence * min(1.0, 0.1 + piece.score), 3), state, piece.box)


def _legal_name(rows: tuple[Row, ...]) -> str | None:
    for row in rows:
        match = _BEFORE_LEGAL.match(row.plain)
        if match is not None:
            return match.group(1).strip()
    return None


def _top_pieces(rows: tuple[Row, ...], usual: float) -> list[tuple[Row, Piece]]:
    found = []
    in_client: tuple[float, float] | None = None
    for row in rows[:14]:
        for at, piece in enumerate(row.pieces):
            if _CLIENT.match(piece.plain) and not _LEGAL.search(piece.plain):
                in_client = (piece.left, piece.middle)
                continue
            if at and _NAMES_NEXT.match(row.pieces[at - 1].plain.strip()):
                continue
            near = in_client is not None and abs(piece.left - in_client[0]) < 6 * piece.height
            if not (near and in_client is not None and piece.middle - in_client[1] < 6 * piece.height) and _may_be_name(
                piece, large=piece.height > _LARGE * usual and row in rows[:3]
            ):
                found.append((row, piece))
    return found


def _may_be_name(piece: Piece, *, large: bool = False) -> bool:
    plain = piece.plain.strip()
    letters = sum(char.isalpha() for char in plain)
    if letters < 3 or letters <= 0.45 * len(plain.replace(" ", "")) or len(plain) > 60 or ":" in plain:
        return False
    if _OF_VEHICLE.search(plain):
        return False
    if _LEGAL.search(plain) and not _CONTACT.search(plain):
        return True
    if _NUMBERED.match(plain) and not _STREET.search(plain):
        return True
    # `ROUTE 66 MOTOS` in large letters at the top is no address.
    street = not large and _STREET.search(plain) is not None and re.search(r"\d|,", plain) is not None
    return not street and not any(
        pattern.search(plain)
        for pattern in (_TITLE, *(() if large else (_ADDRESS,)), _CONTACT, _CLIENT, _LABEL, _NO_NAME_YET)
    )


def _vendor_score(row: Row, piece: Piece, order: int, usual: float, legal: str | None, rows: Sequence[Row]) -> float:
    score = 2.0 * min(1.5, max(0.0, piece.height / max(usual, 1.0) - 1.0)) + max(0.0, 1.5 - 0.35 * order)
    plain = piece.plain.strip()
    if _TRADE.search(plain):
        score += 1.0
    if _LEGAL.search(plain):
        # A company named further down is as likely the customer.
        score += 2.0 if order < _FIRST_NAMES else 1.4
    if _REGISTERED.search(plain) or (_LEGAL.search(plain) and _registered_below(rows, row)):
        score += 1.0
    if _SENTENCE.search(piece.text):
        score -= 1.5
    if legal is not None and fuzz.partial_ratio(plain, legal) >= 88:
        score += 2.0
    again = sum(plain in other.plain for other in rows if other is not row)
    return score + min(1.0, 0.6 * again)


def _registered_below(rows: Sequence[Row], row: Row) -> bool:
    """Whether the next line is the number under which a company is registered."""
    at = rows.index(row) + 1
    return at < len(rows) and _REGISTERED.search(rows[at].plain) is not None


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


def _continued(rows: Sequence[Row], row: Row, piece: Piece, name: str) -> str:
    """A name whose beginning is on the lines above: `CO. SDN BHD`, `ALAM) LTD`, a legal form with one word or none."""
    at = rows.index(row)
    for back, above in enumerate(reversed(rows[max(0, at - 2) : at]), 1):
        first = above.pieces[0]
        close = row.middle - above.middle < 2.2 * back * max(piece.height, first.height)
        alike = 0.6 * piece.height < first.height < 1.7 * piece.height
        named = len(above.pieces) == 1 and _may_be_name(first) and not _ENDS_LEGAL.search(first.plain)
        if not (_is_cut(name) and close and alike and named):
            break
        name = f"{first.text} {name}"
    return name


def _without_desk(name: str, legal: str | None) -> str:
    """A company's name without the desk that writes, `Aurora Service Abonnés`, where its small print gives the name."""
    desk = re.search(r"\b(?:SERVICE|ABONN|CLIENT|FACTUR)", fold(name)[len(legal) :]) if legal else None
    return name[: len(legal)] if legal and desk is not None and fold(name).startswith(f"{legal} ") else name


def _is_cut(name: str) -> bool:
    plain = fold(name)
    words = [word for word in re.split(r"[^A-Z0-9']+", _LEGAL.sub("", plain)) if len(word) > 1 and word != "CO"]
    begun = name.count(")") > name.count("(") or _GOES_ON.match(plain) is not None
    return begun or (len(words) <= 1 and _ENDS_LEGAL.search(plain) is not None)


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
