"""Words for what the administration's rows hold in words of ours: features, states, parts, what was done."""

from core.domain.plans import Feature
from core.i18n import Translator
from core.i18n.translator import UnknownMessage
from core.models import Subscription


def feature_name(t: Translator, feature: Feature) -> str:
    """What a plan gives some of."""
    return t.plain(f"feature.{feature.value}")


def provider_name(t: Translator, provider: str) -> str:
    """How a plan came to a person."""
    return _known(t, f"held_by.{provider}", provider)


def standing(t: Translator, held: Subscription) -> str:
    """Where a subscription stands."""
    return t.plain(f"held_is.{held.status.value}")


def event_state(t: Translator, state: str) -> str:
    """What became of a notice of a payment service."""
    return _known(t, f"admin.event_is_{state}", state)


def part_name(t: Translator, part: str) -> str:
    """A part that health is asked of."""
    return _known(t, f"admin.part_{part}", part)


def deed_name(t: Translator, action: str) -> str:
    """What an administrator did; entries outlive the actions that there were."""
    return _known(t, f"did.{action.replace('.', '_')}", action)


def subject_name(t: Translator, subject: str) -> str:
    """To what it was done."""
    return _known(t, f"did_to.{subject}", subject)


def _known(t: Translator, key: str, other: str) -> str:
    try:
        return t.plain(key)
    except UnknownMessage:
        return other
