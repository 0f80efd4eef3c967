import re
import shutil
from pathlib import Path

import pytest
from playwright.async_api import async_playwright, expect

from core.i18n import translator
from core.models import RecoveryEmail
from tests.conftest import Bot, plain

CHROMIUM = shutil.which("chromium")
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="a real browser is needed: install chromium")


async def test_an_address_is_linked_with_the_code_of_the_letter_that_the_page_shows(bot: Bot, tmp_path: Path):
    t = translator("fr")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        page = await browser.new_page(viewport={"width": 390, "height": 844}, locale="fr-FR")
        expect.set_options(timeout=20_000)
        await page.goto(f"{bot.sim.page_url}?user=Camille&lang=fr")
        await page.get_by_role("button", name="Démarrer").click()
        await expect(page.locator("article.bot")).to_contain_text("Bonjour Camille")
        await page.fill("#text", "/account")
        await page.press("#text", "Enter")
        await page.get_by_role("button", name=t.plain("account.open_email")).click()
        await page.get_by_role("button", name=t.plain("email.link")).click()
        await expect(page.locator("article.bot").last).to_contain_text(plain(t("email.ask"))[:20])
        await page.fill("#text", "camille@example.org")
        await page.press("#text", "Enter")
        await expect(page.locator("#fresh")).to_have_text("1")
        await page.click("#show-mail")
        await page.locator(".letter").first.click()
        sheet = page.frame_locator("iframe.page").locator("body")
        await expect(sheet).to_contain_text("AutoTrack")
        await page.screenshot(path=tmp_path / "letter.png")
        code = re.search(r"\b\d{3}-\d{3}\b", await sheet.inner_text())
        assert code is not None
        assert await page.evaluate("document.documentElement.scrollWidth") == 390
        await page.get_by_role("button", name="Fermer").last.click()
        await page.fill("#text", code[0])
        await page.press("#text", "Enter")
        await expect(page.locator("article.bot").last).to_contain_text(plain(t("email.now_linked"))[:14])
        assert await RecoveryEmail.all().count() == 1
        # The letter of welcome leads back into the chat.
        await expect(page.locator("#fresh")).to_have_text("1")
        await page.click("#show-mail")
        await page.locator(".letter").first.click()
        await expect(page.get_by_role("button", name="Ouvrir le lien")).to_be_visible()
        await page.get_by_role("button", name="Fermer").last.click()
        await page.fill("#text", "/account")
        await page.press("#text", "Enter")
        await expect(page.locator("article.bot").last).to_contain_text("c•••@example.org")
        await page.screenshot(path=tmp_path / "account.png")
        await browser.close()
