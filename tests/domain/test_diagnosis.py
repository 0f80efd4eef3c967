from statistics import quantiles
from time import perf_counter, process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.diagnosis.diagnose import Diagnosis, Urgency, diagnose
from core.domain.diagnosis.finding import sign
from core.domain.diagnosis.ranking import likely_causes
from core.domain.diagnosis.red_flags import _RAISE, _STOP, RedFlag
from core.domain.diagnosis.vocabulary import vocabulary
from core.domain.service_types import ServiceType
from core.knowledge.diagnosis import diagnosis_knowledge, symptom_words
from tests.domain.symptom_tables import LATER_LISTS, Phrase, phrases

FIXED = phrases("symptom_phrases.txt")
LATER = [phrase for name in (*LATER_LISTS, "other_languages") for phrase in phrases(f"symptom_{name}.txt")]
TRAPS = phrases("symptom_traps.txt")
FLAGGED = [phrase for phrase in (*FIXED, *LATER) if phrase.flags]
OTHERS = [phrase for phrase in (*FIXED, *LATER) if not phrase.flags]
ANSWERS: dict[str, Diagnosis] = {}


def answer(text: str) -> Diagnosis:
    if text not in ANSWERS:
        ANSWERS[text] = diagnose(text)
    return ANSWERS[text]


def share(right: int, of: int) -> float:
    return right / of


def test_the_table_is_as_large_as_it_should_be() -> None:
    languages = [phrase.language for phrase in FIXED]
    assert min(languages.count("fr"), languages.count("en")) >= 100
    assert share(sum(bool(phrase.flags) for phrase in FIXED), len(FIXED)) >= 1 / 3
    assert {flag for phrase in (*FIXED, *LATER) for flag in phrase.flags} == {flag.value for flag in RedFlag}


@pytest.mark.parametrize("phrase", FLAGGED, ids=lambda phrase: phrase.text)
def test_a_red_flag_is_never_played_down(phrase: Phrase) -> None:
    diagnosis = answer(phrase.text)
    told, asked = ({flag.value for flag in flags} for flags in (diagnosis.flags, diagnosis.doubts))
    if phrase in FIXED or not phrase.flags & asked:
        assert phrase.flags <= told
        assert diagnosis.urgency is Urgency.HIGH
        assert diagnosis.stop_driving or not phrase.stop
    else:
        assert diagnosis.urgency is not Urgency.LOW
        assert phrase.flags & {question.removeprefix("safe_") for question in diagnosis.safety}


def test_few_dangers_need_a_question_and_few_harmless_phrases_are_asked_about() -> None:
    asked = [
        phrase.text for phrase in FLAGGED if not phrase.flags <= {flag.value for flag in answer(phrase.text).flags}
    ]
    assert share(len(asked), len(FLAGGED)) <= 0.03, asked
    needless = [phrase.text for phrase in (*OTHERS, *TRAPS) if answer(phrase.text).doubts]
    assert share(len(needless), len(OTHERS) + len(TRAPS)) <= 0.08, needless


@pytest.mark.parametrize("flag", RedFlag)
def test_a_yes_to_the_question_of_safety_raises_the_danger_that_it_asks_about(flag: RedFlag) -> None:
    answered = diagnose("quelque chose ne va pas", [f"safe_{flag.value}"])
    assert flag in answered.flags
    assert answered.stop_driving or flag in (RedFlag.AIRBAG, RedFlag.POWER_LOSS, RedFlag.SEATBELT, RedFlag.TRAPPED)


@pytest.mark.parametrize("phrase", OTHERS, ids=lambda phrase: phrase.text)
def test_what_is_no_danger_raises_no_red_flag_and_stops_nobody(phrase: Phrase) -> None:
    diagnosis = answer(phrase.text)
    assert diagnosis.flags == ()
    assert not diagnosis.stop_driving or phrase.urgency == "high"


def test_the_urgency_is_right_for_nearly_all() -> None:
    # The lists from the twelfth on judge dangers alone, and how urgent a thing is stays open while a doubt does.
    judged = [*FIXED, *(phrase for name in LATER_LISTS[:11] for phrase in phrases(f"symptom_{name}.txt"))]
    told = [one for one in judged if one.urgency != "none" and not answer(one.text).doubts]
    wrong = [phrase.text for phrase in told if answer(phrase.text).urgency.value != phrase.urgency]
    assert share(len(wrong), len(told)) <= 0.02, wrong


def test_a_right_cause_is_among_the_first_three_for_nearly_all() -> None:
    told = [phrase for phrase in (*FIXED, *LATER) if phrase.causes]
    wrong = [
        phrase.text for phrase in told if not phrase.causes & {one.cause for one in answer(phrase.text).causes[:3]}
    ]
    assert share(len(wrong), len(told)) <= 0.02, wrong


@pytest.mark.parametrize("phrase", TRAPS, ids=lambda phrase: phrase.text)
def test_what_is_denied_over_repaired_or_only_asked_raises_nothing(phrase: Phrase) -> None:
    diagnosis = answer(phrase.text)
    assert diagnosis.flags == ()
    assert not diagnosis.stop_driving
    assert diagnosis.urgency.value == ("low" if phrase.urgency == "none" else phrase.urgency)


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("freins refaits hier mais la pédale est molle", RedFlag.BRAKES),
        ("depuis que j'ai changé les plaquettes la pédale est molle", RedFlag.BRAKES),
        ("pas de bruit mais la pédale de frein va au fond", RedFlag.BRAKES),
        ("no smoke but i smell petrol inside", RedFlag.FUEL_LEAK),
        ("j'ai changé le pneu et maintenant la roue a du jeu", RedFlag.WHEEL_LOOSE),
        ("the airbag light won't go off", RedFlag.AIRBAG),
        ("le voyant huile rouge ne s'éteint plus", RedFlag.OIL_PRESSURE),
        ("garage fixed the leak but it is overheating again", RedFlag.OVERHEATING),
    ],
)  # fmt: skip
def test_a_denial_or_a_repair_hides_no_danger_that_stands_beside_it(text: str, flag: RedFlag) -> None:
    assert flag in diagnose(text).flags


@pytest.mark.parametrize("text", ["c'est nul", "Nul !", "trop nul ton bot", "t'es nul", "ta réponse est nulle", "null",
                                  "this sucks", "that's wrong", "wrong answer", "useless", "rien du tout", "eres lento",
                                  "j'en ai marre", "problème", "qué malo"])  # fmt: skip
def test_an_opinion_on_the_bot_is_no_trouble_of_a_vehicle(text: str) -> None:
    assert not diagnose(text).is_symptom
    assert diagnose(text).urgency is Urgency.LOW


@pytest.mark.parametrize("text", ["pression d'huile nulle", "freins nuls", "niveau de liquide de frein à zéro",
                                  "c'est nul j'ai plus de freins", "this sucks, my brakes are gone"])  # fmt: skip
def test_an_opinion_hides_no_danger_that_stands_beside_it(text: str) -> None:
    assert diagnose(text).urgency is Urgency.HIGH


@pytest.mark.parametrize("text", ["la pédale de fren est mole", "odeur d'esence dans lhabitacle", "brakes feal spongey",
                                  "vioant huile rouge alumé", "engin overheeting steem"])  # fmt: skip
def test_a_slip_of_the_thumb_hides_no_danger(text: str) -> None:
    assert diagnose(text).urgency is Urgency.HIGH


def test_a_code_leads_to_causes_and_is_no_word_of_the_description() -> None:
    diagnosis = diagnose("P0301")
    assert [code.code for code in diagnosis.codes] == ["P0301"]
    assert diagnosis.causes[0].cause == "ignition_coil"
    assert diagnosis.urgency is Urgency.MEDIUM


def test_a_yes_to_a_question_counts_as_if_it_had_been_told() -> None:
    assert diagnose("couinement au freinage").flags == ()
    answered = diagnose("couinement au freinage", ["pedal_soft"])
    assert answered.flags == (RedFlag.BRAKES,)
    assert answered.stop_driving


def test_probabilities_of_the_causes_add_up() -> None:
    for phrase in FIXED:
        causes = answer(phrase.text).causes
        assert not causes or 0.97 <= sum(one.probability for one in causes) <= 1.03
        assert list(causes) == sorted(causes, key=lambda one: -one.probability)
    assert likely_causes(()) == ()


def test_every_symptom_asks_advises_costs_and_says_when_to_stop() -> None:
    symptoms = diagnosis_knowledge().symptoms.symptoms
    assert len(symptoms) >= 60
    assert all(symptom.ask and symptom.do and symptom.stop and symptom.sources for symptom in symptoms)


def test_signs_questions_and_functions_name_only_known_ideas() -> None:
    words, knowledge = symptom_words(), diagnosis_knowledge()
    known = set(words.ideas) | {f"no_{name}" for name in words.functions}
    used = {
        idea
        for symptom in knowledge.symptoms.symptoms
        for written in symptom.signs
        for need in (*sign(written).needs, sign(written).never)
        for idea in need
    }
    rules = [rule for listed in (*_STOP.values(), *_RAISE.values()) for rule in listed]
    used |= {idea for rule in rules for need in (*sign(rule).needs, sign(rule).never) for idea in need}
    used |= {idea for question in knowledge.sentences.questions.values() for idea in question.means.split()}
    assert sorted(used - known) == []
    assert set(words.functions) <= set(words.ideas)


def test_services_of_causes_exist() -> None:
    causes = diagnosis_knowledge().causes.causes
    assert {cause.service for cause in causes.values() if cause.service} <= {service.value for service in ServiceType}


@given(st.text(alphabet=st.characters(codec=None), max_size=700), st.lists(st.text(max_size=9), max_size=3))
def test_diagnosing_is_total(text: str, answered: list[str]) -> None:
    diagnose(text, answered)


TRICKY = ["pas", "plus", "no", "not", ".", ",", "mais", "et", "P0301", "ne", "'t"]
WORDS = sorted({*list(vocabulary().words)[::23], *TRICKY})


@given(st.lists(st.sampled_from(WORDS), max_size=40))
def test_any_heap_of_words_is_diagnosed(words: list[str]) -> None:
    diagnosis = diagnose(" ".join(words))
    assert diagnosis.urgency is Urgency.HIGH or not diagnosis.alarms


@pytest.mark.parametrize(
    "text", ["a" * 4_096, "frein mou " * 400, "pas " * 1_000, "P0301 " * 600, "é" * 4_096], ids=lambda text: text[:5]
)
def test_a_long_text_is_diagnosed_in_a_moment(text: str) -> None:
    diagnose("frein")
    started = process_time()
    diagnose(text)
    assert process_time() - started < 0.2


def test_an_answer_takes_milliseconds() -> None:
    times = []
    for phrase in FIXED:
        started = perf_counter()
        diagnose(phrase.text)
        times.append(perf_counter() - started)
    assert quantiles(times, n=20)[-1] < 0.05
