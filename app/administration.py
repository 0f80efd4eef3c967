"""What administrators may do, built of the services there are."""

from typing import Any

from core.db.presence import Presence
from core.ports import Clock
from core.services import Services
from core.services.administration import Administration
from core.services.administrators import Admins
from core.services.auditing import Auditing
from core.services.catalogue import Makes
from core.services.document_files import DocumentFiles
from core.services.email_links import EmailLinks
from core.services.entitlements import Entitlements
from core.services.event_desk import EventDesk
from core.services.job_desk import JobDesk
from core.services.makes_moderation import MakesModeration
from core.services.people import People
from core.services.plan_editing import PlanEditing
from core.services.profiles import Profiles
from core.services.remembered import CHANNEL, Remembered
from core.services.subscriptions import Subscriptions
from core.services.switches import Switches, switch_all
from core.services.watched_jobs import WatchedJobs
from core.settings import Settings


def administration_of(
    clock: Clock,
    settings: Settings,
    subscriptions: Subscriptions,
    entitlements: Entitlements,
    profiles: Profiles,
    email: EmailLinks,
    papers: DocumentFiles,
    makes: Makes,
    jobs: WatchedJobs,
) -> Administration:
    """Build it."""
    admins, auditing = Admins(set(settings.admin_ids)), Auditing(clock)
    return Administration(
        admins,
        auditing,
        People(clock, admins, auditing, subscriptions, entitlements, profiles, email, papers),
        PlanEditing(auditing, entitlements.offers),
        Switches(clock, auditing),
        MakesModeration(clock, auditing, makes),
        EventDesk(jobs, auditing, sells="stripe" in settings.payments and settings.stripe_secret_key is not None),
        JobDesk(jobs, auditing),
    )


def behind_switches(services: Services, presence: Presence | None) -> Services:
    """The services, behind the switches; what administrators change elsewhere is heard of."""
    switches = services.admin.switches
    _follow(presence, services.offers.remembered, switches.remembered)
    return switch_all(services, switches)


def _follow(presence: Presence | None, *remembered: Remembered[Any]) -> None:
    """Hear of rows that other processes changed; a process that is alone knows all that it changes itself."""
    if presence is None:
        return

    def heard(name: str) -> None:
        for one in remembered:
            if one.name == name:
                one.forget()

    presence.listen(CHANNEL, heard)
    for one in remembered:
        one.deaf()
        presence.watch(opened=one.hears, lost=one.deaf)
