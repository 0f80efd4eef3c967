import random
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from structlog.testing import capture_logs

from bot import callbacks
from bot.account_callbacks import ACCOUNT_KINDS
from bot.admin_callbacks import ADMIN_KINDS
from bot.ask_callbacks import ASK_KINDS
from bot.billing_callbacks import BILLING_KINDS
from bot.callbacks import Tap
from bot.cost_callbacks import COST_KINDS
from bot.diagnosis_callbacks import DIAGNOSIS_KINDS
from bot.due_callbacks import DUE_KINDS
from bot.entry_callbacks import ENTRY_KINDS
from bot.garage_callbacks import GARAGE_KINDS
from bot.health_callbacks import HEALTH_KINDS
from bot.import_callbacks import IMPORT_KINDS
from bot.outreach_callbacks import OUTREACH_KINDS
from bot.paper_callbacks import PAPER_KINDS
from bot.privacy_callbacks import PRIVACY_KINDS
from bot.record_callbacks import RECORD_KINDS
from bot.reminder_callbacks import REMINDER_KINDS
from bot.sharing_callbacks import SHARING_KINDS
from bot.stats_callbacks import STATS_KINDS
from core.domain.states import DocumentState, ReminderState
from core.i18n import translator
from core.models import Account, Document, MaintenanceRecord, OdometerReading, Reminder, Vehicle
from tests.bot.telegram import arrives, rows, tap
from tests.conftest import Chat
from tests.making import account, cost, diagnosis, fill_up, invoice_card, vehicle

KINDS = (
    *callbacks.KINDS,
    *ASK_KINDS,
    *ACCOUNT_KINDS,
    *ADMIN_KINDS,
    *BILLING_KINDS,
    *COST_KINDS,
    *DIAGNOSIS_KINDS,
    *DUE_KINDS,
    *ENTRY_KINDS,
    *GARAGE_KINDS,
    *HEALTH_KINDS,
    *IMPORT_KINDS,
    *OUTREACH_KINDS,
    *PAPER_KINDS,
    *PRIVACY_KINDS,
    *RECORD_KINDS,
    *REMINDER_KINDS,
    *SHARING_KINDS,
    *STATS_KINDS,
)
SEED = 20261122
TAPS = 500
PLATE, SHOWN_PLATE = "QX717ZK", "QX-717-ZK"
CANARIES = (
    PLATE,
    SHOWN_PLATE,
    "CANARYGARAGE",
    "CANARYWORK",
    "CANARYMAKE",
    "CANARYSTATION",
    "CANARYINSURER",
    "CANARYSQUEAL",
    "77 717",
    "77,717",
    "717,71",
    "717.71",
)
WORDS = (
    *("save", "save_anyway", "discard", "remove", "removed", "correct", "vehicles", "back", "again", "accept"),
    *("decline", "dismiss", "done", "day", "week", "open", "skip", "cancel", "form", "photo", "invoice_date"),
    *("total_incl_tax", "plate", "menu", "history", "documents", "reminders", "fr", "en", "electric", "make"),
    *("delete", "restore", "full", "missed", "place", "end", "go_on", "remind", "quiet", "prices", "months", "life"),
    *("garage", "plan", "more", "yes", "finish", "unknown", "files", "list", "figures", "completed", "in_progress"),
    *("details", "wrong"),
    *("quantity", "kind", "amount", "right", "first", "", "x" * 40, "__class__"),
    *("edit", "default", "restore", "delete", "deleted", "undelete", "vin", "sold", "other", "ask", "nickname", "sale"),
    *("costs", "driving", "fleet", "csv", "xlsx"),
    *("confirm", "drop", "undo", "undone", "skipped", "date_order", "decimal"),
    *(
        "both",
        "same",
        "kinds",
        "holder",
        "no_holder",
        "rename",
        "move",
        "moved",
        "insurance",
        "quote",
        "l",
        "f",
        "q",
        "k",
    ),
    *("keep", "finish", "erase", "renault", "clio", "fr_ab123cd", "archived"),
)
RUBBISH = ("", ":", "1", "1:", "1::", "2:veh:1", "0:veh:1", "1:veh:1:1", "1:veh:١", "1:veh:-0", "1:veh:1e3", "1:veh: 1",
           "1:veh:99999999999999999999", "1:VEH:1", "veh:1", "1:doc:1;DROP TABLE document", "1:rec:1\n", "é" * 32, "\0",
           "1:odo:1:-5", "1:odo_low:1:999999999999", "{}", "null", "1:d:save:1:1:1")  # fmt: skip


async def everything(chat: Chat) -> dict[str, list[int]]:
    """One of each thing that a button can name, with words of its own that must never be seen elsewhere."""
    car = await vehicle(chat, plate=PLATE, kilometres=77_717)
    car.make = "CANARYMAKE"
    await car.save()
    paper = {"vendor_name": "CANARYGARAGE", "invoice_date": "2026-03-12", "total_incl_tax": "717.71", "plate": PLATE,
             "currency": "EUR"}  # fmt: skip
    kept = await invoice_card(chat, paper, ["Vidange CANARYWORK"])
    await chat.tap(chat.t.plain("document.save"))
    open_card = await invoice_card(chat, paper | {"invoice_date": "2026-04-13"}, ["Freins CANARYWORK"])
    await Reminder.filter(id=1).update(state=ReminderState.PROPOSED)
    assert (await Document.get(id=kept.id)).state is DocumentState.KEPT
    ids = {
        "vehicle": [car.id],
        "document": [kept.id, open_card.id],
        "record": [row.id for row in await MaintenanceRecord.all()],
        "reminder": [row.id for row in await Reminder.all()],
        "fill": [await fill_up(chat, car)],
        "cost": [await cost(chat, car)],
        "case": [await diagnosis(chat, car)],
    }
    assert all(ids.values())
    return ids


def forged(chance: random.Random, ids: dict[str, list[int]]) -> Iterator[str]:
    """Buttons that nobody ever showed to this person."""
    known = [one for values in ids.values() for one in values]
    while True:
        if chance.random() < 0.15:
            yield chance.choice(RUBBISH)
            continue
        kind = chance.choice(KINDS)
        values = [value_of(chance, field.name, field.type, ids, known) for field in fields(kind)]
        data = ":".join(["1", kind.kind, *values])
        yield data[: chance.randrange(1, 64)] if chance.random() < 0.1 else data[:64]


def value_of(chance: random.Random, name: str, kind: Any, ids: dict[str, list[int]], known: list[int]) -> str:
    if kind is not int:
        return chance.choice(WORDS)
    if name == "revision":
        return str(chance.choice([0, 1, 1, 2, 3]))
    if name in ids and chance.random() < 0.8:
        return str(chance.choice(ids[name]))
    return str(chance.choice([*known, 0, -1, 1, 2, 7, 2**31, 2**53, 10**17, chance.randrange(1, 300)]))


async def theirs(stranger: Account) -> dict[str, list[dict[str, Any]]]:
    """Every row but those that the stranger may change: their own."""
    cars = [row.id for row in await Vehicle.filter(owner_id=stranger.id)]
    found = await rows("once", "job", "outgoing", "live_message", "sqlite_sequence")
    return {
        name: [
            row
            for row in table
            if stranger.id not in (row.get("owner_id"), row["id"] if name == "account" else None)
            and row.get("chat_id") != stranger.telegram_id
            and row.get("vehicle_id") not in cars
        ]
        for name, table in found.items()
    }


def test_every_kind_of_button_has_a_name_of_its_own():
    assert len({kind.kind for kind in KINDS}) == len(KINDS)
    assert {kind.__name__ for kind in Tap.__subclasses__()} == {kind.__name__ for kind in KINDS}


async def test_forged_buttons_read_nothing_and_write_nothing_of_anybody_else(chat: Chat):
    ids = await everything(chat)
    for with_a_car in (False, True):
        person = chat.bot.sim.user(f"Stranger {with_a_car}", lang="fr")
        stranger = Chat(chat.bot, person, translator("fr"))
        if with_a_car:
            await vehicle(stranger, plate="AA001AA", kilometres=10)
        account_ = await account(stranger)
        before, asked = await theirs(account_), len(chat.bot.sim.requests)
        taps = forged(random.Random(SEED + with_a_car), ids)
        with capture_logs() as log:
            for _ in range(TAPS // 100):
                await arrives(chat.bot, *(tap(stranger, next(taps)) for _ in range(50)))
        await chat.bot.sim.quiet()
        faults = [one for one in log if one["log_level"] in {"error", "critical"}]
        assert faults == []
        assert await theirs(account_) == before
        assert chat.bot.sim.unanswered == 0
        told = [str(one.params) for one in list(chat.bot.sim.requests)[asked:]]
        assert [words for words in told for canary in CANARIES if canary in words.replace("\xa0", " ")] == []
        assert len(told) >= TAPS // 2


async def test_the_owner_sees_all_of_it_with_the_same_buttons(chat: Chat):
    ids = await everything(chat)
    asked = len(chat.bot.sim.requests)
    car, (kept, card) = ids["vehicle"][0], ids["document"]
    fill, insured = ids["fill"][0], ids["cost"][0]
    taps = [f"1:fuel:{car}:0", f"1:fill:open:{fill}", f"1:costs:{car}:0", f"1:cost:open:{insured}"]
    taps += [f"1:veh:{car}", f"1:hist:{car}:0", f"1:rec:{ids['record'][0]}", f"1:doc:{kept}", f"1:doc:{card}"]
    taps += [f"1:vd:{car}:0", f"1:v:edit:{car}", f"1:vf:make:{car}", "1:vs:canarymake:0"]
    await arrives(chat.bot, *(tap(chat, data) for data in taps))
    told = "".join(str(one.params) for one in list(chat.bot.sim.requests)[asked:])
    assert all(
        canary in told for canary in ("CANARYGARAGE", "CANARYMAKE", "CANARYSTATION", "CANARYINSURER", SHOWN_PLATE)
    )
    assert await OdometerReading.all().count() >= 1
