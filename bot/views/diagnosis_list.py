"""Diagnoses in a list, and what they come to."""

from functools import partial

from bot.callbacks import OpenVehicle
from bot.context import BotContext
from bot.diagnosis_callbacks import OnDiagnosis, OpenDiagnoses, StartDiagnosis
from bot.screens import Button, Screen
from bot.views.lists import pager
from bot.views.names import vehicle_name
from core.domain.diagnosis.diagnosis_status import DiagnosisStatus
from core.i18n import Translator
from core.knowledge.diagnosis import diagnosis_knowledge
from core.models import Vehicle
from core.services.diagnosis_list import PAGE, DiagnosisFigures, DiagnosisPage, Listed

LIGHTS = {"high": "🔴", "medium": "🟠", "low": "🟢"}
MARKS = {DiagnosisStatus.PENDING: "🕓", DiagnosisStatus.IN_PROGRESS: "🔧", DiagnosisStatus.COMPLETED: "✅"}


def page(context: BotContext, found: DiagnosisPage) -> Screen:
    """The person's diagnoses, of one vehicle or of all."""
    t = context.t
    number = found.vehicle.id if found.vehicle is not None else 0
    new = Button(t.plain("diagnose.begin"), StartDiagnosis(number))
    head = t("diagnoses.title_of", vehicle=vehicle_name(t, found.vehicle)) if found.vehicle else t("diagnoses.title")
    rows = [[Button(_label(t, row), OnDiagnosis("open", row.id))] for row in found.rows]
    figures = [Button(t.plain("diagnoses.figures"), OpenDiagnoses("figures", number))] if found.total > 1 else []
    back = [[Button(t.plain("vehicle.open"), OpenVehicle(number))]] if number else []
    if not found.total:
        return Screen(f"{head}\n\n{t('diagnoses.none')}", [[new], *back, *pager(t, _turn(number), 0, 0, PAGE)])
    lines = [head, t("diagnoses.counted", n=found.total, waiting=found.waiting), ""]
    lines += [_line(t, row, named=not number) for row in found.rows]
    turns = pager(t, _turn(number), found.position, found.total, PAGE)
    return Screen("\n".join(lines), [*rows, [*figures, new], *back, *turns])


def figures(context: BotContext, found: DiagnosisFigures, vehicle: Vehicle | None) -> Screen:
    """How many there are in each state, of which urgency, about what, and how long they took."""
    t, number = context.t, vehicle.id if vehicle is not None else 0
    lines: list[str] = [t("diagnoses.figures_title", n=found.total), t("diagnoses.last_year", n=found.last_year), ""]
    lines += [
        t("diagnoses.by_status", mark=MARKS[status], status=status_name(t, status), n=n)
        for status, n in found.by_status.items()
    ]
    lines.append("")
    lines += [
        t("diagnoses.by_urgency", mark=LIGHTS[urgency], urgency=t.plain(f"diagnoses.urgency_{urgency}"), n=n)
        for urgency, n in found.by_urgency.items()
    ]
    if found.stops:
        lines.append(t("diagnoses.stops", n=found.stops))
    if found.symptoms:
        named = {one.id: one.title.in_language(t.language) for one in diagnosis_knowledge().symptoms.symptoms}
        lines += ["", t("diagnoses.often")]
        lines += [t("diagnoses.often_row", symptom=named.get(name, name), n=n) for name, n in found.symptoms]
    if found.days_to_settle is not None:
        lines += ["", t("diagnoses.days_to_settle", n=found.days_to_settle)]
    return Screen("\n".join(lines), [[Button(t.plain("diagnoses.back"), OpenDiagnoses("list", number))]])


def removed(context: BotContext, case_id: int) -> Screen:
    """It was taken off, and can be brought back."""
    t = context.t
    rows = [
        [Button(t.plain("record.undo"), OnDiagnosis("restore", case_id))],
        [Button(t.plain("diagnoses.back"), OpenDiagnoses("list", 0))],
    ]
    return Screen(t("diagnoses.removed"), rows)


def status_name(t: Translator, status: DiagnosisStatus) -> str:
    """A status in words."""
    return t.plain(f"diagnoses.status_{status.value}")


def _turn(number: int) -> partial[OpenDiagnoses]:
    return partial(OpenDiagnoses, "list", number)


def _label(t: Translator, row: Listed) -> str:
    return f"{MARKS[row.status]} {t.plain('value.date', day=row.created_on)} · {_title(t, row)}"[:60]


def _line(t: Translator, row: Listed, *, named: bool) -> str:
    said: str = t(
        "diagnoses.row", mark=LIGHTS[row.urgency], title=_title(t, row), status=status_name(t, row.status),
        day=row.created_on,
    )  # fmt: skip
    return f"{said} · {t('diagnoses.vehicle', vehicle=row.vehicle)}" if named and row.vehicle else said


def _title(t: Translator, row: Listed) -> str:
    return symptom_title(t, row.symptom) or shortened(row.description)


def symptom_title(t: Translator, symptom: str) -> str:
    """What a symptom of the knowledge is called; empty for none."""
    known = diagnosis_knowledge().symptoms.symptoms
    return next((one.title.in_language(t.language) for one in known if one.id == symptom), "")


def shortened(description: str) -> str:
    """The first words that were said."""
    words = " ".join(description.split())
    return words[:60] + (" …" if len(words) > 60 else "")
