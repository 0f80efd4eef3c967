import contextlib
import re
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

from tools.check_lock import pins
from tools.licences import NOWHERE, PAGE, ROOT, licence_of, locked
from tools.sbom import bill

ALLOWED = re.compile(
    r"MIT|BSD|Apache|ISC|PSF|Python-2|MPL-2|LGPL|Unlicense|HPND|CNRI|Zlib|0BSD|CC0|BSL-1|dual|FTL|libtiff",
    re.IGNORECASE,
)


def rows() -> dict[str, str]:
    found = re.findall(r"^\| ([a-z0-9.-]+) \| (.*?) \| (?:everywhere|`)", PAGE.read_text("utf-8"), re.MULTILINE)
    return dict(found)


def test_every_locked_package_is_on_the_page_of_licences_and_none_besides():
    assert {pin.name for pin in locked()} == rows().keys(), "run python -m tools.licences"


def test_every_licence_is_named_and_allows_to_use_the_package_as_we_do():
    told = {name: licence for name, licence in rows().items() if licence != NOWHERE}
    assert [name for name, licence in told.items() if not licence] == []
    assert [(name, licence) for name, licence in told.items() if not ALLOWED.search(licence)] == []
    assert [
        (name, licence)
        for name, licence in told.items()
        if re.search(r"(?<!L)GPL", licence) and not re.search(r"LGPL| OR ", licence)
    ] == []


def test_parts_under_the_lgpl_are_named_with_what_they_ask():
    apart = PAGE.read_text("utf-8").partition("## Packages")[0]
    assert [name for name, licence in rows().items() if "LGPL" in licence and name not in apart] == []
    assert "python-telegram-bot" in apart
    assert licence_of("python-telegram-bot").startswith("LGPL-3")


def test_wheels_that_hold_libraries_under_the_gpl_are_named():
    apart = PAGE.read_text("utf-8").partition("## Packages")[0]
    found = set()
    for pin in locked():
        with contextlib.suppress(PackageNotFoundError):
            for file in files(pin.name) or ():
                if "dist-info/licenses/" in str(file):
                    words = Path(str(file.locate())).read_text("utf-8", "replace")
                    found |= (
                        {pin.name} if re.search(r"binary wheels: GPL|^License: GPL", words, re.MULTILINE) else set()
                    )
    assert "numpy" in found
    assert "pillow-heif" not in found
    assert [name for name in found if name not in apart] == []


def test_the_bill_of_materials_names_every_locked_package_with_its_hashes_and_is_the_same_each_time():
    made = bill()
    assert made == bill()
    assert (made["bomFormat"], made["specVersion"]) == ("CycloneDX", "1.6")
    components = made["components"]
    assert isinstance(components, list)
    wanted = {(pin.name, str(pin.version)) for pin in pins((ROOT / "requirements.lock").read_text("utf-8"))}
    assert {(one["name"], one["version"]) for one in components} == wanted
    for one in components:
        assert one["purl"] == f"pkg:pypi/{one['name']}@{one['version']}"
        hashes = [each["value"] for each in one["properties"] if each["name"] == "autotrack:sha256"]
        assert hashes
        assert all(re.fullmatch(r"[0-9a-f]{64}", value) for value in hashes)
