"""What a phone and a messenger do to a page: turned, tilted, shaded, crumpled, blurred, squeezed."""

import io
from dataclasses import dataclass
from math import sin
from random import Random

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

TABLES = ((96, 78, 60), (52, 54, 60), (150, 140, 120), (30, 60, 50), (201, 190, 170))


@dataclass(frozen=True)
class Shot:
    """How strong each fault is, from 0; `longest` and `quality` are those of the file that is sent."""

    turn: int = 0
    tilt: float = 0.0
    lean: float = 0.0
    shade: float = 0.0
    crumple: float = 0.0
    blur: float = 0.0
    noise: float = 0.0
    longest: int = 2_000
    quality: int = 85


def shots(level: str, random: Random) -> Shot:
    """The faults of a level, drawn by chance."""
    if level == "easy":
        return Shot(tilt=random.uniform(-0.7, 0.7), longest=random.choice((1_754, 2_200)), quality=88)
    if level == "medium":
        return Shot(
            turn=random.choice((0, 0, 0, 90, 180, 270)), tilt=random.uniform(-4, 4), lean=random.uniform(0.01, 0.04),
            shade=random.uniform(0.1, 0.35), crumple=random.choice((0.0, 0.4)), blur=random.uniform(0.2, 0.6),
            noise=0.04, longest=random.choice((1_600, 2_000)), quality=random.randint(70, 82),
        )  # fmt: skip
    return Shot(
        turn=random.choice((0, 0, 90, 180, 270)), tilt=random.uniform(-7, 7), lean=random.uniform(0.03, 0.07),
        shade=random.uniform(0.35, 0.6), crumple=random.uniform(0.6, 1.0), blur=random.uniform(0.5, 0.9),
        noise=0.07, longest=random.choice((1_280, 1_440)), quality=random.randint(60, 72),
    )  # fmt: skip


def taken(page: Image.Image, shot: Shot, random: Random) -> Image.Image:
    """The page as the photo shows it."""
    if shot == Shot():
        return page
    picture = _crumpled(page, shot.crumple, random) if shot.crumple else page
    picture = _on_table(picture, shot, random)
    picture = _shaded(picture, shot.shade, random) if shot.shade else picture
    picture.thumbnail((shot.longest, shot.longest), Image.Resampling.LANCZOS)
    if shot.blur:
        picture = picture.filter(ImageFilter.GaussianBlur(shot.blur))
    if shot.noise:
        grain = Image.effect_noise(picture.size, 40).convert("RGB")
        picture = Image.blend(picture, grain, shot.noise)
    return picture.rotate(-shot.turn, expand=True) if shot.turn else picture


def as_file(picture: Image.Image, shot: Shot) -> bytes:
    """The JPEG that is sent."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=shot.quality)
    return out.getvalue()


def _on_table(page: Image.Image, shot: Shot, random: Random) -> Image.Image:
    if not shot.lean and abs(shot.tilt) < 1:
        return page.rotate(shot.tilt, Image.Resampling.BICUBIC, fillcolor=(250, 249, 245))
    colour = random.choice(TABLES)
    margin = round(0.04 * max(page.size))
    table = Image.new("RGB", (page.width + 2 * margin, page.height + 2 * margin), colour)
    table.paste(page, (margin, margin))
    tilted = table.rotate(shot.tilt, Image.Resampling.BICUBIC, expand=True, fillcolor=colour)
    width, height = tilted.size
    lean = [random.uniform(0.3, 1.0) * shot.lean for _ in range(4)]
    corners = (
        -lean[0] * width, -lean[1] * height, -lean[2] * width * 0.3, height * (1 + lean[1] * 0.5),
        width * (1 + lean[2]), height, width * (1 + lean[3] * 0.4), -lean[3] * height,
    )  # fmt: skip
    return tilted.transform((width, height), Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor=colour)


def _shaded(picture: Image.Image, strength: float, random: Random) -> Image.Image:
    width, height = picture.size
    mask = Image.new("L", picture.size, 0)
    draw = ImageDraw.Draw(mask)
    x, y = random.uniform(-0.2, 0.7) * width, random.uniform(-0.2, 0.7) * height
    wide, tall = random.uniform(0.3, 0.8) * width, random.uniform(0.3, 0.8) * height
    draw.polygon(
        [(x, y), (x + wide, y - 0.1 * tall), (x + 1.2 * wide, y + tall), (x - 0.1 * wide, y + 0.9 * tall)], 255
    )
    soft = mask.resize((width // 8, height // 8)).filter(ImageFilter.GaussianBlur(6)).resize(picture.size)
    dark = ImageEnhance.Brightness(picture).enhance(1 - strength)
    warm = ImageEnhance.Color(picture).enhance(1.3)
    return Image.composite(dark, warm, soft)


def _crumpled(page: Image.Image, strength: float, random: Random) -> Image.Image:
    """Folds: small waves in place, and light and dark along them."""
    width, height = page.size
    step = max(40, width // 24)
    phase = [random.uniform(0, 6.3) for _ in range(4)]
    reach = 5.0 * strength * width / 1_200

    def moved(x: float, y: float) -> tuple[float, float]:
        across = reach * (sin(x / width * 9 + phase[0]) + 0.6 * sin(y / height * 13 + phase[1]))
        down = reach * (sin(x / width * 11 + phase[2]) + 0.6 * sin(y / height * 8 + phase[3]))
        return x + across, y + down

    mesh = []
    for left in range(0, width, step):
        for top in range(0, height, step):
            right, bottom = min(left + step, width), min(top + step, height)
            quad = (*moved(left, top), *moved(left, bottom), *moved(right, bottom), *moved(right, top))
            mesh.append(((left, top, right, bottom), quad))
    bent = page.transform(page.size, Image.Transform.MESH, mesh, Image.Resampling.BICUBIC, fillcolor=(250, 249, 245))
    light = Image.new("L", (width // 4, height // 4), 128)
    draw = ImageDraw.Draw(light)
    for _ in range(round(10 * strength)):
        start = (random.randint(0, light.width), random.randint(0, light.height))
        end = (random.randint(0, light.width), random.randint(0, light.height))
        draw.line((*start, *end), fill=random.choice((60, 90, 170, 200)), width=random.randint(2, 6))
    light = light.filter(ImageFilter.GaussianBlur(5)).resize(page.size)
    dark, bright = ImageEnhance.Brightness(bent).enhance(0.75), ImageEnhance.Brightness(bent).enhance(1.1)
    return Image.composite(bright, dark, light)
