import shutil
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright, expect

from core.domain.plans import Level
from core.i18n import translator
from core.models import Subscription
from simulator.testing import Simulator
from tests.conftest import Bot, plain
from tests.journeys.test_browser import OPTIONS
from tests.paying import ahead, heard, paying_bot
from tests.postgres.databases import sqlite_url

CHROMIUM = shutil.which("chromium")

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="a real browser is needed: install chromium")


@pytest.fixture
async def bot(sim: Simulator, migrated_file: Path, tmp_path: Path) -> AsyncIterator[Bot]:
    sqlite_url(migrated_file, tmp_path)
    async with paying_bot(sim, tmp_path) as bot:
        yield bot


async def test_a_plan_is_paid_in_a_browser_and_the_chat_says_so_within_two_seconds(bot: Bot, tmp_path: Path):
    t, stripe = translator("fr"), bot.sim.stripe
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        window = await browser.new_context(viewport={"width": 390, "height": 844}, locale="fr-FR")
        chat = await window.new_page()
        chat.set_default_timeout(20_000)
        expect.set_options(timeout=20_000)
        await chat.goto(f"{bot.sim.page_url}?user=Camille&lang=fr")
        await chat.get_by_role("button", name="Démarrer").click()
        await bot.sim.user("Camille").say("/plans")
        await chat.get_by_role("button", name="Standard").click()
        await press(chat, t.plain("order.by_card"))
        await heard(bot)
        pay = await window.new_page()
        await pay.goto(next(stripe.store.all("checkout.session"))["url"])
        await expect(pay.locator("main")).to_contain_text("Paiement de test")
        # A card that is declined, then one whose bank asks, then it is paid.
        await pay.get_by_text("Carte refusée").click()
        await pay.get_by_role("button", name="Payer").click()
        await expect(pay.locator(".error")).to_contain_text("refusée")
        await pay.screenshot(path=tmp_path / "declined.png")
        await pay.get_by_text("3-D Secure").click()
        await pay.get_by_role("button", name="Payer").click()
        began = time.monotonic()
        await pay.get_by_role("button", name="Confirmer").click()
        await expect(chat.locator("article.bot").last).to_contain_text(
            plain(t("billing.started", plan="Standard"))[:20], timeout=2_000
        )
        assert time.monotonic() - began < 2
        await expect(pay.locator("h1")).to_contain_text(t.plain("pay_page.done_title"))
        await pay.screenshot(path=tmp_path / "done.png")
        assert (await Subscription.get()).level is Level.STANDARD

        await bot.sim.user("Camille").say("/subscription")
        await press(chat, t.plain("subscription.stop"))
        await press(chat, t.plain("subscription.stop_yes"))
        await expect(chat.locator("article.bot").last).to_contain_text("reste ouverte")
        await press(chat, t.plain("subscription.go_on"))
        await expect(chat.locator("article.bot").last).to_contain_text("continue")
        stripe.store.cards[stripe.only("customer")["id"]] = "declined"
        await ahead(bot, days=31)
        await expect(chat.locator("article.bot").last).to_contain_text("n’est pas passé")
        await ahead(bot, days=6, hours=12)
        await ahead(bot, days=1)
        await expect(chat.locator("article.bot").last).to_contain_text("est terminée")
        await chat.screenshot(path=tmp_path / "chat.png")
        assert await chat.evaluate("document.documentElement.scrollWidth") == 390
        await browser.close()


async def press(page: Page, label: str) -> None:
    await page.get_by_role("button", name=label).last.click()
