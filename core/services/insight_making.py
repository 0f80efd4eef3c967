"""Figures of the service to a picture, and to a table in words, in an administrator's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, TypeAlias

from core.domain.money import Money
from core.domain.picture import Bar, Bars, Curve, Grid, KeyFigure, Picture, Row, Series, Stacked
from core.domain.plans import STARS, Level
from core.domain.service_figures import (
    FOLLOWED,
    Accuracy,
    Active,
    AiCost,
    Cohort,
    Conversions,
    Insight,
    Revenue,
)
from core.i18n import Translator

Found: TypeAlias = Active | tuple[Cohort, ...] | Conversions | tuple[Revenue, ...] | Accuracy | AiCost
MILLION, MOST_FIELDS, MOST_CURRENCIES = 1_000_000, 14, 3
_PAID: Final = (Level.STANDARD, Level.PREMIUM)


@dataclass(frozen=True, slots=True)
class _Page:
    """What is drawn and what is said of one kind of figures; panels None: there is nothing yet."""

    figures: tuple[KeyFigure, ...] = ()
    stacked: tuple[Stacked, ...] = ()
    bars: tuple[Bars, ...] = ()
    curves: tuple[Curve, ...] = ()
    grids: tuple[Grid, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()
    note: str = ""


def pictured(t: Translator, view: Insight, found: Found, today: date, *, dark: bool) -> tuple[Picture | None, str]:
    """The picture with its caption (HTML); no picture where there is nothing to draw."""
    page = _page(t, found, today)
    title = t.plain(f"insight.{view}")
    if not (page.stacked or page.bars or page.curves or page.grids):
        return None, t("insight.nothing", what=title)
    picture = Picture(
        title,
        t.plain("insight.until", day=today),
        t.language,
        dark,
        page.figures,
        page.stacked,
        page.bars,
        page.curves,
        page.grids,
    )
    return picture, _caption(t, title, page)


def worded(t: Translator, view: Insight, found: Found, today: date) -> str:
    """The same as a table (HTML)."""
    page = _page(t, found, today)
    title = t.plain(f"insight.{view}")
    if not page.table:
        return t("insight.nothing", what=title)
    return "\n".join([_caption(t, title, page), t("insight.table", rows=aligned(page.table))])


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Rows whose columns stand below each other: the first to the left, the others to the right."""
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        lines.append(" ".join(cells).rstrip())
    return "\n".join(lines)


def _caption(t: Translator, title: str, page: _Page) -> str:
    lines: list[str] = [t("insight.caption", what=title)]
    lines += [t("insight.figure", label=one.label, value=one.value) for one in page.figures]
    if page.note:
        lines.append(t("insight.note", note=page.note))
    return "\n".join(lines)


def _page(t: Translator, found: Found, today: date) -> _Page:
    match found:
        case Active():
            return _people(t, found)
        case Conversions():
            return _plans(t, found)
        case Accuracy():
            return _reading(t, found)
        case AiCost():
            return _ai(t, found)
        case _:
            cohorts = tuple(one for one in found if isinstance(one, Cohort))
            revenues = tuple(one for one in found if isinstance(one, Revenue))
            return _staying(t, cohorts) if cohorts else _money(t, revenues)


def _people(t: Translator, found: Active) -> _Page:
    number = t.plain
    curve = Curve(
        t.plain("insight.by_day"),
        tuple(day.toordinal() for day, _ in found.days),
        tuple(count * 1000 for _, count in found.days),
        "",
    )
    bars = _bars(t, "insight.by_month", [(month, count, _number(t, count)) for month, count in found.months])
    table = [(t.plain("insight.month"), t.plain("insight.active"))]
    table += [(_month(t, month), _number(t, count)) for month, count in found.months]
    figures = (
        KeyFigure(number("insight.today"), _number(t, found.day)),
        KeyFigure(number("insight.week"), _number(t, found.week)),
        KeyFigure(number("insight.thirty"), _number(t, found.month)),
        KeyFigure(number("insight.all"), _number(t, found.people)),
        KeyFigure(number("insight.new"), _number(t, found.new)),
    )
    if not found.people:
        return _Page()
    return _Page(figures, bars=bars, curves=(curve,), table=tuple(table))


def _staying(t: Translator, found: Sequence[Cohort]) -> _Page:
    columns = tuple(t.plain("insight.month_after", n=ahead) for ahead in range(1, FOLLOWED + 1))
    rows = tuple(
        Row(
            t.plain("insight.cohort", month=one.month, n=one.size),
            tuple(_shade(one.share(place)) for place in range(1, FOLLOWED + 1)),
        )
        for one in found
    )
    table = [(t.plain("insight.month"), t.plain("insight.arrived"), *columns)]
    for one in found:
        shares = [_percent(t, one.share(place)) for place in range(1, FOLLOWED + 1)]
        table.append((_month(t, one.month), _number(t, one.size), *shares))
    grid = Grid(t.plain("insight.by_cohort"), columns, rows)
    return _Page(grids=(grid,), table=tuple(table), note=t.plain("insight.staying_note"))


def _plans(t: Translator, found: Conversions) -> _Page:
    if not found.people:
        return _Page()
    names = {level: t.plain(f"plan_name.{level.value}") for level in Level}
    figures = [
        KeyFigure(
            t.plain("insight.reached", plan=names[level]),
            t.plain("insight.of", count=found.reached[level], share=found.reached[level] / found.people),
        )
        for level in _PAID
    ]
    standard = found.reached[Level.STANDARD]
    share = found.upgraded / standard if standard else 0.0
    figures.append(KeyFigure(t.plain("insight.upgraded"), t.plain("insight.of", count=found.upgraded, share=share)))
    now = [
        Bar(names[level], found.now[level], _number(t, found.now[level]), place) for place, level in enumerate(Level)
    ]
    heads = (t.plain("insight.month"), names[Level.STANDARD], names[Level.PREMIUM], t.plain("insight.up"))
    table: list[tuple[str, ...]] = [heads]
    table += [(_month(t, month), *(str(count) for count in counts)) for month, *counts in found.months]
    begun = [(month, one + other, f"{one} + {other}") for month, one, other, _ in found.months]
    bars = (Bars(t.plain("insight.held_now"), tuple(now)), *_bars(t, "insight.begun_by_month", begun))
    return _Page(tuple(figures), bars=bars, table=tuple(table))


def _money(t: Translator, found: Sequence[Revenue]) -> _Page:
    shown = found[:MOST_CURRENCIES]
    figures = tuple(KeyFigure(t.plain("insight.net"), _amount(t, one.net, one.currency)) for one in shown)
    stacked: list[Stacked] = []
    heads = ("insight.month", "insight.paid", "insight.refunded", "insight.left")
    table: list[tuple[str, ...]] = [tuple(t.plain(head) for head in heads)]
    for place, one in enumerate(shown):
        slots = tuple(t.plain("stats.slot_month", day=month) for month, _, _ in one.months)
        left = tuple(max(0, paid - refunded) for _, paid, refunded in one.months)
        back = tuple(refunded for _, _, refunded in one.months)
        series = [Series(t.plain("insight.left"), left, place)]
        if any(back):
            series.append(Series(t.plain("insight.refunded"), back, 7))
        title = t.plain("insight.by_month_in", currency=one.currency)
        stacked.append(Stacked(title, slots, tuple(series), one.currency))
        for month, paid, refunded in one.months:
            if paid or refunded:
                sums = (paid, refunded, paid - refunded)
                table.append((_month(t, month), *(_amount(t, cents, one.currency) for cents in sums)))
    return _Page(figures, tuple(stacked), table=tuple(table) if stacked else ())


def _reading(t: Translator, found: Accuracy) -> _Page:
    if not found.shown:
        return _Page()
    figures = (
        KeyFigure(t.plain("insight.right"), _percent(t, 1 - found.corrected / found.shown)),
        KeyFigure(t.plain("insight.shown"), _number(t, found.shown)),
        KeyFigure(t.plain("insight.corrected"), _number(t, found.corrected)),
    )
    worst = [
        Bar(_field(t, name), corrected * 1000 // shown, t.plain("insight.of", count=corrected, share=corrected / shown))
        for name, shown, corrected in found.fields[:MOST_FIELDS]
    ]
    months = [
        (month, 1000 - corrected * 1000 // shown, _percent(t, 1 - corrected / shown))
        for month, shown, corrected in found.months
        if shown
    ]
    table = [(t.plain("insight.field"), t.plain("insight.shown"), t.plain("insight.corrected"), "%")]
    for name, shown, corrected in found.fields:
        right = _percent(t, 1 - corrected / shown)
        table.append((_field(t, name), _number(t, shown), _number(t, corrected), right))
    bars = (Bars(t.plain("insight.corrected_most"), tuple(worst)), *_bars(t, "insight.right_by_month", months))
    return _Page(figures, bars=bars, table=tuple(table))


def _ai(t: Translator, found: AiCost) -> _Page:
    if not any(micros or calls for _, micros, calls, _ in found.months):
        return _Page()
    spent = [(month, micros, _micros(t, micros)) for month, micros, _, _ in found.months]
    total = sum(micros for _, micros, _, _ in found.months)
    figures = (
        KeyFigure(t.plain("insight.ai_total"), _micros(t, total)),
        KeyFigure(t.plain("insight.calls"), _number(t, sum(calls for _, _, calls, _ in found.months))),
        KeyFigure(t.plain("insight.failed"), _number(t, sum(failed for _, _, _, failed in found.months))),
    )
    table = [(t.plain("insight.month"), t.plain("insight.cost"), t.plain("insight.calls"), t.plain("insight.failed"))]
    table += [
        (_month(t, month), _micros(t, micros), _number(t, calls), _number(t, failed))
        for month, micros, calls, failed in found.months
    ]
    return _Page(figures, bars=_bars(t, "insight.cost_by_month", spent), table=tuple(table))


def _bars(t: Translator, title: str, rows: Sequence[tuple[date, int, str]]) -> tuple[Bars, ...]:
    """Bars by month, those at the beginning without anything left out."""
    begun = next((place for place, row in enumerate(rows) if row[1]), len(rows))
    bars = tuple(Bar(_month(t, month), size, text) for month, size, text in rows[begun:])
    return (Bars(t.plain(title), bars),) if bars else ()


def _field(t: Translator, name: str) -> str:
    key = f"field.{name}"
    return t.plain(key) if t.knows(key) else name


def _shade(share: float | None) -> int | None:
    return None if share is None else round(share * 1000)


def _percent(t: Translator, share: float | None) -> str:
    return "" if share is None else t.plain("insight.percent", share=share)


def _number(t: Translator, count: int) -> str:
    return t.plain("insight.number", count=count)


def _month(t: Translator, month: date) -> str:
    return t.plain("insight.of_month", month=month)


def _amount(t: Translator, cents: int, currency: str) -> str:
    if currency == STARS:
        return t.plain("insight.stars", n=cents // 100)
    return t.plain("value.money", amount=Money(cents, currency))


def _micros(t: Translator, micros: int) -> str:
    return t.plain("insight.decimal", value=(Decimal(micros) / MILLION).quantize(Decimal("0.01")))
