import ast
import re

from tests.architecture.sources import EVERYTHING, FUNCTIONS, PRODUCT, sources

EXCEPTION_TO_A_RULE = re.compile(r"#\s*(type: ignore|noqa)(?P<which>[:\[][\w\s,-]+\]?)?(?P<rest>.*)")
REASON = re.compile(r"\w+ \w+")


def unexplained(lines: list[str]) -> list[int]:
    found, explained = [], set()
    for number, text in enumerate(lines):
        exception = EXCEPTION_TO_A_RULE.search(text)
        if exception is None:
            continue
        which = exception["which"]
        # The reason stands behind it or in a comment just above; said once, it holds for the rest of the module.
        above = lines[max(0, number - 3) : number]
        nearby = [exception["rest"], *(line for line in above if "# " in line)]
        if which and any(REASON.search(line) for line in nearby):
            explained.add(which.strip())
        if not which or which.strip() not in explained:
            found.append(number + 1)
    return found


def test_no_test_puts_a_mock_in_place_of_the_product() -> None:
    imports = [
        (source, node)
        for source in sources("tests")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    mocks = [s.at(n) for s, n in imports if "mock" in ast.unparse(n).replace(".", " ").split()]
    assert mocks == []


def test_test_names_are_the_sentences_they_prove() -> None:
    functions = [
        (source, node)
        for source in sources("tests")
        for node in ast.walk(source.tree)
        if isinstance(node, FUNCTIONS) and node.name.startswith("test_")
    ]
    assert [s.at(n) for s, n in functions if n.name.count("_") < 3 or ast.get_docstring(n)] == []


def test_every_exception_to_a_rule_names_the_rule_and_its_reason() -> None:
    read = sources(*PRODUCT, "benchmarks", "tools")
    assert [f"{s.path}:{number}" for s in read for number in unexplained(s.text.splitlines())] == []


def test_an_exception_without_rule_or_reason_is_seen() -> None:
    ignored = "x = f()  # type: " + "ignore"
    assert unexplained([ignored]) == [1]
    assert unexplained([f"{ignored}[arg-type]"]) == [1]
    assert unexplained([f"{ignored}[arg-type]  # the library's stub lags behind"]) == []
    assert unexplained(["# The stub lags behind.", f"{ignored}[arg-type]"]) == []
    assert unexplained([f"{ignored}[arg-type]  # the stub lags", "x = 1", f"{ignored}[arg-type]", ignored]) == [4]


def test_these_checks_read_a_tree_that_is_there() -> None:
    assert {source.path.partition("/")[0] for source in sources(*EVERYTHING)} == set(EVERYTHING)
