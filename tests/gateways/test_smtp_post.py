import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from core.domain.mail_ports import Letter, PostDelayed, PostRefused
from core.gateways.smtp_post import SmtpPost
from tests.services.worlds import StoppedClock

LETTER = Letter("abc", "camille@example.org", "welcome", "fr", {"link": "https://t.me/bot"})
SENDER = "AutoTrack <autotrack@example.org>"


@dataclass
class Mailbox:
    """What a real SMTP server took, and what it says to the next letter."""

    answer: str = "250 OK"
    recipient: str = "250 OK"
    logins: list[bytes] = field(default_factory=list)
    envelopes: list[Envelope] = field(default_factory=list)

    async def handle_RCPT(self, _: SMTP, __: Session, envelope: Envelope, to: str, ___: list[str]) -> str:  # noqa: N802
        if self.recipient.startswith("2"):
            envelope.rcpt_tos.append(to)
        return self.recipient

    async def handle_DATA(self, _: SMTP, __: Session, envelope: Envelope) -> str:  # noqa: N802
        self.envelopes.append(envelope)
        return self.answer

    def login(self, _: SMTP, __: Session, ___: Envelope, ____: str, said: LoginPassword) -> AuthResult:
        self.logins.append(said.password)
        # Not handled: the server is to say the refusal itself.
        return AuthResult(success=said.password == b"right", handled=False)


@asynccontextmanager
async def server(mailbox: Mailbox) -> AsyncIterator[int]:
    loop = asyncio.get_running_loop()
    listening = await loop.create_server(
        lambda: SMTP(mailbox, authenticator=mailbox.login, auth_require_tls=False, loop=loop), "127.0.0.1", 0
    )
    try:
        yield listening.sockets[0].getsockname()[1]
    finally:
        listening.close()


def post(port: int, rest: str = "", user: str = "") -> SmtpPost:
    return SmtpPost.at(f"smtp://{user}127.0.0.1:{port}{rest}", SENDER, StoppedClock())


async def test_a_letter_goes_over_a_real_server_whole():
    mailbox = Mailbox()
    async with server(mailbox) as port:
        await post(port).send(LETTER)
        await post(port, "?starttls=off", "ana:right@").send(LETTER)
        await post(port, "?starttls=off", "ana:right@").ping()
    first = mailbox.envelopes[0]
    assert (first.mail_from, first.rcpt_tos) == ("autotrack@example.org", ["camille@example.org"])
    content = first.content or b""
    assert b"Message-ID: <abc@example.org>" in content
    assert b"multipart/alternative" in content
    assert mailbox.logins == [b"right", b"right"]


@pytest.mark.parametrize(("answer", "error"), [("451 later", PostDelayed), ("550 no such mailbox", PostRefused)])
async def test_what_the_server_says_decides_whether_to_try_again(answer: str, error: type[Exception]):
    for mailbox in (Mailbox(answer=answer), Mailbox(recipient=answer)):
        async with server(mailbox) as port:
            with pytest.raises(error):
                await post(port).send(LETTER)


async def test_a_wrong_password_an_absent_server_and_a_line_in_clear_lose_no_letter_and_say_no_password():
    mailbox = Mailbox()
    async with server(mailbox) as port:
        with pytest.raises(PostDelayed, match="authentication"):
            await post(port, "?starttls=off", "ana:wrong@").send(LETTER)
        mailbox.logins.clear()
        # With a name and a password nothing is said before the line is encrypted, and this server cannot.
        with pytest.raises(PostDelayed):
            await post(port, "", "ana:right@").send(LETTER)
        with pytest.raises(PostDelayed):
            await post(port, "", "ana:right@").ping()
    assert (mailbox.logins, mailbox.envelopes) == ([], [])
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = free.getsockname()[1]
    with pytest.raises(PostDelayed):
        await post(nobody).send(LETTER)
