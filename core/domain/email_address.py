"""Addresses of mailboxes: what is one, which are the same mailbox, and which look like a slip of the thumb."""

import re
from dataclasses import dataclass
from typing import Final

from email_validator import EmailNotValidError, validate_email
from rapidfuzz.distance import OSA

from core.domain.typed_text import clean
from core.errors import Refusal

LONGEST: Final = 254
# What people put around an address when they copy it.
_WRAPPING: Final = " \t\n<>()[]\"'«»“”,;"
_PLAIN_LOCAL: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}")

# The mailboxes that most people of our languages have; a domain one letter away from one of them is asked about.
USUAL_DOMAINS: Final = (
    *("gmail.com", "googlemail.com", "outlook.com", "outlook.fr", "outlook.es", "hotmail.com", "hotmail.fr"),
    *("hotmail.es", "live.com", "live.fr", "msn.com", "yahoo.com", "yahoo.fr", "yahoo.es", "ymail.com", "icloud.com"),
    *("me.com", "mac.com", "orange.fr", "wanadoo.fr", "free.fr", "laposte.net", "sfr.fr", "neuf.fr", "bbox.fr"),
    *("proton.me", "protonmail.com", "gmx.com", "gmx.fr", "gmx.es", "gmx.de", "web.de", "mailo.com", "telefonica.net"),
    *("aol.com", "zoho.com", "fastmail.com", "tutanota.com", "hey.com", "mail.com"),
)
# Endings that are a slip for another one, with what was meant.
_SLIPPED_ENDINGS: Final = {
    "con": "com",
    "cmo": "com",
    "ocm": "com",
    "comm": "com",
    "vom": "com",
    "xom": "com",
    "rf": "fr",
}
# Of shorter domains many are a letter apart, each somebody's own.
_SLIP_FROM: Final = 8
# Google ignores points in what is before the sign.
_WITHOUT_POINTS: Final = {"gmail.com", "googlemail.com"}


@dataclass(frozen=True, slots=True)
class EmailAddress:
    """An address as it is written to. `mailbox`: what other spellings of the same mailbox share."""

    text: str

    @property
    def domain(self) -> str:
        """What follows the sign, in ASCII."""
        return self.text.rpartition("@")[2]

    @property
    def lookup(self) -> str:
        """The spelling by which it is found: nobody remembers the capitals they once typed."""
        return self.text.lower()

    @property
    def mailbox(self) -> str:
        """The mailbox behind it: `ana+cars@gmail.com` and `a.n.a@gmail.com` fill the same one."""
        local, _, domain = self.lookup.rpartition("@")
        local = local.partition("+")[0] or local
        return f"{local.replace('.', '') if domain in _WITHOUT_POINTS else local}@{domain}"


def parse_address(typed: str) -> EmailAddress:
    """The address in what was typed, with its domain in ASCII; raises a `Refusal` for what cannot be one."""
    text = clean(typed).strip(_WRAPPING).removeprefix("mailto:").rstrip(".")
    if any(sign.isspace() for sign in text):
        raise Refusal("email.one_address")
    if len(text) > LONGEST:
        raise Refusal("email.too_long")
    local, sign, domain = text.rpartition("@")
    if not sign or not local or not domain:
        raise Refusal("email.not_one")
    if not _PLAIN_LOCAL.fullmatch(local):
        # Letters beyond ASCII before the sign look like others and are taken by few servers.
        raise Refusal("email.plain_letters" if not local.isascii() else "email.not_one")
    try:
        found = validate_email(text, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as problem:
        raise Refusal("email.not_one") from problem
    if found.ascii_email is None or len(found.ascii_email) > LONGEST:
        raise Refusal("email.too_long")
    return EmailAddress(found.ascii_email)


def suggestion(address: EmailAddress) -> EmailAddress | None:
    """The address that was probably meant, where the domain is one slip away from a usual one."""
    domain = address.domain
    if domain in USUAL_DOMAINS:
        return None
    meant = _meant(domain)
    return EmailAddress(f"{address.text.rpartition('@')[0]}@{meant}") if meant is not None else None


def _meant(domain: str) -> str | None:
    name, _, ending = domain.rpartition(".")
    mended = f"{name}.{_SLIPPED_ENDINGS.get(ending, ending)}"
    if mended in USUAL_DOMAINS:
        return mended
    near = [usual for usual in USUAL_DOMAINS if len(usual) >= _SLIP_FROM and OSA.distance(mended, usual) == 1]
    # An ending of another country is no slip; a letter too much or in the wrong place of the name is one.
    named = [usual for usual in near if usual.rpartition(".")[0] != name]
    return named[0] if named else (mended if mended != domain else None)


def masked(text: str) -> str:
    """An address as it is shown in a chat: enough to recognise it by, and nothing that Telegram makes a link of."""
    local, _, domain = text.rpartition("@")
    return f"{local[:1]}•••@{domain}"
