"""Places on the globe: exact distances, and the grid by which what is near is found through an index.

The grid has rows of `STEP` degrees from the south pole and columns of `STEP` degrees from the date line; a cell's
number is `row * COLUMNS + column`. What lies within a distance of a place is in a few rows, and in each row in one run
of neighbouring numbers (two where the run crosses the date line), so that any ordered index answers by ranges.
"""

import math
from dataclasses import dataclass
from typing import Final

from geographiclib.geodesic import Geodesic

STEP: Final = 0.01
ROWS: Final = 18_000
COLUMNS: Final = 36_000
# Metres: the smallest radius of curvature of the ellipsoid, so that a box around a circle is never too small.
_LEAST_RADIUS: Final = 6_335_000.0
_MEAN_RADIUS: Final = 6_371_008.8
# How far a distance on the sphere is from the one on the ellipsoid at most (0.56 % by theory).
SPHERE_ERROR: Final = 0.006


@dataclass(frozen=True, slots=True)
class Point:
    """A place in degrees: latitude from -90 to 90, longitude from -180 to 180."""

    latitude: float
    longitude: float


def point_of(latitude: object, longitude: object) -> Point | None:
    """The place, if these are numbers of one; not where the equator meets Greenwich, which stands for "unknown"."""
    try:
        point = Point(float(str(latitude)), float(str(longitude)))
    except ValueError:
        return None
    inside = -90 <= point.latitude <= 90 and -180 <= point.longitude <= 180
    return point if inside and (point.latitude, point.longitude) != (0.0, 0.0) else None


def metres(one: Point, other: Point) -> float:
    """The exact distance along the ellipsoid (WGS 84)."""
    line = Geodesic.WGS84.Inverse(
        one.latitude, one.longitude, other.latitude, other.longitude, outmask=Geodesic.DISTANCE
    )
    return float(line["s12"])


def about_metres(one: Point, other: Point) -> float:
    """The distance on a sphere: a hundred times faster, and wrong by `SPHERE_ERROR` at most."""
    up, across = math.radians(other.latitude - one.latitude), math.radians(other.longitude - one.longitude)
    half = math.sin(up / 2) ** 2 + (
        math.cos(math.radians(one.latitude)) * math.cos(math.radians(other.latitude)) * math.sin(across / 2) ** 2
    )
    return 2 * _MEAN_RADIUS * math.asin(min(1.0, math.sqrt(half)))


def cell_of(point: Point) -> int:
    """The number of the cell that a place lies in."""
    return _row(point.latitude) * COLUMNS + _column(point.longitude)


def cells_around(middle: Point, distance: float) -> list[tuple[int, int]]:
    """The runs of cells, first and last number, that hold all that lies within so many metres; some more as well."""
    angle = distance / _LEAST_RADIUS
    height = math.degrees(angle) + 1e-6
    south, north = middle.latitude - height, middle.latitude + height
    columns = _columns(middle, angle, south, north)
    return [
        (row * COLUMNS + first, row * COLUMNS + last)
        for row in range(_row(max(south, -90.0)), _row(min(north, 90.0)) + 1)
        for first, last in columns
    ]


def _columns(middle: Point, angle: float, south: float, north: float) -> list[tuple[int, int]]:
    """The runs of columns of every row."""
    if south <= -90 or north >= 90:
        return [(0, COLUMNS - 1)]  # a pole is within reach, and with it every longitude
    reach = math.sin(angle) / math.cos(math.radians(middle.latitude))
    if angle >= math.pi / 2 or reach >= 1:
        return [(0, COLUMNS - 1)]
    width = math.degrees(math.asin(reach)) + 1e-6
    # 0.6 % more: the circle of the sphere is not quite that of the ellipsoid.
    west, east = middle.longitude - width * 1.006, middle.longitude + width * 1.006
    if east - west >= 360:
        return [(0, COLUMNS - 1)]
    if west < -180:
        return [(0, _column(east)), (_column(west + 360), COLUMNS - 1)]
    if east >= 180:
        return [(0, _column(east - 360)), (_column(west), COLUMNS - 1)]
    return [(_column(west), _column(east))]


# Metres that one drives for a garage, if there is one, and those around a place that are looked at first.
NEAR: Final = 20_000.0
FIRST: Final = 1_500.0
# Beyond this latitude degrees of longitude narrow too fast for a flat map.
_FLAT_UP_TO: Final = 75.0


def in_degrees(distance: float) -> float:
    """Metres as degrees of a great circle."""
    return math.degrees(distance / _MEAN_RADIUS)


def flat_error(middle: Point, distance: float) -> float | None:
    """The share by which distances up to this one are wrong at most on a map that is flat around a place.

    Such a map has every degree of longitude as wide as in its middle. None close to the poles and where the date line
    is within reach: there such a map is of no use.
    """
    reach = 1.1 * in_degrees(distance)
    farthest = abs(middle.latitude) + reach
    if farthest > _FLAT_UP_TO or abs(middle.longitude) + reach / math.cos(math.radians(farthest)) >= 180:
        return None
    return 0.004 + math.tan(math.radians(farthest)) * math.radians(reach)


def _row(latitude: float) -> int:
    return min(int((latitude + 90) / STEP), ROWS - 1)


def _column(longitude: float) -> int:
    # 180 and -180 are the same line.
    return int((longitude + 180) / STEP) % COLUMNS
