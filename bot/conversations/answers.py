"""Answers as several flows read them: a day, some words, a number of months, a choice typed by its label."""

from collections.abc import Mapping
from datetime import date

from rapidfuzz.distance import OSA

from bot.context import BotContext
from core.domain.typed_dates import AmbiguousDate, parse_date
from core.domain.typed_numbers import NumberNotUnderstood, parse_whole
from core.domain.typed_text import clean_line, folded
from core.errors import Refusal
from core.i18n import LANGUAGES, translator
from core.services.days import today_of

_MAY_SLIP = 5
_MONTHS = ("months", "month", "mois", "tous les", "every")


def day_typed(context: BotContext, text: str, *, allow_future: bool = False) -> date:
    """A day in words or figures; one that reads two ways is asked again."""
    today = today_of(context.account, context.services.clock)
    read = parse_date(text, today, context.account.language, allow_future=allow_future)
    if isinstance(read, AmbiguousDate):
        raise Refusal("error.date_ambiguous", first=read.first, second=read.second)
    return read


def words_typed(text: str) -> str:
    """Some words on one line."""
    words = clean_line(text)
    if not words:
        raise Refusal("error.text_expected")
    return words


def months_typed(text: str, highest: int) -> int:
    """A number of months: `4`, `4 mois`, `every 4 months`."""
    typed = folded(text[:40])
    for word in _MONTHS:
        typed = typed.replace(word, " ")
    if not typed.strip():
        raise NumberNotUnderstood
    return parse_whole(typed.strip(), lowest=1, highest=highest)


def label_typed(context: BotContext, answers: Mapping[str, str]) -> str:
    """The answer whose label was typed, in any language we speak; `answers` by the id of their labels."""
    said = " ".join(_bare(context.text[:80]).split())
    labels = {
        " ".join(_bare(translator(language).plain(key)).split()): answer
        for key, answer in answers.items()
        for language in LANGUAGES
    }
    # A thumb may have slipped on one letter, where that leaves one answer.
    near = {answer for label, answer in labels.items() if len(label) >= _MAY_SLIP and OSA.distance(said, label) <= 1}
    if said in labels:
        return labels[said]
    if len(near) == 1:
        return near.pop()
    raise Refusal("error.choose_answer")


def _bare(label: str) -> str:
    """A label as it would be typed: without its picture, accents and capitals."""
    return folded("".join(sign if sign.isalnum() else " " for sign in label))
