"""Parts of the product that administrators switch off for a while: one table, one list, one seam.

Drivers hold services through `Switched` (`switch_all`): a call that `RULES` names is refused with a kind sentence while
its switch is off. Work that was begun goes on, and what the law gives people (their data, ending a plan) has no switch.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial
from typing import Any, Final, TypeVar, cast

from core import db
from core.errors import Gone, Refusal
from core.models import FeatureSwitch
from core.ports import Clock
from core.services.auditing import Actor, Auditing, Deed
from core.services.remembered import Remembered

ServiceT = TypeVar("ServiceT")


class Switch(StrEnum):
    """What can be switched off. Values are stored."""

    CAPTURE = "capture"
    ASSISTANT = "assistant"
    PAYMENTS = "payments"
    STARS = "stars"
    IMPORTS = "imports"
    EXPORTS = "exports"


class SwitchedOff(Refusal):
    """The part is switched off for now."""

    def __init__(self, switch: Switch) -> None:
        super().__init__(f"switch_off.{switch.value}")
        self.switch = switch


def _all(switch: Switch, names: str) -> dict[str, Mapping[str, Switch]]:
    return {name: {"": switch} for name in names.split()}


# By service and method: which switch it hangs on, of calls whose word (the first text after the person) is this; the
# empty word stands for every call.
RULES: Final[Mapping[str, Mapping[str, Switch]]] = {
    **_all(Switch.CAPTURE, "intake.receive intake.read_again intake.read_as intake.analyse_again intake.analyse_all"),
    **_all(Switch.ASSISTANT, "asking.ask asking.of_vehicle asking.go_on"),
    **_all(Switch.IMPORTS, "imports.receive imports.confirm"),
    **_all(Switch.EXPORTS, "exports.ask"),
    "desk.ask": {"checkout": Switch.PAYMENTS, "change": Switch.PAYMENTS, "stars": Switch.STARS},
}


@dataclass(slots=True)
class Switches:
    """Knows which parts are off, and switches them; everything is on until somebody switches it off."""

    clock: Clock
    auditing: Auditing
    remembered: Remembered[frozenset[Switch]] = field(init=False)

    def __post_init__(self) -> None:
        self.remembered = Remembered("switches", _off)

    async def off(self) -> frozenset[Switch]:
        """The parts that are off now."""
        return await self.remembered.get()

    async def require(self, switch: Switch) -> None:
        """Refuse what is switched off."""
        if switch in await self.off():
            raise SwitchedOff(switch)

    async def set(self, actor: Actor, name: str, *, on: bool) -> None:
        """Switch a part on or off; one that is so already stays, and nothing is noted."""
        if name not in set(Switch):
            raise Gone
        switch, now = Switch(name), self.clock.now()
        async with db.transaction():
            await FeatureSwitch.get_or_create(name=name, defaults={"is_on": True, "changed_at": now})
            row = await FeatureSwitch.select_for_update().get(name=name)
            if row.is_on is on:
                return
            await FeatureSwitch.filter(name=name).update(is_on=on, changed_at=now)
            deed = Deed("switch.on" if on else "switch.off", "switch", switch.value)
            await self.auditing.note(actor, deed, {"on": not on}, {"on": on})
            await self.remembered.changed()


async def _off() -> frozenset[Switch]:
    rows = await FeatureSwitch.filter(is_on=False)
    return frozenset(Switch(row.name) for row in rows if row.name in set(Switch))


class Switched:
    """A service as drivers hold it, with calls that may be switched off."""

    def __init__(self, service: object, name: str, switches: Switches) -> None:
        self._service, self._name, self._switches = service, name, switches

    def __getattr__(self, method: str) -> Any:
        """The method, behind its switch where the table names one; made once."""
        found = getattr(self._service, method)
        rule = RULES.get(f"{self._name}.{method}")
        if rule is None:
            return found
        found = partial(self._through, found, rule)
        self.__dict__[method] = found
        return found

    async def _through(
        self, call: Callable[..., Awaitable[Any]], rule: Mapping[str, Switch], *given: Any, **more: Any
    ) -> Any:
        word = given[1] if len(given) > 1 and isinstance(given[1], str) else ""
        switch = rule.get(word) or rule.get("")
        if switch is not None:
            await self._switches.require(switch)
        return await call(*given, **more)


def switch_all(services: ServiceT, switches: Switches) -> ServiceT:
    """All use cases, those that the table names behind their switches."""
    names = {name.partition(".")[0] for name in RULES}
    behind = {name: cast(Any, Switched(getattr(services, name), name, switches)) for name in names}
    return replace(services, **behind)  # type: ignore[type-var]  # a dataclass of services
