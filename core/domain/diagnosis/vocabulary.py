"""Words and phrases to ideas that do not depend on the language; a slip of the thumb is put right."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from core.domain.typed_text import folded
from core.knowledge.diagnosis import symptom_words

Ideas = frozenset[str]

_NOTHING: Final[Ideas] = frozenset()
# Letters that French glues in front of a word when the apostrophe is left out: "lhabitacle", "jallume".
_GLUED: Final = ("qu", "l", "d", "j")
_SHORTEST_TYPO: Final = 5
_SHORTEST_GLUED: Final = 5
_TWO_SLIPS: Final = 9


@dataclass(slots=True)
class Vocabulary:
    """All words, stems and phrases, ready to be looked up."""

    small: frozenset[str]
    plain: frozenset[str]
    functions: Ideas
    words: dict[str, Ideas] = field(default_factory=dict)
    stems: dict[str, Ideas] = field(default_factory=dict)
    phrases: dict[str, list[tuple[tuple[str, ...], Ideas]]] = field(default_factory=dict)

    def ideas_of(self, word: str) -> Ideas:
        """What a single word says, as it is written or as it was probably meant."""
        return _ideas_of(word)

    def phrase_at(self, words: list[str], at: int) -> tuple[int, int, Ideas]:
        """The longest phrase that begins at a place: the words it says, where it ends, and what it means."""
        found: tuple[int, int, Ideas] = (0, at, _NOTHING)
        for phrase, ideas in self.phrases.get(words[at][:2], ()):
            end = self._end_of(phrase, words, at) if len(phrase) >= found[0] else 0
            if end:
                found = (len(phrase), end, ideas | found[2] if len(phrase) == found[0] else ideas)
        return found

    def _end_of(self, phrase: tuple[str, ...], words: list[str], at: int) -> int:
        """Where a phrase ends that begins at a place; small words that it does not say may stand in between."""
        place = at
        for position, part in enumerate(phrase):
            while position and place < len(words) and not _is(part, words[place]) and words[place] in self.small:
                place += 1
            if place >= len(words) or not _is(part, words[place]):
                return 0
            place += 1
        return place

    def known(self, word: str) -> Ideas:
        """What a word says exactly as it is written."""
        exact = self.words.get(word, _NOTHING)
        for end in range(len(word), 2, -1):
            stem = self.stems.get(word[:end])
            if stem is not None:
                return exact | stem
        return exact


def _is(part: str, word: str) -> bool:
    return word.startswith(part[:-1]) if part.endswith("*") else word == part


@cache
def vocabulary() -> Vocabulary:
    """Build the vocabulary once."""
    data = symptom_words()
    small = frozenset(folded(data.small).split())
    words: dict[str, set[str]] = defaultdict(set)
    stems: dict[str, set[str]] = defaultdict(set)
    phrases: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for idea, listed in data.ideas.items():
        for written in listed.split(","):
            parts = tuple(_parts(written))
            if len(parts) > 1:
                phrases[parts].add(idea)
            elif parts and parts[0].endswith("*"):
                stems[parts[0][:-1]].add(idea)
            elif parts:
                words[parts[0]].add(idea)
    starts: dict[str, list[tuple[tuple[str, ...], Ideas]]] = defaultdict(list)
    for parts, ideas in phrases.items():
        starts[parts[0].rstrip("*")[:2]].append((parts, frozenset(ideas)))
    return Vocabulary(
        small=small,
        plain=frozenset(folded(data.plain).split()),
        functions=frozenset(data.functions),
        words={word: frozenset(ideas) for word, ideas in words.items()},
        stems={stem: frozenset(ideas) for stem, ideas in stems.items()},
        phrases=dict(starts),
    )


def _parts(written: str) -> list[str]:
    return folded(written.replace("'", " ").replace("-", " ").replace("’", " ")).split()


@lru_cache(maxsize=16_384)
def _ideas_of(word: str) -> Ideas:
    book = vocabulary()
    found = book.known(word)
    if found or word in book.small or word in book.plain or word.isdigit():
        return found
    for glued in _GLUED:
        rest = word.removeprefix(glued)
        if rest != word and len(rest) >= _SHORTEST_GLUED and book.known(rest):
            return book.known(rest)
    return _meant(book, word)


def _meant(book: Vocabulary, word: str) -> Ideas:
    """What a mistyped word was meant to be; the first letter is nearly always right."""
    if len(word) < _SHORTEST_TYPO:
        return _NOTHING
    slips = 2 if len(word) >= _TWO_SLIPS else 1
    near = process.extractOne(word, _targets(word[0]), scorer=OSA.distance, score_cutoff=slips)
    if near is not None:
        return book.known(str(near[0]))
    for stem, ideas in book.stems.items():
        if len(stem) >= _SHORTEST_TYPO and stem[0] == word[0] and OSA.distance(word[: len(stem)], stem) <= 1:
            return ideas
    return _NOTHING


@cache
def _targets(letter: str) -> tuple[str, ...]:
    book = vocabulary()
    return tuple(sorted(word for word in book.words if len(word) >= _SHORTEST_TYPO - 1 and word[0] == letter))
