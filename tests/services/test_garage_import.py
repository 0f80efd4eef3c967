import io
import json
from collections.abc import Mapping

import pytest

from app.commands.import_garages import entries_of
from core.domain.garages.from_osm import read_osm
from core.domain.garages.from_register import from_lambert, read_register
from core.domain.garages.globe import Point, metres
from core.domain.garages.json_stream import FileBroken
from core.domain.garages.listing import Listing
from core.domain.garages.reading_types import Skipped, SkipReason
from core.knowledge.garages import SAMPLE
from core.models import ListedGarage
from core.services.garage_import import GarageImport, ImportReport
from tests.services.worlds import World

pytestmark = pytest.mark.usefixtures("database")

SIRET = "73282932000074"
HEAD = (
    "siret,enseigne1Etablissement,codePostalEtablissement,libelleCommuneEtablissement,activitePrincipaleEtablissement,"
    "etatAdministratifEtablissement,statutDiffusionEtablissement,latitude,longitude"
)
REGISTER = f"""{HEAD}
{SIRET},GARAGE DU PARC,69003,LYON,45.20A,A,O,45.7579,4.8321
55208131766522,CTRL MERLIN,69003,LYON,71.20A,F,O,,
00000000000000,RIEN,69003,LYON,45.20A,A,O,,
35600000000048,POSTE,69003,LYON,45.20A,A,P,,
"""  # fmt: skip


def feature(
    number: int, name: str | None = "Garage du Parc", tags: Mapping[str, str] | None = None, longitude: float = 4.8320
) -> dict[str, object]:
    known = {"shop": "car_repair", **({"name": name} if name is not None else {}), **(tags or {})}
    place = {"type": "Point", "coordinates": [longitude, 45.7578]}
    return {"type": "Feature", "id": f"node/{number}", "geometry": place, "properties": known}


def osm(*features: object) -> io.StringIO:
    return io.StringIO(json.dumps({"type": "FeatureCollection", "features": features}))


async def bring(world: World, stream: io.StringIO) -> ImportReport:
    return await GarageImport(world.clock).bring(entries_of(stream), lambda _: None)


async def test_a_file_twice_adds_nothing_and_a_later_one_changes_what_it_says_anew():
    world = World()
    many = [feature(number, f"Atelier {number}", longitude=4 + number / 500) for number in range(700)]
    first = await bring(world, osm(*many))
    assert (first.added, first.changed, first.known) == (700, 0, 0)
    again = await bring(world, osm(*many))
    assert (again.added, again.changed, again.known) == (0, 0, 700)
    later = await bring(world, osm(feature(1, "Atelier Neuf", {"phone": "04 72 00 00 00"}), *many[2:]))
    assert (later.added, later.changed, later.known) == (0, 1, 698)
    garage = await ListedGarage.get(source_key="osm:node/1")
    assert (garage.name, garage.phone, garage.words.split()[1]) == ("Atelier Neuf", "+33 4 72 00 00 00", "neuf")


async def test_sources_are_merged_by_siret_then_by_name_and_distance_and_never_across_two_sirets():
    world = World()
    await bring(
        world, osm(feature(1, "Garage du Parc", {"ref:FR:SIRET": SIRET}), feature(2, "Méca Vroum", longitude=4.9))
    )
    report = await bring(world, io.StringIO(REGISTER))
    assert (report.added, report.changed) == (0, 1)
    assert dict(report.skipped) == {SkipReason.CLOSED: 1, SkipReason.NO_SIRET: 1, SkipReason.NOT_PUBLIC: 1}
    assert report.examples[SkipReason.CLOSED] == [3]
    garage = await ListedGarage.get(siret=SIRET)
    # What people know it by stays; what was missing is filled in.
    assert (garage.name, garage.postcode, garage.source_key) == ("Garage du Parc", "69003", "osm:node/1")
    # Another id of the same source beside it is another garage.
    other = await bring(world, osm(feature(3, "Garage du Parc")))
    assert other.added == 1
    near = REGISTER.replace(SIRET, "55208131766522").replace("GARAGE DU PARC", "MECA VROUM").replace("4.8321", "4.9003")
    assert (await bring(world, io.StringIO("\n".join(near.splitlines()[:2])))).changed == 1
    assert (await ListedGarage.get(source_key="osm:node/2")).siret == "55208131766522"


async def test_an_import_that_is_cut_or_broken_leaves_nothing():
    world, whole = (
        World(),
        osm(*(feature(number, f"Atelier {number}", longitude=4 + number / 500) for number in range(700))),
    )
    with pytest.raises(FileBroken):
        await bring(world, io.StringIO(whole.getvalue()[:-40]))
    assert await ListedGarage.all().count() == 0

    def stop(report: ImportReport) -> None:
        if report.seen > 500:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await GarageImport(world.clock).bring(read_osm(whole), stop)
    assert await ListedGarage.all().count() == 0


async def test_the_invented_sample_is_whole():
    world = World()
    with SAMPLE.open(encoding="utf-8") as stream:
        report = await GarageImport(world.clock).bring(read_osm(stream), lambda _: None)
    assert report.added >= 30
    assert not report.skipped


def test_entries_that_are_no_garage_are_told_with_the_reason():
    odd = [
        feature(1, None),
        feature(2, "Garage", {"disused:shop": "car_repair"}),
        {"type": "Feature", "properties": {"shop": "bakery", "name": "x"}, "geometry": None},
        {"type": "Feature", "properties": {"shop": "tyres", "name": "Gomme"}, "geometry": {"coordinates": [500, 91]}},
        "no object",
        {"type": "way", "id": 9, "center": {"lat": 45.0, "lon": 4.0}, "tags": {"shop": "tyres", "name": "Gomme"}},
        {"type": "Feature", "id": "way/8", "properties": {"amenity": "vehicle_inspection", "name": "Ctrl"},
         "geometry": {"type": "Polygon", "coordinates": [[[4, 45], [4.1, 45], [4.1, 45.1], [4, 45.1]]]}},
    ]  # fmt: skip
    found = list(read_osm(osm(*odd)))
    reasons = [one.reason.value if isinstance(one, Skipped) else one.key for one in found]
    assert reasons == ["no_name", "closed", "no_garage", "no_place", "broken", "osm:way/9", "osm:way/8"]
    outline = found[-1]
    assert isinstance(outline, Listing)
    assert outline.point is not None
    assert round(outline.point.longitude, 2) == 4.05
    for content in ("", "{}", '{"features": 7}', "[" * 5000):
        with pytest.raises(FileBroken):
            list(read_osm(io.StringIO(content)))
    with pytest.raises(FileBroken):
        list(read_register(io.StringIO("nom;ville\nx;y\n")))


def test_lambert_coordinates_are_read_to_a_metre():
    # The middle of Paris, by IGN's own converter.
    point = from_lambert(652_469.02, 6_862_035.26)
    assert point is not None
    assert metres(point, Point(48.8566, 2.3522)) < 30
    assert from_lambert(float("nan"), 6_800_000) is None
