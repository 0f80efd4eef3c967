from collections.abc import Sequence
from datetime import time, timedelta

import pytest

from bot.callbacks import Tap
from core import db
from core.domain.capture.types import DocumentType
from core.domain.email_address import EmailAddress
from core.domain.garages.appointments import GarageAnswer
from core.domain.garages.specialties import Specialty
from core.domain.record_status import RecordStatus
from core.domain.service_types import ServiceType
from core.domain.states import EntryState
from core.models import CatalogueEntry, MaintenanceRecord, RecordAttachment, RecoveryEmail, Reminder, Vehicle
from core.services.appointments import NewAppointment
from core.services.email_links import LOOKUP
from tests.bot.telegram import arrives, message, tap
from tests.conftest import Chat
from tests.journeys.test_cards import FULL
from tests.making import account, diagnosis, invoice_card, paper_card, record, vehicle
from tests.queries import of_the_logbook, questions, statements
from tests.services.listed import LYON, add, listed

# What an update may ask, its own way included; and what a handler may ask and write in all. What is counted and why:
# docs/decisions/0009-queries-of-an-update.md.
MOST = 8
# Beside those of the logbook: who writes and where the chat stood, where it stands now, its messages and jobs, the done
# mark.
PATH = 5
# Screens that show, and steps that ask: of these everything is counted, the message's own way too.
SCREENS = (
    *(
        "/notifications",
        "/account",
        "/recover",
        "1:acc:name",
        "1:acc:links",
        "1:eml:open",
        "1:eml:link",
        "1:set:open:mail",
        "/settings",
        "/language",
        "1:set:open:when",
        "1:set:remind_hour:8",
        "1:vr:CAR:0",
        "1:ns:unread:0",
    ),
    *("/history", "/history vidange", "/vehicles", "/documents", "/reminders", "/stats", "/add", "/menu", "/km"),
    *("1:rec:RECORD", "1:veh:CAR", "1:hist:CAR:0", "1:sum:CAR", "1:doc:CARD", "1:add:form", "1:rec_add:CAR"),
    *("1:h:l:CAR:3:1:2026:vidange:0", "1:h:f:CAR:0:0:0::0", "1:h:v:0:0:0:0::0", "1:h:s:0:0:0:0::0", "1:h:c:0:0:0:0::0"),
    *("1:h:y:0:0:0:0::0", "1:h:q:0:0:0:0::0", "1:ro:edit::RECORD", "1:ro:lines::RECORD", "1:ro:papers::RECORD"),
    *("1:ro:categories::RECORD", "1:ro:vehicles::RECORD", "1:ro:field:garage:RECORD", "1:ro:field:services:RECORD"),
    *("/documents vidange", "1:db:l:1:CAR:1:vidange:0", "1:db:f:0:0:0::0", "1:db:k:0:0:0::0", "1:db:v:0:0:0::0"),
    *("1:d:correct:CARD:1", "1:d:kinds:CARD:1", "1:d:vehicles:CARD:1", "1:fix:invoice_date:CARD:1"),
    *("1:ro:add_line::RECORD", "1:ro:attach::RECORD", "1:ro:complete::PLANNED", "1:odo_ask:CAR"),
    *("/diagnoses", "1:dgs:list:CAR:0", "1:dgs:figures:0:0", "1:dgc:open:CASE", "1:dgc:garage:CASE"),
    *("1:dgc:files:CASE", "1:dgc:more:CASE", "/health", "1:hl:CAR:0"),
    *("/garages", "/garages parc lyon", "/garages pneus", "1:gw:mine:::0", "1:gn:4575780:483200::d:0"),
    *(
        "1:gn:4575780:483200:repair:r:0",
        "1:gw:top::tyres:0",
        "1:gf:words",
        "parc",
        "1:gs:ask",
        "1:ga:open:GARAGE",
        "1:ga:prices:GARAGE",
    ),
    *("1:ga:pin:GARAGE", "1:ga:call:GARAGE", "1:ga:reviews:GARAGE", "1:gr:choose:GARAGE:0", "1:gc:choose:GARAGE"),
    # Nothing within twenty kilometres there: one garage a hundred away, then none at all.
    *("1:gn:4575780:410000::d:0", "1:gn:1000000:100000::d:0", "1:gn:1000000:100000::r:0"),
    *("1:gp:drop:VISIT", "1:gp:move:VISIT", "1:gp:move_back:VISIT"),
    *("1:gc:hours:GARAGE", "/appointments", "1:gp:open:VISIT", "1:gp:calendar:VISIT", "1:ga:book:GARAGE"),
)
LINES = (
    "pédale molle",
    "P0301",
    "clac clac quand je tourne",
    "vidange 89€ hier",
    "plein 42,3 L 71,50 €",
    "84 150 km hier",
    "péage 12,40 €",
    "assurance",
)
# What administrators see and do.
ADMIN = (
    *("/admin", "1:adm:people:0", "1:admq:find:0:", "Camille", "1:admp:open:PERSON:0", "1:admp:plan:PERSON:0"),
    *("1:admq:plan:PERSON:premium", "dans 3 mois", "1:admq:plan:PERSON:standard", "dans 4 mois"),
    *("1:admp:end_plan:PERSON:0", "1:admq:note:PERSON:", "à rappeler"),
    *("1:admp:notes:PERSON:0", "1:admp:audit:PERSON:0", "1:admq:papers:PERSON:", "la personne le demande"),
    *("1:adm:plans:0", "1:adml:open:free:0", "1:adml:limits:free:0", "1:admq:limit:0:free.vehicles", "5"),
    *("1:adml:prices:standard:0", "1:admq:price:0:standard.month.eur", "12,50", "1:adml:recommend:premium:0"),
    *("1:adm:switches:0", "1:adms:imports:0", "1:adms:imports:1", "1:adm:makes:0", "1:admm:open:MAKE:0"),
    *("1:admq:make:MAKE:", "Zorglub / Turbo", "1:adm:events:0", "1:adme:parked:0", "1:adm:jobs:0", "1:adm:health:0"),
    *("1:adm:audit:0",),
)
FORM = ("/add", "vidange", "hier", "84 200", "Norauto", "89 €", "une note")
# Everything the logbook can be told, in the order of one long talk. `~` is the newest button that begins so;
# LAST_… is the newest row of a kind.
PLAYS = {
    "asking": (
        *("/ask combien depuis la dernière vidange ?", "combien ai-je dépensé cette année ?"),
        *("quand est la prochaine vidange ?", "quelle pression pour mes pneus ?", "/suggest", "1:sug:CAR"),
        *("/ask combien j'ai dépensé l'hiver dernier ?", "1:ask_l:list:0", "1:ask_l:stats:0", "1:ask_t:open:1"),
        *("1:ask_t:rename:1", "Pneus", "1:ask_t:delete:1", "1:sug_p:coolant:CAR:0", "1:ask_t:deleted:1"),
    ),
    "fuel": (
        *("plein 42,3 L 71,50 € 84100 km", "~1:ent:save", "1:fill:open:LAST_FILL", "1:fill:correct:LAST_FILL"),
        *("1:fill_fix:total:LAST_FILL", "75 €", "1:fill_fix:kilometres:LAST_FILL", "84 120"),
        *("1:fill_fix:filled_on:LAST_FILL", "hier", "1:fill_fix:kilometres:LAST_FILL", "9", "~1:ans:"),
        *("1:fill:full:LAST_FILL", "1:fill:missed:LAST_FILL", "1:fill:delete:LAST_FILL", "1:fill:restore:LAST_FILL"),
        *("1:fuel:CAR:0", "1:fig:prices:CAR", "1:fig:months:CAR", "1:fig:life:CAR", "1:fill_add:CAR"),
        *("~1:ans:fuel:petrol", "40 l 70 €", "~1:ans:full:full", "84 300", "1:tariff:CAR", "0,20 €"),
    ),
    "records": (
        *("vidange, filtre à huile, filtre à air, filtre habitacle 189€ 84 400 km Norauto", "~1:ent:save"),
        *("~1:prop:accept", "1:rec:LAST_RECORD", "1:ro:field:garage:LAST_RECORD", "Midas"),
        *("1:ro:field:kilometres:LAST_RECORD", "84 410", "1:ro:field:done_on:LAST_RECORD", "hier"),
        *("1:ro:field:total:LAST_RECORD", "199 €", "1:ro:field:warranty_until:LAST_RECORD", "2 ans"),
        *("1:ro:field:services:LAST_RECORD", "plaquettes avant", "~1:pick:services:done"),
        *("1:ro:category:repair:LAST_RECORD", "1:ro:vehicle:OTHER:LAST_RECORD", "1:ro:vehicle:CAR:LAST_RECORD"),
        *("1:ro:add_line::LAST_RECORD", "Huile 5W30 45 €", "1:ro:line:LAST_LINE:LAST_RECORD"),
        *("1:ro:kind_labour:LAST_LINE:LAST_RECORD", "1:ro:retype:LAST_LINE:LAST_RECORD", "Huile 5W40 47 €"),
        *("1:ro:drop_line:LAST_LINE:LAST_RECORD", "~1:rec_undo", "1:ro:field:kilometres:LAST_RECORD", "84 415"),
        *("~1:rec_undo", "1:ro:remove::LAST_RECORD", "~1:rec_undo", "1:ro:status:in_progress:PLANNED"),
        *("1:ro:complete::PLANNED", "aujourd'hui", "84 420", "300 €", "~1:rec_undo", "1:ro:status:cancelled:PLANNED"),
        *("contrôle technique 79 € 84 430 km", "~1:ent:save", "~1:prop:accept", "1:ro:remove::LAST_RECORD"),
    ),
    "costs": (
        *("assurance 48,90 € par mois", "~1:ent:save", "1:cost:open:LAST_COST", "1:cost:remind:LAST_COST"),
        *("1:cost:quiet:LAST_COST", "1:cost:remind:LAST_COST", "1:cost:end:LAST_COST", "1:cost:go_on:LAST_COST"),
        *("1:cost:correct:LAST_COST", "1:cost_fix:amount:LAST_COST", "55 €", "~1:ans:since:first"),
        *("1:cost:remind:LAST_COST", "1:cost_fix:amount:LAST_COST", "56 €", "~1:ans:since:next"),
        *("1:cost:delete:LAST_COST", "1:cost:restore:LAST_COST", "1:costs:CAR:0", "péage 12,40 €", "~1:ent:save"),
    ),
    "odometer": (
        *(
            "84 500 km",
            "~1:odo:CAR",
            "~1:odo_undo",
            "/km",
            "~1:odo_ask:CAR",
            "84 600",
            "9 km",
            "~1:odo:CAR",
            "~1:odo_low",
            "1:clu:CAR:-1",
        ),
        *("aujourd'hui", "84 620", "5", "1:pl:open:oil_change:CAR", "1:clu_undo:CAR", "1:odo_q:off:CAR"),
    ),
    "reminders": (
        *(
            "1:r:accept:REMINDER",
            "1:r:open:REMINDER",
            "1:r:week:REMINDER",
            "1:r:done:REMINDER",
            "~1:rv:card:save",
            "~1:leave",
        ),
        *("rappelle-moi la pression des pneus le 12 mars, tous les mois", "~1:ent:save", "1:r:done:LAST_REMINDER"),
        *("1:r:dismiss:LAST_REMINDER", "1:up:30:0", "1:up:km:0", "1:up:recent:0"),
    ),
    "plan": (
        *("1:plan:CAR:0", "1:pl:open:oil_change:CAR", "1:pl:off:oil_change:CAR", "1:pl:on:oil_change:CAR"),
        *("1:pl:fixed:oil_change:CAR", "1:pl:sliding:oil_change:CAR", "1:pl:remind:oil_change:CAR"),
        *("1:pl:months:oil_change:CAR", "18", "1:pl:reset:oil_change:CAR"),
    ),
    "dates": (
        *("1:dates:CAR", "1:dt:class:van:CAR", "1:dt:results::CAR", "~1:dt:ask:major", "hier"),
        *("1:dt:ask:inspection:CAR", "12/03/2028", "1:dt:clear:inspection:CAR", "1:dt:ask:insurance:CAR"),
        *("12/03/2028", "1:dt:clear:insurance:CAR"),
    ),
    "vehicles": (
        *("1:veh:CAR", "1:vf:nickname:CAR", "Titine", "1:vf:first_registered_on:CAR", "12/03/2022"),
        *("1:vf:plate:CAR", "AB-124-CD", "1:v:default:CAR", "1:va:sold:CAR", "~1:form:skip", "~1:form:skip"),
        *("1:v:restore:CAR", "1:v:delete:CAR", "1:v:deleted:CAR", "1:v:undelete:CAR", "1:add:form", "Peugeot 208"),
        *("EF-456-GH", "essence", "12/03/2023", "12 000"),
    ),
}
PLAYS |= {"diagnoses": ("1:dgc:remind:CASE", "1:dgc:in_progress:CASE", "1:dgc:plan:CASE", "1:dgc:remove:CASE",
                        "1:dgc:restore:CASE", "1:dgc:completed:CASE", "1:qcheck:QUOTE")}  # fmt: skip
PLAYS |= {
    "garages": (
        *("1:ga:mark:GARAGE", "1:ga:unmark:GARAGE", "1:ga:review:GARAGE", "5", "très bien", "1:gr:sign:GARAGE:0"),
        *("1:ga:review:GARAGE", "4", "bien", "1:gr:remove:GARAGE:0", "1:gc:hours:GARAGE", "lun-ven 8h-18h"),
        *("1:gf:suggest", "Atelier Zorglub", "69003 Lyon", "04 72 00 00 00"),
        *("1:ga:book:GARAGE", "~1:gb:vehicle:is", "~1:gb:service:oil_change", "12 mars à 14h30", "un bruit"),
        *("~1:gp:ask", "contact@garage.example", "~1:gp:send", "1:gp:confirm:LAST_VISIT", "1:gp:cancel:LAST_VISIT"),
        *("1:gp:agree:VISIT", "1:gp:move:VISIT", "14 mars à 9h", "1:gp:done:VISIT", "89,90"),
    )
}
TABLES = {"FILL": "fill_up", "RECORD": "maintenance_record", "LINE": "maintenance_line", "COST": "cost"}
TABLES |= {"REMINDER": "reminder", "VISIT": "appointment"}


# What came by photo, and the taps that keep it; of vehicles that are known and, with another plate, of new ones.
KEEP = ("1:d:save:PAPER:1",)
REPORT: dict[str, str | None] = {
    "inspection_date": "TODAY",
    "plate": "AB123CD",
    "mileage_km": "84340",
    "total_incl_tax": "79.00",
    "result": "favourable",
    "next_inspection": "2028-11-20",
    "defects": "pneus usés",
}
PAPERS: Sequence[tuple[DocumentType, dict[str, str | None], Sequence[str], Sequence[str]]] = (
    (
        DocumentType.INVOICE,
        {**FULL, "invoice_date": "TODAY", "mileage_km": "84300", "invoice_number": "F1"},
        ("Vidange", "Plaquettes avant"),
        (
            *("1:d:save:PAPER:1", "~1:prop:accept", "1:ro:remove::LAST_RECORD", "~1:rec_undo"),
            *("1:r:done:LAST_REMINDER", "~1:rv:card:save", "1:r:done:LAST_REMINDER", "~1:rv:card:save"),
            "~1:rv:card:anyway",
        ),
    ),
    (
        DocumentType.INVOICE,
        {**FULL, "invoice_date": "TODAY", "mileage_km": "84305", "invoice_number": "F2"},
        ("Vidange", "Filtre"),
        (*KEEP, "a paper is attached", "1:ro:remove::LAST_RECORD", "~1:rec_undo"),
    ),
    (
        DocumentType.FUEL_RECEIPT,
        {"date": "TODAY", "total": "70.20", "quantity": "40.00", "mileage_km": "84310"},
        (),
        KEEP,
    ),
    (DocumentType.ODOMETER, {"odometer_km": "84320"}, (), KEEP),
    (DocumentType.QUOTE, {**FULL, "quote_date": "TODAY"}, ("Embrayage",), (*KEEP, "1:pq:PAPER:7")),
    (DocumentType.INSURANCE, {"insurer": "La Mutuelle", "valid_until": "2027-03-12", "plate": "AB123CD"}, (), KEEP),
    (
        DocumentType.REGISTRATION,
        {"plate": "AB123CD", "make": "Peugeot", "model": "208", "first_registration_date": "2022-03-12"},
        (),
        KEEP,
    ),
    (DocumentType.INSPECTION, REPORT, (), ("1:dt:ask:inspection:CAR", "12/03/2028", *KEEP)),
    (DocumentType.INSPECTION, {**REPORT, "result": "major", "mileage_km": "84345"}, (), KEEP),
    (DocumentType.INSPECTION, {**REPORT, "plate": "NW100NW"}, (), KEEP),
    (
        DocumentType.INVOICE,
        {**FULL, "plate": "NW101NW", "invoice_date": "TODAY", "invoice_number": "F3"},
        ("Vidange", "Filtre"),
        KEEP,
    ),
    (DocumentType.INSURANCE, {"insurer": "La Mutuelle", "valid_until": "2027-03-12", "plate": "NW102NW"}, (), KEEP),
    (
        DocumentType.FUEL_RECEIPT,
        {"date": "TODAY", "total": "70.20", "quantity": "40.00", "mileage_km": "84310", "plate": "NW103NW"},
        (),
        KEEP,
    ),
    (DocumentType.ODOMETER, {"odometer_km": "84320", "plate": "NW104NW"}, (), KEEP),
    (
        DocumentType.REGISTRATION,
        {"plate": "NW105NW", "make": "Peugeot", "model": "208", "first_registration_date": "2023-03-12"},
        (),
        KEEP,
    ),
)


async def ids(chat: Chat) -> dict[str, str]:
    """One of each thing, with a past."""
    car = await vehicle(chat, plate="AB123CD", kilometres=84_000)
    done = await record(chat, car, ServiceType.OIL_CHANGE, ServiceType.TYRES, kilometres=84_000)
    planned = await record(chat, car, ServiceType.CLUTCH, status=RecordStatus.SCHEDULED)
    proposed = await Reminder.filter(record_id=done.id).order_by("id").first()
    assert proposed is not None
    other = await vehicle(chat, plate="EE111EE")
    await chat.bot.runtime.parts.services.vehicles.make_default(await account(chat), car.id)
    card = await invoice_card(chat, FULL, ["Vidange", "Filtre à air"])
    known = {"PLANNED": planned.id, "RECORD": done.id, "CARD": card.id, "CAR": car.id}
    known |= {"OTHER": other.id, "REMINDER": proposed.id, "CASE": await diagnosis(chat, car)}
    known |= {"QUOTE": (await paper_card(chat, DocumentType.QUOTE, {**FULL, "plate": "AB123CD"}, ["Vidange"])).id}
    known |= await garage(chat, car)
    return {name: str(number) for name, number in known.items()}


async def garage(chat: Chat, car: Vehicle) -> dict[str, int]:
    """A garage with a review, and an appointment there for which it proposes another time."""
    parts, owner, now = chat.bot.runtime.parts, await account(chat), chat.bot.clock.now()
    parts.payments.addresses.pages = parts.settings.public_url or "http://127.0.0.1"
    (found,) = await add(listed("Garage du Parc", LYON, Specialty.REPAIR, phone="+33 4 72 00 00 00"))
    await parts.services.garage.reviews.write(owner, found.id, 4, "rapide")
    day = now.date() + timedelta(days=20)
    new = NewAppointment(car.id, found.id, ServiceType.TYRES, day, time(9, 30))
    made = await parts.services.garage.appointments.note(owner, new)
    made.answer, made.proposed_at = GarageAnswer.OTHER, made.starts_at + timedelta(days=1)
    await made.save()
    return {"GARAGE": found.id, "VISIT": made.id}


async def asked(chat: Chat, act: str, known: dict[str, str]) -> Sequence[str]:
    """The statements of one update: a command or a text typed, or a button tapped."""
    for name, table in TABLES.items():
        if f"LAST_{name}" in act:
            (newest,) = await db.fetch(f"SELECT max(id) AS id FROM {table}")  # our own names
            act = act.replace(f"LAST_{name}", str(newest["id"]))
    for name, value in known.items():
        act = act.replace(name, value)
    act = button(chat, act.removeprefix("~")) if act.startswith("~") else act
    update = tap(chat, act) if act.startswith("1:") else message(chat, text=act, **entities(act))
    async with statements() as seen:
        await arrives(chat.bot, update)
    return seen.most()


def asks_much(turn: Sequence[str]) -> bool:
    """Whether an update that saves something reads too much, or its handler or its own way runs too many statements."""
    handlers = of_the_logbook(list(turn))
    return len(questions(list(turn))) > MOST or len(handlers) > MOST or len(turn) - len(handlers) > PATH


def button(chat: Chat, begins: str) -> str:
    """The newest button whose data begins so."""
    shown = [row for text in reversed(chat.person.messages) for row in text.buttons]
    return next(str(data) for row in shown for _, data in row if str(data).startswith(begins))


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


@pytest.mark.parametrize("play", PLAYS)
@pytest.mark.parametrize("language", ["fr"])
async def test_whatever_is_told_asks_little_of_the_database(chat: Chat, play: str):
    known = await ids(chat)
    over = {}
    for act in PLAYS[play]:
        turn = list(await asked(chat, act, known))
        assert turn, act
        if asks_much(turn):
            over[act] = turn
    assert over == {}


@pytest.mark.parametrize("language", ["fr"])
async def test_keeping_a_paper_asks_little_of_the_database(chat: Chat):
    known, over = await ids(chat), {}
    today = str(chat.bot.clock.now().date())
    for kind, fields, lines, acts in PAPERS:
        said = {name: today if value == "TODAY" else value for name, value in fields.items()}
        paper = await paper_card(chat, kind, said, lines)
        # A free plan has room for three, and what is put away takes none.
        await Vehicle.filter(plate__startswith="NW").update(archived_at=chat.bot.clock.now())
        for act in acts:
            if act == "a paper is attached":
                newest = await MaintenanceRecord.all().order_by("-id").first()
                await RecordAttachment.create(record=newest, document_id=int(known["QUOTE"]))
                continue
            turn = list(await asked(chat, act, known | {"PAPER": str(paper.id)}))
            assert turn, act
            if asks_much(turn):
                over[kind, act] = turn
    assert over == {}


@pytest.mark.parametrize("language", ["fr"])
async def test_the_administration_asks_little_of_the_database(chat: Chat):
    person = await account(chat)
    chat.bot.runtime.parts.services.admin.admins.ids.add(chat.person.id)
    known = {**await ids(chat), "PERSON": str(person.id)}
    entry = CatalogueEntry(make="Zorglub", model="T", make_key="zorglub", model_key="t", state=EntryState.PROPOSED,
                           created_at=chat.bot.clock.now())  # fmt: skip
    await entry.save()
    # Whoever has linked an address is written to as well.
    vault, address = chat.bot.runtime.parts.services.email.vault, EmailAddress("camille@example.org")
    await RecoveryEmail.create(owner_id=person.id, sealed=vault.seal(address.text), linked_at=chat.bot.clock.now(),
                               lookup=vault.mark(LOOKUP, address.lookup))  # fmt: skip
    over = {}
    for act in ADMIN:
        turn = list(await asked(chat, act.replace("MAKE", str(entry.id)), known))
        assert turn, act
        if asks_much(turn):
            over[act] = turn
    assert over == {}


@pytest.mark.parametrize("act", SCREENS)
def test_the_screens_that_are_counted_exist(act: str):
    data = act.replace("RECORD", "1").replace("PLANNED", "1").replace("CARD", "1").replace("CASE", "1")
    data = data.replace("CAR", "1").replace("GARAGE", "1").replace("VISIT", "1")
    assert not act.startswith("1:") or any(kind.parse(data) for kind in Tap.__subclasses__())
