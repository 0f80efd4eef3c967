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
    """Each part; `autotrack admin health` and `/health/ready` tell every figure."""
    t = translator_of(account)
    good = all(part.get("status") == "ok" for part in parts.values())
    lines: list[str] = [t("admin.health_good") if good else t("admin.health_bad"), ""]
    for name, part in parts.items():
        good_part = part.get("status") == "ok"
        sign = "✅" if good_part else "❌"
        lines.append(t("admin.health_part", sign=sign, name=part_name(t, name), took=part.get("milliseconds", "?")))
        if "reason" in part:
            lines.append(t("admin.health_detail", detail=part["reason"]))
        if name == "queue" and good_part:
            lines += _queue(t, part)
    rows = [[Button(t.plain("admin.health_again"), OpenAdmin("health"))]]
    return Screen("\n".join(lines), [*rows, [Button(t.plain("admin.back"), OpenAdmin("menu"))]])


def _queue(t: Translator, part: Mapping[str, object]) -> list[str]:
    """How much waits, over all queues and lanes."""

    def total(begins: str, ends: str = "") -> str:
        counted = [float(str(n)) for key, n in part.items() if key.startswith(begins) and key.endswith(ends)]
        return str(round(sum(counted)))

    waiting, running, failed = (total("jobs.", f".{state}") for state in ("waiting", "running", "failed"))
    return [
        t("admin.health_jobs", waiting=waiting, running=running, failed=failed),
        t("admin.health_outgoing", n=total("outgoing.")),
        t("admin.health_line", n=total("reading_line.")),
    ]
