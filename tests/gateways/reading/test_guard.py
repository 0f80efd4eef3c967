import io
import subprocess
import sys

import psutil
import pytest
from PIL import Image

from core.domain.capture.refusals import CaptureReason, CaptureRefused, Stranger
from core.gateways.reading.guard import GuardedOpener
from core.gateways.reading.magic import file_kind
from core.i18n import translator
from tests.gateways.reading import files

OPENER = GuardedOpener()
HUGE = (16_000, 16_000)


async def refusal(content: bytes, opener: GuardedOpener = OPENER) -> CaptureReason:
    with pytest.raises(CaptureRefused) as refused:
        await opener.open(content)
    return refused.value.reason


def decoded(page: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(page), formats=["JPEG"])
    image.load()
    return image


def darkness(page: Image.Image, part: tuple[int, int, int, int]) -> int:
    """How dark the darkest ink of a part is, from 0 to 255."""
    shades = page.convert("L").crop(part).histogram()
    return 255 - next(shade for shade, count in enumerate(shades) if count)


@pytest.mark.parametrize("kind", files.PICTURES)
async def test_every_usual_picture_is_read_like_the_plain_one(kind: str) -> None:
    normalised = await OPENER.open(files.PICTURES[kind]())
    assert normalised.page_count == 1
    page = decoded(normalised.pages[0])
    assert page.size == (900, 500)
    assert darkness(page, (2, 2, 20, 20)) < 20
    assert darkness(page, (60, 80, 700, 140)) > 160


@pytest.mark.parametrize("orientation", range(1, 9))
async def test_a_photo_is_turned_as_its_camera_says(orientation: int) -> None:
    page = decoded((await OPENER.open(files.with_orientation(orientation))).pages[0])
    assert page.size == (900, 500)
    assert darkness(page, (60, 80, 700, 140)) > 160


async def test_a_large_photo_is_made_smaller_and_keeps_its_shape() -> None:
    page = decoded((await OPENER.open(files.encoded(files.picture(6_000, 3_000), "JPEG"))).pages[0])
    assert page.size == (2_400, 1_200)


async def test_the_copy_holds_no_metadata() -> None:
    exif = Image.Exif()
    exif[0x010E] = "SECRET-PLACE"
    content = files.encoded(files.picture(), "JPEG", exif=exif.tobytes(), comment=b"SECRET-NOTE") + b"SECRET-TAIL"
    (page,) = (await OPENER.open(content)).pages
    assert b"SECRET" in content
    assert b"SECRET" not in page
    assert not decoded(page).getexif()


@pytest.mark.parametrize(
    "content",
    [
        files.png_that_claims(*HUGE), files.webp_that_claims(16_383, 16_383), files.gif_that_claims(60_000, 60_000),
        files.tiff_that_claims(*HUGE),
    ],
    ids=("png", "webp", "gif", "tiff"),
)  # fmt: skip
async def test_a_bomb_is_refused_by_the_size_it_states(content: bytes) -> None:
    assert await refusal(content) in {CaptureReason.TOO_MANY_PIXELS, CaptureReason.BROKEN}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", CaptureReason.EMPTY),
        (b"Bonjour", CaptureReason.UNSUPPORTED),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", CaptureReason.UNSUPPORTED),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", CaptureReason.UNSUPPORTED),
        (b"PK\x03\x04" + bytes(100), CaptureReason.UNSUPPORTED),
        (b"\xff\xd8\xff" + bytes(100), CaptureReason.BROKEN),
        (b"%PDF-1.7\nnothing", CaptureReason.BROKEN),
        (b"\x89PNG\r\n\x1a\n", CaptureReason.BROKEN),
    ],
)
async def test_what_is_no_document_is_refused_with_its_reason(content: bytes, reason: CaptureReason) -> None:
    assert await refusal(content) is reason


async def test_a_file_over_the_limit_is_refused_before_it_is_opened() -> None:
    assert await refusal(b"\xff\xd8\xff" + bytes(100), GuardedOpener(size_cap=50)) is CaptureReason.TOO_BIG


async def test_a_pdf_gives_pictures_and_its_text() -> None:
    normalised = await OPENER.open(files.pdf(2))
    assert (len(normalised.pages), normalised.page_count) == (2, 2)
    layer = normalised.text_layers[0]
    assert layer is not None
    assert [segment.text for segment in layer.segments] == list(files.WORDS)
    assert layer.width == decoded(normalised.pages[0]).width


async def test_an_electronic_invoice_that_a_pdf_carries_comes_along() -> None:
    assert (await OPENER.open(files.pdf(data=b"<invoice/>"))).invoice_data == b"<invoice/>"
    assert (await OPENER.open(files.pdf())).invoice_data is None


async def test_a_photo_says_how_large_it_came() -> None:
    assert (await OPENER.open(files.encoded(files.picture(6_000, 3_000), "JPEG"))).side == 6_000
    assert (await OPENER.open(files.pdf())).side is None


async def test_a_very_large_jpeg_is_scaled_while_it_is_decoded() -> None:
    large = files.encoded(Image.new("L", (12_000, 9_000), 255), "JPEG", quality=30)
    assert decoded((await OPENER.open(large)).pages[0]).size == (2_400, 1_800)


async def test_only_the_first_pages_of_a_long_pdf_are_opened() -> None:
    normalised = await OPENER.open(files.pdf(40))
    assert (len(normalised.pages), normalised.page_count) == (6, 40)


async def test_the_last_page_of_a_long_scan_is_opened_because_totals_are_there() -> None:
    pages = [files.picture(words=(f"PAGE {number}",)) for number in range(6)]
    last = Image.new("RGB", (900, 500), "black")
    normalised = await OPENER.open(files.tiff_with_pages(*pages, last))
    assert (len(normalised.pages), normalised.page_count) == (4, 7)
    assert darkness(decoded(normalised.pages[-1]), (0, 0, 900, 500)) > 240
    assert sum(decoded(normalised.pages[-1]).convert("L").histogram()[20:]) == 0


async def test_what_was_typed_into_a_form_is_seen_and_read() -> None:
    normalised = await OPENER.open(files.pdf_with_form())
    layer = normalised.text_layers[0]
    assert layer is not None
    assert "204,72" in " ".join(segment.text for segment in layer.segments)
    page = decoded(normalised.pages[0])
    assert darkness(page, (page.width // 2, page.height * 3 // 20, page.width, page.height * 3 // 10)) > 160


async def test_white_text_is_left_out_and_told() -> None:
    normalised = await OPENER.open(files.pdf_with_white_text("Total TTC 9 999,00"))
    layer = normalised.text_layers[0]
    assert layer is not None
    assert [segment.text for segment in layer.segments] == list(files.WORDS)
    assert normalised.hidden_text
    assert not (await OPENER.open(files.pdf_with_white_text("signature"))).hidden_text
    assert not (await OPENER.open(files.pdf())).hidden_text


async def test_a_pdf_that_wraps_another_one_is_opened_for_it_and_several_are_refused() -> None:
    layer = (await OPENER.open(files.pdf_around(files.pdf()))).text_layers[0]
    assert layer is not None
    assert [segment.text for segment in layer.segments] == list(files.WORDS)
    with pytest.raises(CaptureRefused) as refused:
        await OPENER.open(files.pdf_around(files.pdf(), files.pdf()))
    assert refused.value.key == "capture.unsupported_portfolio"
    assert (await OPENER.open(files.pdf_around(files.pdf(), cover="FACTURE 12"))).page_count == 1


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"PK\x03\x04" + bytes(26) + b"word/document.xml", "office"),
        (b"PK\x03\x04" + bytes(26) + b"photo.jpg", "archive"),
        (b"Received: from a\r\nSubject: facture\r\n\r\n", "email"),
        (b"<!DOCTYPE html><html></html>", "web"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "web"),
        (b"<?xml version='1.0'?><rsm:CrossIndustryInvoice/>", "electronic"),
        (b"MZ\x90\x00" + bytes(60), "program"),
        (b"\x00\x00\x00\x18ftypmp42" + bytes(40), "sound"),
        (b"8BPS" + bytes(40), "drawing"),
        ("Bonjour, voici la facture de 120 €".encode(), "text"),
        ("Révision à 45 000 km".encode("latin-1"), "text"),
        (bytes(range(256)), None),
    ],
)
async def test_what_to_send_instead_depends_on_what_came(content: bytes, kind: str | None) -> None:
    with pytest.raises(CaptureRefused) as refused:
        await OPENER.open(content)
    assert refused.value.reason is CaptureReason.UNSUPPORTED
    assert refused.value.detail == kind
    for language in ("fr", "en"):
        assert translator(language).plain(refused.value.key) != refused.value.key


def test_every_stranger_has_words_of_its_own() -> None:
    for kind in Stranger:
        said = translator("fr").plain(CaptureRefused(CaptureReason.UNSUPPORTED, kind).key)
        assert said != translator("fr").plain("capture.unsupported")


async def test_a_pdf_with_a_password_is_refused_and_says_so() -> None:
    assert await refusal(files.pdf(owner="o", user="u")) is CaptureReason.ENCRYPTED


async def test_a_pdf_that_only_forbids_printing_is_read() -> None:
    assert (await OPENER.open(files.pdf(owner="o"))).page_count == 1


@pytest.mark.parametrize("size", [(14_400, 14_400), (14_400, 10), (1, 1), (0.001, 14_400)])
async def test_a_page_of_any_size_is_rendered_within_the_limit(size: tuple[float, float]) -> None:
    (page,) = (await OPENER.open(files.pdf_with_page_size(*size))).pages
    assert 1 <= max(decoded(page).size) <= 2_400


async def test_a_pdf_that_never_ends_is_refused_and_its_process_is_gone() -> None:
    before = {child.pid for child in psutil.Process().children(recursive=True)}
    assert await refusal(files.pdf_that_never_ends(), GuardedOpener(wall_seconds=0.7)) is CaptureReason.TIMEOUT
    assert {child.pid for child in psutil.Process().children(recursive=True)} <= before
    assert (await OPENER.open(files.pdf())).page_count == 1


async def test_a_pdf_that_acts_is_drawn_and_nothing_else() -> None:
    assert (await OPENER.open(files.pdf_that_acts())).page_count == 1


def test_the_child_can_reach_no_network_no_disk_and_no_program(tmp_path: object) -> None:
    attempts: tuple[str, ...] = (
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.fork()",
        f"import os; os.write(os.open(r'{tmp_path}/written', os.O_CREAT | os.O_WRONLY), b'x')",
    )
    # Once more for code that asks the kernel itself, where no audit hook listens.
    sealed = (
        "import ctypes; c = ctypes.CDLL(None); sys.exit(int(c.socket(2, 1, 0) < 0))",
        "import ctypes; c = ctypes.CDLL(None); sys.exit(int(c.fork() < 0))",
        "import ctypes, os; c = ctypes.CDLL(None); sys.exit(int(c.kill(os.getppid(), 0) < 0))",
    )
    attempts += sealed if sys.platform == "linux" else ()
    confined = f"import sys; sys.path[:0] = {sys.path!r}; from core.gateways.reading.child import confine; confine(); "
    for attempt in attempts:
        code = confined + attempt
        done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, check=False)
        assert done.returncode != 0, attempt


def test_the_name_of_a_file_plays_no_part_in_what_it_is() -> None:
    assert file_kind(files.encoded(files.picture(), "PNG")) == "png"
    assert file_kind(b"") is None
