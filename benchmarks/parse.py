"""One line of text: how many lines of the tables are read wholly right, and how long a line takes."""

import statistics
import time

from benchmarks.rows import Row
from core.domain.entry.assemble import parse_entry

NAME = "parse"
_ROUNDS = 20


def run() -> list[Row]:
    """Read every line of the tables many times."""
    from tests.domain.entry_tables import NOW, SPELLINGS, all_rows, normal, plain, spellings

    lines = all_rows()
    right = sum(plain(parse_entry(line.text, NOW, line.language)) == normal(line.entry) for line in lines)
    spelt = [one for table in SPELLINGS for one in spellings(table)]
    wrong = sum(_is_wrong(plain(parse_entry(one.line, NOW, one.language)).get(one.field), one) for one in spelt)
    seconds = []
    for _ in range(_ROUNDS):
        for line in lines:
            started = time.perf_counter()
            parse_entry(line.text, NOW, line.language)
            seconds.append(time.perf_counter() - started)
    seconds.sort()
    return [
        Row("lines read wholly right", 100 * right / len(lines), 95, "%", f"{len(lines)} lines"),
        Row("spellings read silently wrong", wrong, 0, "errors", f"{len(spelt)} spellings"),
        Row("a line, p50", 1000 * statistics.median(seconds), None, "ms"),
        Row("a line, p99", 1000 * seconds[int(len(seconds) * 0.99)], 20, "ms"),
    ]


def _is_wrong(read: object, one: "object") -> bool:
    from tests.domain.entry_tables import Spelling, normal

    if read is None or not isinstance(one, Spelling):
        return False
    return one.value is None or read != normal({one.field: one.value})[one.field]
