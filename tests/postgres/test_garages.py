import asyncio
import io
import random
from collections.abc import AsyncIterator
from datetime import time, timedelta

import pytest

from core import db
from core.db.gather import put
from core.domain.email_address import EmailAddress
from core.domain.garages.appointments import AppointmentStatus, GarageAnswer
from core.domain.garages.globe import NEAR, Point, metres
from core.domain.garages.ratings import score
from core.domain.garages.sought import Order, sought_in
from core.domain.garages.specialties import Specialty
from core.domain.service_types import ServiceType
from core.models import Appointment, GarageReview, ListedGarage, MyGarage
from core.services.appointments import NewAppointment
from core.services.auditing import Actor, Auditing
from core.services.directory import Directory
from core.services.garage_moderation import GarageModeration
from core.services.garage_requests import GarageSays
from core.services.nearest import FAR
from core.services.reviews import Reviews
from tests.conftest import Chat
from tests.domain.garages.test_globe import anywhere, beside
from tests.making import account, vehicle
from tests.services.listed import LYON, add, listed
from tests.services.test_directory import EDGES
from tests.services.test_garage_import import REGISTER, SIRET, bring, feature, osm
from tests.services.worlds import World

SEED, GARAGES = 20261126, 300


@pytest.fixture
async def world(url: str) -> AsyncIterator[World]:
    await db.connect(url)
    try:
        yield World()
    finally:
        await db.disconnect()


async def test_files_are_merged_by_siret_key_name_and_distance_and_found_by_name_on_postgresql(world: World):
    ana = await world.person()
    first = await bring(
        world, osm(feature(1), *(feature(n, f"Atelier {n}", longitude=4 + n / 500) for n in range(2, 9)))
    )
    (known,) = await db.fetch("SELECT reltuples FROM pg_class WHERE relname = 'listed_garage'")
    assert known["reltuples"] >= first.added > 0
    again = await bring(world, osm(feature(1, "Garage du Parc", {"phone": "04 72 00 00 00"})))
    register = await bring(world, io.StringIO(REGISTER))
    assert (first.added, again.changed, again.added, register.added) == (8, 1, 0, 0)
    garage = await ListedGarage.get(siret=SIRET)
    assert (garage.source_key, garage.phone) == ("osm:node/1", "+33 4 72 00 00 00")
    for text in ("garage du parc", "par lyon", "69003", "réparation parc"):
        hits = (await Directory(world.clock).find(ana, sought_in(text))).hits
        assert [hit.garage.id for hit in hits] == [garage.id], text


async def test_the_nearest_and_the_best_rated_are_those_of_a_full_scan_on_postgresql(world: World):
    ana, chance = await world.person(), random.Random(SEED)
    middles = [*EDGES, LYON, *(anywhere(chance) for _ in range(4))]
    points = [beside(chance.choice(middles), chance, 0.3) for _ in range(GARAGES)]
    # Sixty in one spot: more than the flat order gives.
    points += [Point(LYON.latitude + 0.05, LYON.longitude)] * 60
    kinds = [chance.choice((Specialty.TYRES, Specialty.REPAIR)) for _ in points]
    rows = [
        listed(f"G{number}", point, kind, ratings=1, stars=number % 5 + 1)
        for number, (point, kind) in enumerate(zip(points, kinds, strict=True))
    ]
    for start in range(0, len(rows), 500):
        await put(ListedGarage, rows[start : start + 500])
    directory = Directory(world.clock)
    for middle in middles:
        exact = sorted(
            (metres(middle, point), -score(1, number % 5 + 1), kind)
            for number, (point, kind) in enumerate(zip(points, kinds, strict=True))
        )
        for specialty in (None, Specialty.TYRES):
            of_it = [one for one in exact if specialty in {None, one[2]}]
            reach = NEAR if of_it[0][0] <= NEAR else FAR
            inside = [one for one in of_it if one[0] <= reach]
            found = await directory.near(ana, middle, 10, specialty)
            assert [round(hit.metres or 0) for hit in found] == [round(one[0]) for one in inside[:10]]
            rated = await directory.near(ana, middle, 10, specialty, Order.RATING)
            best = sorted((one[1], one[0]) for one in inside)[:10]
            assert [(-hit.garage.score, round(hit.metres or 0)) for hit in rated] == [(s, round(d)) for s, d in best]


async def test_a_garage_that_is_merged_takes_everything_along_on_postgresql(world: World):
    admin, ana, bob = [await world.person(number) for number in (7, 8, 9)]
    kept, gone = await add(listed("Garage du Parc", None), listed("Garage Parc", LYON, Specialty.TYRES))
    reviews, directory = Reviews(world.clock, Directory(world.clock)), Directory(world.clock)
    for person, garage, stars in ((ana, kept, 5), (ana, gone, 1), (bob, gone, 2)):
        await reviews.write(person, garage.id, stars, None)
        await directory.mark(person, garage.id, favourite=True)
    moderation = GarageModeration(world.clock, world.jobs, Auditing(world.clock))
    await moderation.merge(Actor(admin.id), gone.id, kept.id)
    left = await ListedGarage.get()
    assert (left.id, left.ratings, left.stars, left.specialties) == (kept.id, 2, 7, "tyres")
    assert [review.stars for review in await GarageReview.all().order_by("stars")] == [2, 5]
    assert await MyGarage.filter(garage_id=kept.id).count() == 2
    assert [hit.garage.id for hit in await directory.near(bob, LYON, 3, Specialty.TYRES)] == [kept.id]


async def test_of_two_answers_at_once_one_counts_on_postgresql(chat: Chat):
    await chat.say("/start")
    owner, car, services = (
        await account(chat),
        await vehicle(chat, plate="AB123CD"),
        chat.bot.runtime.parts.services.garage,
    )
    (garage,) = await add(listed("Garage du Parc", LYON, email="contact@garage.example"))
    day = chat.bot.clock.now().date() + timedelta(days=21)
    made = await services.appointments.note(owner, NewAppointment(car.id, garage.id, ServiceType.TYRES, day, time(9)))
    token = "a" * 32
    made.token, made.asked_at = services.requests.vault.mark("garage answer", token), chat.bot.clock.now()
    made.asked_to = services.requests.seal(EmailAddress("contact@garage.example"))
    await made.save()
    says = [GarageSays(GarageAnswer.YES), GarageSays(GarageAnswer.NO)]
    await asyncio.gather(*(services.requests.answer(token, one) for one in says))
    await chat.bot.settle()
    found = await Appointment.get()
    agreed = {GarageAnswer.YES: AppointmentStatus.CONFIRMED, GarageAnswer.NO: AppointmentStatus.CANCELLED}
    assert found.answer is not None
    assert found.status is agreed[found.answer]
    # One answer, told once.
    assert sum("Garage du Parc" in message.text for message in chat.person.messages) == 1
