"""`autotrack check`: what is set, what answers, what is off and why."""

import argparse
import asyncio
import importlib.util
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

from telegram.error import TelegramError

from app.backups import NAMES
from app.database import migrate, reachable
from app.instance_lock import AlreadyRunning
from app.intelligence import assistant_of
from bot.transport import AiohttpRequest, TelegramApi
from core import db
from core.assistant_port import AssistantFailed
from core.domain.mail_ports import PostDelayed
from core.gateways.clock import SystemClock
from core.gateways.private_postgres import NoServer
from core.gateways.reading.choice import choose_reader
from core.gateways.reading.tesseract_binary import find_tesseract, tesseract_binary
from core.payment_ports import BillingRefused, BillingUnavailable
from core.settings import EMBEDDED, Settings, load

Line = tuple[str, str, str]


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `check`."""
    parser = subparsers.add_parser("check", help="say what is on, what is off and what does not answer")
    parser.set_defaults(run=run)


def run(_: argparse.Namespace) -> int:
    """Print a line per part; exit status 1 when one of them fails."""
    lines = asyncio.run(_lines(load()))
    for part, state, detail in lines:
        print(f"{part:<12} {state:<8} {detail}".rstrip())
    return 1 if any(state == "FAILS" for _, state, _ in lines) else 0


async def _lines(settings: Settings) -> list[Line]:
    lines: list[Line] = [("settings", "ok", "")]
    lines.append(await _tried("database", lambda: _database(settings)))
    if settings.bot_token is None:
        lines.append(("telegram", "off", "no BOT_TOKEN: autotrack run uses the simulator"))
    else:
        lines.append(await _tried("telegram", lambda: _telegram(settings)))
    lines += [_reader(settings), _languages(settings), _disk(settings), newest_backup(settings.data_dir)]
    lines.append(("data key", "ok", "DATA_KEY" if settings.data_key else f"kept in {settings.data_dir / 'data.key'}"))
    lines.append(await _payment(settings))
    lines.append(await _assistant(settings))
    lines.append(await _mail(settings))
    lines.append(("metrics", "ok", "/metrics") if settings.metrics_token else ("metrics", "off", "no METRICS_TOKEN"))
    return lines


async def _tried(part: str, attempt: Callable[[], Awaitable[str]]) -> Line:
    try:
        return part, "ok", await attempt()
    except AlreadyRunning:
        return part, "ok", "in use by autotrack run"
    except (NoServer, db.SchemaUnknown) as problem:
        return part, "FAILS", str(problem)
    except (TelegramError, OSError, db.DatabaseError) as problem:
        return part, "FAILS", type(problem).__name__


async def _database(settings: Settings) -> str:
    async with reachable(settings) as found:
        await migrate(found.database)
        await db.connect(found.database)
        try:
            await db.fetch("SELECT 1 AS one")
            kind = "SQLite" if db.is_sqlite() else "PostgreSQL"
            return f"{kind} of our own" if settings.database == EMBEDDED else kind
        finally:
            await db.disconnect()


async def _telegram(settings: Settings) -> str:
    if settings.bot_token is None:
        return ""
    request = AiohttpRequest()
    await request.initialize()
    try:
        me = await TelegramApi(request, settings.telegram_api_url, settings.bot_token.get_secret_value()).call(
            "getMe", {}
        )
        return f"@{me['username']}"
    finally:
        await request.shutdown()


def _reader(settings: Settings) -> Line:
    if choose_reader(settings.ocr_reader) != "tesseract" and importlib.util.find_spec("rapidocr") is not None:
        return "reader", "ok", "PP-OCRv6 (rapidocr)"
    binary = find_tesseract(settings.tesseract_cmd)
    return ("reader", "ok", f"Tesseract ({binary})") if binary else ("reader", "FAILS", "no Tesseract found")


def _languages(settings: Settings) -> Line:
    """Of Tesseract, which reads where the other reader cannot, and a second time what stayed doubtful."""
    binary = tesseract_binary(settings.tesseract_cmd)
    if binary is None:
        return "languages", "off", "no Tesseract that reads French: no second opinion"
    return "languages", "ok", f"{binary.languages} (Tesseract)"


def newest_backup(data_dir: Path) -> Line:
    """The newest of those in the data folder; where else backups are kept nobody here knows."""
    found = sorted((data_dir / "backups").glob(NAMES))
    return ("backup", "ok", found[-1].name) if found else ("backup", "off", f"none in {data_dir / 'backups'}")


async def _payment(settings: Settings) -> Line:
    if "stripe" not in settings.payments or settings.stripe_secret_key is None:
        return "payment", "off" if "stars" not in settings.payments else "ok", ", ".join(settings.payments)
    from core.gateways.stripe_billing import StripeBilling

    billing = StripeBilling(settings.stripe_secret_key.get_secret_value(), settings.stripe_api_base)
    mode = "live" if billing.live else "test"
    try:
        await billing.ping()
    except (BillingRefused, BillingUnavailable) as problem:
        return "payment", "FAILS", str(problem)
    finally:
        await billing.close()
    if settings.stripe_webhook_secret is None:
        return "payment", "FAILS", "no STRIPE_WEBHOOK_SECRET: nothing that Stripe tells can be believed"
    return "payment", "ok", f"Stripe in {mode} mode, API version {billing.version}"


async def _assistant(settings: Settings) -> Line:
    assistant = assistant_of(settings)
    if assistant is None:
        return "assistant", "off", "no OPENAI_API_KEY: the built-in knowledge answers"
    try:
        await assistant.ping()
    except AssistantFailed as problem:
        return "assistant", "FAILS", problem.trouble.value
    finally:
        await assistant.close()
    return "assistant", "ok", assistant.model


async def _mail(settings: Settings) -> Line:
    if settings.smtp_url is None or settings.mail_from is None:
        return "mail", "off", "no SMTP_URL: no recovery address can be linked"
    from core.gateways.smtp_post import SmtpPost

    post = SmtpPost.at(settings.smtp_url.get_secret_value(), settings.mail_from, SystemClock())
    try:
        await post.ping()
    except PostDelayed as problem:
        return "mail", "FAILS", f"{post.host}: {problem}"
    return "mail", "ok", f"{post.host}, from {settings.mail_from}"


def _disk(settings: Settings) -> Line:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.data_dir).free // 2**20
    return "disk", "ok" if free > 500 else "FAILS", f"{free} MB free in {settings.data_dir}"
