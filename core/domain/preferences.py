"""What a person may set: the choices of each setting, and what a value means."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, cast

from core.domain.assistant.exchange import Consent
from core.domain.distance import Unit
from core.domain.money import CURRENCIES
from core.domain.reminder_kinds import ReminderKind
from core.domain.telling import Digest
from core.errors import Gone
from core.i18n import LANGUAGES


class ConsumptionUnit(StrEnum):
    """How consumption of fuel is written. Values are stored."""

    L_100 = "l_100"
    KM_L = "km_l"
    MPG_UK = "mpg_uk"
    MPG_US = "mpg_us"


# The settings that are one value out of a few, each with its choices; their names are those of the account's columns.
CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "language": LANGUAGES,
    "distance_unit": ("km", "mi"),
    "consumption_unit": tuple(ConsumptionUnit),
    "currency": CURRENCIES,
    "digest": tuple(Digest),
    "ai_consent": tuple(Consent),
}
NUMBERS: Final[Mapping[str, tuple[int, ...]]] = {
    "remind_hour": tuple(range(24)),
    "quiet_from": tuple(range(24)),
    "quiet_until": tuple(range(24)),
    "lead_days": (1, 3, 7, 14, 30),
    "rhythm_days": (0, 3, 7, 14, 30),
}
# What everything is before somebody sets it; the language is the one they speak with Telegram.
DEFAULTS: Final[Mapping[str, str | int]] = {
    "time_zone": "Europe/Paris",
    "remind_hour": 9,
    "quiet_from": 22,
    "quiet_until": 8,
    "lead_days": 7,
    "rhythm_days": 7,
    "muted": "",
    "digest": Digest.NONE.value,
    "distance_unit": "km",
    "consumption_unit": ConsumptionUnit.L_100.value,
    "currency": "EUR",
    "mail_copies": False,
}
# Quiet hours may be short, long or none; a whole day of them would be to say nothing ever.
QUIET_CHOICES: Final = ((22, 8), (21, 9), (23, 7), (0, 0))


def checked(name: str, value: str) -> str | int:
    """The value of a setting from what a button says; what no button of ours offers is as good as gone."""
    if name in CHOICES and value in CHOICES[name]:
        return value
    if name in NUMBERS and value.isascii() and value.isdigit() and int(value) in NUMBERS[name]:
        return int(value)
    raise Gone


def muted_kinds(stored: str) -> frozenset[ReminderKind]:
    """The kinds that are not pushed."""
    return frozenset(ReminderKind(name) for name in stored.split(",") if name in set(ReminderKind))


def stored_kinds(kinds: frozenset[ReminderKind]) -> str:
    """The kinds as they are stored, in one order."""
    return ",".join(kind.value for kind in ReminderKind if kind in kinds)


def distance_unit_of(stored: str) -> Unit:
    """The unit of distance of an account; an unknown one is kilometres."""
    return cast("Unit", stored) if stored in CHOICES["distance_unit"] else "km"
