"""Six roles try 10,000 forged buttons, every command and news, on vehicles of an owner, one shared and one not."""

import random
import tempfile
from pathlib import Path

from benchmarks.rows import Row
from core import db
from core.i18n import translator
from simulator.testing import Simulator
from tests.bot.test_forged_taps import KINDS
from tests.conftest import Chat, running_bot
from tests.faults.setting import Setting
from tests.isolation import ROLES, house, tries, uncovered

TAPS = 10_000


async def run(setting: Setting) -> list[Row]:
    """One owner, everybody else."""
    each = max(1, -(-setting.scaled(TAPS) // (len(ROLES) * len(KINDS))))
    with tempfile.TemporaryDirectory(prefix="autotrack-faults-") as folder:
        await db.migrate(f"sqlite:///{Path(folder) / 'autotrack.sqlite3'}")
        async with Simulator.running() as sim, running_bot(sim, Path(folder)) as bot:
            known = await house(Chat(bot, sim.user("Camille", lang="fr"), translator("fr")))
            found = {role: await tries(known, role, random.Random(f"{setting.seed}{role}"), each) for role in ROLES}
    setting.note(taps=each * len(ROLES) * len(KINDS), roles=list(ROLES))
    return [
        Row("foreign reads", sum(len(one["reads"]) for one in found.values()), 0, "errors"),
        Row("foreign writes", sum(len(one["writes"]) for one in found.values()), 0, "errors"),
        Row("routes that nobody tries", len(uncovered()), 0, "errors"),
    ]
