"""Sharing a vehicle: its members, the links that bring them, an invitation that is answered, who did what."""

from telegram import Update

from bot.context import BotContext
from bot.sharing_callbacks import AnswerInvite, OnLink, OnMember, OnSharing
from bot.views import sharing as views
from core.domain.sharing import InviteKind, Role
from core.errors import Gone
from core.services.sharing import PREFIX

_ROLES = {role.value: role for role in Role}


async def act(_: Update, context: BotContext) -> None:
    """A button about a vehicle's sharing."""
    tapped, sharing = context.tap(OnSharing), context.services.sharing
    match tapped.action:
        case "open":
            await show(context, tapped.vehicle)
        case "invite" | "handover":
            shared = await sharing.of(context.account, tapped.vehicle)
            if shared.mine is not None:
                raise Gone
            await context.show(
                views.roles(context, shared) if tapped.action == "invite" else views.handover(context, shared)
            )
        case "handover_yes":
            await _link(context, tapped.vehicle, InviteKind.HANDOVER, Role.VIEWER)
        case role if role in _ROLES:
            await _link(context, tapped.vehicle, InviteKind.SHARE, _ROLES[role])
        case _:
            await _as_member(context, tapped)


async def _link(context: BotContext, vehicle_id: int, kind: InviteKind, role: Role) -> None:
    made, token = await context.services.sharing.invite(context.account, vehicle_id, kind, role)
    address = f"https://t.me/{context.bot.username}?start={PREFIX}{token}"
    await context.show(views.link(context, made, address))


async def _as_member(context: BotContext, tapped: OnSharing) -> None:
    """What a member does with their own part."""
    sharing = context.services.sharing
    match tapped.action:
        case "leave":
            await context.show(views.leave(context, await sharing.of(context.account, tapped.vehicle)))
        case "leave_yes":
            await sharing.leave(context.account, tapped.vehicle)
            await context.show(views.left(context))
        case "quiet" | "told":
            await sharing.switch(context.account, tapped.vehicle, told=tapped.action == "told")
            await show(context, tapped.vehicle)
        case _:
            raise Gone


async def show(context: BotContext, vehicle_id: int) -> None:
    """Who shares a vehicle, and who did what."""
    await context.show(views.page(context, await context.services.sharing.of(context.account, vehicle_id)))


async def member(_: Update, context: BotContext) -> None:
    """A button about a member."""
    tapped, sharing = context.tap(OnMember), context.services.sharing
    if tapped.action == "open":
        await context.show(views.member(context, await sharing.member(context.account, tapped.member)))
    elif tapped.action == "remove":
        gone = await sharing.remove(context.account, tapped.member)
        await show(context, gone.vehicle_id)
    elif tapped.action in _ROLES:
        found = await sharing.set_role(context.account, tapped.member, _ROLES[tapped.action])
        await context.show(views.member(context, found))
    else:
        raise Gone


async def link(_: Update, context: BotContext) -> None:
    """Let a link do nothing any more."""
    tapped = context.tap(OnLink)
    if tapped.action != "revoke":
        raise Gone
    vehicle_id = await context.services.sharing.revoke(context.account, tapped.invite)
    context.toast("sharing.revoked")
    await show(context, vehicle_id)


async def invited(context: BotContext, token: str) -> None:
    """Somebody followed a link: what it offers."""
    await context.reply(views.invitation(context, await context.services.sharing.look(context.account, token), token))


async def answer(_: Update, context: BotContext) -> None:
    """An invitation is accepted or left."""
    tapped = context.tap(AnswerInvite)
    if tapped.action == "no":
        await context.show(views.declined(context))
        return
    if tapped.action != "yes":
        raise Gone
    vehicle = await context.services.sharing.accept(context.account, tapped.token)
    mine = vehicle.owner_id == context.account.id
    coming = await context.services.garage.appointments.ahead(context.account) if mine else []
    await context.show(views.accepted(context, vehicle, [one for one in coming if one.vehicle_id == vehicle.id]))


async def taken(context: BotContext) -> None:
    """Somebody used a link of the owner's: tell them."""
    await context.push(
        views.taken(context, *await context.services.sharing.taken(context.account, context.event.subject))
    )


async def due(context: BotContext) -> None:
    """What the owner of a shared vehicle is told, for a member."""
    reminder = await context.services.sharing.due(context.account, context.event.subject)
    if reminder is not None:
        await context.push(views.due(context, reminder))
