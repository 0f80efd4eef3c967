"""XML of other apps as a plain tree with attributes: no document type, no entity, bounded depth and number."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.parsers.expat import ExpatError, ParserCreate

DEPTH_CAP: Final = 40
MOST_ELEMENTS: Final = 5_000_000


class BadTree(ValueError):
    """Not well made, too deep or too large, or with a document type, which is where entities are declared."""


@dataclass(slots=True)
class Element:
    """An element with its attributes, its text and what it holds."""

    tag: str
    attributes: dict[str, str]
    text: str = ""
    children: list["Element"] = field(default_factory=list)

    def iter(self, tag: str | None = None) -> Iterator["Element"]:
        """This element and all within it, of one tag if it is given."""
        if tag is None or self.tag == tag:
            yield self
        for child in self.children:
            yield from child.iter(tag)


def parse(content: bytes) -> Element:
    """The root element; raises `BadTree`."""
    above = Element("", {})
    stack = [above]
    parser = ParserCreate()
    # Without a buffer each line of text comes alone, and adding them up takes the square of their number.
    parser.buffer_text = True
    seen = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal seen
        seen += 1
        if len(stack) > DEPTH_CAP or seen > MOST_ELEMENTS:
            raise BadTree
        element = Element(tag, attributes)
        stack[-1].children.append(element)
        stack.append(element)

    def end(_: str) -> None:
        stack.pop()

    def characters(text: str) -> None:
        stack[-1].text += text

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = characters, _no_doctype
    try:
        parser.Parse(content, True)  # the last and only piece
    except (ExpatError, ValueError) as error:
        raise BadTree from error
    return above.children[0]


def _no_doctype(*_: object) -> None:
    raise BadTree
