import io
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from core.gateways.backup_archive import Manifest, pack, unpack
from core.gateways.backup_seal import BLOCK, FORM, SALT, BackupBroken, Sealing, Unsealing

KEY = Fernet.generate_key().decode()
CONTENT = b"canary of a logbook " * (BLOCK // 8)


def sealed(content: bytes = CONTENT, key: str = KEY) -> bytes:
    out = io.BytesIO()
    sealing = Sealing(out, key)
    for start in range(0, len(content), 70_001):
        sealing.write(content[start : start + 70_001])
    sealing.close()
    return out.getvalue()


def opened(content: bytes, keys: str = KEY) -> bytes:
    return io.BufferedReader(Unsealing(io.BytesIO(content), keys)).read()


def blocks(content: bytes) -> list[bytes]:
    found, at = [], len(FORM) + SALT
    while at < len(content):
        end = at + 4 + int.from_bytes(content[at : at + 4], "big")
        found.append(content[at:end])
        at = end
    return found


@pytest.mark.parametrize("length", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, len(CONTENT)])
def test_what_was_sealed_comes_back_and_cannot_be_read_before(length: int):
    written = sealed(CONTENT[:length])
    assert opened(written) == CONTENT[:length]
    assert b"canary" not in written


def test_an_older_key_still_opens_what_it_sealed_and_a_strange_one_says_what_is_needed():
    assert opened(sealed(), f"{Fernet.generate_key().decode()},{KEY}") == CONTENT
    with pytest.raises(BackupBroken, match="DATA_KEY"):
        opened(sealed(), Fernet.generate_key().decode())


def test_a_byte_changed_anywhere_is_noticed():
    written = sealed()
    for at in range(0, len(written), max(1, len(written) // 300)):
        changed = bytearray(written)
        changed[at] ^= 1
        with pytest.raises(BackupBroken):
            opened(bytes(changed))


def test_blocks_left_out_moved_repeated_or_cut_off_are_noticed():
    written = sealed()
    head, parts = written[: len(FORM) + SALT], blocks(written)
    assert len(parts) == 3
    orders: tuple[list[int], ...] = ([0], [0, 1], [1, 2], [0, 2], [1, 0, 2], [0, 1, 1, 2], [0, 0, 1, 2], [])
    for order in orders:
        with pytest.raises(BackupBroken):
            opened(head + b"".join(parts[number] for number in order))
    with pytest.raises(BackupBroken, match="cut off"):
        opened(written[:-7])


def test_a_backup_holds_what_its_manifest_says_and_nothing_outside_its_folder(tmp_path: Path):
    (tmp_path / "a").write_bytes(b"rows")
    manifest = Manifest("sqlite", "2026-11-26T12:00:00+00:00", "0.1.0", {"account": 3})

    def packed(name: str) -> io.BytesIO:
        out = io.BytesIO()
        pack(out, KEY, manifest, [(name, tmp_path / "a")], lambda _: None)
        return io.BytesIO(out.getvalue())

    (tmp_path / "good").mkdir()
    assert unpack(packed("database.sqlite3"), KEY, tmp_path / "good", lambda _: None).rows == 3
    assert (tmp_path / "good/database.sqlite3").read_bytes() == b"rows"
    for name in ("../../escaped", "/tmp/escaped", "files/aa/short", "data.key", "database.dump"):
        with pytest.raises(BackupBroken):
            unpack(packed(name), KEY, tmp_path / "bad", lambda _: None)
    assert not (tmp_path.parent / "escaped").exists()
