"""The totals of an invoice: the three amounts that add up, told apart by the words beside them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from core.domain.capture.amounts import Amount, find_amounts
from core.domain.capture.context import Spot, spots
from core.domain.capture.layout import Piece, Row
from core.domain.capture.types import MISSING, Field, FieldState

_CENT = Decimal("0.01")
_VALUE_CAP = 400
_AMOUNTS_A_PIECE = 12
_TOLERANCE = Decimal("0.02")
# Standard and reduced rates in use in Europe, and the 6 % of older receipts.
_RATES = tuple(
    Decimal(rate)
    for rate in (
        [
            "20",
            "10",
            "5.5",
            "2.1",
            "8.5",
            "19",
            "21",
            "22",
            "23",
            "25",
            "24",
            "17",
            "16",
            "9",
            "7.7",
            "8.1",
            "13",
            "7",
            "6",
            "15",
        ]
    )
)
_FREE_OF_TAX = re.compile(r"293\s?B|TVA NON APPLICABLE|EXONERATION DE TVA|FRANCHISE (?:EN BASE )?DE T\.?V\.?A")


class Kind(StrEnum):
    """What an amount is, by the words beside it."""

    INCLUDING = "including"
    EXCLUDING = "excluding"
    TAX = "tax"
    PAID = "paid"
    OTHER = "other"


_NOT_TOTALS = re.compile(
    r"CHANGE\b|RENDU|MONNAIE|TENDER|POINTS|AVOIR\b|CAPITAL|INDEMNITE|REMISE|DISCOUNT|ACOMPTE|DEPOSIT|ROUND|ARRONDI|"
    r"SAVING|ECONOMI|QTY|QTE|ITEM|UNIT|P\.?U\b|PENALIT|FIDELITE|CAGNOTTE|ESCOMPTE|PART FORFAIT"
)
_INCLUDING = re.compile(
    r"TTC|NET A PAYER|A PAYER|TOTAL DU\b|MONTANT DU\b|TOTAL DUE|AMOUNT DUE|BALANCE DUE|"
    r"GRAND TOTAL|INCL|INC\.? ?(?:VAT|GST|TAX)|"
    r"TOTAL GENERAL|TOTAL PAYABLE|TOTAL AMOUNT|TOTAL AFTER|TOTAAL|TOTAL FACTURE|A REGLER|"
    r"GESAMT(?:BETRAG|SUMME|PREIS)|RECHNUNGSBETRAG|ZU ZAHLEN|BRUTTO|A PAGAR|TOTALE (?:FATTURA|DOCUMENTO)|TE BETALEN|"
    r"\bTVAC\b|AMOUNT PAYABLE|IVA INCL|TOTAL (?:EUR|RM|GBP)|NET TTC"
)
_EXCLUDING = re.compile(
    r"\bH\.?T\b|HTVA|HORS TAXES?|HORS T\.?V\.?A|SOUS[ -]?TOTAL|SUB[ -]?TOTAL|EXCL|\bEX\.? ?(?:VAT|"
    r"GST)|\(EX\)|NETTO|IMPONIBILE|ZWISCHENSUMME|TAXABLE|BASE\b|TOTAL NET|NET TOTAL|NET AMOUNT"
)
_TAX = re.compile(
    r"T\.?V\.?A\b|\bVAT\b|\bGST\b|\bTAX(?:ES?)?\b|\bIVA\b|\bBTW\b|MWST|MEHRWERTSTEUER|\bUST\b|\bTPS\b|\bTVQ\b"
)
# What was before a discount, and what is paid by and by.
_NEVER_TOTAL = re.compile(
    r"AVANT (?:REMISE|DEDUCTION|ESCOMPTE|REDUCTION)|(?:PROCHAINE|PREMIERE|1ERE|DE L'|PAR) ?ECHEANCE|MENSUALITE|"
    r"EN \d FOIS|"
    r"BEFORE DISCOUNT|INSTALMENT"
)
# `TVA 20 % incluse` is no total.
_TAX_FIRST = re.compile(
    r"(?:DONT |INCL\.? |SOIT )?(?:TVA|VAT|IVA|MWST|BTW|GST)\b(?!.*(?:TOTAL|TTC|TVAC|\bHT\b|A PAYER))"
)
_AMOUNT_BEFORE = re.compile(r"\d[.,]\d{2}(?![\d.,/]|\s?%)\s?(?:€|EUROS?\b|EUR\b|£|CHF\b)?")
_PAID = re.compile(
    r"REGL[EÉ]|PAYE\b|CARTE|\bCB\b|\bCASH\b|ESPECES|CHEQUE|PAID|PAYMENT|VISA|MASTER|VIREMENT|PRELEVEMENT|TOTAL REGLE"
)
_BARE_TOTAL = re.compile(r"\bTOTAL\b|\bMONTANT\b|\bAMOUNT\b|\bIMPORTE\b|\bGESAMT\b|\bTO PAY\b|\bNET\b")
_CREDIT_TITLE = re.compile(
    r"(?:FACTURE D'|FACTURE )?AVOIR\b|NOTE DE CREDIT|CREDIT NOTE|NOTA DE CREDITO|NOTA DI CREDITO|GUTSCHRIFT|CREDITNOTA|"
    r"FACTURA RECTIFICATIVA"
)
_DEDUCTED = re.compile(
    r"\bACOMPTES?\b|\bARRHES\b|DEPOSIT|DEJA (?:REGLE|PAYE|VERSE)|PRIS EN CHARGE|"
    r"(?:PART|REGLE PAR|REGLEMENT) .{0,6}ASSUR|"
    r"\bFRANCHISE\b(?! (?:EN BASE|DE T\.?V))|ANZAHLUNG|\bSENAL\b"
)
_TOP = 14
_DOTS = re.compile(r"(?<=\b[A-Z])\.(?=[A-Z]\b)|(?<=\b[A-Z])\.(?=\s|$)")
_WEIGHT = {"explicit": 3.0, "bare": 1.5, "weak": 0.7}


@dataclass(frozen=True)
class Candidate:
    """An amount with what the words beside it say it is and how plainly they say so."""

    amount: Amount
    kind: Kind
    weight: float
    piece: Piece
    order: int


@dataclass(frozen=True)
class Totals:
    """The three amounts as fields, and the currency seen beside them."""

    excluding: Field
    tax: Field
    including: Field
    currency: str | None


def kind_of(label: str) -> tuple[Kind, float]:
    """What an amount is by its label."""
    plain = _joined_letters(label)
    if re.search(r"TOTAL.{0,12}ROUNDED|ROUNDED TOTAL|TOTAL ARRONDI", plain):
        return Kind.INCLUDING, 3.0
    if _NEVER_TOTAL.search(plain) or (_NOT_TOTALS.search(plain) and not _INCLUDING.search(plain)):
        return Kind.OTHER, 0.0
    if _TAX_FIRST.match(plain):
        return Kind.TAX, 3.0
    excluding = _EXCLUDING.search(plain) is not None
    including = _INCLUDING.search(plain) is not None
    if including and not re.search(r"\bHT\b|SOUS[ -]?TOTAL", plain):
        return Kind.INCLUDING, 3.0 - 0.8 * (re.search(r"SUB[ -]?TOTAL", plain) is not None)
    if excluding and not plain.startswith(("TVA", "VAT", "DONT")):
        return Kind.EXCLUDING, 3.0
    if _TAX.search(plain):
        return Kind.TAX, 3.0
    if _PAID.search(plain):
        return Kind.PAID, 1.0
    return (Kind.INCLUDING, 1.6) if _BARE_TOTAL.search(plain) else (Kind.OTHER, 0.0)


def is_credit(rows: tuple[Row, ...]) -> bool:
    """Whether a paper gives money back."""
    return any(_CREDIT_TITLE.match(piece.plain) for row in rows[:_TOP] for piece in row.pieces)


def candidates(rows: tuple[Row, ...], items: frozenset[int]) -> list[Candidate]:
    """Every amount outside the lines of the invoice, `items` being the rows of those lines."""
    return list(_candidates(rows, items))


def read_totals(rows: tuple[Row, ...], items: frozenset[int], lines_sum: Decimal | None) -> Totals:
    """The totals of an invoice; what does not add up is never verified, what is given back is doubtful."""
    if is_credit(rows):
        return _given_back(rows, items, lines_sum)
    return _totals(rows, items, lines_sum)


def _given_back(rows: tuple[Row, ...], items: frozenset[int], lines_sum: Decimal | None) -> Totals:
    """The totals of a credit note, negative where they are printed so: what they are to an account, its owner says."""
    minus = any(amount.exact and amount.value < 0 for row in rows for amount in find_amounts(row.plain))
    plain = tuple(replace(row, pieces=tuple(map(_unsigned, row.pieces))) for row in rows)
    totals = _totals(plain, items, abs(lines_sum) if lines_sum is not None else None)

    def signed(field: Field) -> Field:
        if not isinstance(field.value, Decimal):
            return field
        return replace(field, value=-field.value if minus else field.value, confidence=0.5, state=FieldState.DOUBTFUL)

    return Totals(signed(totals.excluding), signed(totals.tax), signed(totals.including), totals.currency)


def _unsigned(piece: Piece) -> Piece:
    return replace(piece, text=re.sub(r"-\s?(?=\d{1,3}(?:[ .]?\d{3})*[.,]\d{2}(?!\d))", "", piece.text))


def _totals(rows: tuple[Row, ...], items: frozenset[int], lines_sum: Decimal | None) -> Totals:
    found = candidates(rows, items)
    currency = next((c.amount.currency for c in found if c.amount.currency), None)
    triple = _best_triple(found)
    if triple is not None:
        excluding, tax, including = (_field(c, 0.98, FieldState.VERIFIED) for c in triple)
        rounded = _rounded(rows, triple[2], found)
        return Totals(excluding, tax, _field(rounded, 0.9, FieldState.READ) if rounded else including, currency)
    including = _including(rows, found, lines_sum)
    if any(_FREE_OF_TAX.search(row.plain) for row in rows) and including.value is not None:
        zero = Field(Decimal("0.00"), 0.8, FieldState.READ)
        return Totals(
            Field(including.value, including.confidence, including.state, including.seen), zero, including, currency
        )
    return Totals(
        _labelled(found, Kind.EXCLUDING, including), _labelled(found, Kind.TAX, including), including, currency
    )


def _candidates(rows: tuple[Row, ...], items: frozenset[int]) -> Iterator[Candidate]:
    for order, spot in enumerate(spots(rows)):
        if spot.row_at in items:
            continue
        for amount in find_amounts(spot.piece.plain)[:_AMOUNTS_A_PIECE]:
            if amount.value <= 0 and not (amount.exact and amount.value == 0):
                continue
            kind, weight = _kind_here(spot, amount)
            if amount.exact or (
                kind is not Kind.OTHER and (amount.currency or weight >= 3) and _stands_alone(spot, amount)
            ):
                yield Candidate(amount, kind, weight if amount.exact else weight * 0.4, spot.piece, order)


def _kind_here(spot: Spot, amount: Amount) -> tuple[Kind, float]:
    kind, weight = kind_of(_own_words(spot, amount))
    if kind is Kind.OTHER and amount.start and spot.left:
        kind, weight = kind_of(spot.left)
    if kind is Kind.OTHER and amount.value >= 1 and re.match(r"ROUNDING|ARRONDI", spot.label(amount.start)):
        # `Rounding 52.10` under `Rounding adjustment .02` is what was paid.
        return Kind.INCLUDING, 1.6
    after = spot.piece.plain[amount.end : amount.end + 6]
    if "TTC" in after:
        return Kind.INCLUDING, max(weight, 2.0)
    return (Kind.EXCLUDING, max(weight, 2.0)) if re.match(r"\s?H\.?T\b", after) else (kind, weight)


def _own_words(spot: Spot, amount: Amount) -> str:
    """The words before an amount: of `Total HT 71,19 € TVA 14,17 €` only those that follow the amount before it."""
    parts = _AMOUNT_BEFORE.split(spot.piece.plain[: amount.start])
    return parts[-1] if len(parts) > 1 and re.search(r"[A-Z]{2}", parts[-1]) else spot.label(amount.start)


def _stands_alone(spot: Spot, amount: Amount) -> bool:
    return re.search(r"[A-Z0-9]", spot.piece.plain[amount.end :].replace("EUR", "")) is None


def _joined_letters(label: str) -> str:
    return " ".join(_DOTS.sub("", label).split())


def _best_triple(found: Sequence[Candidate]) -> tuple[Candidate, Candidate, Candidate] | None:
    """The best excluding + tax = including; the words beside at least two of them must agree."""
    by_cents: dict[Decimal, list[Candidate]] = {}
    for candidate in found:
        by_cents.setdefault(candidate.amount.value, []).append(candidate)
    best: tuple[float, tuple[Candidate, Candidate, Candidate]] | None = None
    values, largest = sorted(by_cents)[-_VALUE_CAP:], _largest(found)
    for excluding in values:
        for tax in values:
            if tax > excluding * Decimal("0.27") or excluding <= 0:
                break
            triple = _triple(by_cents, excluding, tax)
            # Under a larger total, three amounts that add up are one rate's share of it.
            part = triple is not None and largest > triple[2].amount.value + Decimal("0.05")
            score = _triple_score(triple) if triple and not part else 0.0
            if triple is not None and score > 0 and (best is None or score > best[0]):
                best = (score, triple)
    return best[1] if best else None


def _triple(
    by_cents: dict[Decimal, list[Candidate]], excluding: Decimal, tax: Decimal
) -> tuple[Candidate, Candidate, Candidate] | None:
    for slack in (Decimal(0), _CENT, -_CENT):
        including = by_cents.get(excluding + tax + slack)
        if including is not None and (tax > 0 or len(including) > 1):
            return (
                _best_of(by_cents[excluding], Kind.EXCLUDING),
                _best_of(by_cents[tax], Kind.TAX),
                _best_of(including, Kind.INCLUDING),
            )
    return None


def _best_of(same: Sequence[Candidate], kind: Kind) -> Candidate:
    return max(same, key=lambda c: (c.kind is kind, c.weight))


def _triple_score(triple: tuple[Candidate, Candidate, Candidate]) -> float:
    wanted = (Kind.EXCLUDING, Kind.TAX, Kind.INCLUDING)
    fits = [c.weight if c.kind is kind else 0.0 for c, kind in zip(triple, wanted, strict=True)]
    if triple[2].kind is Kind.PAID:
        fits[2] = 1.0
    excluding, tax, _ = (candidate.amount.value for candidate in triple)
    usual = any(abs(excluding * rate / 100 - tax) <= _TOLERANCE for rate in _RATES)
    labelled = sum(fit > 0 for fit in fits)
    if labelled < (1 if usual else 2) or (tax == 0 and labelled < 3):
        return 0.0
    # Of two triples with the same words, the larger one is the whole and the other a part.
    return sum(fits) + (2.0 if usual else 0.0) + float(triple[2].amount.value) / 1e7


def _largest(found: Sequence[Candidate]) -> Decimal:
    """The largest total that is printed, zero where there is none."""
    return max((c.amount.value for c in found if c.kind is Kind.INCLUDING and c.weight >= 1.5), default=Decimal(0))


def _rounded(rows: tuple[Row, ...], including: Candidate, found: Sequence[Candidate]) -> Candidate | None:
    """The total after the rounding of cash, where the document says that it rounds."""
    if not any(re.search(r"ROUND|ARRONDI", row.plain) for row in rows):
        return None
    later = [
        c
        for c in found
        if c.kind is Kind.INCLUDING
        and c.order > including.order
        and Decimal(0) < abs(c.amount.value - including.amount.value) <= Decimal("0.05")
    ]
    return max(later, key=lambda c: c.weight, default=None)


def _including(rows: tuple[Row, ...], found: Sequence[Candidate], lines_sum: Decimal | None) -> Field:
    totals = [c for c in found if c.kind is Kind.INCLUDING]
    if not totals:
        return MISSING
    if any(_DEDUCTED.search(row.plain) for row in rows):
        return _before_deduction(totals)
    counts = {c.amount.value: sum(o.amount.value == c.amount.value for o in found) for c in totals}
    paid = {c.amount.value for c in found if c.kind is Kind.PAID}
    best = max(
        totals,
        key=lambda c: (
            c.weight + 0.5 * min(counts[c.amount.value], 3) + 1.5 * (c.amount.value in paid),
            c.amount.value,
        ),
    )
    if lines_sum is not None and abs(best.amount.value - lines_sum) <= _TOLERANCE:
        return _field(best, 0.96, FieldState.VERIFIED)
    if not best.amount.exact and any(c.amount.exact for c in found):
        # Among prices with cents, one without has lost its point; a page of whole euros has none to lose.
        return _field(best, 0.5, FieldState.DOUBTFUL)
    if _contested(best, totals, paid) or _does_not_add_up(best, found):
        return _field(best, 0.5, FieldState.DOUBTFUL)
    plain = best.weight >= 3 or counts[best.amount.value] > 1
    return _field(best, 0.85 if plain else 0.65, FieldState.READ)


def _contested(best: Candidate, totals: Sequence[Candidate], paid: set[Decimal]) -> bool:
    """Whether another total is named as plainly, and nothing else speaks for the chosen one."""
    rivals = [c for c in totals if c.amount.exact and c.weight >= max(best.weight, 2.0) and not _near(c, best)]
    return bool(rivals) and best.amount.value not in paid


def _near(one: Candidate, other: Candidate) -> bool:
    return abs(one.amount.value - other.amount.value) <= Decimal("0.05")


def _does_not_add_up(best: Candidate, found: Sequence[Candidate]) -> bool:
    """Whether the sum without tax, or that sum and the tax, contradict a total: a digit of one of them was misread."""
    without, taxes = (
        {c.amount.value for c in found if c.kind is kind and c.weight >= 3 and c.amount.exact}
        for kind in (Kind.EXCLUDING, Kind.TAX)
    )
    if any(value > best.amount.value + Decimal("0.05") for value in without):
        return True
    return len(without) == len(taxes) == 1 and abs(sum(without | taxes) - best.amount.value) > Decimal("0.05")


def _before_deduction(totals: Sequence[Candidate]) -> Field:
    """What work cost of which a deposit or an insurer pays a part: the largest total, doubtful when alone."""
    best = max(totals, key=lambda c: (c.amount.value, c.weight))
    others = {c.amount.value for c in totals if c.amount.value < best.amount.value}
    sure = best.amount.exact and best.weight >= 3 and others
    return _field(best, 0.75 if sure else 0.5, FieldState.READ if sure else FieldState.DOUBTFUL)


def _labelled(found: Sequence[Candidate], kind: Kind, including: Field) -> Field:
    ceiling = including.value if isinstance(including.value, Decimal) else None
    fitting = [c for c in found if c.kind is kind and (ceiling is None or c.amount.value <= ceiling)]
    if not fitting:
        return MISSING
    best = max(fitting, key=lambda c: (c.weight, c.amount.value))
    same = all(c.amount.value == best.amount.value for c in fitting)
    return _field(best, 0.7 if same else 0.5, FieldState.READ if same else FieldState.DOUBTFUL)


def _field(candidate: Candidate, confidence: float, state: FieldState) -> Field:
    value = candidate.amount.value.quantize(_CENT)
    return Field(value, round(confidence * min(1.0, 0.1 + candidate.piece.score), 3), state, candidate.piece.box)
