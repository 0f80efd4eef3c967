from datetime import UTC, date, datetime
from typing import Any

from core.domain.plans import Level
from core.domain.service_figures import Insight, conversions
from core.domain.subscription_states import Status
from core.i18n import translator
from core.models import (
    Account,
    ActiveDay,
    AiBudget,
    AiSpend,
    BillingNotice,
    Document,
    ExtractedField,
    Payment,
)
from core.services import service_figures
from core.services.insight_making import aligned, pictured, worded
from tests.services.test_broadcasts import subscribe
from tests.services.worlds import World

TODAY = date(2026, 11, 22)
SEP, OCT, NOV = date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)


def noon(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 12, tzinfo=UTC)


async def people(*began: datetime) -> list[Account]:
    return [
        await Account.create(telegram_id=100 + number, language="fr", created_at=moment)
        for number, moment in enumerate(began)
    ]


async def came(owner: Account, *days: date) -> None:
    for day in days:
        await ActiveDay.create(owner_id=owner.id, day=day)


async def test_people_are_counted_once_a_day_a_week_and_a_month(database: object):
    ana, bob, cleo = await people(noon(9, 3), noon(10, 4), noon(11, 20))
    await came(ana, date(2026, 11, 22), date(2026, 11, 21), date(2026, 10, 31))
    await came(bob, date(2026, 11, 16), date(2026, 11, 15))
    await came(cleo, date(2026, 10, 24), date(2026, 10, 23))
    found = await service_figures.active(TODAY)
    assert (found.day, found.week, found.month, found.people, found.new) == (1, 2, 3, 3, 1)
    assert dict(found.months)[NOV] == 2
    assert dict(found.months)[OCT] == 2
    assert dict(found.months)[SEP] == 0
    assert dict(found.days)[date(2026, 11, 21)] == 1
    assert len(found.days) == 60
    picture, caption = pictured(translator("fr"), Insight.PEOPLE, found, TODAY, dark=False)
    assert picture is not None
    assert "<b>3</b>" in caption


async def test_staying_is_the_share_of_those_who_began_together(database: object):
    ana, bob, cleo, dan = await people(noon(9, 3), noon(9, 30), noon(9, 9), noon(10, 4))
    await came(ana, date(2026, 9, 3), date(2026, 10, 1), date(2026, 10, 2), date(2026, 11, 1))
    await came(bob, date(2026, 10, 31))
    await came(cleo, date(2026, 9, 9))
    await came(dan, date(2026, 11, 3))
    september, october = await service_figures.staying(TODAY)
    assert (september.month, september.size, september.came) == (SEP, 3, (2, 1, None, None, None, None))
    assert (october.month, october.size, october.share(1), october.share(2)) == (OCT, 1, 1.0, None)
    picture, _ = pictured(translator("en"), Insight.STAYING, (september, october), TODAY, dark=True)
    assert picture is not None
    assert picture.grids[0].rows[0].shades == (667, 333, None, None, None, None)
    assert "67%" in worded(translator("en"), Insight.STAYING, (september, october), TODAY)


async def notice(owner: Account, kind: str, level: Level, moment: datetime) -> None:
    number = await BillingNotice.all().count()
    await BillingNotice.create(owner_id=owner.id, kind=kind, key=f"k{number}", level=level, created_at=moment)


async def test_conversions_follow_what_people_were_told_of_their_plans(database: object):
    world = World()
    ana, bob, cleo, dan = await people(noon(9, 3), noon(9, 4), noon(9, 5), noon(9, 6))
    await notice(ana, "started", Level.STANDARD, noon(9, 10))
    await notice(ana, "renewed", Level.STANDARD, noon(10, 10))
    await notice(ana, "changed", Level.PREMIUM, noon(10, 20))
    await notice(bob, "trial", Level.PREMIUM, noon(11, 2))
    await notice(cleo, "started", Level.STANDARD, noon(11, 3))
    for owner, level in ((ana, Level.PREMIUM), (cleo, Level.STANDARD)):
        await subscribe(owner, level, Status.ACTIVE, period_end=datetime(2027, 1, 1, tzinfo=UTC))
    found = await service_figures.plans(world.clock, TODAY)
    assert (found.people, found.upgraded) == (4, 1)
    assert dict(found.reached) == {Level.FREE: 4, Level.STANDARD: 2, Level.PREMIUM: 2}
    assert dict(found.now) == {Level.FREE: 2, Level.STANDARD: 1, Level.PREMIUM: 1}
    months = {month: counts for month, *counts in found.months}
    assert (months[SEP], months[OCT], months[NOV]) == ([1, 0, 0], [0, 0, 1], [1, 1, 0])
    assert dan.id
    assert pictured(translator("es"), Insight.PLANS, found, TODAY, dark=False)[0] is not None


def test_a_plan_that_ended_and_began_again_is_one_conversion():
    steps = [(1, Level.STANDARD, SEP), (1, Level.STANDARD, OCT), (1, Level.PREMIUM, OCT), (1, Level.STANDARD, NOV)]
    found = conversions(1, steps, dict.fromkeys(Level, 0), TODAY)
    assert (found.reached[Level.STANDARD], found.reached[Level.PREMIUM], found.upgraded) == (1, 1, 1)
    assert sum(sum(counts) for _, *counts in found.months) == 2


async def pay(owner: Account, cents: int, moment: datetime, currency: str = "EUR", refunded: int = 0) -> None:
    number = await Payment.all().count()
    await Payment.create(
        owner_id=owner.id, provider="stripe", external_id=f"p{number}", amount_cents=cents, currency=currency,
        paid_at=moment, refunded_cents=refunded,
    )  # fmt: skip


async def test_revenue_is_in_cents_by_month_and_currency_less_what_was_paid_back(database: object):
    (ana,) = await people(noon(9, 3))
    await pay(ana, 9_99, noon(10, 1))
    await pay(ana, 19_99, noon(10, 31), refunded=5_01)
    await pay(ana, 9_99, datetime(2026, 10, 31, 23, 59, 59, tzinfo=UTC))
    await pay(ana, 9_99, datetime(2026, 11, 1, tzinfo=UTC), refunded=9_99)
    await pay(ana, 770_00, noon(11, 2), "XTR")
    await pay(ana, 9_99, datetime(2025, 11, 30, tzinfo=UTC))
    found = {one.currency: one for one in await service_figures.money(TODAY)}
    euros = {month: sums for month, *sums in found["EUR"].months}
    assert (euros[OCT], euros[NOV], found["EUR"].net) == ([39_97, 5_01], [9_99, 9_99], 34_96)
    assert found["XTR"].net == 770_00
    words = worded(translator("fr"), Insight.MONEY, tuple(found.values()), TODAY)
    assert "34,96" in words
    assert translator("fr").plain("insight.stars", n=770) in words


async def paper(owner: Account, kept: datetime | None, fields: dict[str, tuple[str | None, bool]]) -> None:
    known: dict[str, Any] = {"state": "kept" if kept else "proposed", "telegram_file": "x"}
    document = await Document.create(owner_id=owner.id, created_at=noon(9, 1), kept_at=kept, **known)
    for name, (value, corrected) in fields.items():
        await ExtractedField.create(
            document_id=document.id, name=name, value=value, confidence=0.9, state="read", corrected=corrected
        )


async def test_reading_is_as_right_as_people_left_it_on_papers_they_kept(database: object):
    (ana,) = await people(noon(9, 3))
    await paper(ana, noon(10, 1), {"plate": ("AB123CD", False), "total_incl_tax": ("9.99", True)})
    await paper(ana, noon(11, 1), {"plate": ("AB123CD", True), "total_incl_tax": ("1", True), "vat": (None, False)})
    await paper(ana, noon(11, 2), {"plate": ("AB123CD", False)})
    await paper(ana, None, {"plate": ("XX", True)})
    found = await service_figures.reading(TODAY)
    assert found.fields == (("total_incl_tax", 2, 2), ("plate", 3, 1))
    assert (found.shown, found.corrected) == (5, 3)
    months = {month: counts for month, *counts in found.months}
    assert (months[OCT], months[NOV]) == ([2, 1], [3, 2])
    picture, _ = pictured(translator("fr"), Insight.READING, found, TODAY, dark=False)
    assert picture is not None
    assert [bar.size for bar in picture.bars[0].bars] == [1000, 333]


async def test_the_models_cost_is_by_month_with_its_calls(database: object):
    ana, bob = await people(noon(9, 3), noon(9, 3))
    await AiBudget.create(month="2026-10", micros=1_230_000)
    await AiBudget.create(month="2026-11", micros=500_000)
    for owner, month, calls in ((ana, "2026-10", 3), (bob, "2026-10", 4), (bob, "2026-11", 1)):
        await AiSpend.create(owner_id=owner.id, month=month, calls=calls, failed=1)
    found = await service_figures.ai(TODAY)
    months = {month: counts for month, *counts in found.months}
    assert (months[SEP], months[OCT], months[NOV]) == ([0, 0, 0], [1_230_000, 7, 2], [500_000, 1, 1])
    assert "1.73" in worded(translator("en"), Insight.AI, found, TODAY)


async def test_where_there_is_nothing_it_is_said_so(database: object):
    t = translator("fr")
    for view, found in (
        (Insight.PEOPLE, await service_figures.active(TODAY)),
        (Insight.STAYING, await service_figures.staying(TODAY)),
        (Insight.PLANS, await service_figures.plans(World().clock, TODAY)),
        (Insight.MONEY, await service_figures.money(TODAY)),
        (Insight.READING, await service_figures.reading(TODAY)),
        (Insight.AI, await service_figures.ai(TODAY)),
    ):
        assert pictured(t, view, found, TODAY, dark=False)[0] is None
        assert worded(t, view, found, TODAY) == t("insight.nothing", what=t.plain(f"insight.{view}"))


def test_the_columns_of_a_table_stand_below_each_other():
    assert aligned([("a", "1"), ("bcd", "1000")]) == "a      1\nbcd 1000"
