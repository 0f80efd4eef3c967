"""The end of an account: wished for, thought over for a week, then everything of the person is gone.

What they pay for is ended first, and nothing is deleted before the payment service has said so. The rest is one
transaction: a crash leaves all of it or nothing, and the schedule asks again until it is done.
"""

from dataclasses import dataclass

from core import db
from core.domain.mail_kinds import MailKind
from core.domain.retention import Held, period
from core.domain.subscription_states import LIVE, Status
from core.faults import fault
from core.i18n import translator
from core.models import Account, Document, MaintenanceRecord, Payment, Subscription, Vehicle, VehicleMember
from core.ports import Clock, Jobs, RunningJob
from core.services.billing_requests import BillingRequests
from core.services.days import day_of
from core.services.document_texts import forget_words
from core.services.garage_requests import GarageRequests
from core.services.mails import Mails
from core.services.outbox import Lane, Outbox
from core.services.personal_rows import forget_rows, stored_names

# How many accounts one tick asks to be deleted.
BATCH = 50


@dataclass(frozen=True, slots=True)
class WhatGoes:
    """What would be deleted with an account."""

    vehicles: int
    records: int
    documents: int
    # How many of the vehicles others look after as well, and whether something is paid for.
    shared: int
    pays: bool


@dataclass(frozen=True, slots=True)
class Leaving:
    """Deletes accounts, a week after their person wished it."""

    clock: Clock
    jobs: Jobs
    outbox: Outbox
    desk: BillingRequests
    mails: Mails | None = None
    garages: GarageRequests | None = None

    async def what_goes(self, owner: Account) -> WhatGoes:
        """What would be deleted with an account."""
        shared = await VehicleMember.filter(vehicle__owner_id=owner.id).values_list("vehicle_id", flat=True)
        return WhatGoes(
            await Vehicle.filter(owner_id=owner.id).count(),
            await MaintenanceRecord.filter(vehicle__owner_id=owner.id).count(),
            await Document.filter(owner_id=owner.id).count(),
            len(set(shared)),
            await Subscription.filter(holder_id=owner.id, status__in=list(LIVE)).exists(),
        )

    async def wish(self, owner: Account) -> None:
        """Delete the account in a week; wishing again does not put that off."""
        if owner.leaves_at is None:
            owner.leaves_at = self.clock.now() + period(Held.LEAVING)
            await owner.save(update_fields=["leaves_at"])
            if self.mails is not None:
                day = translator(owner.language).plain("mail.day", day=day_of(owner, owner.leaves_at))
                await self.mails.put_to_owner(owner, MailKind.DELETION_ASKED, {"day": day})

    async def stay(self, owner: Account) -> None:
        """Keep the account after all."""
        owner.leaves_at = None
        await owner.save(update_fields=["leaves_at"])

    async def claim_due(self) -> int:
        """Have the accounts deleted whose week is over; how many. What failed is asked for again every hour."""
        now = self.clock.now()
        due = await Account.filter(leaves_at__lte=now).order_by("leaves_at").limit(BATCH)
        for owner in due:
            dedupe = f"leave:{owner.id}:{int(now.timestamp()) // 3600}"
            # In the turn of the chat, so that nothing of it is under way meanwhile.
            await self.jobs.enqueue("erase", {"account": owner.id}, key=f"chat:{owner.telegram_id}", dedupe=dedupe)
        return len(due)

    async def erase(self, job: RunningJob) -> None:
        """Delete an account, unless its person has changed their mind."""
        owner = await Account.get_or_none(id=int(str(job.payload["account"])))
        if owner is None or owner.leaves_at is None or owner.leaves_at > self.clock.now():
            return
        await self.desk.leave(owner)
        fault("leaving.ended")
        async with db.transaction():
            files = await stored_names(owner)
            if files:
                # A job does it after the commit, so that a crash cannot skip it.
                await self.jobs.enqueue("delete_files", {"names": list(files)})
            await self.jobs.forget(owner.telegram_id)
            address = await self.mails.address_of(owner) if self.mails is not None else None
            if self.garages is not None:
                await self.garages.leave(owner)
            await forget_rows(owner)
            await forget_words()
            fault("leaving.rows_gone")
            await self._forget_account(owner)
            await self.outbox.put(
                owner.telegram_id,
                "sendMessage",
                {"text": translator(owner.language)("privacy.gone"), "parse_mode": "HTML"},
                language=owner.language,
                lane=Lane.PUSH,
            )
            if self.mails is not None and address is not None:
                await self.mails.put_last(owner, address, MailKind.DELETION_DONE)
            await job.finish()
        fault("leaving.committed")

    async def _forget_account(self, owner: Account) -> None:
        """The account itself; where payments have to stay, a row that leads to nobody holds them."""
        paid = await Payment.filter(owner_id=owner.id)
        held = [payment.subscription_id for payment in paid if payment.subscription_id is not None]
        await Subscription.filter(owner_id=owner.id).exclude(id__in=held).delete()
        if not paid:
            await owner.delete()
            return
        now = self.clock.now()
        ended = Subscription.filter(owner_id=owner.id, status__in=list(LIVE))
        await ended.update(status=Status.CANCELLED, ended_at=now)
        await Subscription.filter(owner_id=owner.id).update(holder_id=None)
        # Its other columns are what they are for somebody of whom nothing is known.
        nobody = Account(id=owner.id, telegram_id=-owner.id, language="fr", created_at=now, left_at=now)
        nobody.reachable = False
        await nobody.save(force_update=True)
