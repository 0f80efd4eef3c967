"""A health report to a picture, the words under it, its details and its preview, in a person's language."""

from collections.abc import Sequence
from datetime import date

from core.domain.health import Health, HealthRule, Odd, OddKind, Reason, Risk
from core.domain.money import Money
from core.domain.picture import Bar, Bars, KeyFigure, Picture
from core.domain.plate_countries import written_plate
from core.domain.service_types import ServiceType, service_name
from core.i18n import Translator, translator
from core.knowledge.prices import service_prices
from core.models import Vehicle

_SHOWN = 3
_TONES = {rule: place for place, rule in enumerate(HealthRule)}


def drawn_health(language: str, vehicle: Vehicle, report: Health, today: date, *, dark: bool) -> tuple[Picture, str]:
    """The picture and its caption (HTML)."""
    t = translator(language)
    forecast = report.forecast
    figures = (
        KeyFigure(t.plain("health.score"), t.plain("health.of_hundred", score=report.score)),
        KeyFigure(t.plain("health.year"), t.plain("value.money", amount=Money(forecast.middle))),
        KeyFigure(t.plain("health.at_most"), t.plain("value.money", amount=Money(forecast.high))),
    )
    panels = []
    if report.reasons:
        bars = tuple(
            Bar(_reason(t, one), one.points, t.plain("health.points", points=one.points), _TONES[one.rule])
            for one in report.reasons[:6]
        )
        panels.append(Bars(t.plain("health.reasons"), bars))
    if report.risks:
        bars = tuple(Bar(_about(t, one.about), one.high, _risk_text(t, one), 1) for one in report.risks)
        panels.append(Bars(t.plain("health.risks"), bars))
    bars = tuple(
        Bar(t.plain(f"health.part_{part.name}"), part.middle, _range(t, part.low, part.high), place)
        for place, part in enumerate(forecast.parts)
    )
    panels.append(Bars(t.plain("health.forecast"), bars))
    subtitle = f"{_name(t, vehicle)} · {t.plain('value.date', day=today)}"
    picture = Picture(t.plain("health.title_picture"), subtitle, language, dark, figures, (), tuple(panels))
    lines = [*_head(t, vehicle, report), *_said(t, report.reasons[:_SHOWN])]
    if report.risks:
        lines += ["", t("health.soon")]
        lines += [t("health.bullet", words=_risk(t, one)) for one in report.risks[:_SHOWN]]
    low, middle, high = (Money(cents) for cents in (forecast.low, forecast.middle, forecast.high))
    lines += ["", t("health.year_line", middle=middle, low=low, high=high)]
    return picture, "\n".join(lines)


def details_of(language: str, vehicle: Vehicle, report: Health) -> str:
    """Everything the report says, and what each figure comes from (HTML)."""
    t = translator(language)
    lines = [*_head(t, vehicle, report), *_said(t, report.reasons)]
    taken = sum(one.points for one in report.reasons)
    if taken > 100 - report.score:
        lines.append(t("health.capped", points=100 - report.score))
    if report.risks:
        lines += ["", t("health.soon")]
        lines += [t("health.bullet", words=_risk(t, one)) for one in report.risks]
    if report.odd:
        lines += ["", t("health.odd")]
        lines += [t("health.bullet", words=_odd(t, one)) for one in report.odd[:5]]
    lines += ["", t("health.forecast_head")]
    lines += [
        t("health.bullet", words=f"{t.plain(f'health.part_{part.name}')} : {_range(t, part.low, part.high)}")
        for part in report.forecast.parts
    ]
    lines += ["", t("health.basis", basis=service_prices().basis.in_language(language))]
    return "\n".join(lines)


def preview_of(language: str, vehicle: Vehicle, report: Health) -> str:
    """What a plan without reports shows: the score, its first reason, and what else there is."""
    t = translator(language)
    lines = [*_head(t, vehicle, report), *_said(t, report.reasons[:1])]
    rest = max(len(report.reasons) - 1, 0)
    counted = rest and report.risks and report.odd
    more = t("health.preview", n=rest, risks=len(report.risks), odd=len(report.odd))
    lines += ["", more if counted else t("health.preview_plain")]
    return "\n".join(lines)


def _head(t: Translator, vehicle: Vehicle, report: Health) -> list[str]:
    grade = t.plain(f"health.grade_{report.grade}")
    return [t("health.title", vehicle=_name(t, vehicle)), t("health.scored", score=report.score, grade=grade)]


def _said(t: Translator, reasons: Sequence[Reason]) -> list[str]:
    if not reasons:
        return [t("health.nothing")]
    return [t("health.reason", points=one.points, words=_reason(t, one)) for one in reasons]


def _reason(t: Translator, reason: Reason) -> str:
    match reason.rule:
        case HealthRule.OVERDUE:
            return t.plain("health.overdue", about=_about(t, reason.about), n=reason.number)
        case HealthRule.TROUBLE:
            return t.plain("health.trouble", about=reason.about)
        case HealthRule.MILEAGE:
            return t.plain("health.mileage", kilometres=reason.number)
        case _:
            return t.plain(f"health.{reason.rule}", n=reason.number)


def _risk(t: Translator, risk: Risk) -> str:
    return f"{_about(t, risk.about)} · {_risk_text(t, risk)}"


def _risk_text(t: Translator, risk: Risk) -> str:
    when = t.plain("health.in_days", n=risk.days) if risk.days else t.plain("health.now")
    return f"{when} · {_range(t, risk.low, risk.high)}" if risk.high else when


def _odd(t: Translator, odd: Odd) -> str:
    money, about = Money(odd.cents), _about(t, odd.about)
    match odd.kind:
        case OddKind.DEAR:
            return t.plain("health.odd_dear", about=about, day=odd.on, money=money, usual=Money(odd.compared))
        case OddKind.TWICE:
            return t.plain("health.odd_twice", about=about, day=odd.on, money=money, n=odd.compared)
        case OddKind.MORE:
            return t.plain("health.odd_more", money=money, usual=Money(odd.compared))


def _about(t: Translator, about: str) -> str:
    """A service by its name; anything else is a title already."""
    return t.plain(service_name(ServiceType(about))) if about in set(ServiceType) else about


def _range(t: Translator, low: int, high: int) -> str:
    if low == high:
        return t.plain("value.money", amount=Money(low))
    return t.plain("health.range", low=Money(low), high=Money(high))


def _name(t: Translator, vehicle: Vehicle) -> str:
    model = " ".join(part for part in (vehicle.make, vehicle.model) if part)
    plate = written_plate(vehicle.plate, vehicle.country) if vehicle.plate else None
    return vehicle.nickname or model or plate or t.plain("vehicle.unnamed")
