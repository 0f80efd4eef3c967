"""A Telegram stand-in over HTTP, with a chat page and a test API; it imports nothing of the product."""
