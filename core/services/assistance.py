"""The only way to a language model: with the person's consent, under the ceilings, with everything personal masked.

Whoever asks has taken the use from the person's plan (`Entitlements.take`) and gives it back when `AssistantFailed` is
raised; here only money is counted. Nothing here is called within a transaction.
"""

import hashlib
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from typing import Final

import structlog

from core import db
from core.assistant_port import Assistant, AssistantFailed, FormT, Prompt, Said, Spent, Trouble
from core.domain.assistant.exchange import Consent
from core.domain.assistant.masking import masker
from core.meters import Meters
from core.models import Account
from core.services.ai_spending import AiSpending, estimate

log = structlog.get_logger()

_THEIRS = "SELECT plate, vin, policy_number FROM vehicle WHERE owner_id = ?"
# What a minute of speech is taken to cost, in tokens.
_RECORDING: Final = 2_000


@dataclass(frozen=True, slots=True)
class Assistance:
    """Asks a model for one person. Without one, or without their yes, it says so and costs nothing."""

    assistant: Assistant | None
    spending: AiSpending
    # Tells people apart for the service without saying who they are.
    salt: bytes = b""
    meters: Meters = field(default_factory=Meters)

    @property
    def there(self) -> bool:
        """Whether the operator has set up a service."""
        return self.assistant is not None

    def may_ask(self, owner: Account) -> bool:
        """Whether a model may be asked for this person."""
        return self.there and owner.ai_consent == Consent.YES

    def must_consent(self, owner: Account) -> bool:
        """Whether they have not been asked yet."""
        return self.there and owner.ai_consent is None

    async def decide(self, owner: Account, consent: Consent) -> None:
        """Note what a person says about the service."""
        owner.ai_consent = consent.value
        await owner.save(update_fields=["ai_consent"])

    async def stream(self, owner: Account, prompt: Prompt) -> AsyncIterator[str]:
        """The answer as it comes."""
        assistant, masked = self._open(owner), await self._masked(owner, prompt)
        reserved, length = await self.spending.reserve(owner, masked), 0
        spent, begun, first = Spent(0, 0), time.perf_counter(), True
        failed = True
        try:
            async for piece in assistant.stream(masked):
                if isinstance(piece, Spent):
                    spent = piece
                    continue
                if first:
                    self.meters.took(time.perf_counter() - begun, "ai_first_seconds")
                    first = False
                length += len(piece)
                yield piece
            failed = False
        except AssistantFailed as failure:
            self._noted(failure)
            raise
        finally:
            used = spent if spent != Spent(0, 0) else _guessed(masked, length)
            await self.spending.settle(reserved, used, failed=failed)
        self.meters.count("ai_calls", "stream", "done")

    async def fill(self, owner: Account, prompt: Prompt, form: type[FormT]) -> FormT:
        """A form of ours, checked."""
        assistant, masked = self._open(owner), await self._masked(owner, prompt)
        reserved = await self.spending.reserve(owner, masked)
        try:
            filled, spent = await assistant.fill(masked, form)
        except AssistantFailed as failure:
            self._noted(failure)
            await self.spending.settle(reserved, Spent(0, 0), failed=True)
            raise
        await self.spending.settle(reserved, spent)
        self.meters.count("ai_calls", "fill", "done")
        return filled

    async def hear(self, owner: Account, recording: bytes, name: str) -> str:
        """What was said in a recording of theirs."""
        assistant = self._open(owner)
        reserved = await self.spending.reserve(owner, Prompt("", (), _RECORDING, ""))
        try:
            heard, spent = await assistant.hear(recording, name, owner.language)
        except AssistantFailed as failure:
            self._noted(failure)
            await self.spending.settle(reserved, Spent(0, 0), failed=True)
            raise
        await self.spending.settle(reserved, spent)
        self.meters.count("ai_calls", "hear", "done")
        return heard

    def _open(self, owner: Account) -> Assistant:
        if self.assistant is None or not self.may_ask(owner):
            raise AssistantFailed(Trouble.OFF)
        return self.assistant

    async def _masked(self, owner: Account, prompt: Prompt) -> Prompt:
        """The prompt as it may leave: everything the person wrote or owns is masked, and nothing says who they are."""
        rows = await db.fetch(_THEIRS, owner.id)
        known = [str(value) for row in rows for value in row.values() if value]
        mask = masker([owner.first_name, *owner.first_name.split(), *known])
        said = tuple(Said(one.by, mask(one.text)) for one in prompt.said)
        person = hashlib.sha256(self.salt + str(owner.id).encode()).hexdigest()[:32]
        return replace(prompt, said=said, person=person)

    def _noted(self, failure: AssistantFailed) -> None:
        self.meters.count("ai_calls", "any", failure.trouble.value)
        log.warning("assistant.failed", trouble=failure.trouble.value)


def _guessed(prompt: Prompt, length: int) -> Spent:
    """What a call used that did not say so: nothing when nothing came."""
    return Spent(estimate(prompt).taken_in, length // 3 + 1) if length else Spent(0, 0)
