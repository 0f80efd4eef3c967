"""Adding a vehicle: the questions of the form, what a typed name may mean, a plate or VIN typed at any moment."""

from collections.abc import Sequence

from bot.callbacks import (
    AddNumbered,
    ChooseCountry,
    ChooseEnergy,
    ChooseModel,
    FormMove,
    LeaveFlow,
    OnVehicle,
    Open,
    OpenVehicle,
    as_word,
)
from bot.context import BotContext
from bot.screens import Button, Rows, Screen
from core.domain.catalogue import Suggestion, key_of
from core.domain.energy import Energy, energy_name
from core.domain.plate_countries import ReadPlate
from core.domain.vin import Vin, VinImpossible, VinWarning
from core.i18n import Translator
from core.i18n.formats import country_name
from core.models import Vehicle
from core.services.vehicles import VehicleKnown


def ask(
    context: BotContext,
    step: str,
    *,
    first: bool,
    knows: bool = True,
    taken: str = "",
    offered: Sequence[Suggestion] = (),
    countries: Sequence[str] = (),
) -> Screen:
    """One question of the form with skip, back, finish if something is known already, and cancel.

    `taken` says how the last answer was understood.
    """
    t = context.t
    rows = {
        "model": _models(offered),
        "energy": energies(t),
        "country": country_buttons(t, countries),
    }.get(step, [])
    question: str = t(f"form.{step}")
    text = f"{t('form.taken', value=taken)}\n{question}" if taken else question
    return Screen(text, [*rows, *_moves(t, step, first=first, knows=knows)])


def offer(context: BotContext, step: str, typed: str, near: Sequence[Suggestion], *, first: bool) -> Screen:
    """Ask which make or model was meant by what the catalogue does not have."""
    t = context.t
    keep = [Button(t.plain("form.keep", typed=typed[:30]), FormMove("keep", step))]
    moves = _moves(t, step, first=first, knows=False)
    return Screen(t("form.did_you_mean", typed=typed), [*_models(near, whole=True), keep, *moves])


def energies(t: Translator) -> list[list[Button]]:
    """Every energy, two in a row."""
    return pairs([Button(t.plain(energy_name(energy)), ChooseEnergy(energy.value)) for energy in Energy])


def country_buttons(t: Translator, countries: Sequence[str]) -> list[list[Button]]:
    """Countries by name, two in a row."""
    return pairs([Button(country_name(code, t.language), ChooseCountry(code.lower())) for code in countries])


def pairs(buttons: Sequence[Button]) -> list[list[Button]]:
    """Two buttons in a row."""
    return [list(buttons[i : i + 2]) for i in range(0, len(buttons), 2)]


def known(context: BotContext, refusal: VehicleKnown) -> Screen:
    """The plate or VIN is one of theirs already: open it, or take it out of the archive."""
    t = context.t
    rows = [[Button(t.plain("vehicle.open"), OpenVehicle(refusal.vehicle_id))]]
    if refusal.archived:
        rows.insert(0, [Button(t.plain("archive.restore"), OnVehicle("restore", refusal.vehicle_id))])
    if context.place.flow:
        rows.append([Button(t.plain("flow.cancel"), LeaveFlow())])
    return Screen(t(refusal.key, **refusal.values), rows)


def typed_plate(context: BotContext, plate: ReadPlate, deleted: Vehicle | None) -> Screen:
    """A plate was typed that is none of theirs: ask whether to add it."""
    t = context.t
    lines = [t("typed.plate", plate=plate.display)]
    if plate.country not in (None, "FR"):
        lines.append(t("vehicle.country", country=country_name(plate.country or "", t.language)))
    number = as_word(f"{plate.country or ''}_{plate.written or plate.value}")
    return _add_it(context, lines, AddNumbered("plate", number), deleted)


def typed_vin(context: BotContext, vin: Vin, deleted: Vehicle | None) -> Screen:
    """A VIN was typed that is none of theirs: what it says, and whether to add it."""
    lines = [context.t("typed.vin"), "", *decoded(context.t, vin)]
    return _add_it(context, lines, AddNumbered("vin", vin.value.lower()), deleted)


def impossible_vin(context: BotContext, refusal: VinImpossible) -> Screen:
    """A VIN cannot be one: why, and the number that was most likely meant."""
    t = context.t
    rows: list[list[Button]] = []
    if refusal.likely is not None:
        rows.append([Button(t.plain("vin.take", vin=refusal.likely), AddNumbered("vin", refusal.likely.lower()))])
    rows.append([Button(t.plain("menu.button"), Open("menu"))])
    return Screen(t(refusal.key, **refusal.values), rows)


def vin(context: BotContext, vehicle: Vehicle, read: Vin) -> Screen:
    """What a vehicle's VIN says."""
    back = [[Button(context.t.plain("vehicle.open"), OpenVehicle(vehicle.id))]]
    return Screen("\n".join(decoded(context.t, read)), back)


def decoded(t: Translator, vin: Vin) -> list[str]:
    """What a VIN tells by itself, and what looks wrong in it."""
    lines: list[str] = [t("vin.number", vin=vin.value)]
    lines.append(t("vin.maker", maker=vin.maker) if vin.maker else t("vin.maker_unknown"))
    if vin.region is not None:
        region = t.plain(f"vin.region_{vin.region.value}")
        country = country_name(vin.country, t.language) if vin.country else None
        lines.append(t("vin.country", country=country, region=region) if country else t("vin.region", region=region))
    if vin.model_year is not None:
        lines.append(t("vin.year", year=vin.model_year))
    if vin.checked is None:
        lines.append(t("vin.no_check"))
    elif vin.checked:
        lines.append(t("vin.check_right"))
    lines += [t(f"vin.warning_{warning.value}") for warning in vin.warnings if warning in VinWarning]
    return lines


def _add_it(context: BotContext, lines: Sequence[str], add: AddNumbered, deleted: Vehicle | None) -> Screen:
    t = context.t
    rows: list[list[Button]] = []
    if deleted is not None:
        lines = [*lines, "", t("typed.was_deleted")]
        rows.append([Button(t.plain("deletion.undo"), OnVehicle("undelete", deleted.id))])
    rows.append([Button(t.plain("typed.add"), add, style="primary")])
    rows.append([Button(t.plain("typed.no"), Open("nothing"))])
    return Screen("\n".join(lines), rows)


def _models(suggestions: Sequence[Suggestion], *, whole: bool = False) -> list[list[Button]]:
    buttons = []
    for one in suggestions:
        label = f"{one.make} {one.model}" if whole and one.model else one.model or one.make
        tap = ChooseModel(key_of(one.make)[:24], key_of(one.model or "")[:28])
        buttons.append(Button(label, tap))
    return pairs(buttons)


def _moves(t: Translator, step: str, *, first: bool, knows: bool) -> Rows:
    back = [] if first else [Button(t.plain("flow.back"), FormMove("back", step))]
    finish = [Button(t.plain("form.finish"), FormMove("finish", step))] if knows else []
    skip = Button(t.plain("flow.skip"), FormMove("skip", step))
    return [[*back, skip], [*finish, Button(t.plain("flow.cancel"), FormMove("cancel", step))]]
