"""What a line said and what was corrected since, until it is saved; how each of its fields is typed."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from pydantic import BaseModel

from core.domain.distance import parse_kilometres
from core.domain.entry.clock_spans import take_clock
from core.domain.entry.entry_types import Ask, Entry, EntryKind, QuantityUnit
from core.domain.entry.to_come import is_either_week
from core.domain.entry.tokens import Line, cut, plain_text
from core.domain.entry.work_words import services_in
from core.domain.money import Money
from core.domain.recurring import CostType
from core.domain.service_types import ServiceType
from core.domain.typed_dates import AmbiguousDate, Lean, parse_date
from core.domain.typed_numbers import parse_decimal
from core.domain.typed_text import clean_line, folded
from core.domain.usual_units import usual
from core.errors import Refusal

# What can be corrected of each kind, in the order of its card.
FIELDS: dict[EntryKind, tuple[str, ...]] = {
    EntryKind.MAINTENANCE: ("services", "date", "amount", "odometer_km", "garage"),
    EntryKind.FUEL: ("quantity", "amount", "date", "odometer_km", "garage"),
    EntryKind.COST: ("amount", "date"),
    EntryKind.REMINDER: ("subject", "date", "time"),
    EntryKind.ODOMETER: ("odometer_km", "date"),
}
# What an entry of a kind cannot be without.
_NEEDED: dict[EntryKind, frozenset[str]] = {
    EntryKind.MAINTENANCE: frozenset({"services"}),
    EntryKind.COST: frozenset({"amount"}),
    EntryKind.REMINDER: frozenset({"subject", "date"}),
    EntryKind.ODOMETER: frozenset({"odometer_km"}),
}


class EntryDraft(BaseModel):
    """An entry before it is saved; `turn` tells its card from older ones, `field` is the one being typed.

    `days` are the two that its day may mean; `past` is the one that was asked for and is gone.
    """

    turn: int
    kind: EntryKind
    vehicle_id: int | None = None
    day: date | None = None
    clock: time | None = None
    amount: Decimal | None = None
    currency: str = "EUR"
    odometer_km: int | None = None
    quantity: Decimal | None = None
    unit: QuantityUnit = "l"
    unit_price: Decimal | None = None
    full: bool | None = None
    services: list[ServiceType] = []
    cost_type: CostType | None = None
    garage: str | None = None
    subject: str | None = None
    repeat: str | None = None
    missing: list[str] = []
    field: str = ""
    days: list[date] = []
    past: date | None = None

    @property
    def total(self) -> Money | None:
        """What was paid."""
        return Money.of(self.amount, self.currency) if self.amount is not None else None

    def may_skip(self, field: str) -> bool:
        """Whether the entry can be saved without a field."""
        if field == "date":
            # It is only asked where the line said one that was not understood: today would be a guess.
            return False
        if self.kind is EntryKind.FUEL:
            return field not in {"quantity", "amount"} or (self.quantity or self.amount) is not None
        return field not in _NEEDED[self.kind]

    def answered(self, field: str) -> None:
        """Go on to the next field that has to be asked."""
        self.missing = [name for name in self.missing if name != field]
        self.field = ""


def drafted(entry: Entry, turn: int) -> EntryDraft:
    """The draft of what a line said."""
    draft = EntryDraft(
        turn=turn,
        kind=entry.kind,
        day=entry.day,
        clock=entry.clock,
        amount=entry.amount,
        currency=entry.currency or usual().currency,
        odometer_km=entry.odometer_km,
        quantity=entry.quantity,
        unit=entry.quantity_unit or "l",
        unit_price=entry.unit_price,
        full=entry.full,
        services=list(entry.services),
        cost_type=entry.cost_type,
        garage=entry.garage,
        subject=entry.subject,
        repeat=entry.repeat,
        days=list(entry.days),
        past=entry.past,
    )
    # A unit price that does not fit follows from the other two, once they are known.
    draft.missing = [str(field) for field in entry.ask if field is not Ask.UNIT_PRICE]
    return draft


def take(draft: EntryDraft, field: str, typed: str, now: datetime, language: str) -> None:
    """Put what was typed for a field into the draft; raises the refusal that says what is expected."""
    readers: dict[str, Callable[[], object]] = {
        "services": lambda: _services(typed),
        "date": lambda: _day(draft, typed, now.date(), language),
        "time": lambda: clock_typed(typed, now, language),
        "amount": lambda: _amount(draft, typed, language),
        "odometer_km": lambda: parse_kilometres(typed),
        "quantity": lambda: parse_decimal(typed.strip().rstrip("lLkKwWhHgG tresTRES"), language),
        "garage": lambda: _words(typed),
        "subject": lambda: _words(typed),
    }
    setattr(draft, {"date": "day", "time": "clock"}.get(field, field), readers[field]())
    if field in {"quantity", "amount"}:
        draft.unit_price = None if draft.quantity and draft.amount else draft.unit_price
    draft.answered(field)


def _services(typed: str) -> list[ServiceType]:
    found = list(services_in(typed))
    if not found:
        raise Refusal("entry.services_not_understood")
    return found


def _amount(draft: EntryDraft, typed: str, language: str) -> Decimal:
    paid = Money.parse(typed, language, draft.currency)
    draft.currency = paid.currency
    return paid.amount


def _day(draft: EntryDraft, typed: str, today: date, language: str) -> date:
    lean = Lean.FUTURE if draft.kind is EntryKind.REMINDER else Lean.PAST
    # Work of a day to come is planned.
    ahead = draft.kind in {EntryKind.REMINDER, EntryKind.MAINTENANCE}
    read = parse_date(typed, today, language, lean=lean, allow_future=ahead)
    if isinstance(read, AmbiguousDate):
        raise Refusal("error.date_ambiguous", first=read.first, second=read.second)
    if lean is Lean.FUTURE and is_either_week(read, today, [folded(typed)]):
        raise Refusal("error.date_ambiguous", first=read, second=read + timedelta(days=7))
    if lean is Lean.FUTURE and read < today:
        raise Refusal("reminder.in_the_past")
    return read


def clock_typed(typed: str, now: datetime, language: str) -> time:
    """Read a time of day, `18h30`, `6 pm`; raises the refusal that says what is expected."""
    plain = plain_text(typed[:60])
    found = take_clock(Line(plain, cut(plain)), now, language)
    if found is None or found.clock is None:
        raise Refusal("entry.time_not_understood")
    return found.clock


def _words(typed: str) -> str:
    words = clean_line(typed, 120)
    if not words:
        raise Refusal("error.text_expected")
    return words
