"""What kind of document a page is."""

import re
from collections.abc import Callable

from core.domain.capture.amounts import find_amounts
from core.domain.capture.dashboard import is_dashboard
from core.domain.capture.fuel_receipt import is_fuel
from core.domain.capture.inspection import is_inspection
from core.domain.capture.insurance import is_insurance
from core.domain.capture.layout import Row
from core.domain.capture.registration import has_machine_lines
from core.domain.capture.registration_codes import has_card_codes
from core.domain.capture.types import DocumentType

_INVOICE_TITLE = re.compile(
    r"\bFACTU+R|\bINVOICE|\bTICKET\b|\bRECEIPT|\bRECU\b|\bAVOIR\b|RECHNUNG|GUTSCHRIFT|"
    r"\bFATT?URA|\bBILL\b|CREDIT NOTE|NOTE DE CREDIT"
)
_QUOTE_TITLE = re.compile(
    r"^(?:DEVIS|ESTIMATE|QUOTATION|QUOTE|PRESUPUESTO|PRO ?FORMA|OFFRE DE PRIX|ESTIMATION|"
    r"PROPOSITION (?:DE PRIX|COMMERCIALE|TARIFAIRE))\b"
)
_BILL_TITLE = re.compile(
    r"^(?:FACTU+RE?|INVOICE|TAX INVOICE|RECHNUNG|FATTURA|AVOIR|TICKET|RECU|RECEIPT)\b(?!.{0,8}DEVIS)"
)
_QUOTE_WORDS = re.compile(
    r"BON POUR ACCORD|DEVIS (?:EST )?(?:GRATUIT|VALABLE|ESTIMATIF|RECU)|VALIDITE (?:DU|DE (?:CE|L')) ?(?:DEVIS|"
    r"OFFRE)|PRESENT DEVIS|OFFRE VALABLE|"
    r"THIS (?:QUOTE|ESTIMATE)"
)
_OTHER_TITLE = re.compile(
    r"^(?:ORDRE DE REPARATION|BON DE (?:COMMANDE|LIVRAISON)|CONSTAT|RELEVE D'INFORMATION|PERMIS DE)\b"
)
_TOTAL = re.compile(
    r"\bT\.?T\.?C\b|TOTAL|A PAYER|AMOUNT DUE|\bMONTANT\b|TOTAAL|NET DUE|GESAMT|\bSUMME\b|\bBETRAG|\bIMPORT[EO]\b"
)
_TAX = re.compile(r"\bT\.?V\.?A\b|\bVAT\b|\bGST\b|\bTAX\b|\bBTW\b|\bIVA\b|MWST|MEHRWERT|\bH\.?T\b|HORS TAXE|293\s?B")
_TRADE = re.compile(
    r"SIRET|\bR\.?C\.?S\b|GARAGE|IMMAT|KILOMETRAGE|QTE|\bQTY\b|MAIN D.?(?:OE)?UVRE|LABOUR|\bCASH\b|CARTE BANCAIRE|"
    r"KENNZEICHEN|MATRICULA|\bTALLER|OFFICINA|WERKSTATT|AUTOHAUS"
)
_FRENCH_TILL = re.compile(r"\bT\.?V\.?A\b|SIRET|\bT\.?T\.?C\b|CARTE BANCAIRE|\bMERCI\b|\bCAISSE\b")
_FOOD_TAX = re.compile(r"(?<!\d)(?:0?5[.,]50?|2[.,]10?)\s?%")
_GROCER = re.compile(
    r"SUPERMARCHE|HYPERMARCHE|CARREFOUR|LECLERC|AUCHAN|INTERMARCHE|\bLIDL\b|\bALDI\b|MONOPRIX|FRANPRIX|"
    r"SUPER U\b|HYPER U\b|"
    r"BOULANGERIE|PHARMACIE|RESTAURANT|BRASSERIE|COUVERTS?\b|EPICERIE|"
    r"\bPEAGE|\bPARKING|STATIONNEMENT"
)
_VEHICLE = re.compile(
    r"GARAGE|\bAUTO(?!ROUTE)|IMMAT|KILOM|\bKMS?\b|\bPNEU|VIDANGE|MOTEUR|FREIN|PLAQUETTE|VEHICULE|CARROSS|"
    r"MAIN D.?(?:OE)?UVRE|MECANI|"
    r"BATTERIE|ESSUIE|AMORTISS|FILTRE A|PARE[- ]?BRISE|LAVAGE|REVISION|DISTRIBUTION|GEOMETRIE|EQUILIBRAGE|"
    r"VALVE|ANTIGEL|"
    r"CONTROLE TECHNIQUE"
)
_ENOUGH = 3
_TOP = 14
_ALIKE = 0.08

_PAPERS: tuple[tuple[DocumentType, Callable[[tuple[Row, ...]], bool]], ...] = (
    (DocumentType.INSPECTION, is_inspection),
    (DocumentType.INSURANCE, is_insurance),
)


def classify(rows: tuple[Row, ...]) -> DocumentType:
    """The kind of document, OTHER when it is none that we read."""
    if has_machine_lines(rows) or has_card_codes(rows):
        return DocumentType.REGISTRATION
    for kind, belongs in _PAPERS:
        if belongs(rows):
            return kind
    if _is_titled(rows, _OTHER_TITLE) and not _is_titled(rows, _BILL_TITLE):
        return DocumentType.OTHER
    if _is_quote(rows):
        return DocumentType.QUOTE
    if is_fuel(rows):
        return DocumentType.FUEL_RECEIPT
    if _invoice_signs(rows) >= _ENOUGH:
        return DocumentType.OTHER if _is_groceries(rows) else DocumentType.INVOICE
    return DocumentType.ODOMETER if is_dashboard(rows) else DocumentType.OTHER


def _is_titled(rows: tuple[Row, ...], title: re.Pattern[str]) -> bool:
    return any(title.match(piece.plain) for row in rows[:_TOP] for piece in row.pieces)


def _is_quote(rows: tuple[Row, ...]) -> bool:
    """Whether a page calls itself a quote in larger letters than an invoice, or asks for a signature as quotes do."""
    (quoted, quoted_at), (billed, billed_at) = _largest(rows, _QUOTE_TITLE), _largest(rows, _BILL_TITLE)
    # Of titles about as large the first is the paper's own: an invoice names the quote that it follows.
    alike = abs(quoted - billed) < _ALIKE * billed and billed_at != quoted_at
    if quoted and (quoted_at < billed_at if alike else quoted >= billed):
        return True
    return not billed and any(_QUOTE_WORDS.search(row.plain) for row in rows)


def _largest(rows: tuple[Row, ...], title: re.Pattern[str]) -> tuple[float, int]:
    """The height of the largest title, and its line."""
    spaced = (
        (piece.height, -at, re.sub(r"(?<=\b\w) (?=\w\b)", "", piece.plain))
        for at, row in enumerate(rows[:_TOP])
        for piece in row.pieces
    )
    height, line = max(((height, at) for height, at, plain in spaced if title.match(plain)), default=(0.0, 0))
    return height, -line


def _is_groceries(rows: tuple[Row, ...]) -> bool:
    """Whether a till receipt is of a shop that sells no repairs: French, with not one word about a vehicle."""
    if any(_BILL_TITLE.match(piece.plain) and "FACTU" in piece.plain for row in rows[:_TOP] for piece in row.pieces):
        return False
    french = sum(_FRENCH_TILL.search(row.plain) is not None for row in rows)
    of_food = any(_FOOD_TAX.search(row.plain) or _GROCER.search(row.plain) for row in rows)
    vehicle = any(_VEHICLE.search(row.plain) for row in rows)
    return not vehicle and (french >= 2 or (french >= 1 and of_food))


def _invoice_signs(rows: tuple[Row, ...]) -> int:
    """How much speaks for an invoice; amounts alone do not make one, nor does the word."""
    if not any(amount.exact or amount.currency for row in rows for amount in find_amounts(row.plain)):
        return 0
    signs = 2 * any(_INVOICE_TITLE.search(row.plain) for row in rows)
    return signs + sum(any(sign.search(row.plain) for row in rows) for sign in (_TOTAL, _TAX, _TRADE))
