from datetime import UTC, datetime, timedelta

import pytest

from core.domain.mail_codes import LIFETIME, TRIES, Purpose, new_code, next_code, shown_code, typed_code

START = datetime(2026, 11, 26, 12, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
HIGHEST = 1e-5


def attacked(days: int, mailboxes: int) -> list[datetime]:
    """The moments of all tries of somebody who asks for codes whenever one may be sent, and waits to use them."""
    asked: list[tuple[datetime, int]] = []
    tries: list[datetime] = []
    for minute in range(days * 24 * 60):
        now = START + minute * MINUTE
        mailbox = minute % mailboxes
        mine = [moment for moment, _ in asked]
        there = [moment for moment, which in asked if which == mailbox]
        if next_code(now, mine, there, there) is None:
            asked.append((now, mailbox))
            tries += [now + LIFETIME[Purpose.LINK] - timedelta(seconds=1)] * TRIES
    return tries


@pytest.mark.parametrize("mailboxes", [1, 7])
def test_guessing_succeeds_in_fewer_than_one_of_a_hundred_thousand_account_days(mailboxes: int):
    tries = attacked(5, mailboxes)
    # The most tries in any day, wherever it begins.
    most = max(sum(begin <= moment < begin + DAY for moment in tries) for begin in tries)
    assert most == 9
    assert most / 10**6 <= HIGHEST


def test_codes_of_many_accounts_for_one_mailbox_are_counted_together():
    sent = [START, START + 2 * MINUTE]
    assert next_code(START + 5 * MINUTE, [], sent, sent) is None
    wait = next_code(START + 5 * MINUTE, [], [*sent, START + 4 * MINUTE], [*sent, START + 4 * MINUTE])
    assert wait is not None
    assert not wait.soon
    assert wait.until > START + DAY


def test_one_more_is_sent_after_a_minute_and_three_mails_an_hour_go_to_one_mailbox():
    wait = next_code(START + timedelta(seconds=59), [START], [START], [START])
    assert wait is not None
    assert (wait.soon, wait.until) == (True, START + MINUTE)
    assert next_code(START + MINUTE, [START], [START], [START]) is None
    others = [START, START + MINUTE, START + 2 * MINUTE]
    wait = next_code(START + 3 * MINUTE, [], [], others)
    assert wait is not None
    assert wait.until == START + timedelta(hours=1)


@pytest.mark.parametrize("typed", ["042137", "042-137", "042 137", " 0 4 2 1 3 7 ", "042–137"])
def test_a_code_is_read_however_it_is_grouped(typed: str):
    assert typed_code(typed, Purpose.LINK) == "042137"


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "٠٤٢١٣٧", "²42137", "-42137x", "x" * 4096])
def test_what_cannot_be_a_code_costs_no_try(typed: str):
    assert typed_code(typed, Purpose.LINK) is None


def test_a_long_code_has_no_letter_that_looks_like_another_and_reads_back():
    codes = {new_code(Purpose.RECOVER) for _ in range(200)}
    assert len(codes) == 200
    assert not set("".join(codes)) & set("01OIL")
    assert all(typed_code(shown_code(code).lower(), Purpose.RECOVER) == code for code in codes)
    assert all(len(new_code(Purpose.LINK)) == 6 for _ in range(50))
