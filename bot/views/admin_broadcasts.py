"""Broadcasts as administrators make them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.admin_callbacks import OpenAdmin
from bot.context import BotContext
from bot.outreach_admin_callbacks import OnBroadcast
from bot.screens import Button, Screen
from bot.views import news
from bot.views.admin_menu import back
from bot.views.offers import plan_name
from core.domain.broadcasts import EDITABLE, FIRST, Activity, BroadcastState, Move, Progress, open_to, words_for
from core.i18n import LANGUAGES, Translator
from core.i18n.markup import Html
from core.models import Broadcast
from core.services.broadcasting import as_line
from core.services.days import zone_of

Texts = Mapping[str, str | None]
# Moves that are asked about first.
ASKED = (Move.START, Move.STOP)
# When to begin, as it is chosen most: names of the choices in buttons.
MOMENTS = ("hour", "evening", "morning")


def live_name(number: int) -> str:
    """The name under which a broadcast's progress is replaced in place."""
    return f"broadcast:{number}"


def page(context: BotContext, found: Sequence[Broadcast]) -> Screen:
    """The newest ones."""
    t = context.t
    rows = [[Button(t.plain("broadcast.new"), OnBroadcast("new", 0), style="primary")]]
    for one in found:
        row = t.plain("broadcast.row", number=str(one.id), state=_state(t, one), text=as_line(one.text_fr)[:30])
        rows.append([Button(row, OnBroadcast("open", one.id))])
    return Screen(t("broadcast.title"), [*rows, *back(context)])


def ask_text(context: BotContext, language: str, number: int, *, has: bool) -> Screen:
    """Ask for the text of a language."""
    t = context.t
    text: str = t("broadcast.ask_text", language=_language(t, language))
    if language != FIRST:
        text = f"{text}\n{t('broadcast.falls_back')}"
    rows: list[list[Button]] = []
    if has and language != FIRST:
        rows.append([Button(t.plain("broadcast.erase"), OnBroadcast("erase", number, language))])
    leads = OnBroadcast("open", number) if number else OpenAdmin("broadcasts")
    return Screen(text, [*rows, [Button(t.plain("flow.back"), leads)]])


def draft(context: BotContext, one: Broadcast, texts: Texts, people: int) -> Screen:
    """A broadcast that has not begun: whom it is for, in which words, and what can be done."""
    t, number = context.t, one.id
    lines: list[str] = [t("broadcast.head", number=str(number), state=_state(t, one))]
    if one.starts_at is not None and one.state is BroadcastState.SCHEDULED:
        lines.append(t("broadcast.starts", at=_there(context, one.starts_at)))
    lines.append(t("broadcast.for", plan=_plan(t, one), language=_who(t, one), activity=_activity(t, one)))
    lines.append(t("broadcast.people", n=people))
    spoken = [code.upper() for code in LANGUAGES if texts.get(code)]
    lines += ["", t("broadcast.written", languages=", ".join(spoken)), _beginning(one)]
    days = [Button(t.plain("broadcast.days", n=one.days), OnBroadcast("days", number))]
    rows: list[list[Button]] = [
        [
            Button(f"🎟 {_plan(t, one)}", OnBroadcast("level", number)),
            Button(f"🌍 {_who(t, one)}", OnBroadcast("language", number)),
        ],
        [
            Button(f"🚶 {t.plain(f'broadcast.activity_{one.activity}')}", OnBroadcast("activity", number)),
            *(days if one.activity is not Activity.ANY else []),
        ],
        [
            Button(f"{'✏️' if texts.get(code) else '➕'} {code.upper()}", OnBroadcast("write", number, code))
            for code in LANGUAGES
        ],
        [
            Button(t.plain("broadcast.preview"), OnBroadcast("preview", number, FIRST)),
            Button(t.plain("broadcast.try"), OnBroadcast("try", number)),
        ],
        [
            Button(t.plain("broadcast.start"), OnBroadcast("ask", number, Move.START), style="primary"),
            Button(t.plain("broadcast.when"), OnBroadcast("when", number)),
        ],
    ]
    last = [Button(t.plain("broadcast.delete"), OnBroadcast("delete", number))]
    if one.state is BroadcastState.SCHEDULED:
        last.insert(0, Button(t.plain("broadcast.unschedule"), OnBroadcast("unschedule", number)))
    return Screen("\n".join(lines), [*rows, last, _list(t)])


def preview(context: BotContext, one: Broadcast, texts: Texts, language: str) -> Screen:
    """How it will look in one language, with the way back below it."""
    t = context.t
    seen = news.screen(language, words_for(texts, language))
    note: str = t("broadcast.preview_of", language=_language(t, language))
    if not texts.get(language):
        note = f"{note} {t('broadcast.falls_back')}"
    others = [Button(code.upper(), OnBroadcast("preview", one.id, code)) for code in LANGUAGES if code != language]
    rows = [*seen.rows, others, [Button(t.plain("flow.back"), OnBroadcast("open", one.id))]]
    return Screen(f"{seen.text}\n\n{note}", rows)


def ask_move(context: BotContext, one: Broadcast, move: Move, people: int) -> Screen:
    """Ask whether it shall really begin, or end."""
    t = context.t
    text = t("broadcast.ask_start", n=people) if move is Move.START else t("broadcast.ask_stop")
    style = "danger" if move is Move.STOP else "success"
    rows = [
        [Button(t.plain(f"broadcast.{move}_yes"), OnBroadcast(move, one.id), style=style)],  # type: ignore[arg-type]  # one of two
        [Button(t.plain("flow.back"), OnBroadcast("open", one.id))],
    ]
    return Screen(text, rows)


def ask_when(context: BotContext, number: int) -> Screen:
    """Ask when it shall begin."""
    t = context.t
    usual = [Button(t.plain(f"broadcast.at_{name}"), OnBroadcast("at", number, name)) for name in MOMENTS]
    return Screen(t("broadcast.ask_when"), [usual, [Button(t.plain("flow.back"), OnBroadcast("open", number))]])


def running(context: BotContext, one: Broadcast, progress: Progress) -> Screen:
    """How far it is, with what can be done now."""
    t = context.t
    lines: list[str] = [t("broadcast.head", number=str(one.id), state=_state(t, one))]
    lines.append(f"{_bar(progress.percent)} {t('broadcast.sent', n=progress.sent, of=progress.people)}")
    if progress.failed:
        lines.append(t("broadcast.failed", n=progress.failed))
    if progress.waiting and one.state in {BroadcastState.PAUSED, BroadcastState.STOPPED}:
        lines.append(t("broadcast.on_their_way", n=progress.waiting))
    if one.ended_at is not None:
        lines.append(t("broadcast.ended", at=_there(context, one.ended_at)))
    lines += ["", _beginning(one)]
    moves: list[Button] = []
    for move in open_to(one.state):
        tap = OnBroadcast("ask", one.id, move) if move in ASKED else OnBroadcast(move, one.id)
        moves.append(Button(t.plain(f"broadcast.{move}"), tap))
    return Screen("\n".join(lines), [row for row in (moves, _list(t)) if row])


def tried(context: BotContext) -> str:
    """It was sent to them."""
    return context.t.plain("broadcast.tried")


def is_draft(one: Broadcast) -> bool:
    """Whether it has not begun."""
    return one.state in EDITABLE


def _beginning(one: Broadcast) -> str:
    return Html.escaped(as_line(one.text_fr)[:200])


def _list(t: Translator) -> list[Button]:
    return [Button(t.plain("broadcast.all"), OpenAdmin("broadcasts"))]


def _state(t: Translator, one: Broadcast) -> str:
    return t.plain(f"broadcast.state_{one.state}")


def _plan(t: Translator, one: Broadcast) -> str:
    return plan_name(t, one.level) if one.level is not None else t.plain("broadcast.any_plan")


def _who(t: Translator, one: Broadcast) -> str:
    return _language(t, one.language) if one.language is not None else t.plain("broadcast.any_language")


def _language(t: Translator, code: str) -> str:
    return t.plain(f"broadcast.language_{code}")


def _activity(t: Translator, one: Broadcast) -> str:
    if one.activity is Activity.ANY:
        return t.plain("broadcast.activity_any")
    return f"{t.plain(f'broadcast.activity_{one.activity}')} ({t.plain('broadcast.days', n=one.days)})"


def _there(context: BotContext, instant: datetime) -> datetime:
    return instant.astimezone(zone_of(context.account))


def _bar(percent: int) -> str:
    return "█" * (percent // 10) + "░" * (10 - percent // 10)
