import argparse
import asyncio
import csv
import io
import json
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from app.commands import admin
from core import db
from core.domain.plans import Level
from core.errors import Refusal
from core.gateways.clock import SystemClock
from core.models import Account, AuditEntry, Subscription
from core.settings import Settings
from tests.postgres.databases import sqlite_url


def parsed(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    admin.add_parser(parser.add_subparsers())
    return parser.parse_args(["admin", *words])


async def test_the_console_does_what_the_chat_does_and_is_noted(
    migrated_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    url, now = sqlite_url(migrated_file, tmp_path), SystemClock().now()
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]  # pydantic-settings takes it at construction
        bot_token=SecretStr("123456789:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
        data_dir=tmp_path,
        database_url=url,
    )
    await db.connect(url)
    ana = await Account.create(telegram_id=7, first_name="Ana", language="fr", created_at=now, username="ana")
    await db.disconnect()

    async def do(*words: str) -> str:
        await admin._run(settings, parsed(*words))
        return capsys.readouterr().out

    person = str(ana.id)
    assert "Ana" in await do("people", "find", "@ana")
    until = (now + timedelta(days=30)).date().isoformat()
    await do("people", "plan", person, "premium", "--until", until)
    assert "premium" in await do("people", "show", person)
    await do("people", "block", person, "--reason", "spam in reviews")
    with pytest.raises(Refusal, match="gone"):
        await do("people", "end-plan", "999")
    await do("switches", "off", "imports")
    assert "imports    off" in await do("switches", "list")
    await do("plans", "set", "free", "vehicles", "unlimited")
    assert "unlimited" in await do("plans", "list")
    assert "0 in all" in await do("jobs", "list")
    assert "0 in all" in await do("events", "list")
    lines = [json.loads(line) for line in (await do("audit", "export")).splitlines()]
    assert [one["action"] for one in lines] == ["person.plan", "person.block", "switch.off", "plan.limit"]
    assert all(one["who"].startswith("cli:") and one["before"] and one["after"] for one in lines)
    table = list(csv.DictReader(io.StringIO(await do("audit", "export", "--form", "csv"))))
    assert [one["action"] for one in table] == [one["action"] for one in lines]
    await db.connect(url)
    held = await Subscription.get()
    assert (held.level, held.provider, await AuditEntry.all().count()) == (Level.PREMIUM, "gift", 4)
    assert (await Account.get()).blocked_at is not None
    await db.disconnect()


def test_wrong_usage_is_refused_before_anything_is_opened():
    for words in (["people"], ["people", "block", "1"], ["plans", "set", "free", "vehicles", "-3"], ["nothing"]):
        with pytest.raises(SystemExit) as ended:
            parsed(*words)
        assert ended.value.code == 2
    assert asyncio.iscoroutinefunction(parsed("audit", "list").does)
