"""At the console: broadcasts and people's requests for help. Each act is noted in the transaction of its effect."""

import argparse
from datetime import datetime

from app.console import answers
from app.console.desk import FROM, Desk, acts, number
from core import db
from core.domain.broadcasts import DAYS, FIRST, LONGEST, Activity, Move
from core.domain.plans import Level
from core.errors import Refusal
from core.i18n import LANGUAGES, Html
from core.models import Account, Broadcast
from core.services.auditing import Deed
from core.services.broadcast_people import segment_of
from core.services.broadcasting import as_line, texts_of
from core.services.days import zone_of
from core.services.support import Written

_MOVES = {Move.START: "begun", Move.UNSCHEDULE: "a draft again", Move.PAUSE: "held up", Move.RESUME: "goes on",
          Move.STOP: "stopped"}  # fmt: skip


def add_talks(parts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `broadcasts` and `support`."""
    add = acts(parts, "broadcasts", "messages to many people")
    one = number("broadcast")
    language = ("--language", {"choices": LANGUAGES, "default": FIRST})
    add("list", _broadcasts)
    add("show", _broadcast, one)
    add("new", _new, ("text", {"help": "in French; the other languages follow with `write`"}))
    add("write", _write, one, language, ("text", {}))
    level = ("--plan", {"choices": ["any", *(level.value for level in Level)]})
    spoken = ("--language", {"choices": ["any", *LANGUAGES]})
    activity = ("--activity", {"choices": [activity.value for activity in Activity]})
    add("aim", _aim, one, level, spoken, activity, ("--days", {"type": int, "choices": DAYS}))
    add("try", _try, one, language)
    add("schedule", _schedule, one, ("moment", {"type": answers.clock, "help": "YYYY-MM-DDTHH:MM, where you are"}))
    for move in _MOVES:
        add(move.value, _move, one)
    add("delete", _delete, one)
    add = acts(parts, "support", "people's requests for help")
    add("list", _requests, FROM)
    add("show", _request, number("request"))
    add("answer", _answer, number("request"), ("text", {}))
    add("close", _close, number("request"))


async def _admin(desk: Desk) -> Account:
    """Whose chat is told how far a broadcast is."""
    found = await desk.told()
    if found is None:
        raise Refusal("admin.nobody_to_tell")
    return found


async def _broadcasts(desk: Desk, _: argparse.Namespace) -> int:
    rows = [
        (
            one.id,
            one.state.value,
            f"{one.claimed}/{one.people}",
            answers.moment(one.starts_at),
            as_line(one.text_fr)[:60],
        )
        for one in await desk.parts.services.broadcasts.page()
    ]
    return desk.tell(answers.table(["id", "state", "taken", "begins", "text"], rows))


async def _broadcast(desk: Desk, arguments: argparse.Namespace) -> int:
    return await _shown(desk, await desk.parts.services.broadcasts.get(arguments.broadcast))


async def _shown(desk: Desk, one: Broadcast) -> int:
    broadcasts, segment = desk.parts.services.broadcasts, segment_of(one)
    progress = await broadcasts.progress(one)
    values = {"id": one.id, "state": one.state.value, "plan": one.level.value if one.level else "any"}
    values |= {"language": one.language or "any", "activity": f"{one.activity.value} {one.days}"}
    values |= {"people now": await broadcasts.count(segment), "begins": answers.moment(one.starts_at)}
    values |= {"sent": f"{progress.sent} of {progress.people}", "failed": one.failed}
    return desk.tell(
        answers.pairs({**values, **{f"text {name}": text for name, text in texts_of(one).items() if text}})
    )


async def _new(desk: Desk, arguments: argparse.Namespace) -> int:
    return await _written(desk, None, FIRST, arguments.text)


async def _write(desk: Desk, arguments: argparse.Namespace) -> int:
    return await _written(desk, arguments.broadcast, arguments.language, arguments.text)


async def _written(desk: Desk, number: int | None, language: str, text: str) -> int:
    if len(text) > LONGEST:
        raise Refusal("broadcast.too_long", n=LONGEST)
    async with db.transaction():
        html = Html.escaped(text)
        one = await desk.parts.services.broadcasts.write(await _admin(desk), number, language, html)
        values = {"language": language, "length": len(html)}
        await desk.admin.auditing.note(desk.actor, Deed("broadcast.write", "broadcast", one.id), None, values)
    return await _shown(desk, one)


async def _aim(desk: Desk, arguments: argparse.Namespace) -> int:
    changes: dict[str, object] = {}
    if arguments.plan is not None:
        changes["level"] = None if arguments.plan == "any" else Level(arguments.plan)
    if arguments.language is not None:
        changes["language"] = None if arguments.language == "any" else arguments.language
    if arguments.activity is not None:
        changes["activity"] = Activity(arguments.activity)
    if arguments.days is not None:
        changes["days"] = arguments.days
    async with db.transaction():
        one = await desk.parts.services.broadcasts.get(arguments.broadcast)
        before = {name: getattr(one, name) for name in changes}
        one = await desk.parts.services.broadcasts.aim(one.id, **changes)
        await desk.admin.auditing.note(desk.actor, Deed("broadcast.aim", "broadcast", one.id), before, changes)
    return await _shown(desk, one)


async def _try(desk: Desk, arguments: argparse.Namespace) -> int:
    admin = await _admin(desk)
    await desk.parts.services.broadcasts.try_out(admin, arguments.broadcast, arguments.language)
    return desk.tell(f"on its way to {admin.telegram_id} alone")


async def _schedule(desk: Desk, arguments: argparse.Namespace) -> int:
    moment = arguments.moment.replace(tzinfo=zone_of(await _admin(desk)))
    return await _moved(desk, arguments.broadcast, Move.SCHEDULE, moment)


async def _move(desk: Desk, arguments: argparse.Namespace) -> int:
    return await _moved(desk, arguments.broadcast, Move(arguments.act))


async def _moved(desk: Desk, number: int, move: Move, moment: datetime | None = None) -> int:
    async with db.transaction():
        before = await desk.parts.services.broadcasts.get(number)
        one = await desk.parts.services.broadcasts.move(await _admin(desk), number, move, moment)
        after = {"state": one.state, "people": one.people, "starts_at": one.starts_at}
        deed = Deed(f"broadcast.{move}", "broadcast", one.id)
        await desk.admin.auditing.note(desk.actor, deed, {"state": before.state}, after)
    return desk.tell(_MOVES.get(move) or f"begins at {answers.moment(one.starts_at)} UTC")


async def _delete(desk: Desk, arguments: argparse.Namespace) -> int:
    async with db.transaction():
        await desk.parts.services.broadcasts.delete(arguments.broadcast)
        await desk.admin.auditing.note(desk.actor, Deed("broadcast.delete", "broadcast", arguments.broadcast))
    return desk.tell("gone")


async def _requests(desk: Desk, arguments: argparse.Namespace) -> int:
    found = await desk.parts.services.support.queue(arguments.position)
    rows = [
        (one.id, "first" if one.priority else "", one.state.value, answers.moment(one.waits_since),
         found.first.get(one.id, "")[:60])
        for one in found.tickets
    ]  # fmt: skip
    return desk.tell(answers.table(["id", "plan", "state", "since", "last said"], rows, found.total))


async def _request(desk: Desk, arguments: argparse.Namespace) -> int:
    talk = await desk.parts.services.support.for_team(arguments.request)
    lines = [f"request {talk.ticket.id}, {talk.ticket.state.value}, of person {talk.ticket.owner_id}"]
    for one in talk.messages:
        attached = f"[{one.attached.value} {one.file_name or ''}]" if one.attached else ""
        lines.append(f"{answers.moment(one.created_at)} {one.side.value}: {one.text} {attached}".rstrip())
    return desk.tell("\n".join(lines))


async def _answer(desk: Desk, arguments: argparse.Namespace) -> int:
    support = desk.parts.services.support
    async with db.transaction():
        before = (await support.for_team(arguments.request)).ticket.state
        ticket = await support.answer(None, arguments.request, Written(arguments.text))
        deed = Deed("support.answer", "ticket", ticket.id, ticket.owner_id)
        await desk.admin.auditing.note(desk.actor, deed, {"state": before}, {"state": ticket.state})
    return desk.tell("answered; the person is told")


async def _close(desk: Desk, arguments: argparse.Namespace) -> int:
    support = desk.parts.services.support
    async with db.transaction():
        before = (await support.for_team(arguments.request)).ticket.state
        ticket = await support.close(arguments.request)
        deed = Deed("support.close", "ticket", ticket.id, ticket.owner_id)
        await desk.admin.auditing.note(desk.actor, deed, {"state": before}, {"state": ticket.state})
    return desk.tell("closed; the person is told")
