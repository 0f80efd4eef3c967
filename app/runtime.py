"""A bot from start to stop: opens the database, greets Telegram, works, and ends in order with nothing lost."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

import structlog
from aiohttp import web
from telegram.error import InvalidToken, TelegramError

from app.assembled import Parts
from app.checks import checks_of
from app.console.door import door
from app.database import opened
from app.payment import NO_CHAT
from app.profile import introduce, introduce_to_admins
from app.pulse import feel_pulse
from app.team import team
from bot.updates import ALLOWED, accept
from core.domain.diagnosis.diagnose import warm_up
from scheduler.ticker import Ticker
from webhooks.access import Access
from webhooks.books import BookFacts, book_routes
from webhooks.books import Check as BookCheck
from webhooks.books import Fetch as BookFetch
from webhooks.garage_answers import answer_routes
from webhooks.health import health_routes, looked
from webhooks.metrics import metrics_routes
from webhooks.pay_pages import pay_routes
from webhooks.sidecar import PortTaken, Sidecar
from webhooks.stripe import stripe_routes
from webhooks.telegram import telegram_routes

log = structlog.get_logger()

# Seconds at a stop: for the jobs that run, then for the answers that people wait for.
GRACE, FAREWELL = 12.0, 3.0
# How many ports behind ours are tried by processes that take nothing in.
BESIDE, LAST_PORT = 20, 65_535


class TokenRefused(Exception):
    """Telegram does not know BOT_TOKEN."""


@dataclass(slots=True)
class Runtime:
    """A running bot. `idle` is for tests and for stopping: nothing taken in is unfinished."""

    parts: Parts
    sidecar: Sidecar
    ticker: Ticker
    polls: bool
    stopping: asyncio.Event = field(default_factory=asyncio.Event)

    async def idle(self) -> bool:
        """Whether no job is ready or running and nothing waits to be sent."""
        return await self.parts.jobs.idle() and await self.parts.services.outbox.idle()


@asynccontextmanager
async def running(parts: Parts, *, poll: bool | None = None, warm: bool = True) -> AsyncIterator[Runtime]:
    """Run a bot until the block ends.

    `poll` overrides the choice between polling and webhook; `warm` loads reader and knowledge before they are needed.
    """
    settings = parts.settings
    polls = settings.public_url is None if poll is None else poll
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(opened(settings.database, parts.scale.presence))
        if parts.scale.presence is None:
            parts.files.sweep()
            parts.journal.open()
        stack.callback(parts.journal.close)
        await parts.api.request.initialize()
        for close in (parts.api.request.shutdown, parts.capture.close, parts.end):
            stack.push_async_callback(close)
        if warm:
            # Before anybody is listened to: a quarter of a second that no tap has to wait for.
            await asyncio.to_thread(warm_up)
        sidecar = await _sidecar(parts, polls)
        stack.push_async_callback(sidecar.stop)
        await stack.enter_async_context(door(parts))
        async with team() as group:
            runtime = await _start(parts, group, sidecar, polls)
            if warm and "ocr" in parts.roles.queues:
                parts.background.start(parts.capture.start())
            try:
                yield runtime
            finally:
                await _stop(runtime)


async def _sidecar(parts: Parts, polls: bool) -> Sidecar:
    settings = parts.settings
    access = Access(settings.metrics_token.get_secret_value() if settings.metrics_token is not None else None)
    checks = checks_of(parts)
    parts.health.look = lambda: looked(checks)
    routes = [*health_routes(checks, access), *metrics_routes(parts.meters, parts.soundings.read, access)]
    routes += _payment_routes(parts)
    requests = parts.services.garage.requests
    routes += answer_routes(requests.opened, requests.answer, parts.clock)
    if settings.public_url is not None:
        routes += book_routes(*_books(parts))
    if parts.roles.takes_in and not polls:
        routes += telegram_routes(_accept(parts), settings.webhook_secret, parts.meters)
    for port in _ports(settings.http_port, takes_in=parts.roles.takes_in):
        sidecar = Sidecar(settings.http_host, port, routes)
        try:
            await sidecar.start()
        except PortTaken:
            if parts.roles.takes_in:
                raise
        else:
            return sidecar
    raise PortTaken(f"{settings.http_host}:{settings.http_port + 1}")


def _ports(ours: int, *, takes_in: bool) -> tuple[int, ...]:
    """Where to listen: the port that the world is sent to is left to who takes messages in, whoever starts first."""
    if takes_in or ours == 0:
        return (ours,)
    return (*(port for port in range(ours + 1, ours + 1 + BESIDE) if port <= LAST_PORT), 0)


def _payment_routes(parts: Parts) -> list[web.RouteDef]:
    payments = parts.payments
    routes = pay_routes(lambda: payments.addresses.chat)
    if payments.billing is not None and parts.billing_events is not None and payments.secrets:
        billing, accept = payments.billing, parts.billing_events.accept
        routes += stripe_routes(
            *(accept, payments.secrets, parts.clock), live=billing.live, version=billing.version, meters=parts.meters
        )
    return routes


async def _start(parts: Parts, group: asyncio.TaskGroup, sidecar: Sidecar, polls: bool) -> Runtime:
    settings, roles = parts.settings, parts.roles
    await _greet(parts)
    parts.chat.username = parts.application.bot.username
    if parts.payments.addresses.chat == NO_CHAT:
        parts.payments.addresses.chat = f"https://t.me/{parts.application.bot.username}"
    ticker = Ticker(parts.schedule.tick)
    runtime = Runtime(parts, sidecar, ticker, polls)
    group.create_task(feel_pulse(parts.meters, runtime.stopping))
    if roles.sends:
        group.create_task(parts.sender.run())
    if roles.queues:
        group.create_task(parts.jobs.run())
    if roles.takes_in and polls:
        group.create_task(parts.poller.run())
    elif roles.takes_in:
        address = {"url": f"{settings.public_url}/telegram", "secret_token": settings.webhook_secret}
        await parts.api.call("setWebhook", {**address, "allowed_updates": ALLOWED})
    if roles.ticks:
        ticker.start()
        await ticker.once()
    log.info("bot.started", way="polling" if polls else "webhook", sidecar=sidecar.address)
    return runtime


async def _stop(runtime: Runtime) -> None:
    """Take nothing new, finish what was begun, leave the rest in the database."""
    parts = runtime.parts
    runtime.stopping.set()
    parts.poller.stop()
    runtime.ticker.stop()
    await runtime.sidecar.stop()
    await parts.jobs.drain(GRACE)
    await parts.sender.drain(FAREWELL)
    await parts.background.drain(2)
    parts.sender.stop()
    log.info("bot.stopped")


async def _greet(parts: Parts) -> None:
    """Tell Telegram who we are; while it is away we wait, since nothing can be done without it."""
    pause = 0.5
    while True:
        try:
            await parts.application.initialize()
            if parts.roles.takes_in:
                if parts.settings.public_url is None:
                    await parts.api.call("deleteWebhook", {})
                await introduce(parts.api)
                await introduce_to_admins(parts.api, parts.services.admin)
        except InvalidToken:
            raise TokenRefused from None
        except TelegramError as problem:
            log.warning("telegram.unreachable", reason=type(problem).__name__, pause=pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, 30)
        else:
            return


def _books(parts: Parts) -> tuple[BookCheck, BookFetch]:
    books = parts.services.books

    async def check(code: str) -> BookFacts | None:
        found = await books.checked(code)
        if found is None:
            return None
        return BookFacts(found.code, found.digest, found.facts, found.language, found.made_on)

    return check, books.shared


def _accept(parts: Parts) -> Callable[..., Awaitable[None]]:
    async def accepted(update: dict[str, object]) -> None:
        await accept(parts.jobs, update)

    return accepted
