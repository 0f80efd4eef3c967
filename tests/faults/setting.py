"""How a part is run, and what it tells beside its figures."""

from dataclasses import dataclass, field

SEED = 20261126


@dataclass(slots=True)
class Setting:
    """`scale` shrinks the counts (1 is the whole part); `told` goes into the JSON."""

    seed: int = SEED
    scale: float = 1.0
    told: dict[str, object] = field(default_factory=dict)

    def scaled(self, count: int, *, least: int = 2) -> int:
        """The count at this scale."""
        return max(least, round(count * self.scale))

    def note(self, **figures: object) -> None:
        """Tell something that has no limit."""
        self.told |= figures
