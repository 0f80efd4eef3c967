"""A query on one's own rows as a model may choose it: from the closed list, with values that are checked."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Literal

from pydantic import BaseModel, Field

from core.domain.assistant.own_questions import Asked, OwnQuestion
from core.domain.ownership import Span
from core.domain.service_types import ServiceType


class ChosenQuery(BaseModel):
    """The form: what to look up; days as YYYY-MM-DD."""

    query: Literal[
        "none", "last", "next", "spent", "count", "fills", "last_fill", "biggest", "odometer", "driven", "consumption"
    ]
    vehicle: int = Field(ge=0, le=10)
    service: str
    category: Literal["all", "work", "fuel", "insurance", "toll", "parking", "fine", "credit", "tax", "wash"]
    first_day: str
    last_day: str


def chosen_question(form: ChosenQuery, vehicles: Sequence[int], today: date) -> OwnQuestion | None:
    """The query of a form, with the vehicle of its number; None for none, or for one that does not hold together."""
    if form.query == "none" or form.vehicle > len(vehicles):
        return None
    asked = Asked(form.query)
    services = (ServiceType(form.service),) if form.service in set(ServiceType) else ()
    needs = asked in {Asked.LAST, Asked.NEXT, Asked.COUNT}
    span = _span(form.first_day, form.last_day, today)
    if (needs and not services) or (form.service and not services) or span is _WRONG:
        return None
    category: str = "" if form.category == "all" else form.category
    if asked is Asked.SPENT and services:
        category = "service"
    vehicle = vehicles[form.vehicle - 1] if form.vehicle else None
    return OwnQuestion(asked, vehicle, services, span, category if asked is Asked.SPENT else "")


_WRONG = Span(date.max, date.min)


def _span(first: str, last: str, today: date) -> Span | None:
    if not first and not last:
        return None
    try:
        start = date.fromisoformat(first) if first else date(1970, 1, 1)
        end = min(date.fromisoformat(last), today) if last else today
    except ValueError:
        return _WRONG
    return Span(start, end) if start <= end else _WRONG


def stored_question(question: OwnQuestion) -> str:
    """A query as JSON."""
    return json.dumps(asdict(question), default=str)


def question_of(stored: str) -> OwnQuestion:
    """The query of its JSON."""
    raw = json.loads(stored)
    span = raw["span"]
    days = Span(date.fromisoformat(span["start"]), date.fromisoformat(span["end"])) if span else None
    services = tuple(ServiceType(service) for service in raw["services"])
    return OwnQuestion(Asked(raw["asked"]), raw["vehicle"], services, days, raw["category"], raw["garage"], raw["fact"])
