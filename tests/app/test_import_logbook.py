import argparse
import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.commands import import_logbook
from core import db
from core.i18n import translator
from core.models import Account, FillUp
from tests.domain.imports.files import FOLDER

FIELDS = [
    *("format", "vehicles", "fuel", "maintenance", "odometer", "costs", "reminders", "skipped", "questions", "totals"),
    *("average_consumption_l_100km", "first_date", "last_date"),
]


def answer(capsys: pytest.CaptureFixture[str], path: Path, *arguments: str) -> dict[str, Any]:
    parser = argparse.ArgumentParser()
    import_logbook.add_parser(parser.add_subparsers(required=True))
    parsed = parser.parse_args(["import", str(path), "--preview", "--json", "--today", "2026-11-26", *arguments])
    assert parsed.run(parsed) == 0
    (line,) = capsys.readouterr().out.splitlines()
    found: dict[str, Any] = json.loads(line)
    return found


def test_a_preview_is_one_object_with_every_figure(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, FOLDER / "fuelio.csv")
    assert list(found) == FIELDS
    assert found == {
        "format": "fuelio", "vehicles": 1, "fuel": 4, "maintenance": 2, "odometer": 0, "costs": 1, "reminders": 2,
        "skipped": [{"line": 22, "reason": "income"}, {"line": 23, "reason": "template"}], "questions": [],
        "totals": {"fuel_cost": 198.56, "fuel_quantity": 116.8, "fuel_unit": "l", "cost": 859.9},
        "average_consumption_l_100km": 6.4, "first_date": "2024-01-01", "last_date": "2024-04-09",
    }  # fmt: skip


def test_what_is_asked_is_null_until_it_is_answered(capsys: pytest.CaptureFixture[str]) -> None:
    asked = answer(capsys, FOLDER / "lubelogger_service.csv")
    assert asked["questions"] == [{"about": "distance_unit", "choices": ["km", "mi"]}]
    assert answer(capsys, FOLDER / "lubelogger_service.csv", "--answer", "distance_unit=km")["questions"] == []


def test_a_refusal_is_an_answer_in_the_language_asked_for(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.write_bytes(b"")
    found = answer(capsys, path, "--lang", "en")
    assert found["format"] is None
    assert found["message"] == translator("en").plain("import.refused_empty")


def test_wrong_usage_is_told_apart(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    parser = argparse.ArgumentParser()
    import_logbook.add_parser(parser.add_subparsers(required=True))
    parsed = parser.parse_args(["import", str(tmp_path / "none.csv"), "--preview"])
    assert parsed.run(parsed) == 2
    with pytest.raises(SystemExit) as ended:
        parser.parse_args(["import", "x.csv", "--answer", "date_order=sideways"])
    assert ended.value.code == 2


def test_an_operator_imports_for_an_account_once_and_is_told_what_was_kept(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"sqlite:///{tmp_path}/autotrack.db"
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", address)

    async def prepared() -> int:
        await db.migrate(address)
        await db.connect(address)
        owner = await Account.create(telegram_id=42, language="fr", created_at=datetime(2026, 1, 1, tzinfo=UTC))
        await db.disconnect()
        return int(owner.id)

    async def filled() -> int:
        await db.connect(address)
        fills = await FillUp.all().count()
        await db.disconnect()
        return fills

    account = asyncio.run(prepared())
    parser = argparse.ArgumentParser()
    import_logbook.add_parser(parser.add_subparsers(required=True))
    kept = []
    for whose, status in ((account, 0), (account, 0), (9_999, 2)):
        parsed = parser.parse_args(["import", str(FOLDER / "fuelio.csv"), "--account", str(whose)])
        assert parsed.run(parsed) == status
        kept += [json.loads(line)["imported"] for line in capsys.readouterr().out.splitlines()]
    assert [one["fuel"] for one in kept] == [4, 0]
    assert asyncio.run(filled()) == 4
