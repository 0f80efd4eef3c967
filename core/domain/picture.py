"""What a picture of figures shows: words and numbers ready to be drawn, in one language and one theme."""

from dataclasses import dataclass, field

from pydantic import TypeAdapter


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A large figure and what it is."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Series:
    """Hundredths of a currency, one for each slot; `tone` is the place of its colour."""

    label: str
    cents: tuple[int, ...]
    tone: int


@dataclass(frozen=True, slots=True)
class Stacked:
    """Columns over time, each the sum of its series."""

    title: str
    slots: tuple[str, ...]
    series: tuple[Series, ...]
    currency: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: how long it is, what it is of, and its value in words."""

    label: str
    size: int
    text: str
    tone: int = 0


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars below each other, the longest first."""

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Curve:
    """Values over days (ordinals), in thousandths of the unit; `level` is one to compare with."""

    title: str
    days: tuple[int, ...]
    values: tuple[int, ...]
    unit: str
    tone: int = 0
    level: int | None = None
    level_label: str = ""
    steps: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a grid: what it is of, and a thousandth of shade for each column; None is left empty."""

    label: str
    shades: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table whose fields are the darker the more there is in them, each with its share in percent."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


Panel = Stacked | Bars | Curve | Grid


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture, of the height that its panels take."""

    title: str
    subtitle: str
    language: str
    dark: bool
    figures: tuple[KeyFigure, ...] = ()
    stacked: tuple[Stacked, ...] = ()
    bars: tuple[Bars, ...] = ()
    curves: tuple[Curve, ...] = field(default=())
    grids: tuple[Grid, ...] = ()
    footer: str = ""
    # Without title and paper, for a page that has its own.
    bare: bool = False


PICTURE: TypeAdapter[Picture] = TypeAdapter(Picture)
