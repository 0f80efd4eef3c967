"""Pages of a list: earlier and later, and where one is."""

from collections.abc import Callable

from bot.callbacks import Open, Tap
from bot.screens import Button, Rows
from core.i18n import Translator


def pager(t: Translator, turn: Callable[[int], Tap], position: int, total: int, size: int) -> Rows:
    """The last rows of a list: pages if there are several (`turn` opens one by position), then the menu."""
    rows = []
    if total > size:
        turns = []
        if position > 0:
            turns.append(Button(t.plain("list.earlier"), turn(max(position - size, 0))))
        turns.append(Button(t.plain("list.where", n=position // size + 1, of=-(-total // size)), turn(position)))
        if position + size < total:
            turns.append(Button(t.plain("list.later"), turn(position + size)))
        rows.append(turns)
    rows.append([Button(t.plain("menu.button"), Open("menu"))])
    return rows
