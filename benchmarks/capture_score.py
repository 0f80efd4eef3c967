"""How a reading of a document is compared with its truth file."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from rapidfuzz import fuzz

from core.domain.capture.inspection import defects_of
from core.domain.capture.stored import plain_value
from core.domain.capture.types import DocumentType, FieldState, InvoiceLine, Reading

# What is asked for together, by kind of document; a field that the truth does not score counts as right.
TOGETHER: Mapping[str, tuple[str, ...]] = {
    "invoice": ("total_incl_tax", "invoice_date", "plate"),
    "quote": ("total_incl_tax", "quote_date", "plate"),
    "registration": ("plate", "vin", "first_registration_date"),
    "insurance": ("plate", "valid_from", "valid_until"),
    "inspection": ("plate", "inspection_date", "result", "next_inspection"),
    "fuel_receipt": ("date", "quantity", "unit_price", "total"),
    "odometer": ("odometer_km",),
}
REAL = ("invoice_date", "total_incl_tax", "vendor_name")
_AS_INVOICE = {"invoice_date": "date", "total_incl_tax": "total", "vendor_name": "station"}
_NAMES = {"vendor_name", "holder_name", "insurer", "station"}
_NAME_ALIKE = 80.0


@dataclass
class Tally:
    """Counts over the documents of one kind and level."""

    documents: int = 0
    kind: int = 0
    together: int = 0
    all_fields: int = 0
    fields: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    lines_right: int = 0
    lines_read: int = 0
    lines_printed: int = 0
    seconds: list[float] = field(default_factory=list)

    @property
    def lines_f1(self) -> float:
        """Lines right in all their parts against those read and those printed."""
        return 200 * self.lines_right / max(1, self.lines_read + self.lines_printed)


@dataclass
class Figures:
    """What a run found: counts by kind and level, what was wrong, and above all what was wrong and called sure."""

    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    wrong: list[str] = field(default_factory=list)
    verified: int = 0
    verified_wrong: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)
    processor_seconds: float = 0.0
    worker_megabytes: float = 0.0

    def count(self, name: str, truth: Mapping[str, Any], reading: Reading | None, seconds: float) -> None:
        """Add one document."""
        expected: dict[str, Any] = dict(truth["fields"])
        kind = expected.pop("document_type")
        tally = self.tallies[f"{kind} {truth['difficulty']}"]
        tally.documents += 1
        tally.seconds.append(seconds)
        reading = as_invoice(reading) if truth["difficulty"] == "real" else reading
        got = reading if reading is not None and reading.document_type == kind else None
        tally.kind += got is not None
        if got is None:
            self.wrong.append(f"{name}: {kind} taken for {reading.document_type if reading else 'nothing'}")
        self._lines(tally, expected.pop("lines", []), got.lines if got is not None else ())
        scored = truth.get("scored_fields", expected)
        right = {key: got is not None and same(key, expected[key], got) for key in expected if key in scored}
        for key, is_right in right.items():
            tally.fields[key][0] += is_right
            tally.fields[key][1] += 1
            self._judge(f"{name}: {key}", key, expected[key], reading, is_right=is_right)
        tally.together += got is not None and all(right.get(key, True) for key in TOGETHER.get(kind, ()))
        tally.all_fields += got is not None and all(right.values())

    def _judge(self, what: str, key: str, expected: Any, reading: Reading | None, *, is_right: bool) -> None:
        got = reading.fields.get(key) if reading is not None else None
        described = f"{what} {expected!r}, read {plain_value(got.value)!r} ({got.state})" if got else f"{what} not read"
        if got is not None and got.state is FieldState.VERIFIED:
            self.verified += 1
            if not is_right:
                self.verified_wrong.append(described)
        if not is_right:
            self.wrong.append(described)
        if expected is None and got is not None and got.value is not None:
            self.invented.append(described)

    def _lines(self, tally: Tally, expected: Sequence[Mapping[str, Any]], lines: Sequence[InvoiceLine]) -> None:
        tally.lines_printed += len(expected)
        tally.lines_read += len(lines)
        left = list(lines)
        for printed in expected:
            found = next((line for line in left if _same_line(printed, line)), None)
            if found is not None:
                left.remove(found)
                tally.lines_right += 1


def as_invoice(reading: Reading | None) -> Reading | None:
    """A real receipt of a filling station is rightly a fuel receipt: its day, total and station are compared."""
    if reading is None or reading.document_type is not DocumentType.FUEL_RECEIPT:
        return reading
    fields = {name: reading.fields[told] for name, told in _AS_INVOICE.items()}
    return replace(reading, document_type=DocumentType.INVOICE, fields=fields)


def same(key: str, expected: Any, reading: Reading) -> bool:
    """Whether a field says what the truth says; names may differ by a letter or two."""
    got = reading.fields.get(key)
    value = plain_value(got.value) if got is not None else None
    if key == "defects":
        return _same_defects(expected, value)
    if key in _NAMES and expected and value:
        return fuzz.ratio(str(expected).upper(), str(value).upper()) >= _NAME_ALIKE
    if isinstance(expected, float) and value is not None:
        return abs(float(value) - expected) < 0.0005
    return bool(value == expected)


def _same_defects(expected: Sequence[str], value: str | int | None) -> bool:
    return [defect.code for defect in defects_of(str(value or ""))] == list(expected)


def _same_line(printed: Mapping[str, Any], line: InvoiceLine) -> bool:
    numbers = (line.quantity, line.unit_price, line.total)
    wanted = (printed["quantity"], printed["unit_price"], printed["total"])
    equal = all(
        (got is None and want is None) or (got is not None and want is not None and abs(float(got) - want) < 0.005)
        for got, want in zip(numbers, wanted, strict=True)
    )
    return equal and fuzz.ratio(printed["description"].upper(), line.description.upper()) >= _NAME_ALIKE
