"""What the register of personal columns is made of: tables, whose their rows are, and what becomes of them."""

from dataclasses import dataclass
from enum import StrEnum

from tortoise.models import Model

from core.domain.retention import Held

ACCOUNT, CHAT = "{account}", "{chat}"


class Fate(StrEnum):
    """What becomes of a person's rows when their account is deleted."""

    GOES = "goes"
    # Kept without anything that leads to the person, because the law asks for it.
    PSEUDONYM = "pseudonym"
    # The row is everybody's: only the mark of who brought it goes.
    UNSIGNED = "unsigned"
    # Nothing in it is of a person.
    STAYS = "stays"


@dataclass(frozen=True, slots=True)
class Entry:
    """A table of the register. `way` is the SQL condition for the rows of a person; empty when they are nobody's."""

    model: type[Model]
    way: str
    told: str = ""
    inner: str = ""
    files: str = ""
    # Columns that list files which were made of the data, as JSON: deleted with it, not exported.
    made: str = ""
    # Those of `told` that are encrypted: an export opens them.
    sealed: str = ""
    # Columns that go with the mark of a person, where the row itself stays.
    blank: str = ""
    fate: Fate = Fate.GOES
    held: Held = Held.LOGBOOK
    # The instant from which `held` counts, where the schedule deletes by it alone.
    since: str = ""

    @property
    def table(self) -> str:
        """Its name in the database."""
        return str(self.model._meta.db_table)  # noqa: SLF001  # the library's own way to it

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that the register names."""
        return tuple(f"{self.told} {self.inner} {self.files} {self.made}".split())


def through(column: str, parent: str, way: str) -> str:
    """The condition for rows of which a column names a row of another table."""
    return f"{column} IN (SELECT id FROM {parent} WHERE {way})"  # noqa: S608  # names of ours
