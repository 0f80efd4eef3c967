"""A garage's quote against the vehicle's history, its intervals, usual prices and arithmetic. In whole cents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

# So much above the usual range is worth a question; makes, models and regions differ by less.
DEAR: Final = 1.25
# Work that is due no sooner than in this share of its interval comes early.
EARLY: Final = 0.4
_SHORTEST: Final = 60
# What rounding each line may add up to.
_A_LINE: Final = 2


class Verdict(StrEnum):
    """What is to be said of a line."""

    FINE = "fine"
    EARLY = "early"
    DOUBLED = "doubled"
    DEAR = "dear"
    UNKNOWN = "unknown"


class Sum(StrEnum):
    """What is to be said of the arithmetic."""

    RIGHT = "right"
    LINES = "lines"
    TAX = "tax"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """A line: its words, the one service it names, if any, whether it is labour, and its amount."""

    words: str
    service: str | None
    labour: bool
    cents: int | None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a service: its last visit, days until it is due, its interval in days, its usual price."""

    done_on: date | None = None
    days_left: int | None = None
    interval_days: int | None = None
    low: int = 0
    high: int = 0


@dataclass(frozen=True, slots=True)
class Checked:
    """A line with its verdict; `asked` is what its service costs in all, with parts and labour."""

    line: QuoteLine
    verdict: Verdict
    known: Known = Known()
    asked: int = 0


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of a quote as printed."""

    net: int | None = None
    tax: int | None = None
    gross: int | None = None


@dataclass(frozen=True, slots=True)
class QuoteCheck:
    """The whole check; `missing` is by how much the sum is off."""

    lines: tuple[Checked, ...]
    sum: Sum
    missing: int = 0

    def count(self, verdict: Verdict) -> int:
        """How many lines got a verdict."""
        return sum(one.verdict is verdict for one in self.lines)


def check_quote(lines: Sequence[QuoteLine], totals: Totals, known: dict[str, Known]) -> QuoteCheck:
    """Compare every line with what is known, and add up."""
    asked = _by_service(lines, totals)
    seen: set[tuple[str, bool]] = set()
    checked = []
    for line in lines:
        verdict = _verdict(line, seen, known, asked)
        of = known.get(line.service or "", Known())
        checked.append(Checked(line, verdict, of, asked.get(line.service or "", 0)))
        if line.service is not None and line.cents != 0:
            seen.add((line.service, line.labour))
    sums, missing = _sum(lines, totals)
    return QuoteCheck(tuple(checked), sums, missing)


def _by_service(lines: Sequence[QuoteLine], totals: Totals) -> dict[str, int]:
    """What each service costs in all, with tax where the lines are printed without."""
    asked: dict[str, int] = {}
    for line in lines:
        if line.service is not None and line.cents is not None:
            asked[line.service] = asked.get(line.service, 0) + line.cents
    amounts = [line.cents for line in lines if line.cents is not None]
    without_tax = totals.net and totals.gross and abs(sum(amounts) - totals.net) < abs(sum(amounts) - totals.gross)
    if without_tax and totals.net and totals.gross:
        return {name: round(cents * totals.gross / totals.net) for name, cents in asked.items()}
    return asked


def _verdict(line: QuoteLine, seen: set[tuple[str, bool]], known: dict[str, Known], asked: dict[str, int]) -> Verdict:
    if line.service is None:
        return Verdict.UNKNOWN
    if (line.service, line.labour) in seen and line.cents != 0:
        return Verdict.DOUBLED
    of = known.get(line.service, Known())
    if _is_early(of):
        return Verdict.EARLY
    if of.high and asked.get(line.service, 0) > DEAR * of.high:
        return Verdict.DEAR
    return Verdict.FINE if of.high or of.days_left is not None else Verdict.UNKNOWN


def _is_early(known: Known) -> bool:
    if known.done_on is None or known.days_left is None or not known.interval_days:
        return False
    return known.days_left >= max(EARLY * known.interval_days, _SHORTEST)


def _sum(lines: Sequence[QuoteLine], totals: Totals) -> tuple[Sum, int]:
    if totals.net is not None and totals.tax is not None and totals.gross is not None:
        off = totals.gross - totals.net - totals.tax
        if abs(off) > _A_LINE:
            return Sum.TAX, off
    amounts = [line.cents for line in lines if line.cents is not None]
    printed = [total for total in (totals.net, totals.gross) if total is not None]
    if not amounts or len(amounts) < len(lines) or not printed:
        return Sum.UNKNOWN, 0
    off = min((total - sum(amounts) for total in printed), key=abs)
    return (Sum.LINES, off) if abs(off) > _A_LINE * len(amounts) else (Sum.RIGHT, 0)
