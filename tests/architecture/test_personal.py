from collections import Counter
from collections.abc import Iterator

from tortoise.fields.relational import ForeignKeyFieldInstance
from tortoise.models import Model

from core import models
from core.domain.retention import PERIODS, Held
from core.models.personal import REGISTER, Fate, personal


def every_model() -> list[type[Model]]:
    named = [getattr(models, name) for name in models.__all__]
    return [one for one in named if isinstance(one, type) and issubclass(one, Model)]


def columns_of(model: type[Model]) -> set[str]:
    found = set()
    for name, field in model._meta.fields_map.items():
        if isinstance(field, ForeignKeyFieldInstance):
            found.add(field.source_field or f"{name}_id")
        elif field.has_db_field:
            found.add(field.source_field or name)
    return found


PLACE = "core/models/personal.py"


def not_registered() -> Iterator[str]:
    entries = {entry.model: entry for entry in REGISTER}
    for model in every_model():
        if model not in entries:
            yield f"{PLACE}: write an Entry for {model.__name__}: whose are its rows, which columns are told"
            continue
        for column in sorted(columns_of(model) - set(entries[model].columns)):
            yield f"{PLACE}: name {model.__name__}.{column} in `told` (exported), `inner` or `files`"
        for column in sorted(set(entries[model].columns) - columns_of(model)):
            yield f"{PLACE}: {model.__name__} has no column {column} any more"


def test_every_column_is_in_the_register_of_personal_columns() -> None:
    assert list(not_registered()) == []


def test_no_table_and_no_column_is_in_the_register_twice() -> None:
    tables = Counter(entry.table for entry in REGISTER)
    assert [name for name, times in tables.items() if times > 1] == []
    assert [entry.table for entry in REGISTER if len(set(entry.columns)) != len(entry.columns)] == []


def test_what_leads_to_an_account_is_somebodys() -> None:
    leading = {"owner_id", "account_id", "vehicle_id", "document_id", "record_id", "chat_id", "proposed_by_id"}
    nobodys = [entry.table for entry in REGISTER if not entry.way and leading & set(entry.columns)]
    assert nobodys == []
    assert all(entry.fate is not Fate.STAYS for entry in personal())


def test_every_period_is_said_and_one_that_counts_by_itself_ends() -> None:
    assert set(PERIODS) == set(Held)
    for entry in REGISTER:
        assert not entry.since or (entry.since in entry.columns and PERIODS[entry.held] is not None)
