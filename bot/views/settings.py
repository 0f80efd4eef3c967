"""Settings: an overview, and one page per group, each edited in place."""

from collections.abc import Sequence
from datetime import time

from bot.account_callbacks import OnEmail
from bot.callbacks import Open, as_word
from bot.context import BotContext
from bot.reminder_callbacks import OnSetting
from bot.screens import Button, Rows, Screen
from core.domain.assistant.exchange import Consent
from core.domain.email_address import EmailAddress, masked
from core.domain.money import CURRENCIES
from core.domain.preferences import NUMBERS, QUIET_CHOICES, ConsumptionUnit, muted_kinds
from core.domain.reminder_kinds import ReminderKind
from core.domain.telling import Digest
from core.domain.time_zones import AREAS, city_of, guessed, of_area
from core.i18n import LANGUAGES, language_name
from core.services.days import zone_of
from core.services.manners import quiet_of

ZONES_SHOWN = 30


def page(context: BotContext) -> Screen:
    """Everything as it is set, and a button for each group."""
    t, account = context.t, context.account
    lines: list[str] = [
        t("settings.title"),
        t("settings.language", language=language_name(account.language)),
        t("settings.zone", city=_city(context, account.time_zone), time=_clock_there(context)),
        t("settings.units", distance=_unit(context), consumption=_consumption(context)),
        t("settings.currency", currency=account.currency),
        t("settings.when", lead=t.plain("settings.lead", n=account.lead_days), hour=time(account.remind_hour)),
        t("settings.rhythm", rhythm=_rhythm(context, account.rhythm_days)),
        _quiet(context),
        t("settings.digest", digest=t.plain(f"settings.digest_{account.digest}")),
    ]
    if context.services.mails.on:
        lines.append(t("settings.mail_on" if account.mail_copies else "settings.mail_off"))
    if muted := muted_kinds(account.muted):
        names = [t.plain(f"reminder.kind_{kind}") for kind in ReminderKind if kind in muted]
        lines.append(t("settings.muted", kinds=", ".join(names)))
    there = context.services.assistance.there
    if there:
        lines.append(t(f"settings.assistant_{account.ai_consent or Consent.NO}"))
    groups = ["language", "zone", "units", "currency", "when", "quiet", "kinds", "digest"]
    groups += ["mail"] if context.services.mails.on else []
    groups += ["assistant"] if there else []
    buttons = [Button(t.plain(f"settings.open_{group}"), OnSetting("open", group)) for group in groups]
    return Screen(
        "\n".join(lines),
        [
            *_in_rows(buttons, 2),
            [Button(t.plain("settings.open_reset"), OnSetting("open", "reset"))],
            [Button(t.plain("menu.button"), Open("menu"))],
        ],
    )


def language(context: BotContext) -> Screen:
    """The languages to choose from; a zone that suits the language is proposed, never taken."""
    t = context.t
    choices = [_choice(context, "language", code, language_name(code)) for code in LANGUAGES]
    return Screen(t("settings.ask_language"), [choices, *_proposal(context), _back(context)])


def zone(context: BotContext) -> Screen:
    """Where they are: by place, by name, or from the list."""
    t, account = context.t, context.account
    areas = [Button(t.plain(f"settings.area_{area.lower()}"), OnSetting("area", area.lower())) for area in AREAS]
    text = t("settings.ask_zone", city=_city(context, account.time_zone), time=_clock_there(context))
    return Screen(text, [*_proposal(context), *_in_rows(areas, 2), _back(context)])


def area(context: BotContext, name: str, position: int) -> Screen:
    """The cities of a continent, some at a time."""
    t = context.t
    known = of_area(name)
    shown = known[position : position + ZONES_SHOWN]
    rows = _in_rows([_zone_button(context, one) for one in shown], 3)
    turns = []
    if position:
        turns.append(Button(t.plain("list.earlier"), _area(name, max(position - ZONES_SHOWN, 0))))
    if position + ZONES_SHOWN < len(known):
        turns.append(Button(t.plain("list.later"), _area(name, position + ZONES_SHOWN)))
    label = t.plain(f"settings.area_{name.lower()}")
    back = [Button(t.plain("settings.back_to_zone"), OnSetting("open", "zone"))]
    return Screen(t("settings.choose_city", area=label), [*rows, *([turns] if turns else []), back])


def zones_found(context: BotContext, found: Sequence[str]) -> Screen:
    """What some typed words may mean."""
    rows = _in_rows([_zone_button(context, one) for one in found], 2)
    return Screen(context.t("settings.which_zone"), [*rows, _back(context)])


def units(context: BotContext) -> Screen:
    """Distances and consumption."""
    t = context.t
    distances = [_choice(context, "distance_unit", unit, t.plain(f"settings.unit_{unit}")) for unit in ("km", "mi")]
    rates = [
        _choice(context, "consumption_unit", unit.value, t.plain(f"settings.consumption_{unit}"))
        for unit in ConsumptionUnit
    ]
    return Screen(t("settings.ask_units"), [distances, *_in_rows(rates, 2), _back(context)])


def currency(context: BotContext) -> Screen:
    """The money that is meant where none is named."""
    choices = [_choice(context, "currency", code, code) for code in CURRENCIES]
    return Screen(context.t("settings.ask_currency"), [*_in_rows(choices, 4), _back(context)])


def when(context: BotContext) -> Screen:
    """How long before, at what hour, how often again."""
    t, account = context.t, context.account
    leads = [_choice(context, "lead_days", str(n), t.plain("settings.days", n=n)) for n in NUMBERS["lead_days"]]
    rhythms = [_choice(context, "rhythm_days", str(n), _rhythm_button(context, n)) for n in NUMBERS["rhythm_days"]]
    hour = Button(t.plain("settings.open_hour", hour=time(account.remind_hour)), OnSetting("open", "remind_hour"))
    text: str = t(
        "settings.ask_when",
        lead=t.plain("settings.lead", n=account.lead_days),
        hour=time(account.remind_hour),
        rhythm=_rhythm(context, account.rhythm_days),
    )
    if quiet_of(account).hold(time(account.remind_hour)):
        text = f"{text}\n{t('settings.hour_is_quiet', hour=time(account.remind_hour), end=time(account.quiet_until))}"
    return Screen(text, [leads, [hour], rhythms[:3], rhythms[3:], _back(context)])


def hours(context: BotContext, name: str) -> Screen:
    """Every hour of the day, for the hour of reminders or an end of the quiet hours."""
    t = context.t
    choices = [_choice(context, name, str(hour), t.plain("settings.hour", hour=time(hour))) for hour in range(24)]
    group = "when" if name == "remind_hour" else "quiet"
    back = [Button(t.plain(f"settings.back_to_{group}"), OnSetting("open", group))]
    return Screen(t(f"settings.ask_{name}"), [*_in_rows(choices, 6), back])


def quiet(context: BotContext) -> Screen:
    """When nothing is sent."""
    t, account = context.t, context.account
    current = (account.quiet_from, account.quiet_until)
    usual = []
    for start, end in QUIET_CHOICES:
        label = t.plain("settings.span", start=time(start), end=time(end))
        if start == end:
            label = t.plain("settings.never_quiet")
        usual.append(Button(_marked(label, chosen=(start, end) == current), OnSetting("quiet", f"{start}.{end}")))
    ends = [
        Button(t.plain("settings.open_quiet_from", hour=time(account.quiet_from)), OnSetting("open", "quiet_from")),
        Button(t.plain("settings.open_quiet_until", hour=time(account.quiet_until)), OnSetting("open", "quiet_until")),
    ]
    return Screen(f"{_quiet(context)}\n\n{t('settings.ask_quiet')}", [*_in_rows(usual, 2), ends, _back(context)])


def kinds(context: BotContext) -> Screen:
    """Which kinds of reminders are pushed."""
    t, muted = context.t, muted_kinds(context.account.muted)
    buttons = [
        Button(
            f"{'🔕' if kind in muted else '🔔'} {t.plain(f'reminder.kind_{kind}')}",
            OnSetting("unmute" if kind in muted else "mute", kind.value),
        )
        for kind in ReminderKind
    ]
    return Screen(t("settings.ask_kinds"), [*_in_rows(buttons, 2), _back(context)])


def digest(context: BotContext) -> Screen:
    """How often everything comes in one message."""
    t = context.t
    choices = [_choice(context, "digest", one.value, t.plain(f"settings.digest_{one}")) for one in Digest]
    text: str = t("settings.ask_digest")
    if context.account.digest_at is not None:
        there = context.account.digest_at.astimezone(zone_of(context.account))
        text = f"{text}\n{t('settings.next_digest', day=there.date(), hour=there)}"
    return Screen(text, [choices, _back(context)])


def assistant(context: BotContext) -> Screen:
    """Whether an AI service may be asked for them."""
    t = context.t
    choices = [_choice(context, "ai_consent", one.value, t.plain(f"ask.consent_{one}")) for one in Consent]
    return Screen(t("settings.ask_assistant"), [choices, _back(context)])


def mail(context: BotContext, linked: EmailAddress | None) -> Screen:
    """Whether what is pushed goes by mail as well."""
    t, wanted = context.t, context.account.mail_copies
    if linked is None:
        link = Button(t.plain("email.link"), OnEmail("open"), style="primary")
        return Screen(t("settings.mail_needs_address"), [[link], _back(context)])
    choices = [
        Button(
            _marked(t.plain(f"settings.mail_{value}_button"), chosen=wanted is (value == "on")),
            OnSetting("mail", value),
        )
        for value in ("on", "off")
    ]
    return Screen(t("settings.ask_mail", email=masked(linked.text)), [choices, _back(context)])


def reset(context: BotContext) -> Screen:
    """Ask whether everything is to be as at first."""
    t = context.t
    yes = Button(t.plain("settings.reset_yes"), OnSetting("reset", "yes"), style="danger")
    return Screen(t("settings.ask_reset"), [[yes], _back(context)])


def zone_set(context: BotContext) -> Screen:
    """The zone as it is now, after a place or a name was sent."""
    city, clock = _city(context, context.account.time_zone), _clock_there(context)
    return Screen(context.t("settings.zone_set", city=city, time=clock), [_back(context)])


def _proposal(context: BotContext) -> Rows:
    proposed = guessed(context.account.language)
    if proposed is None or proposed == context.account.time_zone:
        return []
    label = context.t.plain("settings.propose_zone", city=_city(context, proposed))
    return [[Button(label, OnSetting("time_zone", as_word(proposed)))]]


def _zone_button(context: BotContext, name: str) -> Button:
    label = _marked(_city(context, name), chosen=name == context.account.time_zone)
    return Button(label, OnSetting("time_zone", as_word(name)))


def _area(name: str, position: int) -> OnSetting:
    return OnSetting("area", f"{name.lower()}.{position}")


def _city(context: BotContext, name: str) -> str:
    return city_of(name, context.t.language)


def _clock_there(context: BotContext) -> time:
    return context.services.clock.now().astimezone(zone_of(context.account)).time()


def _unit(context: BotContext) -> str:
    return context.t.plain(f"settings.unit_{context.t.units.distance}")


def _consumption(context: BotContext) -> str:
    return context.t.plain(f"settings.consumption_{context.t.units.consumption}")


def _rhythm(context: BotContext, days: int) -> str:
    return context.t.plain("settings.every", n=days) if days else context.t.plain("settings.once")


def _rhythm_button(context: BotContext, days: int) -> str:
    return context.t.plain("settings.again", n=days) if days else context.t.plain("settings.only_once")


def _quiet(context: BotContext) -> str:
    t, held = context.t, quiet_of(context.account)
    if held.start == held.end:
        return t("settings.no_quiet")
    return t("settings.quiet", start=held.start, end=held.end)


def _choice(context: BotContext, name: str, value: str, label: str) -> Button:
    chosen = str(getattr(context.account, name)) == value
    return Button(_marked(label, chosen=chosen), OnSetting(name, as_word(value)))


def _marked(label: str, *, chosen: bool) -> str:
    return f"✓ {label}" if chosen else label


def _back(context: BotContext) -> list[Button]:
    return [Button(context.t.plain("settings.back"), OnSetting("open", "all"))]


def _in_rows(buttons: Sequence[Button], width: int) -> list[Sequence[Button]]:
    return [buttons[place : place + width] for place in range(0, len(buttons), width)]
