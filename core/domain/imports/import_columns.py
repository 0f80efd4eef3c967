"""Headers in six languages to our names for columns, and the units they state."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from core.domain.imports.import_rows import GALLON_UK, GALLON_US, LITRE, Hints
from core.domain.money import currency_of
from core.domain.typed_text import folded

# Our name, then what apps and people call it, folded: without accents, case, signs, and what stands in brackets.
_NAMES: Final[Mapping[str, str]] = {
    "date": "date|data|datum|fecha|jour|day date|date time|datetime|date heure|date et heure|fuelup date|fuel up date"
    "|fill date|fill up date|timestamp|date du plein|tankdatum|fecha y hora|fecha hora|data e hora|data hora|data ora"
    "|data e ora|date of service|service date|purchase date|date d achat|date de l intervention|dia|дата|data i godzina"
    "|filled on|done on|paid on|date of fill up|date facture|date de facture|fecha de repostaje|fecha factura"
    "|data abastecimento|data rifornimento|tag|when|transaction date",
    "day": "day",
    "month": "month",
    "year": "year",
    "time": "time|heure|uhrzeit|zeit|hora|ora|время|godzina|time of day",
    "odometer": "odometer|odo|odometer reading|odo reading|mileage|kilometrage|compteur|km compteur|compteur km"
    "|compteur kilometrique|kilometerstand|km stand|kmstand|tachostand|tacho|cuentakilometros|kilometraje|odometro"
    "|quilometragem|hodometro|quilometros|chilometraggio|contachilometri|chilometri|kilometres|kilometers|kilometros"
    "|km|kms|total km|odometro km|lectura|kilometerstand km|одометр|пробег|przebieg|stan licznika|current odometer"
    "|kilometraje actual|odometer km|odo km|km totaux|releve|releve compteur|relevé kilometrique|miles|leitura"
    "|km percorsi totali|kilometros actuales|odometer value|lettura|kilometre|vehicle odometer|mileage at service",
    "distance": "trip|distance|trip km|trip distance|distance travelled|distance traveled|tageskilometer|strecke"
    "|gefahrene kilometer|distancia|parcial|trayecto|distanza|percorso|distancia recorrida|distancia percorrida"
    "|distance parcourue|km parcourus|kilometer|trip odometer|fahrstrecke|tageskm|gefahrene km|trip meter",
    "quantity": "quantity|qty|quantite|volume|litres|liters|liter|litre|litros|litro|litri|gallon|gallons|gal"
    "|fuel amount|fuel volume|fuelconsumed|fuel consumed|menge|tankmenge|kraftstoffmenge|getankt|volumen|cantidad"
    "|cantidad de combustible|quantidade|quantita|kwh|energy added|kwh charged|energie chargee|volume total"
    "|volumen total|quantite carburant|litrage|nb litres|nombre de litres|getankte menge|getankte liter"
    "|quantita carburante"
    "|volumen repostado|litros abastecidos|litri riforniti|fill amount|fill up volume|fuel quantity|объем|obj|ilosc"
    "|liter getankt|gallons filled|litres filled|energy|volume l",
    "total": "cost|costs|total cost|totalcost|total price|amount|montant|montant ttc|total|prix total|cout|cout total"
    "|kosten|gesamtpreis|gesamtkosten|betrag|total ttc|coste|coste total|costo total|importe|importe total"
    "|precio total|valor total|valor|custo|custo total|costo|costo totale|importo|prezzo totale|totale|стоимость"
    "|сумма|amount paid|paid|sum|summe|montant total|prix ttc|ttc|spesa|gasto|depense|rechnungsbetrag|preis gesamt"
    "|gesamtbetrag|общая стоимость|koszt|kwota|prix du plein|cout du plein|total amount|monto|monto total|prix paye"
    "|total a pagar|total pago",
    "price": "price per unit|unit price|unitprice|price per litre|price per liter|price per gallon|price per kwh"
    "|prix unitaire|prix au litre|prix du litre|prix par litre|prix litre|literpreis|preis pro liter|preis liter"
    "|preis je liter|einzelpreis|precio por litro|precio unitario|precio litro|precio del litro|preco litro"
    "|preco por litro|preco unitario|prezzo al litro|prezzo litro|prezzo unitario|prezzo per litro|volume price"
    "|volumeprice|fuel price|price l|price gal|prix l|preis l|precio l|preco l|prezzo l|pu|price litre|price liter"
    "|price gallon|prix carburant|price per volume unit|price volume|цена|cena|cena za litr|price kwh|kraftstoffpreis"
    "|eur l|precio combustible|preco combustivel|prezzo carburante|prix au kwh|цена л|cost per litre|cost per gallon"
    "|cost per liter|eur liter|preis pro einheit|price 1",
    "some_price": "price|prix|preis|precio|preco|prezzo",
    "full": "is fill to full|isfilltofull|full|full tank|filled up|fill to full|plein|plein complet|reservoir plein"
    "|voll|vollgetankt|volltank|volltankung|voll getankt|lleno|deposito lleno|tanque lleno|tanque cheio|cheio"
    "|completou o tanque|completou|encheu o tanque|pieno|pieno completo|filled tank completely|full fill up|plein fait"
    "|tank full|полный бак|до полного|filled to full|tankfull|fill up full|completo|llenado completo|pelny bak",
    "partial": "partial|partial fuelup|partial fuel up|partial tank|partial fill|partial fill up|partial fillup|partiel"
    "|plein partiel|teilbetankung|teilmenge|parcial|parziale|llenado parcial|rifornimento parziale|teiltankung",
    "full_partial": "full partial",
    "missed": "missed|missed fuelup|missed fuel up|missedfuelup|missed fill up|missed fillup|missed fill"
    "|previously missed fill ups|previous missed fill ups|previously missed fillups|plein oublie|plein manque"
    "|pleins oublies|previous missed|vergessen|vergessene betankung|repostaje olvidado|abastecimento esquecido"
    "|plein manquant|missed previous|rifornimento mancato|rifornimento saltato|repostaje omitido|betankung vergessen",
    "station": "station|gas station|filling station|fuel station|fueling station|station service|tankstelle"
    "|gasolinera|estacion|estacion de servicio|posto|posto de combustivel|distributore|stazione|заправка|stacja",
    "brand": "brand|fuel brand|marque carburant|enseigne",
    "place": "location|lieu|place|city|ville|ort|lugar|local|luogo|place name|adresse|address",
    "note": "note|notes|comment|comments|commentaire|commentaires|remarque|remarques|bemerkung|bemerkungen|notiz"
    "|notizen|kommentar|kommentare|nota|notas|observacion|observaciones|observacao|observacoes|osservazioni|commento"
    "|commenti|comentario|comentarios|memo|заметка|примечание|notatka|notatki|observations|remarks|remark|uwagi",
    "description": "description|designation|libelle|title|titre|cost title|costtitle|titel|bezeichnung|beschreibung"
    "|descripcion|descricao|descrizione|service|services|service name|sub types|item|operation|intervention|travaux"
    "|prestation|type of service|objet|servicio|servico|servizio|servizi|leistung|arbeit|trabajo|concepto|work"
    "|work done|name|record desc|titulo|titolo|entretien|услуга|usluga|nature des travaux|expense|what|task"
    "|service type|repair|reparation|manutencao|mantenimiento|manutenzione|wartung|causale|bezeichnung der arbeit",
    "category": "type|category|categorie|kategorie|categoria|kind|art|typ|record type|cost type|cost category|tipo"
    "|nature|entry type|expense type|type de depense|type d entretien|tipo de gasto|tipo de despesa|tipo di spesa"
    "|rubrique|tankart|betankungsart|тип|categoria de gasto|type of record|eintragstyp|record|rodzaj|entry",
    "vehicle": "vehicle|car|car name|vehicule|voiture|fahrzeug|auto|vehiculo|coche|veiculo|carro|veicolo|vehicle name"
    "|vehicle id|vehicle title|nom du vehicule|автомобиль|pojazd|macchina|automovil|auto name|car title",
    "plate": "plate|license plate|licence plate|immatriculation|plaque|kennzeichen|matricula|placa|targa|lic|lic plate"
    "|registration|registration number|plaque d immatriculation|rego",
    "vin": "vin|chassis|vin number|numero de serie|fin|numero de chasis|fahrgestellnummer|telaio",
    "energy": "fuel type|fueltype|type de carburant|carburant type|energie|kraftstoff|kraftstoffart|spritsorte|sorte"
    "|tipo de combustible|tipo combustible|combustivel|tipo de combustivel|carburante|tipo carburante|octane"
    "|fuel grade|grade|топливо|paliwo|type carburant|treibstoff|energy type|fuel category|kraftstofftyp|benzinart",
    "some_fuel": "fuel|carburant|combustible|gas|essence|benzin|sprit",
    "currency": "currency|devise|monnaie|wahrung|moneda|moeda|valuta|валюта|waluta",
    "unit": "unit|unite|einheit|unidad|unidade|unita|fuel unit|volume unit|quantity unit|energy unit|volume units",
    "odometer_unit": "odometer unit|distance unit|unite distance|entfernungseinheit|odometer units",
    "consumption": "l 100km|l 100 km|mpg|km l|kml|fuel economy|fueleconomy|consommation|conso|verbrauch|consumo"
    "|consumption|eff|efficiency|fuel efficiency|economy|moyenne|durchschnittsverbrauch|расход|zuzycie|fuel consumption"
    "|consumo medio|kwh 100km|litres 100km",
    "garage": "garage|workshop|werkstatt|atelier|taller|oficina|supplier|prestataire|fournisseur|shop|vendor"
    "|place of service|provider|garage name|nom du garage|mecanicien|mechanic|officina|centro|warsztat|serviced at"
    "|part supplier|service center|service provider",
    "due_date": "next date|remind date|reminddate|echeance|due date|prochaine date|due on|prochaine echeance|next due"
    "|next due date|fecha de vencimiento|faellig am|fallig am|scadenza|vencimiento|vencimento|reminder date",
    "due_odometer": "remindodo|remind odo|due odometer|due km|next km|due at|prochain km|next odometer|due miles",
    "period": "period months|every months|repeat months|months",
    "ends_on": "ends on|end date|date de fin|fin|fecha fin|data fim|data fine|bis|until",
    "payment": "payment|payment method|payment type|mode de paiement|paiement|metodo de pago|forma de pagamento",
    "tags": "tags|tag list|etiquettes|mots cles",
    "latitude": "latitude|lat",
    "longitude": "longitude|lng|lon|long",
    "ignored": "id|row id|uniqueid|guid|lastupdated|tank number|tanknumber|tank|weather|receipt path|driver|fahrer"
    "|conducteur|motivo|reason|discount|remise|city percentage|date added|model|make|marque|modele",
}  # fmt: skip
_BY_HEADER: Final = {folded(way): name for name, ways in _NAMES.items() for way in ways.split("|")}
# "Cost per km" is worked out by the app, and no cost.
_WORKED_OUT: Final = frozenset({"km", "100", "100km", "mile", "mi", "day", "jour"})

_BRACKETS: Final = re.compile(r"[(\[{]([^)\]}]*)[)\]}]")
_SIGNS: Final = re.compile(r"[^\w]+")
_PER: Final = re.compile(r"(?:/|\bper\b|\bpar\b|\bpro\b|\bpor\b|\bal\b|\bau\b|\bje\b) *(?P<unit>[a-z]+)")
_LITRES: Final = re.compile(r"\b(?:l|lt|ltr|lit(?:re|er|ro|ri|r)s?|litres?|л)\b")
_GALLONS: Final = re.compile(r"\bgal(?:l?ons?|s)?\b")
_UNIT_PRICE: Final = re.compile(
    r"(?:price|cost|prix|preis|kosten|precio|coste|preco|custo|prezzo|costo|cena|цена|cout|€|eur)[^/]{0,12}"
    r"(?:/|\b(?:per|par|pro|por|al|au|je|za)\b) ?(?:1 ?)?(?:l|lt|ltr|lit\w*|gal\w*|kwh|kg|л|unit\w*)\b"
)
_US: Final = re.compile(r"\b(?:us|usa|u s)\b")
_UK: Final = re.compile(r"\b(?:uk|imp|imperial|u k)\b")
_MILES: Final = re.compile(r"\b(?:mi|miles?|milles|millas?|milhas?|miglia|meilen?|mls)\b")
_KILOMETRES: Final = re.compile(r"\b(?:kms?|k[iy]lom\w*|quilom\w*|chilom\w*|км)\b")
_CONSUMPTIONS: Final = (
    ("l/100km", re.compile(r"(?:l(?:it(?:re|er|ro)s?)?|л) ?/ ?100 ?(?:km|км)?")),
    ("mpg_us", re.compile(r"mpg.{0,3}us|us.{0,3}mpg")),
    ("mpg_uk", re.compile(r"mpg.{0,3}(?:uk|imp)|(?:uk|imp\w*).{0,3}mpg")),
    ("mpg", re.compile(r"\bmpg\b|mi(?:les)?/ ?gal")),
    ("km/l", re.compile(r"(?:km|км) ?/ ?[lл]")),
)  # fmt: skip
GALLON: Final = "gal"


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a table under our names (None: not one we use), and what they say of units."""

    names: tuple[str | None, ...]
    hints: Hints = field(default_factory=Hints)

    def has(self, *names: str) -> bool:
        """Whether there is a column of each name."""
        return all(name in self.names for name in names)

    def any(self, *names: str) -> bool:
        """Whether there is a column of any name."""
        return any(name in self.names for name in names)


def header_of(cells: Sequence[str]) -> Header:
    """Read a header; of two columns that would have one name the second keeps none."""
    names: list[str | None] = []
    for cell in cells:
        name = column_of(cell)
        # Of two columns of kilometres the second tells how far it went.
        name = "distance" if name == "odometer" and name in names else name
        names.append(None if name in names or name == "ignored" else name)
    return Header(_settled(names), hints_of(cells, names))


@lru_cache(maxsize=2_000)
def column_of(cell: str) -> str | None:
    """Our name for one header, or None."""
    if _UNIT_PRICE.search(folded(cell[:120])):
        return "price"
    bare = plain_header(_BRACKETS.sub(" ", cell))
    whole = plain_header(cell)
    for text in (bare, whole, bare.replace(" ", "")):
        if text in _BY_HEADER:
            return _BY_HEADER[text]
    return _by_words(bare)


def plain_header(cell: str) -> str:
    """A header folded to words."""
    return " ".join(_SIGNS.sub(" ", folded(cell[:120]).replace("_", " ")).split())


def _by_words(bare: str) -> str | None:
    """A header of several words by the longest of our names it begins or ends with."""
    words = bare.split()
    for length in range(len(words) - 1, 0, -1):
        for text in (" ".join(words[:length]), " ".join(words[-length:])):
            name = _BY_HEADER.get(text)
            if name is None or len(text) < 3 or name in {"ignored", "day", "month", "year"}:
                continue
            return None if name in {"total", "price"} and _WORKED_OUT & set(words) else name
    return None


def _settled(names: Sequence[str | None]) -> tuple[str | None, ...]:
    """Say what columns mean whose name depends on the others."""
    price = "price" if "total" in names else "total" if "price" in names else "some_price"
    fuel = "energy" if "quantity" in names else "some_fuel"
    meant = {"some_price": price, "some_fuel": fuel}
    return tuple(meant.get(name or "", name) for name in names)


def hints_of(cells: Sequence[str], names: Sequence[str | None]) -> Hints:
    """The units and the currency that headers state."""
    hints = Hints()
    for cell, name in zip(cells, names, strict=False):
        text = folded(cell[:120])
        match name:
            case "odometer" | "distance" | "odometer_unit":
                hints.distance = hints.distance or distance_in(text)
            case "quantity" | "some_fuel":
                hints.volume = hints.volume or volume_in(text)
            case "price" | "some_price":
                per = _PER.search(text)
                hints.volume = hints.volume or (volume_in(per["unit"]) if per else None)
                hints.currency = hints.currency or _currency(cell)
            case "total":
                hints.currency = hints.currency or _currency(cell)
            case "consumption":
                hints.consumption = hints.consumption or consumption_in(text)
            case _:
                pass
    return hints


def distance_in(text: str) -> str | None:
    """The unit of distance that a text names."""
    if _MILES.search(text):
        return "mi"
    return "km" if _KILOMETRES.search(text) else None


def volume_in(text: str) -> str | None:
    """The unit of a quantity that a text names; a gallon that is neither US nor UK is just `gal`."""
    if re.search(r"\bkwh\b", text):
        return "kWh"
    if re.search(r"\bkg\b", text):
        return "kg"
    if _GALLONS.search(text) or text in {"gal", "gallon", "gallons"}:
        return GALLON_US if _US.search(text) else GALLON_UK if _UK.search(text) else GALLON
    return LITRE if _LITRES.search(text) else None


def consumption_in(text: str) -> str | None:
    """The unit of consumption that a text names."""
    return next((name for name, pattern in _CONSUMPTIONS if pattern.search(text)), None)


def _currency(cell: str) -> str | None:
    for inside in (*_BRACKETS.findall(cell), *re.findall(r"[€£]|\b[A-Z]{3}\b", cell)):
        code = currency_of(inside.strip().casefold().split("/")[0].strip())
        if code is not None:
            return code
    return None
