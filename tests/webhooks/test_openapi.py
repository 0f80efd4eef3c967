"""docs/openapi.yaml says what the server beside the bot answers, no more and no less."""

import functools
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from aiohttp import ClientSession
from pydantic import SecretStr

from app.runtime import Runtime, running
from app.wiring import build
from core.gateways.clock import MovableClock
from simulator.stripe.stand_in import KEY
from simulator.testing import Simulator
from tests.architecture.sources import ROOT
from tests.conftest import settings_for
from tests.journeys.test_webhook import free_port
from tests.paying import SECRET
from tests.postgres.databases import sqlite_url

TOKEN = "a-token-of-the-operator"


@functools.cache
def page() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "docs/openapi.yaml").read_text("utf-8"))
    return loaded


def resolved(node: dict[str, Any]) -> dict[str, Any]:
    found: Any = page()
    if "$ref" not in node:
        return node
    for part in node["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return dict(found)


def operations() -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (verb.upper(), path): one
        for path, item in page()["paths"].items()
        for verb, one in item.items()
        if verb != "parameters"
    }


@pytest.fixture
async def runtime(sim: Simulator, migrated_file: Path, tmp_path: Path) -> AsyncIterator[Runtime]:
    """A bot with everything that has a route."""
    sqlite_url(migrated_file, tmp_path)
    port = free_port()
    settings = settings_for(sim, tmp_path).model_copy(
        update={
            "public_url": f"http://127.0.0.1:{port}",
            "http_port": port,
            "metrics_token": SecretStr(TOKEN),
            "stripe_secret_key": SecretStr(KEY),
            "stripe_webhook_secret": SecretStr(SECRET),
            "stripe_api_base": f"{sim.api_url}/stripe",
        }
    )
    async with running(build(settings, MovableClock()), warm=False) as runtime:
        yield runtime


def concrete(path: str) -> str:
    return path.replace("{code}", "NONE").replace("{word}", "wrong").replace("{token}", "none")


async def test_every_route_is_described_and_answers_as_described(runtime: Runtime):
    described = operations()
    served = {(route.method, route.path) for route in runtime.sidecar.routes}
    assert served == described.keys()
    async with ClientSession(runtime.sidecar.address) as session:
        for (verb, path), operation in described.items():
            answer = await session.request(verb, concrete(path))
            assert str(answer.status) in operation["responses"], (verb, path, answer.status)
            content = resolved(operation["responses"][str(answer.status)]).get("content")
            if content:
                assert answer.content_type in content, (verb, path)
        allowed = {"Authorization": f"Bearer {TOKEN}"}
        assert (await session.get("/metrics", headers=allowed)).content_type in resolved(
            described["GET", "/metrics"]["responses"]["200"]
        )["content"]
        known = page()["components"]["schemas"]["State"]["properties"]
        detailed = await (await session.get("/health/ready", headers=allowed)).json()
        assert {"status", "parts"} == detailed.keys() <= known.keys()
        assert all(part["status"] in known["status"]["enum"] for part in detailed["parts"].values())
        assert (await session.put("/health")).status == 405
        for path in ("/telegram", "/webhooks/stripe"):
            assert (await session.post(path, json={"update_id": 1})).status in {400, 404}


def test_the_page_is_whole():
    used: list[str] = []

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            used.extend([node["$ref"]] if "$ref" in node else [])
            for one in node.values():
                walk(one)
        elif isinstance(node, list):
            for one in node:
                walk(one)

    walk(page())
    assert all(resolved({"$ref": reference}) for reference in used)
    names = [operation["operationId"] for operation in operations().values()]
    assert len(set(names)) == len(names)
    schemes = page()["components"]["securitySchemes"]
    asked = [name for operation in operations().values() for one in operation.get("security", []) for name in one]
    assert set(asked) == set(schemes)
    tags = {tag["name"] for tag in page()["tags"]}
    assert {tag for operation in operations().values() for tag in operation["tags"]} == tags
