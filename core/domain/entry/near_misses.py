"""Words that look like ours and could not be put right: what they may have said is asked."""

from functools import lru_cache
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from core.domain.date_words import MONTHS, WEEKDAYS
from core.domain.entry.entry_types import Ask
from core.domain.entry.said import Said
from core.domain.entry.tokens import Kind
from core.domain.entry.typos import is_known, is_slip_inside
from core.domain.entry.word_sets import set_of
from core.domain.entry.work_words import plain_work
from core.domain.garage_words import VOCABULARY

_SHORTEST, _LONG = 5, 7
_DAYS: Final = frozenset(word for word in (*MONTHS, *WEEKDAYS) if len(word) >= _SHORTEST) | set_of(
    "yesterday today aujourd dernier derniere semaine anteayer pasado"
)
_WORK: Final = frozenset(word for word in VOCABULARY if len(word) >= _SHORTEST) | set_of(
    "avant gauche droite discs rotors shocks struts tyres tires cabin coolant bumper delantero delanteros trasero"
    " traseros pastillas neumaticos aceite bateria embrague amortiguadores"
)
_OURS: Final = tuple(sorted(_DAYS | _WORK))


def doubts_of(said: Said) -> set[Ask]:
    """The day or the work, where a word is left that is nearly one of theirs and nobody read it."""
    asked = {
        _nearly(token.flat)
        for token, role in zip(said.line.tokens, said.line.roles, strict=True)
        if role is None and token.kind is Kind.WORD and not token.text[0].isupper() and token.flat not in said.known
    }
    return {field for field in asked if field is not None and not (field is Ask.DATE and said.day_said)}


@lru_cache(maxsize=4_096)
def _nearly(word: str) -> Ask | None:
    """What a word may have said that nothing knows: a day, some work, or nothing."""
    if len(word) < _SHORTEST or is_known(word) or word.removesuffix("s") in _OURS:
        return None
    slips = 1 if len(word) < _LONG else 2
    found = process.extract(word, _OURS, scorer=OSA.distance, score_cutoff=slips, limit=3)
    near = [str(one[0]) for one in found if one[1] == 1 or is_slip_inside(word, str(one[0]))]
    if not near or plain_work(word) != word:
        return None
    return Ask.DATE if near[0] in _DAYS else Ask.SERVICES
