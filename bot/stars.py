"""Stars through the Bot API, behind the port that the core asks for."""

from dataclasses import dataclass

from telegram.error import BadRequest, Forbidden, TelegramError

from bot.transport import TelegramApi
from core.payment_ports import BillingRefused, BillingUnavailable

# The only period that Telegram knows: thirty days.
PERIOD = 2_592_000


@dataclass(frozen=True, slots=True)
class TelegramStars:
    """Bills, refunds and renewals in Stars."""

    api: TelegramApi

    async def invoice_link(self, title: str, description: str, payload: str, stars: int) -> str:
        """A link that opens a bill for thirty days, renewed until it is stopped."""
        bill = {
            "title": title,
            "description": description,
            "payload": payload,
            "currency": "XTR",
            "prices": [{"label": title, "amount": stars}],
            "subscription_period": PERIOD,
        }
        return str(await self._call("createInvoiceLink", bill))

    async def refund(self, chat_id: int, charge: str) -> None:
        """Give the Stars of a charge back; one that was given back is left alone."""
        try:
            await self._call("refundStarPayment", {"user_id": chat_id, "telegram_payment_charge_id": charge})
        except BillingRefused as refusal:
            if "ALREADY_REFUNDED" not in refusal.code:
                raise

    async def stop(self, chat_id: int, charge: str, *, stopped: bool) -> None:
        """Stop the renewal that began with a charge, or let it go on."""
        known = {"user_id": chat_id, "telegram_payment_charge_id": charge, "is_canceled": stopped}
        await self._call("editUserStarSubscription", known)

    async def _call(self, method: str, parameters: dict[str, object]) -> object:
        try:
            return await self.api.call(method, parameters)
        except (BadRequest, Forbidden) as refusal:
            raise BillingRefused(refusal.message) from refusal
        except TelegramError as problem:
            raise BillingUnavailable(type(problem).__name__) from problem
