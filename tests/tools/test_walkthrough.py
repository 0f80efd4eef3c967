import ast

import pytest

from tools.walkthrough import PAGE, ROOT, TEST, applied, blocks


def test_every_block_of_the_walk_has_its_place_in_the_project_as_it_is():
    found = blocks(PAGE.read_text("utf-8"))
    assert TEST in [path for _, path, _ in found]
    for kind, path, block in found:
        file = ROOT / path
        assert file.exists() == (kind != "file"), path
        after = applied(kind, file.read_text("utf-8") if file.exists() else "", block)
        if path.endswith(".py"):
            ast.parse(after)


def test_an_edit_without_its_place_is_refused():
    assert applied("edit", "\na\nb\n", " a\n+c\n") == "\na\nc\nb\n"
    for before in ("\nb\n", "\na\nb\na\n"):
        with pytest.raises(ValueError, match="lines read"):
            applied("edit", before, " a\n+c\n")
