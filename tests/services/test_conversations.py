import pytest

from core import db
from core.ports import JobTaken
from core.services.conversations import Conversation, Conversations

places = Conversations()


async def test_a_chat_never_seen_waits_for_nothing(database: str):
    place = await places.load(1)
    assert (place.flow, place.step, place.draft, place.version) == ("", "", {}, 0)


async def test_a_place_is_found_as_it_was_left(database: str):
    place = Conversation(2**40, "add_vehicle", "plate", {"make": "Citroën\0\ud800", "n": [1, None]})
    await places.save(place)
    found = await places.load(2**40)
    assert (found.flow, found.step, found.draft) == (place.flow, place.step, place.draft)
    assert found.version == place.version == 1


async def test_leaving_forgets_what_was_said(database: str):
    place = Conversation(1, "add_vehicle", "plate", {"make": "Peugeot"})
    await places.save(place)
    place.leave()
    await places.save(place)
    found = await places.load(1)
    assert (found.flow, found.step, found.draft, found.version) == ("", "", {}, 2)


async def test_who_comes_second_writes_nothing(database: str):
    await places.save(Conversation(1, "a", "b"))
    first, second = await places.load(1), await places.load(1)
    first.step = "first"
    second.step = "second"
    await places.save(first)
    with pytest.raises(JobTaken):
        await places.save(second)
    assert (await places.load(1)).step == "first"
    with pytest.raises(JobTaken):
        await places.save(Conversation(1, "new", "new"))


async def test_a_place_of_a_step_that_failed_is_not_written(database: str):
    with pytest.raises(ZeroDivisionError):
        await failing()
    assert (await places.load(1)).version == 0


async def failing() -> None:
    async with db.transaction():
        await places.save(Conversation(1, "a", "b"))
        raise ZeroDivisionError
