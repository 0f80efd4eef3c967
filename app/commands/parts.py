"""`autotrack serve`, `work` and `tick`: the parts of `run` as processes of their own, each as often as needed."""

import argparse

from app import event_loop
from app.commands import run as whole
from app.roles import SERVE, SLOTS, TICK, Roles, working
from core import db
from core.settings import EMBEDDED, load


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `serve`, `work` and `tick`."""
    parser = subparsers.add_parser("serve", help="take messages in and serve the web side (PostgreSQL)")
    parser.set_defaults(run=run, roles=lambda _: SERVE)
    parser = subparsers.add_parser("work", help="do the jobs of some queues (PostgreSQL)")
    parser.add_argument("--queues", type=_queues, default=tuple(SLOTS), help=f"comma-separated, of {','.join(SLOTS)}")
    parser.set_defaults(run=run, roles=lambda arguments: working(arguments.queues))
    parser = subparsers.add_parser("tick", help="ask regularly what is due (PostgreSQL)")
    parser.set_defaults(run=run, roles=lambda _: TICK)


def run(arguments: argparse.Namespace) -> int:
    """Run until Ctrl-C or SIGTERM; refused where no second process could help."""
    settings = load()
    if settings.bot_token is None:
        return whole.refuse(f"{arguments.command} needs BOT_TOKEN; the simulator belongs to autotrack run", 2)
    if settings.database == EMBEDDED:
        return whole.refuse(
            f"{arguments.command} needs the address of a PostgreSQL server: DATABASE_URL=embedded is for autotrack run",
            2,
        )
    if db.is_file(settings.database):
        return whole.refuse(
            f"{arguments.command} is one of several processes, and an SQLite file serves one: use autotrack run,"
            " or set DATABASE_URL to a PostgreSQL database",
            2,
        )
    roles: Roles = arguments.roles(arguments)
    return whole.until_stopped(settings, lambda: event_loop.run(whole.on_telegram(settings, roles)))


def _queues(text: str) -> tuple[str, ...]:
    queues = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    unknown = [queue for queue in queues if queue not in SLOTS]
    if unknown or not queues:
        raise argparse.ArgumentTypeError(f"choose from {', '.join(SLOTS)}")
    return queues
