from collections.abc import Sequence

import pytest

from bot.callbacks import Tap
from core.domain.record_status import RecordStatus
from core.domain.service_types import ServiceType
from tests.bot.telegram import arrives, message, tap
from tests.conftest import Chat
from tests.journeys.test_cards import FULL
from tests.making import invoice_card, record, vehicle
from tests.queries import reads, statements

MOST = 8
# Screens that show, and steps that ask: everything an update does is counted, its inbox and outbox too.
SCREENS = (
    *("/history", "/history vidange", "/vehicles", "/documents", "/reminders", "/stats", "/add", "/menu", "/km"),
    *("1:rec:RECORD", "1:veh:CAR", "1:hist:CAR:0", "1:sum:CAR", "1:doc:CARD", "1:add:form", "1:rec_add:CAR"),
    *("1:h:l:CAR:3:1:2026:vidange:0", "1:h:f:CAR:0:0:0::0", "1:h:v:0:0:0:0::0", "1:h:s:0:0:0:0::0", "1:h:c:0:0:0:0::0"),
    *("1:h:y:0:0:0:0::0", "1:h:q:0:0:0:0::0", "1:ro:edit::RECORD", "1:ro:lines::RECORD", "1:ro:papers::RECORD"),
    *("1:ro:categories::RECORD", "1:ro:vehicles::RECORD", "1:ro:field:garage:RECORD", "1:ro:field:services:RECORD"),
    *("/documents vidange", "1:db:l:1:CAR:1:vidange:0", "1:db:f:0:0:0::0", "1:db:k:0:0:0::0", "1:db:v:0:0:0::0"),
    *("1:d:correct:CARD:1", "1:d:kinds:CARD:1", "1:d:vehicles:CARD:1", "1:fix:invoice_date:CARD:1"),
    *("1:ro:add_line::RECORD", "1:ro:attach::RECORD", "1:ro:complete::PLANNED", "1:odo_ask:CAR"),
)
LINES = ("vidange 89€ hier", "plein 42,3 L 71,50 €", "84 150 km hier", "péage 12,40 €", "assurance")
FORM = ("/add", "vidange", "hier", "84 200", "Norauto", "89 €", "une note")
# What a change may ask before it writes; what follows of it (readings, reminders) is asked by those services.
CHANGES = (
    ("1:ro:category:tyres:RECORD", MOST),
    ("1:ro:status:in_progress:PLANNED", MOST + 3),
    ("1:ro:remove::RECORD", MOST + 4),
)


async def ids(chat: Chat) -> dict[str, str]:
    """One of each thing, with a past."""
    car = await vehicle(chat, plate="AB123CD", kilometres=84_000)
    done = await record(chat, car, ServiceType.OIL_CHANGE, ServiceType.TYRES, kilometres=84_000)
    planned = await record(chat, car, ServiceType.CLUTCH, status=RecordStatus.SCHEDULED)
    card = await invoice_card(chat, FULL, ["Vidange", "Filtre à air"])
    return {"PLANNED": str(planned.id), "RECORD": str(done.id), "CARD": str(card.id), "CAR": str(car.id)}


async def asked(chat: Chat, act: str, known: dict[str, str]) -> Sequence[str]:
    """The statements of one update: a command or a text typed, or a button tapped."""
    for name, value in known.items():
        act = act.replace(name, value)
    update = tap(chat, act) if act.startswith("1:") else message(chat, text=act, **entities(act))
    async with statements() as seen:
        await arrives(chat.bot, update)
    return seen.most()


def entities(text: str) -> dict[str, object]:
    if not text.startswith("/"):
        return {}
    return {"entities": [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]}


async def test_every_screen_asks_little_of_the_database(chat: Chat):
    known = await ids(chat)
    over = {}
    for act in (*SCREENS, *LINES, *FORM):
        turn = await asked(chat, act, known)
        assert turn
        if len(turn) > MOST:
            over[act] = turn
    assert over == {}


async def test_a_change_asks_little_before_it_writes(chat: Chat):
    known = await ids(chat)
    over = {}
    for act, most in CHANGES:
        turn = await asked(chat, act, known)
        if len(reads(list(turn))) > most:
            over[act] = reads(list(turn))
    assert over == {}


@pytest.mark.parametrize("act", SCREENS)
def test_the_screens_that_are_counted_exist(act: str):
    data = act.replace("RECORD", "1").replace("PLANNED", "1").replace("CARD", "1").replace("CAR", "1")
    assert act.startswith("/") or any(kind.parse(data) for kind in Tap.__subclasses__())
