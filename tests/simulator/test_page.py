import asyncio
import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, Route, async_playwright, expect
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup, Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ContextTypes, MessageHandler, filters

from simulator.testing import Simulator
from tests.simulator.conftest import App

Context = ContextTypes.DEFAULT_TYPE
CHROMIUM = shutil.which("chromium")
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
PAGES = Path(__file__).parents[2] / "simulator" / "page"

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="the page is tried in Chromium")


@pytest.fixture
async def page(sim: Simulator) -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        page = await browser.new_page(viewport={"width": 390, "height": 844}, locale="fr-FR")
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        yield page
        await browser.close()
        assert wrong == []


async def start(update: Update, _: Context) -> None:
    assert update.message
    buttons = [[InlineKeyboardButton("Oui", callback_data="yes"), InlineKeyboardButton("Site", url="https://a.fr")]]
    await update.message.reply_html("<b>Bonjour</b>, tapez /km", reply_markup=InlineKeyboardMarkup(buttons))


async def tapped(update: Update, _: Context) -> None:
    assert update.callback_query
    await update.callback_query.answer("C'est noté")
    await update.callback_query.edit_message_text("Enregistré <script>", reply_markup=None)


async def kilometres(update: Update, _: Context) -> None:
    assert update.message
    keys = [[KeyboardButton("84 000 km")], [KeyboardButton("Ma position", request_location=True)]]
    await update.message.reply_text("Combien ?", reply_markup=ReplyKeyboardMarkup(keys, input_field_placeholder="km"))


async def echo(update: Update, _: Context) -> None:
    assert update.message
    await update.message.reply_text(f"reçu : {update.message.text or update.message.caption or 'fichier'}")


@pytest.fixture
async def talking(app: App) -> App:
    app.add_handler(CommandHandler("start", start))
    app.add_handler(CommandHandler("km", kilometres))
    app.add_handler(CallbackQueryHandler(tapped))
    app.add_handler(MessageHandler(filters.ALL, echo))
    await app.bot.set_my_description("Votre carnet d'entretien", language_code="fr")
    await app.bot.set_my_commands([("start", "Ouvrir"), ("km", "Noter le compteur")])
    assert app.updater
    await app.updater.start_polling()
    return app


async def test_a_conversation_works_in_a_phones_width(sim: Simulator, talking: App, page: Page) -> None:
    await page.goto(f"{sim.page_url}?user=Zoé&lang=fr")
    await expect(page.locator(".welcome")).to_contain_text("Votre carnet d'entretien")
    await page.get_by_role("button", name="Démarrer").click()
    await expect(page.locator("article.bot b").first).to_have_text("Bonjour")

    await page.get_by_role("button", name="Oui").click()
    await expect(page.locator("#toast")).to_have_text("C'est noté")
    await expect(page.locator("article.bot .text")).to_have_text("Enregistré <script>")
    await expect(page.locator("article.bot .foot")).to_contain_text("modifié")

    await page.locator("#text").press_sequentially("/k")
    await expect(page.locator("#menu button")).to_have_text(re.compile("/km.*Noter le compteur"))
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="84 000 km").click()
    await expect(page.locator("article.bot").last).to_contain_text("reçu : 84 000 km")
    await expect(page.locator("#text")).to_have_attribute("placeholder", "km")

    await page.set_input_files("#pick-file", PAGES / "icon.svg")
    await page.locator("dialog input[name=caption]").fill("la carte grise")
    await page.locator("dialog .strong").click()
    await expect(page.locator("article.bot").last).to_contain_text("reçu : la carte grise")
    assert await page.evaluate("document.documentElement.scrollWidth") == 390
    assert sim.violations == []


async def test_the_page_moves_the_clock_and_counts_what_others_receive(
    sim: Simulator, talking: App, page: Page
) -> None:
    await page.goto(f"{sim.page_url}?user=Tom&lang=en")
    await expect(page.get_by_role("button", name="Start", exact=True)).to_be_visible()
    await page.locator("#clock-face").click()
    await page.get_by_role("button", name="+1 week").click()
    await expect(page.locator("#offset")).to_have_text("+7 d")
    assert round(sim.world.clock.offset) == 7 * 86_400
    await page.get_by_role("button", name="Next morning, 9:00").click()
    await expect(page.locator("#now")).to_contain_text("09:00")
    assert 7 * 86_400 < sim.world.clock.offset <= 8 * 86_400
    await sim.user("Ana").say("bonjour")
    await expect(page.locator(".badge")).to_have_text("1")
    await page.get_by_role("button", name="Ana").click()
    await expect(page.locator("article.bot")).to_contain_text("reçu : bonjour")
    await expect(page.locator(".badge")).to_have_count(0)
    await page.locator("#show-log").click()
    await expect(page.locator("#requests summary b").first).to_have_text("sendMessage")


async def test_whoever_opens_the_page_reads_it_in_the_language_of_their_browser(sim: Simulator, page: Page) -> None:
    for languages, name in (("['fr-FR', 'en']", "Ana"), ("['de', 'en-GB', 'fr']", "Tom"), ("['de']", "Ana")):
        told = f"{{configurable: true, get: () => {languages}}}"
        await page.add_init_script(f"Object.defineProperty(navigator, 'languages', {told})")
        await page.goto(sim.page_url)
        await expect(page).to_have_title(re.compile(f"^{name} · "))


async def test_the_page_comes_back_after_a_break(sim: Simulator, talking: App, page: Page) -> None:
    await page.goto(sim.page_url)
    await page.get_by_role("button", name="Démarrer").click()
    await expect(page.locator("article.bot")).to_have_count(1)
    await page.context.set_offline(True)
    await sim.control.close()
    await expect(page.locator("#link")).to_be_visible()
    await sim.user("Ana").say("pendant la coupure")
    await page.context.set_offline(False)
    await expect(page.locator("article.bot").last).to_contain_text("reçu : pendant la coupure")
    await expect(page.locator("#link")).to_be_hidden()


@pytest.mark.parametrize("told", ["with what was there before", "with what is there by then"])
async def test_what_happens_while_the_chat_is_being_read_is_shown_once(
    sim: Simulator, talking: App, page: Page, told: str
) -> None:
    await page.goto(f"{sim.page_url}?user=Zoé&lang=fr")
    await page.get_by_role("button", name="Démarrer").click()
    await expect(page.locator("article.bot")).to_have_count(1)
    read, go_on = asyncio.Event(), asyncio.Event()

    async def late(route: Route) -> None:
        answer = await route.fetch() if told == "with what was there before" else None
        read.set()
        await go_on.wait()
        await route.fulfill(response=answer or await route.fetch())

    await page.route("**/sim/chats/*", late, times=1)
    sim.world.emit({"type": "profile"})
    await read.wait()
    zoe = sim.user("Zoé")
    await zoe.say("entre-temps")
    await zoe.wait_for("entre-temps")
    go_on.set()
    await expect(page.locator("article.bot").last).to_contain_text("reçu : entre-temps")
    await zoe.say("ensuite")
    await expect(page.locator("article.bot").last).to_contain_text("reçu : ensuite")
    await expect(page.locator("article.bot")).to_have_count(3)


async def test_a_question_outlives_what_comes_over_it(sim: Simulator, talking: App, page: Page) -> None:
    await page.goto(f"{sim.page_url}?user=Zoé&lang=fr")
    await page.get_by_role("button", name="Démarrer").click()
    for name in ("icon.svg", "index.html"):  # the second before the browser has told the end of the first
        await page.set_input_files("#pick-file", PAGES / name)
        await page.locator("dialog[open] input[name=caption]").fill(name)
        await page.locator("dialog[open] .strong").click()
    await expect(page.locator("article.bot").last).to_contain_text("reçu : index.html")

    await page.set_input_files("#pick-file", PAGES / "words.js")
    zoe = sim.user("Zoé")
    shown = {"type": "toast", "query_id": "1", "chat_id": zoe.id, "user_id": zoe.id, "url": ""}
    sim.world.emit({**shown, "text": "Attention", "alert": True})
    await page.locator("dialog[open]").last.get_by_role("button", name="OK").click()
    await page.locator("dialog[open] .strong").click()
    await expect(page.locator("article.bot").last).to_contain_text("reçu : fichier")
