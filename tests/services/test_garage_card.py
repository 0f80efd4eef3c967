import pytest

from core.domain.garages.corrections import MOST_A_DAY, Correction, CorrectionState
from core.domain.garages.globe import Point
from core.domain.garages.listing import ListingStatus
from core.domain.garages.sought import sought_in
from core.domain.garages.specialties import Specialty
from core.domain.service_types import ServiceType
from core.domain.states import DocumentState
from core.errors import Gone, Refusal
from core.models import Account, Document, Garage, GarageCorrection, ListedGarage, MaintenanceRecord
from core.services.directory import Directory
from core.services.garage_corrections import GarageCorrections
from core.services.listing import Listings, Suggestion
from tests.services.listed import LYON, add, listed
from tests.services.papers import SIRET
from tests.services.worlds import World

pytestmark = pytest.mark.usefixtures("database")


async def bill(world: World, owner: Account, garage: ListedGarage, cents: int, *services: str) -> MaintenanceRecord:
    """An invoice of this garage that is kept, and its record."""
    car, now = await world.car(owner), world.clock.now()
    await Garage.get_or_create(
        owner_id=owner.id,
        vendor=SIRET,
        defaults={
            "listed_id": garage.id,
            "name": garage.name,
            "kept": True,
            "seen_on": world.clock.ago(0),
            "created_at": now,
        },
    )
    paper = await Document.create(
        owner_id=owner.id, state=DocumentState.KEPT, vendor=SIRET, telegram_file="made", created_at=now
    )
    record = await world.visit(car, 30, None, *services)
    record.document_id, record.total_cents = paper.id, cents
    await record.save()
    return record


async def test_prices_are_those_of_three_peoples_kept_invoices_or_else_the_usual_ones():
    world = World()
    directory = Directory(world.clock)
    (garage,) = await add(listed("Garage du Parc", LYON, Specialty.REPAIR))
    people = [await world.person(number) for number in range(10, 14)]
    for owner, cents in zip(people, (9_150, 10_420, 8_880), strict=False):
        await bill(world, owner, garage, cents, "oil_change", "oil_filter")
    card = await directory.card(people[3], garage.id)
    own = [one for one in card.prices if one.people]
    assert [(one.service, one.low, one.high, one.people) for one in own] == [(ServiceType.OIL_CHANGE, 8_000, 11_000, 3)]
    usual = [one.service for one in card.prices if not one.people]
    assert ServiceType.BRAKE_PADS in usual
    assert ServiceType.OIL_CHANGE not in usual
    # A paper that is no longer kept, another currency, or a deleted vehicle proves nothing: two people are too few.
    await MaintenanceRecord.filter(total_cents=8_880).update(currency="CHF")
    assert all(not one.people for one in (await directory.card(people[3], garage.id)).prices)


async def test_a_correction_waits_for_a_look_but_stands_at_once_where_nobody_else_sees_the_garage():
    world = World()
    ana, bob = await world.person(7), await world.person(8)
    directory = Directory(world.clock)
    desk = GarageCorrections(world.clock, directory)
    (garage,) = await add(listed("Garage du Parc", LYON, hours="Mo-Fr 08:00-18:00"))
    for hours in ("lun-ven 9h-17h", "lun-ven 9h-19h"):
        assert not await desk.suggest(ana, garage.id, Correction.HOURS, hours)
    assert await desk.suggest(bob, garage.id, Correction.HOURS, "Mo-Fr 08:00-18:00")
    (waiting,) = await GarageCorrection.all()
    assert (waiting.value, waiting.state) == ("mo-fr 09:00-19:00", CorrectionState.WAITING)
    assert (await ListedGarage.get(id=garage.id)).hours == "Mo-Fr 08:00-18:00"
    mine = await Listings(world.clock).suggest(ana, Suggestion("Atelier Zébulon", "69003 Lyon"))
    assert await desk.suggest(ana, mine.id, Correction.NAME, "Atelier Zorglub")
    assert await desk.suggest(ana, mine.id, Correction.ADDRESS, "3 place Bellecour, 38000 Grenoble")
    assert [hit.garage.id for hit in (await directory.find(ana, sought_in("zorglub grenoble"))).hits] == [mine.id]
    assert not (await directory.find(ana, sought_in("zebulon"))).hits
    moved = await ListedGarage.get(id=mine.id)
    assert moved.latitude == pytest.approx(45.18, abs=0.05)
    with pytest.raises(Gone):
        await desk.suggest(bob, mine.id, Correction.NAME, "Mon atelier")


async def test_an_address_of_the_same_town_does_not_move_a_place_that_is_known_to_a_metre():
    world = World()
    ana = await world.person()
    (garage,) = await add(listed("Parc", Point(45.7611, 4.8422), status=ListingStatus.PENDING, brought_by_id=ana.id))
    desk = GarageCorrections(world.clock, Directory(world.clock))
    await desk.suggest(ana, garage.id, Correction.ADDRESS, "14 rue des Lilas, 69003 Lyon")
    kept = await ListedGarage.get(id=garage.id)
    assert (kept.latitude, kept.longitude, kept.address) == (45.7611, 4.8422, "14 rue des Lilas")
    await desk.suggest(ana, garage.id, Correction.CLOSED, "")
    with pytest.raises(Gone):
        await Directory(world.clock).card(ana, garage.id)


async def test_one_person_corrects_so_much_in_a_day():
    world = World()
    ana = await world.person()
    garages = await add(*(listed(f"Atelier {number}", LYON) for number in range(MOST_A_DAY + 1)))
    desk = GarageCorrections(world.clock, Directory(world.clock))
    for garage in garages[:-1]:
        await desk.suggest(ana, garage.id, Correction.PHONE, "04 72 00 00 00")
    with pytest.raises(Refusal):
        await desk.suggest(ana, garages[-1].id, Correction.PHONE, "04 72 00 00 00")
    world.clock.move(days=1, minutes=1)
    await desk.suggest(ana, garages[-1].id, Correction.PHONE, "04 72 00 00 00")
