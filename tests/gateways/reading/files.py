"""Files as strangers send them, made on the spot."""

import io
import struct
import zlib
from collections.abc import Callable

import fpdf
import pillow_heif
from PIL import Image, ImageDraw, ImageFont

WORDS = ("FACTURE 2026-0142", "Total TTC 204,72")


def picture(width: int = 900, height: int = 500, words: tuple[str, ...] = WORDS) -> Image.Image:
    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)
    for at, text in enumerate(words):
        draw.text((60, 80 + 120 * at), text, fill="black", font=ImageFont.load_default(56))
    return image


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def with_orientation(orientation: int) -> bytes:
    undo = {
        1: None, 2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]  # fmt: skip
    image = picture()
    exif = Image.Exif()
    exif[0x0112] = orientation
    return encoded(image.transpose(undo) if undo is not None else image, "JPEG", exif=exif.tobytes())


def heic() -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(picture()).save(out, quality=90)
    return out.getvalue()


PICTURES: dict[str, Callable[[], bytes]] = {
    "jpeg": lambda: encoded(picture(), "JPEG"),
    "png": lambda: encoded(picture(), "PNG"),
    "webp": lambda: encoded(picture(), "WEBP"),
    "gif": lambda: encoded(picture(), "GIF"),
    "tiff": lambda: encoded(picture(), "TIFF", compression="tiff_lzw"),
    "bmp": lambda: encoded(picture(), "BMP"),
    "avif": lambda: encoded(picture(), "AVIF"),
    "heic": heic,
    "cmyk": lambda: encoded(picture().convert("CMYK"), "JPEG"),
    "grey": lambda: encoded(picture().convert("L"), "JPEG"),
    "16 bits": lambda: encoded(picture().convert("L").convert("I;16").point(lambda value: value * 200), "PNG"),
    "alpha": lambda: encoded(picture().convert("RGBA"), "PNG"),
    "palette": lambda: encoded(picture().convert("P"), "PNG"),
    "one bit": lambda: encoded(picture().convert("1"), "TIFF"),
    "animated": lambda: encoded(picture(), "GIF", save_all=True, append_images=[picture(words=("frame",))]),
    "mpo": lambda: encoded(picture(), "MPO", save_all=True, append_images=[picture()]),
}


def png_that_claims(width: int, height: int) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(bytes(1_000_000))) + chunk(b"IEND", b"")


def webp_that_claims(width: int, height: int) -> bytes:
    frame = b"\x30\x01\x00\x9d\x01\x2a" + struct.pack("<HH", width, height) + bytes(8)
    body = b"WEBPVP8 " + struct.pack("<I", len(frame)) + frame
    return b"RIFF" + struct.pack("<I", len(body)) + body


def gif_that_claims(width: int, height: int) -> bytes:
    return (
        b"GIF89a"
        + struct.pack("<HH", width, height)
        + b"\x00\x00\x00,"
        + bytes(4)
        + struct.pack("<HHB", width, height, 0)
    )


def tiff_that_claims(width: int, height: int) -> bytes:
    tags = [(256, width), (257, height), (258, 8), (259, 1), (262, 1), (273, 8), (277, 1), (278, height), (279, 100)]
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    return b"II*\x00" + struct.pack("<IH", 8, len(tags)) + entries + bytes(4)


def pdf(pages: int = 1, words: tuple[str, ...] = WORDS, owner: str = "", user: str = "", data: bytes = b"") -> bytes:
    document = fpdf.FPDF()
    if data:
        document.embed_file(bytes=data, basename="factur-x.xml")
    document.set_font("Helvetica", size=24)
    if owner:
        document.set_encryption(owner_password=owner, user_password=user or None)
    for _ in range(pages):
        document.add_page()
        for word in words:
            document.cell(0, 20, word, new_x="LMARGIN", new_y="NEXT")
    return bytes(document.output())


def tiff_with_pages(*pages: Image.Image) -> bytes:
    return encoded(pages[0], "TIFF", save_all=True, append_images=list(pages[1:]), compression="tiff_lzw")


def pdf_with_form(value: str = "204,72") -> bytes:
    return pdf_of(
        "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R]/DR<</Font<</Helv 6 0 R>>>>/DA(/Helv 12 Tf 0 g)>>>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Resources<</Font<</F 6 0 R>>>>/Contents 4 0 R/Annots[5 0 R]>>",
        "<</Length 39>>\nstream\nBT /F 18 Tf 20 150 Td (Total TTC) Tj ET\nendstream",
        f"<</Type/Annot/Subtype/Widget/FT/Tx/T(total)/V({value})/Rect[150 140 280 170]/DA(/Helv 18 Tf 0 g)/F 4>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )


def pdf_around(*inner: bytes, cover: str = "Ouvrez ce porte-documents avec Adobe Acrobat.") -> bytes:
    document = fpdf.FPDF()
    document.add_page()
    document.set_font("Helvetica", size=20)
    document.cell(0, 20, cover)
    for number, content in enumerate(inner):
        document.embed_file(bytes=content, basename=f"{number}.pdf")
    return bytes(document.output())


def pdf_with_white_text(hidden: str) -> bytes:
    document = fpdf.FPDF()
    document.add_page()
    document.set_font("Helvetica", size=20)
    for word in WORDS:
        document.cell(0, 20, word, new_x="LMARGIN", new_y="NEXT")
    document.set_text_color(255, 255, 255)
    document.cell(0, 20, hidden)
    return bytes(document.output())


def pdf_with_hidden_text(shown: tuple[str, ...], hidden: tuple[str, ...]) -> bytes:
    document = fpdf.FPDF()
    document.add_page()
    document.image(picture(900, 1200, shown), 0, 0, 210)
    document.set_font("Helvetica", size=24)
    document.text_mode = fpdf.TextMode.INVISIBLE
    for at, word in enumerate(hidden):
        document.text(15, 30 + 28 * at, word)
    return bytes(document.output())


def pdf_of(*objects: str) -> bytes:
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(out)
    size = len(objects) + 1
    out += f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<</Size {size}/Root 1 0 R>>\n".encode()
    return out + f"startxref\n{start}\n%%EOF\n".encode()


def pdf_that_never_ends(depth: int = 28) -> bytes:
    """Forms that draw the next form twice, twice, twice."""
    forms = []
    for level in range(depth):
        inner = "0 0 5 5 re f" if level == depth - 1 else "/F Do /F Do"
        resources = "" if level == depth - 1 else f"/Resources<</XObject<</F {6 + level} 0 R>>>>"
        forms.append(
            f"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]{resources}/Length {len(inner)}>>\nstream\n{inner}\nendstream"
        )
    return pdf_of(
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Resources<</XObject<</F 5 0 R>>>>/Contents 4 0 R>>",
        "<</Length 5>>\nstream\n/F Do\nendstream",
        *forms,
    )


def pdf_with_page_size(width: float, height: float) -> bytes:
    return pdf_of(
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {height}]/UserUnit 100/Contents 4 0 R>>",
        "<</Length 12>>\nstream\n0 0 9 9 re f\nendstream",
    )


def pdf_that_acts() -> bytes:
    return pdf_of(
        "<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.launchURL\\('http://127.0.0.1:9'\\))>>"
        "/AA<</WC<</S/Launch/F(/bin/sh)>>>>>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/AA<</O<</S/GoToR/F(http://127.0.0.1:9/x.pdf)>>>>>>",
        "<</Length 12/F(http://127.0.0.1:9/stream)>>\nstream\n0 0 9 9 re f\nendstream",
    )
