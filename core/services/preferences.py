"""What people set for themselves; everything that waits follows at once."""

from collections.abc import Mapping
from dataclasses import dataclass

from core import db
from core.domain.preferences import DEFAULTS, checked, muted_kinds, stored_kinds
from core.domain.reminder_kinds import ReminderKind
from core.domain.telling import Digest, next_digest
from core.domain.time_zones import known
from core.errors import Gone
from core.models import Account
from core.ports import Clock
from core.services.manners import habits_of
from core.services.rescheduling import reschedule

# What changes with the unit of distance: whoever reads miles reads miles per gallon, until they choose otherwise.
_GOES_WITH = {"mi": "mpg_uk", "km": "l_100"}


@dataclass(frozen=True, slots=True)
class Preferences:
    """Changes settings, one at a time or all back to what they were at first."""

    clock: Clock

    async def choose(self, owner: Account, name: str, value: str) -> None:
        """Set one value out of those that are offered; any other is `Gone`."""
        changes: dict[str, str | int] = {name: checked(name, value)}
        if name == "distance_unit" and value != owner.distance_unit:
            changes["consumption_unit"] = _GOES_WITH[value]
        await self._set(owner, changes)

    async def choose_quiet(self, owner: Account, start: int, end: int) -> None:
        """Set the quiet hours; equal ends mean none."""
        await self._set(
            owner, {"quiet_from": checked("quiet_from", str(start)), "quiet_until": checked("quiet_until", str(end))}
        )

    async def choose_zone(self, owner: Account, zone: str) -> None:
        """Set the time zone; one that does not exist is `Gone`."""
        if zone not in known():
            raise Gone
        await self._set(owner, {"time_zone": zone})

    async def mute(self, owner: Account, kind: ReminderKind, *, muted: bool) -> None:
        """Push no reminders of a kind any more, or push them again."""
        kinds = muted_kinds(owner.muted)
        await self._set(owner, {"muted": stored_kinds(kinds | {kind} if muted else kinds - {kind})})

    async def copy_by_mail(self, owner: Account, *, wanted: bool) -> None:
        """Send what is pushed by mail as well, or no more."""
        owner.mail_copies = wanted
        await owner.save(update_fields=["mail_copies"])

    async def reset(self, owner: Account) -> None:
        """Set everything but the language as it was at first."""
        await self._set(owner, DEFAULTS)

    async def _set(self, owner: Account, changes: Mapping[str, str | int]) -> None:
        async with db.transaction():
            before = habits_of(owner)
            digest = owner.digest
            for name, value in changes.items():
                setattr(owner, name, value)
            await reschedule(owner, before, self.clock.now())
            if owner.digest != digest:
                owner.digest_at = next_digest(Digest(owner.digest), habits_of(owner), self.clock.now())
            await owner.save(update_fields=[*changes, "digest_at"])
