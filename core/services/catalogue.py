"""The catalogue of makes and models, with what people added and administrators decided."""

from dataclasses import dataclass
from functools import lru_cache

from core import db
from core.domain.catalogue import Addition, Catalogue, key_of, seeded_catalogue
from core.domain.states import EntryState
from core.errors import Gone
from core.models import Account, CatalogueEntry
from core.ports import Clock

PAGE = 20


@dataclass(frozen=True, slots=True)
class Makes:
    """Knows makes and models; new ones are taken as typed and kept for administrators to decide."""

    clock: Clock
    admin_ids: tuple[int, ...] = ()

    async def catalogue(self) -> Catalogue:
        """The catalogue as it is now: what came with the product, and what administrators approved or refused."""
        decided = await CatalogueEntry.filter(state__in=[EntryState.APPROVED, EntryState.REFUSED]).order_by("id")
        return _with(tuple(Addition(row.make, row.model, row.state is EntryState.REFUSED) for row in decided))

    async def propose(self, owner: Account, make: str | None, model: str | None) -> None:
        """Keep a make or model that the catalogue does not have; one that was proposed before stays as it was."""
        if not make or not key_of(make):
            return
        catalogue = await self.catalogue()
        known = catalogue.make(make)
        if known is not None and (not model or not key_of(model) or catalogue.suggest_model(make, model).exact):
            return
        entry = CatalogueEntry(
            make=known.name if known is not None else make[:60],
            model=(model or "")[:80],
            make_key=(known.key if known is not None else key_of(make))[:60],
            model_key=key_of(model or "")[:80],
            state=EntryState.PROPOSED,
            proposed_by_id=owner.id,
            created_at=self.clock.now(),
        )
        await CatalogueEntry.bulk_create([entry], ignore_conflicts=True)

    async def pending(self, admin: Account) -> list[CatalogueEntry]:
        """What waits for a decision, oldest first; for administrators."""
        self._admin(admin)
        return await CatalogueEntry.filter(state=EntryState.PROPOSED).order_by("id").limit(PAGE)

    async def decide(self, admin: Account, entry_id: int, state: EntryState) -> CatalogueEntry:
        """Approve or refuse an entry; for administrators."""
        self._admin(admin)
        async with db.transaction():
            entry = await CatalogueEntry.select_for_update().get_or_none(id=entry_id)
            if entry is None:
                raise Gone
            entry.state = state
            await entry.save(update_fields=["state"])
        return entry

    def _admin(self, account: Account) -> None:
        if account.telegram_id not in self.admin_ids:
            raise Gone


@lru_cache(maxsize=4)
def _with(additions: tuple[Addition, ...]) -> Catalogue:
    return seeded_catalogue().with_additions(additions) if additions else seeded_catalogue()
