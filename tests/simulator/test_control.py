import asyncio
import json

import aiohttp

from simulator.person import Person
from simulator.testing import Simulator
from tests.simulator.conftest import Ask, png


async def test_the_page_comes_with_its_files_and_nothing_else(sim: Simulator, session: aiohttp.ClientSession) -> None:
    async with session.get(sim.page_url) as answer:
        page = await answer.text()
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    for name in ("app.js", "style.css", "icon.svg"):
        assert f"/page/{name}" in page
        async with session.get(f"{sim.api_url}/page/{name}") as answer:
            assert answer.status == 200
    for name in ("none.js", "..%2Fserver.py"):
        async with session.get(f"{sim.api_url}/page/{name}") as answer:
            assert answer.status == 404


async def test_another_sites_page_may_not_act(sim: Simulator, session: aiohttp.ClientSession) -> None:
    foreign = {"Origin": "https://evil.example"}
    async with session.post(f"{sim.api_url}/sim/reset", headers=foreign) as answer:
        assert answer.status == 403
    async with session.post(f"{sim.api_url}/sim/reset", headers={"Origin": sim.api_url}) as answer:
        assert answer.status == 200


async def test_a_foreign_name_for_this_machine_is_refused(sim: Simulator, session: aiohttp.ClientSession) -> None:
    async with session.get(f"{sim.api_url}/sim/state", headers={"Host": "rebound.example:80"}) as answer:
        assert answer.status == 403


async def test_two_people_are_there_at_first_and_more_may_come(sim: Simulator, control: Ask) -> None:
    state = await control("state")
    assert [(one["name"], one["lang"]) for one in state["users"]] == [("Ana", "fr"), ("Tom", "en")]
    added = await control("users", {"name": "Zoé", "lang": "es"})
    assert sim.user("Zoé").id == added["id"]
    assert (await control("users", {"name": "Zoé"}))["id"] == added["id"]
    assert (await control("users", {"name": " "}))["status"] == 400


async def test_files_are_sent_by_form_and_read_back(sim: Simulator, ask: Ask, session: aiohttp.ClientSession) -> None:
    ana = sim.user("Ana")
    form = aiohttp.FormData()
    form.add_field("payload", json.dumps({"caption": "deux"}))
    for number in (1, 2):
        form.add_field(f"file{number}", png(number, 9), filename=f"{number}.png", content_type="image/png")
    async with session.post(f"{sim.api_url}/sim/users/{ana.id}/album", data=form) as answer:
        assert len((await answer.json())["update_ids"]) == 2
    [first, _] = ana.transcript
    assert first.caption == "deux"
    file_id = first.view["photo"]["file_id"]
    async with session.get(f"{sim.api_url}/sim/files/{file_id}") as answer:
        assert (await answer.read(), answer.content_type) == (png(1, 9), "image/png")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_files_may_be_sent_together_as_files(sim: Simulator, ask: Ask, control: Ask) -> None:
    ana = sim.user("Ana")
    files = [{"name": f"{n}.png", "mime": "image/png", "content": "iVBORw0KGgoAAAANSUhEUgAAAAEAAAAB"} for n in (1, 2)]
    await control(f"users/{ana.id}/album", {"as_files": True, "files": files})
    assert [one.file_name for one in ana.transcript] == ["1.png", "2.png"]


async def watched(sim: Simulator, by: int) -> None:
    for _ in range(200):
        if len(sim.world.watchers) == by:
            return
        await asyncio.sleep(0.01)
    raise TimeoutError


async def test_a_socket_tells_a_page_what_happens(
    sim: Simulator, ask: Ask, ana: Person, session: aiohttp.ClientSession
) -> None:
    async with session.ws_connect(f"{sim.api_url}/sim/ws") as socket:
        await watched(sim, by=1)
        await ask("sendMessage", chat_id=ana.id, text="<b>un</b>", parse_mode="HTML")
        await sim.advance(hours=1)
        events = [await socket.receive_json(timeout=2) for _ in range(3)]
    assert [one["type"] for one in events] == ["message", "request", "clock"]
    assert events[0]["message"]["html"] == "<b>un</b>"
    assert (events[1]["method"], events[1]["ok"]) == ("sendMessage", True)
    await watched(sim, by=0)


async def test_faults_floods_and_disorder_are_set_over_http(sim: Simulator, control: Ask, ask: Ask) -> None:
    await control("faults", {"kind": "500", "method": "getMe", "times": 2})
    assert (await ask("getMe"))["status"] == 500
    assert (await control("faults"))["faults"][0]["times"] == 1
    assert (await control("faults", {"kind": "earthquake"}))["status"] == 400
    await control("updates", {"duplicates": 2})
    await control("flood", {"on": True, "burst": 1})
    state = await control("state")
    assert (state["updates"], state["flood"]) == ({"duplicates": 2, "reorder": False}, True)


async def test_what_nobody_can_do_is_a_conflict_with_its_reason(sim: Simulator, control: Ask) -> None:
    ana = sim.user("Ana")
    refused = await control(f"users/{ana.id}/tap", {"button": "Oui"})
    assert (refused["status"], refused["error"]) == (409, "no button 'Oui'; there are: none")
    assert (await control(f"users/{ana.id}/fly", {}))["status"] == 409
    assert (await control("users/5/say", {"text": "x"}))["status"] == 409
    assert (await control(f"users/{ana.id}/location", {}))["status"] == 400


async def test_a_reset_starts_over(sim: Simulator, control: Ask, ask: Ask, ana: Person) -> None:
    await ask("sendMessage", chat_id=ana.id, text="x")
    await ask("sendMessage", chat_id=ana.id)
    await control("reset", {})
    assert (sim.unconfirmed, sim.violations, sim.requests) == (0, [], [])
    assert [one["name"] for one in (await control("state"))["users"]] == ["Ana", "Tom"]
