"""What a model is told about a person's vehicles: the least that an answer needs, from typed columns alone.

No names, plates, numbers, notes, garages or ids; make and model are the only words that a person wrote, and they are
cut short. Vehicles are numbered in the order in which they are told.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from core import db
from core.domain.assistant.general_answers import general_answer
from core.domain.entry.work_words import services_in
from core.domain.typed_text import clean_line
from core.models import Account, Vehicle
from core.ports import Clock
from core.services.days import today_of

MOST_VEHICLES: Final = 3
_LONGEST_NAME: Final = 30
_LAST = """
    SELECT record.vehicle_id, done.service, max(record.done_on) AS day, max(record.kilometres) AS kilometres
      FROM service_done done JOIN maintenance_record record ON record.id = done.record_id
      JOIN vehicle ON vehicle.id = record.vehicle_id
     WHERE vehicle.owner_id = ? AND vehicle.deleted_at IS NULL AND record.status = 'completed'
     GROUP BY record.vehicle_id, done.service ORDER BY 3 DESC
"""
_DUE = """
    SELECT reminder.vehicle_id, reminder.service, reminder.due_on, reminder.due_kilometres, reminder.expected_on
      FROM reminder JOIN vehicle ON vehicle.id = reminder.vehicle_id
     WHERE reminder.owner_id = ? AND vehicle.deleted_at IS NULL AND vehicle.archived_at IS NULL
       AND reminder.service IS NOT NULL AND reminder.state IN ('proposed', 'waiting', 'pushed')
     ORDER BY coalesce(reminder.expected_on, reminder.due_on), reminder.id
"""
_MOST_LINES: Final = 8


@dataclass(frozen=True, slots=True)
class AskFacts:
    """Gathers facts for prompts."""

    clock: Clock

    async def of(self, owner: Account, vehicles: Sequence[Vehicle], question: str) -> str:
        """Facts for a question as one JSON object in its tags."""
        named = {service.value for service in services_in(question)}
        last = await db.fetch(_LAST, owner.id)
        due = await db.fetch(_DUE, owner.id)
        told = [self._vehicle(number, one, last, due, named) for number, one in enumerate(vehicles[:MOST_VEHICLES], 1)]
        general = general_answer(question, "en")
        known = {fact.service.value: {"interval": fact.basis, "cost_eur": fact.cost} for fact in general.services}
        facts = {"today": str(today_of(owner, self.clock)), "vehicles": told, "reference": known}
        if general.topic is not None:
            facts["advice"] = f"{general.topic.answer.en} {general.topic.safety.en}"
        return f"<facts>{json.dumps(facts, ensure_ascii=False).replace('<', '(').replace('>', ')')}</facts>"

    def _vehicle(
        self,
        number: int,
        vehicle: Vehicle,
        last: Sequence[dict[str, object]],
        due: Sequence[dict[str, object]],
        named: set[str],
    ) -> dict[str, object]:
        mine = [row for row in last if row["vehicle_id"] == vehicle.id]
        # What the question is about comes first, then the newest.
        mine.sort(key=lambda row: row["service"] not in named)
        coming = [row for row in due if row["vehicle_id"] == vehicle.id]
        return {
            "number": number,
            "make": clean_line(vehicle.make or "", _LONGEST_NAME),
            "model": clean_line(vehicle.model or "", _LONGEST_NAME),
            "energy": vehicle.energy,
            "first_registered": vehicle.first_registered_on.year if vehicle.first_registered_on is not None else None,
            "kilometres": vehicle.kilometres,
            "last_done": [
                {"service": row["service"], "on": str(row["day"]), "at_km": row["kilometres"]}
                for row in mine[:_MOST_LINES]
            ],
            "due": [
                {"service": row["service"], "on": str(row["due_on"] or ""), "at_km": row["due_kilometres"]}
                for row in coming[:_MOST_LINES]
            ],
        }
