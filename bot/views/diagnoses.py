"""Diagnoses: the card, what a plan without them shows, the summary for a garage, a fault code that was typed."""

from collections.abc import Sequence

from bot.callbacks import Open, OpenRecord
from bot.context import BotContext
from bot.diagnosis_callbacks import OnDiagnosis, OpenDiagnoses, StartDiagnosis
from bot.screens import Button, Rows, Screen, StoredFile
from bot.views.diagnosis_list import LIGHTS, MARKS, shortened, status_name, symptom_title
from bot.views.names import short_name, vehicle_name
from core.domain.diagnosis.diagnose import Diagnosis
from core.domain.diagnosis.diagnosis_status import DiagnosisStatus, PieceKind
from core.domain.diagnosis.fault_codes import FaultCode
from core.domain.diagnosis.red_flags import RedFlag
from core.domain.money import Money
from core.domain.record_status import TO_COME
from core.i18n import Translator
from core.knowledge.diagnosis import diagnosis_knowledge
from core.models import DiagnosisPiece, MaintenanceRecord, Vehicle
from core.services.days import day_of
from core.services.diagnoses import Case

_QUOTED = 240


def card(context: BotContext, case: Case, *, head: str | None = None) -> Screen:
    """A diagnosis whole."""
    lines = [*([context.t(head), ""] if head is not None else []), *_lines(context, case)]
    return Screen("\n".join(lines), _rows(context, case))


def preview(context: BotContext, diagnosis: Diagnosis, description: str, vehicle: Vehicle | None) -> Screen:
    """What a plan without diagnoses shows: all that safety asks for, and a real piece of the rest."""
    t = context.t
    lines = [*_head(context, diagnosis, description, vehicle), *_advice(t, diagnosis, most=2)]
    if diagnosis.causes:
        first = diagnosis.causes[0]
        label = diagnosis_knowledge().causes.causes[first.cause].in_language(t.language)
        lines += ["", t("diagnose.first_cause", cause=label, share=first.probability)]
    lines += [*_codes(t, diagnosis.codes)]
    rows = [[Button(t.plain("menu.button"), Open("menu"))]]
    # Nothing is sold to somebody whose child is shut in.
    if RedFlag.TRAPPED not in diagnosis.flags:
        others = len(diagnosis.causes) - 1
        lines += ["", t("diagnose.preview", n=others) if others > 0 else t("diagnose.preview_plain")]
        rows.insert(0, [Button(t.plain("diagnose.see_plans"), Open("plans"))])
    return Screen("\n".join(lines), rows)


def garage(context: BotContext, case: Case) -> Screen:
    """A summary that can be forwarded to a garage as it stands."""
    t = context.t
    back = [Button(t.plain("diagnose.back"), OnDiagnosis("open", case.row.id))]
    return Screen("\n".join(summary(context, case)), [back])


def summary(context: BotContext, case: Case) -> list[str]:
    """What a garage needs to know, without what the person would not pass on."""
    t, diagnosis = context.t, case.diagnosis
    known, questions = diagnosis_knowledge().causes.causes, diagnosis_knowledge().sentences.questions
    lines: list[str] = [t("diagnose.for_garage")]
    if case.vehicle is not None:
        lines.append(t("diagnose.garage_vehicle", vehicle=vehicle_name(t, case.vehicle)))
        if case.vehicle.kilometres is not None:
            lines.append(t("vehicle.kilometres", kilometres=case.vehicle.kilometres))
    lines += [t("diagnose.garage_day", day=day_of(context.account, case.row.created_at)), ""]
    lines.append(t("diagnose.garage_says", words="\n".join(case.words)))
    for yes, names in ((True, case.row.said_yes.split()), (False, case.row.said_no.split())):
        answer = t.plain("diagnose.yes" if yes else "diagnose.no")
        asked = [questions[name].in_language(t.language) for name in names if name in questions]
        lines += [t("diagnose.garage_answer", question=question, answer=answer) for question in asked]
    lines += _codes(t, diagnosis.codes)
    causes = [known[one.cause].in_language(t.language) for one in diagnosis.causes[:3]]
    if causes:
        lines += ["", t("diagnose.garage_causes", causes=", ".join(causes))]
    lines += ["", t("diagnose.garage_request")]
    return lines


def planned(context: BotContext, case: Case, record: MaintenanceRecord) -> Screen:
    """The work that was planned."""
    t = context.t
    rows = [
        [Button(t.plain("diagnose.open_record"), OpenRecord(record.id))],
        [Button(t.plain("diagnose.back"), OnDiagnosis("open", case.row.id))],
    ]
    return Screen(t("diagnose.planned", day=record.done_on), rows)


def codes(context: BotContext, found: Sequence[FaultCode], vehicle: Vehicle | None) -> Screen:
    """The fault codes of a message, explained."""
    t = context.t
    known, told = diagnosis_knowledge().causes.causes, []
    for code in found:
        told += ["", t("diagnose.code", code=code.code, label=code.label(t.language))]
        causes = [known[cause].in_language(t.language) for cause in code.causes[:3]]
        if causes:
            told.append(t("diagnose.code_causes", causes=", ".join(causes)))
    start = StartDiagnosis(vehicle.id if vehicle is not None else 0, found[0].code.lower())
    rows = [[Button(t.plain("diagnose.with_code"), start)], [Button(t.plain("menu.button"), Open("menu"))]]
    return Screen("\n".join([t("diagnose.codes_title"), *told, "", t("diagnose.codes_note")]), rows)


def file(context: BotContext, case: Case, piece: DiagnosisPiece) -> Screen:
    """A photo or a voice note of a diagnosis, as it was kept."""
    t = context.t
    text = t("diagnose.file_of", title=title(t, case), day=day_of(context.account, piece.created_at))
    back = [[Button(t.plain("diagnose.back"), OnDiagnosis("open", case.row.id))]]
    if piece.kind is PieceKind.PHOTO:
        return Screen(text, back, photo=StoredFile(piece.stored or "", f"autotrack-{piece.id}.png", "image/png"))
    return Screen(text, back, document=StoredFile(piece.stored or "", f"autotrack-{piece.id}.ogg", "audio/ogg"))


def title(t: Translator, case: Case) -> str:
    """What a diagnosis is called: its symptom, or the first words that were said."""
    return symptom_title(t, next(iter(case.diagnosis.symptoms), "")) or shortened(case.row.description)


def _lines(context: BotContext, case: Case) -> list[str]:
    t, diagnosis = context.t, case.diagnosis
    known = diagnosis_knowledge().causes
    lines = _head(context, diagnosis, "\n".join(case.words), case.vehicle)
    lines[0] = f"{lines[0]} · {MARKS[case.row.status]} {status_name(t, case.row.status)}"
    lines += _codes(t, diagnosis.codes)
    # In danger, what to do comes before what it may be.
    lines += _advice(t, diagnosis) if diagnosis.stop_driving else []
    if diagnosis.causes:
        lines += ["", t("diagnose.causes")]
        for one in diagnosis.causes:
            label = known.causes[one.cause].in_language(t.language)
            lines.append(t("diagnose.cause", share=one.probability, cause=label))
    if diagnosis.cost is not None and diagnosis.cost[1]:
        low, high = (Money(euros * 100) for euros in diagnosis.cost)
        lines += [
            "",
            t("diagnose.cost", low=low, high=high),
            t("diagnose.basis", basis=known.basis.in_language(t.language)),
        ]
    lines += [] if diagnosis.stop_driving else _advice(t, diagnosis)
    lines += _kept(context, case)
    # Where there is no cause there is nothing to be sure of.
    sure = t.plain(f"diagnose.sure_{diagnosis.confidence.value}")
    lines += ["", t("diagnose.confidence", level=sure) if diagnosis.causes else t("diagnose.no_ai")]
    return lines


def _head(context: BotContext, diagnosis: Diagnosis, description: str, vehicle: Vehicle | None) -> list[str]:
    t = context.t
    name = short_name(vehicle) if vehicle is not None else ""
    words = " ".join(description.split())
    quoted = words[:_QUOTED] + (" …" if len(words) > _QUOTED else "")
    lines = [
        t("diagnose.title", vehicle=name) if name else t("diagnose.title_plain"),
        t("diagnose.quoted", words=quoted),
        "",
    ]
    if diagnosis.stop_driving:
        lines.append(t("diagnose.stop_driving"))
    urgency = diagnosis.urgency.value
    return [*lines, f"{LIGHTS[urgency]} {t(f'diagnose.urgency_{urgency}')}"]


def _advice(t: Translator, diagnosis: Diagnosis, most: int = 9) -> list[str]:
    sentences = diagnosis_knowledge().sentences
    lines = ["", t("diagnose.advice")]
    lines += [
        t("diagnose.bullet", words=sentences.advice[name].in_language(t.language)) for name in diagnosis.advice[:most]
    ]
    stops = [sentences.stop[name].in_language(t.language) for name in diagnosis.stop_when if name != "now"]
    if stops:
        lines.append(t("diagnose.stop_when", words=" ".join(stops)))
    return lines


def _codes(t: Translator, found: Sequence[FaultCode]) -> list[str]:
    return [t("diagnose.code", code=code.code, label=code.label(t.language)) for code in found]


def _kept(context: BotContext, case: Case) -> list[str]:
    """The work that was planned, and what was added as photos and voice notes."""
    t, record, lines = context.t, case.record, []
    if record is not None:
        key = "diagnose.work_planned" if record.status in TO_COME else "diagnose.work_done"
        lines += ["", t(key, day=record.done_on)]
    if case.files:
        lines += ["", t("diagnose.files_kept", n=len(case.files))]
    return lines


def _rows(context: BotContext, case: Case) -> Rows:
    t, number = context.t, case.row.id
    work = []
    if case.record is not None:
        work = [Button(t.plain("diagnose.open_record"), OpenRecord(case.record.id))]
    elif case.vehicle is not None:
        work = [Button(t.plain("diagnose.plan"), OnDiagnosis("plan", number))]
    files = [Button(t.plain("diagnose.files"), OnDiagnosis("files", number))] if case.files else []
    vehicle = case.vehicle.id if case.vehicle is not None else 0
    return [
        [Button(t.plain("diagnose.garage"), OnDiagnosis("garage", number)), *files],
        [*work, Button(t.plain("diagnose.remind"), OnDiagnosis("remind", number))],
        [Button(t.plain("diagnose.more"), OnDiagnosis("more", number))],
        _status_row(t, case),
        [
            Button(t.plain("diagnose.remove"), OnDiagnosis("remove", number)),
            Button(t.plain("diagnoses.back"), OpenDiagnoses("list", vehicle)),
        ],
    ]


def _status_row(t: Translator, case: Case) -> list[Button]:
    """What the diagnosis may become."""
    wanted = {
        DiagnosisStatus.PENDING: (DiagnosisStatus.IN_PROGRESS, DiagnosisStatus.COMPLETED),
        DiagnosisStatus.IN_PROGRESS: (DiagnosisStatus.PENDING, DiagnosisStatus.COMPLETED),
        DiagnosisStatus.COMPLETED: (DiagnosisStatus.IN_PROGRESS,),
    }[case.row.status]
    reopens = case.row.status is DiagnosisStatus.COMPLETED
    return [
        Button(
            t.plain("diagnose.reopen" if reopens else f"diagnose.set_{status.value}"),
            OnDiagnosis(status.value, case.row.id),
        )
        for status in wanted
    ]
