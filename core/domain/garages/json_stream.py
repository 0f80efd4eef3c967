"""The objects of one list in a large JSON file, one after another, without the whole file in memory."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final, TextIO

_CHUNK: Final = 1 << 16
# Characters: an object that is longer is no garage.
_LONGEST: Final = 1 << 20
_LIST: Final = re.compile(r'"(?:features|elements)"\s*:\s*\[')


class FileBroken(Exception):
    """The file is not what its kind has to be, or ends in the middle."""


def objects(stream: TextIO) -> Iterator[Any]:
    """The members of `features` (GeoJSON) or `elements` (Overpass)."""
    decoder, buffer, place = json.JSONDecoder(), _beginning(stream), 0
    while True:
        while place < len(buffer) and buffer[place] in " \t\r\n,":
            place += 1
        if place < len(buffer) and buffer[place] == "]":
            return
        try:
            found, place = decoder.raw_decode(buffer, place)
        except (json.JSONDecodeError, RecursionError) as problem:
            more = stream.read(_CHUNK)
            if not more or len(buffer) - place > _LONGEST:
                raise FileBroken from problem
            buffer, place = buffer[place:] + more, 0
        else:
            yield found


def _beginning(stream: TextIO) -> str:
    """What follows the opening of the list."""
    buffer = ""
    while len(buffer) < _LONGEST:
        more = stream.read(_CHUNK)
        buffer += more
        found = _LIST.search(buffer)
        if found is not None:
            return buffer[found.end() :]
        if not more:
            break
    raise FileBroken
