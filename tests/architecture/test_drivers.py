import ast
from collections.abc import Iterator

from tests.architecture.sources import FUNCTIONS, Source, sources

DRIVERS = ("bot", "webhooks", "scheduler")


def tables(source: Source) -> set[str]:
    names = set()
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[:2] == ["core", "models"]:
            names |= {alias.asname or alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module == "core":
            names |= {alias.asname or alias.name for alias in node.names if alias.name == "models"}
        if isinstance(node, ast.Import):
            names |= {alias.asname or "core.models" for alias in node.names if alias.name.startswith("core.models")}
    return names


def annotations(source: Source) -> set[int]:
    roots: list[ast.expr | None] = []
    for node in ast.walk(source.tree):
        if isinstance(node, FUNCTIONS):
            roots.append(node.returns)
        elif isinstance(node, ast.arg | ast.AnnAssign):
            roots.append(node.annotation)
    return {id(part) for root in roots if root is not None for part in ast.walk(root)}


def uses_of_tables(source: Source) -> Iterator[str]:
    known, allowed = tables(source), annotations(source)
    for node in ast.walk(source.tree):
        named = isinstance(node, ast.Name) and node.id in known
        reached = isinstance(node, ast.Attribute) and ast.unparse(node) in known
        if (named or reached) and id(node) not in allowed:
            yield source.at(node)


def test_drivers_name_tables_only_in_annotations() -> None:
    assert [at for source in sources(*DRIVERS) for at in uses_of_tables(source)] == []


def test_the_check_sees_a_query_and_lets_an_annotation_pass() -> None:
    lines = (
        "from core.models.vehicle import Vehicle",
        "async def show(vehicle: Vehicle) -> Vehicle:",
        "    return await Vehicle.get(id=1)",
    )
    text = "\n".join(lines)
    source = Source("x.py", text, ast.parse(text))
    assert list(uses_of_tables(source)) == ["x.py:3"]
