"""More ways in which garages lay out an invoice or a quote; everything on them is invented."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from PIL import Image

from tests.samples.invoices import Job, base_truth, money, slashed
from tests.samples.papers import vin
from tests.samples.sheet import Sheet

Drawn = tuple[Image.Image, dict[str, Any]]
CENT = Decimal("0.01")
MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre")
PEOPLE = ("M. Paul DUVAL", "Mme Claire LENOIR", "SARL TRANSPORTS MOREL", "Hugo MARCHAND")
PARTS = ("Filtre à huile", "Plaquettes de frein arrière", "Huile moteur 5W40 (litre)", "Joint de bouchon de vidange",
         "Pneu 205/55 R16 91V", "Batterie 12V 60Ah", "Kit distribution", "Ampoule H7",
         "Liquide de frein DOT4")  # fmt: skip
WORK = ("Main d'oeuvre atelier", "Forfait vidange", "Géométrie train avant", "Montage équilibrage", "Diagnostic valise")
ENGLISH = ("Front brake pads", "Engine oil 5W30", "Oil filter", "Labour", "MOT test", "Wiper blades", "Air filter",
           "Wheel alignment", "Tyre 205/55 R16")  # fmt: skip


def truth_of(done: Job, **more: Any) -> dict[str, Any]:
    plain = {"vin": None, "mileage_value": done.kilometres, "mileage_unit": "km"}
    return {**base_truth(done), **plain, **more}


def varied(done: Job, random: Random, names: Sequence[str] = (*PARTS, *WORK)) -> Job:
    """The job with other lines, prices of all sizes and quantities that are not whole."""
    items = []
    for name in random.sample(names, random.randint(2, min(8, len(names)))):
        unit = Decimal(random.choice((random.randint(150, 2000), random.randint(2000, 45_000)))) / 100
        quantity = Decimal(random.choice(("1", "1", "1", "2", "4", "1.50", "0.80", "4.5")))
        items.append((name, quantity, unit, (quantity * unit).quantize(CENT)))
    return replace(done, items=items)


def number(value: Decimal) -> str:
    return str(value).replace(".", ",")


def spaced(value: int) -> str:
    return f"{value:,}".replace(",", " ")


def dated(done: Job) -> date:
    return date(*done.day)


def totals_left(done: Job, random: Random, font: Path | None) -> Drawn:
    sheet = Sheet(1240, 1650, font, 22)
    sheet.text(60, 50, done.vendor, 1.9)
    sheet.lines(
        60, 115, ["Mécanique - Carrosserie - Pneumatiques", "ZA de la Gare", done.town, "contact@exemple.fr"], 0.85
    )
    title = "F A C T U R E" if random.random() < 0.3 else "FACTURE"
    sheet.text(760, 60, "DEVIS" if done.until else title, 1.8)
    sheet.lines(
        760,
        120,
        [
            f"N° : {done.number}",
            f"Date : {slashed(done)}",
            f"Valable jusqu'au {done.until}" if done.until else f"Échéance : {slashed(done)}",
        ],
    )
    sheet.lines(760, 280, [random.choice(PEOPLE), "4 impasse du Lavoir", "01600 TREVOUX"])
    shown = vin(random)
    sheet.lines(60, 300, [
        f"Véhicule {done.vehicle}   Immatriculation {done.plate}", f"N° de série {shown}",
        f"Kilométrage {done.kilometres} km",
    ])  # fmt: skip
    columns = [(60.0, False), (200.0, False), (760.0, True), (900.0, True), (1010.0, True), (1180.0, True)]
    y = sheet.table(480, columns, [["Réf", "Désignation", "Qté", "P.U. HT", "TVA", "Total HT"]])
    y = sheet.table(y, columns, [
        [f"{random.randint(10000, 99999)}", n, number(q), money(u), "20%", money(t)] for n, q, u, t in done.items
    ]) + 60  # fmt: skip
    for label, value in (("Total HT", done.excluding), ("TVA 20%", done.tax), ("Total TTC", done.including)):
        sheet.text(60, y, label)
        sheet.text(400, y, money(value) + " €", right=True)
        y += 38
    sheet.lines(
        60, y + 50, ["Règlement à réception. Pénalités de retard : 3 fois le taux légal, indemnité 40,00 €"], 0.8
    )
    sheet.text(60, 1600, f"{done.vendor} SARL au capital de 8 000,00 € - SIRET {done.siret} - APE 4520A", 0.75)
    return sheet.picture, truth_of(done, vin=shown)


def label_above(done: Job, random: Random, font: Path | None) -> Drawn:
    sheet = Sheet(1300, 1700, font, 23)
    sheet.lines(60, 50, [done.vendor.upper()], 1.6)
    sheet.lines(60, 105, ["25 avenue des Platanes", done.town, f"SIRET : {done.siret}", "TVA FR 12 345 678 901"], 0.85)
    columns = [(60.0, False), (380.0, False), (700.0, False), (1000.0, False)]
    y = sheet.table(300, columns, [["Facture", "Date", "Code client", "Échéance"],
                                   [done.number, slashed(done), "CL00871", "Comptant"]])  # fmt: skip
    y = sheet.table(y + 25, columns, [["Véhicule", "Immatriculation", "Kilométrage", "Mise en circulation"],
                                      [done.vehicle, done.plate, spaced(done.kilometres), "12/03/2015"]])  # fmt: skip
    sheet.lines(700, 60, ["Facturé à", random.choice(PEOPLE), "8 rue Haute", "73000 CHAMBERY"])
    columns = [(60.0, False), (720.0, True), (900.0, True), (1080.0, True), (1240.0, True)]
    y = sheet.table(y + 40, columns, [["Libellé", "Quantité", "Prix unitaire", "Remise", "Montant"]])
    sheet.rule(60, y, 1240)
    y = sheet.table(y + 12, columns, [[n, number(q), money(u), "", money(t)] for n, q, u, t in done.items])
    sheet.rule(60, y + 8, 1240)
    columns = [(60.0, False), (340.0, True), (560.0, True), (780.0, False), (1240.0, True)]
    sheet.table(y + 40, columns, [
        ["Taux TVA", "Base HT", "Montant TVA", "Montant HT", money(done.excluding)],
        ["20,00", money(done.excluding), money(done.tax), "Montant TVA", money(done.tax)],
        ["", "", "", "NET À PAYER", money(done.including) + " €"],
    ])  # fmt: skip
    return sheet.picture, truth_of(done, vendor_name=done.vendor.upper())


def two_columns(done: Job, random: Random, font: Path | None) -> Drawn:
    sheet = Sheet(1300, 1700, font, 21)
    sheet.text(60, 60, done.vendor, 1.7)
    left = ["Réparateur indépendant", "2 route de la Plage", done.town, "Tél : 02 98 11 22 33", f"Siret {done.siret}"]
    right = ["CLIENT", random.choice(PEOPLE), "15 allée des Tilleuls", "56100 LORIENT", ""]
    for n, (one, other) in enumerate(zip(left, right, strict=True)):
        sheet.text(60, 130 + 34 * n, one)
        sheet.text(800, 130 + 34 * n, other)
    title = "Devis" if done.until else "Facture"
    sheet.text(
        60,
        350,
        f"{title} n° {done.number} du {done.day[2]} {MONTHS[done.day[1] - 1]} {done.day[0]}",
        1.2,
    )
    sheet.text(60, 410, "Marque/Modèle :")
    sheet.text(300, 410, done.vehicle)
    sheet.text(700, 410, "Immat. :")
    sheet.text(860, 410, done.plate)
    sheet.text(60, 450, "Km compteur :")
    sheet.text(300, 450, str(done.kilometres))
    sheet.text(700, 450, "OR n° :")
    sheet.text(860, 450, str(random.randint(1000, 99999)))
    columns = [(60.0, False), (800.0, True), (1000.0, True), (1240.0, True)]
    sheet.rule(60, 510, 1240)
    y = sheet.table(520, columns, [["DESCRIPTION DES TRAVAUX", "QTE", "PU HT", "MONTANT HT"]])
    y = sheet.table(y + 10, columns, [[n.upper(), number(q), money(u), money(t)] for n, q, u, t in done.items])
    for label, value in (("TOTAL HT", done.excluding), ("TVA 20,00 %", done.tax), ("TOTAL TTC", done.including)):
        y += 44
        sheet.text(860, y, label)
        sheet.text(1240, y, f"{money(value)} EUR", right=True)
    paid = f"Devis valable jusqu'au {done.until}" if done.until else f"Payé par carte bancaire le {slashed(done)}"
    sheet.lines(60, y + 100, [paid, f"Prochaine révision à {done.kilometres + 15_000} km"], 0.9)
    return sheet.picture, truth_of(done)


def english(done: Job, random: Random, font: Path | None) -> Drawn:
    done = varied(done, random, ENGLISH)
    registration = random.choice(("LK15 XRT", "BD66 PHN", "YE21 KLE", "LK70 BVT", "YE18 HNO"))
    vendor = random.choice(("Harbour Street Motors", "Northgate Autocentre Ltd", "Hill & Sons Garage"))
    sheet = Sheet(1240, 1600, font, 23)
    sheet.text(60, 50, vendor, 1.7)
    sheet.lines(60, 110, ["Unit 4 Mill Lane", "Leeds LS9 8AG", "Tel 0113 496 0000", "VAT No GB 123 4567 89"], 0.85)
    sheet.text(840, 60, "INVOICE", 1.8)
    month = dated(done).strftime("%B")
    sheet.lines(840, 130, [f"Invoice No: {done.number}", f"Date: {done.day[2]} {month} {done.day[0]}"])
    sheet.lines(60, 310, [f"Vehicle: {done.vehicle}", f"Registration: {registration}", f"Mileage: {done.kilometres:,}"])
    columns = [(60.0, False), (740.0, True), (950.0, True), (1180.0, True)]
    y = sheet.table(470, columns, [["Description", "Qty", "Unit Price", "Amount"]])
    y = sheet.table(y, columns, [[n, str(q), f"{u:,.2f}", f"{t:,.2f}"] for n, q, u, t in done.items]) + 20
    for label, value in (("Subtotal", done.excluding), ("VAT @ 20%", done.tax), ("Total", done.including)):
        y += 40
        sheet.text(860, y, label)
        sheet.text(1180, y, f"£{value:,.2f}", right=True)
    sheet.text(60, y + 100, "Mileage is shown in miles. Thank you for your business.", 0.85)
    return sheet.picture, truth_of(
        done, vendor_name=vendor, vendor_siret=None, plate=registration.replace(" ", ""), currency="GBP",
        mileage_unit="mi", mileage_km=round(done.kilometres * 1.609344),
    )  # fmt: skip


def belgian(done: Job, random: Random, font: Path | None) -> Drawn:
    done = replace(done, rate=Decimal("0.21"))
    letters = "".join(random.choices("ABCDEFGHJKLMNPRSTVWXYZ", k=3))
    shown = f"1-{letters}-{random.randint(100, 999)}"
    vendor = random.choice(("Garage Van Damme", "Carrosserie Peeters SPRL", "Auto Meuse SA"))
    sheet = Sheet(1240, 1600, font, 23)
    sheet.text(60, 50, vendor, 1.6)
    sheet.lines(60, 105, ["Chaussée de Namur 118", "1300 Wavre", "TVA BE 0412.345.678", "Tél. 010 22 33 44"], 0.85)
    sheet.text(820, 60, "Facture", 1.7)
    sheet.lines(820, 120, [f"Numéro : {done.number}", "Date : {2:02}-{1:02}-{0}".format(*done.day)])
    sheet.lines(60, 290, [f"Voiture : {done.vehicle}", f"Plaque : {shown}", f"Kilométrage : {done.kilometres} km"])
    columns = [(60.0, False), (720.0, True), (920.0, True), (1180.0, True)]
    y = sheet.table(450, columns, [["Description", "Quantité", "Prix HTVA", "Total HTVA"]])
    y = sheet.table(y, columns, [[n, number(q), money(u), money(t)] for n, q, u, t in done.items])
    for label, value in (("Total HTVA", done.excluding), ("TVA 21 %", done.tax), ("Total TVAC", done.including)):
        y += 42
        sheet.text(820, y, label)
        sheet.text(1180, y, "€ " + money(value), right=True)
    return sheet.picture, truth_of(done, vendor_name=vendor, vendor_siret=None, plate=shown.replace("-", ""))


def luxembourg(done: Job, random: Random, font: Path | None) -> Drawn:
    done = replace(done, rate=Decimal("0.17"))
    shown = "".join(random.choices("ABCDEFGHJKLMNPRSTVWXYZ", k=2)) + str(random.randint(1000, 9999))
    vendor = random.choice(("Garage Muller S.à r.l.", "Autohaus Weber", "Kieffer Automobiles"))
    sheet = Sheet(1240, 1600, font, 22)
    sheet.text(700, 50, vendor, 1.5)
    sheet.lines(700, 105, ["54 route d'Arlon", "L-8008 Strassen", "TVA LU12345678 - RCS B45678"], 0.85)
    sheet.lines(
        60, 240, [f"FACTURE {done.number}", f"Date de facture : {done.day[2]:02}.{done.day[1]:02}.{done.day[0]}"], 1.1
    )
    sheet.text(60, 330, f"No. immatriculation : {shown}     Modèle : {done.vehicle}")
    sheet.text(60, 370, f"KM : {done.kilometres:,}".replace(",", "."))
    columns = [(60.0, False), (160.0, False), (820.0, True), (980.0, True), (1180.0, True)]
    y = sheet.table(470, columns, [["Pos.", "Désignation", "Quantité", "Prix unit.", "Montant"]])
    rows = [[str(n), name, number(q), money(u), money(t)] for n, (name, q, u, t) in enumerate(done.items, 1)]
    y = sheet.table(y, columns, rows)
    for label, value in (
        ("Total hors TVA", done.excluding),
        ("TVA 17,00%", done.tax),
        ("Total à payer EUR", done.including),
    ):
        y += 42
        sheet.text(760, y, label)
        sheet.text(1180, y, money(value), right=True)
    return sheet.picture, truth_of(done, vendor_name=vendor, vendor_siret=None, plate=shown)


def chain_till(done: Job, random: Random, font: Path | None) -> Drawn:
    done = varied(done, random, PARTS)
    done = replace(done, items=[(n, Decimal(int(q) or 1), u, Decimal(int(q) or 1) * u) for n, q, u, _ in done.items])
    vendor = random.choice(("NORD AUTO CENTRE", "VITAUTO", "FEU ROUGE AUTO", "POINT AUTO"))
    sheet = Sheet(660, 640 + 80 * len(done.items), font, 24)
    sheet.text(180, 30, vendor, 1.5)
    sheet.lines(180, 80, ["C.Cial Les Portes", done.town, "Tel 02.99.00.11.22"], 0.85)
    sheet.text(30, 190, f"Facture N° {done.number}")
    sheet.text(30, 226, f"Date {slashed(done)}  Heure {random.randint(9, 18):02}:{random.randint(10, 59)}")
    sheet.text(30, 262, f"Véhicule {done.vehicle}")
    sheet.text(30, 298, f"Immat. {done.plate}   Kms {done.kilometres}")
    y = 350.0
    for name, quantity, unit, total in done.items:
        sheet.text(30, y, name.upper())
        sheet.text(50, y + 34, f"{quantity} x {money(unit)} €")
        sheet.text(630, y + 34, f"{money(total)} €", right=True)
        y += 74
    total = done.excluding
    net = (total / Decimal("1.2")).quantize(CENT)
    sheet.text(30, y + 20, f"TOTAL TTC ({len(done.items)} articles)", 1.1)
    sheet.text(630, y + 20, money(total) + " €", 1.1, right=True)
    sheet.text(30, y + 60, "Carte bancaire")
    sheet.text(630, y + 60, money(total), right=True)
    columns = [(30.0, False), (280.0, True), (450.0, True), (630.0, True)]
    sheet.table(
        y + 110, columns, [["Taux", "HT", "TVA", "TTC"], ["20,00%", money(net), money(total - net), money(total)]]
    )
    sheet.text(30, y + 200, f"SIRET {done.siret}", 0.85)
    return sheet.picture, truth_of(
        done, vendor_name=vendor, total_excl_tax=float(net), tax_amount=float(total - net), total_incl_tax=float(total)
    )


def with_tax(done: Job, random: Random, font: Path | None) -> Drawn:
    """A tyre shop whose prices hold the tax."""
    total = done.excluding
    net = (total / Decimal("1.2")).quantize(CENT)
    sheet = Sheet(1240, 1600, font, 23)
    sheet.text(60, 50, done.vendor, 1.6)
    sheet.lines(60, 110, ["Pneus - Freinage - Amortisseurs", done.town, f"Siret: {done.siret}"], 0.85)
    sheet.text(700, 50, f"Facture {done.number}", 1.3)
    sheet.text(700, 110, f"Le {slashed(done)}")
    sheet.text(60, 260, f"{done.vehicle} - {done.plate} - {done.kilometres} km", 1.1)
    columns = [(60.0, False), (160.0, False), (880.0, True), (1180.0, True)]
    y = sheet.table(360, columns, [["Qté", "Désignation", "PU TTC", "Total TTC"]])
    y = sheet.table(y, columns, [[number(q), n, money(u), money(t)] for n, q, u, t in done.items])
    for label, value in (("Total TTC", total), ("Dont TVA (20%)", total - net), ("Montant HT", net)):
        y += 42
        sheet.text(760, y, label)
        sheet.text(1180, y, money(value) + "€", right=True)
    return sheet.picture, truth_of(
        done, total_excl_tax=float(net), tax_amount=float(total - net), total_incl_tax=float(total)
    )


def sections(done: Job, random: Random, font: Path | None) -> Drawn:
    """A dealership: parts and labour apart, each with its sum."""
    sheet = Sheet(1300, 1800, font, 21)
    sheet.text(60, 50, done.vendor.upper(), 1.6)
    sheet.lines(60, 105, ["Concessionnaire - Service après-vente", done.town], 0.9)
    columns = [(60.0, False), (360.0, False), (660.0, False), (980.0, False)]
    sheet.table(200, columns, [["N° Facture", "Date", "N° Ordre de réparation", "Réceptionnaire"],
                               [done.number, slashed(done), "OR4471", "S. ROUSSEL"]])  # fmt: skip
    shown = vin(random)
    sheet.table(300, columns, [["Immatriculation", "Modèle", "N° de châssis", "Kilométrage"],
                               [done.plate, done.vehicle, shown, str(done.kilometres)]])  # fmt: skip
    half = max(1, len(done.items) // 2)
    columns = [(60.0, False), (760.0, True), (960.0, True), (1240.0, True)]
    y = sheet.table(420, columns, [["Désignation", "Qté/Temps", "P.U. HT", "Montant HT"]])
    for title, some in (("MAIN D'OEUVRE", done.items[:half]), ("PIÈCES", done.items[half:])):
        if not some:
            continue
        sheet.text(60, y, title)
        y = sheet.table(y + 34, columns, [[n, number(q), money(u), money(t)] for n, q, u, t in some])
        sheet.text(660, y, f"Sous-total {title.lower()}")
        sheet.text(1240, y, money(sum((t for *_, t in some), Decimal(0))), right=True)
        y += 44
    for label, value in (("Total HT", done.excluding), ("TVA 20,00%", done.tax), ("Total TTC EUR", done.including)):
        y += 40
        sheet.text(860, y, label)
        sheet.text(1240, y, money(value), right=True)
    sheet.text(
        60, 1740, f"{done.vendor.upper()} SAS au capital de 150 000 EUR - RCS 512 345 678 - SIRET {done.siret}", 0.75
    )
    return sheet.picture, truth_of(done, vin=shown, vendor_name=done.vendor.upper())


def as_quote(drawn: Callable[[Job, Random, Path | None], Drawn]) -> Callable[[Job, Random, Path | None], Drawn]:
    """The same layout with the words of a quote, and until when it holds."""

    def draw(done: Job, random: Random, font: Path | None) -> Drawn:
        until = dated(done) + timedelta(days=random.choice((15, 30, 90)))
        picture, truth = drawn(replace(done, until=f"{until:%d/%m/%Y}"), random, font)
        number, day = truth.pop("invoice_number"), truth.pop("invoice_date")
        quoted = {"quote_number": number, "quote_date": day, "valid_until": until.isoformat()}
        return picture, truth | {"document_type": "quote"} | quoted

    return draw


GARAGES: dict[str, Callable[[Job, Random, Path | None], Drawn]] = {
    "totals_left": totals_left, "label_above": label_above, "two_columns": two_columns, "english": english,
    "belgian": belgian, "luxembourg": luxembourg, "chain_till": chain_till, "with_tax": with_tax, "sections": sections,
    "quote_left": as_quote(totals_left), "quote_columns": as_quote(two_columns),
}  # fmt: skip
