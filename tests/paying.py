"""A bot whose plans are paid on the simulator's Stripe."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from pydantic import SecretStr

from app.runtime import running
from app.wiring import build
from core.gateways.clock import MovableClock
from core.models import Account
from simulator.stripe.stand_in import KEY
from simulator.testing import Simulator
from simulator.wire import Raw
from tests.conftest import PUSH_SECONDS, Bot, Chat, settings_for

SECRET = "whsec_secret_of_the_tests"
ADMIN = 42


@asynccontextmanager
async def paying_bot(sim: Simulator, folder: Path, **settings: object) -> AsyncIterator[Bot]:
    """A bot that sells, told of what happens at the simulator's Stripe."""
    known = {
        "stripe_secret_key": SecretStr(KEY),
        "stripe_webhook_secret": SecretStr(f"whsec_an_older_secret,{SECRET}"),
        "stripe_api_base": f"{sim.api_url}/stripe",
        "payments": ("stripe", "stars"),
        "admin_ids": (ADMIN,),
        **settings,
    }
    clock = MovableClock()
    parts = build(settings_for(sim, folder).model_copy(update=known), clock)
    parts.payments.addresses.chat = sim.page_url
    parts.jobs.backoff = 0.05
    parts.messenger.pace.per_chat_seconds = PUSH_SECONDS
    async with running(parts, warm=False) as runtime:
        parts.payments.addresses.pages = runtime.sidecar.address
        sim.stripe.telling.addresses[f"{runtime.sidecar.address}/webhooks/stripe"] = SECRET
        yield Bot(sim, runtime, clock)


async def heard(bot: Bot) -> None:
    """Wait until everything that happened at Stripe was told, handled and said."""
    for _ in range(3):
        await bot.sim.stripe.told()
        await bot.settle()


async def ahead(bot: Bot, **span: float) -> None:
    """Move both clocks, and let Stripe tell what came of it."""
    await bot.advance(**span)
    await heard(bot)


async def link(chat: Chat, plan: str, way: str = "order.by_card") -> str:
    """Choose a plan in /plans and go as far as the page for paying; its address."""
    await chat.say("/plans")
    await chat.tap(next(label for label in chat.labels if label.startswith(chat.t.plain(f"plan_name.{plan}"))))
    await chat.tap(next(label for label in chat.labels if label.startswith(chat.t.plain(way, n=770)[:6])))
    return next(value for row in chat.message.buttons for _, value in row if value.startswith("http"))


async def buy(chat: Chat, plan: str = "standard") -> Raw:
    """Buy a plan; the subscription at Stripe."""
    made = chat.bot.sim.stripe.pay(await link(chat, plan))
    await heard(chat.bot)
    return made


async def admin(bot: Bot) -> Account:
    """Somebody who runs the service."""
    return await bot.runtime.parts.services.accounts.arrive((ADMIN, "Admin", "fr"))
