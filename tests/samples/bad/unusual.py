"""Pictures in every form that a camera, a scanner or a chat may give them: all are read."""

from collections.abc import Iterator
from io import BytesIO
from random import Random

import pillow_heif
from PIL import Image, ImageCms, ImageEnhance, ImageFilter, ImageOps

from tests.samples.bad.case import NOTHING, READ, Case, case, good, paper, saved
from tests.samples.pictures import animal

_UNDO = {
    1: None, 2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}  # fmt: skip


def heic(image: Image.Image, **options: object) -> bytes:
    out = BytesIO()
    pillow_heif.from_pillow(image).save(out, quality=90, **options)
    return out.getvalue()


def cases(_: Random) -> Iterator[Case]:
    yield from jpegs()
    yield from lossless()
    yield from scans()
    yield from modern()
    yield from names_that_lie()
    yield from nothing_to_read()


def jpegs() -> Iterator[Case]:
    page = paper()
    for orientation, undo in _UNDO.items():
        exif = Image.Exif()
        exif[0x0112] = orientation
        turned = page.transpose(undo) if undo is not None else page
        yield good(f"exif-{orientation}.jpg", saved(turned, "JPEG", exif=exif.tobytes()))
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 99, "A" * 30_000
    yield good("exif-nonsense.jpg", saved(page, "JPEG", exif=exif.tobytes()))
    yield good("baseline.jpg", saved(page, "JPEG"))
    yield good("progressive.jpg", saved(page, "JPEG", progressive=True))
    yield good("grey.jpg", saved(page.convert("L"), "JPEG"))
    yield good("cmyk.jpg", saved(page.convert("CMYK"), "JPEG"))
    yield good("444.jpg", saved(page, "JPEG", subsampling=0))
    yield good("rough.jpg", saved(page, "JPEG", quality=25))
    yield good("restarts.jpg", saved(page, "JPEG", restart_marker_blocks=1))
    yield good("comment.jpg", saved(page, "JPEG", comment=b"<script>alert(1)</script>" * 900))
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    yield good("profile.jpg", saved(page, "JPEG", icc_profile=profile))
    yield good("profile-nonsense.jpg", saved(page, "JPEG", icc_profile=b"\xff" * 60_000))
    yield good("tail.jpg", saved(page, "JPEG") + b"\0" * 100_000)
    yield good("mpo.jpg", saved(page, "MPO", save_all=True, append_images=[page]))
    yield good("large.jpg", saved(page.resize((7_000, 6_200)), "JPEG", quality=60))
    yield good("sideways-without-a-word.jpg", saved(page.rotate(90, expand=True), "JPEG"))
    yield good("upside-down.jpg", saved(page.rotate(180), "JPEG"))
    yield good("dark.jpg", saved(ImageEnhance.Brightness(page).enhance(0.25), "JPEG"))
    yield good("white-on-black.jpg", saved(ImageOps.invert(page), "JPEG"))


def lossless() -> Iterator[Case]:
    page = paper()
    deep = page.convert("L").convert("I;16").point(lambda value: value * 200)
    yield good("rgb.png", saved(page, "PNG"))
    yield good("16-bit.png", saved(deep, "PNG"))
    yield good("alpha.png", saved(page.convert("RGBA"), "PNG"))
    yield good("grey-alpha.png", saved(page.convert("LA"), "PNG"))
    yield good("palette.png", saved(page.convert("P"), "PNG"))
    yield good("palette-4-bit.png", saved(page.quantize(8), "PNG", bits=4))
    yield good("clear-colour.png", saved(page, "PNG", transparency=(255, 255, 255)))
    yield good("one-bit.png", saved(page.convert("1"), "PNG"))
    ink = Image.new("RGBA", page.size, (0, 0, 0, 0))
    ink.putalpha(ImageOps.invert(page.convert("L")))
    yield good("ink-on-nothing.png", saved(ink, "PNG"))
    yield good("animated.png", saved(page, "PNG", save_all=True, append_images=[Image.new("RGB", page.size)] * 5))
    yield good("plain.gif", saved(page, "GIF"))
    yield good("animated.gif", saved(page, "GIF", save_all=True, append_images=[animal().resize(page.size)] * 3))
    yield good("rgb.bmp", saved(page, "BMP"))
    yield good("one-bit.bmp", saved(page.convert("1"), "BMP"))
    yield good("palette.bmp", saved(page.convert("P"), "BMP"))


def scans() -> Iterator[Case]:
    page = paper()
    for packing in ("tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg", "raw"):
        yield good(f"{packing}.tif", saved(page, "TIFF", compression=packing))
    for packing in ("group3", "group4"):
        yield good(f"{packing}.tif", saved(page.convert("1"), "TIFF", compression=packing))
    deep = page.convert("L").convert("I;16").point(lambda value: value * 16)
    yield good("12-bit.tif", saved(deep, "TIFF"))
    yield good("float.tif", saved(page.convert("L").convert("F"), "TIFF"))
    yield good("32-bit.tif", saved(page.convert("I"), "TIFF"))
    yield good("cmyk.tif", saved(page.convert("CMYK"), "TIFF"))
    blank = Image.new("RGB", page.size, "white")
    yield good("two-pages.tif", saved(page, "TIFF", save_all=True, append_images=[blank]))
    yield good(
        "last-page.tif",
        saved(blank.convert("L"), "TIFF", save_all=True, append_images=[blank] * 30 + [page], compression="tiff_lzw"),
    )


def modern() -> Iterator[Case]:
    page = paper()
    yield good("lossy.webp", saved(page, "WEBP", quality=80))
    yield good("lossless.webp", saved(page, "WEBP", lossless=True))
    yield good("alpha.webp", saved(page.convert("RGBA"), "WEBP"))
    yield good("animated.webp", saved(page, "WEBP", save_all=True, append_images=[animal().resize(page.size)] * 3))
    yield good("plain.avif", saved(page, "AVIF"))
    yield good("alpha.avif", saved(page.convert("RGBA"), "AVIF"))
    yield good("animated.avif", saved(page, "AVIF", save_all=True, append_images=[page]))
    yield good("plain.heic", heic(page))
    yield good("grey.heic", heic(page.convert("L")))
    deep = page.convert("L").convert("I;16").point(lambda value: value * 200)
    yield good("16-bit.heic", heic(deep))
    yield good("large.heic", heic(page.resize((4_200, 3_720))))


def names_that_lie() -> Iterator[Case]:
    page = paper()
    yield good("really-a-jpeg.png", saved(page, "JPEG"))
    yield good("really-a-png.pdf", saved(page, "PNG"))
    yield good("really-a-webp.docx", saved(page, "WEBP"))
    yield good("really-heic.jpg", heic(page))
    yield good("without-extension", saved(page, "JPEG"))
    yield good("SHOUTING.JPEG", saved(page, "JPEG"))


def nothing_to_read() -> Iterator[Case]:
    page, size = paper(), (900, 700)
    for name, image in {
        "white.jpg": Image.new("RGB", size, "white"),
        "black.jpg": Image.new("RGB", size),
        "noise.jpg": Image.effect_noise(size, 90),
        "cat.jpg": animal(),
        "blurred.jpg": page.filter(ImageFilter.GaussianBlur(22)),
        "one-pixel.png": Image.new("RGB", (1, 1)),
        "one-line.png": Image.new("RGB", (1, 10_000)),
        "one-row.png": Image.new("RGB", (30_000, 1)),
        "clear.png": Image.new("RGBA", size, (0, 0, 0, 0)),
    }.items():
        yield case(name, saved(image, name[-3:].upper().replace("JPG", "JPEG")), NOTHING)
    yield case("tiny.jpg", saved(page.resize((90, 80)), "JPEG"), NOTHING, READ)
