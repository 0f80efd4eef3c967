"""A card as it is now, opened to be confirmed: one question tells it, what its owner keeps, and how its vehicle stands.

How a vehicle stands depends on the day of the paper, which `Document.dated_on` says already while the card waits;
where it says something else than the card, the vehicle is looked at again by whoever needs it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from core import db
from core.db.gather import Question, Row, gather, made, rows_of
from core.domain.document_fields import PRIVATE
from core.domain.states import DocumentState
from core.errors import Gone
from core.models import Account, Document, ExtractedField, ExtractedLine, Vehicle
from core.services.document_list import Stored, stored_by, stored_of
from core.services.documents import CardData
from core.services.records import twins_of
from core.services.standing import About, Piece, Standing, lock_vehicle, questions_of, standing_of

_THERE = (DocumentState.KEPT, DocumentState.PROPOSED)


@dataclass(frozen=True, slots=True)
class CardNow:
    """A card, what its owner keeps beside it, the record it made before, and its vehicle as of `day`, if it has one.

    `holds_private`: whether there is something on it, or on a page that was joined in it, that is not kept. `namesakes`
    are the owner's vehicles with a number that is on it, deleted ones too; `active` how many they have now. `answers`
    say what else was asked.
    """

    card: CardData
    kept: Stored
    record_id: int | None
    parts: tuple[int, ...]
    holds_private: bool
    standing: Standing | None
    day: date | None
    namesakes: tuple[Vehicle, ...]
    active: int
    answers: Mapping[str, list[Row]]


async def open_card_now(
    owner: Account,
    now: datetime,
    document_id: int,
    beside: Mapping[str, Question] | None = None,
    change: Question | None = None,
) -> CardNow:
    """One of the owner's cards to be confirmed, or `Gone`. A second tap waits for the first to commit.

    One that no vehicle was chosen for is of the one whose number is on it. `beside` and `change` are asked along.
    """
    vehicle, day = _vehicle(owner, document_id), Piece.column("document", "dated_on", document_id)
    if not db.is_sqlite():  # whose transactions wait for each other anyway
        await db.fetch("SELECT id FROM document WHERE id = ? AND owner_id = ? FOR UPDATE", document_id, owner.id)
        await db.fetch("SELECT id FROM account WHERE id = ? FOR UPDATE", owner.id)
        await lock_vehicle(owner, vehicle)
    about = About(vehicle, day, _told(document_id, vehicle, day), work=True)
    asked = _questions(owner, document_id, vehicle) | {"twins": twins_of(vehicle, day)} | (dict(beside or {}))
    asked |= {f"its_{name}": one for name, one in questions_of(owner, about).items()}
    answers = await gather(asked, change)
    documents = made(Document, answers["document"])
    if not documents:
        raise Gone
    document, card = documents[0], _card(documents[0], answers)
    if document.vehicle_id is not None and card.vehicle is None:
        raise Gone
    its = {name.removeprefix("its_"): rows for name, rows in answers.items() if name.startswith("its_")}
    standing = standing_of(owner, now, its, answers) if card.vehicle is not None else None
    record = answers["record"]
    return CardNow(
        card,
        stored_of(answers["stored"][0]),
        int(record[0]["id"]) if record else None,
        tuple(int(row["id"]) for row in answers["parts"]),
        bool(answers["private"]),
        standing,
        document.dated_on,
        tuple(sorted(made(Vehicle, answers["namesakes"]), key=lambda one: one.id)),
        int(answers["active"][0]["n"]),
        answers,
    )


def _vehicle(owner: Account, document_id: int) -> Piece:
    """The vehicle of a card: the one that was chosen, else the one whose numbers are on it, by VIN before plate."""
    sql = f"""
        coalesce((SELECT vehicle_id FROM document WHERE id = ?),
                 (SELECT car.id FROM vehicle car WHERE car.owner_id = ? AND car.deleted_at IS NULL
                     AND (car.vin IN ({_SAID}) OR car.plate IN ({_SAID}))
                   ORDER BY CASE WHEN car.vin IN ({_SAID}) THEN 0 ELSE 1 END, car.id LIMIT 1))
    """  # noqa: S608  # our own names
    vin = (document_id, "vin")
    return Piece(sql, (document_id, owner.id, *vin, document_id, "plate", *vin))


_SAID = "SELECT value FROM extracted_field WHERE document_id = ? AND name = ?"


def _told(document_id: int, vehicle: Piece, day: Piece) -> Piece:
    """The mileage on the card, if it is one that was read on that day already."""
    sql = f"""
        (SELECT one.kilometres FROM odometer_reading one JOIN extracted_field said
             ON said.value = CAST(one.kilometres AS VARCHAR(12))
          WHERE said.document_id = ? AND said.name = 'mileage_km'
            AND one.vehicle_id = {vehicle.sql} AND one.read_on = {day.sql} LIMIT 1)
    """  # noqa: S608  # our own names
    return Piece(sql, (document_id, *vehicle.values, *day.values))


def _questions(owner: Account, document_id: int, its_vehicle: Piece) -> dict[str, Question]:
    whole = "SELECT id FROM document WHERE id = ? OR part_of = ?"
    private = ", ".join(f"'{name}'" for name in sorted(PRIVATE))
    states = ", ".join(f"'{state.value}'" for state in _THERE)
    same = Piece.column("document", "same_as", document_id)
    present = "(vehicle_id IS NULL OR vehicle_id IN (SELECT id FROM vehicle WHERE deleted_at IS NULL))"
    return {
        "document": rows_of(Document, "WHERE id = ? AND owner_id = ?", document_id, owner.id),
        "vehicle": rows_of(
            Vehicle,
            f"WHERE id = {its_vehicle.sql} AND owner_id = ? AND deleted_at IS NULL",
            *(*its_vehicle.values, owner.id),
        ),
        "fields": rows_of(ExtractedField, "WHERE document_id = ?", document_id),
        "lines": rows_of(ExtractedLine, "WHERE document_id = ?", document_id),
        "same": rows_of(
            Document,
            f"WHERE id = {same.sql} AND owner_id = ? AND state IN ({states}) AND {present}",
            *(*same.values, owner.id),
        ),
        "stored": stored_by(owner),
        "namesakes": rows_of(
            Vehicle,
            f"WHERE owner_id = ? AND (vin IN ({_SAID}) OR plate IN ({_SAID}))",
            *(owner.id, document_id, "vin", document_id, "plate"),
        ),
        "active": Question(
            ("n",),
            "SELECT count(*) AS n FROM vehicle WHERE owner_id = ? AND deleted_at IS NULL AND archived_at IS NULL",
            (owner.id,),
        ),
        "record": Question(("id",), "SELECT id FROM maintenance_record WHERE document_id = ?", (document_id,)),
        "parts": Question(("id",), "SELECT id FROM document WHERE part_of = ?", (document_id,)),
        "private": Question(
            ("id",),
            f"SELECT id FROM extracted_field WHERE name IN ({private}) AND document_id IN ({whole}) LIMIT 1",  # noqa: S608
            (document_id, document_id),
        ),
    }


def _card(document: Document, answers: Mapping[str, list[Row]]) -> CardData:
    vehicles, same = made(Vehicle, answers["vehicle"]), made(Document, answers["same"])
    lines = sorted(made(ExtractedLine, answers["lines"]), key=lambda line: line.position)
    return CardData(
        document,
        {row.name: row for row in made(ExtractedField, answers["fields"])},
        lines,
        vehicles[0] if vehicles else None,
        same[0] if same else None,
    )
