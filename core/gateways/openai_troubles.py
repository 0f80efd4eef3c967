"""What may go wrong with an OpenAI-compatible service, in our words."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import openai
from pydantic import ValidationError

from core.assistant_port import AssistantFailed, Trouble

# Worth another try at once, if there is time.
PASSING: Final = frozenset({Trouble.DOWN, Trouble.BUSY})
# The service itself is at fault: enough of these in a row and it is spared.
OUTAGES: Final = frozenset({Trouble.SLOW, Trouble.DOWN, Trouble.BUSY, Trouble.EXHAUSTED, Trouble.REJECTED})
# These do not pass by themselves within minutes.
LASTING: Final = frozenset({Trouble.EXHAUSTED, Trouble.REJECTED})
_NO_MONEY: Final = frozenset({"insufficient_quota", "billing_hard_limit_reached", "billing_not_active"})
_LONGEST_WAIT: Final = 2.0


@contextmanager
def ours() -> Iterator[None]:
    """Raise our one error for whatever the library raises."""
    try:
        yield
    except AssistantFailed:
        raise
    except TimeoutError as error:
        raise AssistantFailed(Trouble.SLOW) from error
    except openai.OpenAIError as error:
        raise AssistantFailed(trouble_of(error)) from error
    except (ValidationError, ValueError, TypeError, AttributeError, KeyError, IndexError) as error:
        raise AssistantFailed(Trouble.GARBAGE) from error
    except (RuntimeError, OSError) as error:
        # A stream that ends before its last event.
        raise AssistantFailed(Trouble.CUT) from error


def trouble_of(error: openai.OpenAIError) -> Trouble:
    """Which trouble an error of the library is."""
    if isinstance(error, openai.APITimeoutError):
        return Trouble.SLOW
    if isinstance(error, openai.APIStatusError):
        return _of_status(error)
    if isinstance(error, openai.APIConnectionError):
        return Trouble.DOWN
    if isinstance(error, openai.ContentFilterFinishReasonError):
        return Trouble.REFUSED
    if isinstance(error, openai.LengthFinishReasonError):
        return Trouble.CUT
    if isinstance(error, openai.APIError):
        # An error in the middle of a stream carries no status.
        return Trouble.EXHAUSTED if error.code in _NO_MONEY else Trouble.CUT
    return Trouble.GARBAGE


def _of_status(error: openai.APIStatusError) -> Trouble:
    if error.code in _NO_MONEY or error.status_code == 402:
        return Trouble.EXHAUSTED
    if error.code == "content_filter":
        return Trouble.REFUSED
    if error.status_code in {408, 409, 429}:
        return Trouble.BUSY
    return Trouble.DOWN if error.status_code >= 500 else Trouble.REJECTED


def wait_asked(error: BaseException | None) -> float:
    """The seconds a service asks to wait before another try; more than we would wait means none."""
    if not isinstance(error, openai.APIStatusError):
        return 0.2
    asked = error.response.headers.get("retry-after", "")
    try:
        seconds = float(asked) if asked else 0.2
    except ValueError:
        return 0.2
    return seconds if 0 <= seconds <= _LONGEST_WAIT else -1.0
