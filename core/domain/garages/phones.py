"""Telephone numbers of garages: read, checked and written in one way."""

import re

from core.errors import Refusal

_FRENCH = re.compile(r"0[1-9][0-9]{8}")
_FOREIGN = re.compile(r"\+[1-9][0-9]{6,14}")


def plain_phone(text: object) -> str | None:
    """A number as it can be dialled from anywhere, French ones with their country; nothing for what is none."""
    if text is None:
        return None
    first = re.split(r"[;/,]", str(text))[0]
    digits = re.sub(r"[ .()\u00a0\u202f-]", "", first)
    digits = f"+{digits[2:]}" if digits.startswith("00") else digits
    digits = digits.replace("+330", "+33", 1)
    if _FRENCH.fullmatch(digits):
        return spaced(f"+33{digits[1:]}")
    return spaced(digits) if _FOREIGN.fullmatch(digits) else None


def checked_phone(text: str) -> str:
    """A number that was typed."""
    phone = plain_phone(text)
    if phone is None:
        raise Refusal("garage.phone_not_understood")
    return phone


def spaced(number: str) -> str:
    """A French number in pairs, as it is read: `+33 4 72 00 00 00`."""
    if not number.startswith("+33") or len(number) != 12:
        return number
    rest = number[4:]
    return f"+33 {number[3]} " + " ".join(rest[place : place + 2] for place in range(0, 8, 2))
