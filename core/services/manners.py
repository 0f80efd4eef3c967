"""How a person is spoken to and listened to, from what their account says: languages, units, hours."""

from datetime import time
from typing import cast

from core.domain.preferences import ConsumptionUnit, distance_unit_of
from core.domain.reminder_time import QuietHours
from core.domain.telling import Habits
from core.domain.usual_units import UsualUnits
from core.i18n import ConsumptionUnit as ShownUnit
from core.i18n import Translator, translator
from core.models import Account
from core.services.days import zone_of


def translator_of(account: Account) -> Translator:
    """The catalogue in their language, with their units."""
    shown = account.consumption_unit if account.consumption_unit in set(ConsumptionUnit) else ConsumptionUnit.L_100
    return translator(account.language, distance_unit_of(account.distance_unit), cast("ShownUnit", str(shown)))


def units_typed(account: Account) -> UsualUnits:
    """What a number means that they type without its unit."""
    return UsualUnits(distance_unit_of(account.distance_unit), account.currency)


def habits_of(account: Account) -> Habits:
    """When and how often they want to be told."""
    return Habits(zone_of(account), account.remind_hour, quiet_of(account), account.lead_days, account.rhythm_days)


def quiet_of(account: Account) -> QuietHours:
    """Their quiet hours."""
    return QuietHours(time(account.quiet_from), time(account.quiet_until))
