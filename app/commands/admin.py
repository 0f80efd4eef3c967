"""`autotrack admin …`: what administrators do in the chat, from the console of the machine; noted in the same log.

On SQLite the bot has the file, so it is stopped for a moment; on PostgreSQL both work side by side.
"""

import argparse
import asyncio
import getpass
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from app import logs
from app.commands import admin_answers as answers
from app.commands.run import refuse
from app.database import opened
from app.instance_lock import AlreadyRunning
from app.roles import Roles
from app.wiring import build
from core.domain.money import Money
from core.domain.plans import STARS, Feature, Interval, Level
from core.errors import Refusal
from core.gateways.clock import SystemClock
from core.i18n import translator
from core.services.administration import Administration
from core.services.auditing import Actor
from core.services.switches import Switch
from core.settings import Settings, load

Act = Callable[["Desk", argparse.Namespace], Awaitable[int]]


@dataclass(frozen=True, slots=True)
class Desk:
    """Who works at the console, on what."""

    admin: Administration
    actor: Actor


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `admin` with its parts."""
    parser = subparsers.add_parser("admin", help="people, plans, switches, payment events, jobs, audit log")
    parts = parser.add_subparsers(title="parts", required=True, metavar="PART", dest="part")
    _people(parts)
    _plans(parts)
    _rest(parts)
    parser.set_defaults(run=run)


def _acts(parts: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, about: str) -> Callable[..., None]:
    """Add a part; what is returned adds one act of it with its arguments."""
    acts = parts.add_parser(name, help=about).add_subparsers(title="acts", required=True, metavar="ACT", dest="act")

    def add(act: str, does: Act, *arguments: tuple[str, dict[str, object]]) -> None:
        parser = acts.add_parser(act)
        for argument, more in arguments:
            parser.add_argument(argument, **more)  # type: ignore[arg-type]  # as argparse takes them
        parser.set_defaults(does=does)

    return add


def _people(parts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    add = _acts(parts, "people", "find, show, block, give a plan")
    who = ("person", {"type": int, "help": "the number of the account"})
    reason = ("--reason", {"required": True})
    add("find", _find, ("words", {"nargs": "+", "help": "number, Telegram id, @name, mail address, plate, name"}))
    add("show", _show, who)
    add("block", _block, who, reason)
    add("unblock", _unblock, who)
    level = ("level", {"choices": [level.value for level in Level if level is not Level.FREE]})
    add("plan", _give_plan, who, level, ("--until", {"required": True, "type": answers.day, "metavar": "YYYY-MM-DD"}))
    add("end-plan", _end_plan, who)
    add("note", _note, who, ("text", {}))


def _plans(parts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    add = _acts(parts, "plans", "what plans give and cost")
    add("list", _list_plans)
    level = ("level", {"choices": [level.value for level in Level]})
    feature = ("feature", {"choices": [feature.value for feature in Feature]})
    add("set", _set_limit, level, feature, ("amount", {"type": answers.amount, "help": "a number, or unlimited"}))
    interval = ("interval", {"choices": [interval.value for interval in Interval]})
    price = ("price", {"help": "9.99, or Stars as a whole number"})
    add(
        "price", _set_price, level, interval, price, ("--currency", {"default": "EUR", "help": "EUR, …, XTR for Stars"})
    )
    add("offer", _offer, level)
    add("withdraw", _withdraw, level)


def _rest(parts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    switch = ("name", {"choices": [switch.value for switch in Switch]})
    add = _acts(parts, "switches", "parts of the product that are off")
    add("list", _list_switches)
    add("on", _switch_on, switch)
    add("off", _switch_off, switch)
    add = _acts(parts, "events", "notices of payment services")
    states = ("--state", {"choices": ["all", "waiting", "parked", "error"], "default": "all"})
    count = ("--count", {"type": int, "default": 20})
    add("list", _list_events, states, count)
    add("show", _show_event, ("event", {"help": "its name, evt_…"}))
    add("replay", _replay, ("event", {"nargs": "?", "help": "its name; without one, all that could not be handled"}))
    add = _acts(parts, "jobs", "jobs that were given up")
    add("list", _list_jobs, count)
    job = ("job", {"type": int})
    add("show", _show_job, job)
    add("retry", _retry, job)
    add = _acts(parts, "audit", "what administrators did")
    add("list", _list_audit, count)
    form = ("--form", {"choices": ["csv", "jsonl"], "default": "jsonl"})
    add("export", _export, form)


def run(arguments: argparse.Namespace) -> int:
    """Do it, and say what came of it; exit status 1 for a refusal."""
    settings = load()
    if settings.bot_token is None:
        return refuse("admin needs BOT_TOKEN", 2)
    logs.set_up("ERROR", [])
    try:
        return asyncio.run(_run(settings, arguments))
    except AlreadyRunning:
        return refuse("autotrack run has the SQLite file: stop it for a moment, or use /admin in the chat")
    except Refusal as refusal:
        words = translator(settings.default_language).plain(refusal.key, **refusal.values)
        return refuse(words)


async def _run(settings: Settings, arguments: argparse.Namespace) -> int:
    parts = build(settings, SystemClock(), Roles(takes_in=False, queues=(), ticks=False, sends=False))
    async with opened(settings.database, parts.scale.presence):
        try:
            does: Act = arguments.does
            return await does(Desk(parts.services.admin, Actor.at_console(getpass.getuser())), arguments)
        finally:
            await parts.end()


async def _find(desk: Desk, arguments: argparse.Namespace) -> int:
    found = await desk.admin.people.find(" ".join(arguments.words))
    answers.table(["id", "telegram", "name", "username"], [answers.person(one) for one in found])
    return 0 if found else 1


async def _show(desk: Desk, arguments: argparse.Namespace) -> int:
    answers.pairs(answers.card(await desk.admin.people.card(arguments.person)))
    return 0


async def _block(desk: Desk, arguments: argparse.Namespace) -> int:
    await desk.admin.people.block(desk.actor, arguments.person, arguments.reason)
    return answers.done("blocked")


async def _unblock(desk: Desk, arguments: argparse.Namespace) -> int:
    await desk.admin.people.unblock(desk.actor, arguments.person)
    return answers.done("unblocked")


async def _give_plan(desk: Desk, arguments: argparse.Namespace) -> int:
    await desk.admin.people.give_plan(desk.actor, arguments.person, Level(arguments.level), arguments.until)
    return answers.done(f"{arguments.level} until {arguments.until}")


async def _end_plan(desk: Desk, arguments: argparse.Namespace) -> int:
    await desk.admin.people.end_plan(desk.actor, arguments.person)
    return answers.done("ended")


async def _note(desk: Desk, arguments: argparse.Namespace) -> int:
    await desk.admin.people.add_note(desk.actor, arguments.person, arguments.text)
    return answers.done("noted")


async def _list_plans(desk: Desk, _: argparse.Namespace) -> int:
    for plan in await desk.admin.plans.plans():
        answers.pairs(answers.plan(plan))
    return 0


async def _set_limit(desk: Desk, arguments: argparse.Namespace) -> int:
    level, feature = Level(arguments.level), Feature(arguments.feature)
    amount = None if arguments.amount < 0 else arguments.amount
    await desk.admin.plans.set_limit(desk.actor, level, feature, amount)
    return answers.done("set")


async def _set_price(desk: Desk, arguments: argparse.Namespace) -> int:
    currency = arguments.currency.upper()
    if currency == STARS:
        price = Money(
            int(arguments.price) * 100 if arguments.price.isascii() and arguments.price.isdigit() else 0, STARS
        )
    else:
        price = Money.parse(arguments.price, "en", currency)
    await desk.admin.plans.set_price(desk.actor, Level(arguments.level), Interval(arguments.interval), price)
    return answers.done("set")


async def _offer(desk: Desk, arguments: argparse.Namespace) -> int:
    await desk.admin.plans.offer(desk.actor, Level(arguments.level), active=True)
    return answers.done("on offer")


async def _withdraw(desk: Desk, arguments: argparse.Namespace) -> int:
    await desk.admin.plans.offer(desk.actor, Level(arguments.level), active=False)
    return answers.done("withdrawn")


async def _list_switches(desk: Desk, _: argparse.Namespace) -> int:
    off = await desk.admin.switches.off()
    answers.pairs({switch.value: "off" if switch in off else "on" for switch in Switch})
    return 0


async def _switch_on(desk: Desk, arguments: argparse.Namespace) -> int:
    await desk.admin.switches.set(desk.actor, arguments.name, on=True)
    return answers.done(f"{arguments.name} is on")


async def _switch_off(desk: Desk, arguments: argparse.Namespace) -> int:
    await desk.admin.switches.set(desk.actor, arguments.name, on=False)
    return answers.done(f"{arguments.name} is off")


async def _list_events(desk: Desk, arguments: argparse.Namespace) -> int:
    total, events = await desk.admin.events.page(arguments.state, 0, arguments.count)
    heads = ["name", "kind", "state", "tries", "received", "error"]
    answers.table(heads, [answers.event(one) for one in events])
    return answers.done(f"{total} in all")


async def _show_event(desk: Desk, arguments: argparse.Namespace) -> int:
    event, payload = await desk.admin.events.get((await desk.admin.events.by_name(arguments.event)).id)
    answers.pairs(dict(zip(["name", "kind", "state", "tries", "received", "error"], answers.event(event), strict=True)))
    print(payload)
    return 0


async def _replay(desk: Desk, arguments: argparse.Namespace) -> int:
    event = (await desk.admin.events.by_name(arguments.event)).id if arguments.event else None
    return answers.done(f"{await desk.admin.events.replay(desk.actor, event)} queued again")


async def _list_jobs(desk: Desk, arguments: argparse.Namespace) -> int:
    total, jobs = await desk.admin.jobs.page(0, arguments.count)
    rows = [[str(one.id), one.name, one.queue, str(one.attempts), one.error] for one in jobs]
    answers.table(["id", "name", "queue", "tries", "error"], rows)
    return answers.done(f"{total} in all")


async def _show_job(desk: Desk, arguments: argparse.Namespace) -> int:
    job, payload = await desk.admin.jobs.get(arguments.job)
    answers.pairs({"id": str(job.id), "name": job.name, "tries": str(job.attempts), "error": job.error})
    print(payload)
    return 0


async def _retry(desk: Desk, arguments: argparse.Namespace) -> int:
    return answers.done(f"{(await desk.admin.jobs.retry(desk.actor, arguments.job)).name} queued again")


async def _list_audit(desk: Desk, arguments: argparse.Namespace) -> int:
    _, entries = await desk.admin.auditing.page(0, arguments.count)
    answers.table(list(answers.AUDIT), [list(answers.entry(one).values()) for one in entries])
    return 0


async def _export(desk: Desk, arguments: argparse.Namespace) -> int:
    write = answers.csv_writer(sys.stdout) if arguments.form == "csv" else answers.jsonl_writer(sys.stdout)
    async for entry in desk.admin.auditing.everything():
        write(answers.entry(entry))
    return 0
