"""Descriptions of trouble: red flags played down, right causes, false alarms, and how long an answer takes."""

import statistics
import time
from collections.abc import Sequence

from benchmarks.rows import Row
from core.domain.diagnosis.diagnose import diagnose, warm_up
from core.knowledge.fault_codes import code_entries

NAME = "diagnose"
_ROUNDS = 20


def run() -> list[Row]:
    """Diagnose every phrase of the tables many times."""
    from tests.domain.symptom_tables import LATER_LISTS, phrases

    fixed = phrases("symptom_phrases.txt")
    later = [phrase for name in LATER_LISTS for phrase in phrases(f"symptom_{name}.txt")]
    seconds = []
    started = time.perf_counter()
    warm_up()
    warmed = time.perf_counter() - started
    started = time.perf_counter()
    diagnose(fixed[0].text)
    first = time.perf_counter() - started
    for _ in range(_ROUNDS):
        for phrase in fixed:
            started = time.perf_counter()
            diagnose(phrase.text)
            seconds.append(time.perf_counter() - started)
    for phrase in later:
        started = time.perf_counter()
        diagnose(phrase.text)
        seconds.append(time.perf_counter() - started)
    seconds.sort()
    rows = [*_rows("fixed table", fixed), *_rows("later phrases", later)]
    return [
        *rows,
        Row("fault codes with a text", len(code_entries()), 1_000, "codes"),
        Row("an answer, p50", 1000 * statistics.median(seconds), None, "ms"),
        Row("an answer, p95", 1000 * seconds[int(len(seconds) * 0.95)], 50, "ms"),
        Row("reading the knowledge at the start", 1000 * warmed, None, "ms", "before anybody is listened to"),
        Row("the first answer after the start", 1000 * first, 50, "ms"),
        Row("the longest answer", 1000 * seconds[-1], 50, "ms", f"{len(later)} later phrases too"),
    ]


def _rows(name: str, listed: Sequence[object]) -> list[Row]:
    from tests.domain.symptom_tables import Phrase

    told = [phrase for phrase in listed if isinstance(phrase, Phrase)]
    flagged = [phrase for phrase in told if phrase.flags]
    others = [phrase for phrase in told if not phrase.flags]
    named = [phrase for phrase in others if phrase.causes]
    answers = {phrase.text: diagnose(phrase.text) for phrase in told}
    open_ones = [p for p in flagged if not p.flags <= {flag.value for flag in answers[p.text].flags}]
    under = sum(not phrase.flags & {flag.value for flag in answers[phrase.text].doubts} for phrase in open_ones)
    needless = sum(bool(answers[phrase.text].doubts) for phrase in others)
    over = sum(bool(answers[phrase.text].flags) for phrase in others)
    right = sum(bool(phrase.causes & {one.cause for one in answers[phrase.text].causes[:3]}) for phrase in named)
    return [
        Row(f"red flags played down, {name}", under, 0, "errors", f"{len(flagged)} phrases"),
        Row(f"red flags asked about first, {name}", len(open_ones) - under, None, "phrases", f"{len(flagged)} phrases"),
        Row(f"harmless and asked about, {name}", needless, None, "phrases", f"{len(others)} phrases"),
        Row(f"harmless and alarmed about, {name}", over, None, "errors", f"{len(others)} phrases"),
        Row(f"a right cause in the first three, {name}", 100 * right / len(named), 80, "%", f"{len(named)} phrases"),
    ]
