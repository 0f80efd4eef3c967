"""The plate on a paper's card, as it is read on the vehicle."""

from core.domain.document_fields import PLATE_WRITTEN
from core.domain.plate_countries import certain_country, written_plate
from core.services.documents import CardData
from core.services.vehicles import plate_of


def card_plate(card: CardData) -> str:
    """In the blocks of the vehicle that has it, else as it was typed or as its country writes it; empty without one."""
    plate = card.value("plate") or ""
    if card.vehicle is not None and card.vehicle.plate == plate:
        return plate_of(card.vehicle)
    return written_plate(plate, certain_country(plate), card.value(PLATE_WRITTEN))
