"""Files that are no document at all, with what the person is told to send instead, and files with hostile names."""

import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage
from random import Random

from tests.samples.bad.case import UNSUPPORTED, Case, case, good, paper, saved

_BILLION = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
LAUGHS = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY l0 "ha">{_BILLION}]><r>&l11;</r>'.encode()
# What a name can hold on a usual file system; slashes and NUL it cannot, and these come through the chat only.
NAMES = (
    "\u202egpj.exe.jpg", "x" * 246 + ".jpg", "\U0001f697\U0001f527\U0001f4c4.jpg", "two\nlines.jpg", "tab\there.jpg",
    "--psm 6.jpg", "=cmd|' C calc'!A0.jpg", "$(touch started).jpg", "`id`.jpg", "'; DROP TABLE document;--.jpg",
    "..jpg", "%s%n%x.jpg", "%00.jpg", "con.jpg", "<b>fat<i>.jpg", "e\u0301te\u0301.jpg", " .jpg", "\u200b.jpg",
    "..\\..\\windows.jpg", "a;b&c|d.jpg",
)  # fmt: skip


def cases(_: Random) -> Iterator[Case]:
    yield from offices()
    yield from archives()
    yield from texts()
    yield from programs()
    yield from media()
    photo = saved(paper(), "JPEG")
    for name in NAMES:
        yield good(name, photo)


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def stranger(name: str, content: bytes, kind: str, *, acts: bool = False) -> Case:
    return case(name, content, f"{UNSUPPORTED}/{kind}", acts=acts)


def offices() -> Iterator[Case]:
    yield stranger("facture.docx", zipped(word__document=b"<w/>", word__media=saved(paper(), "JPEG")), "office")
    yield stranger("facture.xlsx", zipped(xl__workbook=b"<x/>"), "office")
    yield stranger("devis.pptx", zipped(ppt__slides=b"<p/>"), "office")
    yield stranger("facture.pages.docx", zipped(**{"[Content_Types].xml": b"<Types/>"}), "office")
    yield stranger("facture.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000), "office")
    yield stranger("facture.rtf", rb"{\rtf1\ansi Total TTC 120,00}", "office")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    yield stranger("facture.odt", out.getvalue(), "office")


def archives() -> Iterator[Case]:
    photo = saved(paper(), "JPEG")
    yield stranger("photos.zip", zipped(photo=photo), "archive")
    yield stranger("photos.jpg", zipped(photo=photo), "archive")
    yield stranger("bomb.zip", zipped(nothing=bytes(30_000_000)), "archive")
    yield stranger(
        "bomb-in-bomb.zip", zipped(**{f"{n}.zip": zipped(nothing=bytes(3_000_000)) for n in range(9)}), "archive"
    )
    yield stranger("climbs.zip", zipped(**{"..__..__etc__passwd": b"x"}), "archive")
    yield stranger("photos.rar", b"Rar!\x1a\x07\x01\0" + bytes(200), "archive")
    yield stranger("photos.7z", b"7z\xbc\xaf\x27\x1c" + bytes(200), "archive")
    yield stranger("facture.pdf.gz", gzip.compress(photo), "archive")
    yield stranger("bomb.gz", gzip.compress(bytes(30_000_000)), "archive")
    yield stranger("facture.xz", lzma.compress(photo), "archive")
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("photo.jpg"))
    yield stranger("photos.tar", out.getvalue(), "archive")


def texts() -> Iterator[Case]:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "garage@example.org", "Votre facture"
    mail.set_content("Bonjour")
    mail.add_attachment(saved(paper(), "JPEG"), maintype="image", subtype="jpeg", filename="facture.jpg")
    yield stranger("facture.eml", mail.as_bytes(), "email")
    yield stranger("boite.mbox", b"From garage@example.org Thu Nov 26\n" + mail.as_bytes(), "email")
    yield stranger("facture.html", b"<!DOCTYPE html><html><body>Total TTC 120,00</body></html>", "web")
    yield stranger("facture.xhtml", b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>', "web")
    script = b'<svg xmlns="http://www.w3.org/2000/svg"><script>fetch("http://127.0.0.1:9/x")</script></svg>'
    yield stranger("dessin.svg", script, "web", acts=True)
    outside = b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>'
    yield stranger("dessin.svg.png", outside, "web", acts=True)
    yield stranger("rire.xml", LAUGHS, "text", acts=True)
    yield stranger("facture.xml", b'<?xml version="1.0"?><rsm:CrossIndustryInvoice/>', "electronic")
    yield stranger("ubl.xml", b'<?xml version="1.0"?><Invoice xmlns="urn:oasis:ubl"/>', "electronic")
    yield stranger("notes.txt", "Vidange à 45 000 km, 120 €".encode(), "text")
    yield stranger("ancien.txt", "Révision à 45 000 km".encode("latin-1"), "text")
    yield stranger("export.csv", b"date;prix\n=cmd|' /C calc'!A0;12\n", "text")
    yield stranger("donnees.json", b'{"total": 120, "plate": "FG418KT"}', "text")
    yield stranger("BMW.txt", b"BMW, facture de 120 euros", "text")
    yield case("large.txt", "Total TTC 120,00\n".encode("utf-16"), UNSUPPORTED)
    yield case("almost.pdf", b"%PDF 1.7 without a dash", UNSUPPORTED, f"{UNSUPPORTED}/text")


def programs() -> Iterator[Case]:
    yield stranger("facture.exe", b"MZ\x90\0" + bytes(500), "program")
    yield stranger("facture.pdf.exe", b"MZ\x90\0" + bytes(500), "program")
    yield stranger("facture", b"\x7fELF\x02\x01" + bytes(500), "program")
    yield stranger("facture.sh", b"#!/bin/sh\ntouch started\n", "program", acts=True)
    yield stranger("Facture.class", b"\xca\xfe\xba\xbe\0\0\0\x34" + bytes(500), "program")


def media() -> Iterator[Case]:
    yield stranger("voix.mp3", b"ID3\x04\0\0" + bytes(500), "sound")
    yield stranger("voix.ogg", b"OggS\0\x02" + bytes(500), "sound")
    yield stranger("voix.wav", b"RIFF\x24\0\0\0WAVEfmt " + bytes(500), "sound")
    yield stranger("video.mp4", b"\0\0\0\x18ftypisom\0\0\0\0isommp42" + bytes(500), "sound")
    yield stranger("video.mov", b"\0\0\0\x14ftypqt  \0\0\0\0qt  " + bytes(500), "sound")
    yield stranger("video.mkv", b"\x1a\x45\xdf\xa3" + bytes(500), "sound")
    yield stranger("image.psd", b"8BPS\0\x01" + bytes(500), "drawing")
    yield stranger("dessin.eps", b"%!PS-Adobe-3.0 EPSF-3.0\n(/bin/sh) (r) file\n", "drawing", acts=True)
    yield stranger("image.jp2", b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(500), "drawing")
    yield stranger("image.jxl", b"\xff\x0a" + bytes(500), "drawing")
    yield stranger("image.ico", b"\0\0\x01\0\x01\0" + bytes(500), "drawing")
