"""The lines of a till receipt: entries of two lines each, without headings."""

import re
from collections.abc import Sequence
from decimal import Decimal

from core.domain.capture.amounts import decimal_of, find_amounts
from core.domain.capture.folding import tidy
from core.domain.capture.invoice_totals import Kind, kind_of
from core.domain.capture.layout import Row
from core.domain.capture.types import InvoiceLine

_TIMES = re.compile(r"^\s*(\d{1,3}(?:[.,]\d{1,3})?)\s?[X×*]\s?(?=\d|€|£)")


def till_lines(rows: tuple[Row, ...]) -> tuple[tuple[InvoiceLine, ...], frozenset[int]]:
    """Entries of a receipt and their rows: the name, then `4 x 86,16` with the total at the end of the line."""
    lines: list[InvoiceLine] = []
    used: set[int] = set()
    for at, row in enumerate(rows):
        times = _TIMES.match(row.plain)
        if times is None:
            continue
        amounts = [amount for amount in find_amounts(row.plain[times.end() :]) if amount.exact]
        if not amounts:
            continue
        names = _names_above(rows, at, used)
        quantity = decimal_of(times.group(1))
        if names and quantity is not None:
            total = amounts[-1].value if len(amounts) > 1 else None
            lines.append(InvoiceLine(tidy(" ".join(rows[n].text for n in names)), quantity, amounts[0].value, total))
            used.update({at, *names})
    return tuple(_with_totals(lines, rows)), frozenset(used)


def _names_above(rows: tuple[Row, ...], at: int, used: set[int]) -> list[int]:
    names: list[int] = []
    for back in range(at - 1, max(-1, at - 3), -1):
        row = rows[back]
        apart = row.page != rows[at].page or rows[back + 1].middle - row.middle > 2.2 * row.height
        if back in used or apart or not re.search(r"[A-Z]", row.plain) or _is_label(row):
            break
        names.insert(0, back)
    return names


def _is_label(row: Row) -> bool:
    kind, _ = kind_of(row.plain)
    known = re.search(r"IMMAT|\bKM\b|SIRET|\bTEL\b|VEHICULE|DATE|TICKET|-{4,}", row.plain) is not None
    return known or kind in {Kind.INCLUDING, Kind.EXCLUDING, Kind.TAX}


def _with_totals(lines: Sequence[InvoiceLine], rows: tuple[Row, ...]) -> list[InvoiceLine]:
    """Totals that slid to the line above or below, put back where quantity times price says."""
    if not lines:
        return []
    exact = {amount.value for row in rows for amount in find_amounts(row.plain) if amount.exact}
    mended = []
    for line in lines:
        product = (line.quantity or Decimal(0)) * (line.unit_price or Decimal(0))
        cents = product.quantize(Decimal("0.01"))
        total = cents if line.total != cents and cents in exact else line.total
        mended.append(InvoiceLine(line.description, line.quantity, line.unit_price, total))
    return mended
