"""Questions about one's own logbook, read by rules into a query of a closed list.

A question is read whole or not at all: a word that no rule knows may narrow down what is asked ("chez Norauto", "in
winter"), and a sum without it would be a wrong number. Such a question is `Unclear`; one that is not about the logbook
is None.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from core.domain.assistant import own_words as known
from core.domain.assistant.own_spanish import in_known_words
from core.domain.assistant.periods import times_in
from core.domain.catalogue import key_of, seeded_catalogue
from core.domain.entry.work_words import services_in
from core.domain.ownership import Span
from core.domain.service_types import ServiceType
from core.domain.typed_text import folded
from core.domain.vehicle_names import VehicleNames, named_in

LONGEST: Final = 200
_WIDEST_NAME: Final = 5


class Asked(StrEnum):
    """What can be asked: the closed list. Values name texts and are what a model may choose from."""

    LAST = "last"
    NEXT = "next"
    SPENT = "spent"
    COUNT = "count"
    FILLS = "fills"
    LAST_FILL = "last_fill"
    BIGGEST = "biggest"
    ODOMETER = "odometer"
    DRIVEN = "driven"
    CONSUMPTION = "consumption"
    FACT = "fact"
    VEHICLES = "vehicles"


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """A query on one's own rows. `vehicle` None: all of them, or the one that goes without saying."""

    asked: Asked
    vehicle: int | None = None
    services: tuple[ServiceType, ...] = ()
    span: Span | None = None
    category: str = ""
    garage: str = ""
    fact: str = ""
    aspect: str = "when"


@dataclass(frozen=True, slots=True)
class Unclear:
    """About one's own logbook, and not to be answered by rules."""


def read_question(
    text: str, today: date, vehicles: Sequence[VehicleNames] = (), garages: Sequence[str] = ()
) -> OwnQuestion | Unclear | None:
    """Read a question; None when it is not about the logbook."""
    if len(text) > LONGEST:
        return None
    vehicle = named_in(text, list(vehicles))
    text = in_known_words(folded(text))
    flat = _flat(text)
    if known.OTHERS.search(flat):
        return Unclear() if known.MONEY.search(flat) or known.COUNT.search(flat) else None
    if _is_general(flat, vehicle):
        return None
    about = _About(flat, text, vehicle, vehicles, garages, today)
    if not about.is_own:
        return None
    question = about.question()
    if question is not None and about.clear and not known.TO_COME.search(flat) and not about.left(question):
        return question
    return Unclear() if known.ASKING.search(flat) else None


def names_a_place(text: str) -> bool:
    """Whether a text may name a garage."""
    return bool(re.search(r"(?<!\w)(?:chez|at|by|with|a|en|garage)(?!\w)", folded(text[:LONGEST])))


def _flat(text: str) -> str:
    """Folded, with signs as spaces and abbreviations written out."""
    plain = re.sub(r"[?!.,;:«»\"()…]+(?=\s|$)|^[¿¡]", " ", folded(text))
    plain = re.sub(r"\bqd\b", "quand", re.sub(r"\bcb\b|\bcbien\b", "combien", plain))
    return " ".join(plain.split())


def _named(words: Sequence[str]) -> tuple[ServiceType, ...]:
    """The kinds of work that words name; Spanish ones were put into ours before."""
    return services_in(" ".join(words), spanish=False)


def _is_general(flat: str, vehicle: int | None) -> bool:
    if (
        known.NEXT.search(flat)
        and services_in(flat, spanish=False)
        and not re.search(r"tous les combien|how often", flat)
    ):
        return False
    if known.GENERAL.search(flat):
        return True
    mine = known.MINE.search(flat) or vehicle is not None
    indefinite = re.search(r"(?<!\w)(?:pour|for|on|sur|of|d') ?(?:une?|an?) ", flat)
    return bool(known.A_THING.search(flat) and (not mine or indefinite))


class _About:
    """What a question says, each part taken out once it is understood."""

    def __init__(
        self,
        flat: str,
        text: str,
        vehicle: int | None,
        vehicles: Sequence[VehicleNames],
        garages: Sequence[str],
        today: date,
    ) -> None:
        self.flat, self.vehicle = flat, vehicle
        self.times = times_in(flat, today)
        self.services = self._work(text)
        self.words = self.times.rest
        self.garage = self._garage(garages)
        self._forget_vehicle(next((one for one in vehicles if one.id == vehicle), None))
        self.clear = self.times.clear

    @property
    def is_own(self) -> bool:
        """Whether it asks for something of the logbook."""
        asks = any(
            one.search(self.flat)
            for one in (
                *(known.LAST, known.NEXT, known.MONEY, known.COUNT, known.CONSUMPTION, known.ODOMETER, known.DRIVEN),
                *(known.BIGGEST, known.LITRES),
                *(pattern for _, pattern in (*known.ASPECTS, *known.FACTS.items(), *known.CATEGORIES)),
            )
        )
        whose = (
            self.vehicle is not None
            or bool(known.MINE.search(self.flat))
            or self.times.said
            or bool(known.LAST.search(self.flat))
            or bool(self.services)
        )
        return asks and whose

    def question(self) -> OwnQuestion | None:
        """The query, by the first rule that fits."""
        base = OwnQuestion(Asked.SPENT, self.vehicle, self.services, self.times.span, garage=self.garage)
        for read in (self._plain, self._of_services, self._of_distance, self._of_fills, self._of_money):
            found = read(base)
            if found is not None:
                return found
        return None

    def left(self, question: OwnQuestion) -> set[str]:
        """The words that nothing has understood."""
        self._forget_services()
        words = re.findall(r"[a-z0-9]+", self.words)
        return {word for word in words if word not in known.SMALL}

    def _takes(self, pattern: re.Pattern[str]) -> bool:
        """Whether it is said; then it is taken out."""
        found = pattern.search(self.words)
        if found is None:
            return False
        self.words = pattern.sub(" ", self.words)
        return True

    def _plain(self, base: OwnQuestion) -> OwnQuestion | None:
        if self._takes(known.VEHICLES):
            return OwnQuestion(Asked.VEHICLES)
        if self._takes(known.BIGGEST):
            return replace(base, asked=Asked.BIGGEST)
        if self._takes(known.CONSUMPTION):
            return replace(base, asked=Asked.CONSUMPTION) if self.times.span is None else None
        if not self.services:
            for fact, pattern in known.FACTS.items():
                if not known.MONEY.search(self.words) and self._takes(pattern):
                    return replace(base, asked=Asked.FACT, fact=fact)
        return None

    def _of_services(self, base: OwnQuestion) -> OwnQuestion | None:
        if not self.services:
            return None
        last, following = self._takes(known.LAST), self._takes(known.NEXT)
        aspect = next((name for name, pattern in known.ASPECTS if pattern.search(self.words)), "")
        if following and not last:
            self._takes(dict(known.ASPECTS)["when"])
            return replace(base, asked=Asked.NEXT) if not self.times.said else None
        if not last and aspect in {"", "cost"}:
            # Without "last" it is about all of them.
            return self._of_all(base, aspect)
        if aspect:
            self._takes(dict(known.ASPECTS)[aspect])
        elif known.MONEY.search(self.words):
            aspect = "cost"
        return replace(base, asked=Asked.LAST, aspect=aspect or "when") if not self.times.said else None

    def _of_all(self, base: OwnQuestion, aspect: str) -> OwnQuestion | None:
        """How many times, or for how much."""
        if not aspect and self._takes(known.COUNT):
            return replace(base, asked=Asked.COUNT)
        spent = self._takes(dict(known.ASPECTS)[aspect]) if aspect else self._takes(known.MONEY)
        return replace(base, category="service") if spent else None

    def _of_distance(self, base: OwnQuestion) -> OwnQuestion | None:
        if self._takes(known.DRIVEN):
            self._takes(known.ODOMETER)
            return replace(base, asked=Asked.DRIVEN)
        if not self._takes(known.ODOMETER):
            return None
        return replace(base, asked=Asked.DRIVEN if self.times.said else Asked.ODOMETER)

    def _of_fills(self, base: OwnQuestion) -> OwnQuestion | None:
        if self._takes(known.LITRES):
            for _, pattern in known.CATEGORIES[:1]:
                self._takes(pattern)
            return replace(base, category="fuel") if not self._takes(known.LAST) else None
        if not known.FILL.search(self.words):
            return None
        if self._takes(known.LAST):
            self._takes(known.FILL)
            for _, pattern in known.ASPECTS:
                self._takes(pattern)
            return replace(base, asked=Asked.LAST_FILL) if not self.times.said else None
        if self._takes(known.COUNT):
            self._takes(known.FILL)
            return replace(base, asked=Asked.FILLS)
        return None

    def _of_money(self, base: OwnQuestion) -> OwnQuestion | None:
        said = [name for name, pattern in known.CATEGORIES if pattern.search(self.words)]
        category = said[0] if len(said) == 1 else ""
        if len(said) > 1 or known.LAST.search(self.words) or known.NEXT.search(self.words):
            return None
        for name, pattern in known.CATEGORIES:
            if name == category:
                self._takes(pattern)
        money = self._takes(known.MONEY)
        while self._takes(known.MONEY):
            money = True
        counted = re.search(r"(?<!\w)(?:how many|combien de fois|nombre)(?!\w)", self.flat)
        if counted or not (money or (category and self.times.said) or re.search(r"(?<!\w)total(?!\w)", self.flat)):
            return None
        return replace(base, category=category)

    def _work(self, text: str) -> tuple[ServiceType, ...]:
        """The kinds of work that are named; "entretien" alone means all of it."""
        # What is still to come names no work to whoever reads invoices; here it does.
        found = services_in(known.NEXT.sub(" ", folded(text)), spanish=False)
        every = found == (ServiceType.GENERAL_SERVICE,) and not re.search(r"revision|(?<!\w)service", self.flat)
        return () if every and known.MONEY.search(self.flat) else found

    def _garage(self, garages: Sequence[str]) -> str:
        """The one garage of theirs that is named."""
        for garage in garages:
            name = folded(garage)
            pattern = re.compile(rf"(?<!\w)(?:(?:chez|at|by|a|with|en)\s+)(?:le\s+|the\s+)?{re.escape(name)}(?!\w)")
            if len(name) > 2 and self._takes(pattern):
                return garage
        return ""

    def _forget_vehicle(self, vehicle: VehicleNames | None) -> None:
        if vehicle is None:
            return
        names = [name for name in (vehicle.nickname, vehicle.make, vehicle.model, vehicle.plate, vehicle.vin) if name]
        theirs = {word for name in names for word in re.findall(r"[a-z0-9]+", folded(name))}
        theirs |= {key_of(name) for name in names}
        make = seeded_catalogue().make(vehicle.make or "")
        theirs |= set(make.keys) if make is not None else set()
        plate = folded(vehicle.plate or "")
        spelled = r"[\s\-.]?".join(re.escape(letter) for letter in plate)
        self.words = re.sub(rf"(?<!\w){spelled}(?!\w)", " ", self.words) if plate else self.words
        self.words = " ".join(word for word in self.words.split(" ") if word.removesuffix("'s") not in theirs)

    def _forget_services(self) -> None:
        """Take out the words that name the work."""
        words = self.words.split()
        spoken: set[int] = set()
        for place in range(len(words)):
            for end in range(place + 1, min(place + _WIDEST_NAME, len(words)) + 1):
                found = _named(words[place:end])
                if not found or not set(found) <= set(self.services):
                    continue
                shorter = _named(words[place + 1 : end]), _named(words[place : end - 1])
                if found not in shorter:
                    spoken |= set(range(place, end))
        self.words = " ".join(word for place, word in enumerate(words) if place not in spoken)
