"""Messages by their id, with plurals, in one language."""

import gettext
import re
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from string import Formatter
from typing import Final, TypeAlias

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from core.i18n.formats import FORMS, NOTHING, UNIT_FORMS, ConsumptionUnit, DistanceUnit, Units
from core.i18n.languages import DEFAULT_LANGUAGE, LANGUAGES, Language, language_of
from core.i18n.markup import Html

FOLDER: Final = Path(__file__).parent

# "1,69 €/l": behind a sign Telegram would make a command of it, which a tap sends. A word joiner keeps it a text.
_LIKE_COMMAND: Final = re.compile(r"(?<=[€£$%])/(?=\w)")
_NO_COMMAND: Final = "/\u2060"

Piece: TypeAlias = tuple[str, str | None, str]


class UnknownMessage(LookupError):
    """A message id that no catalogue has: a mistake in the code, never in what a person typed."""


def read_catalogue(language: str) -> Catalog:
    """Read the catalogue of a language; it is refused when it is not well formed."""
    with (FOLDER / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


@cache
def pieces_of(template: str) -> tuple[Piece, ...]:
    """Cut a message into words and placeholders: `(words, name or None, form)`."""
    pieces: list[Piece] = []
    for words, name, form, conversion in Formatter().parse(template):
        # Only plain names: `{vehicle.owner}` or `{x!r}` would let a catalogue look inside our objects.
        if conversion or (name is not None and not name.isidentifier()):
            message = f"a placeholder is one name and one form: {template!r}"
            raise ValueError(message)
        pieces.append((words, name, form or ""))
    return tuple(pieces)


class Messages:
    """The messages of one language, compiled in memory from its catalogue; `instead` says what it does not have."""

    def __init__(self, catalogue: Catalog, instead: "Messages | None" = None) -> None:
        self._instead: Final = instead
        machine = BytesIO()
        write_mo(machine, catalogue)
        machine.seek(0)
        self._compiled = gettext.GNUTranslations(machine)
        self._plural_by_key = {
            message.id if isinstance(message.id, str) else message.id[0]: message.pluralizable
            for message in catalogue
            if message.id
        }

    def __contains__(self, key: object) -> bool:
        return key in self._plural_by_key or (self._instead is not None and key in self._instead)

    def template(self, key: str, count: object) -> str:
        """Find the words of a message, in the plural form for `count` where it has several."""
        plural = self._plural_by_key.get(key)
        if plural is None and self._instead is not None:
            return self._instead.template(key, count)
        if plural is None:
            raise UnknownMessage(key)
        if not plural:
            return self._compiled.gettext(key)
        if not isinstance(count, int):
            message = f"{key} has plural forms and needs n, an integer"
            raise TypeError(message)
        return self._compiled.ngettext(key, key, count)


class Translator:
    """Says any message of one language: `t("odometer.saved", kilometres=84_200)`."""

    def __init__(self, language: str, messages: Messages, units: Units | None = None) -> None:
        self.language: Final = language
        self._messages: Final = messages
        self.units: Final = units or Units()

    def __call__(self, key: str, /, **values: object) -> Html:
        """Say a message as Telegram HTML: values are escaped, unless they are `Html` already."""
        return Html(_LIKE_COMMAND.sub(_NO_COMMAND, self._say(key, values, Html.escaped)))

    def plain(self, key: str, /, **values: object) -> str:
        """Say a message as plain text, for buttons, commands, files and mail subjects."""
        return self._say(key, values, str)

    def knows(self, key: str) -> bool:
        """Whether the catalogue has this message."""
        return key in self._messages

    def _say(self, key: str, values: dict[str, object], secure: Callable[[str], str]) -> str:
        said = []
        for words, name, form in pieces_of(self._messages.template(key, values.get("n"))):
            said.append(words)
            if name is not None:
                said.append(secure(self._formatted(values[name], form)))
        return "".join(said)

    def _formatted(self, value: object, form: str) -> str:
        if value is None:
            return NOTHING
        if isinstance(value, str):
            return value
        if form in UNIT_FORMS:
            return UNIT_FORMS[form](value, self.language, self.units)
        return FORMS[form](value, self.language)


@cache
def _messages(language: Language) -> Messages:
    # A message that is not said in Spanish yet is said in English rather than not at all.
    return Messages(read_catalogue(language), _messages("en") if language == "es" else None)


@cache
def _translator(language: Language, units: Units) -> Translator:
    return Translator(language, _messages(language), units)


def translator(
    language: str | None = DEFAULT_LANGUAGE,
    distance_unit: DistanceUnit = "km",
    consumption_unit: ConsumptionUnit = "l_100",
) -> Translator:
    """Find the one translator of a language and units, the default language when we do not speak this one."""
    return _translator(language_of(language), Units(distance_unit, consumption_unit))


def warm_up() -> None:
    """Read every catalogue now, so that the first message of each language waits for nothing."""
    for language in LANGUAGES:
        translator(language)
