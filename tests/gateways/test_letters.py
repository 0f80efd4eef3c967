import email
import email.policy
import re
from datetime import UTC, datetime
from email.message import EmailMessage
from html.parser import HTMLParser

import pytest

from core.domain.mail_kinds import MailKind
from core.domain.mail_ports import Letter, PostRefused
from core.gateways.letters import compose
from core.i18n import LANGUAGES

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
SENDER = "AutoTrack <autotrack@example.org>"
LINK = "https://t.me/autotrack_bot?start=mWORD"
VALUES = {
    "new": "n•••@example.org",
    "days": "7",
    "hours": "72",
    "news": "Merci",
    "amount": "9,99 €",
    "day": "3 déc. 2026",
    "service": "Vidange",
    "when": "jeudi 3 décembre à 10 h",
    "who": "Camille",
    "garage": "Garage du Parc",
}
WITH_CODE = {
    MailKind.CODE: "042137",
    MailKind.CHANGE: "K7QM2X9P",
    MailKind.UNLINK: "K7QM2X9P",
    MailKind.RECOVERY: "K7QM2X9P",
}


def letter(kind: MailKind, language: str = "fr", **more: str) -> Letter:
    code = {"code": WITH_CODE[kind]} if kind in WITH_CODE else {}
    values = {**VALUES, **code, "link": LINK, "lines": "Vidange\nPneus <b>avant</b>", **more}
    return Letter("abc", "camille@example.org", kind.value, language, values)


def parts(message: EmailMessage) -> tuple[str, str]:
    read = email.message_from_bytes(message.as_bytes(), policy=email.policy.default)
    plain, html = read.get_body(("plain",)), read.get_body(("html",))
    assert plain is not None
    assert html is not None
    return str(plain.get_content()), str(html.get_content())


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", MailKind)
def test_every_letter_says_the_same_in_both_forms_and_leads_nowhere_but_to_the_chat(kind: MailKind, language: str):
    message = compose(letter(kind, language), SENDER, NOW)
    plain, html = parts(message)
    seen = Tags()
    seen.feed(html)
    assert seen.tags & {"script", "img", "link", "form", "iframe"} == set()
    assert set(seen.links) <= {LINK}
    assert bool(seen.links) is (LINK in plain)
    assert str(message["Subject"]) in " ".join(html.replace("&#39;", "'").split())
    assert "{" not in plain
    assert message["Auto-Submitted"] == "auto-generated"
    assert f'lang="{language}"' in html
    if kind in WITH_CODE:
        shown = "042-137" if kind is MailKind.CODE else "K7QM-2X9P"
        assert shown in plain
        assert shown in html


def test_what_came_from_people_is_escaped_in_the_letter_and_cannot_become_a_header():
    values = {"amount": "1 €\r\nBcc: all@evil.org", "news": "<script>alert(1)</script>\r\nBcc: all@evil.org"}
    message = compose(letter(MailKind.RECEIPT, "fr", **values), SENDER, NOW)
    raw = message.as_bytes()
    headers = raw.partition(b"\r\n\r\n")[0].decode()
    assert not re.search(r"^Bcc:", headers, re.MULTILINE)
    assert "<script>" not in parts(message)[1]
    assert "Pneus &lt;b&gt;avant" in parts(message)[1]
    forged = Letter("abc", "ana@example.org\r\nBcc: all@evil.org", "welcome", "fr", {"link": LINK})
    with pytest.raises(PostRefused):
        compose(forged, SENDER, NOW)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_code_of_ours_says_that_it_is_none_of_telegrams(language: str):
    plain, _ = parts(compose(letter(MailKind.CODE, language), SENDER, NOW))
    assert "Telegram" in plain
    assert not re.search(r"\b\d{5,6}\b", plain)
