"""Use cases: each owns its permission check and its transaction, which joins the one around the update."""

from dataclasses import dataclass

from core.ports import Clock, Jobs
from core.services.accounts import Accounts
from core.services.conversations import Conversations
from core.services.documents import Documents
from core.services.intake import Intake
from core.services.maintenance import Maintenance
from core.services.odometer import Odometer
from core.services.outbox import Outbox
from core.services.reminders import Reminders
from core.services.vehicles import Vehicles


@dataclass(frozen=True, slots=True)
class Services:
    """Every use case, built once by `app/wiring.py`."""

    clock: Clock
    jobs: Jobs
    accounts: Accounts
    conversations: Conversations
    outbox: Outbox
    vehicles: Vehicles
    odometer: Odometer
    intake: Intake
    documents: Documents
    maintenance: Maintenance
    reminders: Reminders
