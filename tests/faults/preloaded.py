"""Everything that a bot imports in the end, so that its forks need not."""

import aiosqlite
import asyncpg  # type: ignore[import-untyped]  # the driver has no stubs
import tortoise.backends.asyncpg
import tortoise.backends.sqlite

import app.cli
import app.commands.run
import app.runtime
import app.wiring
import core.db.postgres
import core.db.sqlite_immediate
import core.gateways.jobs_procrastinate
import core.migrations
import core.models
from core.i18n import LANGUAGES, translator

CATALOGUES = [translator(language)("chat.hint") for language in LANGUAGES]

__all__ = ["aiosqlite", "app", "asyncpg", "core", "tortoise"]
