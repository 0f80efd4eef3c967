"""Use cases: each owns its permission check and its transaction, which joins the one around the update."""

from dataclasses import dataclass

from core.ports import Clock, Jobs
from core.services.accounts import Accounts
from core.services.administration import Administration
from core.services.asking import Asking
from core.services.assistance import Assistance
from core.services.attachments import Attachments
from core.services.billing_notices import BillingNotices
from core.services.billing_requests import BillingRequests
from core.services.books import Books
from core.services.broadcasts import Broadcasts
from core.services.bundles import Bundles
from core.services.catalogue import Makes
from core.services.confirming import Confirming
from core.services.conversations import Conversations
from core.services.costs import Costs
from core.services.diagnoses import Diagnoses
from core.services.diagnosis_list import DiagnosisList
from core.services.diagnosis_pieces import DiagnosisPieces
from core.services.digests import Digests
from core.services.document_list import DocumentList
from core.services.documents import Documents
from core.services.early_lines import EarlyLines
from core.services.email_links import EmailLinks
from core.services.entitlements import Entitlements
from core.services.exports import Exports
from core.services.finishing import Finishing
from core.services.fuel import Fuel
from core.services.fuel_figures import FuelFigures
from core.services.garage_services import GarageServices
from core.services.health import HealthReports
from core.services.history import History
from core.services.imports import Imports
from core.services.insights import Insights
from core.services.intake import Intake
from core.services.last_entries import LastEntries
from core.services.leaving import Leaving
from core.services.mail_codes import MailCodes
from core.services.mails import Mails
from core.services.maintenance import Maintenance
from core.services.notices import Notices
from core.services.odometer import Odometer
from core.services.offers import Offers
from core.services.outbox import Outbox
from core.services.own_answers import OwnAnswers
from core.services.ownership import OwnershipCosts
from core.services.preferences import Preferences
from core.services.profiles import Profiles
from core.services.quote_checks import QuoteChecks
from core.services.reading_requests import ReadingRequests
from core.services.record_changes import RecordChanges
from core.services.recoveries import Recoveries
from core.services.reminders import Reminders
from core.services.service_plan import ServicePlan
from core.services.sharing import Sharing
from core.services.stars import Stars
from core.services.statistics import Statistics
from core.services.subscriptions import Subscriptions
from core.services.suggestions import Suggestions
from core.services.support import Support
from core.services.takeout import Takeouts
from core.services.telling import Telling
from core.services.threads import Threads
from core.services.upcoming import Upcoming
from core.services.vehicle_dates import VehicleDates
from core.services.vehicle_editing import VehicleEditing
from core.services.vehicle_life import VehicleLife
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
    vehicle_editing: VehicleEditing
    vehicle_life: VehicleLife
    makes: Makes
    odometer: Odometer
    intake: Intake
    imports: Imports
    exports: Exports
    statistics: Statistics
    books: Books
    documents: Documents
    document_list: DocumentList
    bundles: Bundles
    confirming: Confirming
    maintenance: Maintenance
    changes: RecordChanges
    history: History
    attachments: Attachments
    reminders: Reminders
    finishing: Finishing
    telling: Telling
    early_lines: EarlyLines
    last_entries: LastEntries
    notices: Notices
    digests: Digests
    preferences: Preferences
    fuel: Fuel
    fuel_figures: FuelFigures
    diagnoses: Diagnoses
    diagnosis_list: DiagnosisList
    diagnosis_pieces: DiagnosisPieces
    garage: GarageServices
    health: HealthReports
    quote_checks: QuoteChecks
    costs: Costs
    ownership: OwnershipCosts
    own_answers: OwnAnswers
    assistance: Assistance
    threads: Threads
    asking: Asking
    suggestions: Suggestions
    plan: ServicePlan
    dates: VehicleDates
    upcoming: Upcoming
    reading_requests: ReadingRequests
    offers: Offers
    entitlements: Entitlements
    subscriptions: Subscriptions
    billing_notices: BillingNotices
    desk: BillingRequests
    stars: Stars
    takeouts: Takeouts
    leaving: Leaving
    sharing: Sharing
    mails: Mails
    codes: MailCodes
    email: EmailLinks
    recoveries: Recoveries
    profiles: Profiles
    admin: Administration
    broadcasts: Broadcasts
    support: Support
    insights: Insights
