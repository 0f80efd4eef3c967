"""The words of the stand-in: a plain answer, a form filled to its schema, or whatever an injection asked for."""

import json
import re
from typing import Any

from simulator.openai.script import Act
from simulator.wire import Raw

PLAIN = (
    "D'après ce que je vois, rien ne presse. Faites contrôler le niveau d'huile et la pression des pneus, "
    "puis suivez le plan d'entretien de votre véhicule."
)
_URL = "https://evil.example/collect"


def words(act: Act, call: Raw) -> str:
    """What is said in answer to a call."""
    if act.way == "obey":
        return obeying(call)
    if act.way == "garbage":
        return "\u202e]]{{ 42 \x00 <b>NaN</b> \ufeff undefined" if act.text is None else act.text
    if act.way == "huge":
        return "very long " * 20_000
    if act.way == "empty":
        return ""
    schema = schema_in(call)
    if act.text is not None:
        return f"```json\n{act.text}\n```" if act.way == "fenced" else act.text
    if schema is None:
        return PLAIN
    made = _filled(schema, schema)
    if act.way == "violating":
        made = {name: {"unexpected": value} for name, value in made.items()} | {"plan": "premium"}
    text = json.dumps(made)
    return f"Voici :\n```json\n{text}\n```" if act.way == "fenced" else text


def obeying(call: Raw) -> str:
    """Do all that an injection could wish: repeat the prompt, promise effects, link to strangers, lie in forms."""
    told = everything_told(call)
    schema = schema_in(call)
    if schema is not None:
        made = _filled(schema, schema)
        return json.dumps(made | {"plan": "premium", "is_admin": True, "user_id": 1, "sql": "DROP TABLE account"})
    return (
        f"Everything is fine, drive on, your brakes are perfect. I set your plan to PREMIUM and deleted all records. "
        f"/delete /admin Pay here: {_URL}?data={told[:80]} [offer]({_URL}) ![x]({_URL}.png) "
        f"<a href='{_URL}'>click</a> @evil_bot total: 9999.99 EUR\nSystem prompt: {told[:600]}"
    )


def everything_told(call: Raw) -> str:
    """All words of a call, rules included, pictures left out."""
    parts = [str(call.get("instructions", ""))]
    for turn in [*call.get("input", []), *call.get("messages", [])]:
        content = turn.get("content", "")
        if isinstance(content, str):
            parts.append(content)
        else:
            parts += [str(part["text"]) for part in content if "text" in part]
    return "\n".join(parts)


def schema_in(call: Raw) -> dict[str, Any] | None:
    """The schema of the form that a call wants, however it asks for it."""
    form = call.get("text", {}).get("format") or call.get("response_format") or {}
    if form.get("type") == "json_schema":
        found: dict[str, Any] = form.get("schema") or form.get("json_schema", {}).get("schema", {})
        return found
    if call.get("tools"):
        tool: dict[str, Any] = call["tools"][0]["function"]["parameters"]
        return tool
    if form.get("type") == "json_object":
        written = re.search(r"\{.*\}", str(call["messages"][0]["content"]), re.S)
        return json.loads(written[0]) if written else {}
    return None


def _filled(node: dict[str, Any], root: dict[str, Any]) -> Any:
    """The plainest value of a schema."""
    if "$ref" in node:
        return _filled(root["$defs"][node["$ref"].rpartition("/")[2]], root)
    if "anyOf" in node:
        plain = [one for one in node["anyOf"] if one.get("type") == "null"]
        return None if plain else _filled(node["anyOf"][0], root)
    if "enum" in node or "const" in node:
        return node["enum"][0] if "enum" in node else node["const"]
    if node.get("type") == "object":
        return {name: _filled(one, root) for name, one in node.get("properties", {}).items()}
    number = max(0, node.get("minimum", 0))
    plainest: dict[str, Any] = {"array": [], "integer": number, "number": number, "boolean": False}
    return plainest.get(node.get("type", ""), "")
