"""A seeded sample of what `make faults PART="files mutations"` does with all of them."""

import asyncio
from collections.abc import Iterable
from random import Random

import psutil
import pytest

from core.domain.capture.refusals import CaptureReason, CaptureRefused
from core.gateways.reading.guard import GuardedOpener
from tests.samples.bad import damaged, hostile_pdfs, pdfs, strangers, unusual
from tests.samples.bad.case import NOTHING, READ, Case
from tests.samples.bad.corpus import SEED
from tests.samples.bad.mutations import mutated

SAMPLE, MUTATIONS = 24, 10


def sample() -> list[Case]:
    random = Random(SEED)
    groups: list[Iterable[Case]] = [
        unusual.lossless(), unusual.scans(), damaged.cut(), damaged.torn(random), damaged.bombs(),
        damaged.nonsense(random), pdfs.turned_and_sized(), pdfs.wrapped(), pdfs.with_more_than_pages(),
        hostile_pdfs.locked_ones(), hostile_pdfs.acting("http://127.0.0.1:9"), hostile_pdfs.hiding(),
        hostile_pdfs.broken(random), hostile_pdfs.data_inside(),
    ]  # fmt: skip
    return random.sample([case for group in groups for case in group], SAMPLE)


async def outcome(content: bytes) -> set[str]:
    """What opening a file comes to: what opens may be read, or hold nothing to read."""
    try:
        normalised = await GuardedOpener().open(content)
    except CaptureRefused as refused:
        return {refused.reason.value, f"{refused.reason.value}/{refused.detail}"}
    assert normalised.pages
    return {READ, NOTHING}


def test_all_strangers_are_told_apart() -> None:
    for case in strangers.cases(Random(SEED)):
        if case.shown:
            continue
        assert asyncio.run(outcome(case.content)) & case.expected, case.name


@pytest.mark.parametrize("case", sample(), ids=lambda case: case.name.encode("ascii", "replace").decode())
async def test_a_bad_file_is_answered_as_it_should_be(case: Case) -> None:
    before = set(psutil.Process().children(recursive=True))
    assert await outcome(case.content) & case.expected
    assert set(psutil.Process().children(recursive=True)) <= before


async def test_damaged_files_are_answered_one_way_or_another() -> None:
    known = {reason.value for reason in CaptureReason} | {READ}
    for number in range(MUTATIONS):
        name, content = mutated(number, SEED)
        assert await outcome(content) & known, name


def test_a_mutation_is_the_same_file_every_time() -> None:
    assert mutated(7, 1) == mutated(7, 1)
    assert mutated(7, 1) != mutated(7, 2)
