import pytest

from core.domain.garages.ratings import BURST, MOST_A_DAY, REPORTS, ReviewState, score
from core.errors import Gone, Refusal
from core.models import GarageReview, ListedGarage
from core.services.auditing import Actor, Auditing
from core.services.directory import Directory
from core.services.garage_moderation import GarageModeration
from core.services.reviews import Reviews
from tests.services.listed import add, listed
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
    for comment in ("voir https://x.example", "sur www.x.fr", "t.me/x", "@mechant_bot", "x" * 601):
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
