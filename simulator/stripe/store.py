"""What the stand-in remembers: objects by id, answers by idempotency key, events; kept in a file if one is named."""

import copy
import json
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

from simulator.stripe.form import Raw, Refused

VERSION = "2026-10-28.endive"

_NAMES = {"cus": "customer", "price": "price", "cs_test": "checkout.session", "sub": "subscription", "in": "invoice",
          "ch": "charge", "dp": "dispute", "evt": "event", "prod": "product"}  # fmt: skip


class Store:
    """Objects and events of one test account."""

    def __init__(self, now: Callable[[], float], file: Path | None = None) -> None:
        self.now = now
        self.file = file
        self.objects: dict[str, Raw] = {}
        self.answers: dict[str, Raw] = {}
        self.events: list[Raw] = []
        # What the page chose for a customer: whether their card pays from now on.
        self.cards: dict[str, str] = {}
        self.told: Callable[[Raw], None] = lambda _: None
        self._serial = 0
        if file is not None and file.exists():
            self._load(json.loads(file.read_text("utf-8")))

    def _load(self, kept: Raw) -> None:
        self.objects, self.answers, self.events = kept["objects"], kept["answers"], kept["events"]
        self.cards, self._serial = kept["cards"], kept["serial"]

    def save(self) -> None:
        """Write everything to the file."""
        if self.file is None:
            return
        names = ("objects", "answers", "events", "cards")
        kept = {name: getattr(self, name) for name in names} | {"serial": self._serial}
        part = self.file.with_suffix(".part")
        part.write_text(json.dumps(kept), "utf-8")
        part.replace(self.file)

    def unix(self) -> int:
        """The simulated time in whole seconds."""
        return int(self.now())

    def id(self, prefix: str) -> str:
        """A new id: in the order of creation, and not to be guessed."""
        self._serial += 1
        return f"{prefix}_{self._serial:06d}{secrets.token_hex(8)}"

    def add(self, prefix: str, **fields: object) -> Raw:
        """Create an object."""
        known = {"object": _NAMES[prefix], "created": self.unix(), "livemode": False, "metadata": {}}
        made: Raw = {"id": self.id(prefix), **known, **fields}
        self.objects[made["id"]] = made
        return made

    def get(self, name: str, kind: str) -> Raw:
        """An object of a kind by its id."""
        found = self.objects.get(name)
        if found is None or found["object"] != kind:
            word = kind.rpartition(".")[2]
            raise Refused(404, f"No such {word}: '{name}'", code="resource_missing", param="id")
        return found

    def all(self, kind: str, **fields: object) -> Iterator[Raw]:
        """Objects of a kind with these values, newest first."""
        wanted = {name: value for name, value in fields.items() if value is not None}
        for one in reversed(list(self.objects.values())):
            if one["object"] == kind and all(one.get(name) == value for name, value in wanted.items()):
                yield one

    def event(self, kind: str, about: Raw) -> Raw:
        """Note that something happened, and have it told."""
        made = self.add(
            "evt", type=kind, api_version=VERSION, data={"object": copy.deepcopy(about)},
            pending_webhooks=1, request={"id": None, "idempotency_key": None}, delivered=False,
        )  # fmt: skip
        self.events.append(made)
        self.told(made)
        return made
