"""A little of what `make faults` does at length; the whole counts are in docs/reliability.md."""

import json
from types import ModuleType

import pytest

from tests.faults import __main__ as harness
from tests.faults.parts import (
    backup,
    broadcast,
    disk,
    garages,
    imports,
    kills_sqlite,
    migrations,
    nearest,
    telegram,
    workers,
)
from tests.faults.points import points
from tests.faults.setting import Setting


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize(
    ("part", "scale"),
    [
        (kills_sqlite, 0.025),
        (workers, 0.03),
        (disk, 0.15),
        (telegram, 0.03),
        (imports, 0.06),
        (backup, 0.06),
        (broadcast, 0.005),
        (migrations, 0.01),
        (garages, 0.02),
        (nearest, 0.005),
    ],
    ids=lambda value: value.__name__.rpartition(".")[2] if isinstance(value, ModuleType) else None,
)
async def test_nothing_is_lost_doubled_or_out_of_order_whatever_breaks(part: ModuleType, scale: float):
    rows = await part.run(Setting(scale=scale))
    assert [(row.what, row.measured, row.note) for row in rows if not row.held] == []


def test_every_point_has_a_name_of_its_own():
    assert len(points()) == len(set(points())) >= 15


def test_the_page_and_the_answers_of_every_part_that_was_run_belong_together():
    page = harness.PAGE.read_text("utf-8")
    for part in harness.known():
        answer = harness.ANSWERS / f"{part}.json"
        assert answer.is_file() == (f"<!-- bench {part} -->" in page), part
        if answer.is_file():
            assert {"seed", "revision", "command", "rows"} <= set(json.loads(answer.read_text("utf-8")))
