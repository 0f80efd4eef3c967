"""Pictures of figures with their filters."""

from collections.abc import Sequence

from bot.callbacks import Open
from bot.context import BotContext
from bot.record_callbacks import OpenSummary
from bot.screens import Button, Rows, Screen, StoredFile
from bot.stats_callbacks import OpenStats, StatsVehicles
from bot.views import vehicle_choice
from core.domain.ownership import Period
from core.i18n import Translator
from core.models import Vehicle
from core.services.statistics import FLEET, Drawn, StatsView, Wanted


def live_name(made_id: int) -> str:
    """The name under which a picture's message is replaced."""
    return f"stats:{made_id}"


def drawing(context: BotContext) -> Screen:
    """The first sign of life."""
    return Screen(context.t("stats.drawing"))


def picture(context: BotContext, found: Drawn) -> Screen:
    """The picture with its words, or the words alone when there is nothing to draw."""
    t = context.t
    text = t("stats.failed") if found.failed else found.caption
    stored = StoredFile(found.stored, "autotrack.png", "image/png") if found.stored is not None else None
    return Screen(text, _filters(t, found.wanted), photo=stored)


def choose(context: BotContext, tapped: StatsVehicles, vehicles: Sequence[Vehicle]) -> Screen:
    """Ask of which vehicle."""
    t = context.t
    view = StatsView.COSTS.value if tapped.view == StatsView.FLEET else tapped.view
    rows = vehicle_choice.buttons(
        context, vehicles, lambda vehicle: OpenStats(view, vehicle.id, tapped.period, tapped.dark)
    )
    fleet = OpenStats(StatsView.FLEET.value, FLEET, tapped.period, tapped.dark)
    return Screen(t("stats.whose"), [[Button(t.plain("stats.all_vehicles"), fleet)], *rows])


def _filters(t: Translator, wanted: Wanted) -> Rows:
    def button(key: str, view: StatsView, period: Period, *, dark: bool, shown: bool) -> Button:
        label = t.plain("ownership.shown", period=t.plain(key)) if shown else t.plain(key)
        return Button(label, OpenStats(view.value, wanted.vehicle, period.value, int(dark)))

    views = [StatsView.COSTS, StatsView.DRIVING]
    views += [StatsView.FLEET] if wanted.vehicle == FLEET else []
    rows: list[list[Button]] = [
        [
            button(f"stats.view_{view}", view, wanted.period, dark=wanted.dark, shown=view is wanted.view)
            for view in views
        ],
        [
            button(f"ownership.period_{period}", wanted.view, period, dark=wanted.dark, shown=period is wanted.period)
            for period in Period
        ],
    ]
    theme = "stats.light" if wanted.dark else "stats.dark"
    rows.append(
        [
            Button(t.plain("stats.vehicle"), StatsVehicles(wanted.view.value, wanted.period.value, int(wanted.dark))),
            button(theme, wanted.view, wanted.period, dark=not wanted.dark, shown=False),
        ]
    )
    last = [Button(t.plain("menu.button"), Open("menu"))]
    if wanted.vehicle != FLEET:
        last.insert(0, Button(t.plain("stats.in_words"), OpenSummary(wanted.vehicle)))
    return [*rows, last]
