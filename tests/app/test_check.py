import argparse
from pathlib import Path

import pytest

from app.commands import check


def told(capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, str]]:
    parser = argparse.ArgumentParser()
    check.add_parser(parser.add_subparsers())
    parsed = parser.parse_args(["check"])
    status = parsed.run(parsed)
    lines = capsys.readouterr().out.splitlines()
    return status, {line[:13].strip(): line[13:] for line in lines}


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    for name in ("BOT_TOKEN", "DATABASE_URL", "SMTP_URL", "STRIPE_SECRET_KEY", "OPENAI_API_KEY", "METRICS_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_without_a_setting_everything_that_is_on_works_and_the_rest_says_why_it_is_off(
    alone: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    alone.setenv("OCR_READER", "rapidocr")  # whatever memory is left while tests run
    status, lines = told(capsys)
    assert status == 0
    assert {name for name, line in lines.items() if line.startswith("off")} >= {"telegram", "mail", "metrics", "backup"}
    assert lines["database"].startswith("ok")
    assert "PP-OCRv6" in lines["reader"]
    assert "fra" in lines["languages"]
    assert "free in" in lines["disk"]


def test_what_does_not_answer_fails_the_check_and_no_secret_is_told(
    alone: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
):
    alone.setenv("BOT_TOKEN", "123456789:canary-canary-canary-canary")
    alone.setenv("TELEGRAM_API_URL", "http://127.0.0.1:9")
    alone.setenv("DATABASE_URL", "postgres://user:canary@127.0.0.1:9/name")
    alone.setenv("SMTP_URL", "smtp://user:canary@127.0.0.1:9")
    alone.setenv("MAIL_FROM", "bot@example.org")
    status, lines = told(capsys)
    assert status == 1
    assert {name for name, line in lines.items() if line.startswith("FAILS")} == {"database", "telegram", "mail"}
    assert "canary" not in str(lines)


def test_the_newest_backup_is_named(tmp_path: Path):
    (tmp_path / "backups").mkdir()
    assert check.newest_backup(tmp_path)[1] == "off"
    (tmp_path / "backups/autotrack-20261126T030000Z.backup").write_bytes(b"x")
    assert check.newest_backup(tmp_path)[1:] == ("ok", "autotrack-20261126T030000Z.backup")
