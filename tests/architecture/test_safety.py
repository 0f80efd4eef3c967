import ast
import re
from collections.abc import Iterator

from tests.architecture.sources import EVERYTHING, PRODUCT, Source, calls, dotted, sources

BANNED_MODULES = {
    "pickle",
    "marshal",
    "shelve",
    "dill",
    "xml.etree",
    "xml.dom",
    "xml.sax",
    "telnetlib",
    "imp",
}
BANNED_CALLS = {
    "eval",
    "exec",
    "os.system",
    "os.popen",
    "yaml.load",
    "yaml.unsafe_load",
    "yaml.full_load",
    "tempfile.mktemp",
}

# Where a fault of any kind ends, and why there: nowhere else may catch them all.
EDGES = {
    # the bot: an update, a background task, a message on its way, the loop that fetches
    *("bot/inbox.py", "bot/background.py", "bot/messenger.py", "bot/ledger.py", "bot/polling.py"),
    # the web side: a request, a health check
    *("webhooks/sidecar.py", "webhooks/health.py"),
    # the timer: a tick
    "scheduler/ticker.py",
    # the job runners: a job
    *("core/gateways/jobs_embedded.py", "core/gateways/jobs_procrastinate.py"),
    # processes that take files of strangers apart: decoders raise whatever they like
    *(
        "core/gateways/reading/child.py",
        "core/gateways/reading/worker.py",
        "core/gateways/logbook_child.py",
        "core/gateways/studio/bench.py",
    ),
}


def dangers(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
        if any(name == banned or name.startswith(f"{banned}.") for name in names for banned in BANNED_MODULES):
            yield source.at(node)
    for call, name in calls(source):
        shell = any(
            keyword.arg == "shell" and not (isinstance(keyword.value, ast.Constant) and keyword.value.value is False)
            for keyword in call.keywords
        )
        if name in BANNED_CALLS or shell:
            yield source.at(call)


def catches_of_everything(source: Source) -> Iterator[str]:
    broad = {"Exception", "BaseException"}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ExceptHandler):
            kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            last = node.body[-1]
            if isinstance(last, ast.Raise) and last.exc is None:
                continue  # cleaned up and passed on, which is no catch
            if any(kind is None or dotted(kind) in broad for kind in kinds):
                yield source.at(node)
    for call, name in calls(source):
        if name.endswith("suppress") and any(dotted(argument) in broad for argument in call.args):
            yield source.at(call)


def test_nothing_runs_stored_or_foreign_text() -> None:
    assert [at for source in sources(*EVERYTHING) for at in dangers(source)] == []


def test_only_the_edges_catch_every_exception() -> None:
    inside = [source for source in sources(*PRODUCT) if source.path not in EDGES]
    assert [at for source in inside for at in catches_of_everything(source)] == []


def test_the_checks_see_what_they_are_for() -> None:
    text = "\n".join(
        [
            "import pickle",
            "from xml.etree import ElementTree",
            "eval(text)",
            "subprocess.run(line, shell=True)",
            "try: f()",
            "except (ValueError, Exception): g()",
            "with suppress(Exception): f()",
            "try: f()",
            "except BaseException:",
            "    g()",
            "    raise",
        ]
    )
    source = Source("x.py", text, ast.parse(text))
    assert list(dangers(source)) == ["x.py:1", "x.py:2", "x.py:3", "x.py:4"]
    assert list(catches_of_everything(source)) == ["x.py:6", "x.py:7"]


# The ORM forgets the lock in these, and says nothing.
UNLOCKED = re.compile(r"select_for_update\([^()]*\)(?:\s*\.\w+\([^()]*\))*?\s*\.(?:count|exists|values|values_list)\(")


def test_a_lock_is_taken_by_reading_the_row_for_a_count_takes_none() -> None:
    assert UNLOCKED.search('Row.filter(id=1).select_for_update().order_by("id").count()')
    assert [source.path for source in sources(*PRODUCT) if UNLOCKED.search(source.text)] == []
