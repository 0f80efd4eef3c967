"""Pictures that are cut, torn or lie about themselves, and those that would fill the memory."""

import struct
import zlib
from collections.abc import Iterator
from random import Random

from PIL import Image

from tests.gateways.reading.files import gif_that_claims, png_that_claims, tiff_that_claims, webp_that_claims
from tests.samples.bad.case import (
    BIG,
    BROKEN,
    EMPTY,
    NOTHING,
    PIXELS,
    READ,
    TIMEOUT,
    UNSUPPORTED,
    Case,
    case,
    paper,
    saved,
)
from tests.samples.bad.unusual import heic

_KINDS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "gif": "GIF", "tif": "TIFF", "bmp": "BMP", "avif": "AVIF"}


def cases(random: Random) -> Iterator[Case]:
    yield from cut()
    yield from torn(random)
    yield from bombs()
    yield from nonsense(random)


def originals() -> dict[str, bytes]:
    page = paper()
    return {ending: saved(page, kind) for ending, kind in _KINDS.items()} | {"heic": heic(page)}


def cut() -> Iterator[Case]:
    for ending, content in originals().items():
        for share in (10, 50, 90):
            # Some decoders show what there is.
            yield case(f"cut-{share}.{ending}", content[: len(content) * share // 100], BROKEN, READ, NOTHING)
        yield case(f"head-only.{ending}", content[:16], BROKEN, UNSUPPORTED)


def torn(random: Random) -> Iterator[Case]:
    for ending, content in originals().items():
        torn = bytearray(content)
        start = len(torn) // 3
        torn[start : start + 400] = random.randbytes(400)
        yield case(f"torn.{ending}", bytes(torn), BROKEN, READ, NOTHING, PIXELS)
    png = originals()["png"]
    yield case("wrong-sum.png", png.replace(b"IDAT", b"IDAT", 1)[:-16] + bytes(16), BROKEN, READ)
    yield case("no-picture.png", png_chunks((b"IHDR", struct.pack(">IIBBBBB", 9, 9, 8, 2, 0, 0, 0))), BROKEN)
    yield case("no-width.png", png_chunks((b"IHDR", struct.pack(">IIBBBBB", 0, 9, 8, 2, 0, 0, 0))), BROKEN)
    yield case("odd-depth.png", png_chunks((b"IHDR", struct.pack(">IIBBBBB", 9, 9, 77, 2, 0, 0, 0))), BROKEN)
    yield case("no-width.gif", gif_that_claims(0, 0), BROKEN)
    yield case("no-width.webp", webp_that_claims(0, 0), BROKEN)
    circle = b"II*\0" + struct.pack("<IH", 8, 1) + struct.pack("<HHII", 256, 4, 1, 9) + struct.pack("<I", 8)
    yield case("circle.tif", circle, BROKEN)
    yield case("far-directory.tif", b"II*\0" + struct.pack("<I", 0xFFFFFFF0), BROKEN)
    yield case("many-entries.tif", b"II*\0" + struct.pack("<IH", 8, 65_535) + bytes(4_000), BROKEN)
    yield case(
        "upward.bmp",
        b"BM" + struct.pack("<IIIIiiHHIIiiII", 99, 0, 54, 40, -9, -9, 1, 24, 0, 0, 0, 0, 0, 0),
        BROKEN,
        PIXELS,
    )
    yield case("only-a-box.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", BROKEN)
    yield case("only-a-box.avif", b"\0\0\0\x18ftypavif\0\0\0\0mif1avif", BROKEN)
    yield case("endless-box.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0\0\0\0meta" * 500, BROKEN)


def bombs() -> Iterator[Case]:
    for side in (9_000, 16_000, 60_000):
        yield case(f"bomb-{side}.png", png_that_claims(side, side), PIXELS)
        yield case(f"bomb-{side}.tif", tiff_that_claims(side, side), PIXELS, BROKEN)
        yield case(f"bomb-{side}.gif", gif_that_claims(side, side), PIXELS, BROKEN)
    yield case("bomb.webp", webp_that_claims(16_383, 16_383), PIXELS)
    extended = b"\x10\0\0\0" + (16_382).to_bytes(3, "little") * 2
    yield case("bomb-extended.webp", riff(b"VP8X", extended + bytes(40)), PIXELS)
    bits = 16_382 | 16_382 << 14
    yield case("bomb-lossless.webp", riff(b"VP8L", b"\x2f" + struct.pack("<I", bits) + bytes(20)), PIXELS)
    yield case("thirty-eight-bytes.webp", webp_that_claims(16_383, 16_383)[:38], PIXELS)
    frame = b"\xff\xc0\0\x11\x08" + struct.pack(">HH", 65_500, 65_500) + b"\x03\x01\x22\0\x02\x11\x01\x03\x11\x01"
    yield case("bomb.jpg", saved(paper(), "JPEG")[:2] + frame + saved(paper(), "JPEG")[2:], PIXELS, BROKEN)
    header = struct.pack("<IIIIiiHHIIiiII", 99, 0, 54, 40, 30_000, 30_000, 1, 24, 0, 0, 0, 0, 0, 0)
    yield case("bomb.bmp", b"BM" + header, PIXELS, BROKEN)
    for ending, content in (("heic", heic(paper())), ("avif", saved(paper(), "AVIF"))):
        at = content.index(b"ispe") + 8
        claims = content[:at] + struct.pack(">II", 30_000, 30_000) + content[at + 8 :]
        yield case(f"bomb.{ending}", claims, PIXELS, BROKEN)
    yield case("almost-a-bomb.png", saved(Image.new("1", (7_900, 8_000), 1), "PNG"), NOTHING)
    words = zlib.compress(bytes(80_000_000), 9)
    page = saved(paper(), "PNG")
    text = chunk(b"zTXt", b"Comment\0\0" + words)
    yield case("text-bomb.png", page[:33] + text + page[33:], BROKEN, READ)
    yield case("profile-bomb.png", page[:33] + chunk(b"iCCP", b"x\0\0" + words) + page[33:], BROKEN, READ)
    yield case("data-bomb.png", page[:-12] + chunk(b"IDAT", words) + page[-12:], BROKEN, READ)
    frames = [Image.new("1", (60, 60), number % 2) for number in range(2_000)]
    yield case("two-thousand-frames.gif", saved(frames[0], "GIF", save_all=True, append_images=frames[1:]), NOTHING)
    yield case("over-twenty-megabytes.jpg", saved(paper(), "JPEG") + bytes(21 * 1024 * 1024), BIG)


def nonsense(random: Random) -> Iterator[Case]:
    yield case("empty.jpg", b"", EMPTY)
    yield case("one-byte.jpg", b"\xff", UNSUPPORTED)
    yield case("zeros.jpg", bytes(1_000_000), UNSUPPORTED)
    yield case("chance.jpg", b"\x01" + random.randbytes(100_000), UNSUPPORTED)
    yield case("chance-behind-a-head.jpg", b"\xff\xd8\xff\xe0" + random.randbytes(50_000), BROKEN)
    yield case("chance-behind-a-head.png", b"\x89PNG\r\n\x1a\n" + random.randbytes(50_000), BROKEN)
    yield case("chance-behind-a-head.pdf", b"%PDF-1.7\n" + random.randbytes(50_000), BROKEN)
    yield case("chance-behind-a-head.tif", b"MM\0*" + random.randbytes(50_000), BROKEN, PIXELS, TIMEOUT)


def png_chunks(*chunks: tuple[bytes, bytes]) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*one) for one in chunks) + chunk(b"IEND", b"")


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def riff(name: bytes, data: bytes) -> bytes:
    body = b"WEBP" + name + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", len(body)) + body
