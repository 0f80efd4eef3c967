import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import async_playwright, expect

from core.domain.plates import displayed_plate
from core.i18n import translator
from core.i18n.unbroken import unbroken
from core.models import MaintenanceRecord, Reminder, Vehicle
from tests.conftest import Bot, plain
from tests.journeys.papers import invoice, registration_card

CHROMIUM = shutil.which("chromium")
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="a real browser is needed: install chromium")


async def test_a_newcomer_goes_from_the_first_page_to_a_pushed_reminder_in_a_browser(bot: Bot, tmp_path: Path):
    t = translator("fr")
    card, truth = registration_card()
    done_on = bot.clock.now().date() - timedelta(days=10)
    paper = invoice(plate=displayed_plate(truth["plate"]), day=done_on, kilometres=84_200)
    (tmp_path / "card.jpg").write_bytes(card)
    (tmp_path / "invoice.jpg").write_bytes(paper)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        page = await browser.new_page(viewport={"width": 390, "height": 844}, locale="fr-FR")
        page.set_default_timeout(20_000)
        expect.set_options(timeout=20_000)
        await page.goto(f"{bot.sim.page_url}?user=Camille&lang=fr")
        await page.get_by_role("button", name="Démarrer").click()
        await expect(page.locator("article.bot")).to_contain_text("Bonjour Camille")

        await page.set_input_files("#pick-photo", tmp_path / "card.jpg")
        await page.locator("dialog .strong").click()
        await page.get_by_role("button", name=t.plain("document.save_vehicle")).click()
        await expect(page.locator("article.bot").last).to_contain_text(unbroken(displayed_plate(truth["plate"])))

        await page.set_input_files("#pick-photo", tmp_path / "invoice.jpg")
        await page.locator("dialog .strong").click()
        await page.get_by_role("button", name=t.plain("document.save"), exact=True).click()
        await page.get_by_role("button", name=t.plain("reminder.accept")).click()
        await expect(page.locator("article.bot").last).to_contain_text(plain(t("reminder.planned", n=1))[:20])

        assert await Reminder.filter(service="warranty", state="waiting").delete() == 1
        await bot.advance(days=349)
        await expect(page.locator("article.bot").last).to_contain_text("À prévoir")
        await page.get_by_role("button", name=t.plain("reminder.done")).last.click()
        await expect(page.locator("article.bot").last).to_contain_text(t.plain("finish.all_right")[:20])
        await page.screenshot(path=tmp_path / "reminder.png")
        await page.get_by_role("button", name=t.plain("finish.save")).last.click()
        await expect(page.locator("article.bot").last).to_contain_text(plain(t("finish.next")).strip()[:30])
        await page.get_by_role("button", name=t.plain("reminders.back")).last.click()
        await expect(page.locator("article.bot").last).to_contain_text(plain(t("reminders.title", n=2))[:7])
        assert await page.evaluate("document.documentElement.scrollWidth") == 390
        await browser.close()
    assert (await Vehicle.get()).vin == truth["vin"]
    assert await MaintenanceRecord.all().count() == 2
    assert await Reminder.filter(state="done").count() == 1
