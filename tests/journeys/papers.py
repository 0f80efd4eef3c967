"""Papers that people in the journeys send: pictures drawn like a garage's or the prefecture's."""

import io
from datetime import date
from decimal import Decimal
from random import Random

from PIL import Image

from tests.samples.cards import card
from tests.samples.invoices import Job, boxed, siret
from tests.samples.sheet import photographed

OIL_CHANGE = ("Forfait vidange huile 5W30", "Filtre à huile", "Main d'oeuvre mécanique")


def invoice(
    *, plate: str, day: date, kilometres: int, vendor: str = "Garage du Parc", number: str = "F2026-118"
) -> bytes:
    """A garage's invoice for an oil change; the total is 180.00 EUR."""
    prices = (Decimal("79.00"), Decimal("16.00"), Decimal("55.00"))
    items = [(name, Decimal(1), price, price) for name, price in zip(OIL_CHANGE, prices, strict=True)]
    job = Job(
        vendor=vendor,
        town="69003 LYON",
        number=number,
        day=(day.year, day.month, day.day),
        plate=plate,
        kilometres=kilometres,
        vehicle="Renault Clio",
        siret=siret(Random("papers")),
        items=items,
    )
    return jpeg(photographed(boxed(job, None)[0], Random("light"), 0.2))


def registration_card() -> tuple[bytes, dict[str, str]]:
    """A registration card and what it says."""
    page, truth = card(Random("papers"), None)
    return jpeg(photographed(page, Random("light"), 0.2)), truth


def blank() -> bytes:
    """A picture of nothing."""
    return jpeg(Image.new("RGB", (900, 1200), (236, 233, 226)))


def jpeg(picture: Image.Image) -> bytes:
    """The picture as a phone sends it."""
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=85)
    return out.getvalue()
