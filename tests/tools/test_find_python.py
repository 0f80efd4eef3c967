import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "tools" / "find-python.sh"


class Machine:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.tool("sh")

    def tool(self, name: str) -> None:
        found = shutil.which(name)
        assert found is not None
        (self.folder / name).symlink_to(found)

    def python(self, name: str, version: str, *, venv: bool = True, starts: bool = True) -> None:
        major, minor, _ = version.split(".")
        script = self.folder / name
        script.write_text(
            "#!/bin/sh\n"
            f"[ {int(starts)} = 1 ] || exit 127\n"
            'case "$2" in\n'
            f'*platform*) echo "{version}" ;;\n'
            f"*'version_info < '*) [ {minor} -ge 11 ] ;;\n"
            f"*ensurepip*) [ {int(venv)} = 1 ] ;;\n"
            f'*version_info*) echo "{major}.{minor}" ;;\n'
            "esac\n",
            "utf-8",
        )
        script.chmod(0o755)

    def apt(self) -> None:
        (self.folder / "apt-get").write_text("#!/bin/sh\n", "utf-8")
        (self.folder / "apt-get").chmod(0o755)

    def find(self, *asked: str) -> subprocess.CompletedProcess[str]:
        command = ["sh", str(SCRIPT), *asked]
        return subprocess.run(command, env={"PATH": str(self.folder)}, capture_output=True, text=True, check=False)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_the_newest_usable_python_is_taken(machine: Machine) -> None:
    machine.python("python3", "3.11.2")
    machine.python("python3.12", "3.12.1")
    assert machine.find().stdout == "python3.12\n"


def test_a_name_on_path_that_does_not_start_is_passed_over(machine: Machine) -> None:
    machine.python("python3.13", "3.13.0", starts=False)
    machine.python("python3", "3.11.2")
    assert machine.find().stdout == "python3\n"


def test_a_python_without_venv_is_passed_over_for_one_with_it(machine: Machine) -> None:
    machine.python("python3.12", "3.12.1", venv=False)
    machine.python("python3", "3.11.2")
    assert machine.find().stdout == "python3\n"


@pytest.mark.parametrize(("name", "package"), [("python3", "python3-venv"), ("python3.12", "python3.12-venv")])
def test_where_venv_is_missing_the_package_is_named(machine: Machine, name: str, package: str) -> None:
    machine.python(name, "3.12.1", venv=False)
    machine.apt()
    found = machine.find()
    assert found.returncode == 1
    assert found.stdout == ""
    assert f"apt-get install {package}\n" in found.stderr


def test_an_old_python_is_refused_with_its_version(machine: Machine) -> None:
    machine.python("python3", "3.9.18")
    found = machine.find()
    assert found.returncode == 1
    assert "3.11 or newer; found: python3 (3.9.18)" in found.stderr


def test_a_machine_without_python_is_told_what_is_needed(machine: Machine) -> None:
    assert "found: none" in machine.find().stderr


def test_the_python_that_was_asked_for_is_taken_or_refused_by_name(machine: Machine) -> None:
    machine.python("python3", "3.12.1")
    machine.python("python3.9", "3.9.18")
    assert machine.find("python3").stdout == "python3\n"
    assert "PYTHON=python3.9 was asked for" in machine.find("python3.9").stderr


@pytest.mark.skipif(os.name != "posix", reason="the script is for a POSIX shell")
def test_the_python_that_runs_these_tests_is_usable() -> None:
    base = Path(sys.base_prefix) / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}"
    found = subprocess.run(["sh", str(SCRIPT), str(base)], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == str(base)
