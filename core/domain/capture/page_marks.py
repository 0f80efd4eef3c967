"""What one photo tells about its place among others: whose document it is, which page, whether it begins or goes on."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from core.domain.capture.folding import fold, readable
from core.domain.capture.types import DocumentType, FieldState, FieldValue, Reading

# `Page 2/3`, `p. 2 de 3`, or nothing but `2/3` on a line of its own.
_PAGE = re.compile(
    r"\b(?:PAGE|PAG|PAGINA|P|FEUILLET|FOLIO|SHEET|HOJA)\s?[.:]?\s?(?:N[°O]\s?)?(\d{1,2})\s?(?:/|SUR|DE|OF)\s?(\d{1,2})\b"
)
_PAGE_ALONE = re.compile(r"(?m)^\s*-?\s*(\d{1,2})\s?(?:/|SUR|OF)\s?(\d{1,2})\s*-?\s*$")
_GOES_ON = re.compile(
    r"\bA REPORTER\b|\bSUITE (?:EN PAGE|PAGE|AU VERSO)|\bVOIR (?:PAGE|VERSO|SUITE)"
    r"|\bT\.?S\.?V\.?P\b|\.\.\.\s?/\s?\.\.\.|\bCONTINUED (?:ON|OVER)|\bCARRIED FORWARD|\bSUMA Y SIGUE|\bSIGUE EN"
)
_COMES_FROM = re.compile(
    r"(?m)^\s*REPORT\b|\bREPORT (?:DE LA )?PAGE|\bSUITE (?:DE LA|DE VOTRE) (?:FACTURE|PAGE|DEVIS)|\bBROUGHT FORWARD"
    r"|^\s*CONTINUED\b(?! O)|\bSUMA ANTERIOR"
)
_SMALL_PRINT = re.compile(
    r"CONDITIONS GENERALES|TERMS AND CONDITIONS|CONDICIONES GENERALES|CLAUSE DE RESERVE DE PROPRIETE"
)
_AMOUNT = re.compile(r"\b\d{1,3}(?:[ .]?\d{3})*[.,]\d{2}\b")
# What tells one document of a kind from the next.
_NUMBERS: Mapping[DocumentType, tuple[str, ...]] = {
    DocumentType.INVOICE: ("invoice_number",),
    DocumentType.QUOTE: ("quote_number",),
    DocumentType.INSURANCE: ("policy_number",),
}
_OWNERS = ("vendor_siret", "plate", "vin")
_DAYS = ("invoice_date", "quote_date", "inspection_date", "date", "valid_from")
_TOTALS = ("total_incl_tax", "total")
# Characters that readers take for each other.
_ALIKE = str.maketrans("OQDILSZBG", "000115286")
_MOST_PAGES = 30


@dataclass(frozen=True)
class PageMarks:
    """The marks of one photo; a value that is doubtful counts as not seen."""

    reading: Reading

    @cached_property
    def text(self) -> str:
        """Everything on it, line by line, as labels are compared."""
        return "\n".join(fold(readable(line)) for text in self.reading.text for line in text.splitlines())

    @property
    def kind(self) -> DocumentType:
        """The kind of document that it looks like by itself."""
        return self.reading.document_type

    def value(self, *names: str) -> FieldValue:
        """The first of some fields that was plainly read."""
        fields = (self.reading.fields.get(name) for name in names)
        plain = (field for field in fields if field and field.state in {FieldState.VERIFIED, FieldState.READ})
        return next((field.value for field in plain if field.value is not None), None)

    @cached_property
    def number(self) -> str | None:
        """The number of the document, without what readers mix up."""
        return _shape(self.value(*_NUMBERS.get(self.kind, ())))

    @cached_property
    def owners(self) -> Mapping[str, str]:
        """Whose document it is: garage and vehicle, as far as seen."""
        shapes = {name: _shape(self.value(name)) for name in _OWNERS}
        return {name: shape for name, shape in shapes.items() if shape is not None}

    @cached_property
    def day(self) -> FieldValue:
        """The day it was made."""
        return self.value(*_DAYS)

    @cached_property
    def total(self) -> FieldValue:
        """What is to be paid in the end."""
        return self.value(*_TOTALS)

    @cached_property
    def page(self) -> tuple[int, int] | None:
        """Which page of how many it says it is."""
        for found in (*_PAGE.finditer(self.text), *_PAGE_ALONE.finditer(self.text)):
            page, pages = int(found[1]), int(found[2])
            if 1 <= page <= pages <= _MOST_PAGES:
                return page, pages
        return None

    @cached_property
    def goes_on(self) -> bool:
        """Whether it says that another page follows."""
        counted = self.page is not None and self.page[0] < self.page[1]
        return counted or _GOES_ON.search(self.text) is not None

    @cached_property
    def comes_from(self) -> bool:
        """Whether it says that another page went before."""
        counted = self.page is not None and self.page[0] > 1
        return counted or _COMES_FROM.search(self.text) is not None

    @cached_property
    def is_small_print(self) -> bool:
        """Whether it is the back of a paper, with its terms."""
        return self.total is None and self.number is None and _SMALL_PRINT.search(self.text) is not None

    @cached_property
    def has_amounts(self) -> bool:
        """Whether there are prices on it."""
        return _AMOUNT.search(self.text) is not None


def _shape(value: FieldValue) -> str | None:
    plain = re.sub(r"[^A-Z0-9]", "", fold(str(value))) if value is not None else ""
    return plain.translate(_ALIKE) or None
