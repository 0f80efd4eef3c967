"""Sets of words, written as people read them."""


def set_of(words: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(words.split())
