"""What a description says is there: ideas in their order, without what is denied, over or repaired."""

import re
from dataclasses import dataclass, field, replace
from typing import Final

from core.domain.diagnosis.vocabulary import Ideas, vocabulary
from core.domain.entry.word_sets import set_of
from core.domain.typed_text import clean, folded

HIGHEST_READ: Final = 1_500

_PIECE: Final = re.compile(r"[^\W_]+|[.!?;:,()\n]|[-–—]{2,}|(?<= )[-–—](?= )")
_ENDS: Final = frozenset(".!?;\n")
_PAUSES: Final = frozenset(",:()-–—")
_BUT: Final = set_of("mais but pero aber however juste just seulement only sauf except sino solo")
_AND: Final = set_of("et and y e und plus_and puis then")
# Written forms that are one word to us.
_SAME: Final = (
    (re.compile(r"n['’]t\b"), " not"),
    (re.compile(r"\bcan ?not\b|\bfail(?:s|ed|ing)? to\b"), "cant"),
    (re.compile(r"\b(?:a|à)[ -]?coups?\b"), "acoup"),
    (re.compile(r"\bpas mal\b"), "beaucoup"),
    (
        re.compile(
            r"\b(didnt|doesnt|wont|wouldnt|isnt|dont|not|never|barely|hardly|cant) slow(?:s|ing)?\b"
            r"(?! (?:down|leak|punc))"
        ),
        r"\1 stop",
    ),
    # Whether it is normal is a question, and no statement that it is.
    (re.compile(r"(?<!pas )\b(?:normal\w*|ok|okay|fine|safe|bon)(?=\s*\?)"), " "),
    (re.compile(r"(?<=temp)(\w*[^.;\d]{0,40}?)\b(?:1[1-9]\d|2[3-9]\d)\b(?! ?(?:km|mph|kmh|000))"), r"\1 surchauffe"),
    (re.compile(r"\b(?:1[1-9]\d ?(?:°|degr\w*|c\b)|2[3-9]\d ?(?:°|degr\w*|f\b))"), "surchauffe"),
    (re.compile(r"\ba/c\b"), "ac"),
    (re.compile(r"\b(?:n['’ ]?)?(?:arrive|arrivent|arrivait) (?:pas|plus) a\b"), "cant"),
    (re.compile(r"\b(?:plus|pas|aucun) (?:moyen|possible|facile|evident) (?:de |d['’ ])"), "cant "),
    (re.compile(r"\b(?:du mal|peine|galere) a\b"), "cant"),
    (re.compile(r"\b(?:impossible (?:de|d['’])|unable to|refuse(?:s|d|nt)? (?:de|d['’]|to)|impossible to)"), "cant "),
    (re.compile(r"\b(?:struggl\w+ to|hard time|no puedo|no consigo)\b"), "cant"),
    (re.compile(r"\bde plus en plus\b"), "davantage"),
    (re.compile(r"\bqd\b"), "quand"),
    # "Longer than normal" calls nothing normal.
    (
        re.compile(
            r"\b(?:than|que)\s+(?:it |what |d' ?|lo )?(?:is |was )?(?:normal\w*|usual\w*|habitude|habituel\w*)\b"
        ),
        " ",
    ),
    # An amount of money is talk of a price.
    (re.compile(r"[€£$]"), " euros "),
    (
        re.compile(
            r"\b(?:is|it|that|est ce|si) (?:it |that )?(?:ok|okay|safe|fine|normal)\b(?= (?:to|if|when|de|que)\b)"
        ),
        " ",
    ),
    (re.compile(r"([a-z]{3,})isim([oa]s?)\b"), r"\1\2"),
    (re.compile(r"\b(?:hydraulic|normal|usual|heavy|light) (?=braking)"), ""),
    (re.compile(r"\b(?:en|pris|prend|prends|prit) feu\b"), "incendie"),
    (re.compile(r"(?<!il )\by ?['’]?a\b"), "il y a"),
    (re.compile(r"\bmais aussi\b"), "et"),
    (re.compile(r"\bpar contre\b"), "mais"),
    # Three nuts out of five.
    (
        re.compile(
            r"\b[1-5] ((?:ecrou|boulon|goujon|bolt|nut|lug|stud)\w*)(?: \w+)? (?:sur|of|out of|left of) [4-6]\b"
        ),
        r"\1 manquant",
    ),
    # To let an engine get warm is no overheating.
    (
        re.compile(
            r"\b(?:laiss\w+|faut[ -]il|doit[ -]on|dois[ -]je|il faut)(?: (?:faire|laisser))? (?:pre)?chauffer\b"
        ),
        " ",
    ),
    (re.compile(r"\bfaire (?:pre)?chauffer\b|\b(?:warm|warms|warming) (?:it |the engine |the car )?up\b"), " "),
    # Who opened the bonnet to look had it shut.
    (re.compile(r"\b(?:pop|popped|opened|lifted) (?:up )?(?:the|my|her) (?:hood|bonnet)\b"), " "),
    (re.compile(r"\b(?:ai|avons|a|en) (?:ouvert|ouvrant|leve|souleve) (?:le|mon) capot\b"), " "),
    # A filled tank is no trouble of it.
    (re.compile(r"\b(?:fait|faire|fais|refait) le plein\b|\bsick of\b"), " "),
    (re.compile(r"\bne pas\b"), "pas"),
    (re.compile(r"\b(?:no longer|instead of)\b"), "not"),
    (re.compile(r"\bau lieu (?:de|d['’])"), "pas "),
    (re.compile(r"\b(?:ran|run|running|runs|completely) out of\b"), "no"),
)
# How hurried thumbs write small words.
_MEANT: Final = {"pu": "plus", "jai": "ai", "ki": "qui", "ke": "que", "pr": "pour", "ds": "dans", "wnt": "wont",
                 "cnt": "cant", "dnt": "dont", "dsnt": "doesnt", "ddnt": "didnt", "isnt": "isnt",
                 "wrks": "works"}  # fmt: skip
_DENY: Final = set_of(
    "pas pa aucun aucune aucuns sans ni jamais no not never without neither nor sin nunca ningun ninguna kein "
    "keine keinen nicht non nao sem senza zero dont doesnt didnt wont cant isnt arent wasnt werent havent hasnt "
    "couldnt wouldnt dosent doesn don didn won isn aren wasn weren haven hasn couldn wouldn nope barely hardly"
)
_NUMBERS: Final = set_of("zero null")
_AFTER_VERB: Final = set_of("pas pa plus jamais nicht mehr point niet")
_PARTICLES: Final = frozenset({"ne", "n"})
_ARTICLES: Final = set_of("le la les the ce mes my ces mon ma los las el die der das")
_MORE: Final = set_of("fort vite souvent longtemps lentement que facilement loin haut bas tard")
_BEING: Final = set_of("was were been being ete est sont fue fueron sido is are got get has have")
_DOING: Final = set_of("ai as a avons ont avait ete fait faire fais avoir viens vient ayant est sont")
# What may be denied as a sign: "no smoke", "ne chauffe pas".
_SIGNS: Final = set_of(
    "noise grind squeal rub whistle hum click tick clunk rattle creak vibrate smell smoke fire spark burn steam "
    "overheat leak light message red orange lit blink problem fail lost weak jerk misfire rough stall slip crunch "
    "play loose missing burst flat bulge damaged deflate headache pull limp check_engine battery_light "
    "coolant_light empty slow worn lock soft hard heavy_steer bounce jump drain dim fog sweet egg musty swollen "
    "crash flood stop_light rev_up"
)
# What tells that something is wrong, even where nothing known fits.
COMPLAINTS: Final = _SIGNS - set_of("orange red lit message light loose slow worn weak lost missing drain")
_SCOPE: Final = 3
_NEAR_FIX: Final = 6


@dataclass(frozen=True, slots=True)
class Mention:
    """Ideas that some words say, with the place of these words among all that count."""

    ideas: Ideas
    at: int
    end: int
    clause: int
    part: int
    raw: int
    text: str


@dataclass(slots=True)
class _Word:
    """A word with its clause, its part of a clause, its place among all pieces and among the words that count."""

    text: str
    clause: int
    part: int
    raw: int
    at: int
    counts: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """What is there according to a description; `denied` are the ideas that it says are not."""

    mentions: tuple[Mention, ...]
    denied: Ideas = frozenset()
    words: int = 0
    ideas: Ideas = field(default=frozenset())
    # The same with what is denied, over, fine or repaired left in.
    whole: "Reading | None" = None


def read_description(text: str) -> Reading:
    """Read a description in any of the languages that the vocabulary knows, or in several."""
    raw, words = _words(text)
    items = _items(words)
    items, denied = _without_denied(items, raw)
    whole = Reading(tuple(items), denied, ideas=_ideas_of(items))
    items = _without_fine(items)
    items = _without_repaired(items, raw)
    return Reading(tuple(items), denied, sum(word.counts for word in words), _ideas_of(items), whole)


def _ideas_of(items: list[Mention]) -> Ideas:
    return frozenset(idea for item in items for idea in item.ideas)


def _words(text: str) -> tuple[list[str], list[_Word]]:
    """All pieces in their order, and those that count, with the clause and the part of a clause they stand in."""
    flat = folded(clean(text)[:HIGHEST_READ].replace("\n", " . "))
    for pattern, one in _SAME:
        flat = pattern.sub(one, flat)
    book = vocabulary()
    small = book.small
    raw: list[str] = []
    words: list[_Word] = []
    clause = part = at = 0
    for piece in _PIECE.findall(flat):
        raw.append(piece)
        if piece in _ENDS or piece in _PAUSES or piece in _BUT:
            clause, part = clause + 1, part + 1
        elif piece in _AND:
            part += 1
        if piece[0].isalnum():
            meant = _MEANT.get(piece) or book.meant(piece)
            words.append(_Word(meant, clause, part, len(raw) - 1, at, meant not in small))
            at += words[-1].counts
    return raw, words


def _items(words: list[_Word]) -> list[Mention]:
    """Phrases first, the longest that fits; a word that says nothing keeps its place."""
    book, items, place = vocabulary(), [], 0
    texts = [word.text for word in words]
    while place < len(words):
        word = words[place]
        length, end, ideas = book.phrase_at(texts, place)
        if length and word.clause != words[end - 1].clause:
            length = 0
        if length:
            counted = max(sum(other.counts for other in words[place:end]), 1)
            text = " ".join(texts[place:end])
            items.append(Mention(ideas, word.at, word.at + counted, word.clause, word.part, word.raw, text))
            place = end
            continue
        if word.counts:
            ideas = frozenset() if word.text in _DENY - _NUMBERS else book.ideas_of(word.text)
            items.append(Mention(ideas, word.at, word.at + 1, word.clause, word.part, word.raw, word.text))
        place += 1
    return items


def _without_denied(items: list[Mention], raw: list[str]) -> tuple[list[Mention], Ideas]:
    """Take out the signs that are denied; what should happen and does not becomes a sign of its own."""
    kept: dict[int, Mention | None] = dict(enumerate(items))
    denied: set[str] = set()
    for place, item in enumerate(items):
        if item.ideas or not _denies(place, items, raw):
            continue
        if item.text in _AFTER_VERB and _deny_before(place, items, raw, kept, denied):
            continue
        _deny_after(place, items, raw, kept, denied)
    return [item for item in kept.values() if item is not None and item.ideas], frozenset(denied)


def _denies(place: int, items: list[Mention], raw: list[str]) -> bool:
    word = items[place]
    if word.text != "plus":
        return word.text in _DENY or word.text == "mehr"
    following = raw[word.raw + 1] if word.raw + 1 < len(raw) else ""
    before = items[place - 1] if place else None
    adjacent = before is not None and before.end == word.at
    if before is not None and adjacent and before.ideas & vocabulary().functions:
        return following not in _MORE
    if any(particle in _PARTICLES for particle in raw[max(0, word.raw - 5) : word.raw]):
        return True
    # "plus de freins", but not "plus de fumée", which is as likely to mean more of it.
    after = items[place + 1] if place + 1 < len(items) else None
    return (
        following in {"de", "d", "aucun", "aucune", "rien", "une", "un"}
        and after is not None
        and bool(after.ideas & _LACKED)
    )


_THINGS: Final = set_of("brake steering power_steering coolant oil brake_fluid")
_LACKED: Final = set_of("brake steering coolant oil brake_fluid power assist_lost power_steering warm_air cool_air")


def _deny_before(
    place: int, items: list[Mention], raw: list[str], kept: dict[int, Mention | None], denied: set[str]
) -> bool:
    """Let a word behind a verb deny it; tell whether that was all it denied."""
    word, before = items[place], items[place - 1] if place else None
    if before is None or before.clause != word.clause or before.end != word.at:
        return False
    functions = before.ideas & vocabulary().functions
    if functions and kept[place - 1] is not None:
        kept[place - 1] = _failing(before, functions)
        return True
    # "Fume plus" may mean more of it; "ne fume plus" does not.
    if before.ideas & _SIGNS and (word.text != "plus" or _PARTICLES & set(raw[max(0, word.raw - 5) : word.raw])):
        kept[place - 1] = None
        denied.update(before.ideas)
    return False


def _deny_after(
    place: int, items: list[Mention], raw: list[str], kept: dict[int, Mention | None], denied: set[str]
) -> None:
    word, left = items[place], _SCOPE
    following = [item for item in items[place + 1 : place + 1 + _SCOPE + 1] if item.part == word.part]
    signs_ahead = any(item.ideas & _SIGNS for item in following[:2])
    for offset, item in enumerate(following):
        at = place + 1 + offset
        functions = item.ideas & vocabulary().functions
        if left == 0 or (not item.ideas and item.text in _DENY):
            return
        left -= 1
        if functions and not (signs_ahead and functions & _THINGS):
            named = bool(functions & _THINGS) and raw[word.raw + 1] in _ARTICLES
            kept[at] = None if named else _failing(item, functions)
            return
        if item.ideas & _SIGNS:
            kept[at] = None
            denied.update(item.ideas)
            signs_ahead = True


def _failing(item: Mention, functions: Ideas) -> Mention:
    """What should happen and does not."""
    failing = {f"no_{name}" for name in functions}
    if "fine" in functions:
        failing.add("problem")
    return replace(item, ideas=(item.ideas - functions | failing) | (item.ideas & _THINGS))


def _without_fine(items: list[Mention]) -> list[Mention]:
    """Take out what is said to be fine."""
    gone: set[int] = set()
    for item in items:
        if "fine" in item.ideas or "used_to" in item.ideas:
            near = [
                other.at
                for other in items
                # "Cannot brake normally" calls nothing fine.
                if other.clause == item.clause
                and not any(idea.startswith("no_") for idea in other.ideas)
                and (other.at > item.at if "used_to" in item.ideas else -4 <= other.at - item.at < 0)
            ]
            gone.update(near)
        if "over" in item.ideas:
            gone.update(other.at for other in items if other.at < item.at and not _never(item, other))
    off = [item for item in items if "go_off" in item.ideas]
    if off and not any("lit" in item.ideas for item in items):
        gone.update(other.at for other in items for item in off if "light" in other.ideas and other.at < item.at)
        gone.update(other.at for other in items for item in off if "oil" in other.ideas and other.at < item.at)
    # "Not any more" behind what should happen says that it does not.
    never = {other.at for item in items if "over" in item.ideas for other in items if _never(item, other)}
    return [
        _failing(item, item.ideas & vocabulary().functions) if item.at in never else item
        for item in items
        if item.at not in gone and not ("over" in item.ideas and never)
    ]


def _never(over: Mention, other: Mention) -> bool:
    return other.clause == over.clause and bool(other.ideas & _THINGS) and bool(_DENY & set(over.text.split()))


def _without_repaired(items: list[Mention], raw: list[str]) -> list[Mention]:
    """Take out what was repaired, unless it is told as what the trouble came after."""
    gone: set[int] = set()
    for place, item in enumerate(items):
        if "fixed" not in item.ideas or not _is_done(item, raw):
            continue
        same = [other for other in items if other.part == item.part]
        if any("again" in other.ideas for other in same if other.at < item.at + _NEAR_FIX):
            continue
        gone.update(other.at for other in same if item.at < other.at <= item.at + _NEAR_FIX)
        passive = any(word in _BEING for word in raw[max(0, item.raw - 3) : item.raw])
        if passive:
            gone.update(other.at for other in same if other.at < item.at)
        earlier = [other for other in items if other.clause == item.clause - 1]
        if any("past" in other.ideas for other in earlier) and not any(
            other.ideas & _SIGNS for other in items[place:] if other.clause == item.clause
        ):
            gone.update(other.at for other in earlier)
    return [item for item in items if item.at not in gone]


def _is_done(item: Mention, raw: list[str]) -> bool:
    """Whether a word such as "change" tells of work that was done, rather than of a noise that changes."""
    if not item.text.startswith("change") or item.text in {"changed", "changee", "changees"}:
        return True
    return any(word in _DOING for word in raw[max(0, item.raw - 4) : item.raw])
