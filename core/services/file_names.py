"""What made files are called: words of the person's language and the day, so that a folder of them can be read."""

import re
from datetime import date
from typing import Final

from core.i18n import Translator
from core.models import Vehicle
from core.services.vehicles import plate_of

# What a file system does not take in a name.
_FORBIDDEN: Final = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
_LONGEST: Final = 100


def file_name(t: Translator, key: str, day: date, ending: str, vehicle: Vehicle | None = None) -> str:
    """A name such as `Carnet d’entretien Renault Clio AB-123-CD 2026-11-27.pdf`."""
    words = [t.plain(key), *_of(vehicle), f"{day:%Y-%m-%d}"]
    return f"{_safe(' '.join(part for part in words if part))}.{ending}"


def _of(vehicle: Vehicle | None) -> list[str]:
    if vehicle is None:
        return []
    return [part for part in (vehicle.make, vehicle.model, plate_of(vehicle)) if part]


def _safe(name: str) -> str:
    clean = " ".join(_FORBIDDEN.sub(" ", name).split())
    # The day at the end stays, whatever the car is called.
    return clean if len(clean) <= _LONGEST else f"{clean[: _LONGEST - 12].rstrip()}… {clean[-10:]}"
