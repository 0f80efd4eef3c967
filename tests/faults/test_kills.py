"""The bot is killed without warning while people write; `make faults` does it two hundred times."""

import pytest

from tests.faults.parts import kills_sqlite
from tests.faults.setting import Setting


@pytest.mark.filterwarnings("ignore::ResourceWarning")
async def test_no_message_is_lost_and_no_effect_doubled_however_often_the_bot_is_killed():
    rows = await kills_sqlite.run(Setting(scale=0.03))
    assert [(row.what, row.measured, row.note) for row in rows if not row.held] == []
