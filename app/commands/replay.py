"""`autotrack replay`: handle payment notices again that could not be handled, or one by its id.

It is `autotrack admin events replay` under a name that is found when something waits.
"""

import argparse

from app.commands.admin import carry_out
from app.commands.run import refuse
from app.console.acting import parsed
from core.settings import load


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `replay`."""
    parser = subparsers.add_parser("replay", help="handle payment notices again that could not be handled")
    parser.add_argument("event", nargs="?", help="one notice by its id (evt_…), whatever became of it")
    parser.add_argument("--undelivered", action="store_true", help="fetch first what the service could not deliver")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Have the running bot do it, or queue them here for its next start."""
    settings = load()
    if settings.stripe_secret_key is None and settings.bot_token is not None:
        return refuse("replay needs STRIPE_SECRET_KEY", 2)
    words = ["events", "replay", *([arguments.event] if arguments.event else [])]
    words += ["--undelivered"] if arguments.undelivered else []
    return carry_out(settings, words, parsed(words))
