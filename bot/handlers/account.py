"""/account: the page, the recovery address, consent to the notice."""

from telegram import Update

from bot.account_callbacks import Agree, OnAccount, OnEmail
from bot.context import BotContext
from bot.handlers import menu
from bot.screens import Screen
from bot.views import account as views


async def page(_: Update, context: BotContext) -> None:
    """Who they are to us."""
    await context.show(await _page(context))


async def act(update: Update, context: BotContext) -> None:
    """A button of the page."""
    action, profiles = context.tap(OnAccount).action, context.services.profiles
    match action:
        case "links":
            await context.show(views.links(context, await profiles.in_use(context.account)))
        case "end_all":
            await profiles.end_all(context.account)
            context.toast("links.ended")
            await context.show(views.links(context, await profiles.in_use(context.account)))
        case "no_phone":
            await profiles.forget_phone(context.account)
            context.toast("account.phone_forgotten")
            await page(update, context)
        case _:
            await page(update, context)


async def email(_: Update, context: BotContext) -> None:
    """The recovery address and what can be done about it."""
    action, links = context.tap(OnEmail).action, context.services.email
    address = await links.of(context.account)
    if action == "unlink" and address is not None:
        await context.show(views.ask_unlink(context, address))
        return
    if action == "stop":
        await links.stop(context.account)
        context.toast("email.stopped")
    await context.show(views.email(context, address, await links.change_of(context.account)))


async def told(context: BotContext) -> None:
    """A change of the address was carried out, or stopped."""
    change = await context.services.email.get_change(context.account, context.event.subject)
    await context.push(views.settled(context, change))


async def agree(update: Update, context: BotContext) -> None:
    """Note the consent, and show the same page without the question."""
    await context.services.profiles.agree(context.account, context.tap(Agree).version)
    context.toast("consent.agreed")
    await context.show(await menu.first_page(context))


async def _page(context: BotContext) -> Screen:
    services, account = context.services, context.account
    level, usage = await services.entitlements.level_and_usage(account)
    return views.page(context, level, usage, await services.profiles.in_use(account))
