"""What the figures were measured on: without it a figure says little."""

import os
import platform
import sqlite3
import subprocess
from pathlib import Path


def machine() -> str:
    """Describe processor, memory, system and Python in one line."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = _line("/proc/meminfo", "MemTotal").removesuffix(" kB")
    gigabytes = f", {int(memory) / 1_048_576:.0f} GB" if memory.isdigit() else ""
    processor = _line("/proc/cpuinfo", "model name") or platform.processor() or platform.machine()
    return (
        f"{cores} cores of {processor}{gigabytes}; {platform.system()} {platform.release()}; "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    )


def revision(root: Path) -> str:
    """Name the revision that was measured; `+` when the tree held changes of its own."""
    commands = (("git", "rev-parse", "--short", "HEAD"), ("git", "status", "--porcelain"))
    try:
        head, changes = (
            subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout.strip()
            for command in commands
        )
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return f"{head}+" if changes else head


def _line(path: str, name: str) -> str:
    try:
        lines = Path(path).read_text("utf-8").splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "")
