"""A quote of a garage compared with the vehicle's history, its intervals, usual prices and arithmetic."""

from dataclasses import dataclass
from datetime import date

from core.domain.capture.types import DocumentType
from core.domain.money import Money
from core.domain.plans import Feature
from core.domain.quote_check import Known, QuoteCheck, QuoteLine, Totals, check_quote
from core.domain.record_lines import LineKind, kind_of
from core.domain.stored_values import as_decimal
from core.errors import Gone
from core.knowledge.prices import service_prices
from core.models import Account, Document, Vehicle
from core.ports import Clock
from core.services.days import today_of
from core.services.documents import Documents
from core.services.entitlements import Entitlements
from core.services.health import CURRENCY, days_left
from core.services.lessons import named_by
from core.services.service_plan import ServicePlan

_DAYS_A_MONTH = 30.44


@dataclass(frozen=True, slots=True)
class CheckedQuote:
    """A quote with its check; a plan without analyses sees how many lines stand out, not which."""

    document: Document
    vehicle: Vehicle | None
    currency: str
    found: QuoteCheck
    full: bool


@dataclass(frozen=True, slots=True)
class QuoteChecks:
    """Checks quotes of their owner."""

    clock: Clock
    documents: Documents
    plan: ServicePlan
    entitlements: Entitlements

    async def check(self, owner: Account, document_id: int) -> CheckedQuote:
        """Check one of the owner's quotes, settled or not."""
        card = await self.documents.card(owner, document_id)
        if card.kind is not DocumentType.QUOTE:
            raise Gone
        currency = card.value("currency") or CURRENCY
        lines = [
            QuoteLine(one.description, _service(one.description), _is_labour(one.description), _cents(one.total))
            for one in card.lines
        ]
        sums = Totals(*(_cents(card.value(name)) for name in ("total_excl_tax", "tax_amount", "total_incl_tax")))
        known = await self._known(owner, card.vehicle, currency)
        _, limits = await self.entitlements.limits(owner)
        full = limits.get(Feature.ANALYSES, 0) != 0
        return CheckedQuote(card.document, card.vehicle, currency, check_quote(lines, sums, known), full)

    async def _known(self, owner: Account, vehicle: Vehicle | None, currency: str) -> dict[str, Known]:
        """By service: usual prices where they are in the quote's currency, and the plan of the vehicle it is for."""
        prices = service_prices().prices if currency == CURRENCY else {}
        known = {name: Known(low=price.low, high=price.high) for name, price in prices.items()}
        if vehicle is None:
            return known
        today: date = today_of(owner, self.clock)
        driven = vehicle.kilometres + vehicle.odometer_offset if vehicle.kilometres is not None else None
        for item in (await self.plan.of(owner, vehicle.id)).items:
            interval = item.rule.interval
            if not item.rule.active or interval is None:
                continue
            name = item.rule.service.value
            before = known.get(name, Known())
            months = interval.months
            known[name] = Known(
                item.done.on if item.done is not None and not item.since_new else None,
                days_left(item, today, driven),
                round(months * _DAYS_A_MONTH) if months else None,
                before.low,
                before.high,
            )
        return known


def _service(description: str) -> str | None:
    """The service that a line names; of several the first."""
    named = named_by([description])
    return named[0].value if named else None


def _is_labour(description: str) -> bool:
    return kind_of(description) is LineKind.LABOUR


def _cents(value: object) -> int | None:
    amount = as_decimal(str(value)) if value is not None else None
    return Money.of(amount, CURRENCY).cents if amount is not None else None
