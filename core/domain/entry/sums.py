"""The amount and the mileage of a line about work or a cost, or that they have to be asked."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Final

from core.domain.distance import HIGHEST_KILOMETRES
from core.domain.entry.bare_numbers import (
    LOWEST_ODOMETER,
    NO_PRICE,
    as_amount,
    as_kilometres,
    is_year,
    plain_numbers,
)
from core.domain.entry.entry_types import Ask
from core.domain.entry.measures import Measure, Measured
from core.domain.entry.products import counts_out
from core.domain.entry.tokens import Line
from core.domain.usual_units import usual

_HIGHEST_AMOUNT: Final = 100_000
_TWO_FIGURES: Final = 100
_AGAIN: Final = frozenset({"et", "and", "+", "&", "puis", "then", "retour", "return"})
_RANGES: Final = frozenset({"-", "+", "et", "and", "to", "ou", "or", "a", "/"})
_LEFT_TO_GO: Final = frozenset({"left", "restants", "restant", "autonomie", "range", "remaining"})
_NO_ODOMETER: Final = frozenset({"dans", "in", "every", "tous", "prochaine", "prochain", "next", "encore", "reste"})


@dataclass(slots=True)
class Sums:
    """An amount and a mileage, each with whether it has to be asked."""

    amount: Decimal | None = None
    currency: str | None = None
    odometer_km: int | None = None
    ask: set[Ask] = field(default_factory=set)


# "4x 89€", "89€ x 2", "85€ pièce": what was paid is a product, and people leave it to others to say whose.
_PER_PIECE: Final = re.compile(
    r"(?<![0-9.,a-z])[0-9]{1,2} ?[x*] ?(?=[0-9~€£$])|(?:€|£|\$|euros?|eur|e) ?[x*] ?[0-9]"
    r"|[€£$] ?[0-9]+(?:[.,][0-9]+)? ?[x*] ?[0-9]"
    r"|(?:quid|pounds?|dollars?|bucks|balles) ?[x*] ?[0-9]"
    r"|(?<![0-9.,a-z])(?:[2-9]|deux|trois|quatre|two|three|four|dos|tres|cuatro) [a-z][a-z'-]{3,16}(?: [a-z]{2,12})?"
    r" (?:a|at|@) (?:[€£$] ?)?[0-9~]"
    r"|(?:€|£|\$|euros?|eur|pounds?|quid|dollars?|bucks|balles|chf|[0-9]e?) ?(?:/ ?)?(?:la |l'|une? |per "
    r"|par )?(?:piece|unite|chacune?|each|apiece)(?![a-z])"
    r"|(?:€|£|\$|euros?|eur|pounds?|quid|dollars?|bucks|balles|chf|[0-9]e?) ?(?:/|(?:la |le |a |per "
    r"|par ))(?:roue|pneu|tyre|tire|wheel|corner)(?![a-z])"
)
# What was asked before tax or before a discount is not what was paid.
_NOT_PAID: Final = re.compile(
    r"(?<![a-z])(?:plus (?:les |la |a )?(?:vat|taxe?s?|tx|tva|tip|pourboire)|rembourse(?!ments? (?:de "
    r"|du )?(?:credit|pret))\w*|refund\w*|avoir de|acompte"
    r"|arrhes|deposit|credit note|cash ?back)(?![a-z])|\+ ?(?:vat|tax|taxes|tx|tva|gst|hst|tps)(?![a-z])"
    r"|(?<![0-9.,])-? ?[0-9]{1,2} ?% ?(?:off|de |d'|discount|remise|reduc|rabais)|(?<![0-9a-z])- ?[0-9]{1,2} ?%"
    r"|(?:remise|reduc|reduction|discount|rabais) (?:de )?[0-9]{1,2} ?%"
)
_PAID: Final = re.compile(
    r"(?<![a-z])(?:ttc|taxes? (?:incl|compris)\w*|(?:inc|incl|including|with)[. ]+(?:vat|tax)|(?:remise|reduc"
    r"|reduction|rabais|promo|discount)"
    r" (?:comprise?|deduite?|incluse?|included|faite|appliquee?|applied)|(?:apres"
    r"|after) [0-9]{0,2} ?%? ?(?:de )?(?:remise|reduc|reduction|rabais|discount))"
    r"(?![a-z])"
)


def read_sums(line: Line, flat: str, measures: list[Measure], *, is_work: bool) -> Sums:
    """Tell what was paid and what the odometer showed; a line about work may hold a bare mileage, a cost does not."""
    sums = Sums()
    monies = [measure for measure in measures if measure.kind is Measured.MONEY]
    distances = [measure for measure in measures if measure.kind is Measured.DISTANCE and is_reading(line, measure)]
    bare = plain_numbers(line, measures, counts=is_work)
    _take_monies(sums, line, monies, bare)
    _take_distances(sums, distances)
    if is_work:
        _place_work(sums, line, bare, known=bool(monies), measured=bool(distances))
    elif not monies:
        _place_cost(sums, line, [measure for measure in bare if not (is_year(measure) and len(bare) > 1)])
    too_high = sums.amount is not None and sums.amount > _HIGHEST_AMOUNT
    if too_high or ((sums.amount is not None or measures) and _is_no_total(flat) and not counts_out(line, measures)):
        sums.amount = None
        sums.ask.add(Ask.AMOUNT)
    sums.currency = (monies[0].unit if monies else usual().currency) if sums.amount is not None else None
    return sums


def _is_no_total(flat: str) -> bool:
    """Whether an amount is for one of several, or what was paid is more or less than it."""
    return bool(_PER_PIECE.search(flat)) or (bool(_NOT_PAID.search(flat)) and not _PAID.search(flat))


def is_reading(line: Line, measure: Measure) -> bool:
    """Whether a distance is where the odometer stands, and not how far it is to go."""
    before = {token.flat for token in line.tokens[max(0, measure.place - 3) : measure.place]}
    behind = [token.flat for token in line.tokens[measure.place + 1 : measure.place + 4]]
    return before.isdisjoint(_NO_ODOMETER) and behind[1:] != ["to", "go"] and not _LEFT_TO_GO.intersection(behind)


def _take_monies(sums: Sums, line: Line, monies: list[Measure], bare: list[Measure]) -> None:
    values = {measure.value for measure in monies}
    if len(values) > 1:
        values = _total_of(monies) or values
    # A bare number with cents beside an amount is an amount as well.
    if bare and monies and not _total_of(monies):
        values |= {measure.value for measure in bare if not measure.is_whole and as_kilometres(measure) is None}
    if (
        len(values) == 1
        and not _is_repeated(line, monies)
        and not any(_is_torn(line, measure, bare) for measure in monies)
    ):
        sums.amount = values.pop()
    if monies and sums.amount is None:
        sums.ask.add(Ask.AMOUNT)


def _is_repeated(line: Line, measures: list[Measure]) -> bool:
    """Whether the same was paid twice: "6,10 aller et 6,10 retour"."""
    for one, two in pairwise(measures):
        between = {token.flat for token in line.tokens[one.place + 1 : two.place]}
        if one.value == two.value and not (one.total or two.total) and between & _AGAIN:
            return True
    return False


def _total_of(monies: list[Measure]) -> set[Decimal | None]:
    """The one amount that is called the total, or that is the sum of all others."""
    totals = {measure.value for measure in monies if measure.total}
    if len(totals) == 1:
        return totals
    known = [measure.value for measure in monies if measure.value is not None]
    highest = max(known, default=Decimal(0))
    return {highest} if len(known) == len(monies) > 2 and sum(known) == 2 * highest else set()


def _is_torn(line: Line, money: Measure, bare: list[Measure]) -> bool:
    """Whether a bare number just before may belong to the amount: `8 9€`, `80-100€`, "entre 80 et 100€"."""
    for measure in bare:
        gap = money.place - measure.place
        if (as_kilometres(measure) or 0) >= NO_PRICE:
            continue  # a mileage, which stands before an amount as well as anywhere
        small = measure.value is None or measure.value < LOWEST_ODOMETER
        between = {token.flat for token in line.tokens[measure.place + 1 : money.place]}
        tiny = measure.value is None or measure.value < _TWO_FIGURES
        if (
            gap == -2
            and measure.value is None
            and "-" in {token.flat for token in line.tokens[money.place : measure.place]}
        ):
            return True
        if (tiny and gap == 1) or (small and gap == 2 and between <= _RANGES):
            return True
    return False


def _take_distances(sums: Sums, distances: list[Measure]) -> None:
    values = {measure.value for measure in distances}
    value = values.pop() if len(values) == 1 else None
    if value is not None and value <= HIGHEST_KILOMETRES:
        sums.odometer_km = int(value)
    elif distances:
        sums.ask.add(Ask.ODOMETER)


def _place_work(sums: Sums, line: Line, bare: list[Measure], *, known: bool, measured: bool) -> None:
    """Give each bare number of a line about work the only meaning that is left for it, or ask."""
    large = [measure for measure in bare if (as_kilometres(measure) or 0) >= NO_PRICE]
    middle = [m for m in bare if m not in large and (as_kilometres(m) or 0) >= LOWEST_ODOMETER and not is_year(m)]
    small = [measure for measure in bare if measure not in large and measure not in middle and not is_year(measure)]
    if large and not measured:
        _odometer(sums, large)
    elif middle and not measured and known:
        _odometer(sums, middle)
        middle = []
    if known:
        return
    if middle and not (measured or large):
        sums.ask |= {Ask.AMOUNT, Ask.ODOMETER}
        return
    _amount(sums, line, small or middle)


def _place_cost(sums: Sums, line: Line, bare: list[Measure]) -> None:
    _amount(sums, line, bare)


def _odometer(sums: Sums, numbers: list[Measure]) -> None:
    values = {as_kilometres(measure) for measure in numbers}
    value = values.pop() if len(values) == 1 else None
    if value is not None and value <= HIGHEST_KILOMETRES:
        sums.odometer_km = value
    else:
        sums.ask.add(Ask.ODOMETER)


def _amount(sums: Sums, line: Line, numbers: list[Measure]) -> None:
    totals = [measure for measure in numbers if measure.total]
    values = {as_amount(measure) for measure in (totals if len(totals) == 1 else numbers)}
    if len(values) == 1 and not _is_repeated(line, numbers):
        sums.amount = values.pop()
    if numbers and sums.amount is None:
        sums.ask.add(Ask.AMOUNT)
