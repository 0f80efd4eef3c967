"""The invented garages that the simulator begins with, so that a search there finds something."""

from core.domain.garages.from_osm import read_osm
from core.knowledge.garages import SAMPLE
from core.models import ListedGarage
from core.ports import Clock
from core.services.garage_import import GarageImport


async def bring_sample(clock: Clock) -> None:
    """Bring them in where the directory is empty."""
    if await ListedGarage.exists():
        return
    with SAMPLE.open(encoding="utf-8") as stream:
        await GarageImport(clock).bring(read_osm(stream), lambda _: None)
