from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import Page, async_playwright, expect

from core.i18n import translator
from core.models import OdometerReading, VehicleMember
from tests.conftest import Bot, Chat
from tests.journeys.test_browser import CHROMIUM, OPTIONS
from tests.making import vehicle

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="a real browser is needed: install chromium")


async def test_two_people_share_a_car_side_by_side_in_a_browser(bot: Bot, tmp_path: Path):
    t = translator("fr")
    camille = Chat(bot, bot.sim.user("Camille", lang="fr"), t)
    await vehicle(camille, plate="AB123CD", kilometres=42_000)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        expect.set_options(timeout=20_000)
        hers, his = [await _opened(browser, bot, name) for name in ("Camille", "Ben")]
        await _say(hers, "/vehicles")
        for label in (
            "AB-123-CD",
            t.plain("sharing.button"),
            t.plain("sharing.invite"),
            t.plain("sharing.role_writer"),
        ):
            await hers.get_by_role("button", name=label).last.click()
        link = hers.locator("article.bot").last
        await expect(link).to_contain_text("start=")
        word = (await link.inner_text()).rpartition("start=")[2].split()[0]
        await his.get_by_role("button", name="Démarrer").click()
        await expect(his.locator("article.bot").last).to_contain_text("Ben")
        await _say(his, f"/start {word}")
        await his.get_by_role("button", name=t.plain("sharing.accept")).click()
        await expect(hers.locator("article.bot").last).to_contain_text("Ben a rejoint")
        await _say(his, "42 500 km")
        await expect(his.locator("article.bot").last).to_contain_text("42")
        await hers.get_by_role("button", name=t.plain("sharing.back")).last.click()
        await expect(hers.locator("article.bot").last).to_contain_text(t.plain("sharing.did_reading"))
        for name, page in (("hers", hers), ("his", his)):
            await page.wait_for_timeout(300)
            await page.screenshot(path=tmp_path / f"{name}.png")
        await browser.close()
    _side_by_side(tmp_path)
    assert await VehicleMember.all().count() == 1
    assert await OdometerReading.filter(kilometres=42_500).count() == 1


async def _opened(browser: object, bot: Bot, name: str) -> Page:
    page: Page = await browser.new_page(viewport={"width": 390, "height": 844}, locale="fr-FR")  # type: ignore[attr-defined]  # Playwright's browser
    page.set_default_timeout(20_000)
    await page.goto(f"{bot.sim.page_url}?user={name}&lang=fr")
    return page


async def _say(page: Page, text: str) -> None:
    await page.locator("#text").fill(text)
    await page.locator("#text").press("Enter")


def _side_by_side(folder: Path) -> None:
    left, right = (Image.open(folder / f"{name}.png") for name in ("hers", "his"))
    both = Image.new("RGB", (left.width + right.width + 16, left.height), "white")
    both.paste(left, (0, 0))
    both.paste(right, (left.width + 16, 0))
    both.save(folder / "family.png")
