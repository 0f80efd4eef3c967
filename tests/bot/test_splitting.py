import re
from html.parser import HTMLParser

import pytest

from bot.splitting import LONGEST_CAPTION, LONGEST_TEXT, in_parts, split, visible, without_file
from core import db
from tests.bot.conftest import Desk


class Tags(HTMLParser):
    """Raises where a tag is closed that is not open, or left open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def plain(html: str) -> str:
    tags = Tags()
    tags.feed(html)
    tags.close()
    assert tags.open == []
    return tags.text


PARAGRAPHS = "\n\n".join(f"Paragraph {number}: " + "word " * 60 for number in range(40))
TEXTS = {
    "paragraphs": PARAGRAPHS,
    "lines": "\n".join("one line " * 5 for _ in range(300)),
    "one word": "x" * 10_000,
    "emoji": "🚗" * 5000,
    "escapes": "&lt;&amp;&#39;" * 3000,
    "bold all over": f"<b>{PARAGRAPHS}</b>",
    "nested": f"<b>a <i>{'long ' * 3000}</i></b> end",
    "link": f'see <a href="https://example.org/?a=1&amp;b=2">{"this " * 2000}</a>',
    "quote": "<blockquote>" + "\n\n".join(f"<code>line {n}</code> " + "w" * 90 for n in range(100)) + "</blockquote>",
    "loose signs": "a < b & c " * 1500,
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_every_part_is_valid_short_enough_and_nothing_is_lost(text: str):
    parts = split(text, LONGEST_TEXT)
    assert len(parts) > 1
    assert all(0 < visible(part) <= LONGEST_TEXT for part in parts)
    together = "".join(plain(part) for part in parts)
    assert re.sub(r"\s", "", together) == re.sub(r"\s", "", plain(text))


def test_the_cut_is_where_a_reader_pauses():
    parts = split(PARAGRAPHS, LONGEST_TEXT)
    assert all(part.startswith("Paragraph ") for part in parts)
    assert all(len(part) > LONGEST_TEXT / 2 for part in parts[:-1])


@pytest.mark.parametrize("text", ["", "short", "x" * 4096, "<b>" + "x" * 4096 + "</b>", "&amp;" * 4096])
def test_what_fits_stays_whole(text: str):
    assert in_parts("sendMessage", {"text": text}) == [("sendMessage", {"text": text})]


def test_buttons_are_below_the_last_part_and_what_is_replaced_is_the_first():
    keyboard = {"inline_keyboard": [[{"text": "x", "callback_data": "y"}]]}
    calls = in_parts(
        "editMessageText", {"text": PARAGRAPHS, "parse_mode": "HTML", "message_id": 7, "reply_markup": keyboard}
    )
    assert [method for method, _ in calls] == ["editMessageText"] + ["sendMessage"] * (len(calls) - 1)
    assert [call.get("message_id") for _, call in calls] == [7] + [None] * (len(calls) - 1)
    assert [call.get("reply_markup") for _, call in calls] == [None] * (len(calls) - 1) + [keyboard]
    assert {call["parse_mode"] for _, call in calls} == {"HTML"}


def test_a_caption_that_is_too_long_follows_its_file():
    file = {"photo": {"stored": "0" * 32, "file_name": "a.jpg", "mime_type": "image/jpeg"}}
    parameters: dict[str, object] = {"caption": "word " * 400, "files": file, "reply_markup": {"inline_keyboard": []}}
    (method, photo), (following, text) = in_parts("sendPhoto", parameters)
    assert (method, photo) == ("sendPhoto", {"files": file})
    assert (following, set(text)) == ("sendMessage", {"text", "reply_markup"})
    short: dict[str, object] = {"caption": "<b>" + "x" * LONGEST_CAPTION + "</b>", "files": file}
    assert in_parts("sendPhoto", short) == [("sendPhoto", short)]


async def test_telegram_takes_every_part(desk: Desk):
    ana = desk.person()
    async with desk.sender() as sender:
        for text in TEXTS.values():
            if text is TEXTS["loose signs"]:
                continue  # which Telegram takes in no message
            async with db.transaction():
                for method, parameters in in_parts("sendMessage", {"text": text, "parse_mode": "HTML"}):
                    await sender.outbox.put(ana.id, method, parameters, language="fr")
        await sender.all_sent(20)
    assert [one.method for one in desk.sim.requests if not one.ok] == []
    assert len(ana.messages) > 20


def test_the_words_under_a_file_that_is_gone_are_sent_without_it():
    gone = {"photo": "AgAC", "caption": "Voici", "parse_mode": "HTML", "reply_markup": {}}
    assert without_file(gone) == {"text": "Voici", "parse_mode": "HTML", "reply_markup": {}}
    assert without_file({"document": "BQAC", "caption": ""}) is None
