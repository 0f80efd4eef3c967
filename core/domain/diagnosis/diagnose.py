"""A description to a diagnosis, by rules and built-in knowledge alone."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from core.domain.diagnosis.description import COMPLAINTS, Mention, Reading, read_description
from core.domain.diagnosis.doubts import doubts
from core.domain.diagnosis.fault_codes import FaultCode, codes_in, masked
from core.domain.diagnosis.opinions import is_opinion
from core.domain.diagnosis.ranking import Likely, Shown, likely_causes, shown_symptoms
from core.domain.diagnosis.red_flags import Alarm, RedFlag, red_flags
from core.knowledge.diagnosis import diagnosis_knowledge
from core.knowledge.fault_codes import code_entries

_MOST_QUESTIONS: Final = 4
_MOST_ADVICE: Final = 4
# One may drive on, or cannot: and yet nobody should have to answer questions first.
_PRESSING: Final = frozenset({RedFlag.TRAPPED, RedFlag.POWER_LOSS})
# The causes that the cost is told for make up this share.
_COST_SHARE: Final = 0.6


class Urgency(StrEnum):
    """How soon something must be done. Values are stored."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Confidence(StrEnum):
    """How sure the diagnosis is of its first cause."""

    LOW = "low"
    FAIR = "fair"
    GOOD = "good"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What the built-in knowledge makes of a description; ids of the knowledge, no sentences."""

    urgency: Urgency
    alarms: tuple[Alarm, ...]
    symptoms: tuple[str, ...]
    causes: tuple[Likely, ...]
    cost: tuple[int, int] | None
    questions: tuple[str, ...]
    advice: tuple[str, ...]
    stop_when: tuple[str, ...]
    codes: tuple[FaultCode, ...]
    is_symptom: bool
    # Dangers that are neither told nor ruled out.
    doubts: tuple[RedFlag, ...] = ()

    @property
    def safety(self) -> tuple[str, ...]:
        """The questions that safety asks before anything else."""
        return tuple(f"safe_{flag.value}" for flag in self.doubts)

    @property
    def stop_driving(self) -> bool:
        """Whether the vehicle must not be driven on."""
        return any(alarm.stop for alarm in self.alarms) or "now" in self.stop_when

    @property
    def is_pressing(self) -> bool:
        """Whether it is told before anything is asked."""
        return self.stop_driving or any(alarm.flag in _PRESSING for alarm in self.alarms)

    @property
    def confidence(self) -> Confidence:
        """How sure it is: a code that was read or a symptom that is clear leads further than many that compete."""
        first = self.causes[0].probability if self.causes else 0.0
        if first >= 0.6 or (self.codes and first >= 0.4):
            return Confidence.GOOD
        return Confidence.FAIR if first >= 0.3 else Confidence.LOW

    @property
    def flags(self) -> tuple[RedFlag, ...]:
        """The red flags that were raised."""
        return tuple(alarm.flag for alarm in self.alarms)


def diagnose(text: str, answered_yes: Iterable[str] = ()) -> Diagnosis:
    """Diagnose a description; questions that were answered with yes add what they mean."""
    codes, answered = codes_in(text), tuple(answered_yes)
    reading = _with_answers(read_description(masked(text)), answered)
    alarms = red_flags(reading)
    # An opinion on the bot is no complaint about a vehicle; a danger is told whatever else a text may be.
    if not alarms and not answered and is_opinion(text):
        reading = Reading(())
    shown = shown_symptoms(reading)
    # A complaint that fits nothing known is no reason to be at ease.
    unknown = not shown and bool(reading.ideas & COMPLAINTS) and "asked" not in reading.ideas
    open_ones = doubts(reading, tuple(alarm.flag for alarm in alarms))
    urgency = _urgency(alarms, shown, codes, unknown or bool(open_ones))
    symptoms = [one.symptom for one in shown]
    causes = _causes_of(shown, codes)
    advice = [advice for symptom in symptoms for advice in symptom.do]
    return Diagnosis(
        urgency=urgency,
        alarms=alarms,
        symptoms=tuple(symptom.id for symptom in symptoms),
        causes=causes,
        cost=_cost(causes),
        questions=_some([q for s in symptoms for q in s.ask], _MOST_QUESTIONS) or _questions_without(codes),
        advice=_some([*_safety(alarms), *advice], _MOST_ADVICE) or (("garage_soon",) if codes else ("tell_more",)),
        stop_when=_stop_when(alarms, shown),
        codes=codes,
        is_symptom=bool(shown or alarms or codes or unknown or open_ones),
        doubts=open_ones,
    )


def warm_up() -> None:
    """Read the knowledge and everything that is worked out of it once, so that nobody's first answer waits for it."""
    code_entries()
    # Nothing fits it, so every rule is looked at; the mistyped word has the spellings laid out.
    diagnose("bonjour zzqxwv P0301")


def _questions_without(codes: tuple[FaultCode, ...]) -> tuple[str, ...]:
    """What is asked where no symptom is known: of a code what makes it urgent, else where to look."""
    return ("light_flash", "power_loss", "since_when") if codes else ("where_from", "since_when", "which_light")


_SAFETY: Final[dict[RedFlag, str]] = {
    RedFlag.BRAKES: "stop_now",
    RedFlag.STEERING: "steering_slow",
    RedFlag.FUEL_LEAK: "fuel_away",
    RedFlag.SMOKE_FIRE: "fire_away",
    RedFlag.OIL_PRESSURE: "oil_stop",
    RedFlag.OVERHEATING: "heat_stop",
    RedFlag.AIRBAG: "airbag_go",
    RedFlag.HIGH_VOLTAGE: "hv_away",
    RedFlag.TYRE_BURST: "tyre_stop",
    RedFlag.CARBON_MONOXIDE: "co_air",
    RedFlag.WHEEL_LOOSE: "wheel_stop",
    RedFlag.POWER_LOSS: "power_aside",
    RedFlag.RUNAWAY: "runaway_stop",
    RedFlag.BONNET: "bonnet_stop",
    RedFlag.SEATBELT: "seatbelt",
    RedFlag.TRAPPED: "trapped_out",
}


def _safety(alarms: tuple[Alarm, ...]) -> list[str]:
    """The advice that comes first; what may still be driven gets the gentler one of brakes and steering."""
    gentle = {RedFlag.BRAKES: "drive_gently", RedFlag.STEERING: "drive_gently"}
    return [_SAFETY[alarm.flag] if alarm.stop else gentle.get(alarm.flag, _SAFETY[alarm.flag]) for alarm in alarms]


def _urgency(
    alarms: tuple[Alarm, ...], shown: tuple[Shown, ...], codes: tuple[FaultCode, ...], unknown: bool
) -> Urgency:
    """Rules can only raise what the knowledge says."""
    if alarms:
        return Urgency.HIGH
    told = Urgency(shown[0].symptom.urgency) if shown else Urgency.LOW
    return Urgency.MEDIUM if told is Urgency.LOW and (unknown or (codes and not shown)) else told


def _causes_of(shown: tuple[Shown, ...], codes: tuple[FaultCode, ...]) -> tuple[Likely, ...]:
    """What the symptoms point at; a code that was read points more precisely than words."""
    from_codes = list(dict.fromkeys(cause for code in codes for cause in code.causes))
    known = diagnosis_knowledge().causes.causes
    causes = [Likely(cause, 0.0) for cause in from_codes if cause in known]
    told = [likely for likely in likely_causes(shown) if likely.cause not in from_codes]
    if not causes:
        return tuple(told)
    share = 0.75 if told else 1.0
    weights = [len(causes) - place for place in range(len(causes))]
    first = [replace(c, probability=round(share * w / sum(weights), 2)) for c, w in zip(causes, weights, strict=True)]
    rest = [replace(likely, probability=round((1 - share) * likely.probability, 2)) for likely in told]
    return tuple([*first, *rest][:5])


def _cost(causes: tuple[Likely, ...]) -> tuple[int, int] | None:
    """From the cheapest to the dearest of the causes that together are more likely than not."""
    if not causes:
        return None
    known, share, ranges = diagnosis_knowledge().causes.causes, 0.0, []
    for likely in causes:
        ranges.append(known[likely.cause].cost)
        share += likely.probability
        if share >= _COST_SHARE:
            break
    return min(low for low, _ in ranges), max(high for _, high in ranges)


def _stop_when(alarms: tuple[Alarm, ...], shown: tuple[Shown, ...]) -> tuple[str, ...]:
    if any(alarm.stop for alarm in alarms):
        return ("now",)
    if any(alarm.flag is RedFlag.TRAPPED for alarm in alarms):
        return ()
    # A symptom of the knowledge that forbids driving counts when it is the clearest one.
    stops = [one.symptom.stop for place, one in enumerate(shown) if place == 0 or one.symptom.stop != "now"]
    return tuple(dict.fromkeys(stops))[:2] or ("any",)


def _some(names: list[str], most: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))[:most]


def _with_answers(reading: Reading, answered: tuple[str, ...]) -> Reading:
    """Add what a yes means, each far enough from the rest to be a complaint of its own."""
    questions = diagnosis_knowledge().sentences.questions
    mentions, at = list(reading.mentions), 100_000
    for name in answered:
        ideas = questions[name].means.split() if name in questions else []
        mentions += [Mention(frozenset({idea}), at + i, at + i + 1, at, at, at, idea) for i, idea in enumerate(ideas)]
        at += 1_000
    told = frozenset(idea for mention in mentions for idea in mention.ideas)
    return replace(reading, mentions=tuple(mentions), ideas=told)
