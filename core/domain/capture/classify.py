"""What kind of document a page is."""

import re

from core.domain.capture.amounts import find_amounts
from core.domain.capture.layout import Row
from core.domain.capture.registration import has_machine_lines
from core.domain.capture.registration_codes import has_card_codes
from core.domain.capture.types import DocumentType

_INVOICE_TITLE = re.compile(r"\bFACTU+R|\bINVOICE|\bTICKET\b|\bRECEIPT|\bRECU\b|\bAVOIR\b|RECHNUNG|\bFATTURA|\bBILL\b")
_QUOTE_TITLE = re.compile(r"^(?:DEVIS|ESTIMATE|QUOTATION|QUOTE|PRESUPUESTO|PRO ?FORMA)\b|^ORDRE DE REPARATION")
_TOTAL = re.compile(r"\bT\.?T\.?C\b|TOTAL|A PAYER|AMOUNT DUE|\bMONTANT\b|TOTAAL|NET DUE")
_TAX = re.compile(r"\bT\.?V\.?A\b|\bVAT\b|\bGST\b|\bTAX\b|\bBTW\b|\bIVA\b|\bH\.?T\b|HORS TAXE")
_TRADE = re.compile(
    r"SIRET|\bR\.?C\.?S\b|GARAGE|IMMAT|KILOMETRAGE|QTE|\bQTY\b|MAIN D.?(?:OE)?UVRE|LABOUR|\bCASH\b|CARTE BANCAIRE"
)
_ENOUGH = 3


def classify(rows: tuple[Row, ...]) -> DocumentType:
    """The kind of document, OTHER when it is none that we read."""
    if has_machine_lines(rows) or has_card_codes(rows):
        return DocumentType.REGISTRATION
    if any(_QUOTE_TITLE.match(piece.plain) for row in rows[:12] for piece in row.pieces):
        return DocumentType.OTHER
    return DocumentType.INVOICE if _invoice_signs(rows) >= _ENOUGH else DocumentType.OTHER


def _invoice_signs(rows: tuple[Row, ...]) -> int:
    """How much speaks for an invoice; amounts alone do not make one, nor does the word."""
    amounts = sum(amount.exact for row in rows for amount in find_amounts(row.plain))
    if not amounts:
        return 0
    signs = 2 * any(_INVOICE_TITLE.search(row.plain) for row in rows)
    return signs + sum(any(sign.search(row.plain) for row in rows) for sign in (_TOTAL, _TAX, _TRADE))
