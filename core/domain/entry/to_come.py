"""Lines that ask to be reminded without a word of reminding, and days to come that people mean in two ways."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from core.domain.date_words import DAYS_BY_UNIT, MONTHS_BY_UNIT, NUMBERS, WEEKDAYS
from core.domain.entry.cost_words import cost_of
from core.domain.entry.work_words import services_in

_UNIT: Final = "|".join([*DAYS_BY_UNIT, *MONTHS_BY_UNIT])
_WEEKDAY: Final = "|".join(WEEKDAYS)
_NUMBER: Final = rf"(?:[0-9]{{1,3}}|une?|an?|{'|'.join(NUMBERS)})"
_EVERY: Final = "tou(?:s|tes) les|chaque|every|each|cada|todos los|todas las"
_NEXT: Final = rf"(?:{_WEEKDAY}) (?:prochain|proch)|(?:next|nxt) (?:{_WEEKDAY})"
# A moment to come or a rhythm, at the beginning of the line.
_OPENING: Final = re.compile(
    rf"^ *(?:(?:dans|ds|d'ici|in|en|dentro de) {_NUMBER} (?:{_UNIT})"
    rf"|(?:{_EVERY}) (?:(?:other|{_NUMBER}) )?(?:{_UNIT}|(?:{_WEEKDAY})s?)"
    rf"|(?:apres[ -]?)?demain|(?:the day after )?tomorrow|(?:pasado )?manana"
    rf"|{_NEXT}|el proximo (?:{_WEEKDAY}))(?![a-z])"
)
# A rhythm at the end: "vidange tous les ans".
_EVER: Final = re.compile(rf"(?<![a-z])(?:{_EVERY}) (?:{_NUMBER} )?(?:{_UNIT})[ .!]*$")
# What runs out, or has to be done by a day: "MOT due 12 March", "assurance expire le 3 mars".
_DUE: Final = re.compile(
    r"(?<![a-z])(?:due|expires?|runs? out|expirent|arrive a echeance|echeance|a (?:faire|passer|payer|renouveler)"
    r" (?:avant|pour)|vence|caduca)(?![a-z])"
)
_BY_DISTANCE: Final = re.compile(r"[0-9] ?k?(?:kms?|kilometres?|miles?|mi|k)(?![a-z])")
_TO_DO: Final = re.compile(
    r"(?<![a-z])(?:verif(?:ier)?|controler?|changer|remplacer|faire|appeler|passer (?:a|au|chez)|aller|deposer"
    r"|recuperer|payer|renouveler|laver|nettoyer|gonfler|graisser|monter|demonter|penser|prendre|reserver|acheter"
    r"|vidanger|purger|permuter|regarder|surveiller|charger|brancher"
    r"|check|change|replace|call|pay|renew|wash|clean|inflate|rotate|swap|fit|pick up|drop off|book|order|buy|top up"
    r"|inspect|charge|plug in|grease"
    r"|revisar|cambiar|llamar|pagar|renovar|lavar|comprobar|mirar|recoger|llevar|inflar|limpiar|pedir|comprar"
    r"|reservar|verificar|controlar|rotar)(?![a-z])"
)
# What was paid, filled or done is an entry, whatever it begins with.
_TOLD: Final = re.compile(
    r"[€£$]|(?<![a-z])(?:euros?|eur|balles|pounds|quid|dollars|bucks|faite?s?|changed|done|paid|payee?|regle|changees?)"
    r"(?![a-z])|[0-9] ?e(?![a-z])|[.,][0-9]{2}(?![0-9])|[0-9] ?(?:l|litres?|kwh)(?![a-z'])"
)
_NEXT_WEEKDAY: Final = re.compile(rf"(?<![a-z])(?:{_NEXT})(?![a-z])")


def is_to_come(flat: str) -> bool:
    """Whether a line says by itself that something is to be done: "every 6 months check the oil"."""
    if _TOLD.search(flat):
        return False
    due = _DUE.search(flat)
    if due is not None and not _BY_DISTANCE.search(flat):
        return bool(services_in(flat[: due.start()]) or services_in(flat[due.end() :])) or cost_of(flat) is not None
    said = _OPENING.match(flat) or _EVER.search(flat)
    if said is None:
        return False
    rest = flat[: said.start()] + flat[said.end() :]
    return _TO_DO.search(rest) is not None or bool(services_in(rest))


def is_either_week(day: date, today: date, words: Sequence[str]) -> bool:
    """Whether "next Friday" is said of a week that still has its Friday: some mean that one, others the next."""
    said = any(_NEXT_WEEKDAY.search(one) for one in words)
    return said and day.isocalendar()[:2] == today.isocalendar()[:2]
