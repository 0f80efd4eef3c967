"""What administrators may do, built of the services there are."""

from core.ports import Clock
from core.services.administration import Administration
from core.services.administrators import Admins
from core.services.auditing import Auditing
from core.services.document_files import DocumentFiles
from core.services.email_links import EmailLinks
from core.services.entitlements import Entitlements
from core.services.offers import Offers
from core.services.people import People
from core.services.plan_editing import PlanEditing
from core.services.profiles import Profiles
from core.services.subscriptions import Subscriptions
from core.services.switches import Switches


def administration_of(
    clock: Clock,
    admin_ids: tuple[int, ...],
    subscriptions: Subscriptions,
    entitlements: Entitlements,
    profiles: Profiles,
    email: EmailLinks,
    papers: DocumentFiles,
    offers: Offers,
) -> Administration:
    """Build it."""
    admins, auditing = Admins(set(admin_ids)), Auditing(clock)
    people = People(clock, admins, auditing, subscriptions, entitlements, profiles, email, papers)
    plans, switches = PlanEditing(auditing, offers), Switches(clock, auditing)
    return Administration(admins, auditing, people, plans, switches)
