"""What kind of document a page is."""

import re

from core.domain.capture.layout import Row
from core.domain.capture.registration import has_machine_lines
from core.domain.capture.registration_codes import has_card_codes
from core.domain.capture.types import DocumentType

_CARD = re.compile(r"CERTIFICAT\s?D.?\s?IMMATRICULATION|CARTE GRISE|REGISTRATION CERTIFICATE")


def classify(rows: tuple[Row, ...]) -> DocumentType:
    """The kind of document, OTHER when it is none that we read."""
    if has_machine_lines(rows) or has_card_codes(rows):
        return DocumentType.REGISTRATION
    return DocumentType.INVOICE
