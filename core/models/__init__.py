"""The tables. Constraints live in the database, `core.migrations` makes them.

Tortoise writes the first line of a class docstring into the DDL and splits that at semicolons, so use none there.
"""

from core.models.account import Account
from core.models.album import Album
from core.models.chat import ChatState, Job, LiveMessage, Once, Outgoing
from core.models.document import Document, ExtractedField, ExtractedLine
from core.models.maintenance import MaintenanceLine, MaintenanceRecord, ServiceDone, ServiceInterval
from core.models.reminder import Notification, Reminder
from core.models.vehicle import OdometerReading, Vehicle
from core.models.waiting_document import WaitingDocument

__all__ = [
    "Account",
    "Album",
    "ChatState",
    "Document",
    "ExtractedField",
    "ExtractedLine",
    "Job",
    "LiveMessage",
    "MaintenanceLine",
    "MaintenanceRecord",
    "Notification",
    "OdometerReading",
    "Once",
    "Outgoing",
    "Reminder",
    "ServiceDone",
    "ServiceInterval",
    "Vehicle",
    "WaitingDocument",
]
