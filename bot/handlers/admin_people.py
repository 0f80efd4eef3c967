"""People, for administrators."""

from telegram import Update

from bot.admin import desk
from bot.admin_callbacks import AskAdmin, OnPerson, OpenPaper
from bot.context import BotContext
from bot.handlers import admin_audit
from bot.views import admin_menu as menu_views
from bot.views import admin_people as views
from core.domain.plans import Level
from core.domain.typed_dates import AmbiguousDate, Lean, parse_date
from core.errors import Gone, Refusal
from core.services.days import today_of


async def page(_: Update, context: BotContext) -> None:
    """Ask whom to find."""
    desk(context)
    await context.show(views.start(context))


async def find(context: BotContext, _: AskAdmin, words: str) -> None:
    """Show whom the words find; one alone is shown at once."""
    administration, _actor = desk(context)
    found = await administration.people.find(words)
    if len(found) == 1:
        await show(context, found[0].id)
        return
    await context.reply(views.found(context, found, words))


async def show(context: BotContext, person: int) -> None:
    """A person's card."""
    administration, _actor = desk(context)
    await context.show(views.card(context, await administration.people.card(person)))


async def done(context: BotContext, person: int, said: str) -> None:
    """A word about what was done."""
    await context.show(menu_views.done(context, said, views.to_card(context, person)))


async def act(_: Update, context: BotContext) -> None:
    """A button on a person's card."""
    administration, actor = desk(context)
    people, tapped = administration.people, context.tap(OnPerson)
    match tapped.action:
        case "open":
            await show(context, tapped.person)
        case "plan":
            await context.show(views.choose_plan(context, await people.card(tapped.person)))
        case "end_plan":
            await people.end_plan(actor, tapped.person)
            await done(context, tapped.person, "admin.plan_ended")
        case "unblock":
            await people.unblock(actor, tapped.person)
            await done(context, tapped.person, "admin.unblocked")
        case "notes" | "drop_note":
            if tapped.action == "drop_note":
                await people.remove_note(actor, tapped.value)
            await notes(context, tapped.person)
        case "audit":
            await admin_audit.about(context, tapped.person, tapped.value)
        case _:
            raise Gone


async def notes(context: BotContext, person: int) -> None:
    """What was noted about a person."""
    people = desk(context)[0].people
    await context.show(views.notes(context, await people.get(person), await people.notes(person)))


async def block(context: BotContext, asked: AskAdmin, words: str) -> None:
    """Block, for the reason that was typed."""
    administration, actor = desk(context)
    await administration.people.block(actor, asked.number, words)
    await done(context, asked.number, "admin.blocked")


async def add_note(context: BotContext, asked: AskAdmin, words: str) -> None:
    """Keep a note."""
    administration, actor = desk(context)
    await administration.people.add_note(actor, asked.number, words)
    await notes(context, asked.number)


async def give_plan(context: BotContext, asked: AskAdmin, words: str) -> None:
    """Give a plan until the day that was typed."""
    administration, actor = desk(context)
    today = today_of(context.account, context.services.clock)
    day = parse_date(words, today, context.account.language, lean=Lean.FUTURE, allow_future=True)
    if isinstance(day, AmbiguousDate):
        raise Refusal("error.date_ambiguous", first=day.first, second=day.second)
    if asked.word not in set(Level):
        raise Gone
    await administration.people.give_plan(actor, asked.number, Level(asked.word), day)
    await done(context, asked.number, "admin.plan_given")


async def open_papers(context: BotContext, asked: AskAdmin, words: str) -> None:
    """Show which papers there are, after the reason was written down."""
    administration, actor = desk(context)
    entry, papers = await administration.people.open_papers(actor, asked.number, words)
    await context.reply(views.papers(context, asked.number, entry, papers))


async def open_paper(_: Update, context: BotContext) -> None:
    """Show a paper, as long as the reason is fresh."""
    administration, actor = desk(context)
    tapped = context.tap(OpenPaper)
    paper, stored, is_pdf = await administration.people.open_paper(actor, tapped.entry, tapped.document)
    await context.reply(views.paper(context, paper, stored, is_pdf=is_pdf))
