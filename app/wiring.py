"""Builds every object, once. Nobody else constructs a service or a gateway."""

import structlog

from app.administration import administration_of, behind_switches
from app.assembled import Parts
from app.engines import scale_of
from app.intelligence import assistant_of, rates_of
from app.keys import files_of, keys_of, signing
from app.mail import BotLink, post_of
from app.outreach import broadcasts_of, register_outreach, undelivered
from app.payment import Payments, payments_of
from app.roles import EVERYTHING, Roles
from app.schedule import DAY, HALF_A_MINUTE, Schedule, Scheduled, table
from bot.application import build_application
from bot.background import Background
from bot.downloads import TelegramDownloads
from bot.handlers import admin_health
from bot.handlers.admin_health import HealthReport
from bot.inbox import Inbox
from bot.live_text import ChatLiveText
from bot.messenger import Messenger
from bot.routes import routes
from bot.transport import AiohttpRequest, TelegramApi
from core.gateways.logbook_reader import ChildLogbookReader
from core.gateways.page_pictures import PagePictures
from core.gateways.reading.choice import build_opener, build_reader
from core.gateways.reading.manners import BESIDE_A_CHAT
from core.gateways.send_journal import FileSendJournal
from core.gateways.studio.worker_pool import ChildStudio
from core.gateways.vault import KeyedVault
from core.meters import Meters
from core.ports import Clock, FileStore, RunningJob
from core.services import Services
from core.services.access import Access, guard_all
from core.services.accounts import Accounts
from core.services.ai_spending import AiSpending
from core.services.albums import Albums
from core.services.ask_facts import AskFacts
from core.services.asking import Asking
from core.services.assistance import Assistance
from core.services.attachments import Attachments
from core.services.billing_events import BillingEvents
from core.services.billing_notices import BillingNotices
from core.services.billing_requests import BillingRequests
from core.services.billing_tasks import BillingTasks
from core.services.books import Books
from core.services.bundles import Bundles
from core.services.capture import Capture
from core.services.catalogue import Makes
from core.services.confirming import Confirming
from core.services.conversations import Conversations
from core.services.cost_reminders import CostReminders
from core.services.costs import Costs
from core.services.diagnoses import Diagnoses
from core.services.diagnosis_list import DiagnosisList
from core.services.diagnosis_pieces import DiagnosisPieces
from core.services.digests import Digests
from core.services.document_files import DocumentFiles
from core.services.document_list import DocumentList
from core.services.documents import Documents
from core.services.early_lines import EarlyLines
from core.services.email_links import EmailLinks
from core.services.entitlements import Entitlements
from core.services.exports import Exports
from core.services.finishing import Finishing
from core.services.fuel import Fuel
from core.services.fuel_figures import FuelFigures
from core.services.garage_services import GarageMail, about_garages, garages_of
from core.services.handover import Handover
from core.services.health import HealthReports
from core.services.history import History
from core.services.import_writing import ImportWriting
from core.services.imports import Imports
from core.services.insights import Insights
from core.services.intake import Intake
from core.services.last_entries import LastEntries
from core.services.leaving import Leaving
from core.services.lessons import Lessons
from core.services.mail_codes import MailCodes
from core.services.mails import Mails
from core.services.maintenance import Maintenance
from core.services.moving import Moving
from core.services.notices import Notices
from core.services.odometer import Odometer
from core.services.offers import Offers
from core.services.outbox import Outbox
from core.services.own_answers import OwnAnswers
from core.services.ownership import OwnershipCosts
from core.services.paper_effects import PaperEffects
from core.services.preferences import Preferences
from core.services.profiles import Profiles
from core.services.push_copies import MailCopies
from core.services.quote_checks import QuoteChecks
from core.services.reading_line import ReadingLine
from core.services.reading_quota import ReadingQuota
from core.services.reading_requests import ReadingRequests
from core.services.record_changes import RecordChanges
from core.services.record_effects import RecordEffects
from core.services.record_versions import Versions
from core.services.records import Records
from core.services.recoveries import Recoveries
from core.services.reminders import Reminders
from core.services.scheduled_runs import ScheduledRuns
from core.services.seeing import Seeing
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
from core.services.vehicles import SharedVehicles, Vehicles
from core.services.watched_jobs import WatchedJobs
from core.settings import Settings

log = structlog.get_logger()


def build(settings: Settings, clock: Clock, roles: Roles = EVERYTHING) -> Parts:
    """Wire everything; opens no connection and starts no process yet."""
    if settings.bot_token is None:
        raise ValueError("a bot needs BOT_TOKEN")
    scale = scale_of(settings.database, roles)
    files, jobs = files_of(settings), scale.jobs
    meters = Meters()
    watched = WatchedJobs(jobs, meters)
    api = TelegramApi(AiohttpRequest(), settings.telegram_api_url, settings.bot_token.get_secret_value())
    reader = build_reader(settings.ocr_reader, settings.tesseract_cmd, niceness=BESIDE_A_CHAT)
    capture = Capture(build_opener(niceness=BESIDE_A_CHAT), reader)
    payments, studio, chat = payments_of(settings, api), ChildStudio(BESIDE_A_CHAT), BotLink()
    services = behind_switches(
        guard_all(
            _services(
                *(settings, clock, watched, files, TelegramDownloads(api)),
                capture=capture,
                meters=meters,
                payments=payments,
                studio=studio,
                assistance=_assistance(settings, clock, meters),
                live=ChatLiveText(api, Outbox()),
                chat=chat,
            ),
            Access(clock),
        ),
        scale.presence,
    )
    application = build_application(api, services)
    application.add_handlers(routes())
    background = Background()
    shared = scale.presence is not None
    journal = FileSendJournal(settings.data_dir / "sending.log")
    unreachable = services.accounts.unreachable
    messenger = Messenger(api, services.outbox, files, unreachable, journal, marks=shared, meters=meters)
    messenger.undelivered = undelivered(services)
    health = _register(watched, services, files, Inbox(application, services, api, background, meters))
    events, due = _register_billing(watched, services, payments)
    schedule = Schedule(jobs, clock, ScheduledRuns(), (*table(services, files), *due))
    schedule.register(watched)
    sender, poller = scale.sender(messenger, services.outbox), scale.poller(api, jobs)
    return Parts(
        *(settings, clock, roles, scale, files, jobs, services, api, application),
        *(messenger, journal, sender, poller, background, capture, meters),
        payments=payments,
        billing_events=events,
        studio=studio,
        schedule=schedule,
        chat=chat,
        health=health,
    )


def _assistance(settings: Settings, clock: Clock, meters: Meters) -> Assistance:
    salt = signing(settings, b"assistant")
    return Assistance(assistant_of(settings), AiSpending(clock, rates_of(settings)), salt, meters)


def _services(
    settings: Settings,
    clock: Clock,
    jobs: WatchedJobs,
    files: FileStore,
    downloads: TelegramDownloads,
    capture: Capture,
    meters: Meters,
    payments: Payments,
    studio: ChildStudio,
    assistance: Assistance,
    live: ChatLiveText,
    chat: BotLink,
) -> Services:
    offers, outbox, makes = Offers(), live.outbox, Makes(clock)
    vault = KeyedVault.open(keys_of(settings)[0])
    mails = Mails(clock, jobs, vault, post_of(settings, clock), chat.link, meters)
    codes, copies_by_mail = MailCodes(clock, vault), MailCopies(mails)
    email, profiles = EmailLinks(clock, jobs, vault, codes, mails), Profiles(clock, vault, codes)
    notices = BillingNotices(clock, jobs, settings.admin_ids, mails)
    subscriptions = Subscriptions(clock, jobs, notices, payments.live)
    desk = BillingRequests(
        *(clock, jobs, offers, subscriptions, notices, payments.addresses.ways(), payments.billing, payments.stars)
    )
    entitlements = Entitlements(clock, offers)
    vehicles, plan = Vehicles(clock, entitlements), ServicePlan(clock)
    reminders = Reminders(clock, jobs, plan)
    odometer, life = Odometer(clock), VehicleLife(clock, jobs, vehicles)
    garages, copies = garages_of(clock), DocumentFiles(files, PagePictures())
    seeing = Seeing(clock, assistance, copies.pictures)
    documents = Documents(clock, jobs, copies, downloads, capture, vehicles, garages, Lessons(clock))
    line, albums, bundles = ReadingLine(clock, jobs), Albums(jobs), Bundles(documents)
    effects = RecordEffects(clock, odometer)
    records = Records(clock, effects, entitlements)
    changes = RecordChanges(clock, records, effects, Versions(clock))
    maintenance = Maintenance(clock, vehicles, odometer, records, changes, reminders)
    fuel, dates = Fuel(clock, odometer), VehicleDates(clock, reminders)
    own, threads = OwnAnswers(clock, vehicles, plan, dates), Threads(clock)
    papers = PaperEffects(clock, vehicles, odometer, reminders, records, fuel, dates)
    garage = about_garages(
        *(clock, jobs, files, garages.listings, vehicles, maintenance),
        GarageMail(vault, mails, lambda: payments.addresses.pages),
    )
    administration = administration_of(
        *(clock, settings, subscriptions, entitlements, profiles, email, copies, makes, jobs)
    )
    return Services(
        clock=clock,
        jobs=jobs,
        accounts=Accounts(clock, settings.default_language),
        conversations=Conversations(),
        outbox=outbox,
        vehicles=SharedVehicles(clock, entitlements),
        vehicle_editing=VehicleEditing(clock, vehicles, reminders),
        vehicle_life=life,
        makes=makes,
        odometer=odometer,
        imports=Imports(
            *(clock, jobs, files, downloads, ChildLogbookReader(BESIDE_A_CHAT), vehicles),
            *(ImportWriting(clock, odometer), meters, studio),
        ),
        exports=Exports(clock, jobs, files, vehicles, meters),
        books=Books(clock, jobs, files, studio, vehicles, signing(settings), settings.public_url, copies, meters),
        statistics=Statistics(clock, jobs, files, studio, vehicles, meters),
        intake=Intake(
            clock, jobs, documents, line, albums, bundles, ReadingQuota(entitlements, vehicles), meters, seeing
        ),
        documents=documents,
        bundles=bundles,
        document_list=DocumentList(clock, documents, vehicles, entitlements),
        confirming=Confirming(documents, papers, garages, changes, entitlements),
        maintenance=maintenance,
        changes=changes,
        history=History(vehicles),
        attachments=Attachments(documents, records),
        reminders=reminders,
        finishing=Finishing(reminders, maintenance),
        telling=Telling(clock, copies_by_mail),
        early_lines=EarlyLines(),
        last_entries=LastEntries(clock),
        notices=Notices(clock),
        digests=Digests(clock, jobs, copies_by_mail),
        preferences=Preferences(clock),
        fuel=fuel,
        fuel_figures=FuelFigures(vehicles),
        diagnoses=Diagnoses(clock, jobs, entitlements, maintenance, reminders),
        diagnosis_list=DiagnosisList(clock, vehicles),
        diagnosis_pieces=DiagnosisPieces(jobs, files, downloads, capture, seeing),
        garage=garage,
        health=HealthReports(clock, jobs, files, studio, vehicles, plan, entitlements, meters),
        quote_checks=QuoteChecks(clock, documents, plan, entitlements),
        costs=Costs(clock, vehicles, CostReminders(clock)),
        ownership=OwnershipCosts(clock, vehicles),
        own_answers=own,
        assistance=assistance,
        threads=threads,
        suggestions=Suggestions(clock, entitlements, plan, dates, maintenance),
        asking=Asking(clock, jobs, entitlements, assistance, threads, own, vehicles, AskFacts(clock), live),
        plan=plan,
        dates=dates,
        upcoming=Upcoming(clock),
        reading_requests=ReadingRequests(clock, jobs, reminders),
        offers=offers,
        entitlements=entitlements,
        subscriptions=subscriptions,
        billing_notices=notices,
        desk=desk,
        stars=Stars(clock, jobs, notices, payments.stars),
        takeouts=Takeouts(clock, jobs, files, vault, meters, mails=mails),
        leaving=Leaving(clock, jobs, outbox, desk, mails, garage.requests),
        sharing=Sharing(
            clock, jobs, Handover(clock, vehicles, life), garage.appointments, signing(settings, b"share link")
        ),
        mails=mails,
        codes=codes,
        email=email,
        recoveries=Recoveries(clock, jobs, codes, mails, email, entitlements, Moving(outbox)),
        profiles=profiles,
        admin=administration,
        broadcasts=broadcasts_of(clock, jobs, outbox),
        support=Support(clock, jobs, entitlements, administration.admins),
        insights=Insights(clock, jobs, files, studio, meters),
    )


def _register(jobs: WatchedJobs, services: Services, files: FileStore, inbox: Inbox) -> HealthReport:
    """Every kind of job, in one place."""

    async def delete_files(job: RunningJob) -> None:
        names = job.payload["names"]
        for name in names if isinstance(names, list) else ():
            await files.delete(str(name))

    jobs.register("update", inbox.update, buried=inbox.buried)
    jobs.register("event", inbox.event)
    _register_documents(jobs, services)
    jobs.register("delete_files", delete_files, queue="files")
    jobs.register("send_mail", services.mails.send, queue="mail")
    jobs.register("file_document", services.confirming.file)
    register_outreach(jobs, services)
    health = HealthReport(services)
    jobs.register(admin_health.JOB, health.work, queue="files")
    return health


def _register_billing(
    jobs: WatchedJobs, services: Services, payments: Payments
) -> tuple[BillingEvents | None, tuple[Scheduled, ...]]:
    """What payment brings: the inbox of its notices, if there is a service that sends any, and what runs by itself."""
    clock, billing, notices = services.clock, payments.billing, services.billing_notices
    events = None
    if billing is not None:
        events = BillingEvents(clock, services.jobs, billing, services.subscriptions, notices)
        jobs.register("billing_event", events.handle, buried=events.parked)
        jobs.register("billing_surplus", services.desk.give_back)
    jobs.register("billing_request", services.desk.work)
    jobs.register("stars_refund", services.stars.give_back)
    known = (clock, services.jobs, services.subscriptions, notices, events, billing)
    tasks = BillingTasks(*known, heard=payments.heard)
    jobs.register("billing_sync", tasks.sync)
    due = Scheduled("billing_due", HALF_A_MINUTE, tasks.tick)
    return events, (due, Scheduled("reconcile_payments", DAY, tasks.reconcile))


def _register_documents(jobs: WatchedJobs, services: Services) -> None:
    """What happens to documents while nobody waits in the chat."""
    jobs.register("read_document", services.intake.read, queue="ocr", buried=services.intake.unreadable)
    jobs.register("album", services.intake.collect, queue="files")
    jobs.register("line_moved", services.intake.moved, queue="files")
    keep, lost = services.attachments.store, services.attachments.lost
    imports = services.imports
    jobs.register("read_import", imports.read, queue="files", buried=imports.failed)
    jobs.register("run_import", imports.run, queue="files", buried=imports.failed)
    jobs.register("draw_stats", services.statistics.draw, queue="files", buried=services.statistics.failed)
    jobs.register("make_health", services.health.make, queue="files", buried=services.health.failed)
    jobs.register("make_book", services.books.make, queue="files", buried=services.books.failed)
    takeouts = services.takeouts
    jobs.register("make_takeout", takeouts.make, queue="ocr", buried=takeouts.failed)
    jobs.register("erase", services.leaving.erase, queue="clock")
    jobs.register("make_export", services.exports.make, queue="files", buried=services.exports.failed)
    jobs.register("ask_model", services.asking.answer, queue="ai", buried=services.asking.failed)
    jobs.register("keep_attachment", keep, queue="ocr", buried=lost)
    jobs.register("keep_piece", services.diagnosis_pieces.store, queue="ocr", buried=services.diagnosis_pieces.lost)
