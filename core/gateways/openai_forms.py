"""Forms of ours as a model is asked for them, and as it gives them back: checked, or nothing."""

import json
import re
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from core.assistant_port import AssistantFailed, FormT, Trouble

LONGEST_ANSWER: Final = 40_000
DEEPEST: Final = 40
_FENCED: Final = re.compile(r"```(?:json)?\s*(.*?)```", re.S)
# What the strict schemas of services do not know; we check it ourselves.
_NOT_STRICT: Final = frozenset(
    {"default", "title", "minLength", "maxLength", "minItems", "maxItems", "pattern", "format"}
)


def schema_of(form: type[BaseModel]) -> dict[str, Any]:
    """The form's schema as services want it: every field required, nothing else allowed."""
    strict: dict[str, Any] = _strict(form.model_json_schema())
    return strict


def _strict(node: Any) -> Any:
    if isinstance(node, list):
        return [_strict(one) for one in node]
    if not isinstance(node, dict):
        return node
    # Within `properties` and `$defs` keys are names of ours, whatever they read.
    made = {
        key: ({name: _strict(one) for name, one in value.items()} if key in {"properties", "$defs"} else _strict(value))
        for key, value in node.items()
        if key not in _NOT_STRICT
    }
    if isinstance(made.get("properties"), dict):
        made["required"], made["additionalProperties"] = list(made["properties"]), False
    return made


def instruction_for(form: type[BaseModel]) -> str:
    """What a server is told that knows no schemas."""
    return f"Answer with one JSON object of this JSON schema, and nothing else:\n{json.dumps(schema_of(form))}"


def filled(text: str | None, form: type[FormT]) -> FormT:
    """Read an answer into the form; at most one repair: what stands around the object is left out."""
    if not text or len(text) > LONGEST_ANSWER:
        raise AssistantFailed(Trouble.GARBAGE)
    for attempt in (text, _object_in(text)):
        try:
            return form.model_validate(json.loads(attempt, parse_constant=_no_number))
        except (ValidationError, ValueError, RecursionError):
            continue
    raise AssistantFailed(Trouble.GARBAGE)


def _object_in(text: str) -> str:
    fenced = _FENCED.search(text)
    inner = fenced[1] if fenced else text
    begin, end = inner.find("{"), inner.rfind("}")
    return inner[begin : end + 1] if 0 <= begin < end else ""


def _no_number(constant: str) -> float:
    """NaN and Infinity are no JSON."""
    raise ValueError(constant)
