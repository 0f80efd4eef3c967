"""Digits that are no measure of anything: plates, VINs, telephone numbers, tyre sizes, oil grades, addresses."""

import re
from typing import Final

from core.domain.entry.tokens import Line, Role
from core.domain.entry.word_sets import set_of
from core.domain.plates import french_plate

_PHONE: Final = re.compile(
    r"(?<![0-9+])(?:"
    r"(?:\+|(?<![0-9]\s)00)[1-9][0-9]{0,2}[ .-]?(?:\(0\))?(?:[ .-]?[0-9]{1,4}){3,7}"
    r"|0[1-9](?:[ .-]?[0-9]{2}){4}"
    r"|0[0-9]{3,4} ?[0-9]{3} ?[0-9]{3,4}"
    r"|\(?[2-9][0-9]{2}\)?[ -][0-9]{3}-[0-9]{4}"
    r")(?![0-9])"
)
_CODE: Final = re.compile(
    r"(?<![^\W_])(?=[A-Za-z0-9]{0,16}[0-9])(?=[A-Za-z0-9]{0,16}[A-Za-z])[A-HJ-NPR-Za-hj-npr-z0-9]{17}(?![^\W_])"
)
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S{1,200}|[^\s@]{1,60}@[^\s@]{1,60}\.[a-z]{2,10}", re.IGNORECASE)
_SIV: Final = re.compile(r"(?<![^\W_])([A-Za-z]{2})([ -]?)([0-9]{3})([ -]?)([A-Za-z]{2})(?![^\W_])")
_FNI: Final = re.compile(
    r"(?<![^\W_])(?<![0-9] )(?<![A-Za-z]-)[0-9]{1,4}[ -]?([A-Z]{2,3})[ -]?(?:[0-9]{2}|2[AB])(?![^\W_])(?![.,][0-9]|"
    r" ?[€£$eE])"
)
_BRITISH: Final = re.compile(r"(?<![^\W_])[A-Z]{2}[0-9]{2} ?([A-Z]{3})(?![^\W_])")
_SPANISH: Final = re.compile(r"(?<![^\W_])[0-9]{4} ?([B-DF-HJ-NP-TV-Z]{3})(?![^\W_])")
_IRISH: Final = re.compile(
    r"(?<![^\W_])(?<![A-Za-z][ -])[0-9]{2,3}-([A-Z]{1,2})-[0-9]{1,6}(?![^\W_])(?![.,][0-9]| ?[€£$])"
)
# Two letters around digits that are words and no plate: "de 200 km".
_NO_PLATE: Final = set_of("KM KMS MI EU EUR GBP USD CHF KWH TTC DE DU LE LA UN ET EN AU SP CT PV MAD L H HT")
# Digits that belong to the name of a part; the words stay, for the work they tell.
_PARTS: Final = re.compile(
    r"[1-3][0-9]5 ?[/ ] ?[2-9][05] ?(?:z?r|/)? ?[12][0-9](?![0-9])"
    r"|(?<![0-9])[1-3][0-9]0/[2-9][05](?: ?(?:z?r|-|/) ?[12][0-9])?(?![0-9/])"
    r"|(?<![a-z0-9])(?:0|5|10|15|20) ?w ?-?(?:16|20|30|40|50|60)(?![0-9])"
    r"|(?<![a-z0-9])(?:dot ?[345](?:\.1)?|h ?(?:1|4|7|9|11)|w ?5 ?w|r ?134 ?a?|r ?1234 ?yf|sp ?9[58]|e ?(?:5|10|85)"
    r"|b ?7"
    r"|super ?9[58]|sans plomb ?9[58])(?![0-9.,])"
    r"|(?<![0-9.,])[0-9]{1,3}(?:[.,][0-9]{1,2})? ?(?:%|°|mm|cm|bars?|ch|cv|hp|bhp|ah|volts?|watts?|psi|places?"
    r"|portes?"
    r"|doors?|tdi|dci|hdi|tsi|vti|tce|puretech|bluehdi|mpg)(?![a-z0-9])"
    r"|(?<![0-9.,])[0-9]{1,3}(?: ?[0-9]{3})?(?:[.,][0-9]{1,2})? ?(?:km|miles|mi) ?/ ?h(?![a-z])"
    r"|(?<![a-z])[0-9]{1,2} ?(?:x|\*) ?(?=[a-z])|(?<![a-z0-9])(?<![0-9] )x ?[0-9]{1,2}(?![0-9.,]| ?(?:€|£|\$"
    r"|e(?![a-z])|eur))"
)


# Numbers of papers: "facture n°20261134", "invoice 4471" (that one only beside an amount), "ref: F-2026-113".
_PAPER: Final = (
    r"(?:factures?|fact|invoices?|inv|ref(?:erence)?|dossier|receipt|recu|commande|order|bon|job|contrat|police"
    r"|policy)"
)
_NUMBERED: Final = re.compile(
    rf"(?<![a-z])(?:{_PAPER}\.? ?)?(?:n ?[°º]|n[or]\.?|num\.?|numero|number"
    rf"|#) ?:? ?[a-z]{{0,4}}[0-9][a-z0-9/-]*(?![.,][0-9])"
    rf"|(?<![a-z])(?:ref(?:erence)?|dossier|order|commande)\.? ?:? ?[a-z]{{0,4}}-?[0-9][a-z0-9/-]*(?![.,][0-9]"
    rf"| ?(?:€|£|\$|eur|e(?![a-z])))"
)
_PAPER_BESIDE: Final = re.compile(
    rf"(?<![a-z]){_PAPER}\.? ?:? ?[a-z]{{0,4}}-?(?:[0-9]+(?:-[0-9]+)+|[0-9]{{4,}})(?![0-9.,]| ?(?:€|£|\$|eur"
    rf"|e(?![a-z])|quid|km))"
)
_PAID_SIGN: Final = re.compile(r"[€£$]|[0-9] ?(?:e|eur|euros?|quid|balles)(?![a-z])")
# What it would have cost is not what was paid.
_INSTEAD: Final = re.compile(
    r"(?<![a-z])(?:au lieu de|a la place de|instead of|(?:down|reduced) from"
    r"|rather than) ?[€£$]? ?[0-9]+(?:[.,][0-9]{1,2})?"
)
# Roads, where something is paid for using them: "péage A6".
_TOLLED: Final = re.compile(r"(?<![a-z])(?:tele ?)?(?:peages?|tolls?|autoroutes?|motorway|turnpike)(?![a-z])")
_ROADS: Final = re.compile(r"(?<![a-z0-9])[aemn][0-9]{1,3}(?![0-9]|[.,][0-9]| ?(?:€|£|\$|e(?![a-z])|eur|gbp|chf))")


def mask(line: Line) -> None:
    """Put aside what is no measure, before anything is read."""
    for pattern in (_ADDRESS, _CODE, _PHONE):
        for match in pattern.finditer(line.text):
            _blot(line, match.start(), match.end(), Role.MASKED)
    for match in _SIV.finditer(line.text):
        if _is_plate(match):
            _blot(line, match.start(), match.end(), Role.MASKED)
    for pattern in (_FNI, _BRITISH, _SPANISH, _IRISH):
        for match in pattern.finditer(line.text):
            if match[1] not in _NO_PLATE:
                _blot(line, match.start(), match.end(), Role.MASKED)


def mask_parts(line: Line) -> None:
    """Put aside the digits of sizes, grades and counts; a price for several (`2x45€`) is not one of them."""
    names = [_PARTS, _INSTEAD, _NUMBERED]
    if _TOLLED.search(line.flat):
        names.append(_ROADS)
    if _PAID_SIGN.search(line.flat):
        names.append(_PAPER_BESIDE)
    for _, first, last in (found for pattern in names for found in line.find(pattern)):
        for place in range(first, last):
            if line.tokens[place].is_number:
                line.take(place, place + 1, Role.PART)


def _is_plate(match: re.Match[str]) -> bool:
    left, gap, _, other_gap, right = match.groups()
    if {left.upper(), right.upper()} & _NO_PLATE or french_plate(match.group()) is None:
        return False
    # In small letters and with spaces, words around three digits look the same.
    return "-" in gap + other_gap or match.group().isupper() or not gap + other_gap


def _blot(line: Line, start: int, end: int, role: Role) -> None:
    for place, token in enumerate(line.tokens):
        if token.start < end and start < token.end:
            line.take(place, place + 1, role)
