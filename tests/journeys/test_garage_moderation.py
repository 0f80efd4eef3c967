from core.domain.garages.corrections import Correction, CorrectionState
from core.domain.garages.globe import Point
from core.domain.garages.listing import ListingSource, ListingStatus
from core.domain.garages.ratings import REPORTS, ReviewState
from core.i18n import translator
from core.models import Account, AuditEntry, GarageCorrection, GarageReview, ListedGarage, MyGarage
from core.services.listing import Suggestion
from tests.conftest import Chat
from tests.making import account
from tests.services.listed import LYON, add, listed


async def admin_and_ana(chat: Chat) -> tuple[Chat, Account]:
    """The chat becomes an administrator's; Ana is anybody."""
    await account(chat)
    chat.bot.runtime.parts.services.admin.admins.ids.add(chat.person.id)
    other = Chat(chat.bot, chat.bot.sim.user("Ana", lang="fr"), translator("fr"))
    return other, await account(other)


async def tap(chat: Chat, key: str, **values: object) -> None:
    await chat.tap(chat.t.plain(key, **values), message=chat.shown)


async def page(chat: Chat, key: str) -> None:
    await chat.say("/admin")
    label = next(label for label in chat.labels if label.startswith(chat.t.plain(key)))
    await chat.tap(label)


async def acts() -> list[str]:
    return [entry.action for entry in await AuditEntry.all().order_by("id")]


async def test_a_suggested_garage_is_put_right_accepted_merged_or_refused_each_with_its_entry(chat: Chat):
    ana_chat, ana = await admin_and_ana(chat)
    services = chat.bot.runtime.parts.services.garage
    await add(listed("Garage du Parc", Point(45.758, 4.833), phone="+33 4 72 00 00 00"))
    for name in ("Atelier Zorglub", "Chez Marcel", "Pub pas cher"):
        made = await services.listings.suggest(ana, Suggestion(name, "69003 Lyon"))
        await services.directory.mark(ana, made.id, favourite=True)
    await page(chat, "admin.page_garages")
    await chat.tap("➕ Atelier Zorglub · Lyon", message=chat.shown)
    await tap(chat, "admin.make_correct")
    await tap(chat, "garage.fix_name")
    await chat.say("Atelier <Zébulon>")
    assert "Atelier <Zébulon>" in chat.last
    await tap(chat, "admin.make_approve")
    await chat.tap("➕ Chez Marcel · Lyon", message=chat.shown)
    label = next(label for row in chat.shown.buttons for label, _ in row if "Garage du Parc" in label)
    await chat.tap(label, message=chat.shown)
    await chat.tap("➕ Pub pas cher · Lyon", message=chat.shown)
    await tap(chat, "admin.make_refuse")
    assert chat.says("admin.garages_none") in chat.shown.text
    assert await acts() == ["garage.edit", "garage.accept", "garage.merge", "garage.reject"]
    assert {one.name: one.status for one in await ListedGarage.all()} == {
        "Garage du Parc": ListingStatus.LISTED,
        "Atelier <Zébulon>": ListingStatus.LISTED,
        "Pub pas cher": ListingStatus.CLOSED,
    }
    # What people had of it has followed.
    assert await MyGarage.filter(garage__name="Garage du Parc", favourite=True).count() == 1
    await ana_chat.say("/garages zebulon")
    assert "Atelier <Zébulon>" in ana_chat.last


async def test_a_correction_is_taken_or_refused_and_twins_are_made_one(chat: Chat):
    _, ana = await admin_and_ana(chat)
    services = chat.bot.runtime.parts.services.garage
    first, second = await add(listed("Garage du Parc", LYON), listed("Garage du Parc", Point(45.77, 4.85)))
    await services.corrections.suggest(ana, first.id, Correction.HOURS, "lun-ven 8h-18h")
    await services.corrections.suggest(ana, first.id, Correction.CLOSED, "")
    await services.reviews.write(ana, second.id, 4, "bien")
    for decision in ("admin.make_approve", "admin.make_refuse"):
        await page(chat, "admin.page_garages")
        await chat.tap(chat.shown.buttons[0][0][0], message=chat.shown)
        await tap(chat, decision)
    found = await ListedGarage.get(id=first.id)
    assert (found.hours, found.status) == ("mo-fr 08:00-18:00", ListingStatus.LISTED)
    assert await GarageCorrection.filter(state=CorrectionState.WAITING).count() == 0
    await tap(chat, "admin.garage_twins")
    await chat.tap("🔗 1. Garage du Parc", message=chat.shown)
    (left,) = await ListedGarage.all()
    assert (left.id, left.ratings, left.stars) == (first.id, 1, 4)


async def test_a_reported_review_is_kept_or_hidden_for_a_reason_that_its_author_reads(chat: Chat):
    ana_chat, ana = await admin_and_ana(chat)
    services = chat.bot.runtime.parts.services.garage
    (garage,) = await add(listed("Garage du Parc", LYON))
    review = await services.reviews.write(ana, garage.id, 1, "voleurs & <menteurs>")
    now = review.created_at
    others = [await Account.create(telegram_id=900 + one, language="fr", created_at=now) for one in range(REPORTS)]
    for decision in ("admin.review_keep", "admin.review_hide"):
        for other in others:
            await services.reviews.report(other, review.id)
        # What was looked at and kept is looked at again, and shown until then.
        assert (await ListedGarage.get()).ratings == (0 if decision == "admin.review_keep" else 1)
        await page(chat, "admin.page_reviews")
        await chat.tap(chat.shown.buttons[0][0][0], message=chat.shown)
        assert "voleurs & <menteurs>" in chat.shown.text
        assert ana_chat.person.name not in chat.shown.text
        await tap(chat, decision)
        if decision == "admin.review_keep":
            assert (await GarageReview.get()).state is ReviewState.SHOWN
            assert (await ListedGarage.get()).ratings == 1
    await chat.say("insultes")
    assert chat.says("admin.reviews_none") in chat.last
    kept = await GarageReview.get()
    assert (kept.state, kept.reason, (await ListedGarage.get()).ratings) == (ReviewState.HIDDEN, "insultes", 0)
    assert "insultes" in ana_chat.last
    assert await acts() == ["review.keep", "review.hide"]
    # Written anew, it is looked at anew.
    await services.reviews.write(ana, garage.id, 2, "cher")
    await page(chat, "admin.page_reviews")
    assert chat.says("admin.reviews", n=1) in chat.shown.text


async def test_nobody_else_decides(chat: Chat):
    ana_chat, ana = await admin_and_ana(chat)
    made = await chat.bot.runtime.parts.services.garage.listings.suggest(ana, Suggestion("Atelier", "69003 Lyon"))
    chat.bot.runtime.parts.services.admin.admins.ids.discard(chat.person.id)
    await ana_chat.say("/admin")
    assert (await ListedGarage.get(id=made.id)).status is ListingStatus.PENDING
    assert made.source is ListingSource.PERSON
