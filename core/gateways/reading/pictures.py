"""Pictures to upright RGB pages of bounded size. Runs only inside the guarded child."""

import io
import warnings
from typing import cast

from PIL import Image, ImageOps

from core.domain.capture.refusals import CaptureReason
from core.gateways.reading.magic import FileKind, webp_size

PIXEL_CAP = 80_000_000
LONGEST_SIDE = 2_400
FRAME_CAP = 4
JPEG_QUALITY = 92
# 16-bit and float pictures: scaled to their own range, or a scan comes out black.
_DEEP_MODES = {"I;16", "I;16L", "I;16B", "I;16N", "I", "F"}


class Refused(Exception):
    """A file that the child will not read; carries the reason."""

    def __init__(self, reason: CaptureReason) -> None:
        super().__init__(reason.value)
        self.reason = reason


def picture_pages(content: bytes, kind: FileKind) -> tuple[list[bytes], int]:
    """The first pages of a picture file as JPEG without metadata, and how many it has."""
    Image.MAX_IMAGE_PIXELS = PIXEL_CAP
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    _check_webp(content, kind)
    with _opened(content, kind) as image:
        _check_pixels(*image.size)
        # Animations are one picture that moves; only TIFF holds the pages of a scan.
        count = int(getattr(image, "n_frames", 1)) if kind is FileKind.TIFF else 1
        pages = []
        for number in range(min(count, FRAME_CAP)):
            image.seek(number)
            _check_pixels(*image.size)
            pages.append(as_jpeg(_upright(image)))
        return pages, count


def as_jpeg(image: Image.Image) -> bytes:
    """A fresh JPEG of bounded size that holds the picture and nothing else."""
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    clean = Image.new("RGB", image.size)
    clean.paste(image)
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=JPEG_QUALITY, subsampling=0)
    return out.getvalue()


def _opened(content: bytes, kind: FileKind) -> Image.Image:
    if kind is FileKind.HEIF:
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False)
    try:
        return Image.open(io.BytesIO(content), formats=[kind.value.upper()])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused(CaptureReason.TOO_MANY_PIXELS) from error


def _check_webp(content: bytes, kind: FileKind) -> None:
    stated = webp_size(content) if kind is FileKind.WEBP else None
    if stated is not None:
        _check_pixels(*stated)


def _check_pixels(width: int, height: int) -> None:
    if width * height > PIXEL_CAP:
        raise Refused(CaptureReason.TOO_MANY_PIXELS)


def _upright(image: Image.Image) -> Image.Image:
    if image.format in {"JPEG", "MPO"}:
        # The JPEG decoder can scale while decoding: a 50-megapixel photo costs a quarter.
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    image.load()
    turned = ImageOps.exif_transpose(image)
    turned.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    return _flattened(turned)


def _flattened(image: Image.Image) -> Image.Image:
    if image.mode in _DEEP_MODES:
        return _stretched(image).convert("RGB")
    if image.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in image.info:
        layered = image.convert("RGBA")
        paper = Image.new("RGBA", layered.size, "white")
        return Image.alpha_composite(paper, layered).convert("RGB")
    return image.convert("RGB")


def _stretched(image: Image.Image) -> Image.Image:
    values = image.convert("F")
    low, high = cast("tuple[float, float]", values.getextrema())
    scale = 255.0 / ((high - low) or 1.0)
    return values.point(lambda value: (value - low) * scale).convert("L")
