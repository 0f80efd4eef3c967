"""The one seam through which people reach vehicles of others: what each role may do, in one table.

Drivers hold services through `Guard`. Whoever has no part in a vehicle of somebody else goes straight through, and the
services find what is their own, as ever. A member of a vehicle acts in its owner's stead: the guard looks up whose the
vehicle is, whether the role gives the right that the table names, and calls the service with the owner's account. What
the table does not name is the owner's alone.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final, TypeVar, cast

from core import db
from core.domain.capture.types import DocumentType
from core.domain.sharing import Right, Role, may
from core.errors import Gone, Refusal
from core.models import Account, Reminder, Vehicle
from core.ports import Clock

ServiceT = TypeVar("ServiceT")

# The vehicle of a thing, by what its id is the id of.
_VEHICLE_OF: Final = {
    "vehicle": "?",
    "record": "SELECT vehicle_id FROM maintenance_record WHERE id = ?",
    "line": (
        "SELECT r.vehicle_id FROM maintenance_line l JOIN maintenance_record r ON r.id = l.record_id WHERE l.id = ?"
    ),
    "version": "SELECT vehicle_id FROM record_version WHERE id = ?",
    "fill": "SELECT vehicle_id FROM fill_up WHERE id = ?",
    "cost": "SELECT vehicle_id FROM cost WHERE id = ?",
    "reminder": "SELECT vehicle_id FROM reminder WHERE id = ?",
    "reading": "SELECT vehicle_id FROM odometer_reading WHERE id = ?",
    "document": "SELECT vehicle_id FROM document WHERE id = ? AND state IN ('kept', 'joined')",
    # A card of the person's own about a vehicle of somebody else.
    "card": "SELECT vehicle_id FROM document WHERE id = ? AND state = 'proposed'",
}
_FOUND: Final = """
    SELECT m.role AS role, v.id AS vehicle, v.owner_id AS owner FROM vehicle v
      LEFT JOIN vehicle_member m ON m.vehicle_id = v.id AND m.account_id = ?
     WHERE v.deleted_at IS NULL AND v.id = ({})
"""
_NOTED: Final = """
    INSERT INTO vehicle_deed(vehicle_id, account_id, what, done_at)
    SELECT ?, ?, ?, ? WHERE EXISTS (SELECT 1 FROM vehicle_member WHERE vehicle_id = ?) RETURNING id
"""
# The papers that a member may add: those of work, fuel and mileage, not those that name whose the vehicle is.
TAKEN: Final = (
    *(DocumentType.INVOICE, DocumentType.QUOTE, DocumentType.INSPECTION, DocumentType.FUEL_RECEIPT),
    DocumentType.ODOMETER,
)
_V, _A, _M, _O = Right.VIEW, Right.ADD, Right.MANAGE, Right.OWN
Rule = tuple[str, Right]


def _rules(of: str, right: Right, names: str) -> dict[str, Rule]:
    return dict.fromkeys(names.split(), (of, right))


RULES: Final[Mapping[str, Rule]] = {
    **_rules("vehicle", _V, "vehicles.get history.page history.summary history.usual_services fuel_figures.page"),
    **_rules("vehicle", _V, "fuel_figures.prices odometer.check odometer.expected odometer.follow plan.of dates.of"),
    **_rules("vehicle", _V, "reminders.page maintenance.expected_kilometres reminders.next_due"),
    **_rules("record", _V, "maintenance.record attachments.of"),
    **_rules("fill", _V, "fuel.get fuel.row"),
    **_rules("reminder", _V, "reminders.get reminders.comes_back_on finishing.prefill"),
    **_rules("vehicle", _A, "odometer.record maintenance.create fuel.add reminders.add_custom"),
    **_rules("reminder", _A, "reminders.snooze reminders.put_off reminders.finish reminders.decide finishing.finish"),
    **_rules("reading", _A, "odometer.undo"),
    **_rules("record", _A, "reminders.decide_for"),
    **_rules("card", _A, "confirming.confirm confirming.keep_both"),
    **_rules("vehicle", _M, "costs.page costs.add ownership.of vehicle_editing.change vehicle_editing.erase"),
    **_rules("vehicle", _M, "odometer.replace_cluster odometer.undo_replacement reading_requests.switch"),
    **_rules("vehicle", _M, "plan.fix plan.limit plan.reset plan.set plan.switch dates.clear dates.note_inspection"),
    **_rules("vehicle", _M, "dates.set_class dates.set_date document_list.page"),
    **_rules("record", _M, "changes.edit changes.remove changes.add_line changes.complete maintenance.undo"),
    **_rules("line", _M, "changes.line changes.change_line"),
    **_rules("version", _M, "changes.take_back"),
    **_rules("fill", _M, "fuel.change fuel.undo fuel.restore"),
    **_rules("cost", _M, "costs.get costs.change costs.end costs.raise_to costs.remind costs.undo costs.restore"),
    **_rules("document", _M, "documents.card attachments.record_of maintenance.record_of"),
    **_rules("vehicle", _O, "vehicle_life.archive vehicle_life.delete vehicle_life.restore vehicles.make_default"),
    **_rules("vehicle", _O, "books.ask"),
}


class NotAllowed(Refusal):
    """The vehicle is shared with them, and this is more than their role gives."""

    def __init__(self) -> None:
        super().__init__("sharing.not_allowed")


@dataclass(frozen=True, slots=True)
class Access:
    """Finds in whose stead a person acts."""

    clock: Clock

    async def owner_for(self, account: Account, vehicle_id: int, right: Right) -> Account:
        """The account that a vehicle belongs to, for somebody with a right to it."""
        return (await self.stead(account, "vehicle", vehicle_id, right))[0]

    async def stead(self, account: Account, of: str, thing: int, right: Right) -> tuple[Account, int]:
        """In whose stead a person acts on a thing, and its vehicle (0: none of anybody else)."""
        rows = await db.fetch(_FOUND.format(_VEHICLE_OF[of]), account.id, thing)
        if not rows or int(rows[0]["owner"]) == account.id:
            return account, int(rows[0]["vehicle"]) if rows else 0
        if rows[0]["role"] is None:
            # Nobody's business: the services say what they say of what is not there.
            return account, 0
        if not may(Role(rows[0]["role"]), right):
            raise NotAllowed
        owner = await Account.get_or_none(id=int(rows[0]["owner"]))
        if owner is None:
            raise Gone
        return owner, int(rows[0]["vehicle"])

    async def note(self, account: Account, vehicle_id: int, what: str) -> None:
        """Remember who did what, if anybody else looks after the vehicle."""
        if vehicle_id:
            await db.fetch(_NOTED, vehicle_id, account.id, what, self.clock.now(), vehicle_id)


class Guard:
    """A service as drivers hold it."""

    def __init__(self, service: object, name: str, access: Access) -> None:
        self._service, self._name, self._access = service, name, access

    def __getattr__(self, method: str) -> Any:
        """The method, guarded where the table names it; made once."""
        found = getattr(self._service, method)
        rule = RULES.get(f"{self._name}.{method}")
        if rule is not None:
            found = partial(self._through, found, method, rule)
        self.__dict__[method] = found
        return found

    async def _through(
        self, call: Callable[..., Awaitable[Any]], method: str, rule: Rule, account: Account, *given: Any, **more: Any
    ) -> Any:
        if not (account.guest or account.host):
            return await call(account, *given, **more)
        of, right = rule
        thing = _thing(f"{self._name}.{method}", given, more)
        acting, vehicle = await self._access.stead(account, of, thing, right)
        if acting.id != account.id:
            _only_about(vehicle, (*given, *more.values()))
            if of == "card":
                await hand_over_card(thing, account, acting)
        answer = await call(acting, *given, **more)
        if right > Right.VIEW:
            await self._access.note(account, vehicle, f"{self._name}.{method}")
        return answer


def guarded(service: ServiceT, name: str, access: Access) -> ServiceT:
    """A service behind the guard."""
    return cast(ServiceT, Guard(service, name, access))


def guard_all(services: ServiceT, access: Access) -> ServiceT:
    """All use cases, those that the table names behind the guard."""
    names = {name.partition(".")[0] for name in RULES}
    return replace(services, **{name: guarded(getattr(services, name), name, access) for name in names})  # type: ignore[type-var]  # a dataclass of services


async def hand_over_card(document_id: int, account: Account, owner: Account) -> None:
    """A paper that a member sent of a vehicle belongs to the vehicle's owner once it is confirmed."""
    kinds = ", ".join(f"'{kind.value}'" for kind in TAKEN)
    changed = await db.execute(
        f"UPDATE document SET owner_id = ? WHERE id = ? AND owner_id = ? AND kind IN ({kinds})",  # noqa: S608  # names of ours
        *(owner.id, document_id, account.id),
    )
    if changed != 1:
        raise NotAllowed


# Where the vehicle is not the first thing that a call names.
_PLACE: Final = {"reminders.page": (1, "vehicle_id"), "reminders.add_custom": (3, "vehicle_id")}


def _thing(name: str, given: tuple[Any, ...], more: Mapping[str, Any]) -> int:
    """The id that a call is about: what its first argument is or names; 0 for several at once, or none."""
    place, word = _PLACE.get(name, (0, ""))
    one = given[place] if len(given) > place else more.get(word)
    if isinstance(one, list | tuple):
        return int(one[0]) if len(one) == 1 else 0
    for attribute in () if isinstance(one, Vehicle | Reminder) else ("vehicle_id", "vehicle"):
        if hasattr(one, attribute):
            return int(getattr(one, attribute) or 0)
    return int(getattr(one, "id", one) or 0)


def _only_about(vehicle: int, given: tuple[Any, ...]) -> None:
    """Refuse a call in somebody's stead that names another vehicle of theirs besides."""
    for one in given:
        named = one.get("vehicle_id") if isinstance(one, dict) else getattr(one, "vehicle_id", None)
        if named and int(named) != vehicle:
            raise Gone
