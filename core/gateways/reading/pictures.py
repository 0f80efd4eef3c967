"""Pictures to upright RGB pages of bounded size. Runs only inside the guarded child."""

import io
import warnings
from typing import cast

from PIL import Image

from core.domain.capture.refusals import CaptureReason, Stranger
from core.gateways.reading.magic import FileKind, webp_size

# Pillow takes four bytes a pixel, and some decoders three times that: none may take more than 380 MB.
_PIXEL_CAPS = {
    # The photo of a phone is scaled down while it is decoded: its pixels are never all there.
    FileKind.JPEG: 220_000_000,
    FileKind.HEIF: 50_000_000,
    FileKind.AVIF: 40_000_000,
    FileKind.WEBP: 20_000_000,
    FileKind.GIF: 36_000_000,
}
PIXEL_CAP = 64_000_000
LONGEST_SIDE = 2_400
FRAME_CAP = 4
JPEG_QUALITY = 92
_BAND = 256
# Less high or wide than a single letter: nothing to read, and readers stumble over it.
_LEAST_SIDE = 6
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # fmt: skip
# 16-bit and float pictures: scaled to their own range, or a scan comes out black.
_DEEP_MODES = {"I;16", "I;16L", "I;16B", "I;16N", "I", "F"}


class Refused(Exception):
    """A file that the child will not read; carries the reason, and more exactly what it is."""

    def __init__(self, reason: CaptureReason, detail: Stranger | None = None) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.detail = detail


def picture_pages(content: bytes, kind: FileKind) -> tuple[list[bytes], int, int]:
    """Some pages of a picture file as JPEG without metadata, how many it has, and the longest side of the first."""
    Image.MAX_IMAGE_PIXELS = _cap(kind)
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    if kind is FileKind.WEBP and (stated := webp_size(content)) is not None:
        _check_pixels(*stated, _cap(kind))
    with _opened(content, kind) as image:
        _check_pixels(*image.size, _cap(kind))
        side = max(image.size)
        if min(image.size) < _LEAST_SIDE:
            raise Refused(CaptureReason.NOTHING_READ)
        # Animations are one picture that moves; only TIFF holds the pages of a scan.
        count = int(getattr(image, "n_frames", 1)) if kind is FileKind.TIFF else 1
        pages = []
        for number in opened_pages(count, FRAME_CAP):
            image.seek(number)
            _check_pixels(*image.size, _cap(kind))
            pages.append(as_jpeg(_upright(image)))
        return pages, count, side


def opened_pages(count: int, cap: int) -> list[int]:
    """Which pages of a document to open: the first ones, and the last one, where totals are."""
    return list(range(count)) if count <= cap else [*range(cap - 1), count - 1]


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
        import pi_heif

        pi_heif.register_heif_opener(thumbnails=False)
    try:
        return Image.open(io.BytesIO(content), formats=[kind.value.upper()])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused(CaptureReason.TOO_MANY_PIXELS) from error


def _cap(kind: FileKind) -> int:
    return _PIXEL_CAPS.get(kind, PIXEL_CAP)


def _check_pixels(width: int, height: int, cap: int = PIXEL_CAP) -> None:
    if width * height > cap:
        raise Refused(CaptureReason.TOO_MANY_PIXELS)


def _upright(image: Image.Image) -> Image.Image:
    if image.format in {"JPEG", "MPO"}:
        # A progressive JPEG is held whole before it can be scaled.
        _check_pixels(*image.size, PIXEL_CAP if image.info.get("progressive") else _cap(FileKind.JPEG))
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        _check_pixels(*image.size)
    orientation = image.getexif().get(_ORIENTATION, 1)
    image.load()
    small = _flattened(image)
    small.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    turn = _TURNS.get(orientation)
    return small.transpose(turn) if turn is not None else small


def _flattened(image: Image.Image) -> Image.Image:
    """The picture in RGB on white paper, reduced by a whole factor first where it is large."""
    shades = _range(image) if image.mode in _DEEP_MODES else None
    factor = max(image.size) // LONGEST_SIDE
    if factor < 2:
        return _plain(image, shades)
    # Band by band: a second whole copy of a large picture would be too much.
    width, height = (max(1, side // factor) for side in image.size)
    whole = Image.new("RGB", (width, height))
    for top in range(0, height, _BAND):
        bottom = min(top + _BAND, height)
        band = image.crop((0, top * factor, width * factor, bottom * factor))
        whole.paste(_plain(band, shades).reduce(factor), (0, top))
    return whole


def _plain(image: Image.Image, shades: tuple[float, float] | None) -> Image.Image:
    if shades is not None:
        low, high = shades
        scale = 255.0 / ((high - low) or 1.0)
        return image.convert("F").point(lambda value: (value - low) * scale).convert("L").convert("RGB")
    if image.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in image.info:
        layered = image.convert("RGBA")
        paper = Image.new("RGBA", layered.size, "white")
        return Image.alpha_composite(paper, layered).convert("RGB")
    return image.convert("RGB")


def _range(image: Image.Image) -> tuple[float, float]:
    """The darkest and the lightest value of a picture of more than 8 bits."""
    return cast("tuple[float, float]", image.getextrema())
