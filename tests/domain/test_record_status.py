from itertools import product

import pytest

from core.domain.record_status import FOLLOWING, RecordStatus, StatusNotPossible, check_change

S, P, D, C = RecordStatus
LEGAL = {(S, P), (S, D), (S, C), (P, D), (P, C), (C, S)}


@pytest.mark.parametrize(("now", "to"), list(product(RecordStatus, repeat=2)))
def test_only_changes_that_make_sense_are_taken(now: RecordStatus, to: RecordStatus):
    if (now, to) in LEGAL:
        check_change(now, to)
    else:
        with pytest.raises(StatusNotPossible):
            check_change(now, to)


def test_every_status_says_what_may_follow():
    assert set(FOLLOWING) == set(RecordStatus)
