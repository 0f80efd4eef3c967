"""What was stored of others' words, for somebody who looks for an error: its shape, and no personal value.

Numbers, truth values and a list of harmless texts are shown; of every other text only how long it is.
"""

import json
import re
from collections.abc import Mapping
from typing import Final

# Names whose values are words of the machine, not of people.
_SHOWN: Final = frozenset(
    {
        *("id", "object", "type", "kind", "name", "status", "state", "currency", "created", "livemode", "api_version"),
        *("mode", "interval", "price", "product", "payment_status", "collection_method", "billing_reason", "reason"),
        *("code", "decline_code", "event", "subject", "document_id", "batch", "made", "account", "subscription"),
        *("invoice", "customer", "charge", "payment_intent", "trace"),
    }
)
_WORD: Final = re.compile(r"[A-Za-z0-9_.:-]{1,80}")
# Names that mean a person or a secret wherever they stand.
_HIDDEN: Final = re.compile(r"secret|token|email|phone|address|first_name|last_name|username|text|caption|url", re.I)
DEEPEST: Final = 6
MOST: Final = 30


def masked(stored: str) -> str:
    """JSON as it was stored, masked; what cannot be read is only measured."""
    try:
        read = json.loads(stored)
    except ValueError:
        return f"({len(stored)})"
    return json.dumps(_masked("", read, 0, personal=False), ensure_ascii=False, indent=1)


def _masked(name: str, value: object, depth: int, *, personal: bool) -> object:
    if depth > DEEPEST:
        return "…"
    if isinstance(value, Mapping):
        inside = personal or name in {"from", "chat", "customer_details", "billing_details", "shipping", "owner"}
        return {
            str(key)[:60]: _masked(str(key), one, depth + 1, personal=inside) for key, one in list(value.items())[:MOST]
        }
    if isinstance(value, list):
        return [_masked(name, one, depth + 1, personal=personal) for one in value[:MOST]]
    if isinstance(value, str):
        shown = name in _SHOWN and not personal and not _HIDDEN.search(name) and _WORD.fullmatch(value)
        return value if shown else f"({len(value)})"
    return value
