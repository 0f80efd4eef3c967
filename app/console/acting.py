"""Everything the console can be told, and the doing of it, whichever process it is done in."""

import argparse
from collections.abc import Sequence

from app.assembled import Parts
from app.console.desk import Desk, Out
from app.console.moderation import add_moderation
from app.console.people import add_people, add_plans
from app.console.product import add_product
from app.console.talks import add_talks
from core.errors import Refusal
from core.i18n import translator
from core.services.auditing import Actor


def add_parts(parser: argparse.ArgumentParser) -> None:
    """Add every part with its acts."""
    parts = parser.add_subparsers(title="parts", required=True, metavar="PART", dest="part")
    for add in (add_people, add_plans, add_moderation, add_talks, add_product):
        add(parts)


def parsed(words: Sequence[str]) -> argparse.Namespace:
    """The words after `autotrack admin`; ends with exit status 2 for wrong usage."""
    parser = argparse.ArgumentParser(prog="autotrack admin")
    add_parts(parser)
    return parser.parse_args(words)


async def act(parts: Parts, user: str, arguments: argparse.Namespace, out: Out) -> int:
    """Do it as somebody at the console, and say what came of it; exit status 1 for a refusal."""
    try:
        return int(await arguments.does(Desk(parts, Actor.at_console(user), out), arguments))
    except Refusal as refusal:
        out.refuse(translator(parts.settings.default_language).plain(refusal.key, **refusal.values))
        return 1
