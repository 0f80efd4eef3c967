import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PRODUCT = ("app", "bot", "core", "webhooks", "scheduler", "simulator")
EVERYTHING = (*PRODUCT, "benchmarks", "tools", "tests")
_NOT_OURS = {".git", ".venv", ".bench", "node_modules", "build", "dist", "__pycache__"}
_GENERATED = "core/migrations/"


@dataclass(frozen=True, slots=True)
class Source:
    path: str
    text: str
    tree: ast.Module

    @property
    def docstrings(self) -> set[int]:
        bodies = [node for node in ast.walk(self.tree) if isinstance(node, ast.Module | ast.ClassDef | FUNCTIONS)]
        firsts = [node.body[0] for node in bodies if node.body]
        return {id(first.value) for first in firsts if isinstance(first, ast.Expr)}

    def at(self, node: ast.AST) -> str:
        return f"{self.path}:{getattr(node, 'lineno', 0)}"


FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def sources(*packages: str) -> tuple[Source, ...]:
    paths = sorted(path for package in packages for path in (ROOT / package).rglob("*.py"))
    names = [path.relative_to(ROOT).as_posix() for path in paths]
    return tuple(_source(name) for name in names if not name.startswith(_GENERATED))


@cache
def _source(name: str) -> Source:
    text = (ROOT / name).read_text("utf-8")
    return Source(name, text, ast.parse(text))


def texts() -> Iterator[tuple[str, str]]:
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        hidden_cache = parts[0].startswith(".") and parts[0].endswith("_cache")
        left_behind = hidden_cache or parts[0] in {".hypothesis", "data", ".env"}
        if _NOT_OURS & set(parts) or left_behind or not path.is_file():
            continue
        try:
            yield "/".join(parts), path.read_text("utf-8")
        except UnicodeDecodeError:
            continue


def dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}".lstrip(".")
    return ""


def calls(source: Source) -> Iterator[tuple[ast.Call, str]]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call):
            yield node, dotted(node.func)
