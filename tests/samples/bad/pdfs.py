"""PDFs as printers, scanners and programs make them: all are read."""

from collections.abc import Iterator
from random import Random

import fpdf
from PIL import Image

from tests.gateways.reading.files import pdf_around, pdf_of
from tests.samples.bad.case import LINES, READ, Case, case, good, paper, saved

_STARTS = "<</Type/Catalog/Pages 2 0 R>>"


def cases(_: Random) -> Iterator[Case]:
    yield from written()
    yield from turned_and_sized()
    yield from wrapped()
    yield from with_more_than_pages()


def sheet(pages: int = 1, lines: tuple[str, ...] = LINES, *, last_only: bool = False) -> fpdf.FPDF:
    document = fpdf.FPDF()
    document.set_font("Helvetica", size=16)
    for number in range(pages):
        document.add_page()
        for line in lines if number == pages - 1 or not last_only else (f"Page {number + 1}",):
            document.cell(0, 14, line, new_x="LMARGIN", new_y="NEXT")
    return document


def text(pages: int = 1) -> bytes:
    return bytes(sheet(pages).output())


def scan(*images: Image.Image) -> bytes:
    document = fpdf.FPDF()
    for image in images:
        document.add_page()
        document.image(image, 0, 0, 210)
    return bytes(document.output())


def locked(method: object, user: str | None, *, owner: str = "o") -> bytes:
    document = sheet()
    document.set_encryption(owner_password=owner, user_password=user, encryption_method=method)  # type: ignore[arg-type]  # an enum of the library
    return bytes(document.output())


def drawn(
    media: str = "0 0 420 380", more: str = "", catalog: str = "", page: str = "", objects: tuple[str, ...] = ()
) -> bytes:
    """The lines as a PDF written by hand; `objects` follow from number 6 on."""
    rows = "".join(f"1 0 0 1 30 {340 - 40 * at} Tm ({line}) Tj " for at, line in enumerate(LINES))
    content = f"BT /F 20 Tf {rows}ET {more}"
    return pdf_of(
        f"<</Type/Catalog/Pages 2 0 R{catalog}>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[{media}]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R{page}>>",
        f"<</Length {len(content)}>>\nstream\n{content}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *objects,
    )


def written() -> Iterator[Case]:
    yield good("text.pdf", text())
    yield good("scan.pdf", scan(paper()))
    yield good("two-pages.pdf", text(2))
    yield good("twelve-pages.pdf", bytes(sheet(12, last_only=True).output()))
    yield good("300-pages.pdf", text(300))
    yield good("5000-pages.pdf", text(5_000))
    mixed = sheet()
    mixed.add_page()
    mixed.image(paper(), 0, 0, 210)
    yield good("text-and-scan.pdf", bytes(mixed.output()))
    yield good("grey-scan.pdf", scan(paper().convert("L")))
    yield good("one-bit-scan.pdf", scan(paper().convert("1")))
    yield good("by-hand.pdf", drawn())
    yield good("may-not-be-printed-rc4.pdf", locked(fpdf.enums.EncryptionMethod.RC4, None))
    yield good("may-not-be-printed-aes128.pdf", locked(fpdf.enums.EncryptionMethod.AES_128, None))
    yield good("may-not-be-printed-aes256.pdf", locked(fpdf.enums.EncryptionMethod.AES_256, None))
    yield good("really-a-pdf.jpg", text())
    yield good("pdf-without-extension", text())


def turned_and_sized() -> Iterator[Case]:
    for turn in (90, 180, 270):
        yield good(f"turned-{turn}.pdf", drawn(page=f"/Rotate {turn}"))
        yield good(f"scan-turned-{turn}.pdf", scan(paper().rotate(turn, expand=True)))
    yield good("odd-turn.pdf", drawn(page="/Rotate 45"))
    yield good("user-unit.pdf", drawn(page="/UserUnit 75"))
    yield good("crop-box.pdf", drawn("0 0 900 900", page="/CropBox[0 0 420 380]"))
    yield good("shifted.pdf", drawn("-50 -50 420 380"))
    yield good("upside-down-box.pdf", drawn("420 380 0 0"))
    yield case("poster.pdf", drawn("0 0 14400 14400"), READ, "nothing_read")
    yield case("nothing-box.pdf", drawn("0 0 0 0"), READ, "broken", "nothing_read")
    yield case("thin.pdf", drawn("0 0 14400 1"), READ, "broken", "nothing_read")


def wrapped() -> Iterator[Case]:
    yield good("words-before.pdf", b"Content-Type: application/pdf\r\n\r\n" + text())
    yield good("words-after.pdf", text() + b"\n" * 5_000)
    yield good("no-table.pdf", drawn().split(b"\nxref")[0] + b"\ntrailer\n<</Root 1 0 R>>\n")
    yield good("wrong-table.pdf", drawn().replace(b"startxref\n", b"startxref\n9"))
    yield good("zip-behind.pdf", text() + b"PK\x03\x04" + bytes(50))
    yield good("page-before.pdf", b"<html><script>alert(1)</script></html>\n" + text())
    yield good("zip-behind.jpg", saved(paper(), "JPEG") + b"PK\x03\x04word/document.xml" + bytes(50))
    yield good("program-behind.png", saved(paper(), "PNG") + b"MZ\x90\0" + bytes(500))
    yield good("pdf-behind.gif", saved(paper(), "GIF") + b"%PDF-1.4\n")
    yield good("one-inside.pdf", pdf_around(text()))
    yield case("several-inside.pdf", pdf_around(text(), text()), "unsupported/portfolio")
    yield case("inside-inside.pdf", pdf_around(pdf_around(text())), READ, "unsupported/portfolio")


def with_more_than_pages() -> Iterator[Case]:
    document = sheet()
    for name, content in (("notes.txt", b"x"), ("facture.exe", b"MZ"), ("photo.jpg", saved(paper(), "JPEG"))):
        document.embed_file(bytes=content, basename=name)
    yield good("attachments.pdf", bytes(document.output()))
    field = "<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(Merci)/Rect[300 20 400 50]/DA(/F 14 Tf 0 g)/F 4>>"
    form = "/AcroForm<</Fields[6 0 R]/DR<</Font<</F 5 0 R>>>>/DA(/F 12 Tf 0 g)>>"
    yield good("form.pdf", drawn(catalog=form, page="/Annots[6 0 R]", objects=(field,)))
    note = "<</Type/Annot/Subtype/FreeText/Rect[300 20 400 50]/Contents(Vu)/DA(/F 12 Tf 0 g)/F 4>>"
    yield good("note.pdf", drawn(page="/Annots[6 0 R]", objects=(note,)))
    waits = "<</Length 58>>\nstream\nBT /F 20 Tf 1 0 0 1 30 200 Tm (Please wait...) Tj ET        \nendstream"
    yield case(
        "only-acrobat.pdf",
        pdf_of(
            "<</Type/Catalog/Pages 2 0 R/NeedsRendering true/AcroForm<</Fields[]/XFA[(xdp:xdp) 6 0 R]>>>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 300]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>",
            waits,
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            "<</Length 9>>\nstream\n<xdp:xdp/>\nendstream",
        ),
        "unsupported/form", READ,
    )  # fmt: skip
