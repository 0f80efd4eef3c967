import argparse
import io
import json
from typing import Any

import pytest

from app.commands import diagnose

FIELDS = ["text", "urgency", "stop_driving", "red_flags", "causes", "cost", "questions", "advice", "codes"]


def answers(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], typed: bytes, *arguments: str
) -> list[dict[str, Any]]:
    parser = argparse.ArgumentParser()
    diagnose.add_parser(parser.add_subparsers(required=True))
    parsed = parser.parse_args(["diagnose", "--offline", "--jsonl", *arguments])
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(typed), "utf-8"))
    assert parsed.run(parsed) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_every_line_is_answered_in_its_order_with_every_field(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = "pédale molle\n\nbonjour\r\n\ud83d".encode("utf-8", "surrogatepass")
    told = answers(monkeypatch, capsys, typed)
    assert [list(answer) for answer in told] == [FIELDS] * 4
    assert [answer["urgency"] for answer in told] == ["high", "low", "low", "low"]
    assert [answer["text"] for answer in told[:3]] == ["pédale molle", "", "bonjour"]
    assert told[0]["red_flags"] == ["brakes"]
    assert told[0]["stop_driving"] is True
    assert told[0]["causes"][0] == {
        "id": "brake_fluid_leak", "label": "Fuite de liquide de frein", "probability": 0.45,
    }  # fmt: skip
    assert told[0]["cost"] == {"min": 50, "max": 500, "currency": "EUR"}
    assert told[0]["advice"][0].startswith("Arrêtez-vous")
    assert told[1]["cost"] is None


@pytest.mark.parametrize(("language", "label"), [("fr", "rangée"), ("en", "bank"), ("es", "bancada")])
def test_an_answer_is_in_the_language_that_was_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], language: str, label: str
) -> None:
    (told,) = answers(monkeypatch, capsys, b"P0171", "--lang", language)
    assert told["codes"][0]["code"] == "P0171"
    assert label in told["codes"][0]["label"]


def test_the_command_answers_offline_only(capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    diagnose.add_parser(parser.add_subparsers(required=True))
    with pytest.raises(SystemExit, match="2"):
        parser.parse_args(["diagnose", "--jsonl"])
    capsys.readouterr()
