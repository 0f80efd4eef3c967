import asyncio
from dataclasses import dataclass

import pytest

from core import db
from core.domain.email_address import EmailAddress
from core.domain.mail_codes import Purpose
from core.errors import Gone
from core.gateways.vault import KeyedVault
from core.meters import Meters
from core.models import Account, MailCode, RecoveryEmail
from core.services.email_links import LOOKUP, EmailLinks
from core.services.entitlements import Entitlements
from core.services.mail_codes import MailCodes, Sent, Tried
from core.services.mails import Mails
from core.services.moving import Moving
from core.services.offers import Offers
from core.services.outbox import Outbox
from core.services.recoveries import Recoveries
from tests.queries import statements
from tests.services.test_mails import KEY, FlakyPost, ignored
from tests.services.worlds import StoppedClock, World

HERS, NOBODYS = EmailAddress("camille@example.org"), EmailAddress("nobody@example.org")


@dataclass
class Desk:
    """Everything about codes, at a time that stands still."""

    clock: StoppedClock
    vault: KeyedVault
    codes: MailCodes
    recoveries: Recoveries


def desk() -> Desk:
    world = World()
    world.jobs.register("send_mail", ignored, queue="mail")
    clock, vault = world.clock, KeyedVault.open(KEY)
    codes, mails = MailCodes(clock, vault), Mails(clock, world.jobs, vault, FlakyPost(), lambda: "", Meters())
    links = EmailLinks(clock, world.jobs, vault, codes, mails)
    entitlements = Entitlements(clock, Offers())
    recoveries = Recoveries(clock, world.jobs, codes, mails, links, entitlements, Moving(Outbox()))
    return Desk(clock, vault, codes, recoveries)


async def made(one: Desk, owner: Account, purpose: Purpose = Purpose.LINK, to: EmailAddress = HERS) -> Sent:
    async with db.transaction():
        sent = await one.codes.make(owner, purpose, to)
    assert isinstance(sent, Sent)
    return sent


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


async def test_tries_at_the_same_moment_are_all_counted_and_a_fourth_is_never_compared(database: object):
    one = desk()
    owner = await World(one.clock).person()
    sent = await made(one, owner)

    async def tried() -> Tried:
        async with db.transaction():
            return (await one.codes.try_code(owner, Purpose.LINK, wrong(sent.code)))[0]

    results = await asyncio.gather(*(tried() for _ in range(12)))
    assert results.count(Tried.WRONG) <= 3
    assert (await MailCode.get()).tries == 3
    assert (await one.codes.try_code(owner, Purpose.LINK, sent.code))[0] is Tried.OVER


async def test_three_codes_a_day_go_to_one_mailbox_though_many_accounts_ask_at_once(database: object):
    one = desk()
    people = [await World(one.clock).person(number) for number in range(1, 9)]

    async def asked(owner: Account) -> bool:
        async with db.transaction():
            return isinstance(await one.codes.make(owner, Purpose.LINK, HERS), Sent)

    assert (await asyncio.gather(*(asked(owner) for owner in people))).count(True) == 1
    for _ in range(3):
        one.clock.move(minutes=2)
        await asyncio.gather(*(asked(owner) for owner in people))
    assert await MailCode.all().count() == 3
    one.clock.move(hours=23)
    assert not await asked(people[0])


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_linking_again_another_chat_and_an_older_code_give_no_further_tries(database: object):
    one = desk()
    owner, other = await World(one.clock).person(1), await World(one.clock).person(2)
    first = await made(one, owner)
    one.clock.move(minutes=2)
    second = await made(one, owner)
    for person, code in ((owner, first.code), (other, second.code), (other, first.code)):
        tried, row = await one.codes.try_code(person, Purpose.LINK, code)
        assert tried in {Tried.WRONG, Tried.OVER} or first.code == second.code
        assert row is None
    assert (await one.codes.try_code(owner, Purpose.LINK, second.code))[0] is Tried.RIGHT
    assert (await one.codes.try_code(owner, Purpose.LINK, second.code))[0] is Tried.OVER
    one.clock.move(minutes=2)
    third = await made(one, owner)
    one.clock.move(minutes=11)
    assert (await one.codes.try_code(owner, Purpose.LINK, third.code))[0] is Tried.OVER
    assert not isinstance(await one.codes.make(owner, Purpose.LINK, NOBODYS), Sent)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_dump_holds_no_code_and_no_word_of_a_link(database: object):
    one = desk()
    sent = await made(one, await World(one.clock).person(), Purpose.RECOVER)
    row = await MailCode.get()
    dump = " ".join(str(value) for value in (row.code, row.token, row.sealed, row.mailbox))
    assert not any(secret in dump for secret in (sent.code, sent.token, HERS.text))
    assert (await one.codes.open_link(sent.token)).id == row.id
    with pytest.raises(Gone):
        await one.codes.open_link(sent.token.swapcase())


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_asking_for_an_account_does_the_same_whether_or_not_there_is_one(database: object):
    one = desk()
    owner = await World(one.clock).person(1)
    await RecoveryEmail.create(
        owner_id=owner.id,
        sealed=one.vault.seal(HERS.text),
        lookup=one.vault.mark(LOOKUP, HERS.lookup),
        linked_at=one.clock.now(),
    )
    asked = []
    for number, address in ((2, HERS), (3, NOBODYS)):
        newcomer = await World(one.clock).person(number)
        async with statements() as seen, db.transaction():
            assert await one.recoveries.ask(newcomer, address) is None
        (turn,) = seen.transactions()
        asked.append([statement.split("VALUES")[0].split("WHERE")[0] for statement in turn])
    assert asked[0] == asked[1]
    assert 0 < len(asked[0]) <= 8
