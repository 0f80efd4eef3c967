"""Reduce the full Bot API description to facts.

`python -m simulator.schema.reduce FULL_SPEC.json` writes bot_api.json beside this file: names, types, what is
required, limits and enumerations, and no prose. The full description is the `api.json` of
github.com/PaulSonOfLars/telegram-bot-api-spec (MIT).
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

Raw = dict[str, Any]

TARGET = Path(__file__).with_name("bot_api.json")

_LENGTH = re.compile(r"(\d+)-(\d+) (characters|bytes)( after entit(?:ies|y) parsing)?")
_RANGE = re.compile(r"(?:[Vv]alues? between |; |, )(\d+)[-–](\d+)(?: are accepted|\. Defaults|$)")
_AT_MOST = re.compile(r"[Aa]t most (\d+) (\w+)(?: \w+)* (?:can|may|must) be")
_QUOTED = r"[“\"‘'][\w/-]+[”\"’']"
_ONE_OF = re.compile(rf"(?:[Mm]ust be one of|can be|[Oo]ne of) ((?:{_QUOTED}(?: \([a-z]+\))?(?:, or |, | or )?)+)")
_ALWAYS = re.compile(r"(?:must be|always) [“\"‘']?(\w+)[”\"’']?\.?$")
_ACTION = re.compile(r"([a-z_]+)(?: or ([a-z_]+))? for ")


def _limits(name: str, types: list[str], words: str) -> Raw:
    found: Raw = {}
    if "String" in types and (length := _LENGTH.search(words)):
        key = "parsed" if length[4] else "bytes" if length[3] == "bytes" else "length"
        found[key] = [int(length[1]), int(length[2])]
    if types == ["String"]:
        found |= _words(name, words)
    if "Integer" in types and (between := _RANGE.search(words)):
        found["range"] = [int(between[1]), int(between[2])]
    if types[0].startswith("Array of") and (most := _AT_MOST.search(words)):
        found["items"] = int(most[1])
    return found


def _words(name: str, words: str) -> Raw:
    if name == "action":
        return {"enum": [word for pair in _ACTION.findall(words) for word in pair if word]}
    if always := _ALWAYS.search(words):
        return {"enum": [always[1]]}
    if one_of := _ONE_OF.search(words):
        allowed = re.findall(r"[“\"‘']([\w/-]+)[”\"’']", one_of[1])
        if len(allowed) > 1:
            return {"enum": allowed}
    return {}


def _fields(fields: list[Raw]) -> Raw:
    reduced: Raw = {}
    for field in fields:
        fact: Raw = {"types": field["types"]}
        if field["required"]:
            fact["required"] = True
        reduced[field["name"]] = fact | _limits(field["name"], field["types"], field["description"])
    return reduced


def reduce(full: Raw) -> Raw:
    """Keep the facts of a full description."""
    methods = {
        name: {"returns": method["returns"], "fields": _fields(method.get("fields", []))}
        for name, method in full["methods"].items()
    }
    types = {
        name: {"subtypes": kind["subtypes"]} if kind.get("subtypes") else {"fields": _fields(kind.get("fields", []))}
        for name, kind in full["types"].items()
    }
    return {"version": full["version"], "methods": methods, "types": types}


def text(reduced: Raw) -> str:
    """One line for each method and type, so that a new version shows its differences."""
    lines = ["{", f'"version":{json.dumps(reduced["version"])},']
    for part, end in (("methods", ","), ("types", "")):
        rows = [
            f"{json.dumps(name)}:{json.dumps(fact, separators=(',', ':'), ensure_ascii=False)}"
            for name, fact in reduced[part].items()
        ]
        lines += [f'"{part}":{{', ",\n".join(rows), "}" + end]
    return "\n".join([*lines, "}"]) + "\n"


def main() -> None:
    """Read the full description named on the command line and write the reduction."""
    if len(sys.argv) != 2:
        sys.exit("usage: python -m simulator.schema.reduce FULL_SPEC.json")
    full = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    TARGET.write_text(text(reduce(full)), encoding="utf-8")


if __name__ == "__main__":
    main()
