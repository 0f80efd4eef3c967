import pytest

from core.domain.garages.globe import Point
from core.domain.garages.listing import ListingStatus
from core.domain.garages.ratings import BURST, MOST_A_DAY, REPORTS, REPORTS_A_DAY, ReviewState, score
from core.domain.garages.specialties import Specialty
from core.errors import Gone, Refusal
from core.models import GarageReview, ListedGarage
from core.services.auditing import Actor, Auditing
from core.services.directory import Directory
from core.services.garage_moderation import GarageModeration
from core.services.reviews import Reviews
from tests.services.listed import LYON, add, listed
from tests.services.papers import SIRET, Papers, invoice
from tests.services.worlds import World

pytestmark = pytest.mark.usefixtures("database")


def reviews(world: World) -> Reviews:
    return Reviews(world.clock, Directory(world.clock))


async def standing() -> tuple[int, int, int]:
    garage = await ListedGarage.first()
    assert garage is not None
    return garage.ratings, garage.stars, garage.score


async def test_one_review_for_each_person_is_changed_taken_back_and_always_counted():
    world = World()
    ana, bob = await world.person(7), await world.person(8)
    (garage,) = await add(listed())
    desk = reviews(world)
    await desk.write(ana, garage.id, 5, "Très bien, rapide & <b>propre</b>")
    await desk.write(bob, garage.id, 2, None)
    assert await standing() == (2, 7, score(2, 7))
    await desk.write(ana, garage.id, 3, None)
    assert await standing() == (2, 5, score(2, 5))
    page = await desk.page(ana, garage.id)
    assert [one.author for one in page.reviews] == [None, None]
    await desk.sign(bob, garage.id, signed=True)
    await desk.remove(ana, garage.id)
    assert await standing() == (1, 2, score(1, 2))
    with pytest.raises(Gone):
        await desk.remove(ana, garage.id)


async def test_links_long_comments_and_wrong_stars_are_refused_and_a_day_has_its_limit():
    world = World()
    ana = await world.person()
    garages = await add(*(listed(f"Atelier {number}") for number in range(MOST_A_DAY + 1)))
    desk = reviews(world)
    links = (
        "voir https://x.example",
        "sur www.x.fr",
        "t.me/x",
        "@mechant_bot",
        "tg://x",
        "bit.ly/x",
        "pub.casino",
        "a-b.de/x",
    )
    for comment in (*links, "x" * 601):
        with pytest.raises(Refusal):
            await desk.write(ana, garages[0].id, 5, comment)
    for stars in (0, 6, -1, 10**9):
        with pytest.raises(Refusal):
            await desk.write(ana, garages[0].id, stars, None)
    for garage in garages[:MOST_A_DAY]:
        await desk.write(ana, garage.id, 4, None)
    await desk.remove(ana, garages[0].id)
    with pytest.raises(Refusal):
        await desk.write(ana, garages[0].id, 4, None)
    world.clock.move(days=1)
    await desk.write(ana, garages[0].id, 4, None)


async def test_a_bomb_of_reviews_is_held_back_and_a_kept_invoice_is_not():
    world = Papers()
    (garage,) = await add(listed())
    desk = reviews(world)
    people = [await world.person(100 + number) for number in range(BURST + 2)]
    for person in people[:-1]:
        await desk.write(person, garage.id, 1, None)
    assert await standing() == (BURST, BURST, score(BURST, BURST))
    assert await GarageReview.filter(state=ReviewState.HELD).count() == 1
    proven = people[-1]
    garage.siret = SIRET
    await garage.save()
    await world.kept(proven, invoice("1"))
    await world.documents.garages.keep(proven, SIRET, "Garage du Parc")
    review = await desk.write(proven, garage.id, 5, None)
    assert (review.verified, review.state) == (True, ReviewState.SHOWN)
    moderation = GarageModeration(world.clock, world.jobs, Auditing(world.clock))
    total, (held,) = await moderation.reviews(0)
    assert total == 1
    await moderation.keep(Actor.at_console("test"), held.id)
    assert (await standing())[0] == BURST + 2


async def test_reports_of_several_people_hide_a_review_and_one_persons_do_not():
    world = World()
    (garage,) = await add(listed())
    desk, author = reviews(world), await world.person(1)
    review = await desk.write(author, garage.id, 1, "nul")
    with pytest.raises(Gone):
        await desk.report(author, review.id)
    eve = await world.person(50)
    for _ in range(REPORTS):
        await desk.report(eve, review.id)
    assert (await standing())[0] == 1
    for number in range(REPORTS - 1):
        await desk.report(await world.person(60 + number), review.id)
    assert (await standing())[:2] == (0, 0)


async def test_the_nightly_check_puts_wrong_averages_right():
    world = World()
    garage, other = await add(listed(), listed("Autre"))
    desk = reviews(world)
    await desk.write(await world.person(), garage.id, 4, None)
    await ListedGarage.filter(id=garage.id).update(stars=99)
    await ListedGarage.filter(id=other.id).update(ratings=3, stars=15)
    assert await desk.check() == 2
    assert await desk.check() == 0
    assert (await ListedGarage.get(id=garage.id)).score == score(1, 4)
    assert (await ListedGarage.get(id=other.id)).ratings == 0


async def test_what_was_hidden_does_not_come_back_by_being_taken_back_and_written_anew():
    world = World()
    ana = await world.person(7)
    others = [await world.person(20 + number) for number in range(REPORTS)]
    (garage,) = await add(listed())
    desk = reviews(world)
    review = await desk.write(ana, garage.id, 1, "Bien. Un peu cher.Merci")
    for other in others:
        await desk.report(other, review.id)
    await desk.remove(ana, garage.id)
    assert (await desk.page(ana, garage.id)).mine is None
    with pytest.raises(Gone):
        await desk.remove(ana, garage.id)
    moderation = GarageModeration(world.clock, world.jobs, Auditing(world.clock))
    assert await moderation.reviews(0) == (0, [])
    again = await desk.write(ana, garage.id, 1, "voleurs")
    assert (again.state, await standing()) == (ReviewState.HELD, (0, 0, score(0, 0)))
    assert (await moderation.reviews(0))[0] == 1


async def test_one_person_reports_ten_reviews_a_day_and_a_name_that_is_a_link_signs_nothing():
    world = World()
    ana, eve = await world.person(7), await world.person(8)
    garages = await add(*(listed(f"Atelier {number}") for number in range(MOST_A_DAY)))
    desk, written = reviews(world), []
    for number in range(REPORTS_A_DAY // MOST_A_DAY + 1):
        author = await world.person(30 + number)
        written += [await desk.write(author, garage.id, 4, None) for garage in garages]
    for review in written[:REPORTS_A_DAY]:
        await desk.report(eve, review.id)
    await desk.report(eve, written[0].id)
    with pytest.raises(Refusal):
        await desk.report(eve, written[REPORTS_A_DAY].id)
    ana.name = "www.pub.fr Ana"
    await ana.save()
    await desk.write(ana, garages[0].id, 5, None)
    await desk.sign(ana, garages[0].id, signed=True)
    assert [one.author for one in (await desk.page(eve, garages[0].id)).reviews if one.review.owner_id == ana.id] == [
        None
    ]


async def test_a_garage_that_is_merged_gives_its_place_its_trades_and_that_all_see_it():
    world = World()
    admin = await world.person()
    vague = listed("Garage du Parc", LYON, status=ListingStatus.PENDING, approximate=True)
    exact = listed("Garage du Parc", Point(45.76, 4.85), Specialty.TYRES, phone="+33 4 72 00 00 00")
    kept, gone = await add(vague, exact)
    moderation = GarageModeration(world.clock, world.jobs, Auditing(world.clock))
    await moderation.merge(Actor(admin.id), gone.id, kept.id)
    (found,) = await Directory(world.clock).near(await world.person(8), Point(45.76, 4.85), 1, Specialty.TYRES)
    assert (found.garage.id, found.garage.phone, found.metres, found.garage.approximate) == (
        *(kept.id, "+33 4 72 00 00 00", 0.0, False),
    )
