"""What there is about garages, in one hand."""

from collections.abc import Callable
from dataclasses import dataclass

from core.domain.mail_ports import Vault
from core.ports import Clock, FileStore, Jobs
from core.services.appointments import Appointments
from core.services.directory import Directory
from core.services.garage_corrections import GarageCorrections
from core.services.garage_requests import GarageRequests
from core.services.garages import Garages
from core.services.listing import Listings
from core.services.mails import Mails
from core.services.maintenance import Maintenance
from core.services.reviews import Reviews
from core.services.vehicles import Vehicles


@dataclass(frozen=True, slots=True)
class GarageServices:
    """The directory, how garages come into it, what people say of them, and appointments there."""

    directory: Directory
    listings: Listings
    reviews: Reviews
    appointments: Appointments
    requests: GarageRequests
    corrections: GarageCorrections
    # Where calendar files wait until they are sent.
    files: FileStore


def garages_of(clock: Clock) -> Garages:
    """The garages of people's papers, which bring those of the directory in."""
    return Garages(clock, Listings(clock))


@dataclass(frozen=True, slots=True)
class GarageMail:
    """What letters to garages need; `pages` tells where our pages are, None where nobody could reach them."""

    vault: Vault
    mails: Mails
    pages: Callable[[], str | None]


def about_garages(
    clock: Clock,
    jobs: Jobs,
    files: FileStore,
    listings: Listings,
    vehicles: Vehicles,
    maintenance: Maintenance,
    mail: GarageMail,
) -> GarageServices:
    """Build them."""
    directory = Directory(clock)
    appointments = Appointments(clock, jobs, directory, vehicles, maintenance)
    return GarageServices(
        directory,
        listings,
        Reviews(clock, directory),
        appointments,
        GarageRequests(clock, jobs, mail.vault, mail.mails, appointments, mail.pages),
        GarageCorrections(clock, directory),
        files,
    )
