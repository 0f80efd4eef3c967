"""Papers around a car that are no garage invoice: insurance, inspection, fuel, dashboard; invented."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from PIL import Image, ImageDraw

from tests.samples.invoices import LETTERS, TOWNS, money
from tests.samples.sheet import Sheet

Drawn = tuple[Image.Image, dict[str, Any]]
INSURERS = (
    "MUTUELLE DU LITTORAL",
    "ALTERIA ASSURANCES",
    "Prévoyance Auto SA",
    "CLARTÉ ASSURANCE MUTUELLE",
    "NORDIA IARD",
)
VEHICLES = (("RENAULT", "CLIO"), ("PEUGEOT", "3008"), ("DACIA", "DUSTER"), ("TOYOTA", "YARIS"), ("VOLKSWAGEN", "GOLF"))
DEFECTS = (
    ("1.1.13.a.2", "MAJEURE", "GARNITURES OU PLAQUETTES DE FREINS : Usure excessive AV"),
    ("5.2.3.e.1", "MINEURE", "PNEUMATIQUES : Usure anormale ou présence d'un corps étranger AVG, AVD"),
    ("6.1.2.a.1", "MINEURE", "SYSTEME D'ECHAPPEMENT : Mauvaise fixation"),
    ("4.1.2.a.2", "MAJEURE", "ORIENTATION (FEUX DE CROISEMENT) : L'orientation n'est pas dans les limites G"),
    ("5.3.2.b.1", "MINEURE", "AMORTISSEURS : Protection défectueuse ARD"),
    ("1.1.14.a.3", "CRITIQUE", "TAMBOURS DE FREINS, DISQUES DE FREINS : Disque cassé AVD"),
    ("8.4.1.a.1", "MINEURE", "PERTES DE LIQUIDES : Fuite légère du moteur"),
)
STATIONS = (("RELAIS DU PORT", "29000 QUIMPER"), ("STATION DES LILAS", "69008 LYON"),
            ("AIRE DE LA BAIE", "80100 ABBEVILLE"),
            ("STATION CENTRE COMMERCIAL", "35000 RENNES"))  # fmt: skip
NAMES = ("M. Paul DUVAL", "Mme Claire LENOIR", "M. Hugo MARCHAND")


def plate(random: Random) -> str:
    letters = [char for char in LETTERS if char not in "IOU"]
    left, right = "".join(random.choices(letters, k=2)), "".join(random.choices(letters, k=2))
    return f"{left}-{random.randint(1, 999):03}-{right}".replace("SS", "ST")


def vin(random: Random) -> str:
    head = "VF" + random.choice("137") + "".join(random.choices("ABCDEFGHJKLMNPRSTUVWXYZ0123456789", k=10))
    return head + f"{random.randint(0, 9999):04}"


def slashed(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _insurance(random: Random) -> tuple[dict[str, Any], str, date, date]:
    start = date(random.randint(2020, 2026), random.randint(1, 12), random.randint(1, 28))
    end = start.replace(year=start.year + 1) - timedelta(days=1)
    shown = plate(random)
    truth: dict[str, Any] = {
        "document_type": "insurance", "insurer": random.choice(INSURERS),
        "policy_number": random.choice(("{}", "AU{}", "7{}B", "037-{}")).format(random.randint(10_000_000, 99_999_999)),
        "plate": shown.replace("-", ""), "valid_from": start.isoformat(), "valid_until": end.isoformat(),
    }  # fmt: skip
    return truth, shown, start, end


def green_card(random: Random, font: Path | None) -> Drawn:
    truth, shown, start, end = _insurance(random)
    make, model = random.choice(VEHICLES)
    sheet = Sheet(1500, 1000, font, 21)
    sheet.picture.paste((222, 240, 222), (0, 0, 1500, 1000))
    sheet.lines(40, 30, ["1. CARTE INTERNATIONALE D'ASSURANCE AUTOMOBILE"], 1.2)
    sheet.lines(
        40, 70, ["INTERNATIONAL MOTOR INSURANCE CARD", "2. EMISE SOUS L'AUTORITE DU BUREAU CENTRAL FRANCAIS"], 0.9
    )
    sheet.box(40, 150, 640, 330)
    sheet.text(50, 155, "3. VALABLE / VALID")
    sheet.text(60, 190, "DU / FROM")
    sheet.text(350, 190, "AU / TO")
    for x, day in ((60, start), (350, end)):
        sheet.text(x, 225, "Jour   Mois   Année", 0.8)
        sheet.text(x, 260, f"{day:%d}     {day:%m}     {day:%Y}" if random.random() < 0.5 else f"{day:%d/%m/%Y}", 1.1)
    sheet.box(650, 150, 1460, 330)
    sheet.lines(660, 155, ["4. Code pays / Code assureur / Numéro de la police"], 0.85)
    sheet.text(660, 215, f"F / 217 / {truth['policy_number']}", 1.2)
    sheet.text(50, 350, "5. Numéro d'immatriculation (ou à défaut n° de châssis)", 0.85)
    sheet.text(60, 385, shown, 1.3)
    sheet.text(800, 350, "6. Catégorie et 7. Marque du véhicule", 0.85)
    sheet.text(810, 385, f"A   {make} {model}", 1.2)
    sheet.text(
        50,
        450,
        "8. VALIDITE TERRITORIALE  A B BG CY CZ D DK E EST F FIN GB GR H HR I IRL IS L LT LV M N NL P PL RO S SK SLO",
    )
    sheet.text(50, 520, "9. Nom et adresse du souscripteur (ou de l'utilisateur du véhicule)", 0.85)
    sheet.lines(60, 555, [random.choice(NAMES), "12 rue des Ormes", random.choice(TOWNS)])
    sheet.text(800, 520, "10. Cette carte a été délivrée par :", 0.85)
    sheet.lines(810, 555, [truth["insurer"], "8 boulevard de la Mer, 33000 BORDEAUX"], 1.0)
    sheet.text(800, 700, "11. Signature de l'assureur", 0.85)
    return sheet.picture, truth


def memo(random: Random, font: Path | None) -> Drawn:
    truth, shown, start, end = _insurance(random)
    make, model = random.choice(VEHICLES)
    with_end = random.random() < 0.5
    sheet = Sheet(1240, 1500, font, 24)
    sheet.text(60, 50, truth["insurer"], 1.5)
    sheet.lines(60, 100, ["Entreprise régie par le code des assurances", "8 boulevard de la Mer, 33000 BORDEAUX"], 0.8)
    sheet.text(300, 240, "MÉMO VÉHICULE ASSURÉ", 1.7)
    edited = start - timedelta(days=random.randint(1, 20))
    sheet.text(60, 330, f"Document délivré le {slashed(edited)}")
    rows = [
        ("Souscripteur du contrat", random.choice(NAMES)), ("Numéro du contrat", truth["policy_number"]),
        ("Immatriculation du véhicule", shown), ("Marque et modèle", f"{make} {model}"),
        ("Date d'effet du contrat", slashed(start)),
    ]  # fmt: skip
    if with_end:
        rows.append(("Date de fin de validité", slashed(end)))
    else:
        truth["valid_until"] = None
    for n, (label, value) in enumerate(rows):
        y = 430 + 60 * n
        sheet.text(80, y, f"{label} :" if random.random() < 0.7 else label)
        sheet.text(620, y, value)
    sheet.lines(60, 900, [
        "Ce document constitue une présomption d'assurance pendant les 15 jours suivant la date d'effet.",
        "Le véhicule est inscrit au Fichier des véhicules assurés (FVA).", "Assistance 24h/24 : 01 44 55 66 77",
    ], 0.8)  # fmt: skip
    return sheet.picture, truth


def attestation(random: Random, font: Path | None) -> Drawn:
    truth, shown, start, end = _insurance(random)
    make, model = random.choice(VEHICLES)
    sheet = Sheet(1240, 1300, font, 24)
    sheet.text(340, 60, "ATTESTATION D'ASSURANCE AUTOMOBILE", 1.2)
    sheet.lines(
        60, 150, [f"La société {truth['insurer']} atteste que", f"{random.choice(NAMES)} est titulaire du contrat"], 1
    )
    sheet.lines(60, 250, [
        f"n° {truth['policy_number']} garantissant le véhicule {make} {model}", f"immatriculé {shown}",
        f"pour la période du {slashed(start)} au {slashed(end)}.",
    ])  # fmt: skip
    sheet.lines(60, 450, ["Cette attestation n'implique qu'une présomption de garantie (art. R211-17).",
                          f"Fait à Bordeaux, le {slashed(start - timedelta(days=3))}"])  # fmt: skip
    return sheet.picture, truth


def _report(random: Random) -> dict[str, Any]:
    day = date(random.randint(2019, 2026), random.randint(1, 10), random.randint(1, 28))
    found = random.sample(DEFECTS, random.randint(0, 4))
    severities = {severity for _, severity, _ in found}
    result = "critical" if "CRITIQUE" in severities else "major" if "MAJEURE" in severities else "favourable"
    until = {"favourable": day.replace(year=day.year + 2), "critical": day}.get(result)
    if until is None:
        until = day.replace(month=day.month + 2)
    return {
        "document_type": "inspection", "plate": "", "vin": vin(random), "mileage_km": random.randint(20_000, 290_000),
        "inspection_date": day.isoformat(), "result": result, "next_inspection": until.isoformat(), "defects": found,
    }  # fmt: skip


SAID = {"favourable": "Favorable", "major": "Défavorable pour défaillances majeures",
        "critical": "Défavorable pour défaillances critiques"}  # fmt: skip
GROUPS = {"CRITIQUE": "DÉFAILLANCES CRITIQUES", "MAJEURE": "DÉFAILLANCES MAJEURES", "MINEURE": "DÉFAILLANCES MINEURES"}


def _defects(sheet: Sheet, y: float, truth: dict[str, Any], x: float = 60) -> float:
    found = []
    for severity, title in GROUPS.items():
        some = [(code, text) for code, grade, text in truth["defects"] if grade == severity]
        if not some:
            continue
        sheet.text(x, y, f"{title} :")
        y += 38
        for code, text in some:
            sheet.text(x + 20, y, f"{code}.  {text}", 0.85)
            found.append(code)
            y += 34
    truth["defects"] = found
    return y


def report(random: Random, font: Path | None) -> Drawn:
    truth = _report(random)
    shown = plate(random)
    truth["plate"] = shown.replace("-", "")
    day, until = date.fromisoformat(truth["inspection_date"]), date.fromisoformat(truth["next_inspection"])
    make, model = random.choice(VEHICLES)
    sheet = Sheet(1240, 1750, font, 22)
    sheet.text(240, 40, "PROCES-VERBAL DE CONTROLE TECHNIQUE", 1.4)
    sheet.text(60, 110, f"N° du procès-verbal : {random.randint(20_000_000, 29_999_999)}")
    sheet.text(700, 110, f"Date du contrôle : {slashed(day)}")
    sheet.text(60, 160, "NATURE DU CONTRÔLE : Contrôle technique périodique")
    sheet.text(60, 200, f"RÉSULTAT DU CONTRÔLE : {SAID[truth['result']]}", 1.1)
    sheet.text(60, 245, f"LIMITE DE VALIDITÉ DU CONTRÔLE : {slashed(until)}")
    following = "Contrôle technique périodique" if truth["result"] == "favourable" else "Contre-visite"
    sheet.text(60, 285, f"NATURE DU PROCHAIN CONTRÔLE : {following}")
    sheet.text(60, 360, "IDENTIFICATION DU VÉHICULE")
    columns = [(60.0, False), (400.0, False), (760.0, False)]
    sheet.table(400, columns, [
        ["(1) Immatriculation", "Date d'immatriculation", "1ère mise en circulation"],
        [f"{shown} (F)", "14/03/2018", "02/02/2014"], ["Marque", "Désignation commerciale", "(6) VIN"],
        [make, model, truth["vin"]], ["Catégorie internationale", "Genre", "Énergie"], ["M1", "VP", "ES"],
    ])  # fmt: skip
    sheet.text(60, 650, f"(4) Kilométrage relevé : {truth['mileage_km']} km")
    sheet.text(60, 700, "Kilométrage relevé lors du précédent contrôle : 9876 km le 11/02/2018", 0.85)
    y = _defects(sheet, 780, truth)
    sheet.lines(
        60,
        y + 60,
        ["CENTRE DE CONTRÔLE  S029Z123  CT DU PORT  29000 QUIMPER", "Contrôleur 029Z1234  Tél 0298001122"],
        0.85,
    )
    return sheet.picture, truth


def short_report(random: Random, font: Path | None) -> Drawn:
    truth = _report(random)
    shown = plate(random)
    truth["plate"] = shown.replace("-", "")
    day, until = date.fromisoformat(truth["inspection_date"]), date.fromisoformat(truth["next_inspection"])
    sheet = Sheet(1200, 1500, font, 23)
    sheet.text(60, 40, "CENTRE AUTO SÉCURITÉ DES DUNES", 1.3)
    sheet.text(60, 100, "Contrôle technique des véhicules légers - Procès-verbal", 1.0)
    letter = {"favourable": "A", "major": "S", "critical": "R"}[truth["result"]]
    columns = [(60.0, False), (330.0, False), (960.0, False)]
    sheet.table(180, columns, [
        ["Date du contrôle", "Résultat du contrôle", "Limite de validité"],
        [slashed(day), f"{letter} - {SAID[truth['result']]}", slashed(until)],
    ])  # fmt: skip
    sheet.table(320, columns, [
        ["Immatriculation", "N° dans la série du type", "Km au compteur"],
        [shown, truth["vin"], f"{truth['mileage_km']:,}".replace(",", " ")],
    ])  # fmt: skip
    sheet.text(60, 460, "DÉFAUTS ET NIVEAUX DE GRAVITÉ")
    _defects(sheet, 510, truth)
    return sheet.picture, truth


def _fill(random: Random) -> tuple[dict[str, Any], date, Decimal, Decimal, Decimal]:
    day = date(random.randint(2023, 2026), random.randint(1, 10), random.randint(1, 28))
    quantity, price = Decimal(random.randint(1200, 6500)) / 100, Decimal(random.randint(1590, 2090)) / 1000
    total = (quantity * price).quantize(Decimal("0.01"))
    truth = {
        "document_type": "fuel_receipt", "date": day.isoformat(), "station": "", "quantity": float(quantity),
        "quantity_unit": "l", "unit_price": float(price), "total": float(total),
    }  # fmt: skip
    return truth, day, quantity, price, total


def comma(value: Decimal) -> str:
    return str(value).replace(".", ",")


def pump_ticket(random: Random, font: Path | None) -> Drawn:
    truth, day, quantity, price, total = _fill(random)
    name, town = random.choice(STATIONS)
    truth["station"] = name
    tax = (total / 6).quantize(Decimal("0.01"))
    sheet = Sheet(560, 900, font, 25)
    sheet.text(280 - 8 * len(name), 30, name, 1.15)
    sheet.lines(150, 75, [town, "Tél 0298112233"], 0.9)
    sheet.text(30, 160, f"{day:%d/%m/%Y}  {random.randint(6, 22):02}:{random.randint(0, 59):02}:12")
    sheet.text(30, 200, f"Pompe {random.randint(1, 9)}   {random.choice(('GAZOLE', 'SP95-E10', 'SP98', 'E85'))}")
    rows = [("Volume", f"{comma(quantity)} L"), ("Prix/L", f"{comma(price)} EUR"),
            ("Montant TTC", f"{comma(total)} EUR"),
            ("dont TVA 20,00%", f"{comma(tax)} EUR")]  # fmt: skip
    for n, (label, value) in enumerate(rows):
        sheet.text(30, 260 + 42 * n, label)
        sheet.text(530, 260 + 42 * n, value, right=True)
    sheet.lines(30, 470, ["CARTE BANCAIRE CONTACTLESS", "************4821  DEBIT", "MERCI ET BONNE ROUTE"], 0.9)
    return sheet.picture, truth


def shop_ticket(random: Random, font: Path | None) -> Drawn:
    truth, day, quantity, price, total = _fill(random)
    name, town = random.choice(STATIONS)
    truth["station"] = name
    sheet = Sheet(600, 850, font, 24)
    sheet.lines(60, 30, [name, town, "SIRET 40587482700026"])
    sheet.text(60, 160, f"TICKET CLIENT N° {random.randint(1000, 9999)}")
    sheet.text(60, 200, f"Le {day:%d/%m/%y} à 14h32")
    sheet.text(60, 260, f"{random.choice(('SUPER SP95 E10', 'GAZOLE B7', 'SANS PLOMB 98'))}   Pompe n° 3")
    sheet.text(60, 300, f"{comma(quantity)} L x {comma(price)} EUR/L")
    sheet.text(560, 300, comma(total), right=True)
    sheet.text(60, 370, "TOTAL A PAYER", 1.1)
    sheet.text(560, 370, f"{comma(total)} €", 1.1, right=True)
    sheet.text(60, 420, f"CB EMV   {comma(total)} EUR", 0.9)
    return sheet.picture, truth


def charge_ticket(random: Random, font: Path | None) -> Drawn:
    truth, day, _, _, _ = _fill(random)
    quantity, price = (
        Decimal(random.randint(8000, 62_000)) / 1000,
        Decimal(random.choice(("0.39", "0.59", "0.25", "0.45"))),
    )
    total = (quantity * price).quantize(Decimal("0.01"))
    truth |= {"quantity": float(quantity), "quantity_unit": "kWh", "unit_price": float(price), "total": float(total)}
    truth["station"] = random.choice(("VOLTARIS", "Bornes du Golfe", "ELEKTRA RECHARGE"))
    sheet = Sheet(900, 1000, font, 26)
    sheet.text(60, 50, truth["station"], 1.4)
    sheet.text(60, 120, "Reçu de recharge", 1.2)
    for n, (label, value) in enumerate([
        ("Date de la session", f"{day:%d/%m/%Y} 18:04"), ("Point de charge", "FR*VLT*E0412*2"), ("Durée", "00:42:10"),
        ("Énergie délivrée", f"{comma(quantity)} kWh"), ("Tarif", f"{comma(price)} €/kWh"),
        ("Montant total TTC", f"{comma(total)} €"),
    ]):  # fmt: skip
        sheet.text(60, 210 + 50 * n, label)
        sheet.text(840, 210 + 50 * n, value, right=True)
    return sheet.picture, truth


SEGMENTS = {"0": "abcdef", "1": "bc", "2": "abged", "3": "abgcd", "4": "fgbc", "5": "afgcd", "6": "afgedc", "7": "abc",
            "8": "abcdefg", "9": "abcdfg"}  # fmt: skip


def _seven(draw: ImageDraw.ImageDraw, x: float, y: float, size: float, text: str, ink: tuple[int, int, int]) -> float:
    """Digits as segment displays show them."""
    w, h, t = 0.55 * size, size, max(2, round(0.11 * size))
    for char in text:
        if char == ".":
            draw.rectangle((x - t, y + h - t, x, y + h), fill=ink)
            continue
        bars = {
            "a": (x, y, x + w, y + t), "g": (x, y + h / 2 - t / 2, x + w, y + h / 2 + t / 2),
            "d": (x, y + h - t, x + w, y + h), "f": (x, y, x + t, y + h / 2), "b": (x + w - t, y, x + w, y + h / 2),
            "e": (x, y + h / 2, x + t, y + h), "c": (x + w - t, y + h / 2, x + w, y + h),
        }  # fmt: skip
        for bar in SEGMENTS[char]:
            draw.rectangle(bars[bar], fill=ink)
        x += w + 0.25 * size
    return x


def dashboard(random: Random, font: Path | None) -> Drawn:
    kilometres = random.randint(3_000, 320_000)
    miles = random.random() < 0.2
    sheet = Sheet(1500, 900, font, 34)
    sheet.picture.paste((16, 18, 22), (0, 0, 1500, 900))
    draw = ImageDraw.Draw(sheet.picture)
    light, dim = (235, 240, 250), (160, 170, 185)
    for centre in (370, 1130):
        draw.ellipse((centre - 300, 150, centre + 300, 750), outline=dim, width=5)
    for n, (x, y) in enumerate([(190, 620), (130, 470), (160, 320), (270, 215), (420, 200), (540, 290), (580, 440)]):
        draw.text((x, y), str(n), fill=dim, font=sheet.font(1.1))
        draw.text((x + 740, y), str(30 * n), fill=dim, font=sheet.font(1.1))
    draw.text((300, 560), "x1000 r/min", fill=dim, font=sheet.font(0.7))
    draw.text((1090, 560), "mph" if miles else "km/h", fill=dim, font=sheet.font(0.8))
    unit = "mi" if miles else "km"
    trip = f"{random.randint(10, 999)}.{random.randint(0, 9)}"
    if random.random() < 0.5:
        draw.text((630, 300), f"TRIP A {trip} {unit}", fill=light, font=sheet.font(0.9))
        draw.text((630, 380), f"ODO {kilometres} {unit}", fill=light, font=sheet.font(1.1))
    else:
        end = _seven(draw, 640, 300, 50, str(kilometres), light)
        draw.text((end + 5, 315), unit, fill=light, font=sheet.font(0.8))
        draw.text((640, 400), f"{trip} {unit}", fill=light, font=sheet.font(0.9))
    draw.text(
        (650, 480),
        f"{random.randint(-4, 32)}°C   {random.randint(7, 21)}:{random.randint(10, 59)}",
        fill=dim,
        font=sheet.font(0.9),
    )
    shown = round(kilometres * 1.609344) if miles else kilometres
    return sheet.picture, {"document_type": "odometer", "odometer_km": shown}


def groceries(random: Random, font: Path | None) -> Drawn:
    sheet = Sheet(560, 1000, font, 24)
    sheet.lines(120, 30, ["SUPERMARCHÉ DES HALLES", random.choice(TOWNS)])
    sheet.text(30, 120, f"{random.randint(1, 28):02}/10/2026 18:12  Caisse 4  Ticket 8{random.randint(100, 999)}")
    total, y = Decimal(0), 190.0
    for name in random.sample(("PAIN DE MIE", "LAIT DEMI-ECREME", "POMMES GALA", "BEURRE DOUX", "CAFE MOULU",
                               "EAU 6X1,5L",
                               "LIQUIDE VAISSELLE", "YAOURT NATURE"), 5):  # fmt: skip
        price = Decimal(random.randint(80, 900)) / 100
        total += price
        sheet.text(30, y, name)
        sheet.text(530, y, comma(price), right=True)
        y += 38
    tax = (total * Decimal("0.055") / Decimal("1.055")).quantize(Decimal("0.01"))
    for label, value in (("TOTAL TTC", total), ("CB", total), ("TVA 5,50%", tax), ("TOTAL HT", total - tax)):
        y += 42
        sheet.text(30, y, label)
        sheet.text(530, y, money(value), right=True)
    sheet.text(30, y + 80, "SIRET 40587482700026   MERCI DE VOTRE VISITE", 0.8)
    return sheet.picture, {"document_type": "other"}


PAPERS: dict[str, Callable[[Random, Path | None], Drawn]] = {
    "green_card": green_card, "memo": memo, "attestation": attestation, "report": report, "short_report": short_report,
    "pump_ticket": pump_ticket, "shop_ticket": shop_ticket, "charge_ticket": charge_ticket, "dashboard": dashboard,
    "groceries": groceries,
}  # fmt: skip
