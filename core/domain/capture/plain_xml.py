"""XML from strangers as a plain tree: no document type, no entity, bounded size and depth."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers.expat import ExpatError, ParserCreate

SIZE_CAP = 300_000
DEPTH_CAP = 60


class BadXml(ValueError):
    """Not well made, too deep, or with a document type, which is where entities are declared."""


@dataclass
class Node:
    """An element by its local name, with its text and what it holds."""

    name: str
    text: str = ""
    children: list["Node"] = field(default_factory=list)

    def all(self, *path: str) -> Iterator["Node"]:
        """Elements at the end of a path, whose steps may be any number of levels apart."""
        for child in self.children:
            if child.name == path[0]:
                yield from child.all(*path[1:]) if len(path) > 1 else iter((child,))
            else:
                yield from child.all(*path)

    def first(self, *path: str) -> str | None:
        """The text of the first element at the end of a path."""
        node = next(self.all(*path), None)
        return node.text if node is not None else None


def parse_xml(data: bytes) -> Node:
    """The root element; raises BadXml."""
    if len(data) > SIZE_CAP:
        raise BadXml
    above = Node("")
    stack = [above]
    parser = ParserCreate(namespace_separator="}")
    # Without a buffer each line of text comes alone, and adding them up takes the square of their number.
    parser.buffer_text = True

    def start(name: str, _: dict[str, str]) -> None:
        if len(stack) > DEPTH_CAP:
            raise BadXml
        node = Node(name.rpartition("}")[2])
        stack[-1].children.append(node)
        stack.append(node)

    def end(_: str) -> None:
        stack.pop()

    def characters(text: str) -> None:
        stack[-1].text += text

    def doctype(*_: object) -> None:
        raise BadXml

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = characters, doctype
    try:
        parser.Parse(data, True)  # the last and only piece
    except ExpatError as error:
        raise BadXml from error
    return above.children[0]
