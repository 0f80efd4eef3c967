"""At the console: what people typed and suggested, decided about: makes and models, garages, reviews."""

import argparse

from app.console import answers
from app.console.desk import FROM, REASON, Desk, acts, number
from core.domain.garages.corrections import Correction
from core.models import CatalogueEntry
from core.services.garage_moderation import now_and_then


def add_moderation(parts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `makes`, `garages` and `reviews`."""
    add = acts(parts, "makes", "makes and models that people typed and the catalogue lacks")
    entry, written = number("entry"), ("name", {"help": "'Make' or 'Make / Model'"})
    add("list", _makes, FROM)
    add("show", _make, entry)
    add("accept", _accept_make, entry)
    add("refuse", _refuse_make, entry)
    add("correct", _correct_make, entry, written)
    add("merge", _merge_make, entry, written)
    _add_garages(parts)


def _add_garages(parts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    add = acts(parts, "garages", "garages that people suggested, and corrections")
    garage = number("garage")
    add("list", _garages, FROM)
    add("show", _garage, garage)
    add("accept", _accept_garage, garage)
    add("refuse", _refuse_garage, garage)
    what = ("what", {"choices": [one.value for one in Correction]})
    add("edit", _edit_garage, garage, what, ("value", {}))
    add("merge", _merge_garage, garage, number("into", "the one that stays"))
    add("twins", _twins, FROM)
    add("take-correction", _take_correction, number("correction"))
    add("refuse-correction", _refuse_correction, number("correction"))
    add = acts(parts, "reviews", "reviews of garages that were reported or held back")
    add("list", _reviews, FROM)
    add("show", _review, number("review"))
    add("keep", _keep_review, number("review"))
    add("hide", _hide_review, number("review"), REASON)


def _name(entry: CatalogueEntry) -> str:
    return f"{entry.make} / {entry.model}" if entry.model else entry.make


async def _makes(desk: Desk, arguments: argparse.Namespace) -> int:
    total, entries = await desk.admin.makes.page(arguments.position)
    rows = [(one.id, _name(one), answers.moment(one.created_at)) for one in entries]
    return desk.tell(answers.table(["id", "typed", "when"], rows, total))


async def _make(desk: Desk, arguments: argparse.Namespace) -> int:
    entry = await desk.admin.makes.get(arguments.entry)
    near = " · ".join(" / ".join(filter(None, one)) for one in await desk.admin.makes.near(entry))
    return desk.tell(answers.pairs({"id": entry.id, "typed": _name(entry), "state": entry.state.value, "near": near}))


async def _accept_make(desk: Desk, arguments: argparse.Namespace) -> int:
    return desk.tell(f"{_name(await desk.admin.makes.approve(desk.actor, arguments.entry))}: suggested to everybody")


async def _refuse_make(desk: Desk, arguments: argparse.Namespace) -> int:
    return desk.tell(f"{_name(await desk.admin.makes.refuse(desk.actor, arguments.entry))}: suggested to nobody")


async def _correct_make(desk: Desk, arguments: argparse.Namespace) -> int:
    await desk.admin.makes.correct(desk.actor, arguments.entry, arguments.name)
    return desk.tell("corrected")


async def _merge_make(desk: Desk, arguments: argparse.Namespace) -> int:
    await desk.admin.makes.merge(desk.actor, arguments.entry, arguments.name)
    return desk.tell("merged")


async def _garages(desk: Desk, arguments: argparse.Namespace) -> int:
    found = await desk.admin.garages.page(arguments.position)
    rows: list[tuple[object, ...]] = [("garage", one.id, one.name, one.city) for one in found.garages]
    rows += [("correction", one.id, one.garage.name, f"{one.what}: {one.value}") for one in found.corrections]
    return desk.tell(answers.table(["what", "id", "name", "more"], rows, found.total))


async def _garage(desk: Desk, arguments: argparse.Namespace) -> int:
    found = await desk.admin.garages.get(arguments.garage)
    names = ("id", "status", "name", "address", "postcode", "city", "phone", "email", "website", "hours", "siret")
    return desk.tell(answers.pairs({name: getattr(found, name) for name in names}))


async def _accept_garage(desk: Desk, arguments: argparse.Namespace) -> int:
    return desk.tell(f"{(await desk.admin.garages.accept(desk.actor, arguments.garage)).name}: shown to everybody")


async def _refuse_garage(desk: Desk, arguments: argparse.Namespace) -> int:
    return desk.tell(f"{(await desk.admin.garages.reject(desk.actor, arguments.garage)).name}: shown to nobody")


async def _edit_garage(desk: Desk, arguments: argparse.Namespace) -> int:
    await desk.admin.garages.edit(desk.actor, arguments.garage, Correction(arguments.what), arguments.value)
    return desk.tell("put right")


async def _merge_garage(desk: Desk, arguments: argparse.Namespace) -> int:
    kept = await desk.admin.garages.merge(desk.actor, arguments.garage, arguments.into)
    return desk.tell(f"merged into {kept.name}")


async def _twins(desk: Desk, arguments: argparse.Namespace) -> int:
    pairs = await desk.admin.garages.twins(arguments.position)
    rows = [(one.id, other.id, one.name, one.city, one.address, other.address) for one, other in pairs]
    return desk.tell(answers.table(["one", "other", "name", "town", "where", "where"], rows))


async def _take_correction(desk: Desk, arguments: argparse.Namespace) -> int:
    before, after = now_and_then(await desk.admin.garages.correction(arguments.correction))
    await desk.admin.garages.take(desk.actor, arguments.correction)
    return desk.tell(f"{before or '(nothing)'} → {after}")


async def _refuse_correction(desk: Desk, arguments: argparse.Namespace) -> int:
    await desk.admin.garages.refuse(desk.actor, arguments.correction)
    return desk.tell("refused")


async def _reviews(desk: Desk, arguments: argparse.Namespace) -> int:
    total, found = await desk.admin.garages.reviews(arguments.position)
    rows = [(one.id, one.stars, one.state.value, one.garage.name, (one.comment or "")[:60]) for one in found]
    return desk.tell(answers.table(["id", "stars", "state", "garage", "says"], rows, total))


async def _review(desk: Desk, arguments: argparse.Namespace) -> int:
    found, reports = await desk.admin.garages.review(arguments.review)
    shown = {"id": found.id, "garage": found.garage.name, "stars": found.stars, "state": found.state.value}
    return desk.tell(answers.pairs({**shown, "verified": found.verified, "reports": reports, "says": found.comment}))


async def _keep_review(desk: Desk, arguments: argparse.Namespace) -> int:
    await desk.admin.garages.keep(desk.actor, arguments.review)
    return desk.tell("shown")


async def _hide_review(desk: Desk, arguments: argparse.Namespace) -> int:
    await desk.admin.garages.hide(desk.actor, arguments.review, arguments.reason)
    return desk.tell("hidden; its author is told why")
