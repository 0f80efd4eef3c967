"""What people suggested of garages and reported of reviews, decided by administrators, each with its entry."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from core import db
from core.domain.garages.corrections import Correction, CorrectionState, checked
from core.domain.garages.listing import ListingSource, ListingStatus
from core.domain.garages.ratings import ReviewState
from core.errors import Gone, Refusal
from core.models import Account, GarageCorrection, GarageReview, ListedGarage, ReviewReport
from core.ports import Clock, Jobs
from core.services.auditing import Actor, Auditing, Deed
from core.services.directory import Directory
from core.services.garage_editing import put_value, value_of, words_in
from core.services.garage_merging import point_in
from core.services.reviews import tally

SIZE: Final = 8
NEAR: Final = 3
# Reviews that wait for a look: held back, hidden by reports, or reported and still shown; a decision settles reports.
REPORTED: Final = (
    "stars > 0 AND ((settled_at IS NULL AND state <> 'shown') OR id IN (SELECT review_id FROM review_report))"
)
_REPORTED_IDS = f"SELECT id FROM garage_review WHERE {REPORTED} ORDER BY id"  # noqa: S608  # words of ours
_TWINS = """
    SELECT MIN(id) AS one, MAX(id) AS other FROM listed_garage
     WHERE status = 'listed' AND core_name <> '' AND postcode IS NOT NULL
     GROUP BY core_name, postcode HAVING COUNT(*) > 1 ORDER BY 1 LIMIT ? OFFSET ?
"""
# Rows of people that follow a garage into another one; what they have there already stays, what they had here goes.
_FOLLOW = ("my_garage", "garage_review", "garage_correction")
_FILLED = ("siret", "source_key", "address", "postcode", "city", "phone", "email", "website", "hours")


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits about garages: those that people suggested, and corrections."""

    garages: Sequence[ListedGarage]
    corrections: Sequence[GarageCorrection]
    total: int


@dataclass(frozen=True, slots=True)
class GarageModeration:
    """Decides; every decision is noted in its own transaction, and whoever it is about is told where it takes away."""

    clock: Clock
    jobs: Jobs
    auditing: Auditing

    async def page(self, position: int) -> Waiting:
        """Suggested garages, then corrections, oldest first."""
        garages = ListedGarage.filter(status=ListingStatus.PENDING, source=ListingSource.PERSON)
        corrections = GarageCorrection.filter(state=CorrectionState.WAITING)
        first, second = await garages.count(), await corrections.count()
        rows = await garages.order_by("id").offset(position).limit(SIZE) if position < first else []
        left, start = SIZE - len(rows), max(position - first, 0)
        more = corrections.order_by("id").offset(start).limit(left).select_related("garage")
        return Waiting(rows, await more if left else [], first + second)

    async def get(self, garage_id: int) -> ListedGarage:
        """A garage, whatever its state."""
        found = await ListedGarage.get_or_none(id=garage_id)
        if found is None:
            raise Gone
        return found

    async def correction(self, correction_id: int) -> GarageCorrection:
        """A correction with its garage."""
        found = await GarageCorrection.get_or_none(id=correction_id).select_related("garage")
        if found is None:
            raise Gone
        return found

    async def near(self, admin: Account, garage: ListedGarage) -> list[ListedGarage]:
        """Garages beside it that it may be again."""
        middle = point_in(garage)
        if middle is None:
            return []
        hits = await Directory(self.clock).near(admin, middle, NEAR + 1)
        return [hit.garage for hit in hits if hit.garage.id != garage.id][:NEAR]

    async def twins(self, position: int) -> list[tuple[ListedGarage, ListedGarage]]:
        """Listed garages of one name and postcode, two by two."""
        rows = await db.fetch(_TWINS, SIZE, max(position, 0))
        pairs = [(int(row["one"]), int(row["other"])) for row in rows]
        by_id = {one.id: one for one in await ListedGarage.filter(id__in=[number for pair in pairs for number in pair])}
        return [(by_id[one], by_id[other]) for one, other in pairs]

    async def accept(self, actor: Actor, garage_id: int) -> ListedGarage:
        """Show it to everybody."""
        return await self._put(actor, garage_id, ListingStatus.LISTED, "garage.accept")

    async def reject(self, actor: Actor, garage_id: int) -> ListedGarage:
        """Show it to nobody."""
        return await self._put(actor, garage_id, ListingStatus.CLOSED, "garage.reject")

    async def edit(self, actor: Actor, garage_id: int, what: Correction, typed: str) -> ListedGarage:
        """Put a column right."""
        value = checked(what, typed)
        async with db.transaction():
            garage = await self._locked(garage_id)
            before = {what.value: value_of(garage, what)}
            put_value(garage, what, value)
            garage.updated_at = self.clock.now()
            await garage.save()
            await self.auditing.note(actor, Deed("garage.edit", "garage", garage.id), before, {what.value: value})
        return garage

    async def take(self, actor: Actor, correction_id: int) -> GarageCorrection:
        """Take what a person suggested over."""
        async with db.transaction():
            found = await self._waiting(correction_id)
            garage = await self._locked(found.garage_id)
            before = value_of(garage, found.what)
            put_value(garage, found.what, found.value)
            garage.updated_at = self.clock.now()
            await garage.save()
            await self._decide(actor, found, CorrectionState.TAKEN, before)
        return found

    async def refuse(self, actor: Actor, correction_id: int) -> GarageCorrection:
        """Leave the garage as it is."""
        async with db.transaction():
            found = await self._waiting(correction_id)
            await self._decide(actor, found, CorrectionState.REFUSED)
        return found

    async def merge(self, actor: Actor, garage_id: int, into_id: int) -> ListedGarage:
        """Take one garage for another: whatever people have of it follows, and it is no more."""
        if garage_id == into_id:
            raise Gone
        async with db.transaction():
            rows = {
                one.id: one
                for one in await ListedGarage.filter(id__in=[garage_id, into_id]).order_by("id").select_for_update()
            }
            if len(rows) != 2 or rows[into_id].status is ListingStatus.CLOSED:
                raise Gone
            gone, kept = rows[garage_id], rows[into_id]
            for table in _FOLLOW:
                also = " AND k.what = m.what" if table == "garage_correction" else ""
                there = f"SELECT 1 FROM {table} k WHERE k.garage_id = ? AND k.owner_id = m.owner_id{also}"  # noqa: S608
                own = f"SELECT m.id FROM {table} m WHERE m.garage_id = ? AND NOT EXISTS ({there})"  # noqa: S608
                await db.execute(f"UPDATE {table} SET garage_id = ? WHERE id IN ({own})", kept.id, gone.id, kept.id)  # noqa: S608
            await db.execute("UPDATE appointment SET garage_id = ? WHERE garage_id = ?", kept.id, gone.id)
            await db.execute("UPDATE garage SET listed_id = ? WHERE listed_id = ?", kept.id, gone.id)
            await gone.delete()
            _fill_in(kept, gone)
            kept.updated_at = self.clock.now()
            await kept.save()
            await tally(kept)
            deed = Deed("garage.merge", "garage", gone.id, gone.brought_by_id)
            await self.auditing.note(actor, deed, {"status": gone.status.value}, {"into": kept.id})
        return kept

    async def reviews(self, position: int) -> tuple[int, Sequence[GarageReview]]:
        """How many reviews wait for a look, and some of them, oldest first."""
        rows = await db.fetch(_REPORTED_IDS)
        numbers = [int(row["id"]) for row in rows]
        wanted = numbers[position : position + SIZE]
        return len(numbers), await GarageReview.filter(id__in=wanted).order_by("id").select_related("garage")

    async def review(self, review_id: int) -> tuple[GarageReview, int]:
        """A review, and how many people reported it."""
        found = await GarageReview.get_or_none(id=review_id).select_related("garage")
        if found is None:
            raise Gone
        return found, await ReviewReport.filter(review_id=found.id).count()

    async def keep(self, actor: Actor, review_id: int) -> GarageReview:
        """Show it, whoever reported it."""
        return await self._settle(actor, review_id, ReviewState.SHOWN, None)

    async def hide(self, actor: Actor, review_id: int, reason: str) -> GarageReview:
        """Hide it for a reason, which its author is told."""
        if not reason.strip():
            raise Refusal("admin.words_missing")
        return await self._settle(actor, review_id, ReviewState.HIDDEN, reason.strip()[:200])

    async def _settle(self, actor: Actor, review_id: int, state: ReviewState, reason: str | None) -> GarageReview:
        async with db.transaction():
            review = await GarageReview.select_for_update().get_or_none(id=review_id)
            if review is None:
                raise Gone
            before = review.state
            review.state, review.reason, review.settled_at = state, reason, self.clock.now()
            await review.save(update_fields=["state", "reason", "settled_at"])
            await ReviewReport.filter(review_id=review.id).delete()
            await tally(await ListedGarage.select_for_update().get(id=review.garage_id))
            deed = Deed("review.hide" if reason else "review.keep", "review", review.id, review.owner_id)
            after = {"state": state.value}
            await self.auditing.note(actor, deed, {"state": before.value}, after, reason=reason or "")
            owner = await Account.get(id=review.owner_id)
            if reason is not None:
                payload = {"chat_id": owner.telegram_id, "kind": "review_hidden", "subject": review.id}
                await self.jobs.enqueue("event", payload, key=f"chat:{owner.telegram_id}")
        return review

    async def _put(self, actor: Actor, garage_id: int, status: ListingStatus, action: str) -> ListedGarage:
        async with db.transaction():
            garage = await self._locked(garage_id)
            before = {"status": garage.status.value}
            garage.status, garage.updated_at = status, self.clock.now()
            await garage.save(update_fields=["status", "updated_at"])
            deed = Deed(action, "garage", garage.id, garage.brought_by_id)
            await self.auditing.note(actor, deed, before, {"status": status.value})
        return garage

    async def _decide(
        self, actor: Actor, found: GarageCorrection, state: CorrectionState, before: str | None = None
    ) -> None:
        found.state = state
        await found.save(update_fields=["state"])
        deed = Deed(f"garage_correction.{state.value}", "garage", found.garage_id, found.owner_id)
        what, taken = found.what.value, state is CorrectionState.TAKEN
        told = ({what: before}, {what: found.value}) if taken else ({"what": what}, {"state": state.value})
        await self.auditing.note(actor, deed, *told)

    async def _waiting(self, correction_id: int) -> GarageCorrection:
        found = await GarageCorrection.select_for_update().get_or_none(id=correction_id)
        if found is None or found.state is not CorrectionState.WAITING:
            raise Gone
        return found

    async def _locked(self, garage_id: int) -> ListedGarage:
        garage = await ListedGarage.select_for_update().get_or_none(id=garage_id)
        if garage is None:
            raise Gone
        return garage


def now_and_then(found: GarageCorrection) -> tuple[str, str]:
    """What the column says now, and what the person says."""
    return value_of(found.garage, found.what), found.value


def _fill_in(kept: ListedGarage, gone: ListedGarage) -> None:
    """Give a garage what it lacks and another one has: a place to the metre, that it is seen by everybody."""
    for name in _FILLED:
        if getattr(kept, name) is None:
            setattr(kept, name, getattr(gone, name))
    if gone.cell is not None and (kept.cell is None or (kept.approximate and not gone.approximate)):
        kept.latitude, kept.longitude, kept.cell = gone.latitude, gone.longitude, gone.cell
        kept.approximate = gone.approximate
    kept.specialties = kept.specialties or gone.specialties
    kept.certifications = kept.certifications or gone.certifications
    if gone.status is ListingStatus.LISTED:
        kept.status = ListingStatus.LISTED
    kept.words = words_in(kept)
