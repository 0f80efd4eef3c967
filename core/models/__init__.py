"""The tables. Constraints live in the database, `core.migrations` makes them.

Tortoise writes the first line of a class docstring into the DDL and splits that at semicolons, so use none there.
"""

from core.models.account import Account
from core.models.administration import AccountNote, AdminChat, AuditEntry, FeatureSwitch
from core.models.album import Album
from core.models.appointment import Appointment
from core.models.assistant import AiBudget, AiSpend, AskExchange, AskThread
from core.models.billing import (
    BillingCustomer,
    BillingEvent,
    BillingNotice,
    BillingRequest,
    Payment,
    Plan,
    PlanLimit,
    PlanPrice,
    Subscription,
    UsageCount,
)
from core.models.catalogue import CatalogueEntry
from core.models.chat import ChatState, Job, Lease, LiveMessage, Once, Outgoing
from core.models.cost import Cost
from core.models.dates import Inspection, VehicleDate
from core.models.diagnosis import DiagnosisCase, DiagnosisPiece, HealthFeedback
from core.models.document import Document, DocumentPage, DocumentText, ExtractedField, ExtractedLine
from core.models.fuel import FillUp, HomeTariff
from core.models.garage import (
    Garage,
    GarageCorrection,
    GarageReview,
    ListedGarage,
    MyGarage,
    QuietMailbox,
    ReviewReport,
    ReviewTally,
    VendorLesson,
)
from core.models.imports import ImportBatch
from core.models.made_file import MadeFile
from core.models.mail import EmailChange, Mail, MailCode, Recovery, RecoveryEmail
from core.models.maintenance import (
    MaintenanceLine,
    MaintenanceRecord,
    RecordAttachment,
    RecordVersion,
    ServiceDone,
    ServiceInterval,
)
from core.models.outreach import ActiveDay, Broadcast, Ticket, TicketMessage
from core.models.reminder import Notification, Reminder
from core.models.schedule import ScheduledRun
from core.models.sharing import VehicleDeed, VehicleInvite, VehicleMember
from core.models.vehicle import IN_USE, PRESENT, ClusterReplacement, OdometerReading, Vehicle, deleted_vehicles
from core.models.waiting_document import WaitingDocument

__all__ = [
    "IN_USE",
    "PRESENT",
    "Account",
    "AccountNote",
    "ActiveDay",
    "AdminChat",
    "AiBudget",
    "AiSpend",
    "Album",
    "Appointment",
    "AskExchange",
    "AskThread",
    "AuditEntry",
    "BillingCustomer",
    "BillingEvent",
    "BillingNotice",
    "BillingRequest",
    "Broadcast",
    "CatalogueEntry",
    "ChatState",
    "ClusterReplacement",
    "Cost",
    "DiagnosisCase",
    "DiagnosisPiece",
    "Document",
    "DocumentPage",
    "DocumentText",
    "EmailChange",
    "ExtractedField",
    "ExtractedLine",
    "FeatureSwitch",
    "FillUp",
    "Garage",
    "GarageCorrection",
    "GarageReview",
    "HealthFeedback",
    "HomeTariff",
    "ImportBatch",
    "Inspection",
    "Job",
    "Lease",
    "ListedGarage",
    "LiveMessage",
    "MadeFile",
    "Mail",
    "MailCode",
    "MaintenanceLine",
    "MaintenanceRecord",
    "MyGarage",
    "Notification",
    "OdometerReading",
    "Once",
    "Outgoing",
    "Payment",
    "Plan",
    "PlanLimit",
    "PlanPrice",
    "QuietMailbox",
    "RecordAttachment",
    "RecordVersion",
    "Recovery",
    "RecoveryEmail",
    "Reminder",
    "ReviewReport",
    "ReviewTally",
    "ScheduledRun",
    "ServiceDone",
    "ServiceInterval",
    "Subscription",
    "Ticket",
    "TicketMessage",
    "UsageCount",
    "Vehicle",
    "VehicleDate",
    "VehicleDeed",
    "VehicleInvite",
    "VehicleMember",
    "VendorLesson",
    "WaitingDocument",
    "deleted_vehicles",
]
