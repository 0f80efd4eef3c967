"""What people say of garages: written, changed, taken back, reported; the averages move in the same transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from core import db
from core.domain.garages.ratings import (
    BURST,
    MOST_A_DAY,
    REPORTS,
    ReviewState,
    checked_comment,
    checked_stars,
    score,
)
from core.domain.states import DocumentState
from core.errors import Gone, Refusal
from core.models import Account, Document, Garage, GarageReview, ListedGarage, ReviewReport, ReviewTally
from core.ports import Clock
from core.services.days import today_of
from core.services.directory import Directory

PAGE = 5
# Garages whose averages are checked in one transaction.
BATCH = 500


@dataclass(frozen=True, slots=True)
class ShownReview:
    """A review as others see it: who wrote it only where they wished."""

    review: GarageReview
    author: str | None
    mine: bool


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """A page of a garage's reviews, and the person's own."""

    garage: ListedGarage
    reviews: Sequence[ShownReview]
    mine: GarageReview | None
    position: int
    total: int


@dataclass(frozen=True, slots=True)
class Reviews:
    """Keeps one review for each person and garage."""

    clock: Clock
    directory: Directory

    async def write(self, owner: Account, garage_id: int, stars: int, comment: str | None) -> GarageReview:
        """Say something of a garage, or change what one said."""
        stars, comment = checked_stars(stars), checked_comment(comment) if comment else None
        async with db.transaction():
            garage = await self._locked(owner, garage_id)
            await self._count(owner)
            verified = await self.is_proven(owner, garage.id)
            review = await GarageReview.get_or_none(owner_id=owner.id, garage_id=garage.id)
            now = self.clock.now()
            if review is None:
                state = await self._state_of_new(garage, verified=verified)
                review = GarageReview(owner_id=owner.id, garage_id=garage.id, state=state, created_at=now)
            review.stars, review.comment, review.verified, review.updated_at = stars, comment, verified, now
            await review.save()
            await tally(garage)
        return review

    async def sign(self, owner: Account, garage_id: int, *, signed: bool) -> GarageReview:
        """Show one's first name with one's review, or no more."""
        review = await self._own(owner, garage_id)
        review.signed = signed
        await review.save(update_fields=["signed"])
        return review

    async def remove(self, owner: Account, garage_id: int) -> None:
        """Take one's review back."""
        async with db.transaction():
            review = await self._own(owner, garage_id)
            garage = await ListedGarage.select_for_update().get(id=review.garage_id)
            await review.delete()
            await tally(garage)

    async def report(self, owner: Account, review_id: int) -> GarageReview:
        """Find that a review should not be shown, once each; when several do, it is hidden until it was looked at."""
        async with db.transaction():
            review = await GarageReview.select_for_update().get_or_none(id=review_id, state=ReviewState.SHOWN)
            if review is None or review.owner_id == owner.id:
                raise Gone
            await self.directory.get(owner, review.garage_id)
            await ReviewReport.get_or_create(
                owner_id=owner.id, review_id=review.id, defaults={"created_at": self.clock.now()}
            )
            if await ReviewReport.filter(review_id=review.id).count() >= REPORTS:
                review.state = ReviewState.HIDDEN
                await review.save(update_fields=["state"])
                await tally(await ListedGarage.select_for_update().get(id=review.garage_id))
        return review

    async def page(self, owner: Account, garage_id: int, position: int = 0) -> ReviewPage:
        """A garage's reviews, the newest first; one's own is there whatever its state."""
        garage = await self.directory.get(owner, garage_id)
        shown = GarageReview.filter(garage_id=garage.id, state=ReviewState.SHOWN)
        position = min(max(position, 0), 10_000)
        rows = await shown.order_by("-updated_at", "-id").offset(position).limit(PAGE).select_related("owner")
        reviews = [ShownReview(row, _author(row), row.owner_id == owner.id) for row in rows]
        mine = await GarageReview.get_or_none(owner_id=owner.id, garage_id=garage.id)
        return ReviewPage(garage, reviews, mine, position, garage.ratings)

    async def is_proven(self, owner: Account, garage_id: int) -> bool:
        """Whether an invoice that the person keeps names this garage."""
        vendors = Garage.filter(owner_id=owner.id, listed_id=garage_id, kept=True)
        keys = await vendors.values_list("vendor", flat=True)
        kept = Document.filter(owner_id=owner.id, state=DocumentState.KEPT, vendor__in=list(keys))
        return bool(keys) and await kept.exists()

    async def settle(self, review_id: int, *, shown: bool) -> GarageReview:
        """A moderator's decision about a review that is held back or hidden."""
        async with db.transaction():
            review = await GarageReview.select_for_update().get_or_none(id=review_id)
            if review is None:
                raise Gone
            review.state = ReviewState.SHOWN if shown else ReviewState.HIDDEN
            await review.save(update_fields=["state"])
            if shown:
                await ReviewReport.filter(review_id=review.id).delete()
            await tally(await ListedGarage.select_for_update().get(id=review.garage_id))
        return review

    async def waiting(self, limit: int = 50) -> list[GarageReview]:
        """What a moderator has to look at, the oldest first."""
        wanted = GarageReview.filter(state__in=[ReviewState.HELD, ReviewState.HIDDEN])
        return await wanted.order_by("id").limit(limit).select_related("garage")

    async def check(self) -> int:
        """Put right every average that is not what its reviews come to; how many were wrong."""
        wrong = 0
        while True:
            async with db.transaction():
                rows = await db.fetch(_DIFFERENT, BATCH)
                for garage in await ListedGarage.filter(id__in=[int(row["id"]) for row in rows]).select_for_update():
                    await tally(garage)
            wrong += len(rows)
            if len(rows) < BATCH:
                return wrong

    async def _state_of_new(self, garage: ListedGarage, *, verified: bool) -> ReviewState:
        """Too many unproven reviews in a day are held back, good and bad ones alike."""
        if verified:
            return ReviewState.SHOWN
        lately = self.clock.now() - timedelta(days=1)
        of_today = GarageReview.filter(garage_id=garage.id, verified=False, created_at__gte=lately)
        return ReviewState.HELD if await of_today.count() >= BURST else ReviewState.SHOWN

    async def _count(self, owner: Account) -> None:
        """Count the day's writing; a deleted review counts as well."""
        day = today_of(owner, self.clock)
        count, _ = await ReviewTally.get_or_create(owner_id=owner.id, day=day)
        if count.written >= MOST_A_DAY:
            raise Refusal("review.enough_today")
        count.written += 1
        await count.save(update_fields=["written"])
        await ReviewTally.filter(owner_id=owner.id, day__lt=day).delete()

    async def _locked(self, owner: Account, garage_id: int) -> ListedGarage:
        await self.directory.get(owner, garage_id)
        return await ListedGarage.select_for_update().get(id=garage_id)

    async def _own(self, owner: Account, garage_id: int) -> GarageReview:
        review = await GarageReview.get_or_none(owner_id=owner.id, garage_id=garage_id)
        if review is None:
            raise Gone
        return review


_DIFFERENT = """
    SELECT g.id FROM listed_garage g
      LEFT JOIN (SELECT garage_id, COUNT(*) AS n, SUM(stars) AS s FROM garage_review WHERE state = 'shown'
                  GROUP BY garage_id) r ON r.garage_id = g.id
     WHERE g.ratings <> COALESCE(r.n, 0) OR g.stars <> COALESCE(r.s, 0) LIMIT ?
"""


async def tally(garage: ListedGarage) -> None:
    """Count a garage's reviews anew; within the transaction that changed one."""
    shown = await GarageReview.filter(garage_id=garage.id, state=ReviewState.SHOWN).values_list("stars", flat=True)
    garage.ratings, garage.stars = len(shown), sum(int(str(stars)) for stars in shown)
    garage.score = score(garage.ratings, garage.stars)
    await garage.save(update_fields=["ratings", "stars", "score"])


def _author(review: GarageReview) -> str | None:
    if not review.signed:
        return None
    name = review.owner.name or review.owner.first_name
    return name.split()[0][:30] if name and name.split() else None
