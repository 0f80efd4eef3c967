"""Kinds of cost by the words of other apps; what none names is some other cost."""

import re
from functools import lru_cache
from typing import Final

from core.domain.entry.cost_words import cost_of
from core.domain.entry.work_words import services_in
from core.domain.recurring import CostType
from core.domain.typed_text import folded

# What the product's own French and English words do not know.
_ELSEWHERE: Final = tuple(
    (kind, re.compile(rf"(?<!\w)(?:{words})"))
    for kind, words in (
        (CostType.INSURANCE, r"versicher|kfz-?versicher|seguro|assicuraz|страхов|ubezpiecz"),
        (CostType.TAX, r"steuer|kfz-?steuer|impuesto|imposto|ipva|bollo|tassa|налог|licenciamento|tax"),
        (CostType.PARKING, r"parken|parkplatz|parkgebuhr|estacion|aparcam|parcheggio|парков|parking"),
        (CostType.TOLL, r"maut|peaje|pedagio|pedaggio|vignett|portagem|toll|dorog|платная"),
        (CostType.FINE, r"bussgeld|bußgeld|strafzettel|strafe|multa|contravvenz|штраф|mandat|ticket|knollchen"),
        (CostType.WASH, r"wasch|autowasche|lavado|lavagem|lavaggio|мойка|myjnia|wash|cleaning"),
        (CostType.CREDIT, r"kredit|leasing|finanz|prestamo|financi|emprestimo|finanziam|rata|кредит"),
        (CostType.REGISTRATION, r"zulassung|matricul|emplacamento|immatricolaz|registr|регистрац"),
    )
)


_BY_ID: Final = {kind.value: kind for kind in CostType}


@lru_cache(maxsize=4_096)
def cost_type_of(*texts: str) -> CostType:
    """The kind of cost that the first telling of some texts names."""
    return next((kind for text in texts if (kind := cost_type_named(text)) is not None), CostType.OTHER)


@lru_cache(maxsize=4_096)
def cost_type_named(text: str) -> CostType | None:
    """The kind of cost that a text names, or None."""
    flat = folded(text[:200])
    if not flat:
        return None
    if flat in _BY_ID:
        return _BY_ID[flat]
    found = cost_of(flat)
    if found is not None and found[0] is not CostType.OTHER:
        return found[0]
    return next((kind for kind, pattern in _ELSEWHERE if pattern.search(flat)), None)


def is_work(text: str) -> bool:
    """Whether a text names work on a vehicle rather than a cost."""
    return cost_type_named(text) is None and bool(services_in(text[:300]))
