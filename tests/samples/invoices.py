from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from PIL import Image

from tests.samples.sheet import Sheet

WORK = (
    ("Vidange moteur 5W30", "72.50"), ("Filtre à huile", "14.20"), ("Plaquettes de frein avant", "61.90"),
    ("Disques de frein avant", "54.35"), ("Batterie 70 Ah", "129.00"), ("Main d'oeuvre mécanique", "68.00"),
    ("Filtre habitacle", "24.80"), ("Balais d'essuie-glace", "17.45"), ("Courroie accessoires", "38.60"),
    ("Amortisseur arrière", "88.15"), ("Liquide de refroidissement", "9.95"), ("Diagnostic électronique", "49.00"),
)  # fmt: skip
MAKES = ("RENAULT CLIO", "PEUGEOT 308", "DACIA SANDERO", "CITROEN C4", "FORD FIESTA", "TOYOTA AURIS")
TOWNS = ("69003 LYON", "59000 LILLE", "44000 NANTES", "35000 RENNES", "13008 MARSEILLE")
LETTERS = "ABCDEFGHJKLMNPQRSTVWXYZ"


@dataclass
class Job:
    vendor: str
    town: str
    number: str
    day: tuple[int, int, int]
    plate: str
    kilometres: int
    vehicle: str
    siret: str
    items: list[tuple[str, Decimal, Decimal, Decimal]]
    rate: Decimal = Decimal("0.20")
    # The day until which a quote holds, as printed; empty on an invoice.
    until: str = ""
    truth: dict[str, Any] = field(default_factory=dict)

    @property
    def excluding(self) -> Decimal:
        return sum((total for *_, total in self.items), Decimal(0))

    @property
    def tax(self) -> Decimal:
        return (self.excluding * self.rate).quantize(Decimal("0.01"))

    @property
    def including(self) -> Decimal:
        return self.excluding + self.tax


def job(random: Random) -> Job:
    items = []
    for name, price in random.sample(WORK, random.randint(2, 7)):
        quantity, unit = Decimal(random.choice((1, 1, 1, 2, 4))), Decimal(price)
        items.append((name, quantity, unit, quantity * unit))
    left, right = "".join(random.choices(LETTERS, k=2)), "".join(random.choices(LETTERS, k=2))
    plate = f"{left}-{random.randint(1, 999):03}-{right}"
    return Job(
        vendor=random.choice(
            ("Garage du Parc", "Mécanique Bellevue", "Atelier Morin", "Pneus Services Ouest", "Auto Verdier")
        ),
        town=random.choice(TOWNS),
        number=random.choice(("2026-0{}", "F26{}", "VO{}/26", "{}")).format(random.randint(1000, 9999)),
        day=(random.randint(2021, 2026), random.randint(1, 10), random.randint(1, 28)),
        plate=plate.replace("SS", "ST"),
        kilometres=random.randint(12_000, 240_000),
        vehicle=random.choice(MAKES),
        siret=siret(random),
        items=items,
    )


def siret(random: Random) -> str:
    while True:
        digits = "".join(random.choices("0123456789", k=9)) + "000" + "".join(random.choices("123456789", k=2))
        if luhn(digits) and luhn(digits[:9]):
            return digits


def luhn(digits: str) -> bool:
    doubled = [int(char) * (2 if at % 2 else 1) for at, char in enumerate(reversed(digits))]
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0


def money(value: Decimal) -> str:
    whole, cents = f"{value:.2f}".split(".")
    return f"{int(whole):,}".replace(",", " ") + f",{cents}"


def slashed(done: Job) -> str:
    return "{2:02}/{1:02}/{0}".format(*done.day)


def base_truth(done: Job) -> dict[str, Any]:
    year, month, day = done.day
    return {
        "document_type": "invoice", "vendor_name": done.vendor, "vendor_siret": done.siret,
        "invoice_number": done.number, "invoice_date": f"{year}-{month:02}-{day:02}",
        "plate": done.plate.replace("-", ""), "mileage_km": done.kilometres, "currency": "EUR",
        "total_excl_tax": float(done.excluding), "tax_amount": float(done.tax),
        "total_incl_tax": float(done.including),
        "lines": [
            {"description": name, "quantity": float(quantity), "unit_price": float(unit), "total": float(total)}
            for name, quantity, unit, total in done.items
        ],
    }  # fmt: skip


def boxed(done: Job, font: Path | None) -> tuple[Image.Image, dict[str, Any]]:
    sheet = Sheet(1240, 1500, font)
    sheet.lines(70, 60, [done.vendor.upper()], 1.7)
    sheet.lines(70, 110, ["Réparation toutes marques", "18 rue des Artisans", done.town, "Tél 04 72 11 22 33"])
    sheet.box(740, 60, 1180, 210)
    sheet.lines(760, 75, [f"FACTURE N° {done.number}", f"du {slashed(done)}", "Page 1/1"], 1.1)
    sheet.lines(740, 250, ["M. Paul DUVAL", "4 impasse du Lavoir", "01600 TREVOUX"])
    sheet.box(70, 400, 1180, 480)
    sheet.text(90, 425, f"Véhicule : {done.vehicle}")
    sheet.text(480, 425, f"Immat : {done.plate}")
    sheet.text(820, 425, f"Kms : {done.kilometres:,}".replace(",", " "))
    columns = [(70.0, False), (180.0, False), (720.0, True), (880.0, True), (1020.0, True), (1180.0, True)]
    heading = ["Code", "Désignation", "Qté", "PU HT", "Remise", "Montant HT"]
    rows = [[f"A{n}7{n}", name, str(q), money(u), "", money(t)] for n, (name, q, u, t) in enumerate(done.items, 1)]
    sheet.rule(70, 560, 1180)
    y = sheet.table(525, columns, [heading]) + 10
    y = sheet.table(y, columns, rows) + 30
    sheet.rule(70, y, 1180)
    deposit = Decimal("50.00")
    for label, value in (
        ("Total HT", done.excluding), ("TVA 20,00 %", done.tax), ("Total TTC", done.including),
        ("Acompte versé", deposit), ("Reste à payer", done.including - deposit),
    ):  # fmt: skip
        y += 38
        sheet.text(760, y, label)
        sheet.text(1180, y, money(value) + " €", right=True)
    sheet.text(
        70, 1420, f"SARL au capital de 7 500 € - SIRET {done.siret} - RCS Lyon - Garantie 6 mois ou 10 000 km", 0.7
    )
    return sheet.picture, base_truth(done) | {"vendor_name": done.vendor.upper()}


def exempt(done: Job, font: Path | None) -> tuple[Image.Image, dict[str, Any]]:
    sheet = Sheet(1100, 1250, font, 25)
    months = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre")
    sheet.lines(60, 50, [done.vendor], 1.5)
    sheet.lines(60, 100, ["Entrepreneur individuel", "3 chemin du Moulin", done.town, f"Siret : {done.siret}"])
    sheet.text(1040, 50, "FACTURE", 1.8, right=True)
    sheet.text(1040, 110, f"Facture n° : {done.number}", right=True)
    sheet.text(1040, 150, f"Date d'émission : {done.day[2]} {months[done.day[1] - 1]} {done.day[0]}", right=True)
    sheet.text(1040, 190, "À régler avant le : 30/12/2026", right=True)
    sheet.lines(
        60,
        300,
        [f"Immatriculation {done.plate}", f"Marque / modèle {done.vehicle}", f"Kilométrage {done.kilometres} km"],
    )
    columns = [(60.0, False), (640.0, True), (840.0, True), (1040.0, True)]
    y = sheet.table(460, columns, [["Description", "Quantité", "Prix unitaire", "Total"]])
    y = sheet.table(y + 8, columns, [[n, str(q), money(u) + " €", money(t) + " €"] for n, q, u, t in done.items])
    sheet.text(640, y + 50, "TOTAL À PAYER", 1.2)
    sheet.text(1040, y + 50, money(done.excluding) + " €", 1.2, right=True)
    sheet.text(60, y + 130, "TVA non applicable, art. 293 B du CGI")
    sheet.text(60, y + 170, "Paiement par virement, IBAN FR76 3000 4000 0500 0012 3456 789")
    total = float(done.excluding)
    return sheet.picture, base_truth(done) | {"tax_amount": 0.0, "total_incl_tax": total}


def receipt(done: Job, font: Path | None) -> tuple[Image.Image, dict[str, Any]]:
    sheet = Sheet(640, 520 + 80 * len(done.items), font, 26)
    sheet.text(150, 30, done.vendor.upper(), 1.2)
    sheet.lines(150, 75, [done.town, "TEL 0478001122"], 0.9)
    sheet.text(30, 160, f"Date: {slashed(done)[:6]}{str(done.day[0])[2:]} 10:42")
    sheet.text(610, 160, f"Ticket n° {done.number}", right=True)
    sheet.text(30, 200, f"Immat {done.plate}")
    sheet.text(610, 200, f"{done.kilometres} KM", right=True)
    y = 260.0
    for name, quantity, unit, total in done.items:
        sheet.text(30, y, name)
        sheet.text(60, y + 36, f"{quantity} x {money(unit)}")
        sheet.text(610, y + 36, money(total), right=True)
        y += 76
    rate = done.rate / (1 + done.rate)
    tax = (done.excluding * rate).quantize(Decimal("0.01"))
    for label, value in (("TOTAL A PAYER EUR", done.excluding), ("dont TVA 20%", tax), ("Espèces", done.excluding)):
        y += 36
        sheet.text(30, y, label)
        sheet.text(610, y, money(value), right=True)
    sheet.text(30, y + 60, f"SIRET {done.siret}", 0.9)
    totals = {
        "vendor_name": done.vendor.upper(),
        "total_incl_tax": float(done.excluding),
        "tax_amount": float(tax),
        "total_excl_tax": None,
    }
    return sheet.picture, base_truth(done) | totals


def recapitulated(done: Job, font: Path | None) -> tuple[Image.Image, dict[str, Any]]:
    sheet = Sheet(1300, 1650, font, 22)
    sheet.lines(480, 50, [done.vendor], 2.0)
    sheet.lines(480, 110, ["Agent de marque", f"ZA des Chênes - {done.town}", "www.garage-exemple.fr"], 0.9)
    columns = [(60.0, False), (320.0, False), (600.0, False), (900.0, False)]
    rows = [["Numéro facture", "Date facture", "Date d'échéance", "Compte client"],
            [done.number, slashed(done), "31/12/2026", "C004512"]]  # fmt: skip
    y = sheet.table(260, columns, rows)
    rows = [["Immatriculation", "Modèle", "1ère mise en circulation", "Kilométrage"],
            [done.plate, done.vehicle, "14/05/2016", str(done.kilometres)]]  # fmt: skip
    y = sheet.table(y + 30, columns, rows)
    columns = [(60.0, False), (760.0, True), (960.0, True), (1240.0, True)]
    y = sheet.table(y + 60, columns, [["Libellé des travaux", "Temps / Qté", "P.U. H.T.", "Montant H.T."]])
    y = sheet.table(y + 10, columns, [[n, f"{q},00", money(u), money(t)] for n, q, u, t in done.items]) + 40
    labour = done.items[-1][3]
    columns = [(760.0, False), (1240.0, True)]
    y = sheet.table(y, columns, [
        ["Pièces H.T.", money(done.excluding - labour)], ["Main d'oeuvre H.T.", money(labour)],
        ["TOTAL H.T.", money(done.excluding)], ["T.V.A. (20,0 %)", money(done.tax)],
        ["NET À PAYER T.T.C.", money(done.including) + " EUR"],
    ])  # fmt: skip
    sheet.text(60, 1580, f"{done.vendor} - SAS - Siret {done.siret} - NAF 4520A - Prochaine révision à 15 000 km", 0.8)
    return sheet.picture, base_truth(done)


LAYOUTS: dict[str, Callable[[Job, Path | None], tuple[Image.Image, dict[str, Any]]]] = {
    "boxed": boxed,
    "exempt": exempt,
    "receipt": receipt,
    "recapitulated": recapitulated,
}
