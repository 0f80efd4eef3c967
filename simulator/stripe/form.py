"""Requests as Stripe takes them: nested form fields, checked against the parameters that Stripe declares."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

Raw = dict[str, Any]

_PART = re.compile(r"\[([^\]]*)\]")


class Refused(Exception):
    """A request that Stripe would refuse, with its status and words."""

    def __init__(self, status: int, message: str, *, code: str = "", param: str = "", kind: str = "") -> None:
        super().__init__(message)
        self.status = status
        error = {"type": kind or "invalid_request_error", "message": message, "code": code, "param": param}
        self.body: Raw = {"error": {name: value for name, value in error.items() if value}}


@cache
def _declared() -> Raw:
    found: Raw = json.loads(Path(__file__).with_name("parameters.json").read_text("utf-8"))
    return found


def nested(pairs: list[tuple[str, str]]) -> Raw:
    """Turn `a[b][0]=c` into objects and lists."""
    root: Raw = {}
    for name, value in pairs:
        first, *rest = [name.partition("[")[0], *_PART.findall(name)]
        place = root
        for part, following in zip((first, *rest), rest, strict=False):
            _ = following
            place = place.setdefault(part, {})
        place[rest[-1] if rest else first] = value
    return {name: _listed(value) for name, value in root.items()}


def _listed(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {name: _listed(one) for name, one in value.items()}
    if inner and all(name.isdecimal() for name in inner):
        return [inner[name] for name in sorted(inner, key=int)]
    return inner


def check(call: str, given: Raw) -> None:
    """Refuse what the call does not know, and what it lacks."""
    declared = _declared().get(call)
    if declared is None:
        raise Refused(404, f"Unrecognized request URL ({call}).")
    for name in declared["required"]:
        if name not in given:
            raise Refused(400, f"Missing required param: {name}.", code="parameter_missing", param=name)
    _known(given, declared["fields"], "")


def _known(given: Raw, fields: Raw, path: str) -> None:
    for name, value in given.items():
        full = f"{path}[{name}]" if path else name
        if name not in fields:
            raise Refused(400, f"Received unknown parameter: {full}", code="parameter_unknown", param=full)
        _fits(value, fields[name], full)


def _fits(value: Any, shape: Any, path: str) -> None:
    if value == "" or shape == "map":
        return
    if isinstance(shape, list):
        if not isinstance(value, list):
            raise Refused(400, "Invalid array", param=path)
        for place, one in enumerate(value):
            _fits(one, shape[0], f"{path}[{place}]")
    elif isinstance(shape, dict):
        if not isinstance(value, dict):
            raise Refused(400, "Invalid object", param=path)
        _known(value, shape, path)
    elif isinstance(value, dict | list):
        raise Refused(400, f"Invalid string: {json.dumps(value)[:40]}", param=path)
