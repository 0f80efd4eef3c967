"""How everything is."""

from collections.abc import Mapping

from bot.admin_callbacks import OpenAdmin
from bot.screens import Button, Screen
from bot.views.admin_words import part_name
from core.i18n import Translator
from core.models import Account
from core.services.manners import translator_of


def looking(t: Translator) -> Screen:
    """It is being looked at."""
    return Screen(t("admin.health_looking"))


def report(account: Account, parts: Mapping[str, Mapping[str, object]]) -> Screen:
    """Each part with its details."""
    t = translator_of(account)
    good = all(part.get("status") == "ok" for part in parts.values())
    lines: list[str] = [t("admin.health_good") if good else t("admin.health_bad"), ""]
    for name, part in parts.items():
        sign = "✅" if part.get("status") == "ok" else "❌"
        lines.append(t("admin.health_part", sign=sign, name=part_name(t, name), took=part.get("milliseconds", "?")))
        details = [f"{key} {value}" for key, value in part.items() if key not in {"status", "milliseconds"} and value]
        lines += [t("admin.health_detail", detail=one) for one in details]
    rows = [[Button(t.plain("admin.health_again"), OpenAdmin("health"))]]
    return Screen("\n".join(lines), [*rows, [Button(t.plain("admin.back"), OpenAdmin("menu"))]])
