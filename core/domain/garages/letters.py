"""Letters to garages: in which language they are, and what people's words look like in them."""

import re
from typing import Final

from core.domain.garages.ratings import LINK
from core.domain.typed_text import clean_line

# By the country that a garage is in; elsewhere a letter speaks the person's language.
_SPOKEN: Final = {
    **dict.fromkeys(("FR", "BE", "LU", "MC", "CH", "RE", "GP", "MQ", "GF", "YT", "NC", "PF"), "fr"),
    **dict.fromkeys(("ES", "AD", "MX", "AR", "CL", "CO", "PE"), "es"),
    **dict.fromkeys(("GB", "IE", "US", "CA", "AU", "NZ"), "en"),
}
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{32}")


def language_in(country: str, own: str) -> str:
    """The language of a letter to a garage of a country."""
    return _SPOKEN.get(country.upper(), own)


def unlinked(text: str | None, highest: int = 120) -> str:
    """A person's words without what a mail program makes a link of: no letter of ours leads anybody elsewhere."""
    return clean_line(LINK.sub("…", text), highest) if text else ""


def is_token(text: str) -> bool:
    """Whether this could be the word of a link to answer by."""
    return _TOKEN.fullmatch(text) is not None
