from collections.abc import Callable
from typing import TypeVar

from core.errors import Refusal
from core.i18n import LANGUAGES, translator

Value = TypeVar("Value")


def answered(read: Callable[[], Value]) -> Value | None:
    try:
        return read()
    except Refusal as refusal:
        for language in LANGUAGES:
            translator(language)(refusal.key, **refusal.values)
        return None
