"""Service books and reports: which there are, that one is there, its shared address."""

from collections.abc import Sequence

from bot.callbacks import Open
from bot.context import BotContext
from bot.screens import Button, Rows, Screen, StoredFile
from bot.stats_callbacks import MakeBook, OnBook
from bot.views import vehicle_choice
from bot.views.names import vehicle_name
from core.models import MadeFile, Vehicle
from core.services.books import BookForm
from core.services.exports import Part


def live_name(made_id: int) -> str:
    """The name under which the message of a paper being made is replaced."""
    return f"book:{made_id}"


def whose(context: BotContext, vehicles: Sequence[Vehicle]) -> Screen:
    """Ask of which vehicle."""
    t = context.t
    rows = vehicle_choice.buttons(context, vehicles, lambda vehicle: MakeBook("ask", vehicle.id))
    return Screen(t("book.whose"), [*rows, *_menu(context)])


def forms(context: BotContext, vehicle: Vehicle) -> Screen:
    """Which paper."""
    t = context.t
    rows = [[Button(t.plain(f"book.form_{form.value}"), MakeBook(form.value, vehicle.id))] for form in BookForm]
    return Screen(t("book.which", vehicle=vehicle_name(t, vehicle)), [*rows, *_menu(context)])


def preparing(context: BotContext) -> Screen:
    """It is being made."""
    return Screen(context.t("book.preparing"))


def failed(context: BotContext) -> Screen:
    """It could not be made."""
    return Screen(context.t("book.failed"), _menu(context))


def ready(context: BotContext, made: MadeFile) -> Screen:
    """It is there."""
    t = context.t
    text: str = t("book.ready", form=t.plain(f"book.form_{made.form}"))
    if made.code is not None:
        text += f"\n{t('book.ready_code', code=made.code)}"
    return Screen(text)


def file(context: BotContext, made: MadeFile, part: Part, *, site: bool) -> Screen:
    """The file itself, with what can be done with it."""
    t = context.t
    rows: list[list[Button]] = []
    if made.code is not None and site:
        rows.append([Button(t.plain("book.share"), OnBook("share", made.id))])
    text = t("book.no_site") if made.code is not None and not site else ""
    return Screen(text, rows, document=StoredFile(part.stored, part.file_name, part.mime_type))


def shared(context: BotContext, made_id: int, address: str | None) -> Screen:
    """The address, and how to end it."""
    t = context.t
    if address is None:
        return Screen(t("book.no_site"), _menu(context))
    return Screen(t("book.shared", address=address), [[Button(t.plain("book.stop"), OnBook("stop", made_id))]])


def stopped(context: BotContext) -> Screen:
    """The address leads nowhere any more."""
    return Screen(context.t("book.stopped"), _menu(context))


def _menu(context: BotContext) -> Rows:
    return [[Button(context.t.plain("menu.button"), Open("menu"))]]
