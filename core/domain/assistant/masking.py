"""What is taken out of words before a model sees them: it needs none of it to answer.

Two strengths: `without_secrets` for what is kept (cards, accounts, codes), `masked` for what leaves (those, and
whatever tells who somebody is: addresses, numbers, plates, names). A mask says what stood there: a sentence stays one.
"""

import re
from collections.abc import Callable, Iterable
from typing import Final

from core.domain.plates import french_plate

CARD, ACCOUNT, CODE, MAIL, PLATE, VIN, PHONE, NAME, KEY = (
    *("[card]", "[account]", "[code]", "[e-mail]", "[plate]", "[vin]"),
    *("[phone]", "[name]", "[key]"),
)
_GAP: Final = r"[\s.\-–/_\u00a0\u202f]?"
_KEYS: Final = re.compile(
    r"\b(?:sk|pk|rk|whsec|ghp|gho|xox[abp])[-_][A-Za-z0-9_-]{12,}"
    r"|\b\d{6,12}:[A-Za-z0-9_-]{30,}|\beyJ[\w-]{8,}\.[\w.-]{16,}"
)
_MAILS: Final = re.compile(
    r"[\w.+%'-]{1,64}\s?(?:@|\(at\)|\[at\]|\s+(?:at|arobase)\s+)\s?[\w-]{1,63}(?:\.[\w-]{2,63})+", re.I
)
_IBANS: Final = re.compile(rf"\b[A-Z]{{2}}{_GAP}\d{{2}}(?:{_GAP}[A-Z0-9]{{2,4}}){{3,8}}\b", re.I)
_LONG_NUMBERS: Final = re.compile(rf"(?<![\w.,])\d(?:{_GAP}\d){{11,18}}(?!\w)")
_PHONES: Final = re.compile(
    rf"(?<![\w])(?:\+|00){_GAP}\d{{1,3}}{_GAP}(?:\(0\))?(?:{_GAP}\d){{6,12}}(?!\w)"
    rf"|(?<![\w.,])0{_GAP}[1-9](?:{_GAP}\d\d){{4}}(?!\w)"
    rf"|(?<!\w)0[1-9]\d{{2,3}}[\s-]\d{{3}}[\s-]?\d{{3,4}}(?!\w)"
)
_CODES: Final = re.compile(
    r"(?P<before>\b(?:code|codes|pin|otp|cvv|cvc|cryptogramme|mot de passe|mdp|password|passcode|pass"
    r"|contrase(?:ñ|n)a|clave)\b"
    r"(?:\s+(?:secret|pin|de\s+\w+|est|is|es|c'est|banque|bancaire|sms|d'accès|acces|wifi|confidentiel|radio|:))*"
    r"\s*[:=]?\s*)(?P<code>[^\s,;]*\d[^\s,;]*)",
    re.I,
)
_SAID_SECRET: Final = re.compile(
    r"(?P<before>\b(?:mot de passe|mdp|password|passcode|contrase(?:ñ|n)a)\b\s*(?:est|is|es|c'est|[:=])\s*)"
    r"(?P<code>[^\s,;]+)",
    re.I,
)
_BARE_CODES: Final = re.compile(r"^\s*\d{3}[\s-]?\d{3}\s*$")
_FAULT_CODE: Final = re.compile(r"[PBCU][0-3][0-9A-F]{3}", re.I)
_VINS: Final = re.compile(r"\b(?=[A-HJ-NPR-Z0-9]*\d)(?=[A-HJ-NPR-Z0-9]*[A-Z])[A-HJ-NPR-Z0-9]{17}\b", re.I)
_SPACED_VINS: Final = re.compile(
    r"\b(?=(?:[\s-]?[A-HJ-NPR-Z0-9]){17}\b)[A-Z]{2}[A-Z0-9](?:[\s-]?[A-HJ-NPR-Z0-9]){14}\b"
)
_PLATES: Final = re.compile(
    r"\b[A-Z]{2}[\s\-·.]?\d{3}[\s\-·.]?[A-Z]{2}\b|\b\d{1,4}[\s-][A-Z]{1,3}[\s-](?:\d{2,3}|2[AB])\b", re.I
)
_TITLED: Final = re.compile(
    r"\b(?P<before>(?:M|Mr|Mrs|Ms|Mme|Mlle|Dr|Me|Sr|Sra|Monsieur|Madame|Mademoiselle|Señora?)\.?\s+)"
    r"(?P<name>[A-ZÀ-Þ][\w'’-]+(?:\s+(?:de\s+|du\s+|la\s+|van\s+)?[A-ZÀ-Þ][\w'’-]+){0,2})"
)
_CALLED: Final = re.compile(
    r"(?P<before>\b(?:je m['’]appelle|moi c['’]est|mon nom(?: est| :|:)?|my name(?:['’]s| is)|i am called|me llamo"
    r"|mi nombre es|signé|signed)\s+)"
    r"(?P<name>[\w'’-]+(?:\s+[A-ZÀ-Þ][\w'’-]+){0,2})",
    re.I,
)


def without_secrets(text: str) -> str:
    """Take out what nobody should keep: card and account numbers, codes and passwords, keys."""
    text = _KEYS.sub(KEY, text)
    text = _IBANS.sub(lambda found: ACCOUNT if _is_account(found[0]) else found[0], text)
    text = _LONG_NUMBERS.sub(lambda found: CARD if _is_card(found[0]) else found[0], text)
    text = _SAID_SECRET.sub(lambda found: found["before"] + CODE, text)
    text = _CODES.sub(_coded, text)
    return CODE if _BARE_CODES.match(text) else text


def masked(text: str, known: Iterable[str] = ()) -> str:
    """Take out whatever tells who somebody is; `known` are names, plates and numbers that are theirs."""
    text = _MAILS.sub(MAIL, without_secrets(text))
    text = _VINS.sub(VIN, text)
    text = _SPACED_VINS.sub(VIN, text)
    text = _known(text, known)
    text = _PHONES.sub(PHONE, text)
    text = _PLATES.sub(lambda found: PLATE if _is_plate(found[0]) else found[0], text)
    text = _LONG_NUMBERS.sub(ACCOUNT, text)
    for pattern in (_TITLED, _CALLED):
        text = pattern.sub(lambda found: found["before"] + NAME, text)
    return text


def _known(text: str, known: Iterable[str]) -> str:
    """Take out the names and numbers that we know to be somebody's, however they are separated."""
    for one in sorted({one.strip() for one in known}, key=len, reverse=True):
        plain = re.sub(r"[\s\-.·]", "", one)
        if len(plain) < 2 or plain.casefold() in _EVERYDAY:
            continue
        numbered = any(letter.isdigit() for letter in plain)
        spelled = r"[\s\-.·]?".join(re.escape(letter) for letter in plain) if numbered else re.escape(one)
        text = re.sub(rf"(?<!\w){spelled}(?!\w)", PLATE if numbered else NAME, text, flags=re.I)
    return text


# First names that are words as well: taking them out would take the sentence apart.
_EVERYDAY: Final = frozenset(
    {"mercedes", "alpine", "rose", "clio", "zoe", "zoé", "ami", "or", "may", "will", "sol", "luz"}
)


def _coded(found: re.Match[str]) -> str:
    code = found["code"]
    # "code P0301" is what is asked about; "code défaut 12" has no digit behind the word.
    if _FAULT_CODE.fullmatch(code.rstrip(".!?)")) or not 3 <= sum(letter.isdigit() for letter in code) <= 10:
        return found[0]
    return found["before"] + CODE


def _is_card(number: str) -> bool:
    digits = [int(letter) for letter in number if letter.isdigit()]
    if not 13 <= len(digits) <= 19:
        return False
    doubled = [sum(divmod(digit * 2, 10)) if place % 2 else digit for place, digit in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0


def _is_account(text: str) -> bool:
    plain = re.sub(r"[^A-Z0-9]", "", text.upper())
    if not 15 <= len(plain) <= 34 or len(plain) == 17:
        return False  # a VIN has 17
    turned = plain[4:] + plain[:4]
    return int("".join(str(int(letter, 36)) for letter in turned)) % 97 == 1


def _is_plate(text: str) -> bool:
    return french_plate(text) is not None


Mask = Callable[[str], str]


def masker(known: Iterable[str]) -> Mask:
    """The mask for one person's words."""
    theirs = tuple(known)
    return lambda text: masked(text, theirs)
