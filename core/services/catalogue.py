"""The catalogue of makes and models, with what people added and administrators decided."""

from dataclasses import dataclass
from functools import lru_cache

from core.domain.catalogue import Addition, Catalogue, key_of, seeded_catalogue
from core.domain.states import EntryState
from core.models import Account, CatalogueEntry
from core.ports import Clock


@dataclass(frozen=True, slots=True)
class Makes:
    """Knows makes and models; new ones are taken as typed and kept for administrators to decide."""

    clock: Clock

    async def catalogue(self) -> Catalogue:
        """The catalogue as it is now: what came with the product, and what administrators decided since."""
        decided = await CatalogueEntry.exclude(state=EntryState.PROPOSED).order_by("id")
        # What is merged leads to what may have been approved after it.
        return _with(tuple(_addition(row) for row in sorted(decided, key=lambda row: row.state is EntryState.MERGED)))

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


def _addition(row: CatalogueEntry) -> Addition:
    meant = (row.meant_make or "", row.meant_model or "") if row.state is EntryState.MERGED else None
    return Addition(row.make, row.model, row.state is EntryState.REFUSED, meant)


@lru_cache(maxsize=4)
def _with(additions: tuple[Addition, ...]) -> Catalogue:
    return seeded_catalogue().with_additions(additions) if additions else seeded_catalogue()
