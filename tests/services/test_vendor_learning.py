import pytest

from core.domain.service_types import ServiceType
from core.models import ExtractedField, Garage
from tests.services.papers import SIRET, Papers, invoice

pytestmark = pytest.mark.usefixtures("database")

SHEET = """GARAGE DU PARC
12 rue des Lilas
69003 LYON
Tél. 04 78 00 00 00
Facture {number}
Edité le {printed}
Date de prestation {done}
Net à régler {total}
"""


def sheet(number: str, printed: str, done: str, total: str) -> str:
    return SHEET.format(number=number, printed=printed, done=done, total=total)


async def value(document_id: int, name: str) -> str | None:
    return (await ExtractedField.get(document_id=document_id, name=name)).value


async def test_a_corrected_day_is_looked_for_at_the_same_words_on_the_next_paper_of_that_vendor():
    world = Papers()
    ana, bob = await world.person(7), await world.person(8)
    first = await world.proposed(ana, invoice(text=(sheet("F1", "14/03/2026", "12/03/2026", "89,90 €"),)))
    await world.documents.correct(ana, first.id, "invoice_date", "12/03/2026")
    second = invoice("F2", text=(sheet("F2", "20/04/2026", "18/04/2026", "54,00 €"),))
    later = await world.proposed(ana, second)
    # The same day as it was read there is no lesson, and nobody else has learnt it.
    assert await value(later.id, "invoice_date") == "2026-03-12"
    wrong = await world.proposed(
        ana, invoice("F3", day=None, text=(sheet("F3", "20/05/2026", "18/05/2026", "54,00 €"),))
    )
    await world.documents.correct(ana, wrong.id, "invoice_date", "18/05/2026")
    third = await world.proposed(ana, invoice("F4", text=(sheet("F4", "20/06/2026", "18/06/2026", "70,00 €"),)))
    assert await value(third.id, "invoice_date") == "2026-06-18"
    theirs = await world.proposed(bob, invoice("F5", text=(sheet("F5", "20/06/2026", "18/06/2026", "70,00 €"),)))
    assert await value(theirs.id, "invoice_date") == "2026-03-12"


async def test_a_corrected_name_is_right_on_the_next_paper_even_where_it_is_misread_another_way():
    world = Papers()
    ana = await world.person()
    first = await world.proposed(ana, invoice("1", vendor="GARAGE DU PARG", siret=None))
    await world.documents.correct(ana, first.id, "vendor_name", "Garage du Parc")
    again = await world.proposed(ana, invoice("2", vendor="GARAGE DU PARO", siret=None))
    assert await value(again.id, "vendor_name") == "Garage du Parc"
    other = await world.proposed(ana, invoice("3", vendor="PNEUS EXPRESS", siret=None))
    assert await value(other.id, "vendor_name") == "PNEUS EXPRESS"


async def test_the_work_that_was_chosen_for_lines_nobody_knows_is_proposed_next_time():
    world = Papers()
    ana = await world.person()
    first = await world.proposed(ana, invoice("1", lines=("Vidange", "Prestation ZK12")))
    card = await world.documents.card(ana, first.id)
    assert card.services == (ServiceType.OIL_CHANGE,)
    await world.documents.choose_services(ana, first.id, [ServiceType.OIL_CHANGE, ServiceType.TYRES])
    again = await world.proposed(ana, invoice("2", lines=("Filtre à huile", "Prestation ZK12")))
    assert set((await world.documents.card(ana, again.id)).services) == {ServiceType.OIL_FILTER, ServiceType.TYRES}
    alone = await world.proposed(ana, invoice("3", siret="55208131766522", lines=("Filtre à huile", "Prestation ZK12")))
    assert (await world.documents.card(ana, alone.id)).services == (ServiceType.OIL_FILTER,)


async def test_a_garage_is_seen_with_its_address_once_and_only_by_its_person():
    world = Papers()
    ana, bob = await world.person(7), await world.person(8)
    for number in ("1", "2"):
        await world.proposed(ana, invoice(number, text=(sheet(number, "1/1/2026", "1/1/2026", "9,00"),)))
    seen = await Garage.get(owner_id=ana.id)
    assert (seen.siret, seen.address, seen.phone) == (SIRET, "12 rue des Lilas, 69003 LYON", "04 78 00 00 00")
    assert not seen.kept
    assert await world.documents.garages.known(bob, SIRET) is None
    await world.documents.garages.keep(ana, SIRET, "Mon garage")
    assert (await Garage.get(owner_id=ana.id)).name == "Mon garage"
