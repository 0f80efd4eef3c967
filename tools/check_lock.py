"""See that the locks answer pyproject.toml: all that is asked for is pinned, with hashes, without addresses.

It reads files only: whether a newer version exists is `make lock UPGRADE=1`'s business.
"""

import re
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

RUN_LOCK = "requirements.lock"
DEV_LOCK = "requirements-dev.lock"
SUPPORTED_PYTHONS = ("3.11", "3.12", "3.13")
SUPPORTED_MACHINES = (("linux", "x86_64"), ("linux", "aarch64"), ("darwin", "arm64"))
_ADDRESS = re.compile(r"://|^\s*-|@\s*(file|git)|--index|--find-links|--trusted", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Pin:
    """One locked version of a package, where its marker holds."""

    name: str
    version: Version
    marker: Marker | None
    hashes: int

    def holds(self, machine: Mapping[str, str]) -> bool:
        """Whether this pin is the one installed on such a machine."""
        return self.marker is None or self.marker.evaluate(dict(machine))


def pins(text: str) -> list[Pin]:
    """List the pins of a lock file."""
    found = []
    for entry in re.split(r"\n(?=[A-Za-z0-9])", text.replace("\\\n", " ")):
        words = [line for line in entry.splitlines() if not line.lstrip().startswith("#")]
        if not words or not words[0].strip() or words[0].startswith("-"):
            continue
        requirement = Requirement(words[0].split("--hash")[0].strip())
        version = str(requirement.specifier).removeprefix("==")
        pin = Pin(
            canonicalize_name(requirement.name),
            Version(version),
            requirement.marker,
            entry.count("--hash=sha256:"),
        )
        found.append(pin)
    return found


def machines() -> Iterator[dict[str, str]]:
    """Yield the marker environments of every supported Python on every supported kind of machine."""
    for python in SUPPORTED_PYTHONS:
        for platform, processor in SUPPORTED_MACHINES:
            yield {
                "python_version": python,
                "python_full_version": f"{python}.0",
                "sys_platform": platform,
                "platform_machine": processor,
                "platform_system": platform.capitalize(),
                "implementation_name": "cpython",
                "platform_python_implementation": "CPython",
                "os_name": "posix",
                "extra": "",
            }


def asked(project: Mapping[str, object], *, development: bool) -> list[Requirement]:
    """List what pyproject.toml asks for: to build and run, and to develop as well."""
    table, build = project["project"], project["build-system"]
    if not isinstance(table, dict) or not isinstance(build, dict):
        return []
    lines = [*build["requires"], *table["dependencies"]]
    if development:
        lines += [line for extra in table["optional-dependencies"].values() for line in extra]
    return [Requirement(line) for line in lines]


def unanswered(requirements: Sequence[Requirement], locked: Sequence[Pin]) -> list[str]:
    """List what is asked for and not pinned, or pinned at a version that was not asked for."""
    found = []
    for machine in machines():
        where = f"on Python {machine['python_version']}, {machine['sys_platform']} {machine['platform_machine']}"
        held: dict[str, Version] = {pin.name: pin.version for pin in locked if pin.holds(machine)}
        for requirement in requirements:
            if requirement.marker is not None and not requirement.marker.evaluate(machine):
                continue
            version = held.get(canonicalize_name(requirement.name))
            if version is None:
                found.append(f"{requirement} is asked for and not locked {where}")
            elif version not in requirement.specifier:
                found.append(f"{requirement} is asked for and locked at {version} {where}")
    return found


def unclean(text: str) -> list[str]:
    """Pins without a hash, and lines with an address or an option, which a lock must not carry."""
    found = [f"{pin.name} has no hash" for pin in pins(text) if not pin.hashes]
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("--hash=sha256:")]
    found += [f"an address or option: {line.strip()}" for line in lines if _ADDRESS.search(line)]
    return found


def apart(run: Sequence[Pin], development: Sequence[Pin]) -> list[str]:
    """List what is locked to run and not locked at the same version to develop."""
    both = {(pin.name, pin.version) for pin in development}
    return [f"{pin.name} {pin.version} only in {RUN_LOCK}" for pin in run if (pin.name, pin.version) not in both]


def complaints(root: Path) -> list[str]:
    """Everything that is wrong with the two locks under `root`."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    texts = {name: (root / name).read_text("utf-8") for name in (RUN_LOCK, DEV_LOCK)}
    found = [f"{name}: {line}" for name, text in texts.items() for line in unclean(text)]
    for name, text in texts.items():
        requirements = asked(project, development=name == DEV_LOCK)
        found += [f"{name}: {line}" for line in unanswered(requirements, pins(text))]
    return found + apart(pins(texts[RUN_LOCK]), pins(texts[DEV_LOCK]))


def main() -> int:
    """Print what is wrong; the exit status says whether anything is."""
    found = complaints(Path(__file__).parent.parent)
    print("\n".join(found) or "The locks answer pyproject.toml.")
    if found:
        print("Run `make lock`.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
