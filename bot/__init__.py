"""The Telegram side: takes updates in, routes them to handlers, shows views, sends messages."""
