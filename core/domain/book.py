"""A paper about a vehicle: a service book, or a report of its costs; its words and figures ready to be printed."""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from typing import Final

from pydantic import TypeAdapter

from core.domain.picture import Curve, Picture

_RANDOM, _CHECK = 12, 4
CODE: Final = re.compile(r"[A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}")


@dataclass(frozen=True, slots=True)
class PaperTable:
    """A table with its title; widths are parts of the page, `right` are the columns of figures."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    right: tuple[int, ...] = ()
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper. Texts are plain; `page` is how a page is numbered, with `{n}` and `{total}`."""

    language: str
    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    tables: tuple[PaperTable, ...]
    page: str
    footer: str
    code: str = ""
    code_label: str = ""
    check: str = ""
    curve: Curve | None = None
    picture: Picture | None = None


PAPER: TypeAdapter[Paper] = TypeAdapter(Paper)


def make_code(random: bytes, secret: bytes) -> str:
    """A code to read aloud, whose last group proves that we gave it out."""
    drawn = base64.b32encode(random).decode()[:_RANDOM]
    code = drawn + _mac(drawn, secret)
    return "-".join(code[place : place + 4] for place in range(0, _RANDOM + _CHECK, 4))


def read_code(typed: str, secret: bytes) -> str | None:
    """The code as it was given out, or None for one that never was."""
    plain = re.sub(r"[^A-Z0-9]", "", typed[:40].upper()).translate(str.maketrans("018", "OIB"))
    code = "-".join(plain[place : place + 4] for place in range(0, len(plain), 4))
    if not CODE.fullmatch(code):
        return None
    return code if hmac.compare_digest(_mac(plain[:_RANDOM], secret), plain[_RANDOM:]) else None


def signature_of(code: str, digest: str, facts: str, secret: bytes) -> str:
    """What proves that neither the file nor what its page says of it was changed."""
    return hmac.new(secret, f"{code}|{digest}|{facts}".encode(), hashlib.sha256).hexdigest()


def _mac(text: str, secret: bytes) -> str:
    return base64.b32encode(hmac.new(secret, text.encode(), hashlib.sha256).digest()).decode()[:_CHECK]
