"""What a plan gives of readings: counted when one succeeded, in the transaction of its card."""

from dataclasses import dataclass

from core.domain.capture.types import DocumentType, Reading
from core.domain.plans import Feature
from core.models import Account
from core.services.entitlements import Blocked, Entitlements
from core.services.vehicles import Vehicles


@dataclass(frozen=True, slots=True)
class ReadingQuota:
    """Counts readings; the registration card of a vehicle that is not there yet is free."""

    entitlements: Entitlements
    vehicles: Vehicles

    async def allows(self, owner: Account, reading: Reading) -> bool:
        """Count a reading that succeeded; False when the plan gives no more this month."""
        if reading.document_type is DocumentType.REGISTRATION and await self._is_new(owner, reading):
            return True
        try:
            await self.entitlements.take(owner, Feature.READINGS)
        except Blocked:
            return False
        return True

    async def left(self, owner: Account, wanted: int) -> int:
        """How many of so many readings the plan still gives this month; refused when it is none."""
        use = next(use for use in await self.entitlements.usage(owner) if use.feature is Feature.READINGS)
        left = wanted if use.limit is None else min(wanted, use.limit - use.used)
        if wanted and left <= 0:
            # Says why not, and counts nothing: there is none left to take.
            await self.entitlements.take(owner, Feature.READINGS)
        return max(left, 0)

    async def _is_new(self, owner: Account, reading: Reading) -> bool:
        named = {name: str(field.value) for name, field in reading.fields.items() if field.value is not None}
        return await self.vehicles.recognise(owner, plate=named.get("plate"), vin=named.get("vin")) is None
