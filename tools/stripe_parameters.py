"""Write simulator/stripe/parameters.json: the request parameters that the installed stripe package declares.

Run `python -m tools.stripe_parameters` after a new version of it. A scalar is null, a list `[of what]`, an object its
fields, and a map of free names "map".
"""

import ast
import importlib.util
import json
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parents[1] / "simulator/stripe/parameters.json"

# What the stand-in answers, by the module and class in `stripe.params` that declares its parameters.
CALLS = {
    "POST /v1/customers": "_customer_create_params",
    "GET /v1/customers/{id}": "_customer_retrieve_params",
    "POST /v1/products": "_product_create_params",
    "POST /v1/prices": "_price_create_params",
    "GET /v1/prices": "_price_list_params",
    "GET /v1/prices/{id}": "_price_retrieve_params",
    "POST /v1/checkout/sessions": "checkout._session_create_params",
    "GET /v1/checkout/sessions/{id}": "checkout._session_retrieve_params",
    "POST /v1/checkout/sessions/{id}/expire": "checkout._session_expire_params",
    "POST /v1/billing_portal/sessions": "billing_portal._session_create_params",
    "GET /v1/subscriptions": "_subscription_list_params",
    "GET /v1/subscriptions/{id}": "_subscription_retrieve_params",
    "POST /v1/subscriptions/{id}": "_subscription_update_params",
    "DELETE /v1/subscriptions/{id}": "_subscription_cancel_params",
    "GET /v1/invoices": "_invoice_list_params",
    "GET /v1/invoices/{id}": "_invoice_retrieve_params",
    "POST /v1/invoices/create_preview": "_invoice_create_preview_params",
    "GET /v1/invoice_payments": "_invoice_payment_list_params",
    "POST /v1/refunds": "_refund_create_params",
    "GET /v1/charges/{id}": "_charge_retrieve_params",
    "GET /v1/disputes/{id}": "_dispute_retrieve_params",
    "GET /v1/events": "_event_list_params",
    "GET /v1/events/{id}": "_event_retrieve_params",
    "GET /v1/balance": "_balance_retrieve_params",
}


def declared(module: str) -> dict[str, Any]:
    """The parameters of one request, and which of them must be given, under `required`."""
    found = importlib.util.find_spec(f"stripe.params.{module}")
    if found is None or found.origin is None:
        raise LookupError(module)
    tree = ast.parse(Path(found.origin).read_text("utf-8"))
    classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
    root = next(iter(classes.values()))
    names = _fields(root)
    return {
        "fields": {name: _shape(kind, classes) for name, kind in names},
        "required": sorted(name for name, kind in names if not _optional(kind)),
    }


def _fields(node: ast.ClassDef) -> list[tuple[str, ast.expr]]:
    return [
        (one.target.id, one.annotation)
        for one in node.body
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)
    ]


def _optional(kind: ast.expr) -> bool:
    return isinstance(kind, ast.Subscript) and ast.unparse(kind.value) == "NotRequired"


def _shape(kind: ast.expr, classes: dict[str, ast.ClassDef]) -> Any:
    if isinstance(kind, ast.Constant) and isinstance(kind.value, str):
        return _shape(ast.parse(kind.value, mode="eval").body, classes)
    if isinstance(kind, ast.Name):
        node = classes.get(kind.id)
        return {name: _shape(inner, classes) for name, inner in _fields(node)} if node is not None else None
    if isinstance(kind, ast.BinOp):
        return _first(_shape(kind.left, classes), _shape(kind.right, classes))
    if isinstance(kind, ast.Subscript):
        inner = kind.slice.elts if isinstance(kind.slice, ast.Tuple) else [kind.slice]
        match ast.unparse(kind.value):
            case "List":
                return [_shape(inner[0], classes)]
            case "Dict":
                return "map"
            case "Literal":
                return None
            case _:
                return _first(*(_shape(one, classes) for one in inner))
    return None


def _first(*shapes: Any) -> Any:
    return next((shape for shape in shapes if shape is not None), None)


def written() -> str:
    """The file's content."""
    calls = {call: declared(module) for call, module in CALLS.items()}
    lines = [f'"{call}": {json.dumps(shape, separators=(",", ":"))}' for call, shape in calls.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    TARGET.write_text(written(), "utf-8")
