"""At the console: switches, payment events, jobs that were given up, the audit log, health and figures."""

import argparse
import re
from html import unescape

from app.checks import checks_of
from app.console import answers
from app.console.desk import COUNT, Desk, acts, number
from core.domain.service_figures import Insight
from core.services.auditing import BATCH
from core.services.switches import Switch
from webhooks.health import looked

_EVENT = ["name", "kind", "state", "tries", "received", "error"]


def add_product(parts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `switches`, `events`, `jobs`, `audit`, `health` and `figures`."""
    switch = ("name", {"choices": [switch.value for switch in Switch]})
    add = acts(parts, "switches", "parts of the product that are off")
    add("list", _list_switches)
    add("on", _switch_on, switch)
    add("off", _switch_off, switch)
    add = acts(parts, "events", "notices of payment services")
    states = ("--state", {"choices": ["all", "waiting", "parked", "error"], "default": "all"})
    add("list", _list_events, states, COUNT)
    add("show", _show_event, ("event", {"help": "its name, evt_…"}))
    one = ("event", {"nargs": "?", "help": "its name; without one, all that could not be handled"})
    fetch = ("--undelivered", {"action": "store_true", "help": "fetch first what the service could not deliver"})
    add("replay", _replay, one, fetch)
    add = acts(parts, "jobs", "jobs that were given up")
    add("list", _list_jobs, COUNT)
    add("show", _show_job, number("job"))
    add("retry", _retry, number("job"))
    add = acts(parts, "audit", "what administrators did")
    add("list", _list_audit, COUNT, ("--about", {"type": int, "metavar": "PERSON"}))
    add("export", _export, ("--form", {"choices": ["csv", "jsonl"], "default": "jsonl"}))
    add = acts(parts, "figures", "who comes, stays and pays, what it brings and costs")
    add("show", _figures, ("about", {"choices": [view.value for view in Insight]}))
    parts.add_parser("health", help="how every part is").set_defaults(does=_health)


async def _list_switches(desk: Desk, _: argparse.Namespace) -> int:
    off = await desk.admin.switches.off()
    return desk.tell(answers.pairs({switch.value: "off" if switch in off else "on" for switch in Switch}))


async def _switch_on(desk: Desk, arguments: argparse.Namespace) -> int:
    await desk.admin.switches.set(desk.actor, arguments.name, on=True)
    return desk.tell(f"{arguments.name} is on")


async def _switch_off(desk: Desk, arguments: argparse.Namespace) -> int:
    await desk.admin.switches.set(desk.actor, arguments.name, on=False)
    return desk.tell(f"{arguments.name} is off")


async def _list_events(desk: Desk, arguments: argparse.Namespace) -> int:
    total, events = await desk.admin.events.page(arguments.state, 0, arguments.count)
    return desk.tell(answers.table(_EVENT, [answers.event(one) for one in events], total))


async def _show_event(desk: Desk, arguments: argparse.Namespace) -> int:
    event, payload = await desk.admin.events.get((await desk.admin.events.by_name(arguments.event)).id)
    desk.tell(answers.pairs(dict(zip(_EVENT, answers.event(event), strict=True))))
    return desk.tell(payload)


async def _replay(desk: Desk, arguments: argparse.Namespace) -> int:
    kept = desk.parts.billing_events
    if arguments.undelivered and kept is not None:
        desk.tell(f"{await kept.fetch_undelivered()} fetched")
    event = (await desk.admin.events.by_name(arguments.event)).id if arguments.event else None
    return desk.tell(f"{await desk.admin.events.replay(desk.actor, event)} queued again")


async def _list_jobs(desk: Desk, arguments: argparse.Namespace) -> int:
    total, jobs = await desk.admin.jobs.page(0, arguments.count)
    rows = [(one.id, one.name, one.queue, one.attempts, one.error) for one in jobs]
    return desk.tell(answers.table(["id", "name", "queue", "tries", "error"], rows, total))


async def _show_job(desk: Desk, arguments: argparse.Namespace) -> int:
    job, payload = await desk.admin.jobs.get(arguments.job)
    desk.tell(answers.pairs({"id": job.id, "name": job.name, "tries": job.attempts, "error": job.error}))
    return desk.tell(payload)


async def _retry(desk: Desk, arguments: argparse.Namespace) -> int:
    return desk.tell(f"{(await desk.admin.jobs.retry(desk.actor, arguments.job)).name} queued again")


async def _list_audit(desk: Desk, arguments: argparse.Namespace) -> int:
    total, entries = await desk.admin.auditing.page(0, arguments.count, about=arguments.about)
    return desk.tell(answers.table(answers.AUDIT, [list(answers.entry(one).values()) for one in entries], total))


async def _export(desk: Desk, arguments: argparse.Namespace) -> int:
    csv, said = arguments.form == "csv", 0
    if csv:
        desk.tell(answers.as_csv(answers.AUDIT))
    async for entry in desk.admin.auditing.everything():
        values = answers.entry(entry)
        desk.tell(answers.as_csv(list(values.values())) if csv else answers.as_json(values))
        said += 1
        if said % BATCH == 0:
            await desk.out.flush()
    return 0


async def _figures(desk: Desk, arguments: argparse.Namespace) -> int:
    html = await desk.parts.services.insights.words(desk.parts.settings.default_language, Insight(arguments.about))
    return desk.tell(unescape(re.sub(r"<[^<>]*>", "", html)))


async def _health(desk: Desk, _: argparse.Namespace) -> int:
    seen = await looked(checks_of(desk.parts))
    rows = []
    for name, part in seen.items():
        details = [f"{key} {value}" for key, value in part.items() if key not in {"status", "milliseconds"} and value]
        rows.append((name, part["status"], f"{part['milliseconds']} ms", ", ".join(details)))
    desk.tell(answers.table(["part", "state", "took", "more"], rows))
    return 0 if all(part["status"] == "ok" for part in seen.values()) else 1
