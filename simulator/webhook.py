"""Posting updates to the bot's address: in order within a queue, again until it answers 2xx."""

import asyncio
import contextlib
import ipaddress
import json
from collections import deque
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import ClientError, ClientSession, ClientTimeout

from simulator.clock import Clock
from simulator.updates import Key, Update, Updates
from simulator.wire import Raw, reject

LONGEST_PAUSE = 60.0

Execute = Callable[[str, Raw], Awaitable[object]]


class Webhook:
    """The address that was set and its queues: one for each chat, and one for each person's taps."""

    def __init__(self, updates: Updates, clock: Clock, execute: Execute) -> None:
        self._updates = updates
        self._clock = clock
        self._execute = execute
        self._queues: dict[Key, deque[Update]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._gate = asyncio.Semaphore(40)
        self._session: ClientSession | None = None
        self.url = ""
        self.secret = ""
        self.max_connections = 40
        self.first_pause = 1.0
        self.last_error: tuple[int, str] | None = None

    async def close(self) -> None:
        """Stop posting."""
        await self.unset()
        if self._session is not None:
            await self._session.close()

    async def set(self, url: str, secret: str, max_connections: int) -> None:
        """Post to this address from now on, what is pending first."""
        _check(url)
        await self.unset()
        self.url, self.secret, self.max_connections = url, secret, max_connections
        self._gate = asyncio.Semaphore(max_connections)
        self.last_error = None
        self._updates.interrupt()
        self._updates.offer = self.offer
        for update in self._updates.pending.values():
            self.offer(update)

    async def unset(self) -> None:
        """Forget the address; what was not delivered stays pending."""
        self.url = ""
        self._updates.offer = None
        tasks, self._tasks = self._tasks, set()
        self._queues.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def offer(self, update: Update) -> None:
        """Queue an update for posting."""
        queue = self._queues.get(update.key)
        if queue is not None:
            queue.append(update)
            return
        self._queues[update.key] = deque([update])
        task = asyncio.get_running_loop().create_task(self._work(update.key))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def info(self) -> Raw:
        """Return the WebhookInfo object."""
        info: Raw = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates.pending),
        }
        if self.url:
            info |= {"max_connections": self.max_connections, "ip_address": "127.0.0.1"}
        if self._updates.allowed:
            info["allowed_updates"] = self._updates.allowed
        if self.last_error is not None:
            info |= {"last_error_date": self.last_error[0], "last_error_message": self.last_error[1]}
        return info

    async def _work(self, key: Key) -> None:
        queue = self._queues[key]
        while queue:
            if self._updates.reorder:
                queue.reverse()
            update = queue.popleft()
            for _ in range(1 + self._updates.duplicates):
                await self._deliver(update)
            self._updates.done(update)
        del self._queues[key]

    async def _deliver(self, update: Update) -> None:
        pause = self.first_pause
        while True:
            async with self._gate:
                wait = await self._post(update)
            if wait is None:
                return
            await asyncio.sleep(max(wait, pause))
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _post(self, update: Update) -> float | None:
        """Post once; returns None when it was taken, else how long the bot asked to wait."""
        if self._session is None:
            self._session = ClientSession(timeout=ClientTimeout(total=60))
        headers = {"Content-Type": "application/json"}
        if self.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.secret
        try:
            async with self._session.post(self.url, data=update.body, headers=headers) as answer:
                body = await answer.read()
                if 200 <= answer.status < 300:
                    await self._run_answer(body)
                    return None
                self._failed(f"Wrong response from the webhook: {answer.status} {answer.reason}")
                asked = answer.headers.get("Retry-After", "0")
                return min(float(asked), 3600.0) if asked.isdecimal() else 0.0
        except (ClientError, TimeoutError, OSError) as error:
            self._failed(f"Connection failed: {type(error).__name__}")
            return 0.0

    def _failed(self, words: str) -> None:
        self.last_error = (int(self._clock.unix()), words)

    async def _run_answer(self, body: bytes) -> None:
        """Carry out the method that a webhook may name in its answer."""
        with contextlib.suppress(ValueError):
            answer = json.loads(body) if body.startswith(b"{") else {}
            if isinstance(answer.get("method"), str):
                await self._execute(answer.pop("method"), answer)


def _check(url: str) -> None:
    """Refuse a public address without TLS; on this machine or a local network it is the only way to test."""
    parts = urlsplit(url)
    if not parts.hostname:
        reject("bad webhook: URL host is empty")
    if parts.scheme == "https":
        return
    if parts.scheme != "http" or not _nearby(parts.hostname):
        reject("bad webhook: An HTTPS URL must be provided for webhook")


def _nearby(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return "." not in host
