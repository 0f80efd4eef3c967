from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from core.settings import PLACEHOLDERS, Settings, SettingsError, load

CANARY = "canary4711"
TOKEN = "123456789:AAcanary4711-canary4711-canary"

MALFORMED = [
    ("BOT_TOKEN", CANARY),
    ("BOT_TOKEN", f"123456789 {CANARY}"),
    ("BOT_TOKEN", f"bot123456789:{CANARY * 4}"),
    ("TELEGRAM_API_URL", f"ftp://{CANARY}"),
    ("TELEGRAM_API_URL", CANARY),
    ("TELEGRAM_API_URL", f"https://example.org/?{CANARY}"),
    ("TELEGRAM_WEBHOOK_SECRET", f"{CANARY} with a space"),
    ("TELEGRAM_WEBHOOK_SECRET", "canary"),
    ("DATABASE_URL", f"mysql://user:{CANARY}@host/name"),
    ("DATABASE_URL", f"postgres://user:pw@host:{CANARY}/name"),
    ("DATABASE_URL", f"postgres://user:{CANARY}@host/name?maxsize={CANARY}"),
    ("DATABASE_URL", f"sqlite:///x.db?busy_timeout={CANARY}"),
    ("DATA_KEY", CANARY),
    ("DATA_KEY", f"{'A' * 43}=,{CANARY}"),
    ("PUBLIC_URL", f"http://{CANARY}.example"),
    ("PUBLIC_URL", CANARY),
    ("HTTP_PORT", CANARY),
    ("HTTP_PORT", "-4711"),
    ("HTTP_PORT", "654711"),
    ("DEFAULT_LANGUAGE", CANARY),
    ("ADMIN_IDS", f"12345,{CANARY}"),
    ("ADMIN_IDS", "-4711"),
    ("ADMIN_IDS", "١٢٣4711"),
    ("LOG_LEVEL", CANARY),
    ("OCR_READER", CANARY),
    ("METRICS_TOKEN", CANARY),
    ("METRICS_TOKEN", f"{CANARY} {CANARY}"),
    ("METRICS_TOKEN", f"{CANARY * 3}é"),
]


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings but those of the test."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.mark.parametrize(("name", "value"), MALFORMED)
def test_a_value_that_cannot_be_used_is_refused_by_its_name_and_not_repeated(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
):
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load()
    assert str(caught.value).startswith(f"{name} ")
    assert value not in str(caught.value)
    assert "4711" not in str(caught.value)
    assert caught.value.__suppress_context__


@pytest.mark.parametrize("name", ["BOT_TOKEN", "DATA_KEY", "TELEGRAM_WEBHOOK_SECRET", "DATABASE_URL", "PUBLIC_URL"])
@pytest.mark.parametrize("value", [*sorted(PLACEHOLDERS), "CHANGEME", " changeme "])
def test_a_placeholder_that_was_left_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str):
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=f"^{name} "):
        load()


def test_every_mistake_is_named_at_once(monkeypatch: pytest.MonkeyPatch):
    for name, value in (("BOT_TOKEN", "x"), ("HTTP_PORT", "x"), ("ADMIN_IDS", "x")):
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load()
    assert [line.split()[0] for line in str(caught.value).splitlines()] == ["BOT_TOKEN", "HTTP_PORT", "ADMIN_IDS"]


def test_nothing_set_is_enough_and_what_is_empty_counts_as_not_set(monkeypatch: pytest.MonkeyPatch):
    for name in Settings.model_fields:
        monkeypatch.setenv(name.upper(), "")
    settings = load()
    assert (settings.bot_token, settings.admin_ids, settings.http_port) == (None, (), 8080)
    assert settings.database == "sqlite:///data/autotrack.sqlite3"


def test_good_values_are_taken(monkeypatch: pytest.MonkeyPatch):
    given = {
        "BOT_TOKEN": TOKEN,
        "ADMIN_IDS": " 123, 456 ,",
        "DATABASE_URL": "postgres://user:p%40ss@db:5433/name?maxsize=20&sslmode=require",
        "PUBLIC_URL": "https://bot.example.org/",
        "DATA_KEY": f"{Fernet.generate_key().decode()}, {Fernet.generate_key().decode()}",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    settings = load()
    assert (settings.admin_ids, settings.public_url) == ((123, 456), "https://bot.example.org")


def test_no_secret_shows_when_the_settings_are_printed(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    monkeypatch.setenv("TELEGRAM_WEBHOOK_SECRET", "canary4711-canary4711")
    assert "canary" not in repr(load()) + str(load())


def test_the_webhook_always_has_a_secret_of_its_own(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    derived = load().webhook_secret
    assert len(derived) == 64
    assert derived == load().webhook_secret
    monkeypatch.setenv("BOT_TOKEN", TOKEN + "x")
    assert load().webhook_secret != derived
    monkeypatch.setenv("TELEGRAM_WEBHOOK_SECRET", "canary4711-canary4711")
    assert load().webhook_secret == "canary4711-canary4711"
