"""Logs: one JSON object a line on standard error, secrets blanked, no personal data by habit and by filter."""

import logging
import re
import sys
from collections.abc import Iterable, MutableMapping
from typing import Any, TextIO

import structlog

from app.log_faults import first_line, wordless

# Bot tokens, Stripe and OpenAI keys, webhook secrets, names and passwords in addresses, wherever they stand in a text.
_SECRETS = re.compile(
    r"\d{6,}:[A-Za-z0-9_-]{30,}|\b(?:sk|rk|pk|whsec)_[A-Za-z0-9_]{8,}|\bsk-[A-Za-z0-9_-]{8,}|(?<=://)[^\s/:@]*:[^\s/@]+(?=@)"
)
BLANK = "[redacted]"


def redactor(secrets: Iterable[str] = ()) -> structlog.types.Processor:
    """A processor that blanks known secrets and everything that looks like one."""
    known = sorted((secret for secret in secrets if len(secret) >= 8), key=len, reverse=True)

    def clean(value: Any) -> Any:
        if isinstance(value, str):
            for secret in known:
                value = value.replace(secret, BLANK)
            return _SECRETS.sub(BLANK, value)
        if isinstance(value, dict):
            return {key: clean(inner) for key, inner in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return [clean(inner) for inner in value]
        # Whatever else there is would be written as its `repr` later, when nobody looks any more.
        return value if value is None or isinstance(value, int | float) else clean(repr(value))

    def process(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        # Keys with an underscore belong to the library and are never written.
        return {key: value if key.startswith("_") else clean(value) for key, value in event.items()}

    return process


def set_up(level: str, secrets: Iterable[str] = (), *, stream: TextIO = sys.stderr) -> None:
    """Send structlog's and the standard library's records through one JSON renderer."""
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        wordless,
        redactor(secrets),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.ExtraAdder(), first_line, *shared],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                # In ASCII: some readers take more than "\\n" for the end of a line, and half a pair cannot be written.
                structlog.processors.JSONRenderer(ensure_ascii=True),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    # These write whole addresses, which hold the bot's token, or statements with people's data.
    quiet = ("httpx", "httpcore", "apscheduler", "aiohttp.access", "telegram", "tortoise", "aiosqlite", "asyncio")
    for name in (*quiet, "procrastinate", "stripe"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # A database that is away is told by those who need it, once; its driver tells it with every try.
    logging.getLogger("asyncpg").setLevel(logging.ERROR)
