import os
import sys
from pathlib import Path

import pytest

from core.domain.capture.refusals import CaptureReason, CaptureRefused
from core.gateways.reading.local_files import content_of, printable

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes and devices of Unix")


def refusal(path: Path) -> CaptureReason:
    with pytest.raises(CaptureRefused) as refused:
        content_of(path)
    return refused.value.reason


def test_what_is_no_ordinary_file_is_refused_at_once(tmp_path: Path) -> None:
    pipe, loop = tmp_path / "pipe.jpg", tmp_path / "loop.jpg"
    os.mkfifo(pipe)
    loop.symlink_to(loop)
    for path in (tmp_path, pipe, loop, Path("/dev/zero"), tmp_path / "missing", tmp_path / ("x" * 300), Path("a\0b")):
        assert refusal(path) is CaptureReason.NOT_FOUND


def test_a_file_full_of_nothing_is_refused_by_its_size(tmp_path: Path) -> None:
    sparse = tmp_path / "sparse.jpg"
    with sparse.open("wb") as file:
        file.truncate(3 * 1024**3)
    assert refusal(sparse) is CaptureReason.TOO_BIG


def test_a_file_that_may_not_be_opened_is_refused(tmp_path: Path) -> None:
    locked = tmp_path / "locked.jpg"
    locked.write_bytes(b"x")
    locked.chmod(0)
    if os.access(locked, os.R_OK):
        pytest.skip("root may open everything")
    assert refusal(locked) is CaptureReason.NOT_FOUND


def test_a_name_that_is_no_text_can_still_be_printed(tmp_path: Path) -> None:
    path = Path(os.fsdecode(b"facture-\xff.jpg"))
    assert printable(path).encode() == b"facture-\\xff.jpg"
    assert printable(tmp_path / "été\n.jpg").endswith("été\n.jpg")
