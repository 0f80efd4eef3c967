"""Sharing: a vehicle's members, links and deeds; an invitation and its answers."""

from collections.abc import Sequence

from bot.callbacks import OnReminder, Open, OpenVehicle
from bot.context import BotContext
from bot.garage_callbacks import OnAppointment
from bot.screens import Button, Rows, Screen
from bot.sharing_callbacks import AnswerInvite, OnLink, OnMember, OnSharing
from bot.views.names import vehicle_name
from bot.views.reminders import due_text, title
from core.domain.sharing import InviteKind, Role
from core.i18n import Translator
from core.models import Account, Appointment, Reminder, Vehicle, VehicleInvite, VehicleMember
from core.services.appointments import local_start
from core.services.days import day_of, today_of
from core.services.sharing import Invited, Shared


def page(context: BotContext, shared: Shared) -> Screen:
    """Who shares a vehicle, and what was done."""
    t = context.t
    lines: list[str] = [t("sharing.title", vehicle=vehicle_name(t, shared.vehicle)), ""]
    lines.append(t("sharing.owner", name=_name(t, shared.owner)))
    lines += [t("sharing.member", name=_name(t, one.account), role=_role(t, one.role)) for one in shared.members]
    if not shared.members:
        lines.append(t("sharing.nobody"))
    if shared.deeds:
        lines += ["", t("sharing.deeds")]
        lines += [
            t(
                "sharing.deed",
                name=_name(t, one.account),
                what=deed_words(t, one.what),
                day=day_of(context.account, one.done_at),
            )
            for one in shared.deeds
        ]
    rows = _owner_rows(t, shared) if shared.mine is None else _member_rows(t, shared.mine)
    return Screen("\n".join(lines), [*rows, [_back(t, shared.vehicle.id)]])


def _owner_rows(t: Translator, shared: Shared) -> Rows:
    car = shared.vehicle.id
    members = [[Button(_label(t, one), OnMember("open", one.id))] for one in shared.members]
    links = [
        [Button(t.plain("sharing.revoke", role=_offer(t, one), day=one.expires_at.date()), OnLink("revoke", one.id))]
        for one in shared.links
    ]
    last = [
        [Button(t.plain("sharing.invite"), OnSharing("invite", car), style="primary")],
        [Button(t.plain("sharing.handover"), OnSharing("handover", car))],
    ]
    return [*members, *links, *last]


def _member_rows(t: Translator, mine: VehicleMember) -> Rows:
    action = "quiet" if mine.told else "told"
    return [
        [Button(t.plain(f"sharing.{action}"), OnSharing(action, mine.vehicle_id))],
        [Button(t.plain("sharing.leave"), OnSharing("leave", mine.vehicle_id))],
    ]


def roles(context: BotContext, shared: Shared) -> Screen:
    """What somebody will be allowed to do."""
    t = context.t
    lines = [t("sharing.which_role"), "", *(t(f"sharing.means_{role.value}") for role in Role)]
    rows = [[Button(_role(t, role), OnSharing(role.value, shared.vehicle.id))] for role in Role]
    return Screen("\n".join(lines), [*rows, [_again(t, shared.vehicle.id)]])


def link(context: BotContext, made: VehicleInvite, address: str) -> Screen:
    """The link, to be sent on."""
    t = context.t
    key = "sharing.link_handover" if made.kind is InviteKind.HANDOVER else "sharing.link"
    text = t(key, address=address, role=_role(t, made.role), day=day_of(context.account, made.expires_at))
    return Screen(text, [[_again(t, made.vehicle_id)]])


def handover(context: BotContext, shared: Shared) -> Screen:
    """What goes along with a vehicle and what stays; asks."""
    t = context.t
    rows = [
        [Button(t.plain("sharing.handover_yes"), OnSharing("handover_yes", shared.vehicle.id))],
        [_again(t, shared.vehicle.id)],
    ]
    return Screen(t("sharing.handover_what", vehicle=vehicle_name(t, shared.vehicle)), rows)


def member(context: BotContext, found: VehicleMember) -> Screen:
    """One member, and their role to change."""
    t = context.t
    rows = [[Button(_role(t, role), OnMember(role.value, found.id))] for role in Role if role is not found.role]
    rows += [
        [Button(t.plain("sharing.remove"), OnMember("remove", found.id), style="danger")],
        [_again(t, found.vehicle_id)],
    ]
    text = t("sharing.member", name=_name(t, found.account), role=_role(t, found.role))
    return Screen(f"{text}\n{t(f'sharing.means_{found.role.value}')}", rows)


def invitation(context: BotContext, found: Invited, token: str) -> Screen:
    """What a link offers."""
    t = context.t
    values = {"name": _name(t, found.owner), "vehicle": vehicle_name(t, found.vehicle)}
    if found.invite.kind is InviteKind.HANDOVER:
        text: str = t("sharing.offered_handover", **values)
    else:
        means = t(f"sharing.means_{found.invite.role.value}")
        text = f"{t('sharing.offered', **values)}\n{means}\n\n{t('sharing.sees_you')}"
    rows = [
        [Button(t.plain("sharing.accept"), AnswerInvite("yes", token), style="success")],
        [Button(t.plain("sharing.decline"), AnswerInvite("no", token))],
    ]
    return Screen(text, rows)


def accepted(context: BotContext, vehicle: Vehicle, coming: Sequence[Appointment] = ()) -> Screen:
    """They share it now, or it is theirs, with its appointments to come."""
    t = context.t
    lines: list[str] = [t("sharing.accepted", vehicle=vehicle_name(t, vehicle))]
    rows = [[Button(t.plain("sharing.open"), OpenVehicle(vehicle.id), style="primary")]]
    if coming:
        lines += ["", t("sharing.appointments_came", n=len(coming))]
    for one in coming:
        lines.append(t("sharing.appointment", when=local_start(one), garage=one.garage.name))
        rows.append([Button(t.plain("sharing.to_calendar"), OnAppointment("calendar", one.id))])
    return Screen("\n".join(lines), rows)


def declined(context: BotContext) -> Screen:
    """They left it."""
    return Screen(context.t("sharing.declined"), [[Button(context.t.plain("menu.button"), Open("menu"))]])


def leave(context: BotContext, shared: Shared) -> Screen:
    """Ask whether they mean it."""
    t = context.t
    rows = [
        [Button(t.plain("sharing.leave_yes"), OnSharing("leave_yes", shared.vehicle.id), style="danger")],
        [_again(t, shared.vehicle.id)],
    ]
    return Screen(t("sharing.leave_sure", vehicle=vehicle_name(t, shared.vehicle)), rows)


def left(context: BotContext) -> Screen:
    """They have no part in it any more."""
    return Screen(context.t("sharing.left"), [[Button(context.t.plain("menu.vehicles"), Open("vehicles"))]])


def taken(context: BotContext, made: VehicleInvite, vehicle: Vehicle, by: Account | None) -> Screen:
    """For the owner: somebody used a link."""
    t = context.t
    shown = vehicle_name(t, vehicle)
    if by is None:
        return Screen(
            t("sharing.taken_handover", vehicle=shown), [[Button(t.plain("menu.vehicles"), Open("vehicles"))]]
        )
    text = t("sharing.taken", name=_name(t, by), vehicle=shown, role=_role(t, made.role))
    return Screen(text, [[_again(t, vehicle.id)]])


def due(context: BotContext, reminder: Reminder) -> Screen:
    """For a member: what is due on a vehicle they share."""
    t, car = context.t, reminder.vehicle
    if car is None:
        raise ValueError("a reminder of a shared vehicle has one")
    when = due_text(t, reminder, today_of(context.account, context.services.clock))
    text = t("sharing.due", vehicle=vehicle_name(t, car), what=title(t, reminder), when=when)
    rows = [
        [
            Button(t.plain("sharing.see"), OnReminder("open", reminder.id)),
            Button(t.plain("sharing.quiet"), OnSharing("quiet", car.id)),
        ]
    ]
    return Screen(text, rows)


def deed_words(t: Translator, what: str) -> str:
    """What somebody did, by the right they used."""
    service, _, method = what.partition(".")
    known = _DEEDS.get(what) or _DEEDS.get(service, "other")
    return t.plain(f"sharing.did_{known}") if method or known != "other" else t.plain("sharing.did_other")


_DEEDS = {
    "joined": "join",
    "odometer": "reading",
    "maintenance": "record",
    "finishing": "record",
    "changes": "change",
    "fuel": "fuel",
    "costs": "cost",
    "reminders": "reminder",
    "confirming": "paper",
    "plan": "plan",
    "dates": "plan",
    "vehicle_editing": "vehicle",
}


def _name(t: Translator, account: Account) -> str:
    return account.first_name or t.plain("sharing.somebody")


def _label(t: Translator, one: VehicleMember) -> str:
    return t.plain("sharing.member_button", name=_name(t, one.account)[:40], role=_role(t, one.role))


def _role(t: Translator, role: Role) -> str:
    return t.plain(f"sharing.role_{role.value}")


def _offer(t: Translator, invite: VehicleInvite) -> str:
    return t.plain("sharing.role_handover") if invite.kind is InviteKind.HANDOVER else _role(t, invite.role)


def _again(t: Translator, vehicle_id: int) -> Button:
    return Button(t.plain("sharing.back"), OnSharing("open", vehicle_id))


def _back(t: Translator, vehicle_id: int) -> Button:
    return Button(t.plain("sharing.to_vehicle"), OpenVehicle(vehicle_id))
