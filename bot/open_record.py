"""Which record a person is looking at: a photo sent then may belong to it. Nothing waits, so no flow is left."""

from datetime import datetime, timedelta

from bot.context import BotContext

_RECORD, _SINCE = "open_record", "opened_at"
LOOKING = timedelta(minutes=15)


def look_at(context: BotContext, record_id: int) -> None:
    """Remember the record that is shown, unless a question is open."""
    if not context.place.flow:
        context.place.draft = {_RECORD: record_id, _SINCE: context.services.clock.now().isoformat()}


def looked_at(context: BotContext) -> int | None:
    """The record that was shown last, if that is not long ago and nothing else was begun since."""
    record_id, since = context.place.draft.get(_RECORD), context.place.draft.get(_SINCE)
    if context.place.flow or not isinstance(record_id, int) or not isinstance(since, str):
        return None
    return record_id if context.services.clock.now() - datetime.fromisoformat(since) <= LOOKING else None
