import argparse
import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from app.commands import read
from core.i18n import translator
from tests.gateways.reading import files

DOCUMENTS = Path(__file__).parent.parent / "samples" / "documents"


def answers(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    parser = argparse.ArgumentParser()
    read.add_parser(parser.add_subparsers(required=True))
    parsed = parser.parse_args(["read", *arguments, "--jsonl", "--today", "2026-11-22"])
    assert parsed.run(parsed) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_every_file_is_answered_with_one_line_in_its_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    invoice = shutil.copy(DOCUMENTS / "boxed_photo_0.jpg", tmp_path / "a.jpg")
    locked = tmp_path / "b.pdf"
    locked.write_bytes(files.pdf(owner="o", user="u"))
    text = tmp_path / "c.txt"
    text.write_text("Bonjour", "utf-8")
    missing = tmp_path / "d.jpg"
    names = [str(path) for path in (invoice, locked, text, missing)]
    told = answers(capsys, *names, "--workers", "2")
    assert [answer["file"] for answer in told] == names
    assert [answer["outcome"] for answer in told] == ["read", "refused", "refused", "refused"]
    assert [answer["reason"] for answer in told] == [None, "encrypted", "unsupported", "not_found"]
    assert told[1]["message"] == translator("fr").plain("capture.encrypted")


def test_an_invoice_is_told_field_by_field(capsys: pytest.CaptureFixture[str]) -> None:
    path = DOCUMENTS / "boxed_photo_0.jpg"
    truth = json.loads(path.with_suffix(".json").read_text("utf-8"))["fields"]
    (told,) = answers(capsys, str(path), "--text", "--lang", "en")
    assert told["document_type"] == "invoice"
    assert told["fields"]["plate"] == truth["plate"]
    assert told["fields"]["invoice_date"] == truth["invoice_date"]
    assert told["fields"]["total_incl_tax"] == f"{truth['total_incl_tax']:.2f}"
    assert [line["description"] for line in told["fields"]["lines"]] == [line["description"] for line in truth["lines"]]
    assert told["state"]["total_incl_tax"] == "verified"
    assert (told["fields"]["vin"], told["state"]["vin"], told["confidence"]["vin"]) == (None, "missing", 0.0)
    assert told["fields"].keys() == told["state"].keys() == told["confidence"].keys()
    assert truth["vendor_name"].upper() in told["text"][0]
    assert truth["vendor_name"].upper() in told["message"]
    assert told["pages"] == 1
    assert 0 < told["seconds"] < 20


def test_a_card_is_told_field_by_field(capsys: pytest.CaptureFixture[str]) -> None:
    path = DOCUMENTS / "card_photo_0.jpg"
    truth = json.loads(path.with_suffix(".json").read_text("utf-8"))["fields"]
    (told,) = answers(capsys, str(path))
    assert told["document_type"] == "registration"
    assert {name: told["fields"][name] for name in ("plate", "vin", "mrz")} == {
        name: truth[name] for name in ("plate", "vin", "mrz")
    }
    assert "text" not in told


def test_a_file_that_goes_on_without_end_is_refused_for_its_size(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    endless = tmp_path / "big.jpg"
    with endless.open("wb") as file:
        file.truncate(21 * 1024 * 1024)
    (told,) = answers(capsys, str(endless))
    assert told["reason"] == "too_big"


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and devices of Unix")
def test_whatever_is_named_is_answered_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    (tmp_path / "empty.jpg").touch()
    odd = Path(os.fsdecode(bytes(tmp_path) + b"/facture-\xff\n.pdf"))
    odd.write_bytes(b"PK\x03\x04" + bytes(26) + b"word/document.xml")
    paths = (tmp_path, tmp_path / "pipe.pdf", Path("/dev/zero"), tmp_path / "empty.jpg", tmp_path / ("x" * 300), odd)
    told = answers(capsys, *map(str, paths), "--lang", "en")
    reasons = ["not_found", "not_found", "not_found", "empty", "not_found", "unsupported"]
    assert [answer["reason"] for answer in told] == reasons
    assert told[-1]["message"] == translator("en").plain("capture.unsupported_office")
    assert told[-1]["file"].endswith("facture-\\xff\n.pdf")
