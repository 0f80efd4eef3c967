from collections.abc import Sequence

import pytest

from benchmarks.page import Section, placed, table
from benchmarks.rows import Row, figure


def section(name: str, rows: Sequence[Row]) -> Section:
    return Section(name, "What it measures.", rows, f"make bench BENCH={name}", "2 cores", "abc1234", "2026-11-22", 3.2)


@pytest.mark.parametrize(
    ("row", "held"),
    [
        (Row("taps", 1_600, 1_500, "/s"), True),
        (Row("taps", 1_400, 1_500, "/s"), False),
        (Row("answer", 12, 15, "ms"), True),
        (Row("answer", 16, 15, "ms"), False),
        (Row("messages", 1, 0, "lost"), False),
        (Row("size", 5, None, "MB"), True),
    ],
)
def test_a_figure_is_held_from_the_side_its_unit_tells(row: Row, held: bool) -> None:
    assert row.held is held


@pytest.mark.parametrize(("value", "written"), [(0.1234, "0.123"), (3.0, "3"), (1234.56, "1,235"), (99.44, "99.4")])
def test_a_figure_is_written_with_three_digits(value: float, written: str) -> None:
    assert figure(value) == written


def test_a_missed_figure_stands_out_in_the_table() -> None:
    assert "| answer | 16 ms | ≤ 15 ms | **missed** | p99 |" in table([Row("answer", 16, 15, "ms", "p99")])


def test_measuring_one_bench_again_leaves_the_others_alone() -> None:
    page = placed("# Benchmarks\n", section("speed", [Row("taps", 1_000, None, "/s")]))
    page = placed(page, section("memory", [Row("at rest", 90, 150, "MB")]))
    page = placed(page, section("speed", [Row("taps", 2_000, None, "/s")]))
    assert page.index("## speed") < page.index("## memory")
    assert "2,000 /s" in page
    assert "1,000 /s" not in page
    assert "90 MB" in page
