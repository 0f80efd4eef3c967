"""Good files with something wrong: `mutated(number)` is the same file for the same number and seed, on any machine."""

from functools import cache
from random import Random

from tests.samples.bad import pdfs, unusual
from tests.samples.bad.case import paper, saved


@cache
def originals() -> dict[str, bytes]:
    """Ten good files, one of each kind that we open, and the two kinds of PDF."""
    page = paper()
    kinds = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "gif": "GIF", "tif": "TIFF", "bmp": "BMP", "avif": "AVIF"}
    pictures = {ending: saved(page, kind) for ending, kind in kinds.items()}
    return pictures | {"heic": unusual.heic(page), "text.pdf": pdfs.text(), "scan.pdf": pdfs.scan(page)}


def mutated(number: int, seed: int) -> tuple[str, bytes]:
    """The name and the content of one damaged file."""
    random = Random(f"{seed} {number}")
    ending = list(originals())[number % len(originals())]
    content = bytearray(originals()[ending])
    way = random.choice((flipped, cut, spliced, blanked, repeated, inflated, shuffled))
    return f"{number}-{way.__name__}.{ending}", bytes(way(content, random))


def flipped(content: bytearray, random: Random) -> bytearray:
    for _ in range(random.choice((1, 2, 8, 40, 200))):
        at = random.randrange(len(content))
        content[at] ^= 1 << random.randrange(8)
    return content


def cut(content: bytearray, random: Random) -> bytearray:
    return content[: random.randrange(1, len(content))]


def spliced(content: bytearray, random: Random) -> bytearray:
    other = random.choice(list(originals().values()))
    return content[: random.randrange(len(content))] + other[random.randrange(len(other)) :]


def blanked(content: bytearray, random: Random) -> bytearray:
    start = random.randrange(len(content))
    length = random.randrange(1, 1 + min(4_000, len(content) - start))
    content[start : start + length] = bytes([random.choice((0, 255))]) * length
    return content


def repeated(content: bytearray, random: Random) -> bytearray:
    start = random.randrange(len(content))
    piece = content[start : start + random.randrange(1, 3_000)]
    return content[:start] + piece * random.randint(2, 40) + content[start:]


def inflated(content: bytearray, random: Random) -> bytearray:
    """Numbers near the front, where sizes stand, become very large."""
    for _ in range(random.randint(1, 3)):
        at = random.randrange(4, min(len(content) - 4, 400))
        content[at : at + 4] = random.choice((b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\x00\x00\xff\xff"))
    return content


def shuffled(content: bytearray, random: Random) -> bytearray:
    first, second = sorted(random.randrange(len(content)) for _ in range(2))
    return content[:first] + content[second:] + content[first:second]
