import re
from pathlib import Path

import pytest

from core.settings import Settings
from tests.architecture.sources import ROOT

NAMES = {name.upper() for name in Settings.model_fields}


@pytest.fixture(autouse=True)
def an_environment_without_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def test_the_example_file_lists_every_setting_and_no_other() -> None:
    example = (ROOT / ".env.example").read_text("utf-8")
    assert sorted(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE)) == sorted(NAMES)


def test_the_example_file_copied_as_it_is_changes_nothing(tmp_path: Path) -> None:
    copied = tmp_path / ".env"
    copied.write_text((ROOT / ".env.example").read_text("utf-8"), "utf-8")
    # `_env_file` is how pydantic-settings is told another file; its type is not part of the model's signature.
    settings = Settings(_env_file=copied)  # type: ignore[call-arg]
    assert settings == Settings(_env_file=None)  # type: ignore[call-arg]


def test_the_readme_explains_every_setting_and_no_other() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    table = readme[readme.index("## Settings") :].split("\n## ")[0]
    assert sorted(re.findall(r"^\| `([A-Z_]+)`", table, re.MULTILINE)) == sorted(NAMES)
