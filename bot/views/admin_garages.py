"""Garages that people suggested and corrected, and reviews that were reported."""

from collections.abc import Sequence

from bot.admin_callbacks import AskAdmin, OpenAdmin
from bot.context import BotContext
from bot.garage_admin_callbacks import OnListing, OnReported
from bot.screens import Button, Screen
from bot.views.admin_menu import pages
from bot.views.garages import address_of
from core.domain.garages.corrections import Correction
from core.domain.garages.listing import ListingStatus
from core.models import GarageCorrection, GarageReview, ListedGarage
from core.services.garage_moderation import SIZE, Waiting, now_and_then


def page(context: BotContext, waiting: Waiting, position: int, said: str | None) -> Screen:
    """What waits."""
    t = context.t
    lines: list[str] = [t(said), ""] if said is not None else []
    lines.append(t("admin.garages", n=waiting.total) if waiting.total else t("admin.garages_none"))
    rows = [[Button(f"➕ {one.name} · {one.city or ''}"[:60], OnListing("open", one.id))] for one in waiting.garages]
    for fix in waiting.corrections:
        label = f"✏️ {fix.garage.name} · {t.plain(f'garage.fix_{fix.what}')}"
        rows.append([Button(label[:60], OnListing("fix", fix.id))])
    rows.append([Button(t.plain("admin.garage_twins"), OnListing("twins", 0))])
    return Screen("\n".join(lines), [*rows, *pages(context, "garages", position, waiting.total, SIZE)])


def garage(context: BotContext, found: ListedGarage, near: Sequence[ListedGarage]) -> Screen:
    """One garage with what can be decided about it."""
    t, number = context.t, found.id
    address = address_of(found) or "—"
    state = t.plain(f"admin.garage_is_{found.status.value}")
    text = t("admin.garage", name=found.name, address=address, phone=found.phone or "—", state=state)
    rows = [
        [
            Button(t.plain("admin.make_approve"), OnListing("accept", number), style="success"),
            Button(t.plain("admin.make_refuse"), OnListing("reject", number), style="danger"),
        ],
        [Button(t.plain("admin.make_correct"), OnListing("edit", number))],
    ]
    for one in near:
        if one.status is ListingStatus.LISTED:
            label = t.plain("admin.garage_means", name=one.name, address=address_of(one))
            rows.append([Button(label[:60], OnListing("merge", number, one.id))])
    return Screen(text, [*rows, [Button(t.plain("admin.back_to_garages"), OpenAdmin("garages"))]])


def choose(context: BotContext, found: ListedGarage) -> Screen:
    """Which column to put right."""
    t = context.t
    fixes = [one for one in Correction if one is not Correction.CLOSED]
    buttons = [Button(t.plain(f"garage.fix_{one}"), AskAdmin("garage", found.id, one.value)) for one in fixes]
    rows = [buttons[place : place + 2] for place in range(0, len(buttons), 2)]
    return Screen(
        t("garage.fix", name=found.name), [*rows, [Button(t.plain("flow.back"), OnListing("open", found.id))]]
    )


def correction(context: BotContext, found: GarageCorrection) -> Screen:
    """What a person says, beside what there is."""
    t = context.t
    now, then = now_and_then(found)
    what = t.plain(f"garage.fix_{found.what}")
    text = t("admin.correction", name=found.garage.name, what=what, now=now or "—", then=then)
    rows = [
        [
            Button(t.plain("admin.make_approve"), OnListing("take", found.id), style="success"),
            Button(t.plain("admin.make_refuse"), OnListing("refuse", found.id), style="danger"),
        ],
        [Button(t.plain("admin.back_to_garages"), OpenAdmin("garages"))],
    ]
    return Screen(text, rows)


def twins(context: BotContext, pairs: Sequence[tuple[ListedGarage, ListedGarage]], position: int) -> Screen:
    """Garages that may be one: a tap takes the second for the first."""
    t = context.t
    lines: list[str] = [t("admin.twins" if pairs else "admin.twins_none")]
    rows = []
    for place, (one, other) in enumerate(pairs, start=position + 1):
        lines.append(t("admin.twin", place=str(place), name=one.name, one=address_of(one), other=address_of(other)))
        rows.append([Button(f"🔗 {place}. {one.name}"[:60], OnListing("merge", other.id, one.id))])
    if len(pairs) == SIZE:
        rows.append([Button(t.plain("list.later"), OnListing("twins", position + SIZE))])
    return Screen("\n".join(lines), [*rows, [Button(t.plain("admin.back_to_garages"), OpenAdmin("garages"))]])


def reviews(context: BotContext, found: Sequence[GarageReview], position: int, total: int, said: str | None) -> Screen:
    """Reviews that wait for a look."""
    t = context.t
    lines: list[str] = [t(said), ""] if said is not None else []
    lines.append(t("admin.reviews", n=total) if total else t("admin.reviews_none"))
    rows = [
        [Button(f"{'⭐' * one.stars} {one.garage.name} · {one.comment or ''}"[:60], OnReported("open", one.id))]
        for one in found
    ]
    return Screen("\n".join(lines), [*rows, *pages(context, "reviews", position, total, SIZE)])


def review(context: BotContext, found: GarageReview, reports: int) -> Screen:
    """One review with what can be decided about it; nothing says who wrote it."""
    t = context.t
    stars, state = "⭐" * found.stars, t.plain(f"admin.review_is_{found.state.value}")
    lines: list[str] = [t("admin.review", garage=found.garage.name, stars=stars, state=state, reports=str(reports))]
    if found.verified:
        lines.append(t("review.verified"))
    if found.comment:
        lines.append(t("review.words", comment=found.comment))
    rows = [
        [
            Button(t.plain("admin.review_keep"), OnReported("keep", found.id), style="success"),
            Button(t.plain("admin.review_hide"), AskAdmin("review", found.id), style="danger"),
        ],
        [Button(t.plain("admin.back_to_reviews"), OpenAdmin("reviews"))],
    ]
    return Screen("\n".join(lines), rows)
