import random
from collections.abc import Sequence

import pytest

from core import db
from core.domain.garages.globe import NEAR, Point, about_metres, metres
from core.domain.garages.listing import ListingSource, ListingStatus
from core.domain.garages.sought import Kind, Order, Sought, sought_in
from core.domain.garages.specialties import Specialty
from core.errors import Gone, Refusal
from core.models import Garage, ListedGarage, MyGarage
from core.services import nearest
from core.services.directory import PAGE, Directory, Hit
from core.services.listing import Listings, Suggestion
from core.services.nearest import FAR
from tests.domain.garages.test_globe import anywhere, beside
from tests.services.listed import LYON, add, listed
from tests.services.papers import SIRET, Papers, invoice
from tests.services.worlds import World

pytestmark = pytest.mark.usefixtures("database")

SEED, GARAGES, MIDDLES = 20261126, 10_000, 40
# Where a plain box of degrees would be wrong.
EDGES = (Point(89.99, 10.0), Point(-90.0, 0.0), Point(-17.0, 180.0), Point(-17.0, -179.99), Point(65.0, 179.98))


def names(hits: Sequence[Hit]) -> list[str]:
    return [hit.garage.name for hit in hits]


async def test_the_nearest_of_ten_thousand_are_those_of_a_full_scan_at_the_poles_and_the_date_line_too():
    world, chance = World(), random.Random(SEED)
    ana = await world.person()
    middles = [*EDGES, *(anywhere(chance) for _ in range(MIDDLES - len(EDGES)))]
    # Half of them around the middles, as towns are, the rest anywhere.
    points = [beside(chance.choice(middles), chance, 0.3) for _ in range(GARAGES // 2)]
    points += [anywhere(chance) for _ in range(GARAGES - len(points))]
    await ListedGarage.bulk_create([listed(f"G{number}", point) for number, point in enumerate(points)], batch_size=500)
    for middle in middles:
        hits = await Directory(world.clock).near(ana, middle, 10)
        # By the sphere first: what is nearer than the farthest found, its error included, is measured exactly.
        found = [hit.metres or 0.0 for hit in hits]
        limit = found[-1] * 1.02 + 1 if len(hits) == 10 else FAR * 1.02
        near = [metres(middle, point) for point in points if about_metres(middle, point) <= limit]
        expected = sorted(distance for distance in near if distance <= FAR)[:10]
        # Those farther away are only looked for where nothing is near.
        expected = [distance for distance in expected if distance <= NEAR] or expected
        assert [round(distance) for distance in found] == [round(distance) for distance in expected]


async def test_garages_are_found_by_name_town_postcode_and_specialty_without_accents_and_by_beginnings():
    world = World()
    ana = await world.person()
    directory = Directory(world.clock)
    await add(
        listed("Garage Élysée Méca", None, Specialty.REPAIR, city="Villeurbanne", postcode="69100"),
        listed("Point Gomme", LYON, Specialty.TYRES, ratings=3, stars=14),
        listed("Pneus Express", LYON, Specialty.TYRES, ratings=40, stars=190),
        listed("Auto Sécurité", LYON, Specialty.INSPECTION, ratings=1, stars=5),
        listed("Fermé Auto", LYON, status=ListingStatus.CLOSED),
    )
    for text, expected in (
        ("elysee", ["Garage Élysée Méca"]),
        ("ÉLYS", ["Garage Élysée Méca"]),
        ("garage meca villeurbanne", ["Garage Élysée Méca"]),
        ("69100", ["Garage Élysée Méca"]),
        ("express", ["Pneus Express"]),
        ("pneus lyon", ["Pneus Express", "Point Gomme"]),
        ("pneus", ["Pneus Express", "Point Gomme"]),
        ("ferme", []),
        ("' OR 1=1 --", []),
        ('"*" AND ^ NEAR(', []),
    ):
        page = await directory.find(ana, sought_in(text))
        assert sorted(names(page.hits)) == sorted(expected), text
    top = await directory.find(ana, Sought(Kind.TOP))
    # Forty good reviews stand before one perfect one.
    assert names(top.hits)[:3] == ["Pneus Express", "Point Gomme", "Auto Sécurité"]
    rated = await directory.near(ana, LYON, 5, order=Order.RATING)
    assert names(rated)[0] == "Pneus Express"


async def test_the_nearest_are_found_from_the_index_alone_before_the_database_knows_its_rows():
    ana = await World().person()
    if not db.is_sqlite():
        pytest.skip("PostgreSQL is held to it by the statement itself")
    for specialty in (None, Specialty.TYRES):
        sql, values = nearest._part(nearest.Around(ana, LYON, 10, specialty), NEAR, best=False, whole=False)
        plan = [str(row["detail"]) for row in await db.fetch(f"EXPLAIN QUERY PLAN {sql}", *values)]
        assert [step for step in plan if "listed_gara" in step] == [
            next(step for step in plan if "SEARCH g USING COVERING INDEX" in step and "(cell>? AND cell<?)" in step)
        ]


async def test_lists_are_paged_and_positions_that_nobody_showed_are_harmless():
    world = World()
    ana = await world.person()
    await add(*(listed(f"Atelier {number:02}", Point(45.75 + number / 1000, 4.85)) for number in range(9)))
    directory, near = Directory(world.clock), Sought(Kind.NEAR, middle=Point(45.75, 4.85))
    first = await directory.find(ana, near)
    assert (len(first.hits), first.more) == (PAGE, True)
    second = await directory.find(ana, Sought(Kind.NEAR, middle=near.middle, position=PAGE))
    assert (names(second.hits), second.more) == ([f"Atelier {number:02}" for number in range(PAGE, 9)], False)
    assert not (await directory.find(ana, Sought(Kind.NEAR, middle=near.middle, position=10**9))).hits


async def test_an_invoice_brings_a_garage_that_its_person_sees_and_a_second_persons_shows_it_to_all():
    world = Papers()
    ana, bob, eve = [await world.person(number) for number in (7, 8, 9)]
    directory = Directory(world.clock)
    for person in (ana, bob):
        await world.proposed(person, invoice("1", text=("GARAGE DU PARC\n12 rue des Lilas\n69003 LYON\n",)))
    await world.documents.garages.keep(ana, SIRET, "Garage du Parc")
    garage = await ListedGarage.get()
    assert (garage.siret, garage.city, garage.status) == (SIRET, "LYON", ListingStatus.PENDING)
    assert (await Garage.get(owner_id=ana.id)).listed_id == garage.id
    assert names((await directory.find(ana, sought_in("parc"))).hits) == ["Garage du Parc"]
    assert not (await directory.find(eve, sought_in("parc"))).hits
    with pytest.raises(Gone):
        await directory.card(eve, garage.id)
    await world.documents.garages.keep(bob, SIRET, "Garage du Parc")
    assert await ListedGarage.all().count() == 1
    assert names((await directory.find(eve, Sought(Kind.NEAR, middle=LYON))).hits) == ["Garage du Parc"]
    assert await MyGarage.filter(visited_on__isnull=False).count() == 2


async def test_an_invoice_that_is_kept_again_notes_the_visit_once_and_a_false_siret_brings_nothing():
    world = Papers()
    ana = await world.person()
    await world.proposed(ana, invoice("1"))
    for _ in range(2):
        await world.documents.garages.keep(ana, SIRET, "Garage du Parc")
    assert (await ListedGarage.all().count(), await MyGarage.all().count()) == (1, 1)
    await Garage.filter(owner_id=ana.id).update(siret="73282932000075", vendor="x")
    await world.documents.garages.keep(ana, "x", "Garage du Parc")
    assert await ListedGarage.all().count() == 1


async def test_suggestions_are_pending_found_again_not_doubled_and_limited():
    world = World()
    ana, bob = await world.person(7), await world.person(8)
    listings, directory = Listings(world.clock), Directory(world.clock)
    first = await listings.suggest(
        ana, Suggestion("Garage du Parc", "12 rue des Lilas, 69003 Lyon", "+33 4 72 00 00 00")
    )
    assert (first.status, first.source) == (ListingStatus.PENDING, ListingSource.PERSON)
    assert (await listings.suggest(ana, Suggestion("garage du PARC", "69003 Lyon"))).id == first.id
    assert not (await directory.find(bob, sought_in("parc"))).hits
    with pytest.raises(Refusal):
        await listings.suggest(ana, Suggestion("Garage", "xyzzy"))
    for number in range(4):
        await listings.suggest(ana, Suggestion(f"Mécanique numéro {number * 1111}", "69003 Lyon"))
    with pytest.raises(Refusal):
        await listings.suggest(ana, Suggestion("Un de trop", "69003 Lyon"))
    world.clock.move(days=1, minutes=1)
    await listings.suggest(ana, Suggestion("Un de trop", "69003 Lyon"))


async def test_favourites_are_kept_and_dropped_and_a_visit_stays():
    world = World()
    ana = await world.person()
    directory = Directory(world.clock)
    (garage,) = await add(listed())
    assert (await directory.mark(ana, garage.id, favourite=True)).favourite
    assert names((await directory.find(ana, Sought(Kind.MINE))).hits) == ["Garage du Parc"]
    await directory.mark(ana, garage.id, favourite=False)
    assert not (await directory.find(ana, Sought(Kind.MINE))).hits
    with pytest.raises(Gone):
        await directory.mark(ana, 999, favourite=True)
