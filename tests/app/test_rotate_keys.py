import asyncio
from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr

from app.commands import rotate_keys
from app.keys import keys_of, signing
from core import db
from core.domain.email_address import EmailAddress
from core.gateways.file_store import EncryptedFiles
from core.gateways.vault import KeyedVault
from core.models import Account, RecoveryEmail
from core.services.email_links import LOOKUP
from core.settings import Settings
from tests.postgres.databases import migrated_file, sqlite_url

__all__ = ["migrated_file"]

NOW = datetime(2026, 11, 26, tzinfo=UTC)
ADDRESS = EmailAddress("camille@example.org")


def settings(folder: Path, key: str | None = None) -> Settings:
    given = {"data_key": SecretStr(key)} if key else {}
    return Settings(_env_file=None, data_dir=folder, **given)  # type: ignore[call-arg,arg-type]  # as in tests/conftest.py


async def written(url: str, folder: Path, keys: str) -> str:
    """A phone, an address and a file as a bot with these keys writes them; the file's name."""
    vault = KeyedVault.open(keys)
    await db.connect(url)
    owner = await Account.create(telegram_id=1, language="fr", created_at=NOW, phone=vault.seal("+33612345678"))
    await RecoveryEmail.create(
        owner_id=owner.id, sealed=vault.seal(ADDRESS.text), lookup=vault.mark(LOOKUP, ADDRESS.lookup), linked_at=NOW
    )
    await db.disconnect()
    return await EncryptedFiles.open(folder / "files", keys).put(b"a paper")


async def read(url: str, folder: Path, keys: str, name: str) -> tuple[str, str, bool, bytes]:
    vault = KeyedVault.open(keys)
    await db.connect(url)
    row, owner = await RecoveryEmail.get(), await Account.get()
    await db.disconnect()
    found = row.lookup == vault.mark(LOOKUP, ADDRESS.lookup)
    paper = await EncryptedFiles.open(folder / "files", keys).get(name)
    return vault.unseal(owner.phone or ""), vault.unseal(row.sealed), found, paper


async def test_a_new_key_alone_reads_everything_afterwards_and_books_keep_their_signature(
    migrated_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.chdir(tmp_path)
    for name in ("DATA_KEY", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    url = sqlite_url(migrated_file, tmp_path)
    before = keys_of(settings(tmp_path))[0]
    signed = signing(settings(tmp_path))
    name = await written(url, tmp_path, before)
    assert await asyncio.to_thread(rotate_keys.run, Namespace(new_key=True)) == 0
    after = keys_of(settings(tmp_path))[0]
    assert before not in after
    assert await read(url, tmp_path, after, name) == ("+33612345678", ADDRESS.text, True, b"a paper")
    assert signing(settings(tmp_path)) == signed
    assert "files                    1 of 1, 1 encrypted anew" in capsys.readouterr().out
    assert (tmp_path / "data.key.before").read_text("ascii").strip() == before
    assert (tmp_path / "data.key").stat().st_mode & 0o077 == 0


async def test_keys_of_the_settings_are_changed_by_putting_a_new_one_first_and_a_second_run_changes_nothing(
    migrated_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    url = sqlite_url(migrated_file, tmp_path)
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    name = await written(url, tmp_path, old)
    # Before the command both keys find the address, whichever wrote its hash.
    assert KeyedVault.open(old).mark(LOOKUP, ADDRESS.lookup) in KeyedVault.open(f"{new},{old}").marks(
        LOOKUP, ADDRESS.lookup
    )
    monkeypatch.setenv("DATA_KEY", f"{new},{old}")
    assert await asyncio.to_thread(rotate_keys.run, Namespace(new_key=True)) == 2
    assert await asyncio.to_thread(rotate_keys.run, Namespace(new_key=False)) == 0
    assert await read(url, tmp_path, new, name) == ("+33612345678", ADDRESS.text, True, b"a paper")
    capsys.readouterr()
    assert await asyncio.to_thread(rotate_keys.run, Namespace(new_key=False)) == 0
    assert " 1 encrypted anew" not in capsys.readouterr().out
    (tmp_path / "files" / name[:2] / name).write_bytes(b"of a key that is gone")
    assert await asyncio.to_thread(rotate_keys.run, Namespace(new_key=False)) == 1
    assert "1 cannot be read" in capsys.readouterr().out
