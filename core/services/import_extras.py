"""What only our own export carries of a vehicle: its own fields, its plan, its dates."""

from collections.abc import Mapping
from datetime import date, datetime

from core.domain.imports.import_rows import Json
from core.domain.money import Money
from core.domain.service_types import ServiceType
from core.domain.states import ArchiveReason
from core.domain.typed_text import clean_line
from core.errors import Refusal
from core.models import ClusterReplacement, Inspection, ServiceInterval, Vehicle, VehicleDate

_SERVICES = {service.value for service in ServiceType}
_REASONS = {reason.value: reason for reason in ArchiveReason}
_HIGHEST = 2_000_000


async def restore_extras(vehicle: Vehicle, extras: Mapping[str, object], now: datetime) -> None:
    """Give a vehicle that was added from our own export back what it had; what is malformed is left out."""
    own = extras.get("vehicle")
    if isinstance(own, dict):
        _own_fields(vehicle, own, now)
        await vehicle.save()
    await _plan(vehicle, extras)
    await _dates(vehicle, extras, now)


def _own_fields(vehicle: Vehicle, own: Json, now: datetime) -> None:
    vehicle.inspection_due_on = _day(own, "inspection_due_on")
    vehicle.inspection_class = _text(own, "inspection_class", 12)
    vehicle.asks_odometer = own.get("asks_odometer") is not False
    vehicle.odometer_offset = _whole(own, "odometer_offset") or 0
    vehicle.kilometres = _whole(own, "kilometres")
    vehicle.purchased_on, vehicle.disposed_on = _day(own, "purchased_on"), _day(own, "disposed_on")
    vehicle.purchase_cents, vehicle.purchase_currency = _money(own, "purchase")
    vehicle.sale_cents, vehicle.sale_currency = _money(own, "sale")
    reason = _REASONS.get(str(own.get("archive_reason")))
    if reason is not None:
        vehicle.archived_at, vehicle.archive_reason = now, reason


async def _plan(vehicle: Vehicle, extras: Mapping[str, object]) -> None:
    rows = {
        str(one["service"]): ServiceInterval(
            vehicle_id=vehicle.id,
            service=str(one["service"]),
            months=_whole(one, "months", 600),
            kilometres=_whole(one, "kilometres"),
            active=one.get("active") is not False,
            fixed=one.get("fixed") is True,
            anchor_on=_day(one, "anchor_on"),
            anchor_kilometres=_whole(one, "anchor_kilometres"),
        )
        for one in _list(extras, "intervals")
        if one.get("service") in _SERVICES
    }
    await ServiceInterval.bulk_create(rows.values())


async def _dates(vehicle: Vehicle, extras: Mapping[str, object], now: datetime) -> None:
    dates, inspections, replacements = {}, {}, []
    for one in _list(extras, "dates"):
        kind, due = _text(one, "kind", 20), _day(one, "due_on")
        if kind and due:
            dates[kind] = VehicleDate(vehicle_id=vehicle.id, kind=kind, due_on=due, repeat=_text(one, "repeat", 8))
    for one in _list(extras, "inspections"):
        done, result = _day(one, "done_on"), _text(one, "result", 12)
        if done and result:
            until = _day(one, "valid_until")
            inspections[done] = Inspection(
                vehicle_id=vehicle.id, done_on=done, result=result, valid_until=until, created_at=now
            )
    for one in _list(extras, "replacements"):
        on, old, new = _day(one, "replaced_on"), _whole(one, "old_kilometres"), _whole(one, "new_kilometres")
        if on and old is not None and new is not None:
            replacements.append(
                ClusterReplacement(
                    vehicle_id=vehicle.id, replaced_on=on, old_kilometres=old, new_kilometres=new, created_at=now
                )
            )
    await VehicleDate.bulk_create(dates.values())
    await Inspection.bulk_create(inspections.values())
    await ClusterReplacement.bulk_create(replacements)


def _list(extras: Mapping[str, object], name: str) -> list[Json]:
    value = extras.get(name)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _day(raw: Json, name: str) -> date | None:
    try:
        return date.fromisoformat(str(raw[name])) if raw.get(name) else None
    except ValueError:
        return None


def _text(raw: Json, name: str, highest: int) -> str | None:
    value = raw.get(name)
    return clean_line(value, highest) or None if isinstance(value, str) else None


def _whole(raw: Json, name: str, highest: int = _HIGHEST) -> int | None:
    value = raw.get(name)
    return value if isinstance(value, int) and -highest <= value <= highest else None


def _money(raw: Json, name: str) -> tuple[int | None, str | None]:
    value = raw.get(name)
    if not isinstance(value, dict):
        return None, None
    try:
        money = Money.parse(str(value.get("amount")), "en", str(value.get("currency") or "EUR"))
    except Refusal:
        return None, None
    return money.cents, money.currency
