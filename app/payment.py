"""Which ways to pay there are, by the settings, and where payment services send people back to."""

from dataclasses import dataclass, field

from bot.stars import TelegramStars
from bot.transport import TelegramApi
from core.payment_ports import Billing, StarsApi
from core.services.billing_requests import Ways
from core.settings import Settings

# Until Telegram has told our name.
NO_CHAT = "https://t.me"


@dataclass(slots=True)
class Addresses:
    """Addresses that are known once we run: the chat, and the pages that people land on after paying."""

    chat: str = NO_CHAT
    # None: no page of ours can be reached, so the chat itself is where people land.
    pages: str | None = None

    def ways(self) -> Ways:
        """Where people are sent back to."""
        return Ways(lambda language: self._page("done", language), lambda language: self._page("cancelled", language),
                    lambda: self.chat)  # fmt: skip

    def _page(self, name: str, language: str) -> str:
        return self.chat if self.pages is None else f"{self.pages}/pay/{name}?lang={language}"


@dataclass(frozen=True, slots=True)
class Payments:
    """The services for payment that are configured."""

    billing: Billing | None = None
    stars: StarsApi | None = None
    secrets: tuple[str, ...] = ()
    # Whether the service can reach us with its notices.
    heard: bool = False
    addresses: Addresses = field(default_factory=Addresses)

    @property
    def live(self) -> bool:
        """Whether money moves."""
        return self.billing is not None and self.billing.live

    async def close(self) -> None:
        """Close the connections."""
        if self.billing is not None:
            await self.billing.close()


def payments_of(settings: Settings, api: TelegramApi) -> Payments:
    """What the settings ask for."""
    billing: Billing | None = None
    if "stripe" in settings.payments and settings.stripe_secret_key is not None:
        # Imported where it is configured: the library costs a quarter of a second at the start.
        from core.gateways.stripe_billing import StripeBilling

        billing = StripeBilling(settings.stripe_secret_key.get_secret_value(), settings.stripe_api_base)
    given = settings.stripe_webhook_secret.get_secret_value() if settings.stripe_webhook_secret is not None else ""
    secrets = tuple(secret.strip() for secret in given.split(",") if secret.strip())
    stars = TelegramStars(api) if "stars" in settings.payments else None
    stands_in = settings.stripe_api_base is not None
    heard = bool(secrets) and (settings.public_url is not None or stands_in)
    return Payments(billing, stars, secrets, heard, Addresses(pages=settings.public_url))
