"""Makes and models that people proposed: approved as typed or corrected, merged into what there is, or refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from core import db
from core.domain.catalogue import key_of
from core.domain.states import EntryState
from core.domain.typed_text import clean_line
from core.errors import Gone, Refusal
from core.models import CatalogueEntry, Vehicle
from core.ports import Clock
from core.services.auditing import Actor, Auditing, Deed
from core.services.catalogue import Makes

SIZE: Final = 8


@dataclass(frozen=True, slots=True)
class MakesModeration:
    """Decides about entries; a spelling that is merged or corrected is put right on the vehicles that have it."""

    clock: Clock
    auditing: Auditing
    makes: Makes

    async def page(self, position: int) -> tuple[int, Sequence[CatalogueEntry]]:
        """How many wait for a decision, and some of them, oldest first."""
        waiting = CatalogueEntry.filter(state=EntryState.PROPOSED)
        return await waiting.count(), await waiting.order_by("id").offset(position).limit(SIZE)

    async def get(self, entry_id: int) -> CatalogueEntry:
        """An entry, or `Gone`."""
        entry = await CatalogueEntry.get_or_none(id=entry_id)
        if entry is None:
            raise Gone
        return entry

    async def near(self, entry: CatalogueEntry) -> list[tuple[str, str]]:
        """What the catalogue has that the entry may mean, the likeliest first."""
        catalogue = await self.makes.catalogue()
        found = catalogue.suggest(f"{entry.make} {entry.model}".strip())
        near = [found.exact] if found.exact is not None else list(found.near)
        return [(one.make, one.model or "") for one in near][:3]

    async def approve(self, actor: Actor, entry_id: int) -> CatalogueEntry:
        """Suggest it to everybody, as it was typed."""
        async with db.transaction():
            entry = await self._locked(entry_id)
            await self._decide(actor, entry, EntryState.APPROVED)
        return entry

    async def refuse(self, actor: Actor, entry_id: int) -> CatalogueEntry:
        """Suggest it to nobody; whoever typed it keeps it."""
        async with db.transaction():
            entry = await self._locked(entry_id)
            await self._decide(actor, entry, EntryState.REFUSED)
        return entry

    async def correct(self, actor: Actor, entry_id: int, typed: str) -> CatalogueEntry:
        """Suggest it written otherwise: `Make` or `Make / Model`."""
        make, model = spelling(typed)
        async with db.transaction():
            entry = await self._locked(entry_id)
            if bool(model) is not bool(entry.model):
                raise Refusal("admin.spelling_not_possible")
            if (key_of(make), key_of(model)) == (entry.make_key, entry.model_key):
                # The same name: only its signs and capitals change.
                await self._rename(entry, make, model)
                await self._decide(actor, entry, EntryState.APPROVED, make, model)
                entry.make, entry.model = make, model
                await entry.save(update_fields=["make", "model"])
                return entry
            await CatalogueEntry.update_or_create(
                make_key=key_of(make)[:60],
                model_key=key_of(model)[:80],
                defaults={
                    "make": make,
                    "model": model,
                    "state": EntryState.APPROVED,
                    "meant_make": None,
                    "meant_model": None,
                    "created_at": self.clock.now(),
                },
            )
            await self._merge(actor, entry, make, model)
        return entry

    async def merge(self, actor: Actor, entry_id: int, typed: str) -> CatalogueEntry:
        """Take it for another way to write what the catalogue has: `Make` or `Make / Model`."""
        make, model = spelling(typed)
        catalogue = await self.makes.catalogue()
        known = catalogue.make(make)
        found = known.model(key_of(model)) if known is not None and model else None
        if known is None or (model and found is None):
            raise Refusal("admin.spelling_not_known", name=f"{make} {model}".strip())
        async with db.transaction():
            entry = await self._locked(entry_id)
            if bool(model) is not bool(entry.model):
                raise Refusal("admin.spelling_not_possible")
            await self._merge(actor, entry, known.name, found.name if found is not None else "")
        return entry

    async def _merge(self, actor: Actor, entry: CatalogueEntry, make: str, model: str) -> None:
        await self._rename(entry, make, model)
        await self._decide(actor, entry, EntryState.MERGED, make, model)

    async def _rename(self, entry: CatalogueEntry, make: str, model: str) -> None:
        """Put the spelling right on vehicles."""
        if entry.model:
            await Vehicle.filter(make=entry.make, model=entry.model).update(make=make, model=model)
        else:
            await Vehicle.filter(make=entry.make).update(make=make)

    async def _decide(
        self, actor: Actor, entry: CatalogueEntry, state: EntryState, make: str | None = None, model: str | None = None
    ) -> None:
        before = {"state": entry.state.value, "make": entry.make, "model": entry.model}
        entry.state = state
        if state is EntryState.MERGED:
            entry.meant_make, entry.meant_model = make, model
        await entry.save(update_fields=["state", "meant_make", "meant_model"])
        after = {"state": state.value, "make": make or entry.make, "model": entry.model if model is None else model}
        await self.auditing.note(actor, Deed(f"make.{state.value}", "make", entry.id), before, after)

    async def _locked(self, entry_id: int) -> CatalogueEntry:
        entry = await CatalogueEntry.select_for_update().get_or_none(id=entry_id)
        if entry is None:
            raise Gone
        return entry


def spelling(typed: str) -> tuple[str, str]:
    """A make and perhaps a model, with a stroke between: `Renault / Clio`."""
    make, _, model = clean_line(typed).partition("/")
    make, model = make.strip(), model.strip()
    if not key_of(make) or len(make) > 60 or len(model) > 80 or (model and not key_of(model)):
        raise Refusal("admin.spelling_not_understood")
    return make, model
