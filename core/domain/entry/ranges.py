"""Two numbers that are the ends of a range: "42 à 45 litres"."""

from typing import Final

from core.domain.entry.measures import Measure, Measured, without_value
from core.domain.entry.tokens import Line

_BETWEEN: Final = (["a"], ["to"], ["ou"], ["or"], ["-"])


def without_ranges(line: Line, found: list[Measure]) -> list[Measure]:
    """Leave the value open where a range was said: neither of its ends is what was measured."""
    kept: list[Measure] = []
    for measure in found:
        before = kept[-1] if kept else None
        if before is not None and _is_range(line, before, measure):
            kept[-1] = without_value(measure)
        else:
            kept.append(measure)
    return kept


def _is_range(line: Line, low: Measure, high: Measure) -> bool:
    between = [token.flat for token in line.tokens[low.place + 1 : high.place]]
    alike = low.kind is Measured.BARE and high.kind in {Measured.QUANTITY, Measured.DISTANCE}
    if not alike or between not in _BETWEEN or not low.value or not high.value:
        return False
    return low.value < high.value < low.value * 2
