"""Documents on their way to their cards: received, in the line, in an album, refused."""

from bot.billing_callbacks import ShowPlans
from bot.callbacks import OnDocument, Open, OpenDocument
from bot.context import BotContext
from bot.paper_callbacks import OnAlbum
from bot.screens import Button, Rows, Screen
from core.domain.plans import Interval
from core.models import Document
from core.services.albums import AlbumProgress
from core.services.intake import WORTH_ANOTHER_TRY, AlbumStanding
from core.services.reading_line import Standing


def album_name(album_id: int) -> str:
    """The name under which the message of an album is replaced."""
    return f"album:{album_id}"


def received(context: BotContext, standing: Standing) -> Screen:
    """The first sign of life, with the place in the line where there is one to tell; replaced by the card."""
    return Screen(_where(context, standing) or context.t("document.received"))


def reading(context: BotContext) -> Screen:
    """Its turn has come."""
    return Screen(context.t("document.reading"))


def _where(context: BotContext, standing: Standing) -> str:
    t = context.t
    if standing.aside:
        return t("document.set_aside")
    if standing.told:
        return t("document.place", place=standing.told)
    return t("document.after_own") if standing.after_own else ""


def album_opened(context: BotContext) -> Screen:
    """The first part of an album came; replaced when it is complete."""
    return Screen(context.t("album.receiving"))


def album(context: BotContext, found: AlbumStanding) -> Screen:
    """How far an album is, and when its next document comes if others go before."""
    t, progress = context.t, found.progress
    if progress.waiting is not None:
        parts: list[str] = [t("album.progress", n=progress.total, done=progress.done)]
        if found.standing is not None and found.standing.aside:
            parts.append(t("album.set_aside"))
        elif found.standing is not None and found.standing.told:
            parts.append(t("album.place", place=found.standing.told))
    else:
        parts = [t("album.read", n=progress.total)]
        if 0 < progress.documents < progress.read:
            parts.append(t("album.joined", n=progress.documents, photos=progress.read))
    if progress.refused:
        parts.append(t("album.refused", n=progress.refused))
    return Screen("\n".join(parts), _regrouping(context, progress))


def _regrouping(context: BotContext, progress: AlbumProgress) -> Rows:
    """Another answer to what belongs together, once that was decided."""
    rows: list[list[Button]] = []
    if progress.waiting is None and progress.documents < progress.read:
        rows.append([Button(context.t.plain("album.split"), OnAlbum("split", progress.album_id))])
    if progress.waiting is None and progress.documents > 1 and progress.read > 1:
        rows.append([Button(context.t.plain("album.join"), OnAlbum("join", progress.album_id))])
    return rows


def kept_unread(context: BotContext, document: Document) -> Screen:
    """The plan gives no more readings this month: the paper is kept, and can be analysed later."""
    t = context.t
    rows = [
        [Button(t.plain("offers.compare"), ShowPlans(Interval.MONTH.value))],
        [Button(t.plain("document.open"), OpenDocument(document.id)), Button(t.plain("menu.button"), Open("menu"))],
    ]
    return Screen(t("document.kept_unread"), rows)


def put_together(context: BotContext) -> Screen:
    """What stays of a card whose pages belong to another document now."""
    return Screen(context.t("document.put_together"))


def taken_apart(context: BotContext, documents: int) -> Screen:
    """What stays of a card that is several documents now."""
    return Screen(context.t("document.taken_apart", n=documents))


def refused(context: BotContext, document: Document) -> Screen:
    """Why the file cannot be read, and what to do instead."""
    t = context.t
    rows = [[Button(t.plain("menu.button"), Open("menu"))]]
    if document.refusal in WORTH_ANOTHER_TRY:
        rows.insert(0, [Button(t.plain("document.try_again"), OnDocument("again", document.id, document.revision))])
    return Screen(t(document.refusal or "capture.broken"), rows)
