import unicodedata
from collections.abc import Sequence
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont

PAPER = (250, 249, 245)
INK = (25, 25, 30)
# The font that comes with Pillow has no accents: it is used, and accents are dropped, where there is no other.
FONTS = (
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf",
    "/Library/Fonts/Arial Unicode.ttf",
    "C:/Windows/Fonts/arial.ttf",
)


class Sheet:
    def __init__(self, width: int, height: int, font: Path | None = None, size: int = 24) -> None:
        self.picture = Image.new("RGB", (width, height), PAPER)
        self._draw = ImageDraw.Draw(self.picture)
        self._font = font or next((path for path in map(Path, FONTS) if path.exists()), None)
        self.size = size

    def font(self, scale: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
        size = self.size * scale
        return ImageFont.truetype(str(self._font), round(size)) if self._font else ImageFont.load_default(size)

    def text(self, x: float, y: float, text: str, scale: float = 1.0, right: bool = False) -> None:
        if self._font is None:
            text = unicodedata.normalize("NFKD", text.replace("€", "EUR").replace("°", "o"))
            text = text.encode("ascii", "ignore").decode()
        self._draw.text((x, y), text, fill=INK, font=self.font(scale), anchor="ra" if right else "la")

    def lines(self, x: float, y: float, texts: Sequence[str], scale: float = 1.0) -> float:
        for text in texts:
            self.text(x, y, text, scale)
            y += self.size * scale * 1.4
        return y

    def rule(self, x0: float, y: float, x1: float) -> None:
        self._draw.line((x0, y, x1, y), fill=INK, width=2)

    def box(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self._draw.rectangle((x0, y0, x1, y1), outline=INK, width=2)

    def table(self, y: float, columns: Sequence[tuple[float, bool]], rows: Sequence[Sequence[str]]) -> float:
        for row in rows:
            for (x, right), cell in zip(columns, row, strict=True):
                self.text(x, y, cell, right=right)
            y += self.size * 1.6
        return y


def photographed(page: Image.Image, random: Random, strength: float) -> Image.Image:
    if strength == 0:
        return page
    margin = round(60 * strength)
    table = Image.new("RGB", (page.width + 2 * margin, page.height + 2 * margin), (96, 78, 60))
    table.paste(page, (margin, margin))
    turned = table.rotate(
        random.uniform(-3, 3) * strength, Image.Resampling.BICUBIC, expand=True, fillcolor=(96, 78, 60)
    )
    width, height = turned.size
    lean = [random.uniform(0, 0.03) * strength for _ in range(4)]
    corners = (
        -lean[0] * width, 0, 0, height * (1 + lean[1]), width * (1 + lean[2]), height, width, -lean[3] * height,
    )  # fmt: skip
    slanted = turned.transform((width, height), Image.Transform.QUAD, corners, Image.Resampling.BICUBIC)
    shade = Image.linear_gradient("L").resize((width, height)).rotate(random.choice((0, 180)))
    dark = ImageEnhance.Brightness(slanted).enhance(1 - 0.35 * strength)
    lit = Image.composite(slanted, dark, shade)
    grain = Image.effect_noise((width, height), 18 * strength).convert("RGB")
    return Image.blend(lit.filter(ImageFilter.GaussianBlur(0.6 * strength)), grain, 0.06 * strength)
