"""What Telegram demands of keyboards beyond their shape."""

from simulator.entities import wrong_url
from simulator.wire import Raw, reject

MOST_BUTTONS = 100
MOST_IN_A_ROW = 8


def check_markup(markup: Raw) -> None:
    """Reject a keyboard that is too large or holds a button that Telegram refuses."""
    rows = markup.get("inline_keyboard") or markup.get("keyboard") or []
    if sum(map(len, rows)) > MOST_BUTTONS or max(map(len, rows), default=0) > MOST_IN_A_ROW:
        reject("reply markup is too long")
    for row in rows:
        for button in row:
            if not (button if isinstance(button, str) else button["text"]).strip():
                reject("button text must be non-empty")
    for row in markup.get("inline_keyboard", []):
        for button in row:
            _check_inline(button)


def _check_inline(button: Raw) -> None:
    if "url" in button and (why := wrong_url(button["url"])):
        reject(f"inline keyboard button URL '{button['url']}' is invalid: {why}")
    if "web_app" in button and not button["web_app"]["url"].startswith("https://"):
        where = button["web_app"]["url"]
        reject(f"inline keyboard button Web App URL '{where}' is invalid: Only HTTPS links are allowed")
