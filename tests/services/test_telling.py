from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pytest

from core.domain.reminder_kinds import ReminderKind
from core.domain.states import ReminderState
from core.errors import Gone, Refusal
from core.models import Account, Notification, Reminder
from core.services.digests import Digests
from core.services.notices import UNREAD, Notices
from core.services.own_reminders import Wish
from core.services.preferences import Preferences
from core.services.reminder_claims import named, take_back
from core.services.telling import Telling, Told
from tests.services.worlds import World, local

MORNING = datetime(2026, 11, 23, 8, tzinfo=UTC)


@dataclass(slots=True)
class Evening:
    """A person with things that come due, at ten past nine in their morning."""

    world: World
    ana: Account

    @property
    def telling(self) -> Telling:
        return Telling(self.world.clock)

    @property
    def preferences(self) -> Preferences:
        return Preferences(self.world.clock)

    async def own(self, subject: str, due_on: date, at: time | None = None) -> Reminder:
        return await self.world.reminders.add_custom(self.ana, subject, due_on, at)

    async def told(self) -> Told | None:
        """Claim, and tell as the handler does."""
        await self.world.reminders.claim_again()
        while await self.world.reminders.claim_due():
            continue
        told = await self.telling.due(self.ana)
        if told is not None:
            await self.telling.note(self.ana, told, [one.subject or "…" for one in told.reminders])
        return told


@pytest.fixture
async def here(database: str) -> Evening:
    world = World()
    return Evening(world, await world.person())


async def test_everything_due_comes_as_one_message_and_once(here: Evening):
    today = here.world.clock.today
    for subject in ("un", "deux", "trois"):
        await here.own(subject, today + timedelta(days=1))
    here.world.clock.instant = MORNING
    told = await here.told()
    assert told is not None
    assert ([one.subject for one in told.reminders], told.late) == (["un", "deux", "trois"], False)
    assert await here.told() is None
    notices = await Notices(here.world.clock).page(here.ana)
    assert ([one.text for one in notices.notices], notices.unread) == (["trois", "deux", "un"], 3)
    moved = await here.telling.put_off(here.ana, told.notifications[0], 7)
    assert [one.snoozed_on for one in moved] == [date(2026, 11, 30)] * 3
    assert (await Notices(here.world.clock).page(here.ana)).unread == 0


async def test_what_is_swept_up_for_a_person_is_not_claimed_again_and_late_things_come_with_an_excuse(here: Evening):
    one = await here.own("un", here.world.clock.today + timedelta(days=1))
    await here.own("deux", here.world.clock.today + timedelta(days=1))
    here.world.clock.instant = MORNING + timedelta(days=2)
    await Reminder.filter(id=one.id).update(state=ReminderState.PUSHED)
    await Notification.create(
        owner_id=here.ana.id, reminder_id=one.id, kind="reminder", created_at=here.world.clock.now()
    )
    told = await here.telling.due(here.ana)
    assert told is not None
    assert ({one.subject for one in told.reminders}, told.late) == ({"un", "deux"}, True)
    assert await here.world.reminders.claim_due() == 0


async def test_at_night_it_waits_for_the_morning_unless_the_person_said_that_time(here: Evening):
    today = here.world.clock.today
    usual = await here.own("usual", today)
    timed = await here.own("timed", today, time(23, 30))
    here.world.clock.instant = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)
    told = await here.told()
    assert told is not None
    assert [one.id for one in told.reminders] == [timed.id]
    waiting = await Reminder.get(id=usual.id)
    assert (waiting.state, local(waiting.remind_at)) == (ReminderState.WAITING, (date(2026, 11, 23), time(8)))
    assert await Notification.all().count() == 1


async def test_a_kind_that_is_switched_off_stays_in_the_list_and_silent(here: Evening):
    car = await here.world.car(here.ana)
    await here.world.reminders.add_topic(here.ana, car, "insurance", here.world.clock.today + timedelta(days=7))
    await here.preferences.mute(here.ana, ReminderKind.DOCUMENT, muted=True)
    here.world.clock.move(days=1)
    assert await here.told() is None
    assert (await here.world.reminders.page(here.ana)).total == 1
    assert not await Notification.exists()


async def test_what_nothing_is_done_about_is_told_again_in_their_rhythm_three_times_at_most(here: Evening):
    await here.own("pneus", here.world.clock.today + timedelta(days=1))
    days = []
    for day in range(40):
        here.world.clock.instant = MORNING + timedelta(days=day)
        if await here.told() is not None:
            days.append(day)
    assert days == [0, 7, 14]


async def test_the_same_thing_under_another_number_waits_for_the_rhythm(here: Evening):
    car = await here.world.car(here.ana)
    today = here.world.clock.today
    for _ in range(2):
        await here.world.reminders.add_topic(here.ana, car, "insurance", today + timedelta(days=7))
        here.world.clock.move(days=1)
        await here.told()
    assert await Notification.all().count() == 1
    held = await Reminder.get(state=ReminderState.WAITING)
    assert held.remind_at is not None
    assert (held.remind_at - here.world.clock.now()).days >= 5


async def test_what_could_not_be_delivered_waits_until_the_person_is_back_and_counts_as_not_told(here: Evening):
    await here.own("pneus", here.world.clock.today)
    here.world.clock.move(hours=2)
    told = await here.told()
    assert told is not None
    await take_back(here.ana.telegram_id, [named(told.notifications)])
    waiting = await Reminder.get()
    assert (waiting.state, waiting.told, waiting.again_at) == (ReminderState.WAITING, 0, None)
    assert (await here.told()) is not None


async def test_what_waits_moves_with_the_zone_the_hour_and_the_notice(here: Evening):
    car = await here.world.car(here.ana)
    day = here.world.clock.today + timedelta(days=60)
    topic = await here.world.reminders.add_topic(here.ana, car, "insurance", day)
    timed = await here.own("appel", day, time(18))
    put_off = await here.own("plus tard", day)
    await here.world.reminders.put_off(here.ana, put_off.id, day + timedelta(days=3))
    await here.preferences.choose(here.ana, "lead_days", "30")
    await here.preferences.choose(here.ana, "remind_hour", "7")
    assert local((await Reminder.get(id=topic.id)).remind_at) == (day - timedelta(days=30), time(8))
    await here.preferences.choose_quiet(here.ana, 22, 6)
    assert local((await Reminder.get(id=topic.id)).remind_at) == (day - timedelta(days=30), time(7))
    await here.preferences.choose_zone(here.ana, "America/Montreal")
    assert local((await Reminder.get(id=topic.id)).remind_at) == (day - timedelta(days=30), time(13))
    assert local((await Reminder.get(id=timed.id)).remind_at) == (day + timedelta(days=1), time(0))
    assert local((await Reminder.get(id=put_off.id)).remind_at) == (day + timedelta(days=3), time(13))
    for name in ("Europe/Nowhere", "", "CET", "../x"):
        with pytest.raises(Gone):
            await here.preferences.choose_zone(here.ana, name)


async def test_a_longer_notice_that_has_begun_speaks_tomorrow(here: Evening):
    car = await here.world.car(here.ana)
    await here.world.reminders.add_topic(here.ana, car, "insurance", here.world.clock.today + timedelta(days=10))
    await here.preferences.choose(here.ana, "lead_days", "30")
    assert local((await Reminder.get()).remind_at) == (here.world.clock.today + timedelta(days=1), time(9))


async def test_other_features_remind_through_one_method_however_often_they_call_it(here: Evening):
    own, day = here.world.reminders.own, here.world.clock.today + timedelta(days=20)
    for _ in range(2):
        await own.remind_of(here.ana, ReminderKind.DIAGNOSIS, Wish("bruit au freinage", day, lead_days=0))
    await own.remind_of(here.ana, ReminderKind.DOCUMENT, Wish("Permis de conduire", day))
    await own.remind_of(here.ana, ReminderKind.APPOINTMENT, Wish("Garage Martin", day, time(14, 30), lead_days=1))
    await own.remind_of(here.ana, ReminderKind.SUBSCRIPTION, Wish("Premium", day, repeat="P1M", lead_days=3))
    kept = {one.topic: one for one in await Reminder.filter(state=ReminderState.WAITING)}
    leads = {topic: (day - local(one.remind_at)[0]).days for topic, one in kept.items()}
    assert leads == {"diagnosis": 0, "document": 7, "appointment": 1, "subscription": 3}
    await here.preferences.choose(here.ana, "remind_hour", "10")
    garage = await Reminder.get(topic="appointment", state=ReminderState.WAITING)
    assert local(garage.remind_at) == (day - timedelta(days=1), time(10))
    await own.stop(here.ana, ReminderKind.SUBSCRIPTION, "Premium")
    assert await Reminder.filter(state=ReminderState.WAITING).count() == 3
    with pytest.raises(ValueError, match="logbook"):
        await own.remind_of(here.ana, ReminderKind.MAINTENANCE, Wish("vidange", day))


async def test_a_reminder_is_changed_part_by_part_and_only_ones_own_in_every_part(here: Evening):
    own, day = here.world.reminders.own, here.world.clock.today + timedelta(days=20)
    made = await here.own("pneus", day)
    car = await here.world.car(here.ana)
    await own.change_text(here.ana, made.id, "pneus d’hiver")
    await own.change_time(here.ana, made.id, time(18, 30))
    await own.change_repeat(here.ana, made.id, "P6M")
    await own.change_vehicle(here.ana, made.id, car.id)
    await own.change_day(here.ana, made.id, day + timedelta(days=1))
    changed = await Reminder.get()
    assert (changed.subject, changed.repeat, changed.vehicle_id) == ("pneus d’hiver", "P6M", car.id)
    assert local(changed.remind_at) == (day + timedelta(days=1), time(18, 30))
    with pytest.raises(Refusal):
        await own.change_day(here.ana, made.id, here.world.clock.ago(1))
    for days in (0, -5):
        with pytest.raises(Refusal):
            await here.world.reminders.put_off(here.ana, made.id, here.world.clock.today + timedelta(days=days))
    other = await here.world.person(8)
    with pytest.raises(Gone):
        await own.change_text(other, made.id, "à moi")
    topic = await here.world.reminders.add_topic(here.ana, car, "insurance", day)
    with pytest.raises(Gone):
        await own.change_text(here.ana, topic.id, "x")


async def test_a_digest_is_claimed_once_and_says_what_is_late_and_what_is_coming(here: Evening):
    await here.preferences.choose(here.ana, "digest", "weekly")
    today = here.world.clock.today
    late = await here.own("en retard", today)
    await here.own("bientôt", today + timedelta(days=10))
    await here.own("plus tard", today + timedelta(days=90))
    await Reminder.filter(id=late.id).update(state=ReminderState.PUSHED)
    digests = Digests(here.world.clock, here.world.jobs)
    here.world.clock.move(days=8)
    assert [await digests.claim_due(), await digests.claim_due()] == [1, 0]
    found = await digests.summary(await Account.get())
    assert ([one.subject for one in found.late], [one.subject for one in found.coming]) == (["en retard"], ["bientôt"])
    after = (await Account.get()).digest_at
    assert after is not None
    assert local(after) == (date(2026, 12, 7), time(9))
    await here.preferences.choose(here.ana, "digest", "none")
    assert (await Account.get()).digest_at is None


async def test_the_inbox_is_read_filtered_and_tidied_by_its_owner_alone(here: Evening):
    notices, bob = Notices(here.world.clock), await here.world.person(8)
    for subject in ("un", "deux"):
        await here.own(subject, here.world.clock.today)
    here.world.clock.move(hours=2)
    await here.told()
    first = (await notices.page(here.ana)).notices[0]
    with pytest.raises(Gone):
        await notices.open(bob, first.id)
    assert (await notices.open(here.ana, first.id)).read_at is not None
    assert (await notices.page(here.ana, UNREAD)).total == 1
    assert (await notices.page(here.ana, "own")).total == 2
    assert (await notices.page(here.ana, "cost")).total == 0
    await notices.mark_unread(here.ana, first.id)
    assert await notices.unread(here.ana) == 2
    await notices.delete(bob, first.id)
    assert [await notices.read_all(here.ana), await notices.delete_read(bob)] == [2, 0]
    await notices.delete(here.ana, first.id)
    assert await notices.delete_read(here.ana) == 1
    assert await Reminder.all().count() == 2
