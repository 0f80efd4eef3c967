"""Getting an account back: what is asked, shown and told, on the new Telegram account and on the old one."""

from bot.account_callbacks import OnEmail, OnRecovery
from bot.callbacks import LeaveFlow, Open
from bot.context import BotContext
from bot.screens import Button, Rows, Screen
from bot.views.offers import plan_name
from core.domain.recovery import OBJECTION, RecoveryState
from core.i18n import Html
from core.models import Recovery
from core.services.days import zone_of
from core.services.recoveries import Holdings, Preview, hours_left

HOURS = int(OBJECTION.total_seconds() // 3600)


def ask_address(context: BotContext) -> Screen:
    """Ask for the address that secures the account."""
    return Screen(context.t("recovery.ask", n=HOURS), leaving(context))


def asked(context: BotContext) -> Screen:
    """A letter is on its way, if there is an account: the words are the same either way."""
    again = Button(context.t.plain("recovery.other"), OnEmail("other"))
    return Screen(context.t("recovery.asked"), [[again], *leaving(context)])


def code_wrong(context: BotContext) -> Screen:
    """Not this one."""
    return Screen(context.t("recovery.code_wrong"), leaving(context))


def code_over(context: BotContext) -> Screen:
    """The code is over."""
    return Screen(context.t("recovery.code_over"), leaving(context))


def preview(context: BotContext, found: Preview) -> Screen:
    """What would move, before anything does."""
    t = context.t
    lines: list[str] = [
        t("recovery.found"),
        *_held(context, found.moves),
        t("recovery.plan", plan=plan_name(t, found.level)),
    ]
    if found.joins.any:
        lines.append(t("recovery.joins", n=found.joins.vehicles))
    lines += ["", t("recovery.explained", n=HOURS)]
    yes = Button(t.plain("recovery.check"), OnRecovery("check", found.recovery.id), style="primary")
    return Screen("\n".join(lines), [[yes], _dropping(context, found.recovery)])


def ask_again(context: BotContext, recovery: Recovery) -> Screen:
    """Ask a second time."""
    t = context.t
    yes = Button(t.plain("recovery.confirm"), OnRecovery("confirm", recovery.id), style="danger")
    return Screen(t("recovery.sure", n=HOURS), [[yes], _dropping(context, recovery)])


def waits(context: BotContext, recovery: Recovery) -> Screen:
    """The old account has been told; when it moves."""
    return Screen(_until(context, "recovery.waits", recovery), [_dropping(context, recovery), *_menu(context)])


def dropped(context: BotContext) -> Screen:
    """Nothing moves."""
    return Screen(context.t("recovery.dropped"), _menu(context))


def warning(context: BotContext, recovery: Recovery) -> Screen:
    """On the old account: somebody gets it back elsewhere, and it can say no."""
    t = context.t
    left = hours_left(recovery, context.services.clock.now())
    no = Button(t.plain("recovery.object"), OnRecovery("object", recovery.id), style="danger")
    return Screen(t("recovery.warning", n=left), [[no]])


def objected(context: BotContext) -> Screen:
    """On the old account: it stays."""
    t = context.t
    return Screen(t("recovery.objected"), [[Button(t.plain("recovery.secure"), OnEmail("open"))], *_menu(context)])


def objected_by_link(context: BotContext) -> Screen:
    """Whoever opened the notice's link: it stays."""
    return Screen(context.t("recovery.objected_by_link"), _menu(context))


def refused(context: BotContext) -> Screen:
    """On the new account: the old one said no."""
    return Screen(context.t("recovery.refused"), _menu(context))


def moved(context: BotContext) -> Screen:
    """It is here."""
    t = context.t
    rows = [[Button(t.plain("menu.vehicles"), Open("vehicles"), style="primary")], *_menu(context)]
    return Screen(t("recovery.moved"), rows)


def told(context: BotContext, recovery: Recovery) -> Screen | None:
    """The news of a recovery for the chat it came to; None when it is old news."""
    if recovery.owner_id == context.account.id:
        return warning(context, recovery) if recovery.state is RecoveryState.WAITING else None
    return refused(context) if recovery.state is RecoveryState.OBJECTED else None


def _held(context: BotContext, found: Holdings) -> list[str]:
    t = context.t
    held = {
        "vehicles": found.vehicles,
        "records": found.records,
        "documents": found.documents,
        "reminders": found.reminders,
    }
    return [t(f"recovery.{name}", n=number) for name, number in held.items() if number]


def _until(context: BotContext, key: str, recovery: Recovery) -> Html:
    if recovery.due_at is None:
        return context.t("recovery.dropped")
    there = recovery.due_at.astimezone(zone_of(context.account))
    return context.t(key, day=there.date(), time=there.time())


def _dropping(context: BotContext, recovery: Recovery) -> list[Button]:
    return [Button(context.t.plain("recovery.drop"), OnRecovery("drop", recovery.id))]


def leaving(context: BotContext) -> list[list[Button]]:
    """The way out of the question."""
    return [[Button(context.t.plain("flow.cancel"), LeaveFlow())]]


def _menu(context: BotContext) -> Rows:
    return [[Button(context.t.plain("menu.button"), Open("menu"))]]
