"""The kinds of reminders: what each is about, and so what can be switched off and looked for."""

from enum import StrEnum
from typing import Final

from core.domain.recurring import is_cost_name
from core.domain.service_types import ServiceType

# Said instead of a service by the reminder that a warranty ends.
WARRANTY: Final = "warranty"


class ReminderKind(StrEnum):
    """What a reminder is about. Values are stored."""

    MAINTENANCE = "maintenance"
    INSPECTION = "inspection"
    DOCUMENT = "document"
    COST = "cost"
    DIAGNOSIS = "diagnosis"
    APPOINTMENT = "appointment"
    SUBSCRIPTION = "subscription"
    OWN = "own"
    # No reminder: what the team tells everybody.
    NEWS = "news"


# Kinds that other features remind of, under this topic and in words of theirs.
TOPICS: Final = frozenset({ReminderKind.DIAGNOSIS, ReminderKind.APPOINTMENT, ReminderKind.SUBSCRIPTION})


def kind_of(service: str | None, topic: str | None) -> ReminderKind:
    """The kind of a reminder, from what it is about: a service or cost, or a topic, or else the person's own words."""
    if service is not None:
        if is_cost_name(service):
            return ReminderKind.COST
        if service == WARRANTY:
            return ReminderKind.DOCUMENT
        inspected = service == ServiceType.TECHNICAL_INSPECTION
        return ReminderKind.INSPECTION if inspected else ReminderKind.MAINTENANCE
    if topic is None:
        return ReminderKind.OWN
    # What is left is a date of a vehicle or of a paper that runs out: insurance, licence, guarantee.
    return ReminderKind(topic) if topic in TOPICS else ReminderKind.DOCUMENT
