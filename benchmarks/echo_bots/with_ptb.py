"""python-telegram-bot on its defaults: `python with_ptb.py SERVER TOKEN`."""

import sys
from typing import Any

from telegram import Update
from telegram.ext import Application, MessageHandler, filters


async def echo(update: Update, _: Any) -> None:
    """Say it back."""
    if update.message is not None:
        await update.message.reply_text(update.message.text or "")


def main(server: str, token: str) -> None:
    """Poll until SIGTERM."""
    application = Application.builder().token(token).base_url(f"{server}/bot").build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling()


if __name__ == "__main__":
    main(*sys.argv[1:])
