"""What a button of the directory asks for, and the button that asks for it."""

from bot.callbacks import Tap
from bot.garage_callbacks import NearGarages, WordGarages
from core.domain.garages.globe import Point, point_of
from core.domain.garages.sought import Kind, Order, Sought
from core.domain.garages.specialties import Specialty
from core.errors import Gone

_FINE = 100_000


def asked_near(tapped: NearGarages) -> Sought:
    """The list around a place."""
    middle = point_of(tapped.latitude / _FINE, tapped.longitude / _FINE)
    if middle is None or tapped.order not in set(Order):
        raise Gone
    return Sought(
        Kind.NEAR,
        specialty=specialty_of(tapped.specialty),
        middle=middle,
        order=Order(tapped.order),
        position=max(tapped.position, 0),
    )


def asked_words(tapped: WordGarages) -> Sought:
    """The list by words, of the best rated or of one's own."""
    if tapped.which not in {Kind.WORDS, Kind.TOP, Kind.MINE}:
        raise Gone
    words = tuple(word for word in tapped.words.split(".") if word)
    return Sought(
        Kind(tapped.which),
        words=words,
        specialty=specialty_of(tapped.specialty),
        position=max(tapped.position, 0),
    )


def button_for(sought: Sought, position: int = 0) -> Tap:
    """The button that shows a list from a position."""
    specialty = sought.specialty.value if sought.specialty is not None else ""
    if sought.middle is not None:
        near = (round(sought.middle.latitude * _FINE), round(sought.middle.longitude * _FINE))
        return NearGarages(*near, specialty, sought.order.value, position)
    return WordGarages(sought.kind.value, ".".join(sought.words), specialty, position)


def at(point: Point) -> Sought:
    """What is near a place."""
    return Sought(Kind.NEAR, middle=point)


def specialty_of(word: str) -> Specialty | None:
    """The specialty that a button names; an empty one is none."""
    if not word:
        return None
    if word not in set(Specialty):
        raise Gone
    return Specialty(word)
