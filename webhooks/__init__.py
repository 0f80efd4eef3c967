"""The small web server beside the bot: Telegram webhook, health."""
