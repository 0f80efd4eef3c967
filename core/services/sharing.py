"""Vehicles that are shared: links that are used once, members and their roles, who did what."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from core import db
from core.domain.sharing import InviteKind, Role
from core.domain.states import ReminderState
from core.errors import Gone, Refusal
from core.models import Account, Reminder, Vehicle, VehicleDeed, VehicleInvite, VehicleMember
from core.ports import Clock, Jobs
from core.services.appointments import Appointments
from core.services.handover import Handover

# How long a link may be used, and how many may be open for one vehicle at a time.
LIFE = timedelta(days=3)
OPEN_LINKS, MOST_MEMBERS, DEEDS = 5, 10, 10
# What the word of a link begins with, see `bot/handlers/deep_links.py`.
PREFIX = "j"


class LinkRefused(Refusal):
    """Why a link does nothing: `own`, `used`, `revoked`, `expired`, `unknown`, `member` (they are one already)."""

    def __init__(self, why: str) -> None:
        super().__init__(f"sharing.link_{why}")
        self.why = why


@dataclass(frozen=True, slots=True)
class Shared:
    """A vehicle as those who share it see it: whose, who else looks after it, which links are open, what was done."""

    vehicle: Vehicle
    owner: Account
    members: tuple[VehicleMember, ...]
    links: tuple[VehicleInvite, ...]
    deeds: tuple[VehicleDeed, ...]
    # The part of who asks; None for the owner.
    mine: VehicleMember | None


@dataclass(frozen=True, slots=True)
class Invited:
    """What a link offers."""

    invite: VehicleInvite
    vehicle: Vehicle
    owner: Account


@dataclass(frozen=True, slots=True)
class Sharing:
    """Shares the vehicles of their owners."""

    clock: Clock
    jobs: Jobs
    handover: Handover
    appointments: Appointments
    key: bytes

    async def of(self, account: Account, vehicle_id: int) -> Shared:
        """Who shares a vehicle; for its owner and its members."""
        vehicle = await Vehicle.filter(id=vehicle_id).select_related("owner").get_or_none()
        if vehicle is None:
            raise Gone
        members = await VehicleMember.filter(vehicle_id=vehicle_id).order_by("id").select_related("account")
        mine = next((one for one in members if one.account_id == account.id), None)
        if mine is None and vehicle.owner_id != account.id:
            raise Gone
        now = self.clock.now()
        open_links = VehicleInvite.filter(
            vehicle_id=vehicle_id, used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=now
        )
        links = await open_links.order_by("id") if mine is None else []
        deeds = VehicleDeed.filter(vehicle_id=vehicle_id).order_by("-id").limit(DEEDS).select_related("account")
        return Shared(vehicle, vehicle.owner, tuple(members), tuple(links), tuple(await deeds), mine)

    async def invite(self, owner: Account, vehicle_id: int, kind: InviteKind, role: Role) -> tuple[VehicleInvite, str]:
        """Make a link for one person; the owner alone may. With it, what the link carries."""
        async with db.transaction():
            vehicle = await Vehicle.select_for_update().get_or_none(id=vehicle_id, owner_id=owner.id)
            if vehicle is None:
                raise Gone
            shared = await self.of(owner, vehicle_id)
            # Each open link may bring a member; a handover brings none.
            promised = sum(link.kind is InviteKind.SHARE for link in shared.links)
            full = kind is InviteKind.SHARE and len(shared.members) + promised >= MOST_MEMBERS
            if len(shared.links) >= OPEN_LINKS or full:
                raise Refusal("sharing.enough")
            token = secrets.token_hex(16)
            now = self.clock.now()
            made = await VehicleInvite.create(
                vehicle_id=vehicle_id,
                kind=kind,
                role=role,
                secret=self._hashed(token),
                created_at=now,
                expires_at=now + LIFE,
            )
        return made, token

    async def revoke(self, owner: Account, invite_id: int) -> int:
        """Let a link do nothing any more; the vehicle it was for."""
        invite = await VehicleInvite.get_or_none(id=invite_id, vehicle__owner_id=owner.id)
        if invite is None:
            raise Gone
        await VehicleInvite.filter(id=invite_id, used_at__isnull=True).update(revoked_at=self.clock.now())
        return invite.vehicle_id

    async def look(self, account: Account, token: str) -> Invited:
        """What a link offers to somebody; a refusal says why it does nothing."""
        invite = await VehicleInvite.filter(secret=self._hashed(token)).get_or_none()
        if invite is None:
            raise LinkRefused("unknown")
        vehicle = await Vehicle.filter(id=invite.vehicle_id).select_related("owner").get_or_none()
        if vehicle is None:
            raise LinkRefused("unknown")
        if vehicle.owner_id == account.id:
            raise LinkRefused("own")
        if invite.revoked_at is not None:
            raise LinkRefused("revoked")
        if invite.used_at is not None:
            raise LinkRefused("used")
        if invite.expires_at <= self.clock.now():
            raise LinkRefused("expired")
        known = await VehicleMember.exists(vehicle_id=vehicle.id, account_id=account.id)
        if known and invite.kind is InviteKind.SHARE:
            raise LinkRefused("member")
        return Invited(invite, vehicle, vehicle.owner)

    async def accept(self, account: Account, token: str) -> Vehicle:
        """Use a link, once: the vehicle that is shared now, or that is theirs now."""
        async with db.transaction():
            found = await self.look(account, token)
            # Two people at once, or a double tap: one of them takes it.
            taken = VehicleInvite.filter(id=found.invite.id, used_at__isnull=True, revoked_at__isnull=True)
            if await taken.update(used_at=self.clock.now()) != 1:
                raise LinkRefused("used")
            if found.invite.kind is InviteKind.HANDOVER:
                vehicle = await self.handover.hand_over(found.vehicle, found.owner, account)
                await self.appointments.hand_over(found.owner, account, found.vehicle.id, vehicle.id)
            else:
                vehicle = await self._join(found, account)
            await self._tell(found.owner, "share_taken", found.invite.id)
        return vehicle

    async def _join(self, found: Invited, account: Account) -> Vehicle:
        now = self.clock.now()
        await VehicleMember.create(
            vehicle_id=found.vehicle.id, account_id=account.id, role=found.invite.role, joined_at=now
        )
        account.guest = True
        await account.save(update_fields=["guest"])
        await Account.filter(id=found.owner.id).update(host=True)
        await VehicleDeed.create(vehicle_id=found.vehicle.id, account_id=account.id, what="joined", done_at=now)
        return found.vehicle

    async def taken(self, owner: Account, invite_id: int) -> tuple[VehicleInvite, Vehicle, Account | None]:
        """A link of the owner that was used, and by whom where it brought a member."""
        invite = await VehicleInvite.get_or_none(id=invite_id, vehicle__owner_id=owner.id)
        if invite is None:
            raise Gone
        newest = await VehicleMember.filter(vehicle_id=invite.vehicle_id).order_by("-id").first()
        member = await Account.get_or_none(id=newest.account_id) if newest is not None else None
        vehicle = await Vehicle.get_or_none(id=invite.vehicle_id)
        if vehicle is None:
            raise Gone
        return invite, vehicle, member if invite.kind is InviteKind.SHARE else None

    async def member(self, owner: Account, member_id: int) -> VehicleMember:
        """A member of one of the owner's vehicles."""
        found = await VehicleMember.get_or_none(
            id=member_id, vehicle__owner_id=owner.id, vehicle__deleted_at__isnull=True
        ).select_related("account", "vehicle")
        if found is None:
            raise Gone
        return found

    async def set_role(self, owner: Account, member_id: int, role: Role) -> VehicleMember:
        """Give a member another role."""
        found = await self.member(owner, member_id)
        found.role = role
        await found.save(update_fields=["role"])
        return found

    async def remove(self, owner: Account, member_id: int) -> VehicleMember:
        """A member has no part in the vehicle any more."""
        found = await self.member(owner, member_id)
        await found.delete()
        return found

    async def leave(self, account: Account, vehicle_id: int) -> None:
        """A member wants no part in a vehicle any more."""
        if not await VehicleMember.filter(vehicle_id=vehicle_id, account_id=account.id).delete():
            raise Gone

    async def switch(self, account: Account, vehicle_id: int, *, told: bool) -> None:
        """Whether a member is told what is due."""
        if not await VehicleMember.filter(vehicle_id=vehicle_id, account_id=account.id).update(told=told):
            raise Gone

    async def pass_on(self, reminders: Sequence[Reminder]) -> None:
        """Have the members told what their vehicle's owner is told."""
        about = {one.vehicle_id: one for one in reversed(reminders) if one.vehicle_id is not None}
        wanting = VehicleMember.filter(vehicle_id__in=list(about), told=True, account__reachable=True)
        for member in await wanting.select_related("account"):
            await self._tell(member.account, "shared_due", about[member.vehicle_id].id)

    async def due(self, account: Account, reminder_id: int) -> Reminder | None:
        """What a member is to be told; None when it was settled, or is no business of theirs any more."""
        reminder = await Reminder.get_or_none(id=reminder_id, state=ReminderState.PUSHED).select_related("vehicle")
        if reminder is None or reminder.vehicle_id is None:
            return None
        part = VehicleMember.filter(vehicle_id=reminder.vehicle_id, account_id=account.id, told=True)
        return reminder if await part.exists() else None

    async def _tell(self, account: Account, kind: str, subject: int) -> None:
        payload = {"chat_id": account.telegram_id, "kind": kind, "subject": subject}
        await self.jobs.enqueue("event", payload, key=f"chat:{account.telegram_id}")

    def _hashed(self, token: str) -> str:
        return hmac.new(self.key, token.encode(), hashlib.sha256).hexdigest()
