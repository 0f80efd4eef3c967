import asyncio
import os
import stat
import threading
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from core.gateways.file_store import EncryptedFiles, data_key
from core.ports import FileLost

CONTENT = b"%PDF-1.4 canary of the invoice" * 50


def key() -> str:
    return Fernet.generate_key().decode()


async def test_a_file_comes_back_as_it_was_and_is_never_in_clear_on_disk(tmp_path: Path):
    store = EncryptedFiles.open(tmp_path / "files", key())
    name = await store.put(CONTENT)
    assert await store.get(name) == CONTENT
    (kept,) = [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert b"canary" not in kept.read_bytes()
    assert "canary" not in str(kept)


async def test_the_same_content_twice_is_two_files_that_tell_nothing_of_each_other(tmp_path: Path):
    store = EncryptedFiles.open(tmp_path, key())
    first, second = await store.put(CONTENT), await store.put(CONTENT)
    assert first != second
    assert (tmp_path / first[:2] / first).read_bytes() != (tmp_path / second[:2] / second).read_bytes()


async def test_with_another_key_a_file_is_lost(tmp_path: Path):
    name = await EncryptedFiles.open(tmp_path, key()).put(CONTENT)
    with pytest.raises(FileLost):
        await EncryptedFiles.open(tmp_path, key()).get(name)


async def test_a_key_is_replaced_by_putting_the_new_one_first(tmp_path: Path):
    old, new = key(), key()
    before = await EncryptedFiles.open(tmp_path, old).put(CONTENT)
    both = EncryptedFiles.open(tmp_path, f"{new}, {old}")
    after = await both.put(CONTENT)
    assert await both.get(before) == await both.get(after) == CONTENT
    assert await EncryptedFiles.open(tmp_path, new).get(after) == CONTENT
    with pytest.raises(FileLost):
        await EncryptedFiles.open(tmp_path, new).get(before)


async def test_a_damaged_or_missing_file_is_lost_and_deleting_it_is_no_error(tmp_path: Path):
    store = EncryptedFiles.open(tmp_path, key())
    name = await store.put(CONTENT)
    path = tmp_path / name[:2] / name
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(FileLost):
        await store.get(name)
    await store.delete(name)
    await store.delete(name)
    with pytest.raises(FileLost):
        await store.get(name)


@pytest.mark.parametrize(
    "name", ["", "../data.key", "/etc/passwd", "a" * 31, "A" * 32, "0" * 32 + "\n", "0" * 30 + "/x"]
)
async def test_a_name_that_is_not_ours_never_becomes_a_path(tmp_path: Path, name: str):
    store = EncryptedFiles.open(tmp_path, key())
    for act in (store.get(name), store.delete(name)):
        with pytest.raises(FileLost):
            await act


async def test_a_write_that_was_cut_is_swept_and_never_seen_as_a_file(tmp_path: Path):
    store = EncryptedFiles.open(tmp_path, key())
    name = await store.put(CONTENT)
    part = tmp_path / name[:2] / ("0" * 32 + ".part")
    part.write_bytes(b"half")
    EncryptedFiles.open(tmp_path, key())
    assert part.exists()  # another process that only looks must not touch what this one is writing
    store.sweep()
    assert not part.exists()
    assert await store.get(name) == CONTENT


async def test_folders_are_for_the_owner_alone(tmp_path: Path):
    store = EncryptedFiles.open(tmp_path / "files", key())
    name = await store.put(CONTENT)
    for folder in (tmp_path / "files", tmp_path / "files" / name[:2]):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


async def test_many_files_at_once_do_not_mix(tmp_path: Path):
    store = EncryptedFiles.open(tmp_path, key())
    names = await asyncio.gather(*(store.put(f"{number}".encode()) for number in range(40)))
    contents = await asyncio.gather(*(store.get(name) for name in names))
    assert contents == [f"{number}".encode() for number in range(40)]


def test_without_a_given_key_one_is_made_outside_the_files_for_the_owner_alone(tmp_path: Path):
    made, is_new = data_key(None, tmp_path / "data")
    path = tmp_path / "data" / "data.key"
    assert is_new
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert data_key(None, tmp_path / "data") == (made, False)
    assert [one.name for one in (tmp_path / "data").iterdir()] == ["data.key"]
    Fernet(made)


def test_a_given_key_is_taken_and_none_is_written(tmp_path: Path):
    given = key()
    assert data_key(given, tmp_path) == (given, False)
    assert list(tmp_path.iterdir()) == []


async def test_a_key_given_later_writes_anew_and_the_one_made_before_still_reads(tmp_path: Path):
    made, _ = data_key(None, tmp_path)
    name = await EncryptedFiles.open(tmp_path / "files", made).put(CONTENT)
    given = key()
    both, is_new = data_key(given, tmp_path)
    store = EncryptedFiles.open(tmp_path / "files", both)
    assert (both.split(","), is_new) == ([given, made], False)
    assert await store.get(name) == CONTENT
    assert await EncryptedFiles.open(tmp_path / "files", given).get(await store.put(b"new")) == b"new"
    assert data_key(f"{given},{made}", tmp_path) == (f"{given},{made}", False)


def test_a_key_that_two_make_at_once_is_the_same_for_both(tmp_path: Path):
    made: list[str] = []
    threads = [threading.Thread(target=lambda: made.append(data_key(None, tmp_path)[0])) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 1
    assert os.listdir(tmp_path) == ["data.key"]  # noqa: PTH208
