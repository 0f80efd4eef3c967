import math
import random
from itertools import pairwise

from core.domain.garages.globe import COLUMNS, ROWS, Point, about_metres, cell_of, cells_around, metres, point_of

SEED = 20261126


def anywhere(chance: random.Random) -> Point:
    """A place of the sphere, as likely in each part of it; some at the poles and on the date line."""
    latitude = math.degrees(math.asin(chance.uniform(-1, 1)))
    longitude = chance.uniform(-180, 180)
    match chance.randrange(8):
        case 0:
            return Point(chance.choice((-1, 1)) * (90 - chance.expovariate(20)), longitude)
        case 1:
            return Point(latitude, chance.choice((-180.0, 180.0, 179.999, -179.999)))
        case _:
            return Point(latitude, longitude)


def beside(middle: Point, chance: random.Random, degrees: float) -> Point:
    latitude = max(-90.0, min(90.0, middle.latitude + chance.uniform(-degrees, degrees)))
    width = degrees / max(math.cos(math.radians(latitude)), 1e-3)
    longitude = (middle.longitude + chance.uniform(-width, width) + 540) % 360 - 180
    return Point(latitude, longitude)


def test_ten_thousand_places_are_all_in_the_cells_around_those_within_reach_of_them() -> None:
    chance = random.Random(SEED)
    missed, inside = [], 0
    for _ in range(200):
        middle, reach = anywhere(chance), chance.choice((300.0, 2_000.0, 20_000.0, 100_000.0))
        runs = cells_around(middle, reach)
        for _ in range(50):
            place = beside(middle, chance, 1.5 * reach / 111_000)
            # The sphere is asked first, since the ellipsoid takes a hundred times as long.
            if about_metres(middle, place) > reach * 1.01 or metres(middle, place) > reach:
                continue
            inside += 1
            if not any(first <= cell_of(place) <= last for first, last in runs):
                missed.append((middle, place, reach))
    assert missed == []
    assert inside > 2_000


def test_the_runs_of_cells_are_few_in_order_and_inside_the_grid() -> None:
    for middle in (Point(45.75, 4.85), Point(-17.0, 179.99), Point(89.99, 10.0), Point(-90.0, 0.0), Point(0.0, -180.0)):
        runs = cells_around(middle, 20_000)
        assert len(runs) <= 80
        assert all(0 <= first <= last < ROWS * COLUMNS for first, last in runs)
        assert all(first[1] < second[0] for first, second in pairwise(runs))


def test_the_sphere_is_wrong_by_less_than_its_stated_error() -> None:
    chance = random.Random(SEED)
    for _ in range(300):
        one = anywhere(chance)
        other = beside(one, chance, 0.3)
        exact = metres(one, other)
        assert abs(about_metres(one, other) - exact) <= 0.006 * exact + 0.5


def test_distances_are_those_of_the_ellipsoid() -> None:
    # Paris to Lyon, as other geodesic calculators have it.
    assert round(metres(Point(48.8566, 2.3522), Point(45.764, 4.8357)) / 1000) == 392
    assert round(metres(Point(0.0, 179.9), Point(0.0, -179.9))) == 22_264


def test_what_is_no_place_is_none() -> None:
    assert point_of("48.85", 2.35) == Point(48.85, 2.35)
    for latitude, longitude in ((91, 0), (0, 181), ("x", 1), (None, None), ("nan", 1), (0, 0), ("inf", 0)):
        assert point_of(latitude, longitude) is None
