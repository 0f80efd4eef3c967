import shutil
import tempfile
from pathlib import Path

from core.gateways.send_journal import LARGEST, FileSendJournal
from core.ports import Noted


def journal(folder: Path) -> FileSendJournal:
    opened = FileSendJournal(folder / "sending.log")
    opened.open()
    return opened


def left_of(killed: FileSendJournal) -> dict[int, Noted]:
    """What the next process finds, on a copy: this one goes on."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(killed.path, folder)
        return dict(journal(Path(folder)).left)


def test_what_was_begun_and_what_was_delivered_is_known_after_a_kill(tmp_path: Path):
    running = journal(tmp_path)
    running.begun(1, 10)
    running.begun(2, 20)
    running.delivered(2, 20, 700)
    running.begun(3, 30)
    running.spared(3)
    assert left_of(running) == {1: Noted(10), 2: Noted(20, delivered=True, telegram_id=700)}


def test_what_an_earlier_process_noted_stays_until_it_is_forgotten(tmp_path: Path):
    journal(tmp_path).begun(1, 10)
    second = journal(tmp_path)
    second.begun(2, 20)
    assert left_of(second) == {1: Noted(10), 2: Noted(20)}
    second.forget([1, 2])
    assert left_of(second) == {}


def test_the_file_is_emptied_when_nothing_is_open_and_never_grows_for_ever(tmp_path: Path):
    running = journal(tmp_path)
    running.begun(1, 10)
    sizes = []
    for number in range(2, 20_000):
        running.begun(number, number)
        running.delivered(number, number, number)
        running.forget([number])
        sizes.append(running.path.stat().st_size)
    assert max(sizes) < LARGEST * 2
    assert left_of(running)[1] == Noted(10)
    running.forget([1])
    assert running.path.stat().st_size == 0


def test_a_line_that_a_full_disk_cut_says_nothing_and_spoils_no_other(tmp_path: Path):
    running = journal(tmp_path)
    running.begun(1, 10)
    with running.path.open("ab") as file:
        file.write(b"\nd 2 2")
    running.begun(3, 30)
    assert left_of(running) == {1: Noted(10), 3: Noted(30)}


def test_spoiled_contents_are_no_obstacle_to_a_start(tmp_path: Path):
    (tmp_path / "sending.log").write_bytes(b"\xff\x00 nonsense\nb 1\nd 1 2 3 4\nb 5 50\n")
    assert left_of(journal(tmp_path)) == {5: Noted(50)}
