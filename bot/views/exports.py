"""Exports: which forms there are, that one is being made, that it is there."""

from bot.callbacks import Open
from bot.context import BotContext
from bot.import_callbacks import MakeExport
from bot.screens import Button, Screen, StoredFile
from core.models import MadeFile
from core.services.exports import ExportForm, Part


def live_name(made_id: int) -> str:
    """The name under which the message of a file being made is replaced."""
    return f"made:{made_id}"


def forms(context: BotContext) -> Screen:
    """What can be taken along."""
    t = context.t
    rows = [[Button(t.plain(f"export.form_{form.value}"), MakeExport(form.value))] for form in ExportForm]
    return Screen(t("export.which"), [*rows, [Button(t.plain("menu.button"), Open("menu"))]])


def preparing(context: BotContext, rows: int) -> Screen:
    """It is being made."""
    return Screen(context.t("export.preparing", n=rows))


def ready(context: BotContext, made: MadeFile, parts: int) -> Screen:
    """It is there."""
    t = context.t
    text: str = t("export.ready", form=t.plain(f"export.form_{made.form}"), size=made.size or 0)
    if parts > 1:
        text += f"\n{t('export.in_parts', n=parts)}"
    return Screen(text)


def file(part: Part) -> Screen:
    """One file of it."""
    return Screen("", document=StoredFile(part.stored, part.file_name, part.mime_type))


def failed(context: BotContext) -> Screen:
    """It could not be made."""
    return Screen(context.t("export.failed"), [[Button(context.t.plain("menu.button"), Open("menu"))]])
