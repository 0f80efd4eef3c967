import argparse
import ast
import re
from pathlib import Path

from app.commands import MODULES, modules_for
from tests.architecture.sources import FUNCTIONS, ROOT, texts

FAMILIES = {
    "USR": 9,
    "VEH": 11,
    "MNT": 8,
    "DOC": 8,
    "GAR": 6,
    "AI": 8,
    "SUB": 9,
    "WEB": 3,
    "HLT": 1,
    "NTF": 4,
    "SET": 1,
    "REP": 4,
    "ADM": 2,
}
STATES = {"done", "part", "planned"}
LINK = re.compile(r"(?<!`)!?\[[^\]\n]*\]\(([^)\s]+)\)")
MAKE = re.compile(r"\bmake ([a-z][a-z-]*)")
NAMED_TEST = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
# A test without its file is found by nobody.
HOMELESS = re.compile(r"`(test_\w+)`")


def pages() -> dict[str, str]:
    return {path: text for path, text in texts() if path.endswith(".md")}


def slug(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def anchors(text: str) -> set[str]:
    return {slug(heading) for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}


def broken_links(path: str, text: str) -> list[str]:
    broken = []
    for target in LINK.findall(re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)):
        if "://" in target or target.startswith("mailto:"):
            continue
        file, _, anchor = target.partition("#")
        page = (ROOT / path).parent / file if file else ROOT / path
        if not page.exists() or (anchor and anchor not in anchors(page.read_text("utf-8"))):
            broken.append(f"{path}: {target}")
    return broken


def features() -> list[list[str]]:
    lines = (ROOT / "docs/features.md").read_text("utf-8").splitlines()
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines if line.startswith("| ")]
    return [row for row in cells if row[0] != "id"]


def test_every_link_between_pages_leads_somewhere() -> None:
    assert [link for path, text in pages().items() for link in broken_links(path, text)] == []


def test_every_page_can_be_reached_from_the_index() -> None:
    index = (ROOT / "docs/index.md").read_text("utf-8")
    linked = {(ROOT / "docs" / target.partition("#")[0]).resolve() for target in LINK.findall(index)}
    written = {path.resolve() for path in (ROOT / "docs").rglob("*.md") if path.name != "index.md"}
    assert sorted(str(path.relative_to(ROOT)) for path in written - linked) == []


def test_every_make_command_in_the_pages_is_in_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    used = {name for text in pages().values() for code in re.findall(r"`[^`]+`|^    .+$", text, re.MULTILINE)
            for name in MAKE.findall(code)}  # fmt: skip
    assert {"run", "test"} <= used
    assert sorted(used - targets) == []


def test_every_make_target_is_declared_and_explained() -> None:
    text = (ROOT / "Makefile").read_text("utf-8")
    phony = re.search(r"^\.PHONY: (.+)$", text, re.MULTILINE)
    explained = set(re.findall(r"^([a-z-]+):.*## ", text, re.MULTILINE))
    assert phony
    assert set(phony[1].split()) == explained
    wanted = {"setup", "run", "test", "lint", "bench", "faults", "format", "check-lock", "lock", "clean", "help"}
    assert wanted <= explained


def test_every_autotrack_command_in_the_pages_exists() -> None:
    parser = argparse.ArgumentParser()
    subparsers = parser.add_subparsers()
    for command in modules_for(()):
        command.add_parser(subparsers)
    used = {name for text in pages().values() for name in re.findall(r"`autotrack ([a-z]+(?:-[a-z]+)*)", text)}
    assert "run" in used
    assert sorted(used - set(subparsers.choices)) == []


def test_operations_lists_every_command() -> None:
    page = (ROOT / "docs/operations.md").read_text("utf-8")
    listed = set(re.findall(r"^\| `autotrack ([a-z-]+)", page, re.MULTILINE))
    assert sorted(set(MODULES) - listed) == []


def test_no_change_is_told_twice() -> None:
    told = re.findall(r"^- .{40,}$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert sorted({line for line in told if told.count(line) > 1}) == []


def test_every_feature_has_one_row() -> None:
    wanted = [f"{family}-{number}" for family, last in FAMILIES.items() for number in range(1, last + 1)]
    assert sorted(row[0] for row in features()) == sorted(wanted)


def test_every_feature_that_works_names_a_test_that_exists() -> None:
    wrong = []
    for identity, what, state, shown in features():
        named = NAMED_TEST.findall(shown)
        missing = [path for path, function in named if not has_test(ROOT / path, function)]
        missing += HOMELESS.findall(shown)
        if state not in STATES or not what or missing or bool(named) != (state != "planned"):
            wrong.append(f"{identity} is {state!r}, shown by {shown!r}, missing: {missing}")
    assert wrong == []


def has_test(path: Path, function: str) -> bool:
    if not path.is_file():
        return False
    names = {node.name for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, FUNCTIONS)}
    return function in names if function else any(name.startswith("test_") for name in names)


def test_features_mentioned_in_the_pages_exist() -> None:
    mention = re.compile(rf"\b({'|'.join(FAMILIES)})-(\d+)\b")
    mentioned = {(path, *found) for path, text in pages().items() for found in mention.findall(text)}
    assert [(path, family, n) for path, family, n in sorted(mentioned) if not 1 <= int(n) <= FAMILIES[family]] == []


def test_the_checks_see_what_they_are_for() -> None:
    text = "[a](docs/features.md#vehicles) [b](docs/nothing.md) [c](docs/features.md#boats) [d](https://a.b)"
    assert broken_links("README.md", text) == ["README.md: docs/nothing.md", "README.md: docs/features.md#boats"]
    assert not has_test(ROOT / "tests/nothing.py", "")
    assert not has_test(Path(__file__), "test_that_nobody_wrote")
    assert has_test(Path(__file__), "test_every_feature_has_one_row")
