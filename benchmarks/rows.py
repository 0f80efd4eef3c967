"""What a bench gives: one row per figure."""

from dataclasses import dataclass

# Units in which less is better; in every other one (/s, %, of 40) more is.
_LESS_IS_BETTER = {"s", "ms", "µs", "MB", "KB", "lost", "doubled", "repeated", "refused", "errors"}


@dataclass(frozen=True, slots=True)
class Row:
    """One measured figure; `floor` is the figure to hold, None where there is nothing to hold."""

    what: str
    measured: float
    floor: float | None
    unit: str
    note: str = ""

    @property
    def less_is_better(self) -> bool:
        """Whether `floor` is the most that is allowed rather than the least."""
        return self.unit in _LESS_IS_BETTER

    @property
    def held(self) -> bool:
        """Whether the figure is as good as it has to be."""
        if self.floor is None:
            return True
        return self.measured <= self.floor if self.less_is_better else self.measured >= self.floor


def figure(value: float) -> str:
    """Write a figure with three significant digits, and whole numbers whole."""
    if value == int(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"
