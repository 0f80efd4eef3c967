"""The kind of a file by its first bytes, never by its name."""

from enum import StrEnum


class FileKind(StrEnum):
    """What we open; anything else is refused."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    GIF = "gif"
    TIFF = "tiff"
    BMP = "bmp"
    AVIF = "avif"
    HEIF = "heif"
    PDF = "pdf"


_PREFIXES: tuple[tuple[bytes, FileKind], ...] = (
    (b"\xff\xd8\xff", FileKind.JPEG),
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
    (b"GIF87a", FileKind.GIF),
    (b"GIF89a", FileKind.GIF),
    (b"II*\x00", FileKind.TIFF),
    (b"MM\x00*", FileKind.TIFF),
)
_HEIF_BRANDS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"hevm", b"hevs", b"mif1", b"msf1"}
# Readers accept a PDF header within the first kilobyte, and mail gateways do put bytes before it.
_PDF_WINDOW = 1024


def file_kind(content: bytes) -> FileKind | None:
    """The kind of a file, or None when it is not one we open."""
    for prefix, kind in _PREFIXES:
        if content.startswith(prefix):
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return FileKind.WEBP
    if content[4:8] == b"ftyp":
        return _boxed_kind(content)
    # Two letters are little to go by; four bytes that must be nought make it sure.
    if content[:2] == b"BM" and content[6:10] == bytes(4) and len(content) > 26:
        return FileKind.BMP
    if b"%PDF-" in content[:_PDF_WINDOW]:
        return FileKind.PDF
    return None


def _boxed_kind(content: bytes) -> FileKind | None:
    length = min(int.from_bytes(content[:4], "big"), 256)
    brands = {content[8:12]} | {content[at : at + 4] for at in range(16, length, 4)}
    if brands & {b"avif", b"avis"}:
        return FileKind.AVIF
    return FileKind.HEIF if brands & _HEIF_BRANDS else None


def webp_size(content: bytes) -> tuple[int, int] | None:
    """Width and height that a WebP states, read here because its decoder allocates on opening."""
    chunk = content[12:16]
    if chunk == b"VP8X" and len(content) >= 30:
        return 1 + int.from_bytes(content[24:27], "little"), 1 + int.from_bytes(content[27:30], "little")
    if chunk == b"VP8L" and len(content) >= 25:
        bits = int.from_bytes(content[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if chunk == b"VP8 " and len(content) >= 30:
        width, height = int.from_bytes(content[26:28], "little"), int.from_bytes(content[28:30], "little")
        return width & 0x3FFF, height & 0x3FFF
    return None
