"""What is in deploy/ cannot be run by a test. It is read: forms, names and numbers must be those of the product."""

import argparse
import configparser
import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.commands import modules_for
from core.settings import Settings
from tests.architecture.sources import PRODUCT, ROOT
from webhooks.metrics import COUNTS, DURATIONS, LEVELS, PREFIX

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("autotrack*.*"))
# Of Prometheus itself and of its library for processes.
FOREIGN = {"up", "process_resident_memory_bytes", "process_cpu_seconds_total"}
# What only the operator may see.
PARTS = ("db", "queue", "schedule", "telegram", "stripe")
WORD = re.compile(r"\b([a-z_][a-z0-9_]*)\b(?!\s*\()")


def exported() -> dict[str, set[str]]:
    """Every name that /metrics shows, with its labels."""
    found = {f"{PREFIX}{name}_total": set(labels) for name, (_, labels) in COUNTS.items()}
    for name, (_, labels) in DURATIONS.items():
        found |= {f"{PREFIX}{name}_bucket": {*labels, "le"}}
        found |= {f"{PREFIX}{name}_{tail}": set(labels) for tail in ("sum", "count")}
    return found | {
        f"{PREFIX}{name}{'_now' if name in COUNTS else ''}": set(labels) for name, (_, labels) in LEVELS.items()
    }


def wrong_in(expression: str) -> list[str]:
    """Names and labels of an expression that /metrics does not show."""
    names = exported()
    used = set(re.findall(r"\b(?:autotrack|process)_\w+|\bup\b", expression))
    labels = set(re.findall(r"[{,]\s*(\w+)\s*=~?", expression))
    labels |= {one.strip() for inside in re.findall(r"\bby \(([^)]*)\)", expression) for one in inside.split(",")}
    known = {"job"} | {label for name in used for label in names.get(name, ())}
    return sorted(used - names.keys() - FOREIGN) + sorted(labels - known)


def rules() -> list[dict[str, Any]]:
    loaded = yaml.safe_load((DEPLOY / "prometheus/autotrack-alerts.yaml").read_text("utf-8"))
    return [rule for group in loaded["groups"] for rule in group["rules"]]


def panels() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((DEPLOY / "grafana/autotrack.json").read_text("utf-8"))["panels"]
    return found


def test_every_alert_looks_at_what_the_bot_shows_and_says_what_to_do():
    assert [(rule["alert"], wrong) for rule in rules() if (wrong := wrong_in(rule["expr"]))] == []
    for rule in rules():
        assert rule["labels"]["severity"] in {"page", "ticket"}
        assert {"summary", "description"} <= rule["annotations"].keys(), rule["alert"]
    assert len({rule["alert"] for rule in rules()}) == len(rules()) >= 10


def test_every_panel_of_the_dashboard_shows_what_the_bot_shows():
    expressions = [target["expr"] for panel in panels() for target in panel["targets"]]
    assert [wrong for expression in expressions if (wrong := wrong_in(expression))] == []
    shown = " ".join(expressions)
    unseen = [name for name in (*COUNTS, *LEVELS) if f"{PREFIX}{name}" not in shown]
    assert set(unseen) <= {"imports", "pictures", "in_progress"}
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in panels()]
    assert len(set(places)) == len(places)


def test_what_is_counted_anywhere_has_its_words_in_the_metrics():
    product = [path.read_text("utf-8") for package in PRODUCT for path in (ROOT / package).rglob("*.py")]
    text = "\n".join(product)
    counted = set(re.findall(r"(?:meters|counted)\.count\(\s*\"(\w+)\"", text))
    measured = set(re.findall(r"meters\.timed\(\s*\"(\w+)\"", text))
    measured |= set(re.findall(r"meters\.took\([^\"()]*(?:\([^()]*\)[^\"()]*)*\"(\w+)\"", text))
    assert counted - COUNTS.keys() == set()
    assert measured - DURATIONS.keys() == set()
    assert {"updates", "sends"} <= counted


def test_the_compose_file_runs_commands_that_exist_without_root_or_a_writable_disk():
    loaded = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    ours = {name: one for name, one in loaded["services"].items() if one.get("image") == "autotrack"}
    assert ours.keys() == {"bot", "reader", "backup"}
    for name, service in ours.items():
        assert service["read_only"], name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        understood(service["command"])
        assert {key.lower() for key in service["environment"]} <= Settings.model_fields.keys(), name
    published = [port for service in loaded["services"].values() for port in service.get("ports", ())]
    assert all(port.startswith("127.0.0.1:") for port in published)
    assert loaded["networks"]["inside"] == {"internal": True}
    used = {volume.split(":")[0] for service in loaded["services"].values() for volume in service.get("volumes", ())}
    assert used == loaded["volumes"].keys()


def understood(command: list[str]) -> None:
    parser = argparse.ArgumentParser(exit_on_error=False)
    subparsers = parser.add_subparsers()
    for one in modules_for(()):
        one.add_parser(subparsers)
    parser.parse_args(command)


def instructions() -> list[tuple[str, str]]:
    text = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in lines)]


def test_the_image_copies_every_package_and_runs_as_nobody_in_particular():
    told = instructions()
    copied = [part for word, rest in told if word == "COPY" and "--from" not in rest for part in rest.split()[:-1]]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    packages = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert set(packages) <= set(copied)
    ignored = (ROOT / ".dockerignore").read_text("utf-8").split()
    assert [name for name in copied if not (ROOT / name).exists() or name in ignored] == []
    last = max(number for number, (word, _) in enumerate(told) if word == "FROM")
    final = dict(told[last:])
    assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", final["USER"])
    assert "/health" in final["HEALTHCHECK"]
    assert json.loads(final["ENTRYPOINT"]) == ["autotrack"]
    understood(json.loads(final["CMD"]))
    assert any("--require-hashes" in rest for word, rest in told if word == "RUN")
    # A volume takes over whom its folder in the image belongs to: without one, root has it.
    made = re.search(r"install -d -o autotrack \S+ \S+ \S+ \S+ (.+)$", dict(told)["RUN"])
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))["services"].values()
    mounted = {volume.split(":")[1] for one in services if one["image"] == "autotrack" for volume in one["volumes"]}
    assert made
    assert set(made[1].split()) == mounted


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_starts_a_command_that_exists_as_an_ordinary_user(path: Path):
    unit = configparser.RawConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]  # names of units have capital letters
    unit.read_string(path.read_text("utf-8"))
    if path.suffix == ".timer":
        assert path.with_suffix(".service").is_file()
        assert unit["Timer"]["Persistent"] == "true"
        return
    service = unit["Service"]
    program, *command = service["ExecStart"].split()
    assert program == "/srv/autotrack/.venv/bin/autotrack"
    understood(command)
    assert (service["User"], service["NoNewPrivileges"], service["ProtectSystem"]) == ("autotrack", "yes", "strict")


def test_the_command_of_an_operator_has_what_the_service_has():
    command = (DEPLOY / "systemd/autotrack-command").read_text("utf-8")
    unit = (DEPLOY / "systemd/autotrack.service").read_text("utf-8")
    told = dict(line.split("=", 1) for line in unit.splitlines() if "=" in line and not line.startswith("#"))
    assert f"--uid={told['User']} --gid={told['Group']}" in command
    assert f"--working-directory={told['WorkingDirectory']}" in command
    assert f"EnvironmentFile={told['EnvironmentFile']}" in command
    assert all(f"--setenv={one}" in command for one in told["Environment"].split())
    assert f'{told["ExecStart"].removesuffix(" run")} "$@"' in command


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not here")
def test_systemd_itself_understands_every_unit():
    command = ["systemd-analyze", "verify", "--man=no", *(str(path) for path in UNITS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    # The program and its user are not on this machine.
    complaints = [line for line in done.stderr.splitlines() if str(DEPLOY) in line or line.startswith("autotrack")]
    assert [line for line in complaints if "is not executable" not in line] == []


def test_the_proxies_let_through_what_the_world_needs_and_nothing_that_only_the_operator_may_see():
    for name, form in (("Caddyfile", r"@open path (.+)"), ("nginx.conf", r"location (?:= )?(/\S+) \{ proxy_pass")):
        text = (DEPLOY / "proxy" / name).read_text("utf-8")
        paths = {path.rstrip("*") for line in re.findall(form, text) for path in line.split()}
        known = yaml.safe_load((ROOT / "docs/openapi.yaml").read_text("utf-8"))["paths"].keys()
        folders = tuple(path for path in paths if path.endswith("/"))
        passed = {path for path in known if path in paths or path.startswith(folders)}
        assert known - passed == {"/metrics", *(f"/health/{part}" for part in PARTS)}, name


def test_the_checks_see_what_they_are_for():
    assert wrong_in('sum by (name) (rate(autotrack_nothing_total{result="x"}[5m]))') == [
        "autotrack_nothing_total",
        "name",
        "result",
    ]
    assert wrong_in('max(autotrack_jobs_now{queue="chat", colour="red"})') == ["colour"]
    with pytest.raises((argparse.ArgumentError, SystemExit)):
        understood(["fly"])
