"""People as administrators see them: never their papers without a reason."""

from collections.abc import Sequence
from datetime import UTC, datetime

from bot.admin_callbacks import AskAdmin, OnPerson, OpenPaper
from bot.context import BotContext
from bot.screens import Button, Screen, StoredFile
from bot.views.admin_menu import back
from bot.views.admin_words import feature_name, provider_name, standing
from bot.views.offers import plan_name
from core.domain.plans import Level, rank
from core.i18n import Translator
from core.models import Account, AccountNote, Document
from core.services.days import day_of, zone_of
from core.services.entitlements import Use
from core.services.people import OPEN_FOR, Card


def name_of(account: Account) -> str:
    """How a person is called, and how they are found."""
    name = account.name or account.first_name or "…"
    return f"{name} @{account.username}" if account.username else name


def start(context: BotContext) -> Screen:
    """How people are found."""
    t = context.t
    return Screen(t("admin.people"), [[Button(t.plain("admin.find"), AskAdmin("find"))], *back(context)])


def found(context: BotContext, people: Sequence[Account], words: str) -> Screen:
    """Whom the words find."""
    t = context.t
    rows = [[Button(f"{name_of(one)[:40]} · {one.id}", OnPerson("open", one.id))] for one in people]
    again = [Button(t.plain("admin.find_again"), AskAdmin("find"))]
    text = t("admin.found", n=len(people), words=words[:60]) if people else t("admin.found_none", words=words[:60])
    return Screen(text, [*rows, again, *back(context)])


def to_card(context: BotContext, person: int) -> Button:
    """The way to a person's card."""
    return Button(context.t.plain("admin.card"), OnPerson("open", person))


def card(context: BotContext, person: Card) -> Screen:
    """What there is of a person, with what can be done."""
    lines = [*_who(context, person), "", *_what(context, person)]
    return Screen("\n".join(lines), [*_acts(context, person), *back(context)])


def _who(context: BotContext, person: Card) -> list[str]:
    t, account = context.t, person.account
    spoke = person.counts.spoke
    lines: list[str] = [
        t("admin.person", name=name_of(account)),
        t("admin.person_ids", id=str(account.id), telegram=str(account.telegram_id), language=account.language),
        t("admin.person_since", day=day_of(context.account, account.created_at)),
    ]
    if spoke is not None:
        at = datetime.fromtimestamp(spoke / 1000, UTC).astimezone(zone_of(context.account))
        lines.append(t("admin.person_spoke", at=at))
    if person.is_admin:
        lines.append(t("admin.person_admin"))
    if account.blocked_at is not None:
        lines.append(t("admin.person_blocked", day=day_of(context.account, account.blocked_at)))
    elif not account.reachable:
        lines.append(t("admin.person_gone"))
    if account.leaves_at is not None:
        lines.append(t("admin.person_leaves", day=day_of(context.account, account.leaves_at)))
    return lines


def _what(context: BotContext, person: Card) -> list[str]:
    t, held, counts = context.t, person.access.subscription, person.counts
    plan = plan_name(t, person.access.level)
    lines: list[str] = [t("admin.person_plan", plan=plan)]
    if held is not None:
        until = day_of(context.account, held.period_end) if held.period_end is not None else None
        provider, status = provider_name(t, held.provider), standing(t, held)
        lines.append(t("admin.person_held", provider=provider, status=status, day=until))
    lines.append(
        t(
            "admin.person_counts",
            vehicles=counts.vehicles,
            records=counts.records,
            documents=counts.documents,
            reminders=counts.reminders,
        )
    )
    used = [
        f"{feature_name(t, one.feature)} {one.used}/{'∞' if one.limit is None else one.limit}" for one in person.usage
    ]
    lines.append(t("admin.person_used", used=", ".join(used)))
    lines.append(t("admin.person_mail") if counts.mail else t("admin.person_no_mail"))
    return lines


def _used(t: Translator, one: Use) -> str:
    return f"{feature_name(t, one.feature)} {one.used}/{'∞' if one.limit is None else one.limit}"


def _acts(context: BotContext, person: Card) -> list[list[Button]]:
    t, number = context.t, person.account.id
    plans = [Button(t.plain("admin.give_plan"), OnPerson("plan", number))]
    if person.given:
        plans.append(Button(t.plain("admin.end_plan"), OnPerson("end_plan", number), style="danger"))
    if person.account.blocked_at is not None:
        blocking = Button(t.plain("admin.unblock"), OnPerson("unblock", number), style="success")
    else:
        blocking = Button(t.plain("admin.block"), AskAdmin("block", number), style="danger")
    notes = Button(t.plain("admin.notes", n=person.counts.notes), OnPerson("notes", number))
    papers = Button(t.plain("admin.papers"), AskAdmin("papers", number))
    audit = Button(t.plain("admin.page_audit"), OnPerson("audit", number))
    return [plans, [papers, notes], [audit, blocking], [Button(t.plain("admin.find_again"), AskAdmin("find"))]]


def choose_plan(context: BotContext, person: Card) -> Screen:
    """Which plan to give."""
    t, number = context.t, person.account.id
    levels = [level for level in Level if rank(level) > 0]
    rows = [[Button(plan_name(t, level), AskAdmin("plan", number, level.value)) for level in levels]]
    text = t("admin.which_plan", name=name_of(person.account))
    return Screen(text, [*rows, [Button(t.plain("admin.card"), OnPerson("open", number))]])


def notes(context: BotContext, account: Account, found: Sequence[AccountNote]) -> Screen:
    """What was noted about a person."""
    t = context.t
    lines: list[str] = [t("admin.notes_title", name=name_of(account)), ""]
    rows = []
    for number, note in enumerate(found, start=1):
        day = day_of(context.account, note.created_at)
        lines.append(t("admin.note", number=number, day=day, who=str(note.admin_telegram_id), text=note.content))
        drop = OnPerson("drop_note", account.id, note.id)
        rows.append([Button(t.plain("admin.drop_note", number=number), drop)])
    lines += [] if found else [t("admin.notes_none")]
    add = Button(t.plain("admin.add_note"), AskAdmin("note", account.id), style="primary")
    return Screen("\n".join(lines), [*rows, [add], [Button(t.plain("admin.card"), OnPerson("open", account.id))]])


def papers(context: BotContext, person: int, entry: int, found: Sequence[Document]) -> Screen:
    """Which papers there are; each opens for a while."""
    t = context.t
    rows = [[Button(_paper_label(context, paper), OpenPaper(entry, paper.id))] for paper in found]
    minutes = int(OPEN_FOR.total_seconds() // 60)
    text = t("admin.papers_open", n=minutes) if found else t("admin.papers_none")
    return Screen(text, [*rows, [Button(t.plain("admin.card"), OnPerson("open", person))]])


def _paper_label(context: BotContext, paper: Document) -> str:
    kind = context.t.plain(f"document.kind_{paper.kind}") if paper.kind is not None else "?"
    return f"{kind} · {day_of(context.account, paper.created_at):%d/%m/%Y}"


def paper(context: BotContext, found: Document, stored: str, *, is_pdf: bool) -> Screen:
    """A paper."""
    text = context.t("admin.paper", id=str(found.id), owner=str(found.owner_id))
    name, kind = (f"{found.id}.pdf", "application/pdf") if is_pdf else (f"{found.id}.jpg", "image/jpeg")
    file = StoredFile(stored, name, kind)
    return Screen(text, document=file) if is_pdf else Screen(text, photo=file)
