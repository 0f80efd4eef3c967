"""The two machine-readable lines of a French registration card.

Line 1: `CR` `FRA` plate(7) check VIN(17) check first registration YYMMDD check category(6).
Line 2: body(4) make(14) model(13) formula number(11) check, then a check over both lines.
Checks are those of ICAO 9303: weights 7, 3, 1; digits as they are, A is 10 to Z is 35, `<` is 0.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations, product

LINE_LENGTH = 44
_WEIGHTS = (7, 3, 1)

# What a reader confuses, by what may stand at a place.
_TO_DIGIT = str.maketrans("OQDUIJLTZASBGE|", "000011172458631")
_TO_LETTER = str.maketrans("01245678", "DJZASGTB")
_SWAPS = {
    "0": "8 6 9", "1": "7 4", "2": "7 Z", "3": "8 9", "4": "A 1", "5": "6 S", "6": "5 8 G B", "7": "1 2 T",
    "8": "B 3 0 6", "9": "0 3 8", "A": "4 R", "B": "8 R 3 6", "C": "G", "D": "0 P", "E": "F 3", "F": "P E", "G": "6 C",
    "H": "N M W", "J": "1", "K": "X H", "L": "1", "M": "N W H", "N": "M H W", "P": "F R D", "R": "P K B", "S": "5",
    "T": "7 Y", "U": "V W", "V": "Y U W", "W": "V M", "X": "K", "Y": "V T", "Z": "2 7",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CheckedText:
    """Text of the lines; `checked` when its check digit agrees, `repaired` characters were exchanged."""

    text: str
    checked: bool
    repaired: int = 0


@dataclass(frozen=True, slots=True)
class RegistrationLines:
    """What the two lines say; parts that could not be decoded are None."""

    plate: CheckedText | None
    vin: CheckedText | None
    first_registration: tuple[date, bool] | None
    category: str | None
    body: str | None
    make: str | None
    model: str | None
    formula: CheckedText | None
    whole_checked: bool
    first_line: str | None
    second_line: str | None

    def named(self, make: str | None, model: str | None) -> str | None:
        """Line 2 with these names, as the lines abbreviate them."""
        if self.second_line is None or make is None or model is None:
            return self.second_line
        return self.second_line[:4] + _filled(make, 14) + _filled(model, 13) + self.second_line[31:]


def check_digit(text: str) -> int:
    """The ICAO 9303 check digit of capitals, digits and `<`."""
    return sum(_value(char) * _WEIGHTS[at % 3] for at, char in enumerate(text)) % 10


def clean_line(text: str) -> str:
    """A line as printed: capitals, digits and `<`, look-alikes of the filler replaced."""
    plain = text.upper().translate(str.maketrans("«‹＜〈({[", "<<<<<<<")).replace("«", "<<")
    return re.sub(r"[^A-Z0-9<]", "", plain)


def looks_like_first_line(text: str) -> bool:
    """Whether a text begins as line 1 does, allowing what readers confuse."""
    line = clean_line(text)
    return len(line) >= 36 and re.match(r"[CG6][RPK]F[RPK][A4R]", line) is not None


def looks_like_second_line(text: str) -> bool:
    """Whether a text is built as line 2 is: words with fillers, a formula number at its end."""
    line = clean_line(text)
    if not 34 <= len(line) <= 54 or line.count("<") < 4:
        return False
    return sum(char.isdigit() or char in "OIBSZDQG" for char in line[-13:]) >= 9 and not looks_like_first_line(text)


def decode_lines(
    first: str | None, second: str | None, *, plates: tuple[str, ...] = (), vins: tuple[str, ...] = ()
) -> RegistrationLines | None:
    """Decode what was read of the lines; plates and VINs printed elsewhere settle doubts."""
    one = clean_line(first)[:LINE_LENGTH] if first else ""
    two = _with_body(clean_line(second)) if second else ""
    if not one and not two:
        return None
    plate = _plate(one[5:12], one[12:13], plates)
    vin = _vin(one[13:30], one[30:31], vins)
    day = _day(one[31:37], one[37:38])
    formula = _formula(two[-13:-2], two[-2:-1]) if two else None
    make, model = _make_and_model(two)
    return RegistrationLines(
        plate=plate,
        vin=vin,
        first_registration=day,
        category=one[38:].rstrip("<").replace("O", "0") or None if len(one) == LINE_LENGTH else None,
        body=two[:4].rstrip("<") or None,
        make=make,
        model=model,
        formula=formula,
        whole_checked=_whole(plate, vin, day, formula, two[-1:]),
        first_line=_first_line(one, plate, vin, day),
        second_line=_second_line(two, make, model, formula),
    )


def _with_body(line: str) -> str:
    """Line 2 with the body of a car whole, `CI<<`: a reader loses the thin I between letters and fillers."""
    return re.sub(r"^[CG6](?:[I1L|])?<{1,3}(?=[A-Z0-9])", "CI<<", line)


def blind_twins(one: str, other: str) -> bool:
    """Whether two texts differ only where no check digit can see it, such as G and 6 or L and 1."""
    if len(one) != len(other):
        return False
    return all((_value(a) - _value(b)) % 10 == 0 for a, b in zip(one, other, strict=True) if a != b)


def _value(char: str) -> int:
    if char.isdigit():
        return int(char)
    return 0 if char == "<" else ord(char) - 55


def _passes(text: str, check: str) -> bool:
    return check.isdigit() and check_digit(text) == int(check)


def _as_check(char: str) -> str:
    return char.translate(_TO_DIGIT)


def _by_class(text: str, classes: str) -> str:
    """Characters forced into their class: L a letter, D a digit."""
    pairs = zip(text, classes, strict=True)
    return "".join(char.translate(_TO_LETTER if kind == "L" else _TO_DIGIT) for char, kind in pairs)


def _plate(text: str, check: str, printed: tuple[str, ...]) -> CheckedText | None:
    check = _as_check(check)
    if len(text) != 7 or not check:
        return None
    settled = _settled(text, check, printed)
    if settled is not None:
        return settled
    if "<" not in text:
        forced = _by_class(text, "LLDDDLL")
        if _passes(forced, check):
            return CheckedText(forced, checked=True, repaired=_changes(text, forced))
        repaired = _repaired(forced, check, lambda swap: re.fullmatch(r"[A-Z]{2}\d{3}[A-Z]{2}", swap) is not None)
        if repaired is not None:
            return repaired
    return CheckedText(text.replace("<", ""), checked=_passes(text, check))


def _vin(text: str, check: str, printed: tuple[str, ...]) -> CheckedText | None:
    check = _as_check(check)
    if len(text) != 17 or not check:
        return None
    plain = text.translate(str.maketrans("OQI", "001"))
    settled = _settled(plain, check, printed)
    if settled is not None:
        return settled
    for candidate in (plain, text):
        # Old cards and specimens do carry an I or an O, against the rule.
        if _passes(candidate, check):
            return CheckedText(candidate.replace("<", ""), checked=True)
    repaired = _repaired(plain, check, lambda swap: re.fullmatch(r"[A-HJ-NPR-Z0-9]{13}\d{4}", swap) is not None)
    return repaired or CheckedText(plain.replace("<", ""), checked=False)


def _settled(text: str, check: str, printed: tuple[str, ...]) -> CheckedText | None:
    """What is printed elsewhere and satisfies the line's digit is the line, whatever was read of the line."""
    for value in printed:
        if len(value) == len(text) and _passes(value, check) and _changes(value, text) <= 3:
            return CheckedText(value, checked=True, repaired=_changes(value, text))
    return None


def _day(text: str, check: str) -> tuple[date, bool] | None:
    forced, check = text.translate(_TO_DIGIT), _as_check(check)
    if not re.fullmatch(r"\d{6}", forced):
        return None
    day = _calendar(forced)
    if day is not None and _passes(forced, check):
        return day, True
    repaired = _repaired(forced, check, lambda swap: swap.isdigit() and _calendar(swap) is not None)
    if repaired is not None:
        again = _calendar(repaired.text)
        return (again, repaired.checked) if again is not None else None
    return (day, False) if day is not None else None


def _calendar(text: str) -> date | None:
    # Cards with these lines exist since 2009, cars of any age: two digits above 40 are of the last century.
    year = int(text[:2])
    try:
        return date(year + (1900 if year > 40 else 2000), int(text[2:4]), int(text[4:]))
    except ValueError:
        return None


def _formula(text: str, check: str) -> CheckedText | None:
    check = _as_check(check)
    if len(text) != 11 or not check:
        return None
    forced = _by_class(text, "DDDDLLDDDDD")
    if _passes(forced, check):
        return CheckedText(forced, checked=True, repaired=_changes(text, forced))
    repaired = _repaired(forced, check, lambda swap: re.fullmatch(r"\d{4}[A-Z]{2}\d{5}", swap) is not None)
    return repaired or CheckedText(forced, checked=False)


def _make_and_model(line: str) -> tuple[str | None, str | None]:
    words = line[4:-13]
    if not words:
        return None, None
    if len(line) == LINE_LENGTH:
        return _words(words[:14]), _words(words[14:])
    # A reader that loses a filler or two loses the columns; long runs of fillers still part the words.
    parts = [part for part in re.split(r"<{2,}", words.strip("<")) if part]
    return (_words(parts[0]), _words(parts[1])) if len(parts) == 2 else (_words(words[:14]), None)


def _words(text: str) -> str | None:
    return text.strip("<").replace("<", " ").strip() or None


def _whole(
    plate: CheckedText | None,
    vin: CheckedText | None,
    day: tuple[date, bool] | None,
    formula: CheckedText | None,
    check: str,
) -> bool:
    if plate is None or vin is None or day is None or formula is None:
        return False
    parts = (plate.text.ljust(7, "<"), vin.text.ljust(17, "<"), day[0].strftime("%y%m%d"), formula.text)
    return _passes("".join(part + str(check_digit(part)) for part in parts), _as_check(check))


def _first_line(
    line: str, plate: CheckedText | None, vin: CheckedText | None, day: tuple[date, bool] | None
) -> str | None:
    if plate is None or vin is None or day is None:
        return None
    blocks = (plate.text.ljust(7, "<"), vin.text.ljust(17, "<"), day[0].strftime("%y%m%d"))
    category = line[38:].rstrip("<").ljust(6, "<")
    return "CRFRA" + "".join(block + str(check_digit(block)) for block in blocks) + category


def _second_line(line: str, make: str | None, model: str | None, formula: CheckedText | None) -> str | None:
    if make is None or model is None or formula is None:
        return None
    body = line[:4].rstrip("<").translate(str.maketrans("1058", "IOSB"))
    tail = formula.text + _as_check(line[-2]) + _as_check(line[-1])
    return _filled(body, 4) + _filled(make, 14) + _filled(model, 13) + tail


def _filled(text: str, width: int) -> str:
    return text.replace(" ", "<").ljust(width, "<")[:width]


def _changes(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))


def _repaired(text: str, check: str, allowed: Callable[[str], bool]) -> CheckedText | None:
    """The one text that usual confusions lead to and whose check passes, or None when there is no single one."""
    if not check.isdigit():
        return None
    for count in (1, 2):
        passing = {swap for swap in _swapped(text, count) if allowed(swap) and _passes(swap, check)}
        if len(passing) == 1:
            return CheckedText(passing.pop(), checked=True, repaired=count)
        if passing:
            return None
    return None


def _swapped(text: str, count: int) -> Iterator[str]:
    for places in combinations(range(len(text)), count):
        for chars in product(*(_SWAPS.get(text[place], "").split() for place in places)):
            swap = list(text)
            for place, char in zip(places, chars, strict=True):
                swap[place] = char
            yield "".join(swap)
