"""The register of personal columns: every table and every column, whose it is, and what becomes of it.

Export, deletion and retention follow it and nothing else, and `tests/architecture/test_personal.py` fails for a column
that is not in it. For a new table write an `Entry`, for a new column its name into `told` (the person is given it by
an export), `inner` (our own bookkeeping: never exported, deleted all the same) or `files` (names of stored files, which
are exported as files). A row belongs to a person by `way`.
"""

from collections.abc import Iterator

from core import models
from core.domain.retention import Held
from core.models.personal_entries import ACCOUNT, CHAT, Entry, Fate, through

__all__ = ["REGISTER", "Entry", "Fate", "condition", "personal"]

_OWN = f"owner_id = {ACCOUNT}"
_VEHICLE = through("vehicle_id", "vehicle", _OWN)
_RECORD = through("record_id", "maintenance_record", _VEHICLE)
_DOCUMENT = through("document_id", "document", _OWN)
_CASE = through("case_id", "diagnosis_case", _OWN)
_IN_CHAT = f"chat_id = {CHAT}"
_CUSTOMER = f"SELECT customer_id FROM billing_customer WHERE {_OWN}"  # noqa: S608  # names of ours
_EVENT = " OR ".join(
    (
        f"customer IN ({_CUSTOMER})",
        f"subject IN (SELECT external_id FROM subscription WHERE {_OWN})",  # noqa: S608  # names of ours
        f"subject IN (SELECT external_id FROM billing_request WHERE {_OWN})",  # noqa: S608  # names of ours
    )
)

_PEOPLE = (
    Entry(
        models.Account,
        f"id = {ACCOUNT}",
        "id telegram_id first_name username language time_zone remind_hour quiet_from quiet_until lead_days rhythm_days"
        " muted digest distance_unit consumption_unit currency reachable default_vehicle_id leaves_at early_lines"
        " created_at name phone seen_on blocked_at consent_version consented_at mail_copies ai_consent",
        "digest_at guest host left_at",
        sealed="phone",
        fate=Fate.PSEUDONYM,
    ),
    Entry(models.RecoveryEmail, _OWN, "id sealed linked_at", "owner_id lookup", sealed="sealed"),
    Entry(models.EmailChange, _OWN, "id sealed state due_at created_at", "owner_id", sealed="sealed"),
    Entry(
        models.Recovery,
        f"owner_id = {ACCOUNT} OR newcomer_id = {ACCOUNT}",
        "id state due_at reminded_at ended_at created_at",
        "owner_id newcomer_id",
    ),
    Entry(
        models.Mail,
        _OWN,
        "id kind language state created_at sent_at",
        "owner_id sealed mailbox attempts next_at expires_at",
        held=Held.MAIL,
        since="created_at",
    ),
    Entry(
        models.MailCode,
        _OWN,
        "id purpose created_at expires_at used_at",
        "owner_id mailbox sealed subject_id code token tries",
        held=Held.MAIL,
        since="created_at",
    ),
    Entry(models.Garage, _OWN, "id vendor siret name address phone kept listed_id seen_on created_at", "owner_id"),
    Entry(
        models.ListedGarage,
        f"brought_by_id = {ACCOUNT}",
        "id siret name address postcode city country latitude longitude phone email website hours specialties"
        " certifications status"
        " created_at",
        "source_key source core_name approximate cell words ratings stars score brought_by_id updated_at",
        # The garage itself is nobody's: the directory keeps it.
        fate=Fate.UNSIGNED,
    ),
    Entry(models.MyGarage, _OWN, "id garage_id favourite visited_on created_at", "owner_id"),
    Entry(
        models.GarageReview,
        _OWN,
        "id garage_id stars comment signed verified state reason created_at updated_at",
        "owner_id settled_at",
    ),
    Entry(models.ReviewReport, _OWN, "id review_id created_at", "owner_id"),
    Entry(models.GarageCorrection, _OWN, "id garage_id what value state created_at", "owner_id"),
    Entry(models.ReviewTally, _OWN, "id day written", "owner_id"),
    Entry(models.VendorLesson, _OWN, "id vendor about learned learned_at", "owner_id"),
    Entry(models.HomeTariff, _OWN, "id unit_price currency", "owner_id"),
    Entry(
        models.CatalogueEntry,
        f"proposed_by_id = {ACCOUNT}",
        "id make model state created_at",
        "make_key model_key meant_make meant_model proposed_by_id",
        fate=Fate.UNSIGNED,
    ),
    # They may see what was noted about them, and that somebody looked at their papers.
    Entry(models.AccountNote, _OWN, "id content created_at", "owner_id admin_telegram_id"),
    Entry(
        models.AuditEntry,
        f"about_id = {ACCOUNT}",
        "id at action",
        "who admin_telegram_id admin_account_id subject subject_id about_id before after reason",
        blank="reason",
        fate=Fate.UNSIGNED,
        held=Held.AUDIT,
    ),
    Entry(models.AdminChat, _IN_CHAT, "", "chat_id"),
)

_LOGBOOK = (
    Entry(
        models.Vehicle,
        _OWN,
        "id make model nickname plate plate_written country vin energy category first_registered_on inspection_due_on"
        " kilometres odometer_offset asks_odometer inspection_class insurer policy_number purchased_on purchase_cents"
        " purchase_currency disposed_on sale_cents sale_currency archived_at archive_reason deleted_at created_at",
        "owner_id ask_odometer_at import_id",
    ),
    Entry(
        models.OdometerReading,
        _VEHICLE,
        "id vehicle_id read_on kilometres source cluster_offset created_at",
        "import_id",
    ),
    Entry(models.ClusterReplacement, _VEHICLE, "id vehicle_id replaced_on old_kilometres new_kilometres created_at"),
    Entry(models.Inspection, _VEHICLE, "id vehicle_id done_on result valid_until created_at"),
    Entry(models.VehicleDate, _VEHICLE, "id vehicle_id kind due_on repeat"),
    Entry(
        models.MaintenanceRecord,
        _VEHICLE,
        "id vehicle_id document_id reading_id status done_on kilometres garage garage_siret invoice_number total_cents"
        " currency note warranty_until category created_at",
        "category_chosen search import_id",
    ),
    Entry(
        models.Appointment,
        _OWN,
        "id vehicle_id garage_id record_id service starts_at zone note status proposed_at asked_at asked_to answer"
        " answered_at answer_note created_at",
        "owner_id ask_at revision token",
        sealed="asked_to",
    ),
    Entry(models.MaintenanceLine, _RECORD, "id record_id position description quantity unit_price total_cents kind"),
    Entry(models.ServiceDone, _RECORD, "id record_id service"),
    Entry(
        models.RecordVersion,
        _OWN,
        "id vehicle_id of_record content expires_at",
        "owner_id",
        held=Held.TAKEN_OFF,
    ),
    Entry(
        models.ServiceInterval,
        _VEHICLE,
        "id vehicle_id service months kilometres active fixed anchor_on anchor_kilometres",
    ),
    Entry(
        models.FillUp,
        _VEHICLE,
        "id vehicle_id filled_on energy unit quantity_milli total_cents currency unit_price full missed kilometres"
        " station place note created_at deleted_at",
        "reading_id import_id",
    ),
    Entry(
        models.Cost,
        _VEHICLE,
        "id vehicle_id kind label amount_cents currency paid_on period_months ends_on created_at deleted_at",
        "reminder_id import_id",
    ),
    Entry(
        models.Reminder,
        _OWN,
        "id vehicle_id record_id service topic subject state due_on due_kilometres expected_on repeat first_on"
        " at_minute remind_at snoozed_on told created_at",
        "owner_id closed_by_id appointment_id again_at import_id",
    ),
    Entry(
        models.Notification,
        _OWN,
        "id reminder_id vehicle_id kind text created_at told_at read_at",
        "owner_id",
        held=Held.NOTICE,
        since="told_at",
    ),
)

# Of the person who was let in, and of the owner who let them in.
_EITHER = f"account_id = {ACCOUNT} OR {_VEHICLE}"

_SHARING = (
    Entry(models.VehicleMember, _EITHER, "id vehicle_id account_id role told joined_at"),
    Entry(
        models.VehicleInvite,
        _VEHICLE,
        "id vehicle_id kind role created_at expires_at used_at revoked_at",
        "secret",
        held=Held.INVITE,
        since="expires_at",
    ),
    Entry(models.VehicleDeed, _EITHER, "id vehicle_id account_id what done_at", held=Held.DEED, since="done_at"),
)

_PAPERS = (
    Entry(
        models.Document,
        _OWN,
        "id vehicle_id state kind file_name mime_type size pages title label dated_on expires_on vendor same_as part_of"
        " kept_at keeps_holder deleted_at refusal created_at",
        "owner_id album_id sent_as telegram_file digest look same_by analysed_at wanted_kind made_id stored_bytes"
        " remarks revision",
        "preview",
    ),
    Entry(models.DocumentPage, _DOCUMENT, "id document_id number size", files="stored"),
    Entry(models.DocumentText, _DOCUMENT, "id document_id content", "words"),
    Entry(models.ExtractedField, _DOCUMENT, "id document_id name value confidence state corrected", "seen"),
    Entry(models.ExtractedLine, _DOCUMENT, "id document_id position description quantity unit_price total"),
    Entry(models.RecordAttachment, _RECORD, "id record_id document_id"),
    Entry(models.WaitingDocument, _OWN, "", "id document_id owner_id turn job aside tries rests_until told joined_at"),
    Entry(models.Album, _OWN, "", "id owner_id group part_at"),
    Entry(
        models.ImportBatch,
        _OWN,
        "id state file_name size summary outcome refusal vehicle_id created_at finished_at",
        "owner_id telegram_file answers revision",
        "stored",
        held=Held.IMPORT,
    ),
    Entry(
        models.MadeFile,
        _OWN,
        "id kind form vehicle_id state size code facts share_until created_at expires_at",
        "owner_id digest share",
        # What was made of the data is the data once more: an export does not hold earlier exports.
        made="stored",
        held=Held.BOOK,
    ),
)

_DIAGNOSES = (
    Entry(
        models.DiagnosisCase,
        _OWN,
        "id vehicle_id record_id reminder_id description said_yes said_no urgency symptom stops status created_at"
        " completed_at deleted_at",
        "owner_id begun",
    ),
    Entry(models.DiagnosisPiece, _CASE, "id case_id kind words refusal created_at", "telegram_file", "stored"),
    Entry(models.HealthFeedback, _OWN, "id vehicle_id made_on score right reasons created_at", "owner_id"),
)

_THREAD = through("thread_id", "ask_thread", _OWN)
_TALKS = (
    Entry(models.AskThread, _OWN, "id title created_at spoken_at", "owner_id"),
    Entry(
        models.AskExchange,
        _THREAD,
        "id thread_id question answer state source query vehicle_id record_id created_at answered_at",
        "counted",
    ),
    Entry(models.AiSpend, _OWN, "id month calls failed taken_in given_out micros", "owner_id"),
)

_TICKET = through("ticket_id", "ticket", _OWN)
_OUTREACH = (
    Entry(
        models.Ticket,
        _OWN,
        "id state created_at waits_since closed_at closed_by",
        "owner_id priority",
        held=Held.SUPPORT,
        since="closed_at",
    ),
    Entry(
        models.TicketMessage,
        _TICKET,
        "id ticket_id side text attached file_name created_at",
        "telegram_file writer",
        held=Held.SUPPORT,
    ),
    Entry(models.ActiveDay, _OWN, "id day", "owner_id", held=Held.ACTIVITY, since="day"),
)

_MONEY = (
    Entry(models.UsageCount, _OWN, "id feature month used", "owner_id"),
    Entry(models.BillingCustomer, _OWN, "id customer_id live created_at", "owner_id"),
    Entry(
        models.Subscription,
        _OWN,
        "id provider external_id level interval amount_cents currency status live period_end cancels grace_until"
        " ended_at created_at updated_at",
        "owner_id holder_id",
        fate=Fate.PSEUDONYM,
        held=Held.PAYMENT,
    ),
    Entry(
        models.Payment,
        _OWN,
        "id subscription_id provider external_id amount_cents currency paid_at refunded_cents",
        "owner_id",
        fate=Fate.PSEUDONYM,
        held=Held.PAYMENT,
    ),
    Entry(
        models.BillingRequest,
        _OWN,
        "id kind state provider price_id answer created_at done_at",
        # Kept with the account: a payment is recognised by what was asked for, however late it comes.
        "owner_id token external_id",
    ),
    Entry(
        models.BillingNotice,
        _OWN,
        "id subscription_id kind level amount_cents currency instant created_at",
        "owner_id key url",
    ),
    Entry(
        models.BillingEvent,
        _EVENT,
        "id kind payload happened_at received_at handled_at",
        "event_id subject customer state attempts error",
        # Its own job deletes them, but for those that an operator still has to look at.
        held=Held.BILLING,
    ),
)

_MESSAGES = (
    Entry(models.ChatState, _IN_CHAT, "chat_id flow step draft updated_at", "version", held=Held.DRAFT),
    Entry(
        models.Outgoing,
        _IN_CHAT,
        "id chat_id method payload created_at",
        "lane live language sending attempts",
        held=Held.FAILED,
    ),
    Entry(models.LiveMessage, _IN_CHAT, "", "id chat_id name message_id"),
    # Which jobs are a person's only their payload says: the engine is asked for them (`JobEngine.forget`).
    Entry(models.Job, "", "", "id queue name payload key state attempts run_at created_at error", held=Held.FAILED),
    Entry(models.Once, "", "", "key seen_at", fate=Fate.STAYS, held=Held.REPEAT),
)

_NOBODYS = (
    Entry(models.Plan, "", "", "level popular active", fate=Fate.STAYS),
    Entry(models.PlanLimit, "", "", "id plan_id feature amount", fate=Fate.STAYS),
    Entry(
        models.PlanPrice,
        "",
        "",
        "id plan_id interval amount_cents currency active stripe_test_id stripe_live_id",
        fate=Fate.STAYS,
    ),
    Entry(models.FeatureSwitch, "", "", "name is_on changed_at", fate=Fate.STAYS),
    Entry(models.AiBudget, "", "", "month micros", fate=Fate.STAYS),
    Entry(
        models.Broadcast,
        "",
        "",
        "id state text_fr text_en text_es level language activity days told_chat starts_at people cursor claimed failed"
        " created_at started_at ended_at",
        fate=Fate.STAYS,
    ),
    # Of garages that want no letters, not of people.
    Entry(models.QuietMailbox, "", "", "id mailbox sealed created_at", fate=Fate.STAYS),
    Entry(models.Lease, "", "", "name owner seen_at", fate=Fate.STAYS),
    Entry(models.ScheduledRun, "", "", "name finished_at took_ms", fate=Fate.STAYS),
)

REGISTER = (*_PEOPLE, *_LOGBOOK, *_SHARING, *_PAPERS, *_DIAGNOSES, *_TALKS, *_OUTREACH, *_MONEY, *_MESSAGES, *_NOBODYS)


def personal() -> Iterator[Entry]:
    """The tables that hold something of a person; what hangs on another comes after it."""
    return (entry for entry in REGISTER if entry.way)


def condition(entry: Entry, account: models.Account) -> str:
    """The SQL condition for a person's rows; both are numbers of ours."""
    return entry.way.replace(ACCOUNT, str(int(account.id))).replace(CHAT, str(int(account.telegram_id)))
