from datetime import timedelta
from pathlib import Path

import pytest

from core.domain.diagnosis.diagnose import diagnose
from core.domain.diagnosis.diagnosis_status import DiagnosisStatus, PieceKind
from core.domain.record_status import RecordStatus
from core.domain.states import ReminderState
from core.i18n import translator
from core.knowledge.diagnosis import diagnosis_knowledge
from core.models import DiagnosisCase, DiagnosisPiece, MaintenanceRecord, Reminder
from core.services.days import today_of
from simulator.testing import Simulator
from tests.bot.telegram import arrives, tap
from tests.conftest import Chat, running_bot
from tests.journeys.papers import blank
from tests.making import account, subscriber, vehicle

PICTURE = blank()
ONE_LANGUAGE = pytest.mark.parametrize("language", ["fr"])
SQUEAL = {"fr": "couinement au freinage", "en": "brakes squeal when i slow down"}
SOFT = {"fr": "pédale molle", "en": "brakes feel spongy"}


def question(chat: Chat, name: str) -> str:
    return diagnosis_knowledge().sentences.questions[name].in_language(chat.t.language)


def advice(chat: Chat, name: str) -> str:
    return diagnosis_knowledge().sentences.advice[name].in_language(chat.t.language)


async def answer(chat: Chat, key: str, **values: object) -> None:
    await chat.tap(chat.t.plain(key, **values))


async def test_a_squeal_is_narrowed_down_passed_on_planned_and_followed_up(chat: Chat):
    owner = await subscriber(chat)
    car = await vehicle(chat, plate="AB123CD", kilometres=84_200)
    await chat.say("/diagnose")
    assert chat.last == chat.says("diagnose.ask_symptom", vehicle="AB-123-CD")
    await chat.say("42")
    assert chat.sees(chat.says("diagnose.ask_again", vehicle="AB-123-CD"))
    await chat.say(SQUEAL[chat.t.language])
    assert question(chat, "brake_metal") in chat.last
    await answer(chat, "diagnose.no")
    assert chat.sees_part(question(chat, "pedal_soft"))
    await answer(chat, "flow.back")
    assert chat.sees_part(question(chat, "brake_metal"))
    await answer(chat, "diagnose.no")
    await answer(chat, "diagnose.unknown")
    assert chat.sees_part(question(chat, "brake_recent"))
    await chat.say("il y a deux ans" if chat.t.language == "fr" else "two years ago")
    assert chat.sees_part(chat.says("diagnose.urgency_medium"))
    assert chat.sees_part(chat.says("diagnose.causes"))
    await answer(chat, "diagnose.garage")
    assert chat.sees_part(chat.says("diagnose.garage_request"))
    assert chat.sees_part(question(chat, "brake_metal"))
    await answer(chat, "diagnose.back")
    await answer(chat, "diagnose.remind")
    await answer(chat, "diagnose.remind")
    reminder = await Reminder.get(state=ReminderState.WAITING)
    day = today_of(owner, chat.bot.clock) + timedelta(days=7)
    assert (reminder.vehicle_id, reminder.topic, reminder.due_on) == (car.id, "diagnosis", day)
    await answer(chat, "diagnose.plan")
    await answer(chat, "diagnose.back")
    assert chat.sees_part(chat.says("diagnose.work_planned", day=day))
    case = await DiagnosisCase.get()
    assert case.status is DiagnosisStatus.IN_PROGRESS
    await arrives(chat.bot, tap(chat, f"1:dgc:plan:{case.id}"))
    record = await MaintenanceRecord.get()
    assert (record.status, record.vehicle_id, record.done_on) == (RecordStatus.SCHEDULED, car.id, day)
    assert SQUEAL[chat.t.language] in (record.note or "")
    await chat.say("/menu")
    assert chat.last == chat.says("menu.title")


async def test_a_danger_is_told_at_once_without_a_question_to_everybody_wherever_it_is_typed(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await chat.say(SOFT[chat.t.language])
    assert chat.sees_part(chat.says("diagnose.stop_driving"))
    assert advice(chat, "stop_now") in chat.last
    assert chat.says("diagnose.preview", n=3) in chat.last
    assert chat.says("diagnose.causes") not in chat.last


async def test_a_yes_that_means_danger_ends_the_questions(chat: Chat):
    await subscriber(chat)
    await vehicle(chat, plate="AB123CD")
    await chat.say(f"/diagnose {SQUEAL[chat.t.language]}")
    await answer(chat, "diagnose.yes")
    assert chat.sees_part(chat.says("diagnose.stop_driving"))


async def test_codes_typed_at_any_moment_are_explained_to_everybody_and_lead_to_a_diagnosis(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await chat.say("P0301 P0420")
    for code in diagnose("P0301 P0420").codes:
        assert chat.says("diagnose.code", code=code.code, label=code.label(chat.t.language)) in chat.last
    await subscriber(chat)
    await answer(chat, "diagnose.with_code")
    assert chat.sees_part(question(chat, "light_flash"))
    await answer(chat, "diagnose.finish")
    assert chat.sees_part(chat.says("diagnose.causes"))


@ONE_LANGUAGE
async def test_somebody_without_a_vehicle_or_with_several_is_helped_as_well(chat: Chat):
    await account(chat)
    await subscriber(chat)
    await chat.say("fumée qui sort du capot")
    assert chat.says("diagnose.stop_driving") in chat.last
    assert chat.t.plain("diagnose.plan") not in chat.labels
    await arrives(chat.bot, tap(chat, f"1:dgc:plan:{(await DiagnosisCase.get()).id}"))
    assert chat.last == chat.says("diagnose.needs_vehicle")
    await vehicle(chat, plate="AB123CD")
    await vehicle(chat, plate="EF456GH")
    await chat.say("clac clac quand je tourne")
    assert chat.last == chat.says("diagnose.ask_vehicle")
    await chat.tap("EF-456-GH")
    await answer(chat, "diagnose.finish")
    await answer(chat, "diagnose.plan")
    await answer(chat, "diagnose.open_record")
    assert chat.sees_part("EF-456-GH")


@ONE_LANGUAGE
async def test_wrong_answers_old_buttons_back_and_cancel_write_nothing(chat: Chat):
    await subscriber(chat)
    await vehicle(chat, plate="AB123CD")
    await chat.say("/diagnose")
    for text in ("🚗" * 2_000, "<b>gras</b>", "x" * 4_096, "42"):
        await chat.say(text)
        assert chat.last == chat.says("diagnose.ask_again", vehicle="AB-123-CD")
    await chat.say(SQUEAL["fr"])
    await answer(chat, "diagnose.no")
    await arrives(chat.bot, tap(chat, "1:dg_a:yes:brake_metal:0"), tap(chat, "1:dgc:plan:1"), tap(chat, "1:dg:plan:1"))
    assert chat.sees_part(question(chat, "pedal_soft"))
    await answer(chat, "flow.back")
    await answer(chat, "flow.back")
    assert chat.sees(chat.says("diagnose.ask_symptom", vehicle="AB-123-CD"))
    await answer(chat, "flow.cancel")
    assert chat.sees(chat.says("flow.cancelled"))
    assert await MaintenanceRecord.all().count() == 0


async def test_a_restart_in_the_middle_goes_on_where_it_was(sim: Simulator, tmp_path: Path):
    person, t = sim.user("Camille", lang="fr"), translator("fr")
    async with running_bot(sim, tmp_path) as bot:
        chat = Chat(bot, person, t)
        await subscriber(chat)
        await vehicle(chat, plate="AB123CD")
        await chat.say(f"/diagnose {SQUEAL['fr']}")
    async with running_bot(sim, tmp_path) as bot:
        chat = Chat(bot, person, t)
        await answer(chat, "diagnose.no")
        await answer(chat, "diagnose.finish")
        assert chat.sees_part(chat.says("diagnose.causes"))


@ONE_LANGUAGE
async def test_a_detail_that_is_added_changes_the_diagnosis(chat: Chat):
    await subscriber(chat)
    await vehicle(chat, plate="AB123CD")
    await chat.say(f"/diagnose {SQUEAL['fr']}")
    await answer(chat, "diagnose.finish")
    await answer(chat, "diagnose.more")
    await chat.say("et maintenant la pédale va au fond")
    assert chat.sees_part(chat.says("diagnose.changed"))
    assert chat.says("diagnose.stop_driving") in chat.last


async def test_a_kept_diagnosis_is_listed_settled_opened_again_counted_deleted_and_brought_back(chat: Chat):
    await subscriber(chat)
    car = await vehicle(chat, plate="AB123CD", kilometres=84_200)
    await chat.say(f"/diagnose {SQUEAL[chat.t.language]}")
    await answer(chat, "diagnose.finish")
    case = await DiagnosisCase.get()
    assert (case.vehicle_id, case.status, case.urgency) == (car.id, DiagnosisStatus.PENDING, "medium")
    await answer(chat, "diagnose.set_in_progress")
    await answer(chat, "diagnose.remind")
    await answer(chat, "diagnose.set_completed")
    assert chat.t.plain("diagnose.reopen") in [label for row in chat.shown.buttons for label, _ in row]
    assert (await Reminder.get()).state is ReminderState.DISMISSED
    await arrives(chat.bot, tap(chat, f"1:dgc:pending:{case.id}"))
    assert chat.last == chat.says("error.diagnosis_status_not_possible")
    await chat.say(SOFT[chat.t.language])
    await chat.say("/diagnoses")
    assert chat.says("diagnoses.counted", n=2, waiting=1) in chat.last
    await answer(chat, "diagnoses.figures")
    assert chat.sees_part(chat.says("diagnoses.stops", n=1))
    await arrives(chat.bot, tap(chat, f"1:veh:{car.id}"))
    await answer(chat, "menu.diagnoses")
    assert chat.sees_part(chat.says("diagnoses.title_of", vehicle="AB-123-CD"))
    await arrives(chat.bot, tap(chat, f"1:dgc:open:{case.id}"))
    await answer(chat, "diagnose.reopen")
    assert (await DiagnosisCase.get(id=case.id)).status is DiagnosisStatus.IN_PROGRESS
    await answer(chat, "diagnose.remove")
    await arrives(chat.bot, tap(chat, f"1:dgc:open:{case.id}"))
    assert chat.last == chat.says("error.gone")
    await arrives(chat.bot, tap(chat, f"1:dgc:restore:{case.id}"), tap(chat, f"1:dgc:open:{case.id}"))
    assert chat.sees_part(SQUEAL[chat.t.language])
    await answer(chat, "diagnose.remove")
    assert await chat.bot.runtime.parts.services.diagnoses.purge() == 0
    chat.bot.clock.move_to(timedelta(days=8))
    assert await chat.bot.runtime.parts.services.diagnoses.purge() == 1


async def test_replies_photos_and_voice_notes_are_kept_with_a_diagnosis_and_it_is_said_what_they_are_for(chat: Chat):
    await subscriber(chat)
    await vehicle(chat, plate="AB123CD")
    await chat.say("/diagnose")
    await chat.send_photo(PICTURE)
    assert chat.last == chat.says("diagnose.photo_kept")
    await chat.person.send_voice()
    await chat.bot.settle()
    assert chat.last == chat.says("diagnose.voice_kept")
    await chat.say(SQUEAL[chat.t.language])
    await answer(chat, "diagnose.finish")
    assert chat.sees_part(chat.says("diagnose.files_kept", n=2))
    kinds = [piece.kind for piece in await DiagnosisPiece.all().order_by("id") if piece.stored]
    assert kinds == [PieceKind.PHOTO, PieceKind.VOICE]
    case = await DiagnosisCase.get()
    await answer(chat, "diagnose.set_completed")
    await answer(chat, "diagnose.more")
    await chat.send_photo(PICTURE, "et maintenant la pédale va au fond" if chat.t.language == "fr" else "pedal sinks")
    assert chat.sees_part(chat.says("diagnose.stop_driving"))
    assert (await DiagnosisCase.get(id=case.id)).status is DiagnosisStatus.IN_PROGRESS
    await arrives(chat.bot, tap(chat, f"1:dgc:files:{case.id}"))
    assert len([one for one in chat.bot.sim.requests if one.method in {"sendPhoto", "sendDocument"}]) == 3


@ONE_LANGUAGE
async def test_without_the_plan_a_photo_is_not_kept_but_what_is_written_under_it_counts(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await chat.say("/diagnose")
    await chat.send_photo(PICTURE)
    assert chat.last == chat.says("diagnose.piece_needs_plan")
    await chat.send_photo(PICTURE, "fumée qui sort du capot")
    assert chat.sees_part(chat.says("diagnose.stop_driving"))
    assert await DiagnosisCase.all().count() == await DiagnosisPiece.all().count() == 0


@ONE_LANGUAGE
async def test_a_file_that_is_no_photo_is_refused_kindly_and_the_diagnosis_stays(chat: Chat):
    await subscriber(chat)
    await vehicle(chat, plate="AB123CD")
    await chat.say(f"/diagnose {SQUEAL['fr']}")
    await chat.send_document(b"no picture at all", "photo.jpg", "image/jpeg")
    await answer(chat, "diagnose.finish")
    assert chat.sees_part(chat.says("diagnose.piece_lost"))
    assert (await DiagnosisPiece.get()).stored is None
    assert await DiagnosisCase.all().count() == 1


async def test_what_is_not_understood_is_not_called_harmless_and_a_danger_is_a_tap_away(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await chat.say("/diagnose")
    await chat.say("brrrzzt flop")
    await answer(chat, "diagnose.sign_brakes")
    assert chat.sees_part(question(chat, "safe_brakes"))
    await answer(chat, "diagnose.yes")
    assert chat.sees_part(chat.says("diagnose.stop_driving"))


async def test_a_doubt_about_a_danger_is_asked_on_every_plan_before_anything_is_told(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await chat.say("ma roue fait le yoyo" if chat.t.language == "fr" else "wheel feels odd and yoyo")
    assert chat.sees_part(question(chat, "safe_wheel_loose"))
    await answer(chat, "diagnose.yes")
    assert chat.sees_part(chat.says("diagnose.stop_driving"))


async def test_somebody_whose_child_is_shut_in_is_told_at_once_and_sold_nothing(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    words = "mon bébé est enfermé dans la voiture" if chat.t.language == "fr" else "my baby is locked in the car"
    await chat.say(words)
    assert advice(chat, "trapped_out") in chat.last
    assert chat.t.plain("diagnose.see_plans") not in chat.labels
    await subscriber(chat)
    await chat.say(words)
    assert advice(chat, "trapped_out") in chat.last
    assert await DiagnosisCase.all().count() == 0
