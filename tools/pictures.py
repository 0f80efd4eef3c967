"""Take the pictures of docs/images from the real chat page, in French and in English: `python -m tools.pictures`.

It needs a Chromium, and takes half a minute: the bot runs as it does for people, and reads the paper that is sent.
"""

import asyncio
import io
import logging
import shutil
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

import structlog
from PIL import Image
from playwright.async_api import Page, async_playwright

from core.domain.plates import displayed_plate
from core.i18n import translator
from core.models import Reminder
from simulator.testing import Simulator
from tests.conftest import Bot, running_bot
from tests.journeys.papers import invoice, registration_card

IMAGES = Path(__file__).parent.parent / "docs" / "images"
PEOPLE = {"fr": "Camille", "en": "Alex"}
COLOURS = 96
# Milliseconds for the page to come to rest, and for the word that tells of a tap to go.
REST = 3_500
# Pixels between two pictures in one.
GAP = 16
# From the invoice to the reminder of the next oil change.
DAYS = 349


async def look(page: Page) -> Image.Image:
    """The page once it came to rest."""
    await page.wait_for_timeout(REST)
    return Image.open(io.BytesIO(await page.screenshot())).convert("RGB")


async def take(page: Page, name: str) -> Image.Image:
    """One picture, with few colours: they are shown at a phone's width."""
    shot = await look(page)
    keep(shot, name)
    return shot


def keep(shot: Image.Image, name: str) -> None:
    """Write a picture, as small as it can be."""
    IMAGES.mkdir(exist_ok=True)
    shot.quantize(COLOURS).save(IMAGES / f"{name}.png", optimize=True)


def side_by_side(left: Image.Image, right: Image.Image) -> Image.Image:
    """Two moments of a chat in one picture."""
    both = Image.new("RGB", (left.width + GAP + right.width, left.height), "white")
    both.paste(left, (0, 0))
    both.paste(right, (left.width + GAP, 0))
    return both


async def say(page: Page, bot: Bot, text: str) -> None:
    """Type it and send it."""
    await page.locator("#text").fill(text)
    await page.keyboard.press("Enter")
    await bot.settle()


def papers(bot: Bot, folder: Path) -> None:
    """What is sent: a registration card, and an invoice of that vehicle."""
    card, truth = registration_card()
    day = bot.clock.now().date() - timedelta(days=10)
    (folder / "card.jpg").write_bytes(card)
    (folder / "invoice.jpg").write_bytes(invoice(plate=displayed_plate(truth["plate"]), day=day, kilometres=84_200))


async def walk(page: Page, bot: Bot, language: str, folder: Path) -> None:
    """A newcomer's way, from the first page on."""
    t = translator(language)
    papers(bot, folder)
    await page.goto(f"{bot.sim.page_url}?user={PEOPLE[language]}&lang={language}")
    await page.get_by_role("button", name={"fr": "Démarrer", "en": "Start"}[language]).click()
    await page.locator("article.bot").first.wait_for()
    await take(page, f"{language}-welcome")
    await page.set_input_files("#pick-photo", folder / "card.jpg")
    await page.locator("dialog .strong").click()
    await page.get_by_role("button", name=t.plain("document.save_vehicle")).click()
    await page.set_input_files("#pick-photo", folder / "invoice.jpg")
    await page.locator("dialog .strong").click()
    save = page.get_by_role("button", name=t.plain("document.save"), exact=True)
    await save.wait_for()
    read = await take(page, f"{language}-card")
    await save.click()
    accept = page.get_by_role("button", name=t.plain("reminder.accept"))
    await accept.wait_for()
    keep(side_by_side(read, await look(page)), f"{language}-chat")
    await accept.click()
    await bot.settle()
    await go_on(page, bot, language)


async def go_on(page: Page, bot: Bot, language: str) -> None:
    """What is typed once there is a vehicle, and a reminder a year later."""
    t = translator(language)
    await say(page, bot, {"fr": "plein 42,3 L 71,50 € 84 900 km", "en": "fill-up 42.3 L €71.50 84,900 km"}[language])
    await take(page, f"{language}-line")
    await say(page, bot, {"fr": "la pédale de frein est molle", "en": "the brake pedal feels soft"}[language])
    await take(page, f"{language}-danger")
    # One reminder alone, without the end of the warranty that the invoice promises.
    await Reminder.filter(service="warranty").delete()
    await bot.advance(days=DAYS)
    await page.get_by_role("button", name=t.plain("reminder.done")).last.click()
    await bot.settle()
    await take(page, f"{language}-reminder")


async def main() -> int:
    """Both languages, each with a bot of its own."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("A Chromium is needed.")
        return 1
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for language in PEOPLE:
            with tempfile.TemporaryDirectory() as folder:
                async with Simulator.running() as sim, running_bot(sim, Path(folder) / "data") as bot:
                    page = await browser.new_page(
                        viewport={"width": 390, "height": 780}, locale={"fr": "fr-FR", "en": "en-GB"}[language]
                    )
                    page.set_default_timeout(30_000)
                    await walk(page, bot, language, Path(folder))
                    await page.close()
        await browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
