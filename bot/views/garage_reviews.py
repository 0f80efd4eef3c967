"""Reviews of a garage: the questions, and what people said."""

from bot.callbacks import LeaveFlow
from bot.context import BotContext
from bot.garage_callbacks import OnGarage, OnReview
from bot.screens import Button, Screen
from bot.views.garages import stars_of
from core.domain.garages.ratings import MOST_STARS, ReviewState
from core.i18n import Translator
from core.models import GarageReview, ListedGarage
from core.services.reviews import PAGE, ReviewPage, ShownReview


def ask_stars(context: BotContext, garage: ListedGarage) -> Screen:
    """Ask how many stars."""
    t = context.t
    rows = [[Button("⭐" * stars, OnReview("stars", garage.id, stars))] for stars in range(MOST_STARS, 0, -1)]
    rows.append([Button(t.plain("flow.cancel"), LeaveFlow())])
    return Screen(t("review.ask_stars", name=garage.name), rows)


def ask_comment(context: BotContext, garage: ListedGarage, stars: int) -> Screen:
    """Ask for a few words."""
    t = context.t
    rows = [
        [
            Button(t.plain("flow.back"), OnReview("back", garage.id)),
            Button(t.plain("flow.skip"), OnReview("skip", garage.id)),
        ],
        [Button(t.plain("flow.cancel"), LeaveFlow())],
    ]
    return Screen(t("review.ask_comment", name=garage.name, stars="⭐" * stars), rows)


def page(context: BotContext, found: ReviewPage, *, saved: bool = False) -> Screen:
    """What people say of a garage."""
    t, garage, mine = context.t, found.garage, found.mine
    lines: list[str] = [t("review.title", name=garage.name)]
    lines.append(stars_of(t, garage) if garage.ratings else t("garage.unrated"))
    if saved:
        lines.append(t("review.saved"))
    if mine is not None and mine.state is not ReviewState.SHOWN:
        lines.append(t("review.waiting"))
    lines += [f"\n{_said(t, one)}" for one in found.reviews]
    return Screen("\n".join(lines), [*_own_rows(t, garage, mine), *_rows(t, found)])


def _said(t: Translator, one: ShownReview) -> str:
    review = one.review
    head = t("review.head", stars="⭐" * review.stars, day=review.updated_at.date())
    marks: list[str] = [head]
    if review.verified:
        marks.append(t("review.verified"))
    if one.author:
        marks.append(t("review.by", name=one.author))
    if one.mine:
        marks.append(t("review.yours"))
    line = " · ".join(marks)
    return f"{line}\n{t('review.words', comment=review.comment)}" if review.comment else line


def _own_rows(t: Translator, garage: ListedGarage, mine: GarageReview | None) -> list[list[Button]]:
    if mine is None:
        return [[Button(t.plain("review.write"), OnGarage("review", garage.id))]]
    sign = ("review.unsign", "unsign") if mine.signed else ("review.sign", "sign")
    return [
        [
            Button(t.plain("review.change"), OnGarage("review", garage.id)),
            Button(t.plain("review.remove"), OnReview("remove", garage.id)),
        ],
        [Button(t.plain(sign[0]), OnReview(sign[1], garage.id))],
    ]


def _rows(t: Translator, found: ReviewPage) -> list[list[Button]]:
    garage, rows, turns = found.garage, [], []
    others = [one for one in found.reviews if not one.mine]
    if others:
        rows.append([Button(t.plain("review.report"), OnReview("choose", garage.id, found.position))])
    if found.position > 0:
        turns.append(Button(t.plain("list.earlier"), OnReview("page", garage.id, max(found.position - PAGE, 0))))
    if found.position + PAGE < found.total:
        turns.append(Button(t.plain("list.later"), OnReview("page", garage.id, found.position + PAGE)))
    return [*rows, *([turns] if turns else []), [Button(t.plain("review.back"), OnGarage("open", garage.id))]]


def choose_report(context: BotContext, found: ReviewPage) -> Screen:
    """Ask which review should not be shown."""
    t, garage = context.t, found.garage
    rows = [
        [Button(f"{'⭐' * one.review.stars} {one.review.comment or ''}"[:40], OnReview("report", one.review.id))]
        for one in found.reviews
        if not one.mine
    ]
    rows.append([Button(t.plain("flow.back"), OnReview("page", garage.id, found.position))])
    return Screen(t("review.which"), rows)


def reported(context: BotContext, review: GarageReview) -> Screen:
    """Thank them."""
    t = context.t
    return Screen(t("review.reported"), [[Button(t.plain("review.back"), OnGarage("open", review.garage_id))]])


def hidden(context: BotContext, review: GarageReview) -> Screen:
    """Their review is no longer shown, and why."""
    t = context.t
    rows = [[Button(t.plain("review.change"), OnGarage("review", review.garage_id))]]
    return Screen(t("review.hidden", garage=review.garage.name, reason=review.reason or ""), rows)
