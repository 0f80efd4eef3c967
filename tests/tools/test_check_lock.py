from packaging.requirements import Requirement

from tools.check_lock import apart, pins, unanswered, unclean


def test_a_pin_without_a_hash_or_with_an_address_is_seen() -> None:
    assert unclean("--index-url https://example.org\nalpha==1.0\n") == [
        "alpha has no hash",
        "an address or option: --index-url https://example.org",
    ]


def test_a_requirement_that_the_lock_does_not_answer_is_seen() -> None:
    locked = pins("alpha==1.0 ; python_full_version >= '3.12' \\\n    --hash=sha256:00\n")
    assert "alpha>=1 is asked for and not locked on Python 3.11, linux x86_64" in unanswered(
        [Requirement("alpha>=1")], locked
    )
    assert "alpha>=2 is asked for and locked at 1.0 on Python 3.13, linux x86_64" in unanswered(
        [Requirement("alpha>=2")], locked
    )


def test_locks_that_disagree_are_seen() -> None:
    one, other = pins("alpha==1.0 --hash=sha256:00\n"), pins("alpha==1.1 --hash=sha256:00\n")
    assert apart(one, other) == ["alpha 1.0 only in requirements.lock"]
