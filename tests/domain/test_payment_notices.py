import hashlib
import hmac
import json
import random
from datetime import UTC, datetime

import pytest

from core.domain.payment_notices import NotGenuine, NotUnderstood, read_notice, verify, without_personal

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
OLD, NEW = "whsec_an_old_secret", "whsec_a_new_secret"
VERSION = "2026-10-28.endive"
SEED = 20261126


def body(**changes: object) -> bytes:
    event = {"id": "evt_1", "object": "event", "type": "invoice.paid", "created": int(NOW.timestamp()),
             "livemode": False, "api_version": VERSION,
             "data": {"object": {"id": "in_1", "customer": "cus_1", "customer_email": "a@example.org"}}}  # fmt: skip
    return json.dumps(event | changes).encode()


def signed(content: bytes, secret: str = NEW, moment: int | None = None, scheme: str = "v1") -> str:
    at = int(NOW.timestamp()) if moment is None else moment
    value = hmac.new(secret.encode(), f"{at}.".encode() + content, hashlib.sha256).hexdigest()
    return f"t={at},{scheme}={value}"


def accepted(content: bytes, header: str) -> bool:
    try:
        verify(content, header, (NEW, OLD), NOW)
        read_notice(content, live=False, version=VERSION)
    except (NotGenuine, NotUnderstood):
        return False
    return True


def test_both_secrets_are_good_while_they_change_and_no_other():
    for secret in (OLD, NEW):
        assert accepted(body(), signed(body(), secret))
    assert not accepted(body(), signed(body(), "whsec_somebody_elses"))
    assert accepted(body(), f"{signed(body(), 'whsec_somebody_elses')},{signed(body()).partition(',')[2]}")


@pytest.mark.parametrize("seconds", [-301, 301, -86_400, 86_400, 10**11])
def test_a_stale_signature_and_one_from_the_future_are_refused(seconds: int):
    assert not accepted(body(), signed(body(), moment=int(NOW.timestamp()) + seconds))


@pytest.mark.parametrize(
    "header",
    ["", "t=,v1=", "v1=abc", "t=1", "t=²,v1=a", "t=1,t=1,v1=a", f"t={10**39},v1=a", "t=-1,v1=é", "t=1;v1=a", "\0"],
)
def test_a_header_that_is_none_is_refused(header: str):
    assert not accepted(body(), header)


def test_the_old_scheme_is_not_taken():
    assert not accepted(body(), signed(body(), scheme="v0"))


@pytest.mark.parametrize(
    "content",
    [
        b"", b"[]", b"1", b"null", b"{}", b"\xff\xfe", b"[" * 100_000, body(livemode=True), body(livemode="false"),
        body(api_version="2020-08-27"), body(api_version=None), body(id=""), body(id=7), body(id="e" * 256),
        body(data=None), body(data={"object": []}), body(created="now"), body(created=-1), body(created=True),
        body(created=10**20), body(type=""), body(data={"object": {"id": "in_1", "customer": "\0"}}),
    ],
)  # fmt: skip
def test_what_is_genuine_but_not_meant_for_us_is_refused(content: bytes):
    assert not accepted(content, signed(content))


def test_nothing_that_names_the_person_is_kept():
    notice = read_notice(body(), live=False, version=VERSION)
    assert (notice.id, notice.kind, notice.subject, notice.customer) == ("evt_1", "invoice.paid", "in_1", "cus_1")
    assert "example.org" not in notice.payload
    assert without_personal([{"email": "x", "kept": [{"phone": 1, "id": 2}]}]) == [{"kept": [{"id": 2}]}]


def test_of_ten_thousand_forged_and_mutated_notices_none_is_accepted_and_none_breaks_anything():
    chance = random.Random(SEED)
    content, header = body(), signed(body())
    took = 0
    for _ in range(10_000):
        forged, words = bytearray(content), header
        for _ in range(chance.randrange(1, 4)):
            place = chance.randrange(len(forged))
            match chance.randrange(5):
                case 0:
                    forged[place] ^= 1 << chance.randrange(8)
                case 1:
                    del forged[place]
                case 2:
                    forged.insert(place, chance.randrange(256))
                case 3:
                    cut = chance.randrange(len(words))
                    words = words[:cut] + chr(chance.randrange(1, 0x2FF)) + words[cut + chance.randrange(2) :]
                case _:
                    words = signed(bytes(forged), chance.choice(["", "whsec_", OLD.upper(), NEW[:-1]]))
        unchanged = bytes(forged) == content and words.replace(" ", "") == header
        took += accepted(bytes(forged), words) and not unchanged
    assert took == 0
