"""Signed webhooks: told to every address until it answers 2xx, with the troubles that a test asks for."""

import asyncio
import hashlib
import hmac
import json
from dataclasses import dataclass, field

from aiohttp import ClientError, ClientSession, ClientTimeout

from simulator.pulse import Pulse
from simulator.stripe.form import Raw
from simulator.stripe.store import Store


@dataclass(slots=True)
class Troubles:
    """How deliveries go wrong: so many copies more, newest first, late, lost, or signed wrongly."""

    duplicates: int = 0
    reorder: bool = False
    delay: float = 0.0
    lost: bool = False
    wrong_secret: bool = False
    # Seconds by which the signature's time is off; negative for a stale one.
    skew: int = 0
    pauses: tuple[float, ...] = (0.05, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)


@dataclass(slots=True)
class Telling:
    """Posts the events of a store to the addresses that asked for them."""

    store: Store
    addresses: dict[str, str] = field(default_factory=dict)
    troubles: Troubles = field(default_factory=Troubles)
    waiting: int = 0
    _quiet: Pulse = field(default_factory=Pulse)
    _new: "asyncio.Queue[Raw]" = field(default_factory=asyncio.Queue)

    def __post_init__(self) -> None:
        self.store.told = self._offer

    def _offer(self, event: Raw) -> None:
        if self.troubles.lost or not self.addresses:
            return
        self.waiting += 1
        self._new.put_nowait(event)

    async def run(self) -> None:
        """Deliver until cancelled."""
        async with ClientSession(timeout=ClientTimeout(total=10)) as session, asyncio.TaskGroup() as group:
            while True:
                batch = [await self._new.get()]
                if self.troubles.reorder:
                    await asyncio.sleep(0.05)
                while not self._new.empty():
                    batch.append(self._new.get_nowait())
                for event in reversed(batch) if self.troubles.reorder else batch:
                    group.create_task(self._tell(session, event))

    async def _tell(self, session: ClientSession, event: Raw) -> None:
        try:
            await asyncio.sleep(self.troubles.delay)
            told = [await self._until_taken(session, event, url) for url in list(self.addresses)]
            event["delivered"] = bool(told) and all(told)
        finally:
            self.waiting -= 1
            self._quiet.fire()

    async def silent(self, seconds: float) -> None:
        """Return when every event has been told, or given up."""
        async with asyncio.timeout(seconds):
            while self.waiting:
                await self._quiet.wait(seconds)

    async def _until_taken(self, session: ClientSession, event: Raw, url: str) -> bool:
        for pause in (*self.troubles.pauses, None):
            copies = 1 + self.troubles.duplicates
            answers = await asyncio.gather(*(self._post(session, event, url) for _ in range(copies)))
            if any(200 <= answer < 300 for answer in answers):
                return True
            if pause is None or url not in self.addresses:
                break
            await asyncio.sleep(pause)
        return False

    async def _post(self, session: ClientSession, event: Raw, url: str) -> int:
        body = json.dumps({name: value for name, value in event.items() if name != "delivered"}, indent=2).encode()
        secret = "whsec_wrong" if self.troubles.wrong_secret else self.addresses.get(url, "")  # a knob
        headers = {
            "Stripe-Signature": sign(body, secret, self.store.unix() + self.troubles.skew),
            "Content-Type": "application/json; charset=utf-8",
        }
        try:
            async with session.post(url, data=body, headers=headers) as answer:
                return answer.status
        except (ClientError, TimeoutError, OSError):
            return 0


def sign(body: bytes, secret: str, moment: int) -> str:
    """Sign a body as Stripe does."""
    signed = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={signed}"
