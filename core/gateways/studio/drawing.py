"""Pictures of figures for a phone: 1080 pixels wide, readable in the chat without zooming, light and dark."""

import io
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

import matplotlib

matplotlib.use("Agg")

from babel import Locale, dates, numbers  # the backend is chosen before anything is drawn
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator

from core.domain.picture import Bars, Curve, Grid, KeyFigure, Picture, Stacked
from core.i18n.languages import locale_of

WIDTH, DPI = 1080, 150
_HEAD, _FIGURES, _STACKED, _BAR, _CURVE, _FOOT, _GAP = 150, 166, 470, 62, 330, 44, 84
_CELL, _ROW_LABEL = 54, 170
_SHORTEST: Final = 560


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours."""

    paper: str
    card: str
    ink: str
    soft: str
    line: str
    tones: tuple[str, ...]


LIGHT = Theme("#F4F6F8", "#FFFFFF", "#14202B", "#66788A", "#E3E8ED", (
    "#2F7DE1", "#F2994A", "#27AE8F", "#9B6BDF", "#E15C6E", "#56A3C9", "#B7A03C", "#7A8B99",
))  # fmt: skip
DARK = Theme("#101921", "#18242F", "#F2F5F7", "#93A5B5", "#283745", (
    "#5AA2F7", "#F6AE6B", "#4CCBAB", "#B793EE", "#F07F8E", "#7CC0E2", "#D3BD60", "#9AABB8",
))  # fmt: skip


def drawn(picture: Picture) -> bytes:
    """The picture as PNG."""
    return _Sheet(picture).png()


class _Sheet:
    """One picture being drawn from its top down, in pixels."""

    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        self.theme = DARK if picture.dark else LIGHT
        if picture.bare:
            self.theme = replace(self.theme, paper=self.theme.card)
        self.height = self._height() if picture.bare else max(_SHORTEST, self._height())
        matplotlib.rcParams["font.family"] = ["DejaVu Sans"]
        matplotlib.rcParams["axes.unicode_minus"] = False
        self.figure = Figure(figsize=(WIDTH / DPI, self.height / DPI), dpi=DPI, facecolor=self.theme.paper)
        self.top = 0

    def png(self) -> bytes:
        """Draw all of it."""
        if not self.picture.bare:
            self._head()
        if self.picture.figures:
            self._figures()
        for stacked in self.picture.stacked:
            self._stacked(self._card(_STACKED + _legend_height(stacked), stacked.title), stacked)
        for bars in self.picture.bars:
            self._bars(self._card(len(bars.bars) * _BAR + 30, bars.title), bars)
        for curve in self.picture.curves:
            self._curve(self._card(_CURVE, curve.title), curve)
        for grid in self.picture.grids:
            self._grid(self._card((len(grid.rows) + 1) * _CELL + 16, grid.title), grid)
        if self.picture.footer:
            self._text(WIDTH / 2, self.top + 18, self.picture.footer, 8.5, self.theme.soft, ha="center")
        buffer = io.BytesIO()
        self.figure.savefig(buffer, format="png", facecolor=self.theme.paper)
        return buffer.getvalue()

    def _height(self) -> int:
        picture = self.picture
        height = (0 if picture.bare else _HEAD + _FOOT) + (_FIGURES if picture.figures else 0)
        height += sum(_STACKED + _legend_height(one) + (24 if picture.bare else _GAP) + 24 for one in picture.stacked)
        height += sum(len(one.bars) * _BAR + 30 + _GAP + 24 for one in picture.bars)
        height += sum((len(one.rows) + 1) * _CELL + 16 + _GAP + 24 for one in picture.grids)
        return height + len(picture.curves) * (_CURVE + (24 if picture.bare else _GAP) + 24)

    def _head(self) -> None:
        title = _fitted(self.picture.title, 50)
        self._text(
            44, 46, title, 17 if len(title) <= 30 else 14 if len(title) <= 38 else 11.5, self.theme.ink, weight="bold"
        )
        self._text(44, 102, _fitted(self.picture.subtitle, 66), 10.5, self.theme.soft)
        self.top = _HEAD

    def _figures(self) -> None:
        shown = self.picture.figures[:3]
        gap, left = 18, 32
        width = (WIDTH - 2 * left - gap * (len(shown) - 1)) / len(shown)
        for place, figure in enumerate(shown):
            self._figure(left + place * (width + gap), width, figure)
        self.top += _FIGURES

    def _figure(self, left: float, width: float, figure: KeyFigure) -> None:
        self._box(left, self.top, width, 142)
        room = width / 22
        size = 17.5 if len(figure.value) <= room else max(10.0, 17.5 * room / len(figure.value))
        self._text(left + 24, self.top + 46, figure.value, size, self.theme.ink, weight="bold")
        for number, line in enumerate(_lines(figure.label, int(width / 15.5))[:2]):
            self._text(left + 24, self.top + 94 + number * 27, line, 9, self.theme.soft)

    def _card(self, inside: int, title: str) -> tuple[float, float, float, float]:
        """Begin a card; the room for what is in it."""
        height, top = inside + (24 if self.picture.bare else _GAP), self.top
        self._box(32, top, WIDTH - 64, height)
        if not self.picture.bare:
            self._text(56, top + 38, title, 11.5, self.theme.ink, weight="bold")
        self.top += height + 24
        return 56, top + height - inside, WIDTH - 112, inside - 8

    def _axes(self, left: float, top: float, width: float, height: float) -> Any:
        box = (left / WIDTH, 1 - (top + height) / self.height, width / WIDTH, height / self.height)
        axes = self.figure.add_axes(box, facecolor="none")
        for side in ("top", "right", "left", "bottom"):
            axes.spines[side].set_visible(False)
        axes.tick_params(length=0, labelsize=8.5, colors=self.theme.soft)
        return axes

    def _stacked(self, box: tuple[float, float, float, float], chart: Stacked) -> None:
        left, top, width, height = box
        legend = _legend_height(chart)
        axes = self._axes(left + 78, top + legend, width - 84, height - legend - 46)
        slots = len(chart.slots)
        under = [0.0] * slots
        for series in chart.series:
            values = [cents / 100 for cents in series.cents]
            axes.bar(range(slots), values, 0.66, under, color=self._tone(series.tone), zorder=3)
            under = [low + value for low, value in zip(under, values, strict=True)]
        # A single month is a column among others, not a wall.
        axes.set_xlim(-0.6, max(slots, 6) - 0.4)
        axes.set_ylim(0, max([*under, 1.0]) * 1.08)
        axes.grid(axis="y", color=self.theme.line, linewidth=0.8, zorder=0)
        axes.yaxis.set_major_locator(MaxNLocator(4))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: self._money(value, chart.currency)))
        every = max(1, -(-slots // 12))
        places = list(range(0, slots, every))
        axes.set_xticks(places, [chart.slots[place] for place in places])
        self._legend(left, top, chart)

    def _legend(self, left: float, top: float, chart: Stacked) -> None:
        x, y = left, top + 4
        for series in chart.series:
            width = 38 + len(series.label) * 11.5
            if x + width > WIDTH - 60:
                x, y = left, y + 36
            self._patch(
                Rectangle(*self._corner(x, y, 20, 20), facecolor=self._tone(series.tone), transform=self._whole())
            )
            self._text(x + 30, y + 9, series.label, 8.8, self.theme.soft)
            x += width + 16

    def _bars(self, box: tuple[float, float, float, float], chart: Bars) -> None:
        left, top, width, _ = box
        longest = max([bar.size for bar in chart.bars] or [1]) or 1
        for place, bar in enumerate(chart.bars):
            y = top + place * _BAR
            self._text(left, y + 12, _fitted(bar.label, 40), 9.2, self.theme.ink)
            self._text(left + width, y + 12, bar.text, 9.2, self.theme.ink, ha="right", weight="bold")
            self._rounded(left, y + 30, width, 12, self.theme.line)
            if bar.size > 0:
                self._rounded(left, y + 30, max(12, width * bar.size / longest), 12, self._tone(bar.tone))

    def _curve(self, box: tuple[float, float, float, float], chart: Curve) -> None:
        left, top, width, height = box
        axes = self._axes(left + 78, top + 8, width - 96, height - 52)
        values = [value / 1000 for value in chart.values]
        colour = self._tone(chart.tone)
        style = {"color": colour, "linewidth": 2.2, "zorder": 3, "solid_capstyle": "round"}
        axes.plot(chart.days, values, drawstyle="steps-post" if chart.steps else "default", **style)
        if len(values) <= 40:
            axes.plot(chart.days, values, "o", color=colour, markersize=4.5, zorder=4)
        low, high = min(values), max(values)
        room = (high - low) * 0.15 or max(high * 0.1, 1)
        axes.set_ylim(max(0, low - room) if low >= 0 else low - room, high + room)
        first, last = chart.days[0], chart.days[-1]
        aside = max((last - first) * 0.03, 3)
        axes.set_xlim(first - aside, last + aside)
        if not chart.level:
            axes.fill_between(chart.days, values, axes.get_ylim()[0], color=colour, alpha=0.10, zorder=2)
        else:
            axes.axhline(chart.level / 1000, color=self.theme.soft, linewidth=1.1, linestyle=(0, (4, 3)), zorder=2)
            self._text(left + width, top - _GAP + 38, chart.level_label, 9.2, self.theme.soft, ha="right")
        axes.grid(axis="y", color=self.theme.line, linewidth=0.8, zorder=0)
        axes.yaxis.set_major_locator(MaxNLocator(4))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: self._number(value)))
        places = _ticks(first, last)
        axes.set_xticks(places, [self._day(place, last - first) for place in places])

    def _grid(self, box: tuple[float, float, float, float], chart: Grid) -> None:
        left, top, width, _ = box
        cell = (width - _ROW_LABEL) / len(chart.columns)
        for place, name in enumerate(chart.columns):
            self._text(left + _ROW_LABEL + (place + 0.5) * cell, top + 20, name, 8.5, self.theme.soft, ha="center")
        for line, row in enumerate(chart.rows, start=1):
            y = top + line * _CELL
            self._text(left, y + _CELL / 2 - 4, _fitted(row.label, 18), 9, self.theme.ink)
            for place, shade in enumerate(row.shades):
                if shade is not None:
                    self._shade(left + _ROW_LABEL + place * cell, y, cell - 6, shade)

    def _shade(self, left: float, top: float, width: float, shade: int) -> None:
        """A field of a grid: full colour for all, and its share in words."""
        self._rounded(left, top, width, _CELL - 8, self.theme.line)
        patch = FancyBboxPatch(
            (left + 6, self.height - top - _CELL + 14),
            width - 12,
            _CELL - 20,
            boxstyle="round,pad=6",
            facecolor=(*to_rgb(self._tone(0)), min(1.0, shade / 1000)),
            edgecolor="none",
            transform=None,
        )
        self._patch(patch)
        share = numbers.format_percent(round(shade / 1000, 2), locale=locale_of(self.picture.language))
        ink = "#FFFFFF" if shade > 750 and not self.picture.dark else self.theme.ink
        self._text(left + width / 2, top + _CELL / 2 - 4, str(share), 9, ink, ha="center")

    def _day(self, ordinal: int, length: int) -> str:
        pattern = "yyyy" if length > 365 * 4 else "MMM yy" if length > 120 else "d MMM"
        shown = dates.format_date(date.fromordinal(ordinal), pattern, locale=locale_of(self.picture.language))
        return str(shown)

    def _number(self, value: float) -> str:
        digits = "#,##0.##" if abs(value) < 20 else "#,##0"
        return str(numbers.format_decimal(round(value, 2), format=digits, locale=locale_of(self.picture.language)))

    def _money(self, value: float, currency: str) -> str:
        locale = locale_of(self.picture.language)
        if value >= 100_000:
            return str(numbers.format_compact_currency(value, currency, locale=locale))
        return _without_cents(value, currency, locale)

    def _tone(self, place: int) -> str:
        return self.theme.tones[place % len(self.theme.tones)]

    def _whole(self) -> Any:
        return self.figure.transFigure

    def _corner(self, left: float, top: float, width: float, height: float) -> tuple[tuple[float, float], float, float]:
        return (left / WIDTH, 1 - (top + height) / self.height), width / WIDTH, height / self.height

    def _box(self, left: float, top: float, width: float, height: float) -> None:
        self._rounded(left, top, width, height, self.theme.card, 14)

    def _rounded(self, left: float, top: float, width: float, height: float, colour: str, radius: float = 6) -> None:
        # In pixels, so that corners are round whatever the picture's shape.
        patch = FancyBboxPatch(
            (left + radius, self.height - top - height + radius),
            max(width - 2 * radius, 0.1),
            max(height - 2 * radius, 0.1),
            boxstyle=f"round,pad={radius}",
            facecolor=colour,
            edgecolor="none",
            transform=None,
        )
        self._patch(patch)

    def _patch(self, patch: Any) -> None:
        patch.set_zorder(-1 if patch.get_facecolor() else 0)
        self.figure.add_artist(patch)

    def _text(self, x: float, y: float, text: str, size: float, colour: str, **more: Any) -> None:
        self.figure.text(x / WIDTH, 1 - y / self.height, _safe(text), fontsize=size, color=colour, va="center", **more)


def _without_cents(value: float, currency: str, locale: Locale) -> str:
    """A round amount without its cents, in the places that its language has for number and sign."""
    shown = numbers.format_currency(value, currency, locale=locale)
    for cents in (",00", ".00"):
        shown = shown.replace(cents, "")
    return str(shown).replace("\u202f", "\u00a0")


def _legend_height(chart: Stacked) -> int:
    width = sum(54 + len(series.label) * 11.5 for series in chart.series)
    return 44 if width <= WIDTH - 116 else 80


def _ticks(first: int, last: int) -> list[int]:
    if last == first:
        return [first]
    return [round(first + (last - first) * step / 4) for step in range(5)]


def _fitted(text: str, highest: int) -> str:
    return text if len(text) <= highest else f"{text[: highest - 1].rstrip()}…"


def _lines(text: str, width: int) -> list[str]:
    """A label in lines of a width, cut between words."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) + 1 > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _safe(text: str) -> str:
    """Text that is drawn as it is: dollars begin no formula, and what the font has no sign for is left out."""
    kept = "".join(
        char for char in text.replace("\u202f", "\u00a0") if ord(char) < 0x2C00 or 0xA640 <= ord(char) < 0xFB50
    )
    return kept.replace("$", r"\$")
