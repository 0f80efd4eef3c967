"""The menu of administrators."""

from collections.abc import Mapping, Sequence

from bot.admin_callbacks import AskAdmin, OnMake, OnPerson, OnPlan, OpenAdmin
from bot.callbacks import LeaveFlow, Open
from bot.context import BotContext
from bot.garage_admin_callbacks import OnListing, OnReported
from bot.screens import Button, Rows, Screen
from bot.views.admin_words import place_name


def menu(context: BotContext, pages: Sequence[tuple[str, str]], waiting: Mapping[str, int]) -> Screen:
    """The pages by name and label, two in a row, with how much waits on each."""
    t = context.t
    buttons = [Button(_label(t.plain(label), waiting.get(name, 0)), OpenAdmin(name)) for name, label in pages]
    rows = [buttons[place : place + 2] for place in range(0, len(buttons), 2)]
    return Screen(t("admin.title"), [*rows, [Button(t.plain("menu.button"), Open("menu"))]])


def _label(label: str, waiting: int) -> str:
    return f"{label} ({waiting})" if waiting else label


def back(context: BotContext) -> Rows:
    """The way back to the menu."""
    return [[Button(context.t.plain("admin.back"), OpenAdmin("menu"))]]


def ask(context: BotContext, question: str, asked: AskAdmin) -> Screen:
    """Ask for words; the way back leads to what they are about."""
    t = context.t
    way = back(context)[0][0]
    if asked.what in {"block", "papers", "note", "plan"}:
        way = Button(t.plain("admin.card"), OnPerson("open", asked.number))
    elif asked.what in {"make", "merge"}:
        way = Button(t.plain("admin.back_to_makes"), OnMake("open", asked.number))
    elif asked.what == "garage":
        way = Button(t.plain("admin.back_to_garages"), OnListing("open", asked.number))
    elif asked.what == "review":
        way = Button(t.plain("admin.back_to_reviews"), OnReported("open", asked.number))
    elif asked.what in {"limit", "price"}:
        way = Button(t.plain("admin.back_to_plan"), OnPlan("open", asked.word.partition(".")[0]))
    return Screen(t(question, word=place_name(t, asked.word)), [[way], [Button(t.plain("flow.cancel"), LeaveFlow())]])


def done(context: BotContext, said: str, way: Button) -> Screen:
    """It was done; the way back leads to what it was done to."""
    return Screen(context.t(said), [[way], *back(context)])


def pages(context: BotContext, name: str, position: int, total: int, size: int) -> Rows:
    """The last rows of a list: its pages if there are several, then the way back."""
    t, turns = context.t, []
    if position > 0:
        turns.append(Button(t.plain("list.earlier"), OpenAdmin(name, max(position - size, 0))))
    if total > size:
        where = t.plain("list.where", n=position // size + 1, of=-(-total // size))
        turns.append(Button(where, OpenAdmin(name, position)))
    if position + size < total:
        turns.append(Button(t.plain("list.later"), OpenAdmin(name, position + size)))
    return [turns, *back(context)] if turns else back(context)
