"""What people say of garages: written, changed, taken back, reported; the averages move in the same transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from core import db
from core.domain.garages.ratings import (
    BURST,
    LINK,
    MOST_A_DAY,
    REPORTS,
    REPORTS_A_DAY,
    ReviewState,
    checked_comment,
    checked_stars,
    score,
)
from core.errors import Gone, Refusal
from core.models import Account, GarageReview, ListedGarage, ReviewReport, ReviewTally
from core.ports import Clock
from core.services.days import today_of
from core.services.directory import Directory
from core.services.nearest import VISIBLE

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
        async with db.transaction():
            review, _ = await self._written(owner, garage_id, stars, comment)
        return review

    async def written(self, owner: Account, garage_id: int, stars: int, comment: str | None) -> ReviewPage:
        """The same, and what people say of it then."""
        async with db.transaction():
            review, garage = await self._written(owner, garage_id, stars, comment)
            return await self._page(owner, garage, review, 0)

    async def _written(
        self, owner: Account, garage_id: int, stars: int, comment: str | None
    ) -> tuple[GarageReview, ListedGarage]:
        stars, comment = checked_stars(stars), checked_comment(comment) if comment else None
        garage, now = await self._locked(owner, garage_id), self.clock.now()
        await self._count(owner)
        known = (
            await db.fetch(_KNOWN, owner.id, garage.id, garage.id, now - timedelta(days=1), *(owner.id, garage.id))
        )[0]
        verified = bool(known["proven"])
        if known["mine"] is not None:
            review = await GarageReview.get(id=known["mine"])
            if not review.stars:
                # Taken back while nobody saw it: written anew, it waits for a look.
                review.state, review.created_at = ReviewState.HELD, now
        else:
            # Too many unproven reviews in a day are held back, good and bad ones alike.
            held = not verified and int(known["lately"]) >= BURST
            state = ReviewState.HELD if held else ReviewState.SHOWN
            review = GarageReview(owner_id=owner.id, garage_id=garage.id, state=state, created_at=now)
        review.stars, review.comment, review.verified, review.updated_at = stars, comment, verified, now
        # What a moderator decided was about other words.
        review.settled_at, review.reason = None, None
        await review.save()
        await tally(garage)
        return review, garage

    async def sign(self, owner: Account, garage_id: int, *, signed: bool) -> GarageReview:
        """Show one's first name with one's review, or no more."""
        review = await self._own(owner, garage_id)
        review.signed = signed
        await review.save(update_fields=["signed"])
        return review

    async def remove(self, owner: Account, garage_id: int) -> None:
        """Take one's review back. Of one that was hidden or held back a mark without words stays.

        So that it does not come back unseen by being written anew.
        """
        async with db.transaction():
            review = await self._own(owner, garage_id)
            garage = await ListedGarage.select_for_update().get(id=review.garage_id)
            if review.state is ReviewState.SHOWN:
                await review.delete()
            else:
                await ReviewReport.filter(review_id=review.id).delete()
                review.state, review.settled_at, review.reason = ReviewState.HIDDEN, self.clock.now(), None
                review.stars, review.comment, review.signed = 0, None, False
                await review.save()
            await tally(garage)

    async def report(self, owner: Account, review_id: int) -> GarageReview:
        """Find that a review should not be shown, once each; when several do, it is hidden until it was looked at."""
        async with db.transaction():
            review = await GarageReview.select_for_update().get_or_none(id=review_id, state=ReviewState.SHOWN)
            if review is None or review.owner_id == owner.id:
                raise Gone
            await self.directory.get(owner, review.garage_id)
            now = self.clock.now()
            lately = ReviewReport.filter(owner_id=owner.id, created_at__gt=now - timedelta(days=1))
            if await lately.exclude(review_id=review.id).count() >= REPORTS_A_DAY:
                raise Refusal("review.enough_reports")
            await ReviewReport.get_or_create(owner_id=owner.id, review_id=review.id, defaults={"created_at": now})
            # What a moderator looked at and kept is looked at again, but hidden by nobody else.
            if review.settled_at is None and await ReviewReport.filter(review_id=review.id).count() >= REPORTS:
                review.state = ReviewState.HIDDEN
                await review.save(update_fields=["state"])
                await tally(await ListedGarage.select_for_update().get(id=review.garage_id))
        return review

    async def page(self, owner: Account, garage_id: int, position: int = 0) -> ReviewPage:
        """A garage's reviews, the newest first; one's own is there whatever its state."""
        garage = await self.directory.get(owner, garage_id)
        mine = await GarageReview.get_or_none(owner_id=owner.id, garage_id=garage.id, stars__gt=0)
        return await self._page(owner, garage, mine, position)

    async def _page(self, owner: Account, garage: ListedGarage, mine: GarageReview | None, position: int) -> ReviewPage:
        shown = GarageReview.filter(garage_id=garage.id, state=ReviewState.SHOWN)
        position = min(max(position, 0), 10_000)
        rows = await shown.order_by("-updated_at", "-id").offset(position).limit(PAGE).select_related("owner")
        reviews = [ShownReview(row, _author(row), row.owner_id == owner.id) for row in rows]
        return ReviewPage(garage, reviews, mine, position, garage.ratings)

    async def hidden(self, owner: Account, review_id: int) -> GarageReview | None:
        """The person's review, while a moderator's decision hides it."""
        mine = GarageReview.filter(id=review_id, owner_id=owner.id, state=ReviewState.HIDDEN, reason__not_isnull=True)
        return await mine.select_related("garage").first()

    async def check(self) -> int:
        """Put right every average that is not what its reviews come to; how many were wrong. Forgets old counts."""
        wrong = 0
        await ReviewTally.filter(day__lt=self.clock.now().date() - timedelta(days=2)).delete()
        while True:
            async with db.transaction():
                rows = await db.fetch(_DIFFERENT, BATCH)
                for garage in await ListedGarage.filter(id__in=[int(row["id"]) for row in rows]).select_for_update():
                    await tally(garage)
            wrong += len(rows)
            if len(rows) < BATCH:
                return wrong

    async def _count(self, owner: Account) -> None:
        """Count the day's writing; a deleted review counts as well."""
        (count,) = await db.fetch(_COUNTED, owner.id, today_of(owner, self.clock))
        if int(count["written"]) > MOST_A_DAY:
            raise Refusal("review.enough_today")

    async def _locked(self, owner: Account, garage_id: int) -> ListedGarage:
        lock = "" if db.is_sqlite() else " FOR UPDATE"
        found = await db.load(ListedGarage, f"g WHERE g.id = ? AND {VISIBLE}{lock}", garage_id, owner.id)
        if not found:
            raise Gone
        return found[0]

    async def _own(self, owner: Account, garage_id: int) -> GarageReview:
        review = await GarageReview.get_or_none(owner_id=owner.id, garage_id=garage_id, stars__gt=0)
        if review is None:
            raise Gone
        return review


# A person's own review, how many unproven ones the garage got lately, and whether a kept invoice names it.
_KNOWN = """
    SELECT (SELECT id FROM garage_review WHERE owner_id = ? AND garage_id = ?) AS mine,
           (SELECT COUNT(*) FROM garage_review WHERE garage_id = ? AND NOT verified AND created_at >= ?) AS lately,
           EXISTS (SELECT 1 FROM garage g JOIN document d ON d.owner_id = g.owner_id AND d.vendor = g.vendor
                    WHERE g.owner_id = ? AND g.listed_id = ? AND g.kept AND d.state = 'kept') AS proven
"""
_COUNTED = """
    INSERT INTO review_tally(owner_id, day, written) VALUES(?, ?, 1)
        ON CONFLICT(owner_id, day) DO UPDATE SET written = review_tally.written + 1 RETURNING written
"""
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
    name = (review.owner.name or review.owner.first_name or "").split()
    # Nobody's name leads anywhere.
    return name[0][:30] if name and not LINK.search(name[0]) else None
