"""Mail over SMTP, by aiosmtplib."""

import ssl
from dataclasses import dataclass
from typing import Self
from urllib.parse import unquote, urlsplit

import aiosmtplib

from core.domain.mail_ports import Letter, PostDelayed, PostRefused
from core.gateways.letters import compose
from core.ports import Clock

TIMEOUT = 30.0
_FOR_GOOD = 500


@dataclass(frozen=True, slots=True, repr=False)
class SmtpPost:
    """One mail server. With a name and password, nothing is said to it before the line is encrypted."""

    clock: Clock
    sender: str
    host: str
    port: int
    username: str | None
    password: str | None
    use_tls: bool
    # None: encrypted if the server can.
    start_tls: bool | None

    @classmethod
    def at(cls, url: str, sender: str, clock: Clock) -> Self:
        """The server of an address such as `smtp://user:password@host:587` or `smtps://host`."""
        parts = urlsplit(url)
        direct = parts.scheme == "smtps"
        username = unquote(parts.username) if parts.username else None
        off = parts.query == "starttls=off"
        start_tls = False if direct or off else (True if username else None)
        port = parts.port or (465 if direct else 587 if username else 25)
        password = unquote(parts.password) if parts.password else None
        return cls(clock, sender, parts.hostname or "", port, username, password, direct, start_tls)

    async def send(self, letter: Letter) -> None:
        """Hand a letter over; raises `PostDelayed` or `PostRefused`."""
        message = compose(letter, self.sender, self.clock.now())
        try:
            await aiosmtplib.send(
                message,
                hostname=self.host,
                port=self.port,
                username=self.username,
                password=self.password,
                use_tls=self.use_tls,
                start_tls=self.start_tls,
                timeout=TIMEOUT,
            )
        except aiosmtplib.SMTPRecipientsRefused as refused:
            _sort(refused.recipients[0].code, refused)
        except aiosmtplib.SMTPAuthenticationError as problem:
            # The operator's to mend, and no reason to lose letters.
            raise PostDelayed("authentication") from problem
        except aiosmtplib.SMTPResponseException as problem:
            _sort(problem.code, problem)
        except (aiosmtplib.SMTPException, OSError, TimeoutError, ssl.SSLError) as problem:
            raise PostDelayed(type(problem).__name__) from problem

    async def ping(self) -> None:
        """Raise `PostDelayed` if the server does not take our name and password."""
        client = aiosmtplib.SMTP(
            hostname=self.host, port=self.port, use_tls=self.use_tls, start_tls=self.start_tls, timeout=10
        )
        try:
            async with client:
                if self.username is not None:
                    await client.login(self.username, self.password or "")
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as problem:
            raise PostDelayed(type(problem).__name__) from problem


def _sort(code: int, problem: Exception) -> None:
    if code >= _FOR_GOOD:
        raise PostRefused(code) from problem
    raise PostDelayed(str(code)) from problem
