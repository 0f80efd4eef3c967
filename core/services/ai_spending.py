"""What a language model costs: reserved before each call under two ceilings, settled after it."""

from dataclasses import dataclass
from typing import Final

from core import db
from core.assistant_port import AssistantFailed, Prompt, Spent, Trouble
from core.models import Account
from core.ports import Clock
from core.services.days import today_of

MILLION: Final = 1_000_000
# Characters of a token, at the fewest: an estimate is rather too high. A picture counts as so many tokens.
_CHARACTERS: Final = 3
_PICTURE: Final = 1_600
_TALK: Final = 60
_ALL = (
    "INSERT INTO ai_budget(month, micros) VALUES(?, ?) ON CONFLICT(month) DO UPDATE"
    " SET micros = ai_budget.micros + excluded.micros WHERE ai_budget.micros + excluded.micros <= ? RETURNING micros"
)
_ONE = (
    "INSERT INTO ai_spend(owner_id, month, calls, failed, taken_in, given_out, micros) VALUES(?, ?, 0, 0, 0, 0, ?)"
    " ON CONFLICT(owner_id, month) DO UPDATE SET micros = ai_spend.micros + excluded.micros"
    " WHERE ai_spend.micros + excluded.micros <= ? RETURNING micros"
)
_SETTLE_ALL = "UPDATE ai_budget SET micros = micros + ? WHERE month = ?"
_SETTLE_ONE = (
    "UPDATE ai_spend SET calls = calls + 1, failed = failed + ?, taken_in = taken_in + ?, given_out = given_out + ?,"
    " micros = micros + ? WHERE owner_id = ? AND month = ?"
)


@dataclass(frozen=True, slots=True)
class Rates:
    """Prices of a million tokens, and the most that may be spent in a month; one currency throughout."""

    price_in: float
    price_out: float
    most: float
    most_each: float

    def micros(self, spent: Spent) -> int:
        """What tokens cost, in millionths."""
        return round(spent.taken_in * self.price_in + spent.given_out * self.price_out)


@dataclass(frozen=True, slots=True)
class Reserved:
    """What a call on its way may cost at most."""

    owner_id: int
    month: str
    micros: int


@dataclass(frozen=True, slots=True)
class AiSpending:
    """Keeps the account of a model's cost; each step is a transaction of its own, since calls are outside of any."""

    clock: Clock
    rates: Rates

    async def reserve(self, owner: Account, prompt: Prompt) -> Reserved:
        """Set aside what a call may cost, or refuse it: many at once never spend more than a ceiling together."""
        month, micros = f"{today_of(owner, self.clock):%Y-%m}", self.rates.micros(estimate(prompt))
        most, most_each = (round(money * MILLION) for money in (self.rates.most, self.rates.most_each))
        if micros > min(most, most_each):
            raise AssistantFailed(Trouble.CEILING)
        async with db.transaction():
            # One statement each: of many at once, only as many as fit get through.
            if not await db.fetch(_ALL, month, micros, most):
                raise AssistantFailed(Trouble.CEILING)
            if not await db.fetch(_ONE, owner.id, month, micros, most_each):
                raise AssistantFailed(Trouble.CEILING)
        return Reserved(owner.id, month, micros)

    async def settle(self, reserved: Reserved, spent: Spent, *, failed: bool = False) -> None:
        """Put what it cost in place of what it might have."""
        difference = self.rates.micros(spent) - reserved.micros
        async with db.transaction():
            await db.execute(_SETTLE_ALL, difference, reserved.month)
            tokens = (int(failed), spent.taken_in, spent.given_out)
            await db.execute(_SETTLE_ONE, *tokens, difference, reserved.owner_id, reserved.month)


def estimate(prompt: Prompt) -> Spent:
    """The most that a call is expected to use."""
    words = len(prompt.rules) + sum(len(said.text) for said in prompt.said)
    taken_in = words // _CHARACTERS + 1 + (_PICTURE if prompt.picture is not None else 0)
    return Spent(taken_in + _TALK, prompt.longest)
