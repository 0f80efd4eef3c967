import argparse
import io
import json
from typing import Any

import pytest

from app.commands import parse

FIELDS = [
    *("text", "kind", "date", "time", "amount", "currency", "odometer_km", "quantity", "quantity_unit", "unit_price"),
    *("full", "services", "cost_type", "garage", "subject", "repeat", "ask"),
]


def answers(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], typed: bytes, *arguments: str
) -> list[dict[str, Any]]:
    parser = argparse.ArgumentParser()
    parse.add_parser(parser.add_subparsers(required=True))
    parsed = parser.parse_args(["parse", "--jsonl", "--today", "2026-11-26", *arguments])
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(typed), "utf-8"))
    assert parsed.run(parsed) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_every_line_is_answered_in_its_order_with_every_field(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = "vidange 89€ 84 200 km Norauto hier\n\nbonjour\r\n\ud83d".encode("utf-8", "surrogatepass")
    told = answers(monkeypatch, capsys, typed)
    assert [list(answer) for answer in told] == [FIELDS] * 4
    assert [answer["kind"] for answer in told] == ["maintenance", "none", "none", "none"]
    assert [answer["text"] for answer in told[:3]] == ["vidange 89€ 84 200 km Norauto hier", "", "bonjour"]
    assert told[0] | {"text": None} == {
        **dict.fromkeys(FIELDS),
        "kind": "maintenance", "date": "2026-11-25", "amount": "89.00", "currency": "EUR", "odometer_km": 84_200,
        "services": ["oil_change"], "garage": "Norauto", "ask": [],
    }  # fmt: skip


def test_a_fill_up_is_told_in_decimal_text(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (told,) = answers(monkeypatch, capsys, "plein 42,3 L 71,50 €".encode())
    assert (told["quantity"], told["quantity_unit"], told["unit_price"]) == ("42.3", "l", "1.690")
    assert (told["amount"], told["full"]) == ("71.50", True)


def test_the_language_decides_what_is_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    line = b"oil change 03/04 89 EUR"
    (french,), (english,) = (answers(monkeypatch, capsys, line, "--lang", language) for language in ("fr", "en"))
    assert (french["date"], french["ask"]) == ("2026-04-03", [])
    assert (english["date"], english["ask"]) == (None, ["date"])


def test_a_reminder_is_told_with_its_day_and_time(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (told,) = answers(monkeypatch, capsys, "recuérdame la ITV el 5 de enero a las 18:30".encode(), "--lang", "es")
    assert (told["kind"], told["subject"]) == ("reminder", "ITV")
    assert (told["date"], told["time"], told["repeat"]) == ("2027-01-05", "18:30", None)
