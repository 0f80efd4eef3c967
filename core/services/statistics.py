"""Figures as pictures: read, drawn beside the loop, kept by their content."""

import asyncio
import hashlib
import json
from dataclasses import asdict, dataclass, field
from enum import StrEnum

from core import db
from core.domain.ownership import Period
from core.domain.picture import PICTURE
from core.domain.retention import Held, period
from core.domain.states import MadeState
from core.errors import Gone
from core.meters import Meters
from core.models import Account, MadeFile, Vehicle
from core.ports import Clock, FileStore, Jobs, RunningJob, Studio, StudioFailed
from core.services.days import today_of
from core.services.figures_read import read_figures
from core.services.made_files import announce, awaited, give_up
from core.services.manners import translator_of
from core.services.picture_making import captioned
from core.services.vehicles import Vehicles

STATS = "stats"
FLEET = 0
KEPT = period(Held.PICTURE)


class StatsView(StrEnum):
    """What a picture is about; values are part of buttons."""

    COSTS = "costs"
    DRIVING = "driving"
    FLEET = "fleet"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which picture: of a vehicle (0: all), over a time, light or dark; `message` is the one to put it in."""

    view: StatsView
    vehicle: int
    period: Period
    dark: bool
    message: int | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture that is there, with its words; `stored` None: there is nothing to draw yet."""

    id: int
    wanted: Wanted
    stored: str | None
    caption: str
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Statistics:
    """Has pictures drawn in jobs; the same figures are drawn once."""

    clock: Clock
    jobs: Jobs
    files: FileStore
    studio: Studio
    vehicles: Vehicles
    meters: Meters = field(default_factory=Meters)

    async def ask(self, owner: Account, wanted: Wanted) -> int:
        """Have a picture drawn; its number."""
        async with db.transaction():
            if wanted.vehicle != FLEET:
                await self.vehicles.get(owner, wanted.vehicle)
            now = self.clock.now()
            made = await MadeFile.create(
                owner_id=owner.id,
                kind=STATS,
                form=wanted.view.value,
                vehicle_id=wanted.vehicle,
                state=MadeState.WAITING,
                facts=json.dumps({"wanted": asdict(wanted), "caption": ""}),
                created_at=now,
                expires_at=now + KEPT,
            )
            await self.jobs.enqueue("draw_stats", {"file": made.id}, key=f"stats:{owner.id}")
        return int(made.id)

    async def get(self, owner: Account, made_id: int) -> Drawn:
        """One of the owner's pictures."""
        made = await MadeFile.get_or_none(id=made_id, owner_id=owner.id, kind=STATS)
        if made is None:
            raise Gone
        facts = json.loads(made.facts or "{}")
        stored = json.loads(made.stored or "[]")
        failed = made.state is MadeState.FAILED
        return Drawn(made.id, _wanted(facts["wanted"]), stored[0][0] if stored else None, facts["caption"], failed)

    async def draw(self, job: RunningJob) -> None:
        """Read the figures, draw them unless they were drawn before, tell the chat."""
        made = await awaited(job)
        if made is None:
            return
        owner, facts = made.owner, json.loads(made.facts or "{}")
        wanted = _wanted(facts["wanted"])
        chosen = await self._vehicles(owner, wanted)
        today = today_of(owner, self.clock)
        figures = [await read_figures(vehicle, wanted.period, today) for vehicle in chosen]
        picture, facts["caption"] = await asyncio.to_thread(
            captioned, translator_of(owner), wanted.view, wanted.period, wanted.dark, figures, today
        )
        if picture is not None:
            spec = PICTURE.dump_json(picture)
            made.digest = hashlib.sha256(spec).hexdigest()
            try:
                made.stored = await self._stored(owner, made.digest, spec)
            except StudioFailed:
                if job.attempts < 2:
                    raise
                made.state = MadeState.FAILED
        async with db.transaction():
            made.state = MadeState.READY if made.state is MadeState.WAITING else made.state
            made.facts = json.dumps(facts)
            await made.save()
            await announce(self.jobs, made, "stats_drawn")
            await job.finish()

    async def failed(self, job: RunningJob) -> None:
        """Drawing was given up: say so."""
        await give_up(self.jobs, job, "stats_drawn")

    async def _vehicles(self, owner: Account, wanted: Wanted) -> list[Vehicle]:
        mine = await self.vehicles.own(owner)
        if wanted.vehicle == FLEET:
            return [vehicle for vehicle in mine if vehicle.archived_at is None]
        return [vehicle for vehicle in mine if vehicle.id == wanted.vehicle]

    async def _stored(self, owner: Account, digest: str, spec: bytes) -> str:
        """The file of a picture, drawn now unless the very same one is there already."""
        same = await MadeFile.filter(owner_id=owner.id, digest=digest, state=MadeState.READY).order_by("-id").first()
        if same is not None and same.stored:
            self.meters.count("pictures", "cached")
            return same.stored
        with self.meters.timed("drawing_seconds"):
            png = await self.studio.make("picture", spec)
        self.meters.count("pictures", "drawn")
        return json.dumps([[await self.files.put(png), "autotrack.png", "image/png"]])


def _wanted(raw: dict[str, object]) -> Wanted:
    message = raw.get("message")
    return Wanted(
        StatsView(str(raw["view"])),
        int(str(raw["vehicle"])),
        Period(str(raw["period"])),
        bool(raw["dark"]),
        message if isinstance(message, int) else None,
    )
