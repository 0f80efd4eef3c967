"""Mail to the simulator's inbox, so that everything can be tried without a mail server."""

from dataclasses import dataclass

import aiohttp

from core.domain.mail_ports import Letter, PostDelayed
from core.gateways.letters import compose
from core.ports import Clock

SENDER = "AutoTrack <autotrack@simulator.test>"


@dataclass(frozen=True, slots=True)
class PagePost:
    """The inbox of the simulator's page."""

    clock: Clock
    address: str

    async def send(self, letter: Letter) -> None:
        """Put the whole message there, as a mail server would get it."""
        content = compose(letter, SENDER, self.clock.now()).as_bytes()
        try:
            async with (
                aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session,
                session.post(self.address, data=content, headers={"Content-Type": "message/rfc822"}) as answer,
            ):
                answer.raise_for_status()
        except (aiohttp.ClientError, TimeoutError) as problem:
            raise PostDelayed(type(problem).__name__) from problem
