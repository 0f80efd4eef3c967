"""Write the bill of materials (CycloneDX 1.6, JSON) of what requirements.lock installs: `python -m tools.sbom FILE`.

It is made of the lock and of nothing else, so that two runs at one revision give the same file: every package with its
version, its address in package-url form, the hashes that the installer accepts, and its licence where the package is
installed here.
"""

import json
import re
import sys
import tomllib
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from tools.check_lock import RUN_LOCK, Pin, pins
from tools.licences import ROOT, licence_of

_EXPRESSION = re.compile(r"[A-Za-z0-9.+() -]+")


def bill() -> dict[str, object]:
    """The whole bill."""
    text = (ROOT / RUN_LOCK).read_text("utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    root = f"pkg:pypi/{project['name']}@{project['version']}"
    parts = {_address(pin): _part(pin, hashes) for pin, hashes in zip(pins(text), _hashes(text), strict=True)}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, root + text)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": root,
                "name": project["name"],
                "version": project["version"],
                "licenses": [{"expression": project["license"]}],
            }
        },
        "components": [parts[name] for name in sorted(parts)],
        "dependencies": [{"ref": root, "dependsOn": sorted(parts)}],
    }


def _address(pin: Pin) -> str:
    return f"pkg:pypi/{pin.name}@{pin.version}"


def _hashes(text: str) -> list[list[str]]:
    """The hashes of each pin, in the order of the pins."""
    entries = re.split(r"\n(?=[A-Za-z0-9])", text)
    return [found for entry in entries if (found := re.findall(r"--hash=sha256:([0-9a-f]{64})", entry))]


def _part(pin: Pin, hashes: list[str]) -> dict[str, object]:
    licence = licence_of(pin.name)
    known = {"licenses": [{"expression": licence}]} if licence and _EXPRESSION.fullmatch(licence) else {}
    marker = [{"name": "autotrack:marker", "value": str(pin.marker)}] if pin.marker is not None else []
    return {
        "type": "library",
        "bom-ref": _address(pin),
        "name": pin.name,
        "version": str(pin.version),
        "purl": _address(pin),
        **known,
        # One for each file that may be installed: a wheel per platform, and the source.
        "properties": [*marker, *({"name": "autotrack:sha256", "value": one} for one in sorted(hashes))],
    }


def main() -> None:
    """Write it to the file that is named."""
    target = Path(sys.argv[1])
    target.parent.mkdir(parents=True, exist_ok=True)
    made = bill()
    target.write_text(json.dumps(made, indent=1) + "\n", "utf-8")
    components = made["components"]
    print(f"{target}: {len(components) if isinstance(components, list) else 0} packages")


if __name__ == "__main__":
    main()
