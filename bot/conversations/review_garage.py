"""Say how a garage was.

card [review] -> STARS (button, or a number typed) -> COMMENT (text or skip) -> kept
COMMENT [back] -> STARS; saying it again changes what was said
"""

from enum import StrEnum

from pydantic import BaseModel
from telegram import Update
from telegram.ext import MessageHandler

from bot.context import BotContext
from bot.flow import END, Flow, Next, flow
from bot.garage_callbacks import OnGarage, OnReview
from bot.routing import spoken, tap_where, typed
from bot.views import garage_reviews as views
from core.domain.garages.ratings import MOST_STARS, checked_stars
from core.errors import Gone, Refusal

NAME = "review_garage"


class Step(StrEnum):
    """What we wait for. Values are stored: renaming one is a migration."""

    STARS = "stars"
    COMMENT = "comment"


class ReviewDraft(BaseModel):
    """What was said so far."""

    garage_id: int
    stars: int = 0


async def begin(_: Update, context: BotContext) -> Next:
    """Ask how many stars."""
    return await _ask_stars(context, ReviewDraft(garage_id=context.tap(OnGarage).garage))


async def rated(_: Update, context: BotContext) -> Next:
    """Take the stars that were tapped; those of another garage's question begin anew."""
    tapped = context.tap(OnReview)
    draft = ReviewDraft(garage_id=tapped.subject, stars=checked_stars(tapped.value))
    return await _ask_comment(context, draft)


async def told(_: Update, context: BotContext) -> Next:
    """Take a number of stars, or the words."""
    draft = context.draft(ReviewDraft)
    if context.place.step == Step.STARS:
        typed_stars = context.text.replace("⭐", "x") if set(context.text) == {"⭐"} else context.text
        stars = len(typed_stars) if set(typed_stars) == {"x"} else _digit(typed_stars)
        draft.stars = checked_stars(stars)
        return await _ask_comment(context, draft)
    return await _save(context, draft, context.text)


async def skipped(_: Update, context: BotContext) -> Next:
    """The stars say it all."""
    if context.place.flow != NAME or context.place.step != Step.COMMENT:
        raise Gone
    return await _save(context, context.draft(ReviewDraft), None)


async def back(_: Update, context: BotContext) -> Next:
    """Think about the stars again."""
    if context.place.flow != NAME:
        raise Gone
    return await _ask_stars(context, context.draft(ReviewDraft))


def _digit(text: str) -> int:
    word = text.split("/", maxsplit=1)[0].strip()
    if word not in {str(stars) for stars in range(1, MOST_STARS + 1)}:
        raise Refusal("review.stars_expected")
    return int(word)


async def _ask_stars(context: BotContext, draft: ReviewDraft) -> Next:
    garage = await context.services.garage.directory.get(context.account, draft.garage_id)
    context.keep(draft)
    await context.show(views.ask_stars(context, garage))
    return Step.STARS


async def _ask_comment(context: BotContext, draft: ReviewDraft) -> Next:
    garage = await context.services.garage.directory.get(context.account, draft.garage_id)
    context.keep(draft)
    await context.show(views.ask_comment(context, garage, draft.stars))
    return Step.COMMENT


async def _save(context: BotContext, draft: ReviewDraft, comment: str | None) -> Next:
    written = await context.services.garage.reviews.written(context.account, draft.garage_id, draft.stars, comment)
    await context.show(views.page(context, written, saved=True))
    return END


def build() -> Flow:
    """The flow as one table."""
    moves = [
        tap_where(OnReview, skipped, action="skip"),
        tap_where(OnReview, back, action="back"),
    ]
    comment = [
        *moves,
        MessageHandler(spoken("skip") | spoken("none"), skipped),
        MessageHandler(spoken("back"), back),
        typed(told),
    ]
    return flow(
        NAME,
        entry=[tap_where(OnGarage, begin, action="review"), tap_where(OnReview, rated, action="stars")],
        steps={Step.STARS: [*moves, typed(told)], Step.COMMENT: comment},
    )
