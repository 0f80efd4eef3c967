"""Questions to the assistant: from rows where they are about the logbook, else from a model, else from knowledge.

`ask` decides within the update's transaction and answers at once what needs no model; the rest is a job (`answer`),
which calls the model outside any transaction, shows the text as it comes and ends with news for the chat. Whatever the
model does, there is an answer: the built-in knowledge steps in, and then nothing is counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import structlog

from core import db
from core.assistant_port import AssistantFailed, LiveText, Prompt, Said
from core.domain.assistant.chosen_query import ChosenQuery, chosen_question, question_of, stored_question
from core.domain.assistant.exchange import LONGEST_QUESTION, ExchangeState, Source
from core.domain.assistant.general_answers import GeneralAnswer, general_answer
from core.domain.assistant.model_words import makes_sense, shown, so_far
from core.domain.assistant.own_questions import OwnQuestion, Unclear
from core.domain.energy import Energy
from core.domain.plans import Feature
from core.domain.service_schedule import vehicle_kind
from core.domain.vehicle_names import named_in
from core.errors import Gone
from core.models import Account, AskExchange, Vehicle
from core.ports import Clock, Jobs, RunningJob
from core.prompts import rules
from core.services.ask_facts import MOST_VEHICLES, AskFacts
from core.services.assistance import Assistance
from core.services.days import today_of
from core.services.entitlements import Blocked, Entitlements
from core.services.own_answers import OwnAnswer, OwnAnswers, WhichVehicle
from core.services.threads import Threads
from core.services.vehicles import Vehicles, default_of, names_of

log = structlog.get_logger()

KIND: Final = "chat"
_LONGEST_ANSWER: Final = 500
_LONGEST_CHOICE: Final = 200


class Depth(StrEnum):
    """How much of a general answer somebody's plan gives."""

    WHOLE = "whole"
    # The one that is free to try.
    TRIED = "tried"
    PREVIEW = "preview"


@dataclass(frozen=True, slots=True)
class FromRows:
    """Answered from rows."""

    exchange: AskExchange
    answer: OwnAnswer


@dataclass(frozen=True, slots=True)
class Which:
    """About one vehicle of several, and nobody said which."""

    exchange: AskExchange
    question: OwnQuestion
    vehicles: tuple[Vehicle, ...]


@dataclass(frozen=True, slots=True)
class Unanswerable:
    """About the logbook in a way that no query answers: no number rather than a wrong one."""

    exchange: AskExchange


@dataclass(frozen=True, slots=True)
class FromKnowledge:
    """Answered by the built-in knowledge."""

    exchange: AskExchange
    answer: GeneralAnswer
    depth: Depth


@dataclass(frozen=True, slots=True)
class AsksConsent:
    """A model could answer, and the person has not said yet whether it may."""

    exchange: AskExchange


@dataclass(frozen=True, slots=True)
class Underway:
    """A model is being asked."""

    exchange: AskExchange


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """Nothing is known about it."""

    exchange: AskExchange


Outcome = FromRows | Which | Unanswerable | FromKnowledge | AsksConsent | Underway | NoAnswer


@dataclass(frozen=True, slots=True)
class Asking:
    """Answers questions."""

    clock: Clock
    jobs: Jobs
    entitlements: Entitlements
    assistance: Assistance
    threads: Threads
    own: OwnAnswers
    vehicles: Vehicles
    facts: AskFacts
    live: LiveText

    async def own_question(self, owner: Account, text: str) -> OwnQuestion | None:
        """The query on one's own rows that a text is, if it is one for sure."""
        read = await self.own.read(owner, text)
        return read if isinstance(read, OwnQuestion) else None

    async def entitled(self, owner: Account) -> bool:
        """Whether a plan gives answers, tries left out."""
        _, limits = await self.entitlements.limits(owner)
        return limits.get(Feature.AI_MESSAGES, 0) != 0

    async def ask(self, owner: Account, text: str, thread_id: int = 0) -> Outcome:
        """Answer a question, or begin to."""
        text = text[:LONGEST_QUESTION]
        exchange = await self.threads.begin(owner, text, thread_id)
        mine = await self.vehicles.all(owner)
        read = await self.own.read(owner, text, mine)
        if isinstance(read, OwnQuestion):
            return await self._of_rows(owner, exchange, read, mine)
        return await self._general(owner, exchange, mine, unclear=isinstance(read, Unclear))

    async def of_vehicle(self, owner: Account, exchange_id: int, vehicle_id: int) -> Outcome:
        """Answer a question about one vehicle, now that it is known which."""
        exchange = await self.threads.exchange(owner, exchange_id)
        read = await self.own.read(owner, exchange.question)
        if not isinstance(read, OwnQuestion):
            raise Gone
        vehicle = await self.vehicles.get(owner, vehicle_id)
        known = OwnQuestion(
            read.asked, vehicle.id, read.services, read.span, read.category, read.garage, read.fact, read.aspect
        )
        return await self._of_rows(owner, exchange, known)

    async def go_on(self, owner: Account, exchange_id: int) -> Outcome:
        """Answer the question that waited for the person's word on the service."""
        exchange = await self.threads.exchange(owner, exchange_id)
        if exchange.state is not ExchangeState.HELD:
            raise Gone
        mine = await self.vehicles.all(owner)
        read = await self.own.read(owner, exchange.question, mine)
        exchange.state = ExchangeState.WAITING
        return await self._general(owner, exchange, mine, unclear=isinstance(read, Unclear))

    async def _of_rows(
        self, owner: Account, exchange: AskExchange, question: OwnQuestion, mine: Sequence[Vehicle] | None = None
    ) -> Outcome:
        answer = await self.own.answer(owner, question, mine)
        if isinstance(answer, WhichVehicle):
            await exchange.save()
            return Which(exchange, question, answer.vehicles)
        exchange.vehicle_id = answer.vehicle.id if answer.vehicle is not None else None
        exchange.record_id = answer.record_id
        return FromRows(exchange, answer)

    async def _general(
        self, owner: Account, exchange: AskExchange, mine: Sequence[Vehicle], *, unclear: bool
    ) -> Outcome:
        answer = self._known(owner, exchange.question, mine)
        unclear = unclear and answer.diagnosis is None and answer.topic is None
        if not self.assistance.there or owner.ai_consent == "no":
            return await self._without_model(owner, exchange, answer, unclear=unclear)
        if self.assistance.must_consent(owner):
            exchange.state = ExchangeState.HELD
            await exchange.save()
            return AsksConsent(exchange)
        try:
            await self.entitlements.take(owner, Feature.AI_MESSAGES, kind=KIND)
        except Blocked as blocked:
            if blocked.limit:
                raise
            return await self._without_model(owner, exchange, answer, unclear=unclear, tried=True)
        exchange.counted, exchange.state = True, ExchangeState.WAITING
        await exchange.save()
        payload = {"exchange": exchange.id, "unclear": unclear}
        await self.jobs.enqueue("ask_model", payload, key=f"ask:{owner.id}")
        return Underway(exchange)

    async def _without_model(
        self, owner: Account, exchange: AskExchange, answer: GeneralAnswer, *, unclear: bool, tried: bool = False
    ) -> Outcome:
        if unclear:
            return Unanswerable(exchange)
        if answer.is_empty:
            return NoAnswer(exchange)
        return FromKnowledge(exchange, answer, Depth.PREVIEW if tried else await self._depth(owner))

    async def _depth(self, owner: Account) -> Depth:
        """A plan with answers gives the whole, and it is not counted; every other may try once."""
        given = await self.entitlements.given_or_tried(owner, Feature.AI_MESSAGES, kind=KIND)
        return {True: Depth.WHOLE, False: Depth.TRIED, None: Depth.PREVIEW}[given]

    def _known(self, owner: Account, question: str, mine: Sequence[Vehicle]) -> GeneralAnswer:
        """What the built-in knowledge says, for the vehicle that is meant."""
        vehicle = _meant(owner, question, mine)
        energy = Energy(vehicle.energy) if vehicle is not None and vehicle.energy in set(Energy) else None
        kind = vehicle_kind(vehicle.category if vehicle is not None else None)
        return general_answer(question, owner.language, energy, kind)

    # The job

    async def answer(self, job: RunningJob) -> None:
        """Ask the model, show its words as they come, and tell the chat when all is there."""
        exchange = await AskExchange.get_or_none(id=int(str(job.payload["exchange"]))).select_related("thread__owner")
        if exchange is None or exchange.state is not ExchangeState.WAITING:
            return
        owner = exchange.thread.owner
        if job.payload.get("unclear"):
            text, source = await self._chosen(owner, exchange)
        else:
            text, source = await self._asked(owner, exchange)
        self.live.done(exchange.id)
        async with db.transaction():
            await self._store(owner, exchange, text, source)
            await job.finish()

    async def failed(self, job: RunningJob) -> None:
        """The job was given up: the built-in knowledge answers."""
        exchange = await AskExchange.get_or_none(id=int(str(job.payload["exchange"]))).select_related("thread__owner")
        if exchange is not None and exchange.state is ExchangeState.WAITING:
            await self._store(exchange.thread.owner, exchange, "", Source.KNOWLEDGE)

    async def _store(self, owner: Account, exchange: AskExchange, text: str, source: Source) -> None:
        """Keep what came and tell the chat; what no model answered is not counted."""
        if source in {Source.KNOWLEDGE, Source.NONE} and exchange.counted:
            await self.entitlements.give_back(owner, Feature.AI_MESSAGES, kind=KIND)
            exchange.counted = False
        exchange.answer, exchange.source, exchange.state = text, source, ExchangeState.READY
        await exchange.save(update_fields=["answer", "source", "counted", "state", "query"])
        payload = {"chat_id": owner.telegram_id, "kind": "ask_answered", "subject": exchange.id}
        await self.jobs.enqueue("event", payload, key=f"chat:{owner.telegram_id}")

    async def _asked(self, owner: Account, exchange: AskExchange) -> tuple[str, Source]:
        """The model's words, or nothing and the knowledge."""
        text, chat_id = "", owner.telegram_id
        try:
            await self.live.show(chat_id, exchange.id, "", owner.language)
            async for piece in self.assistance.stream(owner, await self._prompt(owner, exchange)):
                text += piece
                words = so_far(text)
                if words:
                    await self.live.show(chat_id, exchange.id, words, owner.language)
        except AssistantFailed:
            return "", Source.KNOWLEDGE
        words = shown(text)
        return (words, Source.MODEL) if len(words) > 1 and makes_sense(text) else ("", Source.KNOWLEDGE)

    async def _chosen(self, owner: Account, exchange: AskExchange) -> tuple[str, Source]:
        """Have the model choose a query of the closed list; its choice is checked and answered from rows."""
        await self.live.show(owner.telegram_id, exchange.id, "", owner.language)
        mine = (await self.vehicles.active(owner))[:MOST_VEHICLES]
        said = Said("person", f"{await self.facts.of(owner, mine, exchange.question)}\n{exchange.question}")
        prompt = Prompt(rules("choose", owner.language), (said,), _LONGEST_CHOICE, "")
        try:
            form = await self.assistance.fill(owner, prompt, ChosenQuery)
        except AssistantFailed:
            return "", Source.NONE
        question = chosen_question(form, [one.id for one in mine], today_of(owner, self.clock))
        if question is None:
            return "", Source.NONE
        exchange.query = stored_question(question)
        return "", Source.ROWS

    async def queried(self, owner: Account, exchange: AskExchange) -> Outcome:
        """The answer of the query that a model chose."""
        question = question_of(str(exchange.query))
        return await self._of_rows(owner, exchange, question)

    async def _prompt(self, owner: Account, exchange: AskExchange) -> Prompt:
        mine = await self.vehicles.active(owner)
        meant = _meant(owner, exchange.question, mine)
        ordered = sorted(mine, key=lambda one: meant is None or one.id != meant.id)
        facts = await self.facts.of(owner, ordered, exchange.question)
        said: list[Said] = []
        for past in await self.threads.past(exchange):
            said += [Said("person", past.question), Said("assistant", past.answer or "")]
        said.append(Said("person", f"{facts}\n{exchange.question}"))
        return Prompt(rules("ask", owner.language), tuple(said), _LONGEST_ANSWER, "")

    async def outcome(self, owner: Account, exchange_id: int) -> tuple[AskExchange, GeneralAnswer, Depth]:
        """A question that a model was asked, with what the knowledge says to it: its dangers are told in any case."""
        exchange = await self.threads.exchange(owner, exchange_id)
        depth = Depth.WHOLE if await self.entitled(owner) else Depth.TRIED
        return exchange, self._known(owner, exchange.question, await self.vehicles.active(owner)), depth


def _meant(owner: Account, question: str, vehicles: Sequence[Vehicle]) -> Vehicle | None:
    """The vehicle that a question names, or the one that goes without saying."""
    active = [one for one in vehicles if one.archived_at is None]
    named = named_in(question, [names_of(one) for one in active])
    return next((one for one in active if one.id == named), None) or default_of(owner, active)
