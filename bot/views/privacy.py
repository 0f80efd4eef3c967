"""/privacy: the notice, the periods, what is taken along, the questions before an account ends."""

import json
from datetime import timedelta

from bot.callbacks import Open
from bot.context import BotContext
from bot.privacy_callbacks import OnPrivacy
from bot.screens import Button, Rows, Screen, StoredFile
from core.domain.retention import PERIODS, Held
from core.i18n import Translator
from core.models import MadeFile
from core.services.days import day_of
from core.services.exports import Part
from core.services.leaving import WhatGoes

DAY, YEAR = timedelta(days=1), 365


def live_name(made_id: int) -> str:
    """The name under which the message of an export is replaced."""
    return f"takeout:{made_id}"


def page(context: BotContext) -> Screen:
    """What is kept, why, and what can be done about it."""
    t = context.t
    text: str = t("privacy.text")
    if context.account.leaves_at is None:
        last = Button(t.plain("privacy.delete"), OnPrivacy("delete"))
    else:
        text = f"{t('privacy.leaving', day=day_of(context.account, context.account.leaves_at))}\n\n{text}"
        last = Button(t.plain("privacy.stay"), OnPrivacy("stay"), style="success")
    rows = [
        [Button(t.plain("privacy.periods"), OnPrivacy("periods")), Button(t.plain("privacy.take"), OnPrivacy("take"))],
        [last, Button(t.plain("menu.button"), Open("menu"))],
    ]
    return Screen(text, rows)


def periods(context: BotContext) -> Screen:
    """The table of periods, as it is enforced."""
    t = context.t
    lines: list[str] = [t("privacy.periods_title")]
    lines += [t("privacy.period", what=t(f"privacy.held_{held.value}"), span=_span(t, PERIODS[held])) for held in Held]
    return Screen("\n".join(lines), _back(t))


def _span(t: Translator, span: timedelta | None) -> str:
    if span is None:
        return t("privacy.with_account")
    if span.days >= YEAR:
        return t("privacy.years", n=span.days // YEAR)
    return t("privacy.days", n=max(1, span.days))


def preparing(context: BotContext, made: MadeFile) -> Screen:
    """It is being made; how far it is, where there is much."""
    t = context.t
    if made.facts:
        far = json.loads(made.facts)
        return Screen(t("takeout.progress", n=far["total"], done=far["done"]))
    return Screen(t("takeout.preparing"))


def ready(context: BotContext, made: MadeFile, parts: int) -> Screen:
    """It is there."""
    t = context.t
    text: str = t("takeout.ready", size=made.size or 0)
    if parts > 1:
        text += f"\n{t('takeout.in_parts', n=parts)}"
    return Screen(text)


def file(part: Part) -> Screen:
    """One file of it."""
    return Screen("", document=StoredFile(part.stored, part.file_name, part.mime_type))


def failed(context: BotContext) -> Screen:
    """It could not be made."""
    return Screen(context.t("export.failed"), _back(context.t))


def delete(context: BotContext, goes: WhatGoes, now: int) -> Screen:
    """What would go with the account; asks for the first time."""
    t = context.t
    lines = [
        t("privacy.delete_title"),
        "",
        f"• {t('privacy.goes_vehicles', n=goes.vehicles)}",
        f"• {t('privacy.goes_records', n=goes.records)}",
        f"• {t('privacy.goes_documents', n=goes.documents)}",
        f"• {t('privacy.goes_rest')}",
    ]
    if goes.shared:
        lines += ["", t("privacy.goes_shared", n=goes.shared)]
    if goes.pays:
        lines += ["", t("privacy.goes_paid")]
    lines += ["", t("privacy.stays_paid")]
    rows = [
        [Button(t.plain("privacy.take"), OnPrivacy("take"))],
        [Button(t.plain("privacy.delete_go_on"), OnPrivacy("sure", now), style="danger")],
        [Button(t.plain("privacy.delete_no"), OnPrivacy("open"))],
    ]
    return Screen("\n".join(lines), rows)


def sure(context: BotContext, now: int) -> Screen:
    """Asks for the second time."""
    t = context.t
    rows = [
        [Button(t.plain("privacy.delete_no"), OnPrivacy("open"))],
        [Button(t.plain("privacy.delete_yes"), OnPrivacy("yes", now), style="danger")],
    ]
    return Screen(t("privacy.sure", n=(PERIODS[Held.LEAVING] or DAY).days), rows)


def leaving(context: BotContext) -> Screen:
    """It was wished; until when it can be taken back."""
    t, at = context.t, context.account.leaves_at
    if at is None:
        return page(context)
    rows = [[Button(t.plain("privacy.stay"), OnPrivacy("stay"), style="success")]]
    return Screen(t("privacy.wished", day=day_of(context.account, at)), rows)


def stayed(context: BotContext) -> Screen:
    """Nothing will be deleted."""
    return Screen(context.t("privacy.stayed"), [[Button(context.t.plain("menu.button"), Open("menu"))]])


def _back(t: Translator) -> Rows:
    return [[Button(t.plain("privacy.back"), OnPrivacy("open"))]]
