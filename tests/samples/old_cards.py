"""Registration cards seen in part, and the grey card of before 2009; invented."""

from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from PIL import Image

from tests.samples.cards import card
from tests.samples.invoices import LETTERS
from tests.samples.sheet import Sheet

Drawn = tuple[Image.Image, dict[str, Any]]


def only_front(random: Random, font: Path | None) -> Drawn:
    """The codes alone: the photo ends above the machine-readable lines."""
    picture, truth = card(random, font)
    return picture.crop((0, 0, picture.width, 1_060)), {**truth, "mrz": None}


def only_strip(random: Random, font: Path | None) -> Drawn:
    """The two lines alone."""
    picture, truth = card(random, font)
    kept = ("document_type", "plate", "vin", "first_registration_date", "make", "model", "mrz")
    return picture.crop((0, 1_340, picture.width, picture.height)), {
        name: truth[name] if name in kept else None for name in truth
    }


def grey_card(random: Random, font: Path | None) -> Drawn:
    """The format of 2004 to 2009: European codes, the plate of the department, no machine-readable lines."""
    _, truth = card(random, font)
    day, issued = date(random.randint(1996, 2006), random.randint(1, 12), random.randint(1, 28)), date(2007, 5, 14)
    shown = (
        f"{random.randint(100, 9999)} {''.join(random.choices(LETTERS, k=2))} {random.choice((13, 29, 31, 44, 69, 75))}"
    )
    truth |= {
        "plate": shown.replace(" ", ""), "first_registration_date": day.isoformat(), "engine_cc": 1390, "co2": 148,
        "registration_date": issued.isoformat(), "mrz": None, "next_inspection": "2009-03-02", "fuel": "ES",
    }  # fmt: skip
    sheet = Sheet(1400, 900, font, 22)
    sheet.text(420, 30, "CERTIFICAT D'IMMATRICULATION", 1.2)
    columns = [(60.0, False), (160.0, False), (520.0, False), (620.0, False), (960.0, False), (1060.0, False)]
    sheet.table(120, columns, [
        ["A.", shown, "B.", f"{day:%d/%m/%Y}", "I.", f"{issued:%d/%m/%Y}"],
        ["C.1", truth["holder_name"], "", "", "", ""], ["C.3", "7 RUE DU PORT", "", "", "", ""],
        ["", "29000 QUIMPER", "", "", "", ""],
        ["D.1", truth["make"], "D.2", truth["type_variant"], "D.3", truth["model"]],
        ["E.", truth["vin"], "", "", "", ""],
        ["F.1", "1620", "G.1", "1055", "J.1", "VP"],
        ["P.1", str(truth["engine_cc"]), "P.2", str(truth["power_kw"]), "P.3", truth["fuel"]],
        ["P.6", str(truth["fiscal_power"]), "S.1", str(truth["seats"]), "V.7", str(truth["co2"])],
        ["X.1", "VISITE AVANT LE 02/03/2009", "", "", "", ""],
    ])  # fmt: skip
    return sheet.picture, truth


CARDS = {"card": card, "only_front": only_front, "only_strip": only_strip, "grey_card": grey_card}
