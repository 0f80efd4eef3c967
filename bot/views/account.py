"""The account's page, its recovery address, and what the notices about both say."""

from datetime import datetime

from bot.account_callbacks import Agree, OnAccount, OnEmail
from bot.billing_callbacks import OnSubscription
from bot.callbacks import Open
from bot.context import BotContext
from bot.reminder_callbacks import OnSetting
from bot.screens import Button, Rows, Screen
from bot.views.offers import plan_name
from core.domain.consent import NOTICE, is_agreed
from core.domain.email_address import EmailAddress, masked
from core.domain.mail_codes import Wait
from core.domain.plans import Level
from core.domain.recovery import CHANGE_WAIT, ChangeState
from core.i18n import Html
from core.models import EmailChange
from core.services.days import day_of, zone_of
from core.services.entitlements import Use
from core.services.profiles import InUse

_SHOWN_DIGITS = 2


def page(context: BotContext, level: Level, usage: list[Use], in_use: InUse) -> Screen:
    """Who they are to us: name, phone, e-mail, plan, usage, links in use."""
    t, account = context.t, context.account
    phone, address = context.services.profiles.phone_of(account), in_use.address
    lines: list[str] = [
        t("account.title"),
        t("account.name", name=called(context)),
        t("account.phone", phone=_masked_phone(phone)) if phone else t("account.no_phone"),
        t("account.email", email=masked(address.text)) if address is not None else t("account.no_email"),
        t("account.plan", plan=plan_name(t, level)),
        *(t(f"used.{use.feature.value}", used=use.used, n=use.limit) for use in usage if use.limit),
    ]
    if in_use.any:
        lines.append(t("account.links", n=in_use.shared_books + in_use.codes))
    if account.consented_at is not None:
        day = day_of(account, account.consented_at)
        lines.append(t("account.consent", version=str(account.consent_version), day=day))
    rows: list[list[Button]] = [
        [Button(t.plain("account.change_name"), OnAccount("name")), _phone_button(context, phone)],
        [
            Button(t.plain("account.open_email"), OnEmail("open")),
            Button(t.plain("account.open_plan"), OnSubscription("open")),
        ],
    ]
    if in_use.any:
        rows.append([Button(t.plain("account.open_links"), OnAccount("links"))])
    if not is_agreed(account.consent_version):
        rows.append([agreeing(context)])
    return Screen("\n".join(lines), [*rows, _to_menu(context)])


def called(context: BotContext) -> str:
    """What they want to be called."""
    return context.account.name or context.account.first_name


def with_consent(context: BotContext, screen: Screen) -> Screen:
    """The same screen, with one sentence about the notice and its button until its version is agreed to."""
    version = context.account.consent_version
    if is_agreed(version):
        return screen
    line = context.t("consent.changed" if version else "consent.ask", version=str(NOTICE.version), day=NOTICE.since)
    return Screen(f"{screen.text}\n\n{line}", [*screen.rows, [agreeing(context)]])


def agreeing(context: BotContext) -> Button:
    """The button that agrees to the notice."""
    return Button(context.t.plain("consent.agree"), Agree(NOTICE.version))


def ask_name(context: BotContext) -> Screen:
    """Ask what to call them."""
    return Screen(context.t("account.ask_name", name=called(context)), [_back(context)])


def ask_phone(context: BotContext) -> Screen:
    """Offer the key that shares their own number."""
    return Screen(context.t("account.ask_phone"), asks_contact=context.t.plain("account.share_phone"))


def phone_kept(context: BotContext) -> Screen:
    """The number is kept; the key goes."""
    return Screen(context.t("account.phone_kept"), drops_keys=True)


def links(context: BotContext, in_use: InUse) -> Screen:
    """What is in use, and the way to end all of it."""
    t = context.t
    lines: list[str] = [t("links.title")]
    if in_use.shared_books:
        lines.append(t("links.books", n=in_use.shared_books))
    if in_use.codes:
        lines.append(t("links.codes", n=in_use.codes))
    if not in_use.any:
        lines.append(t("links.none"))
    ending = [[Button(t.plain("links.end_all"), OnAccount("end_all"), style="danger")]] if in_use.any else []
    return Screen("\n".join(lines), [*ending, _back(context)])


# The recovery address


def email(context: BotContext, address: EmailAddress | None, change: EmailChange | None) -> Screen:
    """The address and what can be done about it."""
    t = context.t
    if not context.services.mails.on:
        return Screen(t("email.off"), [_back(context)])
    if address is None:
        rows: Rows = [[Button(t.plain("email.link"), OnEmail("link"), style="primary")], _back(context)]
        return Screen(t("email.none"), rows)
    lines: list[str] = [t("email.linked", email=masked(address.text))]
    if change is not None and change.due_at is not None:
        key = "email.change_waits" if change.sealed is not None else "email.unlink_waits"
        lines.append(t(key, day=day_of(context.account, change.due_at)))
        return Screen("\n\n".join(lines), [[Button(t.plain("email.stop"), OnEmail("stop"))], _back(context)])
    switch = "off" if context.account.mail_copies else "on"
    rows = [
        [Button(t.plain(f"email.copies_{switch}"), OnSetting("mail", switch))],
        [Button(t.plain("email.change"), OnEmail("link")), Button(t.plain("email.unlink"), OnEmail("unlink"))],
        _back(context),
    ]
    return Screen("\n\n".join(lines), rows)


def ask_address(context: BotContext) -> Screen:
    """Ask for the address."""
    return Screen(context.t("email.ask"), [_to_email(context)])


def ask_meant(context: BotContext, typed: EmailAddress, meant: EmailAddress) -> Screen:
    """Ask about an address that looks like a slip of the thumb."""
    t = context.t
    rows = [
        [Button(t.plain("email.meant", email=meant.text)[:60], OnEmail("meant"), style="primary")],
        [Button(t.plain("email.as_typed"), OnEmail("typed"))],
        _to_email(context),
    ]
    return Screen(t("email.ask_meant", typed=typed.text, meant=meant.text), rows)


def ask_this(context: BotContext, typed: EmailAddress) -> Screen:
    """Ask whether an address that was typed unasked is to be the recovery address."""
    t = context.t
    rows = [[Button(t.plain("email.this_one"), OnEmail("typed"), style="primary")], _to_email(context)]
    return Screen(t("email.ask_this", email=typed.text), rows)


def code_sent(context: BotContext, address: EmailAddress) -> Screen:
    """A code is on its way, whosever the address is."""
    t = context.t
    return Screen(t("email.code_sent", email=address.text), [_code_buttons(context), _to_email(context)])


def code_wrong(context: BotContext) -> Screen:
    """Not this one."""
    return Screen(context.t("email.code_wrong"), [_code_buttons(context), _to_email(context)])


def code_over(context: BotContext) -> Screen:
    """The code is over."""
    return Screen(context.t("email.code_over"), [_code_buttons(context), _to_email(context)])


def wait(context: BotContext, told: Wait, back: Rows | None = None) -> Screen:
    """No code now, and when the next one."""
    rows = back if back is not None else [_to_email(context)]
    return Screen(wait_words(context, told), rows)


def wait_words(context: BotContext, told: Wait) -> Html:
    """When the next code may be sent."""
    there = told.until.astimezone(zone_of(context.account))
    if told.soon:
        return context.t("email.wait_soon")
    return context.t("email.wait_long", day=there.date(), time=there.time())


def linked(context: BotContext) -> Screen:
    """The address is linked."""
    t = context.t
    rows = [[Button(t.plain("email.copies_on"), OnSetting("mail", "on"))], _back(context)]
    return Screen(t("email.now_linked"), rows if not context.account.mail_copies else [_back(context)])


def taken(context: BotContext) -> Screen:
    """The address secures another account: they read its mail, so they may know."""
    return Screen(context.t("email.taken"), [_to_email(context)])


def ask_unlink(context: BotContext, address: EmailAddress) -> Screen:
    """Ask whether the address is to be taken off."""
    t = context.t
    yes = Button(t.plain("email.unlink_yes"), OnEmail("unlink_yes"), style="danger")
    return Screen(t("email.ask_unlink", email=masked(address.text)), [[yes], _to_email(context)])


def ask_old(context: BotContext, old: EmailAddress) -> Screen:
    """Ask who confirms: the old mailbox, or time."""
    t = context.t
    rows = [
        [Button(t.plain("email.by_old", email=masked(old.text)), OnEmail("old"), style="primary")],
        [Button(t.plain("email.by_waiting", n=CHANGE_WAIT.days), OnEmail("wait"))],
        [Button(t.plain("email.stop"), OnEmail("stop"))],
    ]
    return Screen(t("email.ask_old", email=masked(old.text), n=CHANGE_WAIT.days), rows)


def old_asked(context: BotContext, old: EmailAddress) -> Screen:
    """The old mailbox has a letter."""
    return Screen(context.t("email.old_asked", email=masked(old.text)), _old_buttons(context))


def old_wrong(context: BotContext) -> Screen:
    """Not the code of the old mailbox's letter."""
    return Screen(context.t("recovery.code_wrong"), _old_buttons(context))


def old_over(context: BotContext) -> Screen:
    """The code of the old mailbox's letter is over."""
    return Screen(context.t("email.old_over"), _old_buttons(context))


def waits(context: BotContext, due_at: datetime) -> Screen:
    """It changes by itself after a while."""
    t = context.t
    stop = Button(t.plain("email.stop"), OnEmail("stop"))
    return Screen(t("email.waits", day=day_of(context.account, due_at)), [[stop], _back(context)])


def settled(context: BotContext, change: EmailChange) -> Screen:
    """What became of a change."""
    if change.state is ChangeState.STOPPED:
        return Screen(context.t("email.kept"), [_back(context)])
    return Screen(context.t("email.changed" if change.sealed is not None else "email.unlinked"), [_back(context)])


def kept_by_link(context: BotContext) -> Screen:
    """Whoever opened the link of a notice: the address stays."""
    return Screen(context.t("email.kept"), [_to_menu(context)])


def _old_buttons(context: BotContext) -> Rows:
    t = context.t
    return [
        [Button(t.plain("email.by_waiting", n=CHANGE_WAIT.days), OnEmail("wait"))],
        [Button(t.plain("email.stop"), OnEmail("stop"))],
    ]


def _code_buttons(context: BotContext) -> list[Button]:
    t = context.t
    return [Button(t.plain("email.resend"), OnEmail("resend")), Button(t.plain("email.other"), OnEmail("other"))]


def _phone_button(context: BotContext, phone: str | None) -> Button:
    if phone is None:
        return Button(context.t.plain("account.add_phone"), OnAccount("phone"))
    return Button(context.t.plain("account.forget_phone"), OnAccount("no_phone"))


def _masked_phone(phone: str) -> str:
    return f"{phone[:3]} •• {phone[-_SHOWN_DIGITS:]}"


def _to_email(context: BotContext) -> list[Button]:
    return [Button(context.t.plain("email.back"), OnEmail("open"))]


def _back(context: BotContext) -> list[Button]:
    return [Button(context.t.plain("account.back"), OnAccount("open"))]


def _to_menu(context: BotContext) -> list[Button]:
    return [Button(context.t.plain("menu.button"), Open("menu"))]
