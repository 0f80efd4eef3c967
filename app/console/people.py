"""At the console: people, what was noted of them, their papers, and what plans give and cost."""

import argparse

from app.console import answers
from app.console.desk import REASON, TO, Desk, acts, number
from core.domain.money import Money
from core.domain.plans import STARS, Feature, Interval, Level
from core.services.days import day_of


def add_people(parts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `people`."""
    add = acts(parts, "people", "find, show, block, give a plan, note, see papers for a reason")
    who = number("person", "the number of the account")
    add("find", _find, ("words", {"nargs": "+", "help": "number, Telegram id, @name, mail address, plate, name"}))
    add("show", _show, who)
    add("block", _block, who, REASON)
    add("unblock", _unblock, who)
    level = ("level", {"choices": [level.value for level in Level if level is not Level.FREE]})
    add("plan", _give_plan, who, level, ("--until", {"required": True, "type": answers.day, "metavar": "YYYY-MM-DD"}))
    add("end-plan", _end_plan, who)
    add("notes", _notes, who)
    add("note", _note, who, ("text", {}))
    add("drop-note", _drop_note, number("note"))
    add("papers", _papers, who, REASON)
    entry = number("entry", "the number that `papers` gave for the reason")
    add("paper", _paper, entry, number("document"), TO)


def add_plans(parts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `plans`."""
    add = acts(parts, "plans", "what plans give and cost")
    add("list", _list_plans)
    level = ("level", {"choices": [level.value for level in Level]})
    feature = ("feature", {"choices": [feature.value for feature in Feature]})
    add("set", _set_limit, level, feature, ("amount", {"type": answers.amount, "help": "a number, or unlimited"}))
    interval = ("interval", {"choices": [interval.value for interval in Interval]})
    price = ("price", {"help": "9.99, or Stars as a whole number"})
    add(
        "price", _set_price, level, interval, price, ("--currency", {"default": "EUR", "help": "EUR, …, XTR for Stars"})
    )
    add("drop-price", _drop_price, number("price", "its number behind the price in the list"))
    add("offer", _offer, level)
    add("withdraw", _withdraw, level)
    add("recommend", _recommend, level)


async def _find(desk: Desk, arguments: argparse.Namespace) -> int:
    found = await desk.admin.people.find(" ".join(arguments.words))
    desk.tell(answers.table(["id", "telegram", "name", "username"], [answers.person(one) for one in found]))
    return 0 if found else 1


async def _show(desk: Desk, arguments: argparse.Namespace) -> int:
    return desk.tell(answers.pairs(answers.card(await desk.admin.people.card(arguments.person))))


async def _block(desk: Desk, arguments: argparse.Namespace) -> int:
    await desk.admin.people.block(desk.actor, arguments.person, arguments.reason)
    return desk.tell("blocked")


async def _unblock(desk: Desk, arguments: argparse.Namespace) -> int:
    await desk.admin.people.unblock(desk.actor, arguments.person)
    return desk.tell("unblocked")


async def _give_plan(desk: Desk, arguments: argparse.Namespace) -> int:
    await desk.admin.people.give_plan(desk.actor, arguments.person, Level(arguments.level), arguments.until)
    return desk.tell(f"{arguments.level} until {arguments.until}")


async def _end_plan(desk: Desk, arguments: argparse.Namespace) -> int:
    await desk.admin.people.end_plan(desk.actor, arguments.person)
    return desk.tell("ended")


async def _notes(desk: Desk, arguments: argparse.Namespace) -> int:
    account = await desk.admin.people.get(arguments.person)
    found = await desk.admin.people.notes(account.id)
    rows = [(one.id, day_of(account, one.created_at), one.admin_telegram_id, one.content) for one in found]
    return desk.tell(answers.table(["id", "day", "admin", "note"], rows))


async def _note(desk: Desk, arguments: argparse.Namespace) -> int:
    await desk.admin.people.add_note(desk.actor, arguments.person, arguments.text)
    return desk.tell("noted")


async def _drop_note(desk: Desk, arguments: argparse.Namespace) -> int:
    await desk.admin.people.remove_note(desk.actor, arguments.note)
    return desk.tell("gone")


async def _papers(desk: Desk, arguments: argparse.Namespace) -> int:
    entry, papers = await desk.admin.people.open_papers(desk.actor, arguments.person, arguments.reason)
    rows = [(one.id, one.kind, answers.moment(one.created_at)) for one in papers]
    desk.tell(answers.table(["document", "kind", "kept"], rows))
    return desk.tell(f"for 30 minutes: autotrack admin people paper {entry} DOCUMENT --to FILE")


async def _paper(desk: Desk, arguments: argparse.Namespace) -> int:
    paper, stored, is_pdf = await desk.admin.people.open_paper(desk.actor, arguments.entry, arguments.document)
    desk.out.file(await desk.parts.files.get(stored))
    return desk.tell(f"document {paper.id}, a {'PDF' if is_pdf else 'picture (JPEG)'}")


async def _list_plans(desk: Desk, _: argparse.Namespace) -> int:
    return desk.tell("\n\n".join([answers.pairs(answers.plan(plan)) for plan in await desk.admin.plans.plans()]))


async def _set_limit(desk: Desk, arguments: argparse.Namespace) -> int:
    level, feature = Level(arguments.level), Feature(arguments.feature)
    amount = None if arguments.amount < 0 else arguments.amount
    await desk.admin.plans.set_limit(desk.actor, level, feature, amount)
    return desk.tell("set")


async def _set_price(desk: Desk, arguments: argparse.Namespace) -> int:
    currency = arguments.currency.upper()
    if currency == STARS:
        price = Money(
            int(arguments.price) * 100 if arguments.price.isascii() and arguments.price.isdigit() else 0, STARS
        )
    else:
        price = Money.parse(arguments.price, "en", currency)
    await desk.admin.plans.set_price(desk.actor, Level(arguments.level), Interval(arguments.interval), price)
    return desk.tell("set")


async def _drop_price(desk: Desk, arguments: argparse.Namespace) -> int:
    level = await desk.admin.plans.withdraw_price(desk.actor, arguments.price)
    return desk.tell(f"no longer on offer for {level.value}")


async def _offer(desk: Desk, arguments: argparse.Namespace) -> int:
    await desk.admin.plans.offer(desk.actor, Level(arguments.level), active=True)
    return desk.tell("on offer")


async def _withdraw(desk: Desk, arguments: argparse.Namespace) -> int:
    await desk.admin.plans.offer(desk.actor, Level(arguments.level), active=False)
    return desk.tell("withdrawn")


async def _recommend(desk: Desk, arguments: argparse.Namespace) -> int:
    await desk.admin.plans.recommend(desk.actor, Level(arguments.level))
    return desk.tell("recommended")
