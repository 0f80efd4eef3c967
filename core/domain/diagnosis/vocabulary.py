"""Words and phrases to ideas that do not depend on the language; a slip of the thumb is put right."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from core.domain.diagnosis.sounds import skeleton, sounds_of
from core.domain.entry.word_sets import set_of
from core.domain.typed_text import folded
from core.knowledge.diagnosis import symptom_words

Ideas = frozenset[str]

_NOTHING: Final[Ideas] = frozenset()
# Letters that French glues in front of a word when the apostrophe is left out: "lhabitacle", "jallume".
_GLUED: Final = ("qu", "l", "d", "j")
_SHORTEST, _PAIR = 3, 2
_SHORTEST_TYPO: Final = 5
_SHORTEST_STEM_TYPO: Final = 6
_SHORTEST_STEM_SOUND: Final = 5
# The parts and signs that may be a danger.
GRAVE: Final = set_of(
    "brake pedal steering steering_wheel tyre wheel wheel_nut smoke fire burn fuel oil airbag coolant temperature "
    "burst loose floor soft exhaust headache red smell light overheat leak engine gauge play hood lit hard brake_fluid"
)
_PARTS: Final = set_of("brake tyre fuel oil coolant airbag steering wheel")
_SIGNS_OF_PARTS: Final = set_of(
    "bulge burst leak smell loose hard soft damaged missing come_off lost fail flat floor fire smoke"
)
# Where and how a thing happens: a phrase that says it keeps what its words say by themselves.
_AROUND: Final = set_of("traffic moving cut_out no_pull by_itself surges runaway held_open hood_up shut_in pumping")
_DENIALS: Final = set_of("no not pas plus sin sans wont t doesnt peut peuvent arrive")
_VOWELS: Final = frozenset("aeiouy")
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
    # Every word that stands in a phrase.
    parts: frozenset[str] = frozenset()

    def ideas_of(self, word: str) -> Ideas:
        """What a single word says; one that only belongs to phrases may be a slip of another."""
        found = self.known(word)
        if found or word not in self.parts or word in self.small or word in self.plain:
            return found
        return self.known(_nearest(self, word, _slipped(self, word) or {word}))

    def meant(self, word: str) -> str:
        """The word of the vocabulary that a mistyped one was meant to be; any other word as it is."""
        return _meant(word)

    def is_word(self, word: str) -> bool:
        """Whether a word is written as it should be: one that is known here, or that says nothing here."""
        return bool(
            word in self.small or word in self.plain or word in self.parts or word.isdigit() or self.known(word)
        )

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


_Said = defaultdict[str, set[str]]


@cache
def vocabulary() -> Vocabulary:
    """Build the vocabulary once."""
    data = symptom_words()
    words: _Said = defaultdict(set)
    stems: _Said = defaultdict(set)
    phrases: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for idea, listed in data.ideas.items():
        for written in listed.split(","):
            parts = tuple(_parts(written))
            if len(parts) > 1:
                phrases[parts].add(idea)
            elif parts and parts[0].endswith("*"):
                stems[parts[0][:-1]].add(idea)
            elif parts:
                words[parts[0]].add(idea)
    for parts, ideas in phrases.items():
        _enrich(parts, ideas, words, stems)
    return Vocabulary(
        small=frozenset(folded(data.small).split()),
        plain=frozenset(folded(data.plain).split()),
        functions=frozenset(data.functions),
        words={word: frozenset(ideas) for word, ideas in words.items()},
        stems={stem: frozenset(ideas) for stem, ideas in stems.items()},
        phrases=_by_start(phrases),
        parts=frozenset(part.rstrip("*") for parts in phrases for part in parts),
    )


def _by_start(phrases: Mapping[tuple[str, ...], set[str]]) -> dict[str, list[tuple[tuple[str, ...], Ideas]]]:
    starts: dict[str, list[tuple[tuple[str, ...], Ideas]]] = defaultdict(list)
    for parts, ideas in phrases.items():
        starts[parts[0].rstrip("*")[:2]].append((parts, frozenset(ideas)))
    return dict(starts)


def _enrich(parts: tuple[str, ...], ideas: set[str], words: _Said, stems: _Said) -> None:
    """Let a phrase say which part it is about ("bubble on the tyre"), and be written in one word ("blowout")."""
    if ideas <= _SIGNS_OF_PARTS:
        ideas |= {idea for part in parts for idea in _said_by(part, words, stems) if idea in _PARTS}
    if ideas <= _AROUND and not _DENIALS & set(parts):
        ideas |= {idea for part in parts for idea in _said_by(part.rstrip("*"), words, stems)}
    if len(parts) == _PAIR and ideas & GRAVE and not any("*" in part for part in parts):
        words["".join(parts)] |= ideas


def _said_by(part: str, words: _Said, stems: _Said) -> set[str]:
    """What a part of a phrase says by itself."""
    begun = (stems[part[:end]] for end in range(len(part), 2, -1) if part[:end] in stems)
    return words.get(part, set()) | next(begun, set())


def _parts(written: str) -> list[str]:
    return folded(written.replace("'", " ").replace("-", " ").replace("’", " ")).split()


@lru_cache(maxsize=16_384)
def _meant(word: str) -> str:
    """The word that was meant; of a word that is too short to tell, itself."""
    book = vocabulary()
    if len(word) < _SHORTEST or book.is_word(word):
        return word
    for glued in _GLUED:
        rest = word.removeprefix(glued)
        if rest != word and (rest in book.plain or (len(rest) >= _SHORTEST_GLUED and book.known(rest))):
            return rest
    found = _slipped(book, word)
    if word not in _protected():
        found |= _alike(word)
        if not found:
            return _deglued(word) or word
    return _nearest(book, word, found) if found else word


def _nearest(book: Vocabulary, word: str, found: set[str]) -> str:
    """What a word was most likely meant to be: of two, the one that may be a danger."""
    return min(sorted(found), key=lambda one: (not book.known(one) & GRAVE, OSA.distance(word, one)))


def _deglued(word: str) -> str:
    """A word that is misspelt behind a glued letter ("lessance")."""
    for glued in _GLUED:
        rest = word.removeprefix(glued)
        if rest != word:
            found = _alike(rest) if len(rest) > _SHORTEST else set()
            if found:
                return _nearest(vocabulary(), rest, found)
    return ""


def _slipped(book: Vocabulary, word: str) -> set[str]:
    """What a mistyped word may have been meant to be; the first letter is nearly always right."""
    if len(word) < _SHORTEST_TYPO:
        # Of a short word only two letters that changed places are sure enough.
        written = (*_targets(word[0]), *book.stems)
        turned = [one for one in written if one[0] == word[0] and sorted(one) == sorted(word)]
        return {one for one in turned if len(word) > _SHORTEST and book.known(one) & GRAVE}
    slips = 2 if len(word) >= _TWO_SLIPS else 1
    near = process.extract(word, _targets(word[0]), scorer=OSA.distance, score_cutoff=slips, limit=4)
    found = {str(one[0]) for one in near if one[1] == near[0][1]}
    if found:
        return found
    stems = tuple(stem for stem in book.stems if stem[0] == word[0])
    found = {one for one in stems if book.stems[one] & GRAVE and sorted(word[: len(one)]) == sorted(one)}
    stems = tuple(stem for stem in stems if len(stem) >= _SHORTEST_STEM_TYPO)
    return found or {stem for stem in stems if OSA.distance(word[: len(stem)], stem) <= 1}


def _alike(word: str) -> set[str]:
    """Words of the vocabulary that sound like a misspelt one, or whose letters but the vowels it has."""
    found: set[str] = set()
    for index, key in zip(_sounds(), sounds_of(word), strict=True):
        found |= index.get(key, frozenset())
        for end in range(len(key) - 1, _SHORTEST_STEM_SOUND - 1, -1):
            found |= index.get(f"{key[:end]}*", frozenset())
    if not found:
        found = set(_headless().get(word, ()))
    if not found and not set(word[1:]) & _VOWELS:
        found = set(_skeletons().get(word, ()))
    return found


@cache
def _sounds() -> tuple[dict[str, frozenset[str]], ...]:
    """The grave words by how they sound in each language; a stem has a star behind its sound."""
    book = vocabulary()
    indexes: tuple[dict[str, set[str]], ...] = tuple(defaultdict(set) for _ in sounds_of(""))
    for word in (word for word, ideas in book.words.items() if ideas & GRAVE and len(word) >= _SHORTEST):
        for index, key in zip(indexes, sounds_of(word), strict=True):
            if len(key) > 1:
                index[key].add(word)
    for stem in (stem for stem, ideas in book.stems.items() if ideas & GRAVE):
        for index, key in zip(indexes, sounds_of(stem), strict=True):
            if len(key) >= _SHORTEST:
                index[key].add(stem)
            if len(key) >= _SHORTEST_STEM_SOUND:
                index[f"{key}*"].add(stem)
    return tuple({key: frozenset(found) for key, found in index.items()} for index in indexes)


@cache
def _skeletons() -> dict[str, frozenset[str]]:
    """The longer words by their letters but the vowels."""
    book = vocabulary()
    found: dict[str, set[str]] = defaultdict(set)
    for word in (word for word, ideas in book.words.items() if ideas & GRAVE):
        key = skeleton(word)
        if len(word) >= _SHORTEST_TYPO and len(key) >= _SHORTEST:
            found[key].add(word)
    return {key: frozenset(words) for key, words in found.items()}


@cache
def _headless() -> dict[str, tuple[str, ...]]:
    """The longer words without their first letter, which a worn key leaves out."""
    book = vocabulary()
    written = (*book.words.items(), *book.stems.items())
    words = [word for word, ideas in written if ideas & GRAVE and len(word) > _SHORTEST_TYPO]
    return {word[1:]: (word,) for word in words}


@cache
def _protected() -> frozenset[str]:
    """Words of every day that are no misspelling of anything."""
    return frozenset(folded(symptom_words().everyday).split())


@cache
def _targets(letter: str) -> tuple[str, ...]:
    book = vocabulary()
    return tuple(sorted(word for word in book.words if len(word) >= _SHORTEST_TYPO - 1 and word[0] == letter))
