"""Which symptoms of the built-in knowledge a description shows, and what is likely behind them."""

from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Final

from core.domain.diagnosis.description import Reading
from core.domain.diagnosis.finding import Sign, found, sign
from core.domain.entry.word_sets import set_of
from core.knowledge.diagnosis import Symptom, diagnosis_knowledge

# Ideas that much is said with count less than those that point at one thing.
_VAGUE: Final = set_of(
    "noise light lit vehicle engine problem smell message speed right_left gauge level orange red accelerate idle "
    "cold startup hot_engine turn brake_sit fail no_work cabin under_car slow water up little key hood sudden "
    "start"
)
_VAGUE_WEIGHT: Final = 0.6
_EACH_MORE: Final = 0.3
# What shows less clearly than this share of the clearest is left out.
_SHARE: Final = 0.72
_MOST_SYMPTOMS: Final = 3
_MOST_CAUSES: Final = 5
_LEAST: Final = 0.03


@dataclass(frozen=True, slots=True)
class Shown:
    """A symptom that a description shows, and how clearly."""

    symptom: Symptom
    score: float


@dataclass(frozen=True, slots=True)
class Likely:
    """A cause by its id, with its probability among those listed."""

    cause: str
    probability: float


def shown_symptoms(reading: Reading) -> tuple[Shown, ...]:
    """List the symptoms that are shown, the clearest first."""
    shown = [
        Shown(symptom, max(scores))
        for symptom, signs in _signs()
        if (scores := [score for wanted, score in signs if _counts(wanted, reading) and found(wanted, reading)])
    ]
    if not shown:
        return ()
    shown.sort(key=lambda one: -one.score)
    least = shown[0].score * _SHARE
    return tuple(one for one in shown if one.score >= least)[:_MOST_SYMPTOMS]


def likely_causes(shown: tuple[Shown, ...]) -> tuple[Likely, ...]:
    """Weigh the causes of the symptoms that are shown; the probabilities add up to one."""
    weights: Counter[str] = Counter()
    for place, one in enumerate(shown):
        share = one.score**2 / (1 + place)
        for cause, weight in one.symptom.causes.items():
            weights[cause] += round(share * weight * 1_000)
    total = sum(weights.values())
    kept = [(cause, weight) for cause, weight in weights.most_common(_MOST_CAUSES) if weight >= _LEAST * total]
    within = sum(weight for _, weight in kept)
    return tuple(Likely(cause, round(weight / within, 2)) for cause, weight in kept)


def _counts(wanted: Sign, reading: Reading) -> bool:
    """A part that is only asked about ("what is an airbag?") shows nothing."""
    return len(wanted.needs) > 1 or ("asked" not in reading.ideas and "problem" not in reading.denied)


@cache
def _signs() -> tuple[tuple[Symptom, tuple[tuple[Sign, float], ...]], ...]:
    return tuple(
        (symptom, tuple((sign(written), _weight(sign(written))) for written in symptom.signs))
        for symptom in diagnosis_knowledge().symptoms.symptoms
    )


def _weight(wanted: Sign) -> float:
    parts = [_VAGUE_WEIGHT if need <= _VAGUE else 1.0 for need in wanted.needs]
    return sum(parts) + _EACH_MORE * (len(parts) - 1)
