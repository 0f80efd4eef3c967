"""Failures on request: which call fails, how, and how often."""

from dataclasses import asdict, dataclass

from simulator.wire import Raw

KINDS = frozenset(
    {
        "429", "400", "401", "403", "404", "409", "500", "502", "503", "504",
        "timeout_before", "timeout_after_delivery", "reset", "reset_after_delivery", "slow",
    }
)  # fmt: skip


@dataclass(slots=True)
class Fault:
    """One rule: the next `times` calls that match fail so; None means until it is removed."""

    kind: str
    method: str = "*"
    times: int | None = 1
    retry_after: int = 1
    chat_id: int | None = None
    delay: float = 0.0
    description: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            words = f"unknown kind of fault: {self.kind}; known: {', '.join(sorted(KINDS))}"
            raise ValueError(words)

    def matches(self, method: str, params: Raw) -> bool:
        """Whether it applies to this call."""
        named = self.method == "*" or self.method.lower() == method.lower()
        return named and (self.chat_id is None or params.get("chat_id") == self.chat_id)


class Faults:
    """The rules in the order they were added."""

    def __init__(self) -> None:
        self.rules: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Let a fault happen from the next call on."""
        self.rules.append(fault)

    def clear(self) -> None:
        """End all faults."""
        self.rules.clear()

    def take(self, method: str, params: Raw) -> Fault | None:
        """Return the fault of this call and count it; getUpdates fails only when named."""
        for rule in self.rules:
            if rule.method == "*" and method == "getUpdates":
                continue
            if rule.matches(method, params):
                if rule.times is not None:
                    rule.times -= 1
                    if rule.times <= 0:
                        self.rules.remove(rule)
                return rule
        return None

    def listed(self) -> list[Raw]:
        """Return the rules as JSON."""
        return [asdict(rule) for rule in self.rules]
