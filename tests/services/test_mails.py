from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from core import db
from core.domain.email_address import EmailAddress
from core.domain.mail_kinds import MOST_A_DAY, PAUSES, MailKind, MailState
from core.domain.mail_ports import Letter, PostDelayed, PostRefused
from core.faults import set_trap
from core.gateways.vault import KeyedVault
from core.meters import Meters
from core.models import Mail
from core.ports import RunningJob
from core.services.mails import Mails
from tests.services.worlds import StoppedClock, World

TO = EmailAddress("camille@example.org")


@dataclass
class FlakyPost:
    """Takes letters, unless it has something else to say."""

    troubles: list[Exception] = field(default_factory=list)
    taken: list[Letter] = field(default_factory=list)

    async def send(self, letter: Letter) -> None:
        if self.troubles:
            raise self.troubles.pop(0)
        self.taken.append(letter)


@dataclass
class Desk:
    """An outbox of mail with its post."""

    clock: StoppedClock
    post: FlakyPost
    mails: Mails

    async def work(self) -> None:
        """Send what is due, as the schedule and the jobs do."""
        for mail in await Mail.all():
            await self.mails.send(RunningJob(1, "send_mail", {"mail": mail.id}, 1, nothing))


async def nothing() -> None:
    pass


async def ignored(_: RunningJob) -> None:
    pass


async def desk(*troubles: Exception) -> Desk:
    world = World()
    world.jobs.register("send_mail", ignored, queue="mail")
    post = FlakyPost(list(troubles))
    vault = KeyedVault.open(KEY)
    mails = Mails(world.clock, world.jobs, vault, post, lambda: "https://t.me/bot", Meters())
    return Desk(world.clock, post, mails)


KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="


async def test_a_letter_is_written_with_its_effect_sent_once_and_keeps_nothing_of_its_content(database: object):
    one = await desk()
    owner = await World(one.clock).person()

    async def fails() -> None:
        async with db.transaction():
            await one.mails.put(owner, TO, MailKind.CODE, {"code": "042137"})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fails()
    assert await Mail.all().count() == 0
    async with db.transaction():
        await one.mails.put(owner, TO, MailKind.CODE, {"code": "042137", "token": "WORD"})
    row = await Mail.get()
    assert not any(word in row.sealed for word in ("042137", "camille", "WORD"))
    await one.work()
    await one.work()
    (letter,) = one.post.taken
    assert (letter.to, letter.values["code"], letter.values["link"]) == (
        TO.text,
        "042137",
        "https://t.me/bot?start=mWORD",
    )
    row = await Mail.get()
    assert (row.state, row.sealed) == (MailState.SENT, "")


async def test_a_letter_whose_taking_was_not_noted_goes_again_under_the_same_number(database: object):
    one = await desk()
    async with db.transaction():
        await one.mails.put(await World(one.clock).person(), TO, MailKind.CODE, {"code": "042137"})
    cut: list[str] = []

    def trap(name: str) -> None:
        if name == "mail.handed_over" and not cut:
            cut.append(name)
            raise OSError(name)

    set_trap(trap)
    try:
        with pytest.raises(OSError, match=r"mail\.handed_over"):
            await one.work()
        await one.work()
        await one.work()
    finally:
        set_trap(None)
    first, again = one.post.taken
    assert (first.name, again.name) == (first.name, first.name)
    assert (await Mail.get()).state is MailState.SENT


async def test_a_server_that_is_away_is_tried_again_later_and_later_and_a_code_is_not_sent_too_late(database: object):
    one = await desk(*[PostDelayed("away")] * 3)
    owner = await World(one.clock).person()
    await one.mails.put(owner, TO, MailKind.WELCOME)
    for pause in PAUSES[:3]:
        await one.work()
        await one.work()
        assert (await Mail.get()).state is MailState.WAITING
        one.clock.move(seconds=pause)
    await one.work()
    assert [letter.name for letter in one.post.taken] == [one.post.taken[0].name]
    one.post.troubles = [PostDelayed("away")]
    await one.mails.put(owner, TO, MailKind.CODE, {"code": "042137"})
    await one.work()
    one.clock.move(minutes=11)
    await one.work()
    late = await Mail.get(kind=MailKind.CODE)
    assert (late.state, late.sealed, len(one.post.taken)) == (MailState.EXPIRED, "", 1)


async def test_a_letter_refused_for_good_is_not_tried_again(database: object):
    one = await desk(PostRefused(550))
    await one.mails.put(await World(one.clock).person(), TO, MailKind.WELCOME)
    await one.work()
    one.clock.move(hours=1)
    await one.work()
    row = await Mail.get()
    assert (row.state, row.sealed, one.post.taken) == (MailState.REFUSED, "", [])


async def test_one_mailbox_gets_so_many_letters_a_day_under_whichever_spelling_and_from_whomever(database: object):
    one = await desk()
    people = [await World(one.clock).person(number) for number in (1, 2)]
    spellings = [EmailAddress("a.na@gmail.com"), EmailAddress("ana+cars@gmail.com")]
    put = [await one.mails.put(people[n % 2], spellings[n % 2], MailKind.REMINDER) for n in range(MOST_A_DAY + 5)]
    assert put.count(True) == MOST_A_DAY
    one.clock.move(hours=25)
    assert await one.mails.put(people[0], spellings[0], MailKind.REMINDER)
    await one.work()
    one.clock.instant += timedelta(days=8)
    await one.mails.forget()
    assert await Mail.all().count() == 0
