"""`autotrack read` over many files, watched from outside."""

import asyncio
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Any

import psutil

from core.i18n import translator
from tests.samples.bad.case import READ, SHOWN, Case
from tests.samples.bad.watch import Seen, watching

ROOT = Path(__file__).parents[2]
BATCH, SECONDS = 60, 20.0
COMMAND = (sys.executable, "-m", "app.cli", "read", "--jsonl", "--today", "2026-11-26")
_CONNECT = re.compile(r"\b(?:connect|sendto|sendmsg)\(\d+.*AF_INET")
_PROGRAM = re.compile(r'\bexecve(?:at)?\("([^"]+)"')


@dataclass(slots=True)
class Answers:
    """What was answered; `wrong` names the files that were answered otherwise than expected."""

    count: int = 0
    shown: int = 0
    right: int = 0
    deaths: int = 0
    slowest: float = 0.0
    late: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    misread: list[str] = field(default_factory=list)

    def take(self, one: Case, answer: dict[str, Any] | None, language: str) -> None:
        """Hold an answer against what was expected."""
        self.count += 1
        self.shown += one.shown
        if answer is None:
            self.late.append(one.name)
            return
        self.slowest = max(self.slowest, answer["seconds"])
        if answer["seconds"] > SECONDS:
            self.late.append(one.name)
        if not any(_is(expected, answer, language) for expected in one.expected):
            self.wrong.append(f"{one.name}: {answer['reason'] or READ}")
        elif one.shown:
            read = {name: answer["fields"].get(name) for name in SHOWN}
            self.right += read == SHOWN
            if read != SHOWN:
                self.misread.append(f"{one.name}: {read}")


def _is(expected: str, answer: dict[str, Any], language: str) -> bool:
    """Whether an answer is the one that is meant, in the words that belong to it."""
    reason, _, detail = expected.partition("/")
    if reason == READ:
        return bool(answer["outcome"] == READ)
    if answer["reason"] != reason:
        return False
    say = translator(language)
    # A reason alone leaves it open how exactly it is said.
    return bool(answer["message"]) if not detail else answer["message"] == say.plain(f"capture.{reason}_{detail}")


async def read_all(places: Mapping[Path, Case], workers: int, seen: Seen) -> Answers:
    """Read all files in batches, in one language after the other."""
    answers = Answers()
    for paths, language in zip(batches(list(places)), cycle(("fr", "en"))):
        options = ("--lang", language, "--workers", str(workers))
        process = await asyncio.create_subprocess_exec(
            *(*COMMAND, *options, "--", *map(str, paths)), cwd=ROOT, stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        with watching(psutil.Process(process.pid), seen):
            said, _ = await process.communicate()
        told = [json.loads(line) for line in said.decode().splitlines()]
        answers.deaths += process.returncode != 0
        for number, path in enumerate(paths):
            answers.take(places[path], told[number] if number < len(told) else None, language)
    return answers


def batches(paths: Sequence[Path]) -> list[Sequence[Path]]:
    return [paths[start : start + BATCH] for start in range(0, len(paths), BATCH)]


async def traced(paths: Sequence[Path]) -> tuple[int, int, int]:
    """Connections and programs that reading some files brought about; how many files were watched: 0 without strace."""
    strace = shutil.which("strace")
    if strace is None or not paths:
        return 0, 0, 0
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "calls"
        watch = (strace, "-f", "-qq", "--seccomp-bpf", "-e", "trace=network,execve,execveat", "-o", str(log))
        process = await asyncio.create_subprocess_exec(
            *(*watch, *COMMAND, "--", *map(str, paths)), cwd=ROOT, stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        await process.wait()
        lines = log.read_text("utf-8", "replace").splitlines()
    connects = [line for line in lines if _CONNECT.search(line)]
    programs = [found[1] for line in lines if (found := _PROGRAM.search(line)) and found[1] != sys.executable]
    return len(connects), len(programs), len(paths)
