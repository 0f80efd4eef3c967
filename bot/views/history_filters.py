"""The filters of the history: what is set, and what can be chosen."""

from collections.abc import Sequence
from dataclasses import replace

from bot.callbacks import Open
from bot.context import BotContext
from bot.history_state import CATEGORIES, STATUSES, button_for, changed
from bot.screens import Button, Screen
from bot.views import vehicle_choice
from core.domain.cost_categories import category_name
from core.domain.record_status import status_name
from core.models import Vehicle
from core.services.history import HistoryFilter


def overview(context: BotContext, asked: HistoryFilter) -> Screen:
    """What is asked for, and the ways to ask for something else."""
    t = context.t
    category = t.plain(category_name(asked.category)) if asked.category else t.plain("filter.all")
    status = t.plain(status_name(asked.status)) if asked.status else t.plain("filter.all")
    year = str(asked.year) if asked.year else t.plain("filter.all")
    rows = [
        [Button(t.plain("filter.vehicle"), button_for(asked, "v"))],
        [Button(t.plain("filter.category", category=category), button_for(asked, "c"))],
        [Button(t.plain("filter.status", status=status), button_for(asked, "s"))],
        [Button(t.plain("filter.year", year=year), button_for(asked, "y"))],
        [Button(t.plain("filter.words", words=" ".join(asked.words) or "…"), button_for(asked, "q"))],
    ]
    if asked != HistoryFilter():
        rows.append([Button(t.plain("filter.clear"), button_for(HistoryFilter()))])
    rows.append([Button(t.plain("filter.show"), button_for(asked))])
    return Screen(t("filter.title"), rows)


def statuses(context: BotContext, asked: HistoryFilter) -> Screen:
    """Choose how far the work is."""
    t = context.t
    choices = [Button(t.plain(status_name(status)), changed(asked, status=status)) for status in STATUSES]
    return _choices(context, asked, choices, Button(t.plain("filter.all"), changed(asked, status=None)))


def categories(context: BotContext, asked: HistoryFilter) -> Screen:
    """Choose a kind of cost."""
    t = context.t
    choices = [Button(t.plain(category_name(one)), changed(asked, category=one)) for one in CATEGORIES]
    return _choices(context, asked, choices, Button(t.plain("filter.all"), changed(asked, category=None)))


def years(context: BotContext, asked: HistoryFilter, known: Sequence[int]) -> Screen:
    """Choose a year that has records."""
    choices = [Button(str(year), changed(asked, year=year)) for year in known]
    return _choices(context, asked, choices, Button(context.t.plain("filter.all"), changed(asked, year=0)))


def vehicles(context: BotContext, asked: HistoryFilter, known: Sequence[Vehicle]) -> Screen:
    """Choose a vehicle."""
    t = context.t
    rows = vehicle_choice.buttons(context, known, lambda vehicle: changed(asked, vehicle=vehicle.id))
    rows.append([Button(t.plain("filter.all"), changed(asked, vehicle=0))])
    rows.append([Button(t.plain("flow.back"), button_for(asked, "f"))])
    return Screen(t("filter.choose"), rows)


def ask_words(context: BotContext, asked: HistoryFilter) -> Screen:
    """Ask for the words to look for."""
    t = context.t
    return Screen(t("filter.ask_words"), [[Button(t.plain("flow.back"), button_for(replace(asked, words=())))]])


def no_words(context: BotContext) -> Screen:
    """Nothing in what was typed can be looked for."""
    return Screen(context.t("filter.no_words"), [[Button(context.t.plain("history.back"), Open("history"))]])


def _choices(context: BotContext, asked: HistoryFilter, choices: Sequence[Button], none: Button) -> Screen:
    rows = [choices[i : i + 2] for i in range(0, len(choices), 2)]
    return Screen(
        context.t("filter.choose"), [*rows, [none], [Button(context.t.plain("flow.back"), button_for(asked, "f"))]]
    )
