"""The inbox: what was pushed, read or not."""

from functools import partial

from bot.callbacks import OnReminder, Open
from bot.context import BotContext
from bot.reminder_callbacks import OnInbox, OnNotice, OpenNotices
from bot.screens import Button, Screen
from bot.views.lists import pager
from core.i18n import Translator
from core.models import Notification
from core.services.days import zone_of
from core.services.notices import ALL, PAGE, UNREAD, NoticePage
from core.services.reminder_lists import OPEN


def page(context: BotContext, found: NoticePage) -> Screen:
    """A page of the inbox, newest first, with its filters."""
    t = context.t
    if not found.everything:
        return Screen(t("notices.none"), [[Button(t.plain("menu.button"), Open("menu"))]])
    lines: list[str] = [t("notices.title", n=found.unread)]
    if not found.total:
        lines.append(t("notices.none_such"))
    rows = [[Button(_row(context, one), OnNotice("open", one.id))] for one in found.notices]
    rows += _filters(t, found)
    tidy = []
    if found.unread:
        tidy.append(Button(t.plain("notices.read_all"), OnInbox("read_all")))
    if found.everything > found.unread:
        tidy.append(Button(t.plain("notices.delete_read"), OnInbox("ask_delete")))
    turn = partial(OpenNotices, found.shown)
    return Screen("\n".join(lines), [*rows, tidy, *pager(t, turn, found.position, found.total, PAGE)])


def detail(context: BotContext, notice: Notification) -> Screen:
    """One message of the inbox, with what can still be done about it."""
    t, reminder = context.t, notice.reminder
    told_at = (notice.told_at or notice.created_at).astimezone(zone_of(context.account))
    text = t("notices.detail", kind=kind_name(t, notice.kind), text=notice.text or "…", told_at=told_at)
    rows: list[list[Button]] = []
    if reminder is not None and reminder.state in OPEN and reminder.appointment_id is None:
        rows.append([Button(t.plain("reminder.done"), OnReminder("done", reminder.id), style="success")])
    if reminder is not None:
        rows.append([Button(t.plain("reminder.open"), OnReminder("open", reminder.id))])
    rows.append(
        [
            Button(t.plain("notices.mark_unread"), OnNotice("unread", notice.id)),
            Button(t.plain("notices.delete"), OnNotice("delete", notice.id)),
        ]
    )
    return Screen(text, [*rows, [Button(t.plain("notices.back"), OpenNotices(ALL))]])


def ask_delete(context: BotContext, found: NoticePage) -> Screen:
    """Ask whether what was read may go."""
    t = context.t
    rows = [
        [Button(t.plain("notices.delete_read"), OnInbox("delete_read"), style="danger")],
        [Button(t.plain("notices.back"), OpenNotices(ALL))],
    ]
    return Screen(t("notices.ask_delete", n=found.everything - found.unread), rows)


def kind_name(t: Translator, kind: str) -> str:
    """What a kind of message is called."""
    key = f"notices.kind_{kind}"
    return t.plain(key if t.knows(key) else f"reminder.kind_{kind}") if kind != "reminder" else t.plain("notices.other")


def _filters(t: Translator, found: NoticePage) -> list[list[Button]]:
    def button(label: str, shown: str) -> Button:
        return Button(f"• {label}" if shown == found.shown else label, OpenNotices(shown))

    main = [
        button(t.plain("notices.all", n=found.everything), ALL),
        button(t.plain("notices.unread", n=found.unread), UNREAD),
    ]
    kinds = [button(f"{kind_name(t, kind)} ({number})", kind) for kind, number in sorted(found.kinds.items())]
    if len(kinds) < 2:
        return [main]
    return [main, *(kinds[place : place + 2] for place in range(0, len(kinds), 2))]


def _row(context: BotContext, notice: Notification) -> str:
    told_on = (notice.told_at or notice.created_at).astimezone(zone_of(context.account)).date()
    mark = "" if notice.read_at is not None else "🔵 "
    said = notice.text or kind_name(context.t, notice.kind)
    return mark + context.t.plain("notices.row", day=told_on, text=said[:60])
