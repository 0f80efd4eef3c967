import os
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from core import db
from core.gateways.file_store import EncryptedFiles
from core.models import Account, Document
from core.ports import FileLost
from core.services.orphans import OLD, Orphans
from core.services.outbox import Outbox

NOW = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def files(tmp_path: Path) -> EncryptedFiles:
    return EncryptedFiles.open(tmp_path / "files", Fernet.generate_key().decode())


async def stored(files: EncryptedFiles, *, hours: float) -> str:
    name = await files.put(b"a paper")
    moment = time.time() - hours * 3600
    os.utime(files.folder / name[:2] / name, (moment, moment))
    return name


async def document(preview: str) -> None:
    owner = await Account.create(telegram_id=1, language="fr", created_at=NOW)
    await Document.create(owner=owner, state="kept", telegram_file="x", preview=preview, created_at=NOW)


async def test_a_file_that_no_row_names_is_deleted_after_an_hour_and_no_other(database: str, files: EncryptedFiles):
    orphan, fresh, named = [await stored(files, hours=hours) for hours in (2, 0.9, 48)]
    await document(named)
    assert await Orphans(files).sweep() == 1
    assert [await files.get(name) for name in (fresh, named)] == [b"a paper"] * 2
    with pytest.raises(FileLost):
        await files.get(orphan)
    assert await Orphans(files).sweep() == 0


async def test_a_file_that_still_waits_to_be_sent_stays(database: str, files: EncryptedFiles):
    name = await stored(files, hours=2)
    upload = {"document": {"stored": name, "file_name": "a.pdf", "mime_type": "application/pdf"}}
    await Outbox().put(1, "sendDocument", {"files": upload}, language="fr")
    assert await Orphans(files).sweep() == 0
    await db.execute("DELETE FROM outgoing")
    assert await Orphans(files).sweep() == 1


async def test_what_else_lies_in_the_folder_is_left_alone(database: str, files: EncryptedFiles):
    name = await stored(files, hours=2)
    others = [files.folder / "note.txt", files.folder / name[:2] / f"{name}.part", files.folder / name[:2] / "UPPER"]
    for other in others:
        other.write_text("x")
        os.utime(other, (1, 1))
    assert await Orphans(files).sweep(OLD) == 1
    assert all(other.exists() for other in others)
