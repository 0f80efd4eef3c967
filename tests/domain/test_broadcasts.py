from datetime import UTC, datetime, timedelta

import pytest

from core.domain.broadcasts import (
    BroadcastState,
    Move,
    Progress,
    after,
    checked_moment,
    day_and_clock,
    open_to,
    words_for,
)
from core.errors import Gone, Refusal

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


def test_a_broadcast_ends_once_and_nothing_moves_it_then():
    assert open_to(BroadcastState.DONE) == open_to(BroadcastState.STOPPED) == ()
    assert open_to(BroadcastState.RUNNING) == (Move.PAUSE, Move.STOP)
    assert open_to(BroadcastState.PAUSED) == (Move.RESUME, Move.STOP)
    assert after(BroadcastState.SCHEDULED, Move.START) is BroadcastState.RUNNING
    for state in (BroadcastState.RUNNING, BroadcastState.DONE, BroadcastState.STOPPED):
        with pytest.raises(Gone):
            after(state, Move.START)


def test_whoever_speaks_a_language_without_a_text_reads_the_first_one():
    texts = {"fr": "Bonjour", "en": "Hello", "es": None}
    assert [words_for(texts, language) for language in ("fr", "en", "es", "xx")] == [
        "Bonjour",
        "Hello",
        "Bonjour",
        "Bonjour",
    ]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("28/11 18:00", ("28/11", "18:00")),
        ("demain à 9h", ("demain", "9h")),
        ("tomorrow at 6 pm", ("tomorrow", "6 pm")),
        ("mañana a las 9:00", ("mañana", "9:00")),
        ("18h30", ("", "18h30")),
    ],
)
def test_a_moment_is_a_day_perhaps_and_an_hour(typed: str, read: tuple[str, str]):
    assert day_and_clock(typed) == read


def test_a_moment_is_to_come_and_not_too_far():
    assert checked_moment(NOW + timedelta(days=90), NOW) == NOW + timedelta(days=90)
    for wrong in (NOW, NOW - timedelta(seconds=1), NOW + timedelta(days=91)):
        with pytest.raises(Refusal):
            checked_moment(wrong, NOW)
    with pytest.raises(Refusal):
        day_and_clock("  ")


def test_progress_counts_what_left_and_what_could_not():
    assert (Progress(200, 100, 20, 5).sent, Progress(200, 100, 20, 5).percent) == (75, 40)
    assert Progress(0, 0, 0, 0).percent == 100
