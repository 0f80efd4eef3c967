"""Words for what the administration's rows hold in words of ours: features, states, parts, what was done."""

from bot.views.offers import plan_name
from core.domain.plans import STARS, Feature, Level
from core.domain.subscription_states import Status
from core.i18n import Translator
from core.i18n.translator import UnknownMessage
from core.models import Subscription
from core.services.subscriptions import GIFT


def feature_name(t: Translator, feature: Feature) -> str:
    """What a plan gives some of."""
    return t.plain(f"feature.{feature.value}")


def provider_name(t: Translator, provider: str) -> str:
    """How a plan came to a person."""
    return _known(t, f"held_by.{provider}", provider)


def standing(t: Translator, held: Subscription) -> str:
    """Where a subscription stands; what was given is tried by nobody."""
    given = held.provider == GIFT and held.status is Status.TRIALING
    return t.plain(f"held_is.{Status.ACTIVE if given else held.status}")


def event_state(t: Translator, state: str) -> str:
    """What became of a notice of a payment service."""
    return _known(t, f"admin.event_is_{state}", state)


def part_name(t: Translator, part: str) -> str:
    """A part that health is asked of."""
    return _known(t, f"admin.part_{part}", part)


def deed_name(t: Translator, action: str) -> str:
    """What an administrator did; entries outlive the actions that there were."""
    return _known(t, f"did.{action.replace('.', '_')}", action)


def _known(t: Translator, key: str, other: str) -> str:
    try:
        return t.plain(key)
    except UnknownMessage:
        return other


def place_name(t: Translator, word: str) -> str:
    """What of a plan is changed, by its name in buttons and in the audit: `standard.vehicles`, `premium.month.eur`."""
    level, *more = word.split(".")
    if level not in set(Level):
        return word
    said = [plan_name(t, Level(level))]
    for part in more:
        if part in set(Feature):
            said.append(feature_name(t, Feature(part)))
        else:
            said.append(_known(t, f"admin.by_{part}", "⭐" if part.upper() == STARS else part.upper()))
    return ", ".join(said)


def subject(t: Translator, kind: str, name: str | None) -> str:
    """To what something was done."""
    match kind:
        case "switch":
            return _known(t, f"admin.switch_{name}", name or "")
        case "plan":
            return place_name(t, name or "")
        case _:
            return f"{_known(t, f'did_to.{kind}', kind)} {name or ''}".rstrip()
