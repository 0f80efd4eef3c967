"""Files as each app writes them, small enough to be counted by eye."""

import io
import zipfile
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "samples" / "imports"


def sample(name: str) -> bytes:
    """A file of the samples."""
    return (FOLDER / name).read_bytes()


def zipped(files: dict[str, str | bytes]) -> bytes:
    """A ZIP of these."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def simply_auto() -> bytes:
    """A folder of Simply Auto as a ZIP, one path of which leads out of it."""
    return zipped(
        {
            "backup/Fuel_Log.csv": sample("simply_auto_fuel_log.csv"),
            "backup/Vehicles.csv": sample("simply_auto_vehicles.csv"),
            "../Services.csv": sample("simply_auto_services.csv"),
        }
    )


def acar_backup() -> bytes:
    """An `.abp`."""
    return zipped({"metadata.inf": "acar.backup.type=Full-Backup", "vehicles.xml": sample("acar_vehicles.xml")})
