from pathlib import Path

from structlog.testing import capture_logs

from tests.canaries import leaves_nothing
from tests.conftest import Bot


async def test_everything_is_taken_along_and_nothing_is_left_of_who_leaves(bot: Bot, tmp_path: Path):
    with capture_logs() as log:
        found = await leaves_nothing(bot, tmp_path)
    assert found == {"missing": [], "foreign": [], "hits": [], "files": [], "lost by others": []}
    assert "CANARY" not in str(log)
    assert [one for one in log if one["log_level"] == "error"] == []
