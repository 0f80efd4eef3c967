"""Walk through docs/adding-a-conversation.md: put its blocks into a copy of the project and run the test it writes.

A block's first line says what is done with it: `file=` makes it, `end=` puts it at a file's end, `edit=` adds the lines
with a plus after the line above them.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "adding-a-conversation.md"
TEST = "tests/journeys/test_nickname.py"
_BLOCK = re.compile(r"^```\w+ (file|end|edit)=(\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# What the house asks of the new files; the whole of tests/architecture reads everything else again.
HOUSE = (
    "tests/architecture/test_sentences.py",
    "tests/architecture/test_drivers.py",
    "tests/architecture/test_words.py",
)
# What a copy does without.
_LEFT = shutil.ignore_patterns(".git", ".venv", "data", "build", "dist", "__pycache__", ".*_cache", ".hypothesis")


def blocks(text: str) -> list[tuple[str, str, str]]:
    """What is done, where, and with what."""
    return _BLOCK.findall(text)


def applied(kind: str, before: str, block: str) -> str:
    """A file after a block was put into it; an edit whose place is not there, or there twice, is refused."""
    if kind == "file":
        return block
    if kind == "end":
        return f"{before.rstrip()}\n\n{block}"
    lines = block.splitlines()
    place = f"\n{lines[0][1:]}\n"
    if before.count(place) != 1:
        raise ValueError(f"{before.count(place)} lines read {lines[0]!r}")
    return before.replace(place, place + "".join(f"{line[1:]}\n" for line in lines[1:]))


def walk(folder: Path) -> list[str]:
    """Do what the page says in this copy; the Python files that were made."""
    made = []
    for kind, path, block in blocks(PAGE.read_text("utf-8")):
        file = folder / path
        file.write_text(applied(kind, file.read_text("utf-8") if file.exists() else "", block), "utf-8")
        made += [path] if kind == "file" else []
    return made


def main() -> int:
    """Walk in a folder that is thrown away; the exit status says whether the test passes there."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "autotrack"
        shutil.copytree(ROOT, folder, ignore=_LEFT)
        made = walk(folder)
        environment = {**os.environ, "PYTHONPATH": str(folder)}
        for command in (("ruff", "check", "-q", *made), ("pytest", "-q", TEST, "tests/i18n", *HOUSE)):
            # What the page says, in a copy of the project.
            done = subprocess.run([sys.executable, "-m", *command], cwd=folder, env=environment, check=False)  # noqa: S603  # commands of ours
            if done.returncode:
                return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
