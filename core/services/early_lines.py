"""Lines that were typed to be noted while there was no vehicle yet: kept as they were typed, until they are noted."""

from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel, TypeAdapter

from core.models import Account

# More than this is no beginning; the oldest go first.
MOST = 10
LONGEST = 500


class EarlyLine(BaseModel):
    """A line, when it was typed (its `hier` is the day before), and the update that it came with."""

    turn: int
    text: str
    typed_at: datetime


_LINES = TypeAdapter(list[EarlyLine])


@dataclass(frozen=True, slots=True)
class EarlyLines:
    """Keeps them in the person's row; every method joins the caller's transaction."""

    def of(self, owner: Account) -> list[EarlyLine]:
        """What still waits to be noted, in the order it was typed."""
        return _LINES.validate_json(owner.early_lines) if owner.early_lines else []

    async def keep(self, owner: Account, line: EarlyLine) -> None:
        """Keep a line for when there is a vehicle."""
        line.text = line.text[:LONGEST]
        await self._put(owner, [*self.of(owner), line][-MOST:])

    async def settle(self, owner: Account, turn: int) -> None:
        """A line was noted, or is not wanted any more; one that is not there changes nothing."""
        lines = self.of(owner)
        left = [line for line in lines if line.turn != turn]
        if len(left) < len(lines):
            await self._put(owner, left)

    async def _put(self, owner: Account, lines: list[EarlyLine]) -> None:
        owner.early_lines = _LINES.dump_json(lines).decode() if lines else None  # type: ignore[assignment]  # the library forgets that a text may be null
        await owner.save(update_fields=["early_lines"])
