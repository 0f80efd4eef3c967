"""A French registration card: the machine-readable lines first, then what is printed, then both together."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from core.domain.capture.days import find_days
from core.domain.capture.folding import fold
from core.domain.capture.identifiers import find_plate, find_vins, labelled_plate
from core.domain.capture.layout import Piece, Row
from core.domain.capture.registration_codes import Printed, card_date, printed_fields
from core.domain.capture.types import MISSING, Box, Field, FieldState
from core.domain.capture.vehicle_makes import nearest_make
from core.domain.registration_lines import (
    LINE_LENGTH,
    CheckedText,
    RegistrationLines,
    blind_twins,
    clean_line,
    decode_lines,
    looks_like_first_line,
    looks_like_second_line,
)

REGISTRATION_FIELDS = (
    "plate", "vin", "first_registration_date", "registration_date", "make", "model", "type_variant", "fuel",
    "fiscal_power", "power_kw", "engine_cc", "co2", "seats", "holder_name", "next_inspection", "mrz",
)  # fmt: skip
_FUELS = frozenset({
    "ES", "GO", "EL", "EE", "EH", "GL", "GH", "EG", "EN", "ER", "EM", "EQ", "EP", "FE", "FG", "FN", "FL", "GP", "PE",
    "PH", "GN", "NE", "NH", "GF", "GM", "GQ", "H2", "ET", "AC", "PL", "GA", "GG", "GE", "GZ",
})  # fmt: skip
# Sane bounds by field: a number outside them was misread.
_BOUNDS = {
    "engine_cc": ("P.1", 45, 9_999), "power_kw": ("P.2", 1, 999), "fiscal_power": ("P.6", 1, 99),
    "seats": ("S.1", 1, 60), "co2": ("V.7", 0, 700),
}  # fmt: skip


# How sure a name is that only the machine-readable lines give.
_FROM_LINE = 0.75


@dataclass(frozen=True, slots=True)
class _Seen:
    value: str
    score: float
    box: Box


def read_registration(rows: tuple[Row, ...], today: date) -> dict[str, Field]:
    """All fields of a card; those not seen are missing."""
    first, second = _machine_lines(rows)
    others = tuple(row for row in rows if row not in (first, second))
    printed = printed_fields(others)
    pieces = [piece for row in others for piece in row.pieces]
    plates, vins = _plates(printed, pieces), _vins(printed, pieces)
    lines = decode_lines(_joined(first), _joined(second), plates=_by_votes(plates), vins=_by_votes(vins))
    fields = dict.fromkeys(REGISTRATION_FIELDS, MISSING)
    fields["plate"] = _settle(lines.plate if lines else None, plates, _box(first))
    fields["vin"] = _settle(lines.vin if lines else None, vins, _box(first))
    fields.update(_dates(lines, printed, others, today))
    fields.update(_names(lines, printed, _box(second)))
    fields.update(_numbers(printed))
    fields["fuel"] = _fuel(printed.get("P.3", []))
    fields["type_variant"] = _variant(_text(printed.get("D.2", [])))
    fields["holder_name"] = _holder(printed.get("C.1", []), others)
    fields["mrz"] = _mrz(lines, (first, second), fields)
    return fields


def has_machine_lines(rows: tuple[Row, ...]) -> bool:
    """Whether a page carries line 1 of a card."""
    return _machine_lines(rows)[0] is not None


def _machine_lines(rows: Sequence[Row]) -> tuple[Row | None, Row | None]:
    first = next((row for row in reversed(rows) if looks_like_first_line(_joined(row) or "")), None)
    after = [row for row in rows if first is None or (row.page == first.page and row.middle > first.middle)]
    second = next((row for row in after if looks_like_second_line(_joined(row) or "")), None)
    return first, second


def _joined(row: Row | None) -> str | None:
    return "".join(piece.text for piece in row.pieces) if row is not None else None


def _box(row: Row | None) -> Box | None:
    if row is None:
        return None
    boxes = [piece.box for piece in row.pieces]
    return Box(
        boxes[0].page,
        min(box.x0 for box in boxes),
        min(box.y0 for box in boxes),
        max(box.x1 for box in boxes),
        max(box.y1 for box in boxes),
    )


def _plates(printed: dict[str, list[Printed]], pieces: Sequence[Piece]) -> list[_Seen]:
    seen = []
    for value in printed.get("A", []):
        labelled = labelled_plate([fold(value.text)])
        if labelled is not None:
            seen.append(_Seen(labelled[1].value, value.piece.score, value.piece.box))
    behind = {value.piece.box for value in printed.get("A", [])}
    for piece in pieces:
        plate = find_plate(piece.plain) if piece.box not in behind and len(piece.plain) <= 16 else None
        if plate is not None:
            seen.append(_Seen(plate.value, piece.score, piece.box))
    return seen


def _vins(printed: dict[str, list[Printed]], pieces: Sequence[Piece]) -> list[_Seen]:
    # A VIN behind its code may have few digits; elsewhere a word could look like that.
    behind = {value.piece.box for value in printed.get("E", [])}
    return [
        _Seen(vin.value, piece.score, piece.box)
        for piece in pieces
        for vin in find_vins(_after_code(piece.plain), 4 if piece.box in behind else 6)
    ]


def _after_code(plain: str) -> str:
    return re.sub(r"^\(?E[.:)\s]\s*", "", plain)


def _by_votes(seen: Sequence[_Seen]) -> tuple[str, ...]:
    return tuple(value for value, _ in Counter(item.value for item in seen).most_common())


def _settle(line: CheckedText | None, seen: Sequence[_Seen], line_box: Box | None) -> Field:
    """One value from the line and from what is printed; the check digit outranks what is printed."""
    votes = Counter(item.value for item in seen)
    places = {item.value: item.box for item in reversed(seen)}
    if line is not None and line.checked:
        return _checked(line, votes, places, line_box)
    if votes:
        value, count = votes.most_common(1)[0]
        rivals = len(votes) > 1 and list(votes.values()).count(count) > 1
        agrees = count > 1 or (line is not None and line.text == value)
        confidence = 0.93 if agrees else 0.8
        if rivals or (line is not None and not agrees):
            return Field(value, 0.5, FieldState.DOUBTFUL, places[value])
        return Field(value, confidence, FieldState.READ, places[value])
    if line is not None and line.text:
        return Field(line.text, 0.4, FieldState.DOUBTFUL, line_box)
    return MISSING


def _checked(line: CheckedText, votes: Counter[str], places: dict[str, Box], line_box: Box | None) -> Field:
    if votes[line.text]:
        # The line was bent to a value printed once, where the digit cannot tell: likely, not certain.
        twins = any(blind_twins(line.text, other) for other in votes if other != line.text)
        certain = votes[line.text] > 1 or (line.repaired == 0 and not twins)
        return Field(line.text, 0.99 if certain else 0.9, FieldState.VERIFIED, places[line.text])
    if line.repaired > 1:
        return Field(line.text, 0.55, FieldState.DOUBTFUL, line_box)
    # The digit cannot see every swap (H and R, G and 6), so what nothing printed confirms is read, not verified.
    return Field(line.text, 0.88 if line.repaired == 0 else 0.75, FieldState.READ, line_box)


def _dates(
    lines: RegistrationLines | None, printed: dict[str, list[Printed]], rows: tuple[Row, ...], today: date
) -> dict[str, Field]:
    first = _day_behind(printed.get("B", []), today)
    if lines is not None and lines.first_registration is not None:
        day, checked = lines.first_registration
        first = _checked_day(day, first, _printed_day(day, rows), checked=checked)
    registered = _day_behind([*printed.get("I", []), *card_date(rows)], today)
    if registered.value is None:
        registered = _other_day(rows, first, today)
    visits = [Printed(row.text, row.pieces[-1]) for row in rows if re.search(r"VIS[I1L]TE", row.plain)]
    inspection = _day_behind([*printed.get("X.1", []), *visits], None)
    return {"first_registration_date": first, "registration_date": registered, "next_inspection": inspection}


def _printed_day(day: date, rows: tuple[Row, ...]) -> Box | None:
    for row in rows:
        for piece in row.pieces:
            if any(found.value == day for found in find_days(piece.text)):
                return piece.box
    return None


def _checked_day(day: date, printed: Field, seen: Box | None, *, checked: bool) -> Field:
    if printed.value == day or seen is not None:
        state = FieldState.VERIFIED if checked else FieldState.READ
        return Field(day, 0.99 if checked else 0.93, state, seen or printed.seen)
    if checked:
        return Field(day, 0.93, FieldState.VERIFIED, printed.seen)
    return printed if printed.value is not None else Field(day, 0.5, FieldState.DOUBTFUL)


def _day_behind(values: Sequence[Printed], today: date | None) -> Field:
    for value in values:
        for day in find_days(value.text):
            if today is not None and day.value > today:
                continue
            sure = day.exact
            state = FieldState.READ if sure else FieldState.DOUBTFUL
            return Field(day.value, round(0.92 * value.piece.score if sure else 0.5, 3), state, value.piece.box)
    return MISSING


def _other_day(rows: tuple[Row, ...], first: Field, today: date) -> Field:
    """The date of the card where its code was not seen: the only other day up to today."""
    days = {
        day.value: piece
        for row in rows
        if not re.search(r"VIS[I1L]TE", row.plain)
        for piece in row.pieces
        for day in find_days(piece.text)
        if day.exact and day.value <= today and (first.value is None or day.value != first.value)
    }
    if len(days) != 1:
        return MISSING
    value, piece = next(iter(days.items()))
    return Field(value, 0.6, FieldState.DOUBTFUL, piece.box)


def _names(
    lines: RegistrationLines | None, printed: dict[str, list[Printed]], line_box: Box | None
) -> dict[str, Field]:
    make, model = _text(printed.get("D.1", [])), _text(printed.get("D.3", []))
    make = _name(make, lines.make if lines else None, line_box)
    known = nearest_make(str(make.value)) if make.value is not None else None
    if known is not None and fold(str(make.value)) != known:
        make = Field(known, min(make.confidence, 0.9), make.state, make.seen)
    return {"make": make, "model": _name(model, lines.model if lines else None, line_box)}


def _name(printed: Field, in_line: str | None, line_box: Box | None) -> Field:
    line = _letters_again(in_line) if in_line else None
    if printed.value is None:
        return Field(line, _FROM_LINE, FieldState.READ, line_box) if line else MISSING
    text = _letters_again(str(printed.value))
    if line is None or not _alike(text, line):
        return Field(text, min(0.8, printed.confidence), FieldState.READ, printed.seen)
    # Two readings that differ only by look-alikes: the one with more letters is the word, `ZOE` and not `20E`.
    longer = text if _letters(text) >= _letters(line) or len(text) > len(line) else line
    return Field(longer, 0.97 if _bare(text).startswith(_bare(line)) else 0.9, FieldState.READ, printed.seen)


def _alike(text: str, line: str) -> bool:
    return _look(text).startswith(_look(line)[:13])


def _look(text: str) -> str:
    """A word by the shapes of its characters, the same for those that readers confuse."""
    return _bare(text).translate(str.maketrans("0DQ1ILT582", "OOOIIIISBZ"))


def _letters(text: str) -> int:
    return sum(char.isalpha() for char in text)


def _bare(text: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", fold(text))


def _letters_again(text: str) -> str:
    """Words with the digits put right that can only be letters: `0CTAVIA`, `PEUGE0T`, `TUC50N`; `208` and `C3` stay."""
    return " ".join(_word_again(word) for word in text.split())


def _word_again(word: str) -> str:
    if re.fullmatch(r"0[A-Z]{2,}", word):
        return f"O{word[1:]}"
    inside = re.fullmatch(r"[A-Z]{2,}[0-9]{1,2}[A-Z]+|[A-Z]+[01][A-Z]+|[A-Z]{3,}[01]", word) is not None
    return word.translate(str.maketrans("0158", "OISB")) if inside else word


def _text(values: Sequence[Printed]) -> Field:
    for value in values:
        text = " ".join(value.text.split()).strip(" .:")
        if len(text) >= 1 and any(char.isalnum() for char in text):
            return Field(text, round(0.9 * value.piece.score, 3), FieldState.READ, value.piece.box)
    return MISSING


def _variant(printed: Field) -> Field:
    """A type code, in which makers avoid the letter that reads as a zero."""
    if printed.value is None or len(str(printed.value)) < 5:
        return printed
    return replace(printed, value=re.sub(r"O", "0", str(printed.value)))


def _numbers(printed: dict[str, list[Printed]]) -> dict[str, Field]:
    fields = {}
    for name, (code, low, high) in _BOUNDS.items():
        fields[name] = MISSING
        for value in printed.get(code, []):
            digits = fold(value.text).translate(str.maketrans("OILSB", "01158")).replace(" ", "")
            match = re.match(r"(\d{1,4})(?:[.,]\d{1,2})?$", digits)
            if match is not None and low <= int(match.group(1)) <= high:
                score = round(0.9 * value.piece.score, 3)
                fields[name] = Field(int(match.group(1)), score, FieldState.READ, value.piece.box)
                break
    return fields


def _fuel(values: Sequence[Printed]) -> Field:
    for value in values:
        code = fold(value.text).strip(" .:")[:2].replace("0", "O").replace("5", "S").replace("1", "L")
        code = "H2" if code == "HZ" else code
        if code in _FUELS:
            return Field(code, round(0.9 * value.piece.score, 3), FieldState.READ, value.piece.box)
    return MISSING


def _holder(values: Sequence[Printed], rows: tuple[Row, ...]) -> Field:
    """The name behind C.1 and the first names on the line under it, up to the next code."""
    if not values:
        return _holder_above(rows)
    first = values[0]
    at = next(number for number, row in enumerate(rows) if any(piece.box == first.piece.box for piece in row.pieces))
    words = [first.text.strip()]
    if at + 1 < len(rows) and not _begins_with_code(rows[at + 1]) and _is_name(rows[at + 1].text):
        words.append(rows[at + 1].text.strip())
    score = round(0.85 * first.piece.score, 3)
    return Field(" ".join(" ".join(words).split()), score, FieldState.READ, first.piece.box)


def _holder_above(rows: tuple[Row, ...]) -> Field:
    """The names over the owner's statement, where the code beside them was misread."""
    at = next((number for number, row in enumerate(rows) if re.search(r"EST\s?LE\s?PROPR", row.plain)), 0)
    names = []
    for row in rows[max(0, at - 2) : at]:
        bare = re.sub(r"^C\s?[.,]?\s?[1IL]\s+", "", row.text)
        if _is_name(bare) and not re.search(r"CERTIFICAT|IMMATRIC", row.plain):
            names.append(bare.strip())
    return Field(" ".join(names), 0.5, FieldState.DOUBTFUL, _box(rows[at - 1])) if names else MISSING


def _begins_with_code(row: Row) -> bool:
    return re.match(r"^\(?[A-Z2]\s?[.,]\s?\d", row.plain) is not None


def _is_name(text: str) -> bool:
    return re.fullmatch(r"[A-ZÀ-Ý][A-ZÀ-Ý '.,-]{1,40}", text.strip()) is not None and "PROPRIETAIRE" not in text


def _mrz(lines: RegistrationLines | None, rows: tuple[Row | None, Row | None], fields: dict[str, Field]) -> Field:
    first, second = rows
    if lines is None or first is None or second is None:
        return MISSING
    one = lines.first_line or clean_line(_joined(first) or "")
    two = lines.second_line or clean_line(_joined(second) or "")
    names = tuple(_in_line(fields[name], part) for name, part in (("make", lines.make), ("model", lines.model)))
    two = lines.named(*names) or two
    # The checks do not cover the names: those are sure when they are printed alike elsewhere on the card.
    named = all(
        _in_line(fields[name], part) != part or _printed_alike(fields[name], part)
        for name, part in (("make", lines.make), ("model", lines.model))
    )
    state = FieldState.DOUBTFUL
    if lines.whole_checked:
        state = FieldState.VERIFIED if named and len(one) == len(two) == LINE_LENGTH else FieldState.READ
    return Field(f"{one}\n{two}", {FieldState.VERIFIED: 0.98, FieldState.READ: 0.8}.get(state, 0.5), state, _box(first))


def _printed_alike(printed: Field, part: str | None) -> bool:
    """Whether a name of the lines is printed on the card too."""
    return (
        part is not None
        and printed.value is not None
        and printed.confidence > _FROM_LINE
        and _alike(str(printed.value), part)
    )


def _in_line(printed: Field, part: str | None) -> str | None:
    """A name as the lines write it, its look-alikes settled by the printed name."""
    if printed.value is None or part is None or not _alike(str(printed.value), part):
        return part
    return re.sub(r"[^A-Z0-9]+", " ", fold(str(printed.value))).strip()[: max(len(part), 1)]
