from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from core import db
from core.domain.broadcasts import Activity, BroadcastState, Move, Segment
from core.domain.plans import Interval, Level
from core.domain.subscription_states import Standing, Status, gives_access
from core.errors import Gone, Refusal
from core.models import Account, Broadcast, Notification, Subscription
from core.ports import RunningJob
from core.services.broadcast_people import reachable
from core.services.broadcasting import Broadcasting, TakenByAnother
from core.services.broadcasts import Broadcasts
from core.services.outbox import Outbox
from core.services.plan_holders import holders_of
from tests.services.worlds import World


def rendered(language: str, text: str, *, quiet: bool) -> tuple[str, dict[str, object]]:
    return "sendMessage", {"text": text, "disable_notification": quiet}


@dataclass(slots=True)
class Here(World):
    asked: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        World.__post_init__(self)
        self.jobs.register("broadcast", self.sending.step)

    @property
    def sending(self) -> Broadcasting:
        return Broadcasting(self.clock, self.jobs, Outbox(), rendered)

    @property
    def broadcasts(self) -> Broadcasts:
        return Broadcasts(self.clock, self.sending)

    async def people(self, count: int, **known: object) -> list[Account]:
        now = self.clock.now()
        start = 100 + await Account.all().count()
        rows = [
            Account(telegram_id=start + number, **({"language": "fr", "created_at": now} | known))
            for number in range(count)
        ]
        await Account.bulk_create(rows)
        return list(await Account.filter(telegram_id__gte=start).order_by("id"))

    async def step(self, number: int) -> None:
        """What the job does, as often as it is asked."""

        async def finish() -> None:
            self.asked.append(number)

        await self.sending.step(RunningJob(1, "broadcast", {"broadcast": number}, 1, finish))

    async def sent(self) -> list[int]:
        """The chats whose message is in the outbox now; Telegram takes them."""
        rows = await db.fetch("SELECT chat_id FROM outgoing WHERE lane = 1 ORDER BY id")
        await db.execute("DELETE FROM outgoing")
        return [int(row["chat_id"]) for row in rows]


async def subscribe(owner: Account, level: Level, status: Status, **more: Any) -> None:
    now = owner.created_at
    await Subscription.create(
        owner_id=owner.id, provider="stripe", external_id=f"sub_{owner.id}", level=level, interval=Interval.MONTH,
        amount_cents=999, currency="EUR", status=status, live=False, holder_id=owner.id, created_at=now,
        updated_at=now, **more,
    )  # fmt: skip


async def begun(here: Here, **aim: object) -> Broadcast:
    admin = await here.person(1)
    await Account.filter(id=admin.id).update(leaves_at=here.clock.now() + timedelta(days=9))
    made = await here.broadcasts.write(admin, None, "fr", "Bonjour")
    await here.broadcasts.write(admin, made.id, "en", "Hello")
    if aim:
        await here.broadcasts.aim(made.id, **aim)
    return await here.broadcasts.move(admin, made.id, Move.START)


async def test_everybody_gets_one_message_in_their_language_however_often_the_job_runs(database: object):
    here = Here()
    french, english = await here.people(130), await here.people(130, language="en")
    spanish = await here.people(1, language="es")
    one = await begun(here)
    assert one.people == 261
    got: list[int] = []
    for _ in range(5):
        await here.step(one.id)
        await here.step(one.id)
        rows = await db.fetch("SELECT chat_id, payload FROM outgoing WHERE lane = 1")
        texts = {int(row["chat_id"]): str(row["payload"]) for row in rows}
        assert all(("Hello" in text) == any(one.telegram_id == chat for one in english) for chat, text in texts.items())
        assert len(rows) <= Broadcasting.handed_over
        got += await here.sent()
    assert sorted(got) == sorted(one.telegram_id for one in (*french, *english, *spanish))
    one = await here.broadcasts.get(one.id)
    assert (one.state, one.claimed, one.failed) == (BroadcastState.DONE, 261, 0)
    assert await Notification.filter(kind="news").count() == 261
    assert (await here.broadcasts.progress(one)).percent == 100


async def test_who_blocked_us_or_is_blocked_or_leaves_or_wants_no_news_gets_nothing(database: object):
    here = Here()
    now = here.clock.now()
    for known in ({"reachable": False}, {"blocked_at": now}, {"leaves_at": now}, {"left_at": now}):
        await here.people(1, **known)
    await here.people(1, muted="cost,news")
    (wants,) = await here.people(1, muted="cost")
    one = await begun(here)
    # Who is to have it is decided when their turn comes.
    (changes,) = await here.people(1)
    await Account.filter(id=changes.id).update(muted="news")
    await here.step(one.id)
    assert await here.sent() == [wants.telegram_id]


async def test_a_segment_is_of_a_plan_a_language_and_an_activity(database: object):
    here = Here()
    now, today = here.clock.now(), here.clock.now().date()
    (plain,) = await here.people(1, seen_on=today)
    (paying,) = await here.people(1, seen_on=today - timedelta(days=6), language="en")
    (old,) = await here.people(1, seen_on=today - timedelta(days=7))
    (silent,) = await here.people(1, created_at=now - timedelta(days=40))
    await subscribe(paying, Level.PREMIUM, Status.ACTIVE, period_end=now + timedelta(days=3))

    async def found(**meant: object) -> set[int]:
        return set(await reachable(Segment(**meant), now).values_list("id", flat=True))  # type: ignore[arg-type]

    assert await found(level=Level.PREMIUM) == {paying.id}
    assert await found(level=Level.FREE) == {plain.id, old.id, silent.id}
    assert await found(language="en") == {paying.id}
    assert await found(activity=Activity.ACTIVE, days=7) == {plain.id, paying.id}
    assert await found(activity=Activity.IDLE, days=7) == {old.id, silent.id}
    assert await found(activity=Activity.IDLE, days=30) == {silent.id}
    with pytest.raises(Gone):
        Segment(days=8)


async def test_who_holds_a_plan_is_told_by_the_rows_as_by_the_rule(database: object):
    here = Here()
    now = here.clock.now()
    days = (None, now - timedelta(days=3), now - timedelta(days=1), now + timedelta(days=1))
    expected = set()
    for status, end, cancels, grace in product(Status, days, (True, False), (None, days[1], days[3])):
        (owner,) = await here.people(1)
        await subscribe(owner, Level.STANDARD, status, period_end=end, cancels=cancels, grace_until=grace)
        if gives_access(Standing(status, "", end, cancels, grace), now):
            expected.add(owner.id)
    found = await Account.filter(holders_of(Level.STANDARD, now)).values_list("id", flat=True)
    assert set(found) == expected
    assert await Account.filter(holders_of(Level.FREE, now)).count() == await Account.all().count() - len(expected)


async def test_a_pause_holds_it_where_it_is_and_a_stop_ends_it(database: object):
    here = Here()
    await here.people(250)
    one = await begun(here)
    admin = await Account.get(telegram_id=1)
    await here.step(one.id)
    await here.broadcasts.move(admin, one.id, Move.PAUSE)
    got = await here.sent()
    await here.step(one.id)
    assert await here.sent() == []
    await here.broadcasts.move(admin, one.id, Move.RESUME)
    await here.step(one.id)
    got += await here.sent()
    assert len(got) == len(set(got)) == 200
    await here.broadcasts.move(admin, one.id, Move.STOP)
    await here.step(one.id)
    assert await here.sent() == []
    with pytest.raises(Gone):
        await here.broadcasts.move(admin, one.id, Move.RESUME)
    assert (await here.broadcasts.get(one.id)).claimed == 200


async def test_a_planned_one_begins_by_itself_and_one_for_yesterday_is_refused(database: object):
    here = Here()
    await here.people(3)
    admin = await here.person(1)
    made = await here.broadcasts.write(admin, None, "fr", "Bonjour")
    now = here.clock.now()
    for wrong in (now, now + timedelta(days=91)):
        with pytest.raises(Refusal):
            await here.broadcasts.move(admin, made.id, Move.SCHEDULE, wrong)
    await here.broadcasts.move(admin, made.id, Move.SCHEDULE, now + timedelta(hours=1))
    await here.sending.claim_due()
    await here.step(made.id)
    assert await here.sent() == []
    here.clock.move(hours=1)
    await here.sending.claim_due()
    await here.step(made.id)
    assert len(await here.sent()) == 4


async def test_what_could_not_be_delivered_is_counted_and_stays_in_the_inbox(database: object):
    here = Here()
    (gone,) = await here.people(1)
    one = await begun(here)
    await here.step(one.id)
    await here.sending.undelivered([f"broadcast:{one.id}:{gone.id}", "notification:7"])
    await here.sent()
    progress = await here.broadcasts.progress(await here.broadcasts.get(one.id))
    assert (progress.sent, progress.failed, progress.percent) == (0, 1, 100)
    assert await Notification.filter(owner_id=gone.id, kind="news", text="Bonjour").count() == 1


async def test_two_processes_at_once_take_different_people(database: object):
    here = Here()
    await here.people(150)
    one = await begun(here)
    stale = await here.broadcasts.get(one.id)
    await here.step(one.id)
    taken = await here.sent()
    # One that had read the row before the other wrote: it takes nobody.
    with pytest.raises(TakenByAnother):
        await here.sending.hand_over(stale, await Account.all().limit(3))
    await here.step(one.id)
    assert len({*taken, *await here.sent()}) == 150


async def test_a_draft_is_written_again_and_thrown_away_but_not_once_it_runs(database: object):
    here = Here()
    admin = await here.person(1)
    made = await here.broadcasts.write(admin, None, "fr", "Bonjour")
    await here.broadcasts.write(admin, made.id, "en", "Hello")
    assert (await here.broadcasts.write(admin, made.id, "en", None)).text_en is None
    with pytest.raises(Refusal):
        await here.broadcasts.write(admin, made.id, "fr", None)
    with pytest.raises(Gone):
        await here.broadcasts.write(admin, made.id, "xx", "?")
    await here.broadcasts.delete(made.id)
    with pytest.raises(Gone):
        await here.broadcasts.get(made.id)
    one = await here.broadcasts.write(admin, None, "fr", "Bonjour")
    await here.broadcasts.move(admin, one.id, Move.START)
    for refused in (here.broadcasts.delete(one.id), here.broadcasts.aim(one.id, language="fr")):
        with pytest.raises(Gone):
            await refused


async def test_the_administrator_alone_gets_what_is_tried_out(database: object):
    here = Here()
    await here.people(2)
    admin = await here.person(1)
    made = await here.broadcasts.write(admin, None, "fr", "Bonjour")
    await here.broadcasts.try_out(admin, made.id)
    rows = await db.fetch("SELECT chat_id, lane FROM outgoing")
    assert [(row["chat_id"], row["lane"]) for row in rows] == [(1, 0)]
