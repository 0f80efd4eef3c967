"""The directory of garages: the ways in, lists, a garage's card."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import time
from decimal import Decimal

from babel.dates import get_day_names

from bot.callbacks import LeaveFlow, Open
from bot.context import BotContext
from bot.garage_callbacks import CorrectGarage, FilterGarages, FindGarage, OnGarage, WordGarages
from bot.garage_state import button_for
from bot.screens import Button, Contact, Screen, Venue
from core.domain.garages import certifications
from core.domain.garages.hours import Spans, grouped, read_holidays, read_hours
from core.domain.garages.listing import ListingStatus
from core.domain.garages.price_ranges import PriceRange
from core.domain.garages.sought import Kind, Order, Sought
from core.domain.garages.specialties import Specialty, read
from core.domain.service_types import service_name
from core.errors import Gone
from core.i18n import Html, Translator
from core.models import ListedGarage
from core.services.directory import PAGE, GarageCard, GaragePage, Hit

_ROUTE = "https://www.google.com/maps/dir/?api=1&destination={},{}"
# Prices on a card; the rest behind a button.
MOST_PRICES = 3
_MILES = Decimal("0.621371")


def home(context: BotContext) -> Screen:
    """The ways to find a garage."""
    t = context.t
    rows = [
        [
            Button(t.plain("garage.near_me"), FindGarage("near"), style="primary"),
            Button(t.plain("garage.search"), FindGarage("words")),
        ],
        [Button(t.plain("garage.top"), FilterGarages("ask")), Button(t.plain("garage.mine"), WordGarages("mine"))],
        [Button(t.plain("appointment.list"), Open("appointments"))],
        [Button(t.plain("garage.suggest"), FindGarage("suggest"))],
        [Button(t.plain("menu.button"), Open("menu"))],
    ]
    return Screen(t("garage.home"), rows)


def ask_place(context: BotContext) -> Screen:
    """Ask where they are, with a key that tells it."""
    return Screen(context.t("garage.ask_place"), asks_location=context.t.plain("garage.share_place"))


def looking(context: BotContext) -> Screen:
    """Take the key away again."""
    return Screen(context.t("garage.looking"), drops_keys=True)


def ask_words(context: BotContext) -> Screen:
    """Ask what to look for."""
    return Screen(context.t("garage.ask_words"), [[Button(context.t.plain("flow.cancel"), LeaveFlow())]])


def choose_specialty(context: BotContext) -> Screen:
    """Ask of which kind."""
    t = context.t
    buttons = [Button(specialty_name(t, one), FilterGarages(one.value)) for one in Specialty]
    rows = [[Button(t.plain("garage.any_specialty"), FilterGarages(""))]]
    rows += [buttons[place : place + 2] for place in range(0, len(buttons), 2)]
    return Screen(t("garage.choose_specialty"), [*rows, [Button(t.plain("garage.back"), Open("garages"))]])


def found(context: BotContext, page: GaragePage) -> Screen:
    """One page of a list."""
    t, sought = context.t, page.sought
    if not page.hits:
        return _nothing(t, sought)
    lines = [_title(t, sought), ""]
    lines += [_line(t, number, hit) for number, hit in enumerate(page.hits, start=sought.position + 1)]
    rows = _choices(page.hits, sought.position)
    rows += _turns(t, page)
    if sought.kind is Kind.NEAR:
        other, key = (Order.RATING, "garage.by_rating")
        if sought.order is Order.RATING:
            other, key = Order.DISTANCE, "garage.by_distance"
        rows.append([Button(t.plain(key), button_for(replace(sought, order=other)))])
    rows.append([Button(t.plain("garage.back"), Open("garages")), Button(t.plain("menu.button"), Open("menu"))])
    return Screen("\n".join(lines), rows)


def _choices(hits: Sequence[Hit], position: int) -> list[list[Button]]:
    buttons = [
        Button(f"{number}. {hit.garage.name}"[:40], OnGarage("open", hit.garage.id))
        for number, hit in enumerate(hits, start=position + 1)
    ]
    return [buttons[place : place + 2] for place in range(0, len(buttons), 2)]


def _turns(t: Translator, page: GaragePage) -> list[list[Button]]:
    sought, turns = page.sought, []
    if sought.position > 0:
        turns.append(Button(t.plain("list.earlier"), button_for(sought, max(sought.position - PAGE, 0))))
    if page.more:
        turns.append(Button(t.plain("list.later"), button_for(sought, sought.position + PAGE)))
    return [turns] if turns else []


def _nothing(t: Translator, sought: Sought) -> Screen:
    key = {Kind.NEAR: "garage.none_near", Kind.MINE: "garage.none_mine"}.get(sought.kind, "garage.none_found")
    rows = [[Button(t.plain("garage.suggest"), FindGarage("suggest"))]]
    return Screen(t(key), [*rows, [Button(t.plain("garage.back"), Open("garages"))]])


def _title(t: Translator, sought: Sought) -> str:
    match sought.kind:
        case Kind.NEAR if sought.place is not None:
            title = t("garage.title_town", town=sought.place)
        case Kind.NEAR:
            title = t("garage.title_near")
        case Kind.MINE:
            title = t("garage.title_mine")
        case Kind.TOP:
            title = t("garage.title_top")
        case _:
            title = t("garage.title_found")
    return f"{title} · {t(_specialty_key(sought.specialty))}" if sought.specialty is not None else title


def _line(t: Translator, number: int, hit: Hit) -> str:
    garage = hit.garage
    about: list[str] = [stars_of(t, garage)] if garage.ratings else []
    if hit.metres is not None:
        about.append(far(t, hit.metres, approximate=garage.approximate))
    elif garage.city:
        about.append(t("garage.town", town=garage.city))
    return t("garage.line", number=str(number), name=garage.name, about=Html(" · ".join(about)))


def card(context: BotContext, data: GarageCard) -> Screen:
    """A garage whole, and what can be done there."""
    t, garage = context.t, data.garage
    lines: list[str] = [t("garage.card", name=garage.name)]
    lines.append(stars_of(t, garage) if garage.ratings else t("garage.unrated"))
    if garage.status is ListingStatus.PENDING:
        lines.append(t("garage.pending"))
    lines += _about(t, garage)
    lines += _price_line(t, data)
    if data.visited_on is not None:
        lines.append(t("garage.visited", day=data.visited_on))
    return Screen("\n".join(lines), _actions(t, data))


def _price_line(t: Translator, data: GarageCard) -> list[str]:
    """A few prices: those of bills where there are any, else what is usual."""
    own = [one for one in data.prices if one.people]
    shown = (own or data.prices)[:MOST_PRICES]
    if not shown:
        return []
    said = ", ".join(_price(t, one) for one in shown)
    return [t("garage.prices_here" if own else "garage.prices_usual", prices=said)]


def _price(t: Translator, one: PriceRange) -> str:
    # Ranges are whole euros.
    low, high = one.low // 100, one.high // 100
    if one.low == one.high:
        return t.plain("garage.price_one", service=t.plain(service_name(one.service)), price=low)
    return t.plain("garage.price", service=t.plain(service_name(one.service)), low=low, high=high)


def prices(context: BotContext, data: GarageCard) -> Screen:
    """What work costs there, and what is usual."""
    t, own = context.t, [one for one in data.prices if one.people]
    lines: list[str] = [t("garage.prices_title", name=data.garage.name)]
    if own:
        lines += ["", t("garage.prices_own")]
        lines += [t("garage.price_line", price=_price(t, one), n=one.people) for one in own]
    if others := [one for one in data.prices if not one.people]:
        lines += ["", t("garage.prices_elsewhere")]
        lines += [t("garage.price_usual", price=_price(t, one)) for one in others]
    rows = [[Button(t.plain("review.back"), OnGarage("open", data.garage.id))]]
    return Screen("\n".join(lines), rows)


def _about(t: Translator, garage: ListedGarage) -> list[str]:
    lines: list[str] = []
    if specialties := read(garage.specialties):
        lines.append(t("garage.does", what=", ".join(specialty_name(t, one) for one in specialties)))
    if certified := certifications.read(garage.certifications):
        names = ", ".join(t.plain(f"garage.certified_{one}") for one in certified)
        lines.append(t("garage.certified", what=names))
    if address := address_of(garage):
        lines.append(t("garage.address", address=address))
    if garage.phone:
        lines.append(t("garage.phone", phone=garage.phone))
    if garage.email:
        lines.append(t("garage.email", email=garage.email))
    if garage.website:
        lines.append(t("garage.website", website=garage.website))
    return [*lines, *_hours(t, garage.hours)]


def _hours(t: Translator, hours: str | None) -> list[str]:
    if not hours:
        return []
    week = read_hours(hours)
    if week is None:
        return [t("garage.hours_raw", hours=hours)]
    if all(spans == ((0, 1440),) for spans in week):
        return [t("garage.always_open")]
    names = get_day_names("abbreviated", locale=t.language)
    lines = []
    for first, last, spans in grouped(week):
        days = names[first] if first == last else f"{names[first]}–{names[last]}"
        lines.append(t("garage.hours_days", days=days, hours=_spans(t, spans)))
    if (holidays := read_holidays(hours)) is not None:
        lines.append(t("garage.hours_days", days=t.plain("garage.holidays"), hours=_spans(t, holidays)))
    return [t("garage.hours"), *lines]


def _spans(t: Translator, spans: Spans) -> str:
    if not spans:
        return t.plain("garage.closed")
    return ", ".join(
        t.plain("garage.span", opens=time(start // 60 % 24, start % 60), closes=time(end // 60 % 24, end % 60))
        for start, end in spans
    )


def _actions(t: Translator, data: GarageCard) -> list[list[Button]]:
    garage = data.garage
    reach = ways_there(t, garage)
    if garage.latitude is not None and not garage.approximate:
        reach.insert(-1, Button(t.plain("garage.pin"), OnGarage("pin", garage.id)))
    mark = ("garage.unmark", "unmark") if data.favourite else ("garage.mark", "mark")
    rows = [reach] if reach else []
    rows.append([Button(t.plain("appointment.book"), OnGarage("book", garage.id))])
    rows.append(
        [
            Button(t.plain("review.read"), OnGarage("reviews", garage.id)),
            Button(t.plain("review.write"), OnGarage("review", garage.id)),
        ]
    )
    prices = [Button(t.plain("garage.prices"), OnGarage("prices", garage.id))] if data.prices else []
    rows.append([*prices, Button(t.plain("garage.correct"), CorrectGarage("choose", garage.id))])
    rows.append([Button(t.plain(mark[0]), OnGarage(mark[1], garage.id))])
    rows.append([Button(t.plain("garage.back"), Open("garages")), Button(t.plain("menu.button"), Open("menu"))])
    return rows


def ways_there(t: Translator, garage: ListedGarage) -> list[Button]:
    """Call, and the way there, as far as they are known."""
    ways = [Button(t.plain("garage.call"), OnGarage("call", garage.id))] if garage.phone else []
    if garage.latitude is not None and garage.longitude is not None and not garage.approximate:
        url = _ROUTE.format(f"{garage.latitude:.5f}", f"{garage.longitude:.5f}")
        ways.append(Button(t.plain("garage.route"), url=url))
    return ways


def pin(context: BotContext, garage: ListedGarage) -> Screen:
    """The garage on the map."""
    if garage.latitude is None or garage.longitude is None:
        raise Gone
    address = address_of(garage) or context.t.plain("garage.no_address")
    return Screen("", venue=Venue(garage.latitude, garage.longitude, garage.name, address))


def call(_: BotContext, garage: ListedGarage) -> Screen:
    """The garage's number, which can be called by a tap."""
    if not garage.phone:
        raise Gone
    return Screen("", contact=Contact(garage.phone, garage.name[:60]))


def address_of(garage: ListedGarage) -> str:
    """The address on one line, as far as it is known."""
    town = " ".join(part for part in (garage.postcode, garage.city) if part)
    return ", ".join(part for part in (garage.address, town) if part)


def stars_of(t: Translator, garage: ListedGarage) -> Html:
    """The plain average of its stars, and how many reviews that are."""
    average = Decimal(garage.stars) / max(garage.ratings, 1)
    return t("garage.stars", n=garage.ratings, average=average.quantize(Decimal("0.1")))


def far(t: Translator, metres: float, *, approximate: bool = False) -> Html:
    """A distance in few words, in the person's units."""
    kilometres = Decimal(round(metres)) / 1000
    key, value = "garage.kilometres", kilometres
    if t.units.distance == "mi":
        key, value = "garage.miles", kilometres * _MILES
    elif kilometres < 1:
        return t("garage.metres", n=max(int(round(metres, -1)), 10))
    said = value.quantize(Decimal("0.1")) if value < 10 else value.quantize(Decimal(1))
    return t("garage.about", distance=t.plain(key, distance=said)) if approximate else t(key, distance=said)


def specialty_name(t: Translator, specialty: Specialty) -> str:
    """What a garage does, in words."""
    return t.plain(_specialty_key(specialty))


def _specialty_key(specialty: Specialty) -> str:
    return f"garage.does_{specialty}"


def suggested(context: BotContext, data: GarageCard) -> Screen:
    """The garage that was suggested."""
    screen = card(context, data)
    return replace(screen, text=f"{context.t('garage.suggested')}\n\n{screen.text}")


def ask_suggestion(context: BotContext, step: str) -> Screen:
    """One question about a garage that is missing."""
    t = context.t
    rows = [[Button(t.plain("flow.cancel"), LeaveFlow())]]
    if step == "phone":
        rows.insert(0, [Button(t.plain("flow.skip"), FindGarage("no_phone"))])
    if step != "name":
        rows[-1].insert(0, Button(t.plain("flow.back"), FindGarage("back")))
    return Screen(t(f"garage.ask_{step}"), rows)
