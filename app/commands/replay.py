"""`autotrack replay`: handle payment notices again that could not be handled, or one by its id."""

import argparse
import asyncio
import getpass

from app import logs
from app.assembled import Parts
from app.commands.run import refuse
from app.database import opened
from app.instance_lock import AlreadyRunning
from app.roles import Roles
from app.wiring import build
from core.errors import Refusal
from core.gateways.clock import SystemClock
from core.services.auditing import Actor
from core.settings import Settings, load


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `replay`."""
    parser = subparsers.add_parser("replay", help="handle payment notices again that could not be handled")
    parser.add_argument("event", nargs="?", help="one notice by its id (evt_…), whatever became of it")
    parser.add_argument("--undelivered", action="store_true", help="fetch first what the service could not deliver")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Queue them; the running bot does them, or the next start."""
    settings = load()
    if settings.bot_token is None or settings.stripe_secret_key is None:
        return refuse("replay needs BOT_TOKEN and STRIPE_SECRET_KEY", 2)
    logs.set_up(settings.log_level, [])
    try:
        return asyncio.run(_replay(settings, arguments))
    except AlreadyRunning:
        return refuse(
            "autotrack run has the SQLite file: stop it for a moment; it takes up what is queued when it starts"
        )


async def _replay(settings: Settings, arguments: argparse.Namespace) -> int:
    parts = build(settings, SystemClock(), Roles(takes_in=False, queues=(), ticks=False, sends=False))
    if parts.billing_events is None or parts.payments.billing is None:
        return refuse("PAYMENTS does not name stripe", 2)
    async with opened(settings.database, parts.scale.presence):
        try:
            new = await parts.billing_events.fetch_undelivered() if arguments.undelivered else 0
            queued = await _replayed(parts, arguments.event)
        finally:
            await parts.payments.billing.close()
    print(f"{new} fetched, {queued} queued again")
    return 0 if queued or not arguments.event else 1


async def _replayed(parts: Parts, name: str | None) -> int:
    """Queue again, noted as whoever is at the console; a notice that is not there counts none."""
    administration = parts.services.admin
    try:
        event = (await administration.events.by_name(name)).id if name else None
        return await administration.events.replay(Actor.at_console(getpass.getuser()), event)
    except Refusal:
        return 0
