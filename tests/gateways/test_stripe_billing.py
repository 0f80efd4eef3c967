import ast
from pathlib import Path

from core.gateways import stripe_billing

# What only a dict has; what the library offers instead is an attribute, or `to_dict()`.
DICTS = {"get", "keys", "values", "items_", "setdefault", "update"}


def as_dicts(tree: ast.Module) -> list[int]:
    """The lines that reach into a value as into a dict."""
    found = []
    for node in ast.walk(tree):
        text = (
            isinstance(node, ast.Subscript)
            and isinstance(node.slice, ast.Constant)
            and isinstance(node.slice.value, str)
        )
        call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in DICTS
        owner = ast.unparse(node.func.value) if call and isinstance(node.func, ast.Attribute) else ""  # type: ignore[attr-defined]  # a call
        if text or (call and not owner.endswith("to_dict()") and owner != "metadata"):
            found.append(getattr(node, "lineno", 0))
    return found


def test_no_object_of_stripe_is_used_as_a_dict() -> None:
    source = Path(stripe_billing.__file__).read_text("utf-8")
    assert as_dicts(ast.parse(source)) == []
    assert as_dicts(ast.parse("a['id']\nb.get('data')")) == [1, 2]
