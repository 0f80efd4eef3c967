from pathlib import Path
from random import Random
from typing import Any

from PIL import Image

from core.domain.registration_lines import check_digit
from tests.samples.invoices import LETTERS
from tests.samples.sheet import Sheet

VIN = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
CARS = (
    ("RENAULT", "CLIO", "ES"), ("PEUGEOT", "308", "GO"), ("DACIA", "SANDERO", "GP"), ("TESLA", "MODEL 3", "EL"),
    ("ALFA ROMEO", "GIULIETTA", "ES"), ("MERCEDES-BENZ", "CLASSE B", "GO"),
)  # fmt: skip


def card(random: Random, font: Path | None) -> tuple[Image.Image, dict[str, Any]]:
    make, model, fuel = random.choice(CARS)
    plate = (
        "".join(random.choices(LETTERS, k=2)) + f"{random.randint(1, 999):03}" + "".join(random.choices(LETTERS, k=2))
    )
    vin = "V" + "".join(random.choices(VIN, k=12)) + f"{random.randint(0, 9999):04}"
    year, month, day = random.randint(2010, 2025), random.randint(1, 12), random.randint(1, 28)
    formula = f"{year}{random.choice(LETTERS)}{random.choice(LETTERS)}{random.randint(0, 99999):05}"
    truth: dict[str, Any] = {
        "document_type": "registration", "plate": plate, "vin": vin,
        "first_registration_date": f"{year}-{month:02}-{day:02}", "registration_date": f"{year}-{month:02}-{day:02}",
        "make": make, "model": model, "type_variant": "M" + "".join(random.choices(LETTERS, k=5)), "fuel": fuel,
        "fiscal_power": random.randint(3, 9), "power_kw": random.randint(50, 150),
        "engine_cc": None if fuel == "EL" else random.randint(900, 2200), "co2": random.randint(0, 190),
        "seats": random.randint(4, 7), "holder_name": "DUVAL PAULINE", "next_inspection": None,
        "mrz": "\n".join(machine_lines(plate, vin, f"{year % 100:02}{month:02}{day:02}", make, model, formula)),
    }  # fmt: skip
    return drawn(truth, formula, font), truth


def machine_lines(plate: str, vin: str, day: str, make: str, model: str, formula: str) -> tuple[str, str]:
    blocks = "".join(block + str(check_digit(block)) for block in (plate, vin, day))
    last = formula + str(check_digit(formula))
    names = make.replace("-", " ").replace(" ", "<").ljust(14, "<")[:14] + model.replace(" ", "<").ljust(13, "<")[:13]
    return f"CRFRA{blocks}VP<<<<", f"CI<<{names}{last}{check_digit(blocks + last)}"


def drawn(truth: dict[str, Any], formula: str, font: Path | None) -> Image.Image:
    sheet = Sheet(1000, 1500, font, 23)
    plate = f"{truth['plate'][:2]}-{truth['plate'][2:5]}-{truth['plate'][5:]}"
    day = "/".join(reversed(truth["first_registration_date"].split("-")))
    sheet.text(330, 30, "CERTIFICAT D'IMMATRICULATION", 1.2)
    columns = [(60.0, False), (130.0, False), (480.0, False), (560.0, False)]
    engine = "" if truth["engine_cc"] is None else str(truth["engine_cc"])
    sheet.table(110, columns, [
        ["A", plate, "B", day], ["C.1", "DUVAL", "", ""], ["", "PAULINE", "", ""],
        ["C.4a", "EST LE PROPRIETAIRE DU VEHICULE", "", ""], ["C.3", "7 RUE DU PORT", "", ""],
        ["", "29000 QUIMPER", "", ""],
        ["D.1", truth["make"], "D.2", truth["type_variant"]], ["D.3", truth["model"], "D.2.1", "M10ABCVP0123456"],
        ["E", truth["vin"], "", ""], ["F.1", "1710", "F.2", "1710"], ["G", "1240", "G.1", "1165"],
        ["J", "M1", "J.1", "VP"],
        ["K", "e2*2007/46*0123*04", "", ""], ["P.1", engine, "P.2", str(truth["power_kw"])],
        ["P.3", truth["fuel"], "P.6", str(truth["fiscal_power"])], ["Q", "", "S.1", str(truth["seats"])],
        ["U.1", "75", "V.7", str(truth["co2"])], ["V.9", "EURO6", "", ""], ["X.1", "", "", ""],
        ["Y.1", "120,00", "Y.6", "136,76"],
        ["H", "", "", ""], ["I", day, "", ""],
    ])  # fmt: skip
    sheet.lines(130, 1080, [plate, formula, truth["vin"], truth["make"], "DUVAL", "PAULINE"])
    sheet.lines(60, 1380, truth["mrz"].split("\n"), 1.2)
    return sheet.picture
