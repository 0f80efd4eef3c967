# ruff: noqa: E501 - lines of the page are as long as they are
"""Write docs/licences.md: under which licence each package of requirements.lock is, as the packages themselves say."""

import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

from tools.check_lock import RUN_LOCK, Pin, machines, pins

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "licences.md"
# What packages say in words, and the name of the same at spdx.org.
_NAMES = (
    (r"LGPL.*3|LGPLv3|Lesser General Public License v3", "LGPL-3.0"),
    (r"LGPL|Lesser General Public", "LGPL-2.1-or-later"),
    (r"MPL|Mozilla", "MPL-2.0"),
    (r"Apache", "Apache-2.0"),
    (r"Python Software Foundation|^PSF", "PSF-2.0"),
    (r"BSD", "BSD-3-Clause"),
    (r"MIT|Expat", "MIT"),
    (r"ISC", "ISC"),
    (r"HPND", "HPND"),
    (r"Unlicense", "Unlicense"),
)
NOWHERE = "no supported machine installs it"
_HEAD = """# Licences of what AutoTrack is made of

AutoTrack is MIT ([licence](../LICENSE)). Below is every package that `requirements.lock` installs, with the licence that the
package names, written by `python -m tools.licences`; tests see that none is missing. Nothing of them is copied into
this repository: they are installed beside it, unmodified, and may be replaced by another version.

## Parts with conditions of their own

| part | licence | what it asks |
|---|---|---|
| python-telegram-bot | LGPL-3.0 | its source and the right to exchange it: it is a library of its own in the environment, unmodified |
| python-stdnum | LGPL-2.1-or-later | the same |
| psycopg, psycopg-binary, psycopg-pool | LGPL-3.0 | the same; only used on PostgreSQL |
| fpdf2 | LGPL-3.0 | the same |
| certifi, pathspec, parts of tqdm | MPL-2.0 | changed files stay open: none is changed |
| PP-OCRv6 models, `fra.traineddata` | Apache-2.0 | notices, which lie beside them in `core/gateways/reading/models/` |
| opencv-python-headless | Apache-2.0 | its wheel holds FFmpeg under LGPL-2.1 as a library of its own |
| pi-heif (HEIC photos) | its code BSD-3-Clause, its wheel holds libheif and libde265, LGPL-3.0 | the same as fpdf2; it only reads: there is no encoder in it |
| pillow-heif | its code BSD-3-Clause, **its wheel GPL-2.0**: it holds x265 | only writes the photos of tests: it is in `requirements-dev.lock` and in no image |
| numpy, opencv-python-headless | their wheels hold libgfortran and libquadmath, GPL-3.0 with GCC's runtime exception (libquadmath LGPL-2.1) | the exception lets any program use them |
| Pillow, pypdfium2, matplotlib | see below | their wheels hold libraries under licences of their own (PDFium BSD-3-Clause, fonts Bitstream Vera) |

A container image, or any other copy that is passed on with the packages inside, passes on these licences too: keep the files in
`*.dist-info/licenses` of each package.

## Packages

"""


def licence_of(name: str) -> str:
    """What an installed package says of itself, by its name at spdx.org where we know it."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return ""
    known = told.json
    if expression := known.get("license_expression"):
        return str(expression)
    classifiers = [line.rpartition(" :: ")[2] for line in told.get_all("Classifier", []) if "License ::" in line]
    words = " / ".join(dict.fromkeys(line for line in classifiers if line != "OSI Approved"))
    return _named(words or str(known.get("license", "")).strip().partition("\n")[0])


def _named(words: str) -> str:
    found = [name for form, name in _NAMES if re.search(form, words, re.IGNORECASE)]
    return found[0] if found else words[:60]


def page() -> str:
    """The whole page."""
    found: dict[str, list[Pin]] = {}
    for pin in locked():
        found.setdefault(pin.name, []).append(pin)
    rows = [f"| {name} | {_licence(name, found[name])} | {_where(found[name])} |" for name in sorted(found)]
    return _HEAD + "| package | licence | where |\n|---|---|---|\n" + "\n".join(rows) + "\n"


def locked() -> list[Pin]:
    """What it takes to run."""
    return pins((ROOT / RUN_LOCK).read_text("utf-8"))


def _licence(name: str, found: list[Pin]) -> str:
    held = any(pin.holds(machine) for pin in found for machine in machines())
    return licence_of(name) if held else NOWHERE


def _where(found: list[Pin]) -> str:
    """Several pins of a package are for several versions of Python, and one of them is always installed."""
    marker = found[0].marker if len(found) == 1 else None
    return "everywhere" if marker is None else f"`{marker}`".replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
