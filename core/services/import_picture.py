"""What a file would bring, as a picture: whoever sees the curves knows at a glance whether it is their car."""

from datetime import date
from decimal import Decimal

from core.domain.imports.import_preview import Preview
from core.domain.picture import Curve, KeyFigure, Picture
from core.i18n import Rate, Translator
from core.i18n.formats import rate_in
from core.services.picture_making import mileage_curve


def dry_run(t: Translator, preview: Preview) -> Picture | None:
    """The mileage and the consumption that come of a file; None where there are no curves, or something is asked."""
    if preview.questions or preview.first_date is None or preview.last_date is None:
        return None
    curves: list[Curve] = []
    figures: list[KeyFigure] = []
    if len(preview.mileage) > 1:
        readings = [(date.fromordinal(day), kilometres) for day, kilometres in preview.mileage]
        curves.append(mileage_curve(t, readings))
        last = t.plain("value.kilometres", kilometres=readings[-1][1])
        figures.append(KeyFigure(t.plain("import.last_reading"), last))
    if len(preview.used) > 1 and preview.average is not None:
        average, unit = rate_in(Rate(preview.average), t.units)
        used = [(day, rate_in(Rate(Decimal(per_100).scaleb(-3)), t.units)[0]) for day, per_100 in preview.used]
        days, values = tuple(day for day, _ in used), tuple(int(value * 1000) for _, value in used)
        label = t.plain("stats.average", value=average.quantize(Decimal("0.1")))
        title = t.plain("stats.consumption", unit=unit)
        curves.append(Curve(title, days, values, unit.partition("/")[0], 1, int(average * 1000), label))
        figures.append(KeyFigure(unit, t.plain("stats.number", value=average.quantize(Decimal("0.1")))))
    if not curves:
        return None
    span = t.plain("import.picture_span", first=preview.first_date, last=preview.last_date)
    return Picture(_name(t, preview), span, t.language, False, tuple(figures), curves=tuple(curves))


def _name(t: Translator, preview: Preview) -> str:
    car = next((one for one in preview.cars if one.key == preview.drawn_of), None)
    model = " ".join(part for part in (car.make, car.model) if part) if car is not None else ""
    return (car.name if car is not None else None) or model or t.plain("import.picture_title")
