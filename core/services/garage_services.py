"""What there is about garages, in one hand."""

from dataclasses import dataclass

from core.ports import Clock, FileStore, Jobs
from core.services.appointments import Appointments
from core.services.directory import Directory
from core.services.garages import Garages
from core.services.listing import Listings
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
    # Where calendar files wait until they are sent.
    files: FileStore


def garages_of(clock: Clock) -> Garages:
    """The garages of people's papers, which bring those of the directory in."""
    return Garages(clock, Listings(clock))


def about_garages(
    clock: Clock, jobs: Jobs, files: FileStore, listings: Listings, vehicles: Vehicles, maintenance: Maintenance
) -> GarageServices:
    """Build them."""
    directory = Directory(clock)
    return GarageServices(
        directory,
        listings,
        Reviews(clock, directory),
        Appointments(clock, jobs, directory, vehicles, maintenance),
        files,
    )
