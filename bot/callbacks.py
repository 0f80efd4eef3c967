"""Every kind of button, declared once. Button data is a claim, never a right: services look rows up by owner.

Data reads `1:<kind>:<value>:…` in at most 64 bytes. Keyboards stay in people's chats for years: the leading number is
the version, and a retired kind keeps its name here so that its buttons get an answer.
"""

import re
from dataclasses import dataclass, fields
from typing import ClassVar, Self

VERSION = "1"
_INTEGER = re.compile(r"-?[0-9]{1,18}")
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_")
_SIGN = re.compile(r"\.([0-9a-f]{1,5})\.")
_WORD = re.compile(r"[a-z0-9_.]{0,40}")


@dataclass(frozen=True, slots=True)
class Tap:
    """What a tap says: its kind and values, integers or short words."""

    kind: ClassVar[str] = ""

    def pack(self) -> str:
        """The data of the button; a kind that cannot fit 64 bytes is a mistake of ours."""
        data = ":".join([VERSION, self.kind, *(str(getattr(self, field.name)) for field in fields(self))])
        if len(data.encode()) > 64:
            raise ValueError(f"{self.kind} button data is over 64 bytes")
        return data

    @classmethod
    def parse(cls, data: str | None) -> Self | None:
        """The tap that the data says, or None if it is not of this kind or malformed."""
        version, _, rest = (data or "").partition(":")
        kind, *values = rest.split(":")
        if version != VERSION or kind != cls.kind or len(values) != len(fields(cls)):
            return None
        read: dict[str, int | str] = {}
        for field, value in zip(fields(cls), values, strict=True):
            pattern = _INTEGER if field.type is int else _WORD
            if not pattern.fullmatch(value):
                return None
            read[field.name] = int(value) if field.type is int else value
        return cls(**read)


@dataclass(frozen=True, slots=True)
class Open(Tap):
    """Show a list or page by name (`vehicles`, `history` …), from a position."""

    kind: ClassVar[str] = "open"
    page: str
    position: int = 0


@dataclass(frozen=True, slots=True)
class AddVehicle(Tap):
    """Start adding a vehicle, by `photo` or `form`."""

    kind: ClassVar[str] = "add"
    way: str


@dataclass(frozen=True, slots=True)
class FormMove(Tap):
    """Move within the form that is open; `step` is the step that showed the button.

    `skip`, `back`, `cancel`; `keep` what was typed, `finish` with what is known, `erase` a field, `today` as a day,
    `old` for a VIN of before 1981.
    """

    kind: ClassVar[str] = "form"
    move: str
    step: str


@dataclass(frozen=True, slots=True)
class ChooseEnergy(Tap):
    """Choose the energy of the vehicle being added."""

    kind: ClassVar[str] = "nrg"
    energy: str


@dataclass(frozen=True, slots=True)
class ChooseModel(Tap):
    """Choose a make, and perhaps a model of it, by their keys in the catalogue."""

    kind: ClassVar[str] = "mdl"
    make: str
    model: str


@dataclass(frozen=True, slots=True)
class ChooseCountry(Tap):
    """Choose the country of a plate."""

    kind: ClassVar[str] = "ctry"
    country: str


@dataclass(frozen=True, slots=True)
class ChooseCategory(Tap):
    """Choose the category of a vehicle."""

    kind: ClassVar[str] = "catg"
    category: str


@dataclass(frozen=True, slots=True)
class AddNumbered(Tap):
    """Add the vehicle of a `plate` or `vin` that was typed; the number is written with the signs buttons may hold."""

    kind: ClassVar[str] = "addn"
    what: str
    number: str


@dataclass(frozen=True, slots=True)
class OnVehicle(Tap):
    """Act on a vehicle: `edit`, `default`, `restore`, `delete`, `deleted`, `undelete`, `vin`."""

    kind: ClassVar[str] = "v"
    action: str
    vehicle: int


@dataclass(frozen=True, slots=True)
class EditField(Tap):
    """Change one field of a vehicle."""

    kind: ClassVar[str] = "vf"
    field: str
    vehicle: int


@dataclass(frozen=True, slots=True)
class ArchiveVehicle(Tap):
    """Archive a vehicle for a reason: `sold`, `scrapped`, `other`, or `ask` which."""

    kind: ClassVar[str] = "va"
    reason: str
    vehicle: int


@dataclass(frozen=True, slots=True)
class FindVehicle(Tap):
    """Ask for the words of a search among the vehicles."""

    kind: ClassVar[str] = "vfind"


@dataclass(frozen=True, slots=True)
class FoundVehicles(Tap):
    """Show what a search among the vehicles finds from a position; `words` as buttons may hold them."""

    kind: ClassVar[str] = "vs"
    words: str
    position: int = 0


@dataclass(frozen=True, slots=True)
class VehicleDocuments(Tap):
    """Show one vehicle's documents from a position."""

    kind: ClassVar[str] = "vd"
    vehicle: int
    position: int = 0


@dataclass(frozen=True, slots=True)
class OpenVehicle(Tap):
    """Show a vehicle's card."""

    kind: ClassVar[str] = "veh"
    vehicle: int


@dataclass(frozen=True, slots=True)
class OpenHistory(Tap):
    """Show one vehicle's history from a position."""

    kind: ClassVar[str] = "hist"
    vehicle: int
    position: int = 0


@dataclass(frozen=True, slots=True)
class OpenRecord(Tap):
    """Show a maintenance record."""

    kind: ClassVar[str] = "rec"
    record: int


@dataclass(frozen=True, slots=True)
class OpenDocument(Tap):
    """Show a document's card."""

    kind: ClassVar[str] = "doc"
    document: int


@dataclass(frozen=True, slots=True)
class SendDocument(Tap):
    """Send the document's file back."""

    kind: ClassVar[str] = "file"
    document: int


@dataclass(frozen=True, slots=True)
class OnDocument(Tap):
    """Act on a document.

    `save`, `save_anyway`, `discard`, `correct`, `vehicles`, `back`, `remove`, `removed`, `again` (read it again).
    """

    kind: ClassVar[str] = "d"
    action: str
    document: int
    revision: int


@dataclass(frozen=True, slots=True)
class CorrectField(Tap):
    """Correct one field of a card."""

    kind: ClassVar[str] = "fix"
    field: str
    document: int
    revision: int


@dataclass(frozen=True, slots=True)
class DocumentVehicle(Tap):
    """Choose the vehicle that a document belongs to (0: the one the paper names, to be added)."""

    kind: ClassVar[str] = "dv"
    vehicle: int
    document: int
    revision: int


@dataclass(frozen=True, slots=True)
class LeaveFlow(Tap):
    """Drop the question that is open, whichever it is."""

    kind: ClassVar[str] = "leave"


@dataclass(frozen=True, slots=True)
class OnReminder(Tap):
    """Act on a reminder: `accept`, `decline`, `dismiss`, `done`, `day`, `week`, `pick`, `due`, `open`."""

    kind: ClassVar[str] = "r"
    action: str
    reminder: int


@dataclass(frozen=True, slots=True)
class OnProposals(Tap):
    """Accept or decline what was proposed after a record (`accept`, `decline`)."""

    kind: ClassVar[str] = "prop"
    action: str
    record: int


@dataclass(frozen=True, slots=True)
class ChooseLanguage(Tap):
    """Choose the language."""

    kind: ClassVar[str] = "lang"
    language: str


def as_word(text: str) -> str:
    """Write any text with the signs that a button may hold: its letters in lower case, other signs by their number."""
    return "".join(sign if sign in _PLAIN else f".{ord(sign):x}." for sign in text.lower())


def from_word(word: str) -> str:
    """Read what `as_word` wrote; what it did not write stays as it is."""
    return _SIGN.sub(lambda sign: chr(min(int(sign[1], 16), 0x10FFFF)), word)


KINDS: tuple[type[Tap], ...] = (
    Open,
    AddVehicle,
    FormMove,
    ChooseEnergy,
    ChooseModel,
    ChooseCountry,
    ChooseCategory,
    AddNumbered,
    OnVehicle,
    EditField,
    ArchiveVehicle,
    FindVehicle,
    FoundVehicles,
    VehicleDocuments,
    OpenVehicle,
    OpenHistory,
    OpenRecord,
    OpenDocument,
    SendDocument,
    OnDocument,
    CorrectField,
    DocumentVehicle,
    LeaveFlow,
    OnReminder,
    OnProposals,
    ChooseLanguage,
)
