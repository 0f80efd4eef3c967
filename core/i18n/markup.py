"""Text that is already Telegram HTML, told apart from text that must be escaped."""

from html import escape


class Html(str):
    """A text that is safe to send as Telegram HTML: it is inserted in a message as it is."""

    __slots__ = ()

    @classmethod
    def escaped(cls, text: str) -> "Html":
        """Turn words into safe HTML; what is already safe stays itself."""
        # The apostrophe stays: it is in every other French word, and no attribute is quoted with it.
        return text if isinstance(text, cls) else cls(escape(text, quote=False).replace('"', "&quot;"))
