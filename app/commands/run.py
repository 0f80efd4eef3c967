"""`autotrack run`: the bot on Telegram, or on the simulator when there is no token."""

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import Callable

from pydantic import SecretStr

from app import event_loop, logs
from app.database import reachable
from app.garages_sample import bring_sample
from app.instance_lock import AlreadyRunning, refuse_a_second
from app.roles import EVERYTHING, Roles
from app.runtime import Runtime, TokenRefused, running
from app.simulation import PORT, Simulation, SimulatorFailed, follow_clock, simulator, tell_payments
from app.wiring import build
from core import db
from core.gateways.clock import MovableClock, SystemClock
from core.gateways.private_postgres import NoServer
from core.settings import Settings, load
from webhooks.sidecar import PortTaken

# Signs the notices of test payments between two processes of this machine.
TEST_SECRET = "whsec_test_payments_of_the_simulator"  # noqa: S105  # it opens nothing but those


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `run` and `simulate`."""
    parser = subparsers.add_parser("run", help="start the bot: on Telegram with BOT_TOKEN, else on the simulator")
    _add_stand_ins(parser)
    parser.set_defaults(run=run, simulate=False)
    parser = subparsers.add_parser("simulate", help="start the bot on the simulator, whatever BOT_TOKEN says")
    _add_stand_ins(parser)
    parser.set_defaults(run=run, simulate=True)


def _add_stand_ins(parser: argparse.ArgumentParser) -> None:
    told = "on the simulator: have its scripted stand-in answer where an AI service would"
    parser.add_argument("--assistant", action="store_true", help=told)
    told = f"on the simulator: where the chat page listens (default {PORT}, or a free port when that one is taken)"
    parser.add_argument("--page-port", type=_port, default=PORT, metavar="PORT", help=told)


def _port(text: str) -> int:
    number = int(text)
    if not 0 <= number <= 65535:
        raise argparse.ArgumentTypeError("a port is a number from 0 (a free one) to 65535")
    return number


def run(arguments: argparse.Namespace) -> int:
    """Run until Ctrl-C or SIGTERM."""
    settings = load()
    simulated = arguments.simulate or settings.bot_token is None
    return until_stopped(
        settings,
        lambda: event_loop.run(_on_simulator(settings, arguments) if simulated else on_telegram(settings, EVERYTHING)),
    )


def until_stopped(settings: Settings, work: Callable[[], None]) -> int:
    """Do it with logs set up; what stops the start is told in words. Returns the exit status."""
    os.umask(0o077)  # what we write holds personal data
    secrets = [secret.get_secret_value() for _, secret in settings if isinstance(secret, SecretStr)]
    logs.set_up(settings.log_level, secrets)
    try:
        work()
    except (AlreadyRunning, NoServer) as problem:
        return refuse(str(problem))
    except db.SchemaUnknown as problem:
        return refuse(f"this database is ahead of this version: {problem}")
    except PortTaken as problem:
        return refuse(f"cannot listen on {problem}: choose another HTTP_PORT")
    except TokenRefused:
        return refuse("Telegram does not know this BOT_TOKEN: copy it again from @BotFather")
    except SimulatorFailed:
        return refuse("the simulator did not start")
    return 0


async def on_telegram(settings: Settings, roles: Roles) -> None:
    """Do these parts of the work until told to stop."""
    async with reachable(settings) as found, running(build(found, SystemClock(), roles)) as runtime:
        _say(f"AutoTrack is on Telegram ({settings.telegram_api_url}). Health: {runtime.sidecar.address}/health")
        await _until_told_to_stop(runtime)


async def _on_simulator(settings: Settings, arguments: argparse.Namespace) -> None:
    clock, folder = MovableClock(), settings.data_dir.absolute()
    purchases = folder / "test-payments.json"
    if db.is_file(settings.database):
        refuse_a_second(settings.database)
    async with reachable(settings) as found, simulator(arguments.page_port, purchases) as simulation:
        local = _local(found, simulation, assistant=arguments.assistant)
        parts = build(local, clock)
        parts.payments.addresses.chat = simulation.page
        async with running(parts) as runtime, asyncio.TaskGroup() as group:
            parts.payments.addresses.pages = runtime.sidecar.address
            if settings.stripe_secret_key is None:
                address = f"{runtime.sidecar.address}/webhooks/stripe"
                await tell_payments(simulation.api, address, TEST_SECRET)
            await bring_sample(clock)
            following = group.create_task(follow_clock(simulation.api, clock, runtime.ticker.once))
            _say(
                f"AutoTrack runs on the local simulator: no token, no key, nothing leaves this machine.\n\n"
                f"  Chat page   {simulation.page}\n"
                f"  Health      {runtime.sidecar.address}/health\n"
                f"  Data        {folder}\n\n"
                f"Ctrl-C stops it; the logbook is kept. Set BOT_TOKEN to talk to Telegram."
            )
            await _until_told_to_stop(runtime)
            following.cancel()


def _local(found: Settings, simulation: Simulation, *, assistant: bool = False) -> Settings:
    """The settings with the simulator in Telegram's place, and in Stripe's unless there is a key for that.

    With `assistant` it also stands in for the AI service, unless one is set.
    """
    scripted = {
        "openai_base_url": f"{simulation.api}/openai/v1",
        "openai_model": "stand-in",
        "openai_mode": "responses",
    }
    asked = assistant and found.openai_api_key is None and found.openai_base_url is None
    stands_in: dict[str, object] = {
        "stripe_secret_key": SecretStr(simulation.stripe_key),
        "stripe_webhook_secret": SecretStr(TEST_SECRET),
        "stripe_api_base": simulation.stripe,
    }
    return found.model_copy(
        update={
            "bot_token": SecretStr(simulation.token),
            "telegram_api_url": simulation.api,
            "public_url": None,
            **({"smtp_url": SecretStr(f"{simulation.api}/sim/mails")} if found.smtp_url is None else {}),
            "http_port": found.http_port if "http_port" in found.model_fields_set else 0,
            **(stands_in if found.stripe_secret_key is None else {}),
            **(scripted if asked else {}),
        }
    )


async def _until_told_to_stop(runtime: Runtime) -> None:
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, runtime.stopping.set)
    event_loop.spare_what_stays()
    await runtime.stopping.wait()


def _say(text: str) -> None:
    print(text, flush=True)


def refuse(reason: str, status: int = 1) -> int:
    """Say why not, and return the exit status."""
    print(f"autotrack: {reason}", file=sys.stderr)
    return status
