"""Messages that are too long for one: cut into several where a reader would pause, each with valid HTML.

Every part becomes an outgoing message of its own, so that a crash between two parts repeats none. What can be tapped
goes below the last part.
"""

import re
from collections.abc import Mapping
from html import unescape

LONGEST_TEXT, LONGEST_CAPTION = 4096, 1024
# Where to cut, the best first; a part is not made shorter than half for it.
_PAUSES = ("\n\n", "\n", ". ", " ")
_PIECE = re.compile(r"<(/?)([a-zA-Z][\w-]*)([^<>]*)>|&(?:#\d+|#x[0-9a-fA-F]+|\w+);|[^<&]|[<&]", re.DOTALL)
_ON_THE_LAST = ("reply_markup",)
_ON_THE_FIRST = ("message_id", "files", "photo", "document", "reply_parameters")

Call = tuple[str, dict[str, object]]


def in_parts(method: str, parameters: dict[str, object]) -> list[Call]:
    """The call as one or more that Telegram takes: a long text in parts, a long caption below its file."""
    if "caption" in parameters:
        return _under_file(method, parameters)
    text = parameters.get("text")
    texts = split(text, LONGEST_TEXT) if isinstance(text, str) else []
    if len(texts) < 2:
        return [(method, parameters)]
    plain = {name: value for name, value in parameters.items() if name not in _ON_THE_LAST + _ON_THE_FIRST}
    first = {name: value for name, value in parameters.items() if name in _ON_THE_FIRST}
    last = {name: value for name, value in parameters.items() if name in _ON_THE_LAST}
    calls: list[Call] = [("sendMessage", {**plain, "text": part}) for part in texts]
    calls[0] = (method, {**calls[0][1], **first})
    calls[-1] = (calls[-1][0], {**calls[-1][1], **last})
    return calls


def _under_file(method: str, parameters: dict[str, object]) -> list[Call]:
    caption = str(parameters["caption"])
    if visible(caption) <= LONGEST_CAPTION:
        return [(method, parameters)]
    bare = {name: value for name, value in parameters.items() if name not in ("caption", *_ON_THE_LAST)}
    rest = {name: value for name, value in parameters.items() if name not in ("caption", *_ON_THE_FIRST)}
    return [(method, bare), *in_parts("sendMessage", {**rest, "text": caption})]


def without_file(parameters: Mapping[str, object]) -> dict[str, object] | None:
    """The words that went with a file which Telegram no longer has; None where there were none."""
    if not parameters.get("caption"):
        return None
    kept = {name: value for name, value in parameters.items() if name not in ("caption", "photo", "document")}
    return {**kept, "text": parameters["caption"]}


def visible(html: str) -> int:
    """How long Telegram finds a text: UTF-16 units once tags and escapes are read."""
    return sum(_length(piece) for piece in _PIECE.finditer(html))


def split(html: str, longest: int) -> list[str]:
    """The text in parts of at most so many visible characters; tags that are open at a cut are closed and reopened."""
    # Nothing visible is longer than its source, but for characters that are two units.
    if len(html) * 2 <= longest or visible(html) <= longest:
        return [html]
    parts, rest = [], html
    while visible(rest) > longest:
        head, rest = _cut(rest, longest)
        parts.append(head)
    return [part for part in (*parts, rest) if re.sub(r"<[^<>]*>", "", part).strip()]


def _cut(html: str, longest: int) -> tuple[str, str]:
    """The first part, and what is left."""
    pieces, size = [], 0
    for piece in _PIECE.finditer(html):
        if size + _length(piece) > longest:
            break
        size += _length(piece)
        pieces.append(piece)
    count = _pause(pieces, longest)
    at = pieces[count - 1].end()
    tags = _open_tags(pieces[:count])
    head = html[:at].rstrip() + "".join(f"</{name}>" for name, _ in reversed(tags))
    return head, "".join(opening for _, opening in tags) + html[at:].lstrip()


def _pause(pieces: list[re.Match[str]], longest: int) -> int:
    """After how many pieces to cut."""
    shown = ["" if piece[2] else piece[0] for piece in pieces]
    for pause in _PAUSES:
        size = 0
        best = 0
        for count, text in enumerate(shown, start=1):
            size += len(text)
            tail = "".join(shown[max(0, count - len(pause)) : count])
            if tail == pause and size >= longest // 2:
                best = count
        if best:
            return best
    return len(pieces)


def _open_tags(pieces: list[re.Match[str]]) -> list[tuple[str, str]]:
    """Name and opening of each tag that is not closed yet, outermost first."""
    tags: list[tuple[str, str]] = []
    for piece in pieces:
        if piece[2] and not piece[1]:
            tags.append((piece[2], piece[0]))
        elif piece[2] and tags and tags[-1][0] == piece[2]:
            tags.pop()
    return tags


def _length(piece: re.Match[str]) -> int:
    if piece[2]:
        return 0
    text = unescape(piece[0])
    return len(text) + sum(character > "\uffff" for character in text)
