"""Pictures with nothing to read, and a page that is no invoice."""

from random import Random

from PIL import Image, ImageDraw, ImageFilter

from tests.samples.sheet import Sheet


def animal(seed: int = 3) -> Image.Image:
    """A furry shape with two eyes and whiskers on a sofa: many edges, no letter."""
    random = Random(seed)
    picture = Image.effect_noise((1_000, 800), 60).convert("RGB")
    draw = ImageDraw.Draw(picture)
    draw.ellipse((300, 250, 700, 620), fill=(150, 110, 70))
    for x in (420, 580):
        draw.ellipse((x - 30, 370, x + 30, 430), fill=(220, 220, 90))
        draw.ellipse((x - 8, 375, x + 8, 425), fill=(10, 10, 10))
    for _ in range(900):
        x, y = random.randint(280, 720), random.randint(230, 640)
        draw.line(
            (x, y, x + random.randint(-14, 14), y + random.randint(4, 24)), fill=(90 + random.randint(0, 90), 80, 50)
        )
    for y in (480, 500, 520):
        draw.line((430, y, 250, y + 30), fill=(240, 240, 240), width=2)
        draw.line((570, y, 750, y + 30), fill=(240, 240, 240), width=2)
    return picture.filter(ImageFilter.GaussianBlur(0.8))


def blurred_page() -> Image.Image:
    """An invoice photographed while walking."""
    return letter().filter(ImageFilter.GaussianBlur(14))


def letter() -> Image.Image:
    """A friendly letter with a number, a day and a price in it."""
    sheet = Sheet(1_000, 700)
    sheet.lines(80, 80, [
        "Chère Madame Duval,", "", "merci de votre accueil du 12 octobre 2026 à Quimper.",
        "Le train de 14 h 32 était à l'heure, et le billet à 38,50 euros.", "Le chat va bien et dort sur le canapé.",
        "", "À très bientôt,", "Paul",
    ])  # fmt: skip
    return sheet.picture
