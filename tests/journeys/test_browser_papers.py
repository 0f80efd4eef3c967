import signal
from datetime import date
from pathlib import Path

import pytest
from fpdf import FPDF
from playwright.async_api import Page, async_playwright, expect

from core import db
from core.domain.plates import displayed_plate
from core.i18n import translator
from core.models import Document
from simulator.testing import Simulator
from tests.conftest import plain
from tests.faults.processes import bot_process
from tests.journeys.papers import invoice, jpeg, registration_card
from tests.journeys.test_browser import CHROMIUM, OPTIONS
from tests.samples.pictures import animal

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="a real browser is needed: install chromium")

PDF_TEXT = """GARAGE DES ETANGS
12 rue Haute 69003 LYON
FACTURE 2026-0777
Date : 03/02/2026
Immatriculation : {plate}
Remplacement batterie 70 Ah     1     100,00     100,00
Total HT 100,00
TVA 20 % 20,00
Total TTC 120,00 EUR"""


AGAIN = translator("fr").plain("document.try_again")


def written_pdf(plate: str) -> bytes:
    """An invoice as a garage's program writes it."""
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("helvetica", size=14)
    for line in PDF_TEXT.format(plate=plate).splitlines():
        pdf.cell(0, 12, line, new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output())


async def send(page: Page, picker: str, file: Path) -> None:
    await page.set_input_files(picker, file)
    await page.locator("dialog[open] .strong").click()


async def answered(page: Page, words: str) -> None:
    """Wait for an answer; on a machine that is busy with other things a reading may end in vain, and is tried again."""
    answer, again = page.locator("article.bot", has_text=words).first, page.get_by_role("button", name=AGAIN).last
    await expect(answer.or_(again).first).to_be_visible()
    if not await answer.is_visible():
        await again.click()
    await expect(answer).to_be_visible()


async def test_three_photos_a_pdf_and_a_cat_get_five_right_answers_though_the_bot_is_killed(
    sim: Simulator, tmp_path: Path
):
    t = translator("fr")
    card, truth = registration_card()
    plate = displayed_plate(truth["plate"])
    files = {
        "card.jpg": card,
        "one.jpg": invoice(plate=plate, day=date(2026, 3, 12), kilometres=84_200, number="F2026-118"),
        "two.jpg": invoice(plate=plate, day=date(2026, 5, 20), kilometres=88_100, number="F2026-340"),
        "three.pdf": written_pdf(plate),
        "cat.jpg": jpeg(animal()),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        page = await browser.new_page(viewport={"width": 390, "height": 844}, locale="fr-FR")
        page.set_default_timeout(20_000)
        expect.set_options(timeout=60_000)
        async with bot_process(sim, tmp_path / "data", tmp_path / "first.log", OCR_READER="auto") as killed:
            await page.goto(f"{sim.page_url}?user=Camille&lang=fr")
            await page.get_by_role("button", name="Démarrer").click()
            await expect(page.locator("article.bot")).to_contain_text("Bonjour Camille")
            for name in files:
                await send(page, "#pick-file" if name.endswith("pdf") else "#pick-photo", tmp_path / name)
            await page.locator("#text").fill("84 150 km")
            await page.keyboard.press("Enter")
            await expect(page.locator("article.bot").nth(1)).to_be_visible()
            await killed.end(signal.SIGKILL)
        async with bot_process(sim, tmp_path / "data", tmp_path / "second.log", OCR_READER="auto") as process:
            # What was typed while the photos were read is answered too.
            await expect(page.locator("article.bot", has_text=plain(t("early.kept", line=""))[:8])).to_be_visible()
            for words in ("Carte grise", "F2026-118", "F2026-340", "2026-0777", t.plain("capture.nothing_read")[:30]):
                await answered(page, words)
            assert await page.evaluate("document.documentElement.scrollWidth") == 390
            await sim.quiet()
            assert await process.end(signal.SIGTERM) == 0
        await browser.close()
    await db.connect(f"sqlite:///{tmp_path / 'data' / 'autotrack.sqlite3'}")
    try:
        states = sorted(row.state for row in await Document.all())
    finally:
        await db.disconnect()
    assert states == ["proposed"] * 4 + ["refused"]
