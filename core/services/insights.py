"""Figures of the service for administrators: read, drawn beside the loop like anybody's pictures, or told in words."""

import asyncio
import hashlib
import json
from dataclasses import dataclass, field
from datetime import date

from core import db
from core.domain.picture import PICTURE
from core.domain.retention import Held, period
from core.domain.service_figures import Insight
from core.domain.states import MadeState
from core.errors import Gone
from core.i18n import translator
from core.meters import Meters
from core.models import Account, MadeFile
from core.ports import Clock, FileStore, Jobs, RunningJob, Studio, StudioFailed
from core.services import service_figures
from core.services.insight_making import Found, pictured, worded
from core.services.made_files import announce, awaited, give_up
from core.services.manners import translator_of

KIND = "insight"
KEPT = period(Held.PICTURE)


@dataclass(frozen=True, slots=True)
class DrawnInsight:
    """A picture that is there, with its words; `stored` None: there is nothing to draw."""

    id: int
    view: Insight
    dark: bool
    message: int | None
    stored: str | None
    caption: str
    failed: bool


@dataclass(frozen=True, slots=True)
class Insights:
    """Whoever calls has seen to it that an administrator asks."""

    clock: Clock
    jobs: Jobs
    files: FileStore
    studio: Studio
    meters: Meters = field(default_factory=Meters)

    async def words(self, language: str, view: Insight) -> str:
        """The figures as a table (HTML), counted now."""
        return worded(translator(language), view, await self.read(view), self._today())

    async def ask(self, admin: Account, view: Insight, message: int | None, *, dark: bool) -> int:
        """Have a picture drawn, to be put in a message; its number."""
        async with db.transaction():
            now = self.clock.now()
            made = await MadeFile.create(
                owner_id=admin.id,
                kind=KIND,
                form=view.value,
                state=MadeState.WAITING,
                facts=json.dumps({"dark": dark, "message": message, "caption": ""}),
                created_at=now,
                expires_at=now + KEPT,
            )
            await self.jobs.enqueue("draw_insight", {"file": made.id}, key=f"{KIND}:{admin.id}")
        return int(made.id)

    async def get(self, admin: Account, number: int) -> DrawnInsight:
        """One of the administrator's pictures."""
        made = await MadeFile.get_or_none(id=number, owner_id=admin.id, kind=KIND)
        if made is None:
            raise Gone
        facts, stored = json.loads(made.facts or "{}"), json.loads(made.stored or "[]")
        return DrawnInsight(
            int(made.id),
            Insight(made.form),
            bool(facts["dark"]),
            facts["message"],
            stored[0][0] if stored else None,
            str(facts["caption"]),
            made.state is MadeState.FAILED,
        )

    async def draw(self, job: RunningJob) -> None:
        """Read the figures, draw them, tell the chat."""
        made = await awaited(job)
        if made is None:
            return
        facts, view = json.loads(made.facts or "{}"), Insight(made.form)
        found = await self.read(view)
        picture, facts["caption"] = await asyncio.to_thread(
            pictured, translator_of(made.owner), view, found, self._today(), dark=bool(facts["dark"])
        )
        if picture is not None:
            spec = PICTURE.dump_json(picture)
            made.digest = hashlib.sha256(spec).hexdigest()
            try:
                with self.meters.timed("drawing_seconds"):
                    png = await self.studio.make("picture", spec)
                made.stored = json.dumps([[await self.files.put(png), "autotrack.png", "image/png"]])
            except StudioFailed:
                if job.attempts < 2:
                    raise
                made.state = MadeState.FAILED
        async with db.transaction():
            made.state = MadeState.READY if made.state is MadeState.WAITING else made.state
            made.facts = json.dumps(facts)
            await made.save()
            await announce(self.jobs, made, "insight_drawn")
            await job.finish()

    async def failed(self, job: RunningJob) -> None:
        """Drawing was given up: say so."""
        await give_up(self.jobs, job, "insight_drawn")

    async def read(self, view: Insight) -> Found:
        """The figures, counted now."""
        today = self._today()
        match view:
            case Insight.PEOPLE:
                return await service_figures.active(today)
            case Insight.STAYING:
                return await service_figures.staying(today)
            case Insight.PLANS:
                return await service_figures.plans(self.clock, today)
            case Insight.MONEY:
                return await service_figures.money(today)
            case Insight.READING:
                return await service_figures.reading(today)
            case Insight.AI:
                return await service_figures.ai(today)

    def _today(self) -> date:
        return self.clock.now().date()
