"""The welcome, the menu, help: the first things people see."""

from bot.ask_callbacks import OpenSuggestions, StartAsking
from bot.callbacks import AddVehicle, Open
from bot.context import BotContext
from bot.diagnosis_callbacks import StartDiagnosis
from bot.record_callbacks import AddRecord
from bot.screens import Button, Rows, Screen


def welcome(context: BotContext) -> Screen:
    """The first message: what this is for, and three ways on."""
    t = context.t
    rows = [
        [Button(t.plain("start.add_by_photo"), AddVehicle("photo"), style="primary")],
        [Button(t.plain("start.add_by_form"), AddVehicle("form"))],
        [Button(t.plain("start.what_can_you_do"), Open("help"))],
    ]
    return Screen(t("start.welcome", name=context.account.name or context.account.first_name), rows)


def menu(context: BotContext) -> Screen:
    """The main menu."""
    return Screen(context.t("menu.title"), _menu_rows(context))


def help_page(context: BotContext) -> Screen:
    """What one can send and ask."""
    t = context.t
    adding = [
        [Button(t.plain("start.add_by_photo"), AddVehicle("photo"))],
        [Button(t.plain("start.add_by_form"), AddVehicle("form"))],
    ]
    return Screen(t("help.text"), [*adding, *back_to_menu(context)])


def hint(context: BotContext, *, offers: bool = False) -> Screen:
    """What to do instead, for a message we could not use; of a question, also which plans answer them."""
    t = context.t
    if not offers:
        return Screen(t("chat.hint"), _ways_on(context))
    plans = [Button(t.plain("ask.see_plans"), Open("plans"))]
    return Screen(f"{t('chat.hint')}\n\n{t('ask.offer')}", [plans, *_ways_on(context)])


def back_to_menu(context: BotContext) -> Rows:
    """One button that leads to the menu."""
    return [[Button(context.t.plain("menu.button"), Open("menu"))]]


def _ways_on(context: BotContext) -> Rows:
    """What most people wanted, and the menu for the rest: fifteen buttons would push their own words off the screen."""
    t = context.t
    return [
        [Button(t.plain("record.add"), AddRecord()), Button(t.plain("menu.diagnose"), StartDiagnosis(0))],
        [Button(t.plain("menu.ask"), StartAsking(0)), *back_to_menu(context)[0]],
    ]


def _menu_rows(context: BotContext) -> Rows:
    t = context.t
    return [
        [Button(t.plain("record.add"), AddRecord()), Button(t.plain("menu.diagnose"), StartDiagnosis(0))],
        [Button(t.plain("menu.ask"), StartAsking(0)), Button(t.plain("menu.history"), Open("history"))],
        [Button(t.plain("menu.vehicles"), Open("vehicles")), Button(t.plain("menu.suggest"), OpenSuggestions(0))],
        [Button(t.plain("menu.fuel"), Open("fuel")), Button(t.plain("menu.costs"), Open("costs"))],
        [Button(t.plain("menu.reminders"), Open("reminders")), Button(t.plain("menu.documents"), Open("documents"))],
        [Button(t.plain("garage.menu"), Open("garages")), Button(t.plain("notices.button"), Open("notifications"))],
        [Button(t.plain("menu.plans"), Open("plans")), Button(t.plain("menu.settings"), Open("settings"))],
        [Button(t.plain("menu.help"), Open("help"))],
    ]


def thanks(context: BotContext) -> Screen:
    """They said thanks."""
    return Screen(context.t("chat.thanks"))


def nothing_noted(context: BotContext) -> Screen:
    """Nothing was recorded, as they wished."""
    return Screen(context.t("odometer.nothing_noted"), back_to_menu(context))


def kept_as_it_is(context: BotContext) -> Screen:
    """Nothing is taken back."""
    return Screen(context.t("last.kept"), back_to_menu(context))


def yes_to_what(context: BotContext) -> Screen:
    """A yes to nothing that waits for words."""
    return Screen(context.t("chat.yes_to_what"), _ways_on(context))


def unsupported(context: BotContext) -> Screen:
    """A kind of message that we cannot use."""
    return Screen(context.t("chat.unsupported"), _ways_on(context))


def cancelled(context: BotContext) -> Screen:
    """What was going on is dropped."""
    return Screen(context.t("flow.cancelled"), back_to_menu(context))


def nothing_to_cancel(context: BotContext) -> Screen:
    """Nothing was going on."""
    return Screen(context.t("flow.nothing_to_cancel"), back_to_menu(context))


def expired(context: BotContext) -> Screen:
    """The button is of another time; here is the menu."""
    return Screen(context.t("chat.button_expired_menu"), _ways_on(context))
