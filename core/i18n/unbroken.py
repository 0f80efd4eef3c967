"""Plates that stay on one line of a narrow screen."""

import re
from typing import Final

_NO_BREAK_HYPHEN: Final = "\u2011"
# AB-123-CD, not within a word or an address; where a tap copies it (<code>), it stays as it is typed.
_FRENCH: Final = re.compile(r"(?<![\w/=.-])(?<!<code>)([A-Z]{1,2})-([0-9]{2,3})-([A-Z]{1,2})(?![\w-])")


def unbroken(html: str) -> str:
    """The same text with plates that no line end breaks; what is copied from it is understood (`clean`)."""
    return _FRENCH.sub(rf"\1{_NO_BREAK_HYPHEN}\2{_NO_BREAK_HYPHEN}\3", html)
