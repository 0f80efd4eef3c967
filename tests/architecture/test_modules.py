from collections import defaultdict
from pathlib import PurePosixPath

from tests.architecture.sources import EVERYTHING, PRODUCT, ROOT, sources

MEANINGLESS = {"utils", "util", "helpers", "helper", "common", "manager", "misc", "stuff"}
LAYERED = {"core", "bot"}


def test_no_module_reaches_400_lines() -> None:
    long = [f"{source.path}: {lines}" for source in sources(*EVERYTHING) if (lines := source.text.count("\n")) >= 400]
    assert long == []


def test_module_names_say_what_is_inside() -> None:
    names = [(source.path, set(PurePosixPath(source.path).with_suffix("").parts)) for source in sources(*EVERYTHING)]
    assert [path for path, parts in names if parts & MEANINGLESS] == []


def test_a_module_name_occurs_once_in_its_package() -> None:
    seen = defaultdict(list)
    for source in sources(*PRODUCT):
        path = PurePosixPath(source.path)
        # core and bot repeat a feature's name once in each layer, on purpose: there the layer is the package.
        depth = 2 if path.parts[0] in LAYERED and len(path.parts) > 2 else 1
        if path.name not in {"__init__.py", "__main__.py"}:
            seen["/".join(path.parts[:depth]), path.stem].append(source.path)
    assert [paths for paths in seen.values() if len(paths) > 1] == []


def test_every_folder_of_tests_is_a_package_so_that_file_names_may_repeat() -> None:
    folders = {path.parent for path in (ROOT / "tests").rglob("test_*.py")}
    assert sorted(str(folder) for folder in folders if not (folder / "__init__.py").is_file()) == []


def test_no_import_hides_behind_type_checking() -> None:
    assert [source.path for source in sources(*PRODUCT) if "TYPE_CHECKING" in source.text] == []
