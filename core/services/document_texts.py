"""The text of documents, and the words by which they are found. The database's own index follows the rows."""

from collections.abc import Iterable, Sequence

from core import db
from core.db.full_text import DOCUMENTS
from core.domain.capture.types import DocumentType, Reading
from core.domain.document_fields import PRIVATE
from core.domain.record_search import all_words
from core.i18n import LANGUAGES, translator
from core.models import Account, Document, DocumentText, ExtractedField, ExtractedLine

# Pages of a text are set apart by this.
PAGE_BREAK = "\f"
LONGEST = 60_000
MOST_FOUND = 1_000
_SQLITE = f"""
    SELECT t.document_id FROM {DOCUMENTS.name} JOIN document_text t ON t.id = {DOCUMENTS.name}.rowid
      JOIN document d ON d.id = t.document_id
     WHERE {DOCUMENTS.name} MATCH ? AND d.owner_id = ? ORDER BY t.document_id DESC LIMIT ?
"""  # noqa: S608  # a name of ours
_POSTGRES = """
    SELECT t.document_id FROM document_text t JOIN document d ON d.id = t.document_id
     WHERE to_tsvector('simple', t.words) @@ to_tsquery('simple', ?) AND d.owner_id = ?
     ORDER BY t.document_id DESC LIMIT ?
"""


async def keep_text(document: Document, reading: Reading) -> str:
    """Keep what was read; of a registration card nothing, because its holder's name and address stand in it."""
    private = reading.document_type is DocumentType.REGISTRATION
    content = "" if private else PAGE_BREAK.join(reading.text)[:LONGEST]
    await DocumentText.update_or_create(defaults={"content": content, "words": ""}, document_id=document.id)
    await index(document)
    return content


async def text_of_document(document_id: int) -> str:
    """What was read on a document, as it is kept."""
    row = await DocumentText.get_or_none(document_id=document_id)
    return row.content if row is not None else ""


async def index(document: Document) -> None:
    """Write down anew the words by which a document is found: its names, its fields, its lines, its text."""
    row = await DocumentText.get_or_none(document_id=document.id)
    fields = await ExtractedField.filter(document_id=document.id)
    said: list[str | None] = [document.label, document.title, document.file_name, *_kind_names(document)]
    said += [field.value for field in fields if field.name not in PRIVATE]
    said += [line.description for line in await ExtractedLine.filter(document_id=document.id)]
    said.append(row.content if row is not None else None)
    words = _once(all_words(" ".join(part for part in said if part)).split())[:LONGEST]
    if row is None:
        await DocumentText.create(document_id=document.id, content="", words=words)
    elif row.words != words:
        row.words = words
        await row.save(update_fields=["words"])


async def found_by(owner: Account, words: Sequence[str]) -> list[int]:
    """The ids of the owner's documents that hold every word, or one that begins with it."""
    plain = ["".join(char for char in word if char.isascii() and char.isalnum()) for word in words]
    asked = [word for word in plain if word]
    if not asked:
        return []
    if db.is_sqlite():
        rows = await db.fetch(_SQLITE, " ".join(f'"{word}"*' for word in asked), owner.id, MOST_FOUND)
    else:
        rows = await db.fetch(_POSTGRES, " & ".join(f"{word}:*" for word in asked), owner.id, MOST_FOUND)
    return [int(row["document_id"]) for row in rows]


async def forget_words() -> None:
    """Let the index forget the words of documents that are gone: FTS5 only marks them until its parts are merged."""
    if db.is_sqlite():
        await db.execute(f"INSERT INTO {DOCUMENTS.name}({DOCUMENTS.name}) VALUES ('optimize')")  # noqa: S608  # a name of ours


def _kind_names(document: Document) -> list[str]:
    kind = document.kind or DocumentType.OTHER
    return [translator(language).plain(f"document.kind_{kind}") for language in LANGUAGES]


def _once(words: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(words))
