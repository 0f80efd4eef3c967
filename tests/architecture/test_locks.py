from pathlib import Path

from tests.architecture.sources import ROOT
from tools.check_lock import complaints


def test_the_locks_answer_pyproject_with_hashes_and_without_addresses() -> None:
    assert complaints(ROOT) == []


def test_the_python_of_the_lock_is_the_one_of_the_project() -> None:
    text = Path(ROOT / "pyproject.toml").read_text("utf-8")
    assert 'requires-python = ">=3.11"' in text
    assert "--python-version 3.11" in Path(ROOT / "tools/lock.sh").read_text("utf-8")
