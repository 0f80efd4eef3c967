"""Long polling that loses nothing: updates are stored and committed before Telegram is told that we have them."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import structlog
from telegram import error

from bot.transport import TelegramApi
from bot.updates import ALLOWED, accept
from core import db
from core.db.lead import Lead
from core.ports import Jobs

log = structlog.get_logger()

WAIT = 25
LONGEST_PAUSE = 30.0


@dataclass(slots=True)
class Polling:
    """Fetches updates with getUpdates; the offset moves only after the commit."""

    api: TelegramApi
    jobs: Jobs
    _offset: int = 0
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        """Fetch until `stop`; problems are waited out, more patiently each time."""
        pause = 0.5
        while not self._stopping.is_set():
            try:
                await self._fetch()
                pause = 0.5
            except error.TelegramError as problem:
                # 409: another poller holds this token. 401: the token was revoked. Neither is hurried.
                patient = isinstance(problem, error.Conflict | error.InvalidToken)
                pause = min(max(pause, 10.0) if patient else pause * 2, LONGEST_PAUSE)
                log.warning("polling.problem", reason=type(problem).__name__, pause=pause)
                await self._sleep(pause)
            except Exception:
                # The database is away: nothing was confirmed, so nothing is lost.
                log.exception("polling.failed")
                await self._sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)

    def stop(self) -> None:
        """Fetch no more. What was fetched and not confirmed comes again and is recognised."""
        self._stopping.set()

    async def _fetch(self) -> None:
        parameters: dict[str, Any] = {"timeout": WAIT, "allowed_updates": ALLOWED}
        if self._offset:
            parameters["offset"] = self._offset
        call = asyncio.ensure_future(self.api.call("getUpdates", parameters, read=WAIT + 10))
        stopping = asyncio.ensure_future(self._stopping.wait())
        try:
            await asyncio.wait((call, stopping), return_when=asyncio.FIRST_COMPLETED)
            if not call.done():
                return
            updates = call.result()
        finally:
            call.cancel()
            stopping.cancel()
            await asyncio.gather(call, stopping, return_exceptions=True)
        if updates:
            async with db.transaction():
                for update in updates:
                    await accept(self.jobs, update)
            self._offset = max(int(update["update_id"]) for update in updates) + 1

    async def _sleep(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._stopping.wait(), seconds)
        except TimeoutError:
            return


@dataclass(slots=True)
class SharedPolling:
    """Polls while this process is the one that does: Telegram answers a second one with 409."""

    lead: Lead
    build: Callable[[], Polling]
    _polling: Polling | None = None

    async def run(self) -> None:
        """Fetch whenever this process leads, until `stop`."""
        await self.lead.while_leading(self._poll, self._end)

    def stop(self) -> None:
        """Fetch no more; another process may."""
        self.lead.stop()

    async def _poll(self) -> None:
        self._polling = self.build()
        await self._polling.run()

    def _end(self) -> None:
        if self._polling is not None:
            self._polling.stop()
