"""Makes and models that wait for a decision."""

from collections.abc import Sequence

from bot.admin_callbacks import AskAdmin, OnMake, OpenAdmin
from bot.context import BotContext
from bot.screens import Button, Screen
from bot.views.admin_menu import pages
from core.models import CatalogueEntry
from core.services.days import day_of


def page(
    context: BotContext, entries: Sequence[CatalogueEntry], position: int, total: int, size: int, said: str | None
) -> Screen:
    """Those that wait, oldest first."""
    t = context.t
    lines: list[str] = [t(said), ""] if said is not None else []
    lines.append(t("admin.makes", n=total) if total else t("admin.makes_none"))
    rows = [[Button(name_of(one)[:60], OnMake("open", one.id))] for one in entries]
    return Screen("\n".join(lines), [*rows, *pages(context, "makes", position, total, size)])


def name_of(entry: CatalogueEntry) -> str:
    """A make, perhaps with its model, as it was typed."""
    return f"{entry.make} / {entry.model}" if entry.model else entry.make


def entry(context: BotContext, found: CatalogueEntry, near: Sequence[tuple[str, str]]) -> Screen:
    """One entry with what can be decided about it."""
    t, number = context.t, found.id
    day = day_of(context.account, found.created_at)
    text = t("admin.make", name=name_of(found), state=t.plain(f"admin.make_is_{found.state.value}"), day=day)
    rows = [
        [
            Button(t.plain("admin.make_approve"), OnMake("approve", number), style="success"),
            Button(t.plain("admin.make_refuse"), OnMake("refuse", number), style="danger"),
        ],
        [
            Button(t.plain("admin.make_correct"), AskAdmin("make", number)),
            Button(t.plain("admin.make_merge"), AskAdmin("merge", number)),
        ],
    ]
    for place, (make, model) in enumerate(near):
        if bool(model) is bool(found.model):
            label = t.plain("admin.make_means", name=f"{make} {model}".strip())
            rows.append([Button(label[:60], OnMake("near", number, place))])
    return Screen(text, [*rows, [Button(t.plain("admin.back_to_makes"), OpenAdmin("makes"))]])
