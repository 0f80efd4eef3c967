"""What a file is that we do not open, by its first bytes, so that the refusal can say what to send instead."""

import re

from core.domain.capture.refusals import Stranger

_WINDOW = 4_096
_PREFIXES: tuple[tuple[bytes, Stranger], ...] = (
    (b"\xd0\xcf\x11\xe0", Stranger.OFFICE),
    (b"{\\rtf", Stranger.OFFICE),
    (b"Rar!", Stranger.ARCHIVE),
    (b"7z\xbc\xaf", Stranger.ARCHIVE),
    (b"\x1f\x8b", Stranger.ARCHIVE),
    (b"BZh", Stranger.ARCHIVE),
    (b"\xfd7zXZ", Stranger.ARCHIVE),
    (b"\x28\xb5\x2f\xfd", Stranger.ARCHIVE),
    (b"MZ", Stranger.PROGRAM),
    (b"\x7fELF", Stranger.PROGRAM),
    (b"#!", Stranger.PROGRAM),
    (b"\xca\xfe\xba\xbe", Stranger.PROGRAM),
    (b"\xcf\xfa\xed\xfe", Stranger.PROGRAM),
    (b"ID3", Stranger.SOUND),
    (b"OggS", Stranger.SOUND),
    (b"fLaC", Stranger.SOUND),
    (b"FLV", Stranger.SOUND),
    (b"\x1a\x45\xdf\xa3", Stranger.SOUND),
    (b"\xff\xfb", Stranger.SOUND),
    (b"8BPS", Stranger.DRAWING),
    (b"%!PS", Stranger.DRAWING),
    (b"\xc5\xd0\xd3\xc6", Stranger.DRAWING),
    (b"\xff\x0a", Stranger.DRAWING),
    (b"\x00\x00\x00\x0cjP  ", Stranger.DRAWING),
    (b"\x00\x00\x00\x0cJXL ", Stranger.DRAWING),
    (b"\x00\x00\x01\x00", Stranger.DRAWING),
    (b"AC10", Stranger.DRAWING),
)
_OFFICE_PARTS = re.compile(rb"word/|xl/|ppt/|\[Content_Types\]|mimetypeapplication/vnd\.oasis")
_MAIL = re.compile(
    rb"\A(?:From |(?:From|To|Received|Return-Path|Delivered-To|MIME-Version|Date|Subject|Message-ID|X-[\w-]+): )",
    re.IGNORECASE,
)
_WEB = re.compile(rb"<(?:!doctype html|html|svg|head|body|math)\b", re.IGNORECASE)
_ELECTRONIC = re.compile(rb"CrossIndustry|SCRDMCCBDACIO|<(?:\w+:)?(?:Invoice|CreditNote|Order)\b")
_MARKUP = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<")


def stranger(content: bytes) -> Stranger | None:
    """What a file seems to be; None when nothing is known of it."""
    head = content[:_WINDOW]
    for prefix, kind in _PREFIXES:
        if head.startswith(prefix):
            return kind
    if head.startswith(b"PK"):
        return Stranger.OFFICE if _OFFICE_PARTS.search(head) else Stranger.ARCHIVE
    if head[257:262] == b"ustar":
        return Stranger.ARCHIVE
    if head[4:8] == b"ftyp" or (head[:4] == b"RIFF" and head[8:12] in {b"WAVE", b"AVI "}):
        return Stranger.SOUND
    return _written(head)


def _written(head: bytes) -> Stranger | None:
    """Kinds of text."""
    if _MAIL.match(head):
        return Stranger.EMAIL
    if _MARKUP.match(head):
        if _WEB.search(head):
            return Stranger.WEB
        return Stranger.ELECTRONIC if _ELECTRONIC.search(head) else Stranger.TEXT
    strange = sum(byte < 32 and byte not in b"\t\n\r\f" for byte in head)
    return Stranger.TEXT if head and not strange and _is_text(head) else None


def _is_text(head: bytes) -> bool:
    try:
        # The window may cut a letter in two.
        text = head.decode("utf-8", "ignore" if len(head) == _WINDOW else "strict")
    except UnicodeDecodeError:
        text = head.decode("latin-1")
    return sum(char.isalnum() or char.isspace() for char in text) > len(text) * 0.6
