"""The check of a garage's quote: which lines look fine, early, doubled or dear, and whether the sum is right."""

from bot.callbacks import Open, OpenDocument
from bot.context import BotContext
from bot.screens import Button, Screen
from bot.views.names import short_name
from core.domain.money import Money
from core.domain.quote_check import Checked, Sum, Verdict
from core.i18n import Translator
from core.knowledge.prices import service_prices
from core.services.quote_checks import CheckedQuote

_MARKS = {
    Verdict.FINE: "✅",
    Verdict.EARLY: "⏳",
    Verdict.DOUBLED: "👯",
    Verdict.DEAR: "💶",
    Verdict.UNKNOWN: "▫️",
}
_SHOWN = 15


def checked(context: BotContext, data: CheckedQuote) -> Screen:
    """The card; what a plan without analyses sees of it is how much stands out, and the arithmetic."""
    t, found = context.t, data.found
    name = short_name(data.vehicle) if data.vehicle is not None else ""
    lines: list[str] = [t("quote_check.title", vehicle=name) if name else t("quote_check.title_plain")]
    if data.vehicle is None:
        lines.append(t("quote_check.no_vehicle"))
    rows = [[Button(t.plain("flow.back"), OpenDocument(data.document.id))]]
    if not found.lines:
        lines += ["", t("quote_check.no_lines")]
    elif data.full:
        lines += ["", *(_line(t, data, one) for one in found.lines[:_SHOWN])]
    else:
        odd = len(found.lines) - found.count(Verdict.FINE) - found.count(Verdict.UNKNOWN)
        lines += ["", t("quote_check.preview", n=len(found.lines), odd=odd)]
        rows.insert(0, [Button(t.plain("diagnose.see_plans"), Open("plans"))])
    lines += ["", _sum(t, data)]
    if data.full and any(one.known.high for one in found.lines):
        lines += ["", t("diagnose.basis", basis=service_prices().basis.in_language(t.language))]
    return Screen("\n".join(lines), rows)


def _line(t: Translator, data: CheckedQuote, one: Checked) -> str:
    head: str = t("quote_check.line", mark=_MARKS[one.verdict], words=one.line.words[:60])
    known = one.known
    match one.verdict:
        case Verdict.EARLY:
            said = t("quote_check.early", day=known.done_on, n=known.days_left or 0)
        case Verdict.DOUBLED:
            said = t("quote_check.doubled")
        case Verdict.DEAR:
            asked = Money(one.asked, data.currency)
            said = t("quote_check.dear", asked=asked, low=Money(known.low), high=Money(known.high))
        case Verdict.UNKNOWN:
            said = t("quote_check.unknown")
        case Verdict.FINE:
            said = t("quote_check.fine")
    return f"{head}\n{said}"


def _sum(t: Translator, data: CheckedQuote) -> str:
    found = data.found
    off = Money(abs(found.missing), data.currency)
    match found.sum:
        case Sum.RIGHT:
            return str(t("quote_check.sum_right"))
        case Sum.TAX:
            return str(t("quote_check.sum_tax", off=off))
        case Sum.LINES:
            return str(t("quote_check.sum_more" if found.missing > 0 else "quote_check.sum_less", off=off))
        case Sum.UNKNOWN:
            return str(t("quote_check.sum_unknown"))
