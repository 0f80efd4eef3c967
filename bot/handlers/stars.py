"""Payments in Stars as Telegram tells them."""

from telegram import Update

from bot.context import BotContext
from core.services.stars import StarsPaid


async def check(update: Update, context: BotContext) -> None:
    """Whether a payment may go through; the answer goes out when the turn is over."""
    query = update.pre_checkout_query
    if query is not None:
        asked = (query.invoice_payload, query.currency, query.total_amount)
        context.turn.may_pay = await context.services.stars.may_pay(context.account, *asked)


async def paid(update: Update, context: BotContext) -> None:
    """Stars came in."""
    found = update.effective_message.successful_payment if update.effective_message is not None else None
    if found is not None:
        until = found.subscription_expiration_date
        charge = found.telegram_payment_charge_id
        paid = StarsPaid(charge, found.invoice_payload, found.currency, found.total_amount, until)
        await context.services.stars.paid(context.account, paid)


async def refunded(update: Update, context: BotContext) -> None:
    """Stars were given back."""
    found = update.effective_message.refunded_payment if update.effective_message is not None else None
    if found is not None:
        await context.services.stars.refunded(context.account, found.telegram_payment_charge_id)
