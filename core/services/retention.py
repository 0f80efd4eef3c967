"""Deletes what was kept as long as it may be: every table that the register gives an instant and a period."""

from dataclasses import dataclass

from core import db
from core.domain.retention import PERIODS, Held, period
from core.models import Account, Payment
from core.models.personal import REGISTER
from core.ports import Clock


@dataclass(frozen=True, slots=True)
class Retention:
    """Enforces the periods."""

    clock: Clock

    async def enforce(self) -> int:
        """Delete what is overdue; how many rows."""
        gone = 0
        for entry in REGISTER:
            span = PERIODS[entry.held]
            if entry.since and span is not None:
                before = self.clock.now() - span
                gone += await db.execute(f'DELETE FROM {entry.table} WHERE "{entry.since}" < ?', before)  # noqa: S608  # names of ours
        return gone + await forget_payments(self.clock)


async def forget_payments(clock: Clock) -> int:
    """Delete payments of who left that the law no longer asks for, and the nameless accounts that held them."""
    before = clock.now() - period(Held.PAYMENT)
    gone = await Payment.filter(owner__left_at__not_isnull=True, paid_at__lt=before).delete()
    kept = await Payment.filter(owner__left_at__not_isnull=True).values_list("owner_id", flat=True)
    await Account.filter(left_at__not_isnull=True).exclude(id__in=list(set(kept))).delete()
    return gone
