from dataclasses import dataclass, field
from datetime import UTC, datetime

from aiohttp import ClientSession

from core.domain.garages.appointments import AppointmentStatus, GarageAnswer
from core.services.garage_requests import Asked, GarageSays, Standing
from tests.services.worlds import StoppedClock
from webhooks.garage_answers import answer_routes
from webhooks.pace import PagePace, visitor
from webhooks.sidecar import Sidecar

START = datetime(2027, 1, 15, 14, 30, tzinfo=UTC)
ASKED = Asked(
    *(Standing.OPEN, "fr", "<b>Ana</b>", "Garage & Fils", ("Vidange", "<script>")),
    starts_at=START,
    answer=None,
    proposed_at=START,
    status=AppointmentStatus.PENDING,
)


@dataclass
class Desk:
    """Requests, and what was answered to them."""

    said: list[GarageSays] = field(default_factory=list)

    async def opened(self, token: str) -> Asked | None:
        return ASKED if token == "good" else None

    async def answer(self, token: str, says: GarageSays) -> Asked | None:
        self.said.append(says)
        return Asked(
            *(Standing.ANSWERED, "fr", "Ana", "Garage", ()),
            starts_at=START,
            answer=says.answer,
            proposed_at=START,
            status=AppointmentStatus.PENDING,
        )


async def test_scanners_that_only_look_answer_nothing_words_are_escaped_and_every_language_is_there():
    desk = Desk()
    sidecar = Sidecar("127.0.0.1", 0, answer_routes(desk.opened, desk.answer, StoppedClock()))
    await sidecar.start()
    try:
        async with ClientSession(sidecar.address) as session:
            for language, word in (("", "rendez-vous"), ("?lang=en", "appointment"), ("?lang=es", "cita")):
                page = await session.get(f"/appointment/good{language}")
                text = await page.text()
                assert word in text
                assert "<script>" not in text
                assert "<b>Ana" not in text
                assert page.headers["X-Robots-Tag"].startswith("noindex")
            await session.head("/appointment/good")
            await session.get("/appointment/good?answer=yes")
            assert desk.said == []
            assert (await session.post("/appointment/good", data=b"\xff\0=1&" * 50)).status == 422
            assert (await session.post("/appointment/good", data=b"x" * 9_000)).status == 413
            assert (await session.post("/appointment/none", data={"answer": "yes"})).status == 404
            assert desk.said == []
            taken = await session.post("/appointment/good?lang=en", data={"answer": "no"}, allow_redirects=False)
            assert (taken.status, taken.headers["Location"]) == (303, "/appointment/good?lang=en")
            assert [one.answer for one in desk.said] == [GarageAnswer.NO]
    finally:
        await sidecar.stop()


async def test_whoever_asks_too_often_waits_a_minute_and_others_do_not():
    seconds = 0.0
    pace = PagePace(most=3, now=lambda: seconds)
    assert [pace.allows("a") for _ in range(5)] == [True, True, True, False, False]
    assert pace.allows("b")
    seconds = 61.0
    assert pace.allows("a")
    assert visitor("127.0.0.1", "203.0.113.9, 198.51.100.7") == visitor("172.18.0.1", "198.51.100.7") == "198.51.100.7"
    assert visitor("8.8.8.8", "1.1.1.1") == "8.8.8.8"  # nobody of ours says so
    assert visitor("127.0.0.1", "") == "127.0.0.1"
    assert visitor(None, "x") == ""
    desk = Desk()
    sidecar = Sidecar("127.0.0.1", 0, answer_routes(desk.opened, desk.answer, StoppedClock(), PagePace(most=2)))
    await sidecar.start()
    try:
        async with ClientSession(sidecar.address) as session:
            seen = [(await session.get("/appointment/good")).status for _ in range(3)]
            assert seen == [200, 200, 429]
            assert (await session.post("/appointment/good", data={"answer": "yes"})).status == 429
            assert desk.said == []
    finally:
        await sidecar.stop()
