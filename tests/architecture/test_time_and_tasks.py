import ast
from collections.abc import Iterator

from tests.architecture.sources import FUNCTIONS, PRODUCT, Source, calls, sources

# The places where the machine's clock is read and handed out.
CLOCKS = {"core/gateways/clock.py", "simulator/clock.py"}
# The places that own background tasks and wait for them at shutdown.
TASK_GROUPS = {"bot/background.py", "simulator/webhook.py"}

NOW = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "time.localtime",
    "time.gmtime",
}
BARE_TASKS = {"asyncio.create_task", "asyncio.ensure_future", "create_task", "ensure_future"}


def readings_of_the_clock(source: Source) -> list[str]:
    return [source.at(node) for node, name in calls(source) if name in NOW or name.removeprefix("datetime.") in NOW]


def bare_tasks(source: Source) -> list[str]:
    awaited = {id(call) for function in ast.walk(source.tree) for call in awaited_tasks(function)}
    return [source.at(node) for node, name in calls(source) if starts_a_task(node, name) and id(node) not in awaited]


def starts_a_task(node: ast.Call, name: str) -> bool:
    if name in BARE_TASKS:
        return True
    if not isinstance(node.func, ast.Attribute) or node.func.attr not in {"create_task", "ensure_future"}:
        return False
    owner = node.func.value
    return isinstance(owner, ast.Call) or "loop" in ast.unparse(owner)


def awaited_tasks(function: ast.AST) -> Iterator[ast.Call]:
    if not isinstance(function, FUNCTIONS):
        return
    waits = [node for node in ast.walk(function) if isinstance(node, ast.Await)]
    waited_for = {part.id for wait in waits for part in ast.walk(wait) if isinstance(part, ast.Name)}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            target = node.targets[0]
            if isinstance(target, ast.Name) and target.id in waited_for:
                yield node.value


def test_only_the_clock_reads_the_time() -> None:
    assert [at for s in sources(*PRODUCT) if s.path not in CLOCKS for at in readings_of_the_clock(s)] == []


def test_only_a_task_group_starts_tasks_that_outlive_their_function() -> None:
    assert [at for s in sources(*PRODUCT) if s.path not in TASK_GROUPS for at in bare_tasks(s)] == []


def test_the_checks_see_what_they_are_for() -> None:
    lines = (
        "import asyncio, datetime",
        "now = datetime.datetime.now()",
        "asyncio.create_task(f())",
        "loop.create_task(f())",
        "group.create_task(f())",
        "async def race():",
        "    task = asyncio.create_task(f())",
        "    await asyncio.wait([task])",
    )
    text = "\n".join(lines)
    source = Source("x.py", text, ast.parse(text))
    assert (readings_of_the_clock(source), bare_tasks(source)) == (["x.py:2"], ["x.py:3", "x.py:4"])
