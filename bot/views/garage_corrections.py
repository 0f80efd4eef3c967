"""What people say of a garage should read otherwise."""

from bot.callbacks import LeaveFlow
from bot.context import BotContext
from bot.garage_callbacks import CorrectGarage, OnGarage
from bot.screens import Button, Screen
from core.domain.garages.corrections import Correction
from core.models import ListedGarage


def choose(context: BotContext, garage: ListedGarage) -> Screen:
    """Ask what of it."""
    t = context.t
    buttons = [Button(t.plain(f"garage.fix_{one}"), CorrectGarage(one.value, garage.id)) for one in Correction]
    rows = [buttons[place : place + 2] for place in range(0, len(buttons), 2)]
    rows.append([Button(t.plain("review.back"), OnGarage("open", garage.id))])
    return Screen(t("garage.fix", name=garage.name), rows)


def ask(context: BotContext, garage: ListedGarage, what: Correction) -> Screen:
    """Ask how it should read."""
    t = context.t
    moves = [
        Button(t.plain("flow.back"), CorrectGarage("choose", garage.id)),
        Button(t.plain("flow.cancel"), LeaveFlow()),
    ]
    return Screen(t(f"garage.ask_{what}", name=garage.name), [moves])


def thanks(context: BotContext, garage_id: int, *, stands: bool) -> Screen:
    """Thank them."""
    t = context.t
    rows = [[Button(t.plain("review.back"), OnGarage("open", garage_id))]]
    return Screen(t("garage.fixed" if stands else "garage.fix_waits"), rows)
