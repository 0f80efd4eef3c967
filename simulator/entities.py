"""Text with entities: reading HTML as Telegram does, finding commands and links, and writing HTML back."""

import html
import re
from dataclasses import dataclass, field
from typing import NoReturn

from simulator.wire import Raw, reject

_KINDS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "code": "code", "pre": "pre",
    "blockquote": "blockquote", "tg-spoiler": "spoiler", "span": "spoiler", "a": "text_link",
    "tg-emoji": "custom_emoji",
}  # fmt: skip
_TAGS = {
    "bold": "b", "italic": "i", "underline": "u", "strikethrough": "s", "code": "code",
    "spoiler": "tg-spoiler", "blockquote": "blockquote",
}  # fmt: skip
_TAG = re.compile(r"""<(/?)([^\s>]*)((?:[^>"']|"[^"]*"|'[^']*')*)>""")
_ATTRIBUTE = re.compile(r"""([^\s=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>]*))?""")
_CHARACTER = re.compile(r"&(?:(lt|gt|amp|quot)|#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6}));?")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_FOUND = re.compile(
    r"(?<![\w/<>])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)(?![\w/])"
    r"|(?P<url>https?://[^\s<>\"]+[^\s<>\".,;:!?)\]'»]|(?<![\w@.])(?:www\.)?[a-zA-Z0-9-]+\.(?:com|org|net|fr|me|io)\b"
    r"(?:/[^\s<>\"]*[^\s<>\".,;:!?)\]'»])?)"
    r"|(?P<email>(?<![\w.])[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?<![\w@])(?P<mention>@[A-Za-z][A-Za-z0-9_]{3,31})\b"
    r"|(?<![\w#])(?P<hashtag>\#\w*[^\W\d]\w*)"
)
_OPAQUE = {"code", "pre", "text_link", "custom_emoji", "text_mention"}


def _fail(words: str) -> NoReturn:
    reject(f"can't parse entities: {words}")


@dataclass(slots=True)
class _Open:
    tag: str
    kind: str
    start: int
    extra: Raw


@dataclass(slots=True)
class _Reader:
    """Reads HTML once, collecting plain text and entities with offsets in code points."""

    source: str
    parts: list[str] = field(default_factory=list)
    length: int = 0
    stack: list[_Open] = field(default_factory=list)
    entities: list[Raw] = field(default_factory=list)

    def read(self) -> tuple[str, list[Raw]]:
        at = 0
        while (begin := self.source.find("<", at)) != -1:
            self._plain(self.source[at:begin])
            tag = _TAG.match(self.source, begin)
            if tag is None:
                side = "end" if self.source.startswith("</", begin) else "start"
                _fail(f"Unclosed {side} tag at byte offset {self._bytes(begin)}")
            if tag[1]:
                self._close(tag[2].lower(), begin)
            else:
                self._open(tag[2].lower(), tag[3], begin)
            at = tag.end()
        self._plain(self.source[at:])
        if self.stack:
            _fail(f'Can\'t find end tag corresponding to start tag "{self.stack[-1].tag}"')
        return "".join(self.parts), self.entities

    def _plain(self, text: str) -> None:
        if "&" in text:
            text = _CHARACTER.sub(_character, text)
        self.parts.append(text)
        self.length += len(text)

    def _bytes(self, at: int) -> int:
        return len(self.source[:at].encode())

    def _open(self, tag: str, attributes: str, begin: int) -> None:
        kind = _KINDS.get(tag)
        if kind is None:
            _fail(f'Unsupported start tag "{tag}" at byte offset {self._bytes(begin)}')
        values = {
            name.lower(): html.unescape(value[1:-1] if value[:1] in "\"'" else value)
            for name, value in _ATTRIBUTE.findall(attributes)
        }
        if tag == "span" and values.get("class") != "tg-spoiler":
            _fail(f'Tag "span" must have class "tg-spoiler" at byte offset {self._bytes(begin)}')
        kind, extra = _meaning(kind, values)
        self.stack.append(_Open(tag, kind, self.length, extra))

    def _close(self, tag: str, begin: int) -> None:
        if not self.stack:
            _fail(f"Unexpected end tag at byte offset {self._bytes(begin)}")
        opened = self.stack.pop()
        if tag and tag != opened.tag:
            pair = f'expected "</{opened.tag}>", found "</{tag}>"'
            _fail(f"Unmatched end tag at byte offset {self._bytes(begin)}, {pair}")
        if self.length == opened.start:
            return
        if opened.kind == "text_link" and not opened.extra["url"]:
            opened.extra["url"] = "".join(self.parts)[opened.start :]
        if opened.kind == "text_link" and not _linkable(opened.extra["url"]):
            return
        entity = {
            "type": opened.kind,
            "offset": opened.start,
            "length": self.length - opened.start,
            **opened.extra,
        }
        self._add(entity)

    def _add(self, entity: Raw) -> None:
        last = self.entities[-1] if self.entities else None
        same = last is not None and (last["offset"], last["length"]) == (entity["offset"], entity["length"])
        if same and last is not None and entity["type"] == "pre" and last["type"] == "code":
            self.entities.pop()
            entity |= {"language": last["language"]} if "language" in last else {}
        self.entities.append(entity)


def _meaning(kind: str, values: dict[str, str]) -> tuple[str, Raw]:
    if kind == "text_link":
        return kind, {"url": values.get("href", "")}
    if kind == "custom_emoji":
        return kind, {"custom_emoji_id": values.get("emoji-id", "")}
    if kind == "blockquote" and "expandable" in values:
        return "expandable_blockquote", {}
    if kind == "code" and values.get("class", "").startswith("language-"):
        return kind, {"language": values["class"].removeprefix("language-")}
    return kind, {}


def _character(match: re.Match[str]) -> str:
    if match[1]:
        return _NAMED[match[1]]
    code = int(match[2]) if match[2] else int(match[3], 16)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else match[0]


def _linkable(url: str) -> bool:
    return url.startswith(("tg://", "mailto:", "tel:")) or wrong_url(url) is None


def wrong_url(url: str) -> str | None:
    """Why Telegram would refuse this URL in a link or button, None when it would not."""
    protocol, colon, rest = url.partition("://")
    if not colon:
        protocol, rest = "http", url
    if protocol.lower() == "tg":
        return None
    if protocol.lower() not in ("http", "https", "ton"):
        return "Unsupported URL protocol"
    host = re.split(r"[/?#]", rest, maxsplit=1)[0].rsplit("@", 1)[-1]
    name = host if host.startswith("[") else host.split(":", 1)[0]
    if not name:
        return "URL host is empty"
    if ("." not in name.strip(".") and not name.startswith("[")) or re.search(r"\s", name):
        return "Wrong HTTP URL"
    return None


def parse_html(source: str) -> tuple[str, list[Raw]]:
    """Plain text and entities, offsets in code points; raises in Telegram's words."""
    if "<" not in source and "&" not in source:
        return source, []
    return _Reader(source).read()


def detect(text: str, entities: list[Raw]) -> list[Raw]:
    """Add the commands, links, addresses and tags that clients find by themselves."""
    if not any(sign in text for sign in "/@#."):
        return entities
    closed = [(e["offset"], e["offset"] + e["length"]) for e in entities if e["type"] in _OPAQUE]
    found = [
        {
            "type": match.lastgroup,
            "offset": match.start(match.lastgroup),
            "length": len(match[match.lastgroup]),
        }
        for match in _FOUND.finditer(text)
        if match.lastgroup is not None and not any(start < match.end() and match.start() < end for start, end in closed)
    ]
    return [*entities, *found]


def trim(text: str, entities: list[Raw]) -> tuple[str, list[Raw]]:
    """Without the white space around it, as Telegram stores it."""
    stripped = text.strip()
    if len(stripped) == len(text):
        return text, entities
    lead = len(text) - len(text.lstrip())
    kept = []
    for entity in entities:
        start = max(entity["offset"] - lead, 0)
        end = min(entity["offset"] + entity["length"] - lead, len(stripped))
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    return stripped, kept


def to_utf16(text: str, entities: list[Raw]) -> list[Raw]:
    """Entities in Telegram's order with offsets in UTF-16 units."""
    if not entities:
        return entities
    entities = sorted(entities, key=lambda e: (e["offset"], -e["length"]))
    if text.isascii() or max(text) <= "\uffff":
        return entities
    units = [0]
    for character in text:
        units.append(units[-1] + (2 if character > "\uffff" else 1))
    return [
        {**e, "offset": units[e["offset"]], "length": units[e["offset"] + e["length"]] - units[e["offset"]]}
        for e in entities
    ]


def formatted(source: str, parse_mode: str | None, entities: list[Raw] | None) -> tuple[str, list[Raw]]:
    """Return what a bot's text becomes: plain text and entities."""
    if parse_mode and parse_mode.lower() != "html":
        known = parse_mode.lower() in ("markdown", "markdownv2")
        reject("the simulator reads HTML only" if known else "unsupported parse_mode")
    if entities is not None and not parse_mode:
        _check_bounds(source, entities)
        return source, entities
    text, found = parse_html(source) if parse_mode else (source, [])
    text, found = trim(text, found)
    return text, to_utf16(text, detect(text, found))


def _check_bounds(text: str, entities: list[Raw]) -> None:
    units = len(text.encode("utf-16-le")) // 2
    for entity in entities:
        if entity["offset"] < 0 or entity["length"] <= 0 or entity["offset"] + entity["length"] > units:
            _fail(f"Entity of type {entity['type']} ends after the end of the text")


def typed(source: str) -> tuple[str, list[Raw]]:
    """Return what a person's text becomes: trimmed, with its commands and links found."""
    text = source.strip()
    return text, to_utf16(text, detect(text, []))


def to_html(text: str, entities: list[Raw] | None) -> str:
    """HTML that a browser shows and that would be read back as the same text."""
    if not entities:
        return html.escape(text, quote=False)
    units = text.encode("utf-16-le")
    cuts: dict[int, list[str]] = {}
    closing: dict[int, list[str]] = {}
    for entity in sorted(entities, key=lambda e: (e["offset"], -e["length"])):
        end = entity["offset"] + entity["length"]
        word = units[entity["offset"] * 2 : end * 2].decode("utf-16-le", "replace")
        opening, close = _tags(entity, word)
        cuts.setdefault(entity["offset"], []).append(opening)
        closing.setdefault(end, []).insert(0, close)
    out, at = [], 0
    for place in sorted({*cuts, *closing}):
        out.append(html.escape(units[at * 2 : place * 2].decode("utf-16-le", "replace"), quote=False))
        out += closing.get(place, []) + cuts.get(place, [])
        at = place
    out.append(html.escape(units[at * 2 :].decode("utf-16-le", "replace"), quote=False))
    return "".join(out)


def _tags(entity: Raw, word: str) -> tuple[str, str]:
    kind = entity["type"]
    if tag := _TAGS.get(kind):
        return f"<{tag}>", f"</{tag}>"
    if kind == "pre":
        if language := entity.get("language"):
            return f'<pre><code class="language-{html.escape(language)}">', "</code></pre>"
        return "<pre>", "</pre>"
    if kind == "expandable_blockquote":
        return "<blockquote expandable>", "</blockquote>"
    target = {"text_link": entity.get("url", ""), "url": word, "email": f"mailto:{word}"}.get(kind)
    if target is None:
        return "", ""
    if kind == "url" and "://" not in target:
        target = f"https://{target}"
    return f'<a href="{html.escape(target)}">', "</a>"
