"""What may go wrong in a way that a person can act on."""

from collections.abc import Mapping


class Refusal(Exception):
    """A request that the person can correct: a catalogue key and its values, shown by `bot/errors.py`."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values: Mapping[str, object] = values


class Gone(Refusal):
    """A row that is missing, or somebody else's: both get this same answer."""

    def __init__(self) -> None:
        super().__init__("error.gone")
