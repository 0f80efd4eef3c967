"""What the core asks of the outside world. Gateways implement these; `app/wiring.py` chooses which."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.domain.capture.types import Box
from core.domain.money import Money
from core.domain.plans import Interval

Payload = Mapping[str, object]


class Clock(Protocol):
    """The one source of the present."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...


class FileStore(Protocol):
    """Files at rest, encrypted, under names of ours."""

    async def put(self, content: bytes) -> str:
        """Keep the content and return its new name."""
        ...

    async def get(self, name: str) -> bytes:
        """The content kept under a name; raises `FileLost` if it is gone or cannot be decrypted."""

    async def delete(self, name: str) -> None:
        """Forget the content; a name that is not there is no error."""
        ...

    async def older_than(self, seconds: float) -> list[str]:
        """The names of what was written longer ago than that."""
        ...


class Studio(Protocol):
    """Where pictures and papers are made, beside the process that talks to people."""

    async def make(self, what: str, spec: bytes) -> bytes:
        """Make a `picture` or a `book` of what is to be on it; raises `StudioFailed`."""
        ...


class StudioFailed(Exception):
    """What was to be made could not be; another try may go better."""


class FileLost(Exception):
    """A stored file is missing, or its key is."""


class Downloads(Protocol):
    """Files of the chat, fetched by the reference that came with the message."""

    async def fetch(self, reference: str) -> bytes:
        """The content; raises `DownloadTooBig`, `DownloadFailed` or `DownloadDelayed`."""
        ...


class DownloadTooBig(Exception):
    """The file is larger than the chat service hands out."""


class DownloadFailed(Exception):
    """The chat service does not have the file any more."""


class DownloadDelayed(Exception):
    """The chat service cannot give the file now; trying again later may help."""


@dataclass(frozen=True, slots=True)
class Noted:
    """What is known of a message's sending; `created_at` tells it from another row of the same id after a restore."""

    created_at: int
    delivered: bool = False
    telegram_id: int | None = None


class SendJournal(Protocol):
    """Notes of one process that survive its kill at any instant; each is written when the call returns."""

    def open(self) -> None:
        """Read what an earlier process left and go on."""
        ...

    @property
    def left(self) -> Mapping[int, Noted]:
        """What an earlier process noted, by the id of the row."""
        ...

    def begun(self, message_id: int, created_at: int) -> None:
        """Note that the call for a message goes out now."""
        ...

    def delivered(self, message_id: int, created_at: int, telegram_id: int | None) -> None:
        """Note that Telegram has taken a message, under this id."""
        ...

    def spared(self, message_id: int) -> None:
        """Note that Telegram has certainly not taken a message that was begun."""
        ...

    def forget(self, messages: Collection[int]) -> None:
        """These need no note any more."""
        ...


PASSING_ATTEMPTS = 8  # A job that the database's going away has cut is given up after so many: a minute or more.


@dataclass(frozen=True, slots=True)
class RunningJob:
    """A job in the hands of its handler.

    `finish` marks it done within the handler's own transaction, so that the effect and the mark commit together; it
    raises `JobTaken` when the job is no longer ours. A handler that does not call it is finished after it returns.
    """

    id: int
    name: str
    payload: Mapping[str, object]
    attempts: int
    finish: Callable[[], Awaitable[None]]


class Pictures(Protocol):
    """Looks at our own clean pages: never at what a stranger sent."""

    async def look(self, page: bytes) -> str | None:
        """How a page looks, as a hexadecimal number whose bits can be compared; None for one without a picture."""
        ...

    async def crop(self, page: bytes, box: Box) -> bytes:
        """The part of a page around a place, large enough to be read."""
        ...

    async def bound(self, pages: Sequence[bytes]) -> bytes:
        """Several pages as one PDF."""
        ...


class JobTaken(Exception):
    """The job was done, or given to somebody else: roll back, say nothing."""


class PermanentFailure(Exception):
    """Raised by a handler for what no repetition can mend: the job is buried at once."""


JobHandler = Callable[[RunningJob], Awaitable[None]]


class Jobs(Protocol):
    """Work to be done once, also after a crash. Handlers never import an engine."""

    async def enqueue(
        self, name: str, payload: Payload, *, key: str | None = None, dedupe: str | None = None, delay: float = 0
    ) -> int | None:
        """Add a job within the caller's transaction.

        Jobs of one key run one at a time in order; a `dedupe` seen before returns None; `delay` is in seconds.
        """
        ...

    async def enqueue_all(self, name: str, jobs: Sequence[tuple[str, Payload]]) -> None:
        """Add many jobs of one kind, each with its key, by one statement within the caller's transaction."""

    async def forget(self, chat_id: int) -> None:
        """Delete, within the caller's transaction, what waits or was given up of what a chat said or is told."""

    async def run(self) -> None:
        """Work until `drain`; first takes up what a crash left."""

    async def drain(self, timeout: float) -> None:
        """Take nothing new and wait for what runs, up to `timeout` seconds."""


class JobEngine(Jobs, Protocol):
    """What `app/wiring.py` asks of an engine besides.

    `backoff`: seconds before the second attempt at a job; `limits`: seconds that a job of a queue may take.
    """

    backoff: float
    limits: dict[str, float]

    def register(
        self, name: str, handler: JobHandler, *, queue: str = "chat", buried: JobHandler | None = None
    ) -> None:
        """Name the handler of a kind of job, and what to do when it was given up."""
        ...

    async def idle(self) -> bool:
        """Whether no job is queued for now or running."""
        ...


# Payment


class BillingUnavailable(ConnectionError):
    """The payment service does not answer now; trying again later may help."""


class BillingRefused(Exception):
    """The payment service said no; `code` is its word for why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be paid for. `token` comes back with everything that follows; `key` makes a repeat harmless."""

    token: str
    key: str
    customer: str
    price: str
    success_url: str
    cancel_url: str
    language: str


@dataclass(frozen=True, slots=True)
class RemoteCheckout:
    """A page for paying, as the service has it; `named` is the token in its free fields."""

    id: str
    url: str | None
    status: str
    payment_status: str
    mode: str
    subscription: str | None
    customer: str | None
    token: str | None
    named: str
    money: Money
    live: bool


@dataclass(frozen=True, slots=True)
class RemoteSubscription:
    """A subscription as the service has it now. `single`: one of one thing, as we sell it."""

    id: str
    customer: str
    status: str
    item: str
    price: str
    money: Money
    interval: str
    single: bool
    period_end: datetime | None
    cancels: bool
    ended_at: datetime | None
    created_at: datetime
    latest_invoice: str | None
    token: str | None
    live: bool


@dataclass(frozen=True, slots=True)
class Proration:
    """What a change of plan costs at a moment: the difference (negative: to their credit), and what is due at once."""

    total: Money
    due: Money
    at: datetime


@dataclass(frozen=True, slots=True)
class Receipt:
    """An invoice."""

    id: str
    number: str
    status: str
    money: Money
    paid: Money
    created_at: datetime
    url: str | None
    customer: str | None
    subscription: str | None


class Billing(Protocol):
    """A service that takes subscriptions. Never called within a transaction.

    Raises `BillingUnavailable` for what may pass and `BillingRefused` for what will not.
    """

    name: str
    # In earnest, or for tests.
    live: bool
    # The version of its notices.
    version: str

    async def close(self) -> None:
        """Close the connections."""
        ...

    async def ping(self) -> None:
        """Raise if it does not answer."""
        ...

    async def customer(self, account_id: int, key: str) -> str:
        """Make a customer for a person."""
        ...

    async def price(self, lookup: str, name: str, money: Money, interval: Interval) -> str:
        """Find the price of this name, or make it."""
        ...

    async def checkout(self, order: Order) -> RemoteCheckout:
        """Open a page on which the person pays."""
        ...

    async def checkout_of(self, name: str) -> RemoteCheckout:
        """A page as it stands now."""
        ...

    async def expire(self, name: str) -> None:
        """Close a page that was not used."""
        ...

    async def portal(self, customer: str, back: str) -> str:
        """The address of the customer's own pages."""
        ...

    async def subscriptions(self, customer: str) -> list[RemoteSubscription]:
        """Every subscription of a customer, ended ones too."""
        ...

    async def preview(self, held: RemoteSubscription, price: str, at: datetime) -> Proration:
        """What a change of price would cost at this moment."""
        ...

    async def change(self, held: RemoteSubscription, price: str, at: datetime, key: str) -> None:
        """Change the price at the moment of its preview."""
        ...

    async def stop(self, name: str, key: str, *, at_end: bool) -> None:
        """End a subscription with its period, or let it go on."""
        ...

    async def end(self, name: str, *, credit: bool) -> None:
        """End a subscription now."""
        ...

    async def refund(self, held: RemoteSubscription, key: str) -> Money | None:
        """Give the last payment of a subscription back whole."""
        ...

    async def invoices(self, customer: str) -> list[Receipt]:
        """The customer's newest invoices."""
        ...

    async def invoice(self, name: str) -> Receipt:
        """One invoice as it stands now."""
        ...

    async def refunded(self, charge: str) -> tuple[str | None, Money]:
        """Whose charge it is, and how much of it was given back."""
        ...

    async def disputed(self, dispute: str) -> tuple[str | None, Money]:
        """Whose payment is contested, and how much."""
        ...

    async def undelivered(self, since: datetime) -> list[bytes]:
        """The notices that could not be delivered, oldest first, as they would have been."""
        ...


class StarsApi(Protocol):
    """Telegram's own currency. Raises as `Billing` does."""

    async def invoice_link(self, title: str, description: str, payload: str, stars: int) -> str:
        """A link that opens a bill for thirty days, renewed until it is stopped."""
        ...

    async def refund(self, chat_id: int, charge: str) -> None:
        """Give the Stars of a charge back; one that was given back is left alone."""
        ...

    async def stop(self, chat_id: int, charge: str, *, stopped: bool) -> None:
        """Stop the renewal that began with a charge, or let it go on."""
        ...
