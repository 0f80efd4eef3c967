"""Fill-ups and costs that were taken off: gone for good once nobody brought them back."""

from dataclasses import dataclass

from core.models import Cost, FillUp
from core.ports import Clock
from core.services.vehicle_life import UNDO


@dataclass(frozen=True, slots=True)
class Purging:
    """Deletes what was taken off longer ago than it can be brought back."""

    clock: Clock

    async def purge(self) -> None:
        """Forget them; whatever still needs time to be regretted stays."""
        before = self.clock.now() - UNDO
        await FillUp.filter(deleted_at__lt=before).delete()
        await Cost.filter(deleted_at__lt=before).delete()
