import asyncio

import pytest

from core.db.turns import TurnLock, urgent


async def taken(lock: TurnLock, order: list[str], name: str, *, first: bool = False) -> None:
    if first:
        with urgent():
            await lock.acquire()
    else:
        await lock.acquire()
    order.append(name)
    await asyncio.sleep(0)
    lock.release()


async def test_what_is_urgent_goes_before_what_waits_and_each_in_its_order():
    lock, order = TurnLock(), list[str]()
    await lock.acquire()
    async with asyncio.TaskGroup() as group:
        for name in ("a", "b", "c"):
            group.create_task(taken(lock, order, name))
        for name in ("x", "y"):
            group.create_task(taken(lock, order, name, first=True))
        await asyncio.sleep(0)
        lock.release()
    assert order == ["x", "y", "a", "b", "c"]
    assert not lock.locked()


async def test_only_one_holds_it():
    lock, holders, most = TurnLock(), 0, 0

    async def hold(number: int) -> None:
        nonlocal holders, most
        for _ in range(20):
            if number % 3 == 0:
                with urgent():
                    await lock.acquire()
            else:
                await lock.acquire()
            holders += 1
            most = max(most, holders)
            await asyncio.sleep(0)
            holders -= 1
            lock.release()

    await asyncio.gather(*(hold(number) for number in range(10)))
    assert (most, lock.locked()) == (1, False)


@pytest.mark.parametrize("after", range(4))
async def test_who_gives_up_waiting_holds_up_nobody(after: int):
    lock, order = TurnLock(), list[str]()
    await lock.acquire()
    waiting = asyncio.create_task(taken(lock, order, "gives up"))
    behind = asyncio.create_task(taken(lock, order, "behind"))
    await asyncio.sleep(0)
    if after == 0:
        waiting.cancel()
    lock.release()
    if after == 1:
        waiting.cancel()  # its turn has come, and it does not know yet
    for _ in range(after):
        await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    async with asyncio.timeout(1):
        await behind
    assert order[-1] == "behind"
    async with asyncio.timeout(1), lock:
        assert lock.locked()
