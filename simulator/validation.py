"""Checking requests against the Bot API's facts; the checks are compiled once from schema/bot_api.json."""

import functools
import json
import re
from collections.abc import Callable
from pathlib import Path

from simulator.wire import Raw, Upload, reject

# A check looks at a value found at a path and adds what is wrong with it.
Check = Callable[[object, str, list[str]], None]

_FACTS = Path(__file__).with_name("schema") / "bot_api.json"
_SCALARS: dict[str, tuple[type, ...]] = {
    "Integer": (int,),
    "Float": (int, float),
    "Boolean": (bool,),
    "String": (str,),
    "InputFile": (str,),
}
_INTEGER = re.compile(r"-?\d{1,19}")
_BOOLEANS = {"true": True, "True": True, "1": True, "false": False, "False": False, "0": False}
_FILES = frozenset({"photo", "document", "video", "audio", "voice", "animation", "sticker", "video_note", "media"})
# What Telegram says itself when a limit of this field is passed.
_WORDS = {
    "callback_data": "BUTTON_DATA_INVALID",
    "answerCallbackQuery.text": "MESSAGE_TOO_LONG",
    "BotCommand.command": "BOT_COMMAND_INVALID",
    "BotCommand.description": "BOT_COMMAND_DESCRIPTION_INVALID",
    "commands": "BOT_COMMANDS_TOO_MUCH",
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "action": "wrong parameter action in request",
}
_BUTTON = "can't parse inline keyboard button"
# Objects of which these fields alone may stand together with others; the rest is one action.
_BESIDE = frozenset({"text", "icon_custom_emoji_id", "style"})


class Method:
    """One method of the Bot API: how its parameters are read and checked."""

    def __init__(self, name: str, fields: Raw, kinds: "Kinds") -> None:
        self.name = name
        self._decoders = {field: _decoder(fact["types"]) for field, fact in fields.items()}
        self._checks = {field: kinds.field(name, field, fact) for field, fact in fields.items()}
        self._required = [field for field, fact in fields.items() if fact.get("required")]

    def read(self, given: Raw, uploads: dict[str, Upload]) -> Raw:
        """Return the parameters as values of their types; rejects what the method does not allow."""
        params: Raw = {}
        errors: list[str] = []
        for name, sent in given.items():
            check = self._checks.get(name)
            if check is None:
                reject(f'unknown parameter "{name}" of {self.name}')
            if sent is not None:
                params[name] = value = self._decoders[name](name, sent)
                check(value, name, errors)
        params |= {name: f"attach://{name}" for name in uploads if name in self._checks and name not in params}
        errors[:0] = [_absent(name) for name in self._required if name not in params]
        if errors:
            reject(errors[0])
        return params


class Kinds:
    """The types of the Bot API, each compiled when it is first met."""

    def __init__(self, facts: Raw) -> None:
        self._facts = facts
        self._made: dict[str, Check] = {}

    def field(self, owner: str, name: str, fact: Raw) -> Check:
        """Compile the check of one field."""
        kind = self._union(fact["types"])
        words = _WORDS.get(f"{owner}.{name}") or _WORDS.get(name)
        limit = _limit(fact, words)
        if limit is None:
            return kind

        def check(value: object, path: str, errors: list[str]) -> None:
            before = len(errors)
            kind(value, path, errors)
            if len(errors) == before:
                limit(value, path, errors)

        return check

    def _union(self, types: list[str]) -> Check:
        if all(kind.startswith("Array of ") for kind in types):
            return _array(self._union([kind.removeprefix("Array of ") for kind in types]))
        checks = [self.kind(kind) for kind in types]
        if len(checks) == 1:
            return checks[0]
        return _best_of(checks)

    def kind(self, name: str) -> Check:
        """Return the check of a type; types may contain themselves, so it is looked up when it runs."""
        if name.startswith("Array of "):
            return _array(self.kind(name.removeprefix("Array of ")))
        if name in _SCALARS:
            return _scalar(name)

        def check(value: object, path: str, errors: list[str]) -> None:
            made = self._made.get(name)
            if made is None:
                made = self._made[name] = self._compile(name)
            made(value, path, errors)

        return check

    def _compile(self, name: str) -> Check:
        fact = self._facts[name]
        if "subtypes" in fact:
            return self._subtypes(fact["subtypes"])
        fields: Raw = fact["fields"]
        checks = {field: self.field(name, field, one) for field, one in fields.items()}
        required = [field for field, one in fields.items() if one.get("required")]
        check = _object(name, checks, required)
        if name == "KeyboardButton":
            return _text_or(check)
        return _one_action(check, frozenset(fields) - _BESIDE) if name == "InlineKeyboardButton" else check

    def _subtypes(self, names: list[str]) -> Check:
        """Choose by the field whose one allowed word tells the subtypes apart, else by the fewest errors."""
        chosen: dict[tuple[str, str], Check] = {}
        for name in names:
            for key, fact in self._facts[name].get("fields", {}).items():
                if len(words := fact.get("enum", ())) == 1:
                    chosen[(key, words[0])] = self.kind(name)
        best = _best_of([self.kind(name) for name in names])
        keys = {key for key, _ in chosen} if len(chosen) == len(names) else set()

        def check(value: object, path: str, errors: list[str]) -> None:
            if isinstance(value, dict):
                for key in keys:
                    if known := chosen.get((key, str(value.get(key)))):
                        known(value, path, errors)
                        return
            best(value, path, errors)

        return check


def _object(name: str, checks: dict[str, Check], required: list[str]) -> Check:
    def check(value: object, path: str, errors: list[str]) -> None:
        if not isinstance(value, dict):
            errors.append(f"Object expected as {path}")
            return
        for key, one in value.items():
            if (known := checks.get(key)) is None:
                errors.append(f'unknown field "{path}.{key}" of {name}')
            elif one is not None:
                known(one, f"{path}.{key}", errors)
        errors += [f'can\'t find field "{field}" in {path}' for field in required if value.get(field) is None]

    return check


def _text_or(button: Check) -> Check:
    """Accept a bare text where Telegram accepts it in place of a button."""

    def check(value: object, path: str, errors: list[str]) -> None:
        if not isinstance(value, str):
            button(value, path, errors)

    return check


def _one_action(button: Check, actions: frozenset[str]) -> Check:
    def check(value: object, path: str, errors: list[str]) -> None:
        button(value, path, errors)
        given = value if isinstance(value, dict) else {}
        found = sorted(name for name in given.keys() & actions if given[name] or name.startswith("switch_"))
        if not found:
            errors.append(f"{_BUTTON}: Text buttons are unallowed in the inline keyboard")
        elif len(found) > 1:
            errors.append(f"{_BUTTON}: exactly one action is allowed, found {', '.join(found)}")

    return check


def _scalar(name: str) -> Check:
    types = _SCALARS[name]
    truth = name == "Boolean"

    def check(value: object, path: str, errors: list[str]) -> None:
        if not isinstance(value, types) or isinstance(value, bool) is not truth:
            errors.append(f'field "{path}" must be of type {name}')

    return check


def _array(item: Check) -> Check:
    def check(value: object, path: str, errors: list[str]) -> None:
        if not isinstance(value, list):
            errors.append(f"Array expected as {path}")
            return
        for number, one in enumerate(value):
            item(one, f"{path}[{number}]", errors)

    return check


def _best_of(checks: list[Check]) -> Check:
    def check(value: object, path: str, errors: list[str]) -> None:
        best: list[str] | None = None
        for one in checks:
            found: list[str] = []
            one(value, path, found)
            if not found:
                return
            if best is None or len(found) < len(best):
                best = found
        errors += best or []

    return check


def _limit(fact: Raw, words: str | None) -> Check | None:
    if allowed := fact.get("enum"):
        return _enumeration(frozenset(allowed), words)
    for key, measure in (("length", len), ("bytes", _byte_length), ("range", int), ("items", len)):
        if key in fact:
            low, high = fact[key] if key != "items" else (0, fact[key])
            return _between(measure, low, high, words)
    return None


def _enumeration(allowed: frozenset[str], words: str | None) -> Check:
    def check(value: object, path: str, errors: list[str]) -> None:
        if value not in allowed:
            errors.append(words or f'field "{path}" must be one of {", ".join(sorted(allowed))}')

    return check


def _between(measure: Callable[..., int], low: int, high: int, words: str | None) -> Check:
    def check(value: object, path: str, errors: list[str]) -> None:
        if not low <= measure(value) <= high:
            errors.append(words or f'field "{path}" must be {low}-{high}, is {measure(value)}')

    return check


def _byte_length(value: str) -> int:
    return len(value.encode())


def _absent(name: str) -> str:
    if name in _WORDS:
        return _WORDS[name]
    return f"there is no {name} in the request" if name in _FILES else f'parameter "{name}" is required'


def _decoder(types: list[str]) -> Callable[[str, object], object]:
    """Return how a form's string becomes a value of these types; JSON values pass as they are."""
    if types in (["String"], ["InputFile", "String"], ["InputFile"]):
        return lambda _, value: value
    if "Integer" in types:
        return lambda _, value: int(value) if isinstance(value, str) and _INTEGER.fullmatch(value) else value
    if types == ["Boolean"]:
        return lambda _, value: _BOOLEANS.get(value, value) if isinstance(value, str) else value
    return _from_json


def _from_json(name: str, value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        reject(f"can't parse {name.replace('_', ' ')} JSON object")


@functools.cache
def facts() -> Raw:
    """Return the Bot API's facts."""
    read: Raw = json.loads(_FACTS.read_text(encoding="utf-8"))
    return read


@functools.cache
def methods() -> dict[str, Method]:
    """Return all methods by their name in lower case."""
    kinds = Kinds(facts()["types"])
    return {name.lower(): Method(name, fact["fields"], kinds) for name, fact in facts()["methods"].items()}


def faulty(type_name: str, value: object) -> list[str]:
    """Return what is wrong with an object of this type; the simulator's own updates are tested with it."""
    errors: list[str] = []
    Kinds(facts()["types"]).kind(type_name)(value, type_name, errors)
    return errors
