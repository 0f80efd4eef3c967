"""Answers to general questions on upkeep, from the built-in knowledge alone."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from core.domain.assistant.own_words import GENERAL
from core.domain.diagnosis.diagnose import Diagnosis, diagnose
from core.domain.energy import Energy
from core.domain.entry.work_words import services_in
from core.domain.service_schedule import VehicleKind, basis_of
from core.domain.service_types import ServiceType
from core.domain.typed_text import folded
from core.knowledge.topics import Topic, topics, usual_costs

# A word of a topic begins a word of the question, so that plurals and endings are found.
_SHORT: Final = 3


@dataclass(frozen=True, slots=True)
class ServiceFact:
    """What is known of a kind of work: how often, on what basis, and what it usually costs in EUR."""

    service: ServiceType
    basis: str | None
    cost: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class GeneralAnswer:
    """What the knowledge says; `diagnosis` when the words tell of trouble."""

    topic: Topic | None
    services: tuple[ServiceFact, ...]
    diagnosis: Diagnosis | None

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing."""
        return self.topic is None and not self.services and self.diagnosis is None


def general_answer(
    text: str, language: str, energy: Energy | None = None, kind: VehicleKind = VehicleKind.CAR
) -> GeneralAnswer:
    """Answer a question by what the words are about."""
    found = diagnose(text)
    topic = _topic(folded(text))
    facts = tuple(
        fact
        for service in services_in(text)[:2]
        if (fact := _fact(service, language, energy or Energy.PETROL, kind)) is not None
    )
    return GeneralAnswer(topic, facts, found if found.is_symptom else None)


def _fact(service: ServiceType, language: str, energy: Energy, kind: VehicleKind) -> ServiceFact | None:
    basis, cost = basis_of(service, energy, language, kind), usual_costs().get(service.value)
    return ServiceFact(service, basis, cost) if basis or cost else None


def _topic(flat: str) -> Topic | None:
    """The topic whose longest line of words is in the question."""
    best, length = None, 0
    for topic, lines in _patterns():
        for line in lines:
            if len(line) >= length and all(word.search(flat) for word in line):
                best, length = topic, len(line) + 1
    return best


@cache
def _patterns() -> tuple[tuple[Topic, tuple[tuple[re.Pattern[str], ...], ...]], ...]:
    return tuple(
        (topic, tuple(tuple(_word(word) for word in line.split()) for line in topic.words)) for topic in topics()
    )


def _word(word: str) -> re.Pattern[str]:
    ending = r"\w*" if len(word) > _SHORT else ""
    return re.compile(rf"(?<!\w){re.escape(word)}{ending}(?!\w)")


# How a general question begins or what it holds, folded.
_ASKS: Final = re.compile(
    r"(?<!\w)(?:combien|tous les combien|quand|pourquoi|comment|est[ -]ce|faut[ -]il|dois[ -]je|peut[ -]on|puis[ -]je"
    r"|quelle?s?"
    r"|a quoi sert|c'est quoi|how|when|why|should|can i|what|which|is it|do i|does)(?!\w)"
)


def is_general_question(text: str) -> bool:
    """Whether a text asks about upkeep in general, and the built-in knowledge answers it."""
    flat = folded(text)
    if not (_ASKS.search(flat) and ("?" in text or _ASKS.match(flat))):
        return False
    return _topic(flat) is not None or bool(GENERAL.search(flat) and services_in(text))
