"""People: known by their Telegram account from their first message."""

from dataclasses import dataclass
from datetime import date

from core import db
from core.i18n import LANGUAGES
from core.models import Account
from core.ports import Clock


@dataclass(frozen=True, slots=True)
class Accounts:
    """Finds or creates the person behind an update."""

    clock: Clock
    default_language: str

    async def arrive(
        self, profile: tuple[int, str, str | None], username: str | None = "", *, known: Account | None = None
    ) -> Account:
        """The account of (Telegram id, first name, language code); a new person's language is Telegram's.

        `username`: None for somebody who has none (any more), empty where nobody said. `known`: the account's row, if
        it was read already.
        """
        telegram_id, first_name, language_code = profile
        account = known or await self.by_chat(telegram_id)
        now = self.clock.now()
        today = now.date()
        if account is None:
            account = await Account.create(
                telegram_id=telegram_id,
                first_name=first_name[:200],
                username=username or None,
                language=self.language_for(language_code),
                seen_on=today,
                created_at=now,
            )
            await _note_day(account.id, today)
            return account
        seen = account.seen_on is not None and account.seen_on >= today
        # They write to us, so they can be reached again; whom administrators blocked is not written to.
        told = (first_name[:200], account.blocked_at is None, account.username if username == "" else username)
        if (account.first_name, account.reachable, account.username) != told or not seen:
            account.first_name, account.reachable, account.username = told
            account.seen_on = account.seen_on if seen else today
            await account.save(update_fields=["first_name", "reachable", "username", "seen_on"])
        if not seen:
            await _note_day(account.id, today)
        return account

    def stranger(self, chat_id: int, language_code: str | None) -> Account:
        """Somebody whose account cannot be read now, to be told so; not a row."""
        return Account(telegram_id=chat_id, language=self.language_for(language_code))

    async def by_chat(self, chat_id: int) -> Account | None:
        """The person of a private chat, if we know them."""
        found = await db.load(Account, "WHERE telegram_id = ?", chat_id)
        return found[0] if found else None

    async def by_number(self, number: int) -> Account | None:
        """The person of an account's id, or of a Telegram id, as an operator names them."""
        return await Account.get_or_none(id=number) or await self.by_chat(number)

    async def choose_language(self, account: Account, language: str) -> None:
        """Speak this language from now on; an unknown one changes nothing."""
        if language in LANGUAGES:
            account.language = language
            await account.save(update_fields=["language"])

    async def unreachable(self, chat_id: int) -> None:
        """Push nothing to this person until they write again."""
        await Account.filter(telegram_id=chat_id).update(reachable=False)

    async def may_speak_in_group(self, chat_id: int) -> bool:
        """Whether a group may be told again that we work in private: once an hour."""
        now = db.stamp()
        key = f"group:{chat_id}:{now // 3_600_000}"
        rows = await db.fetch(
            "INSERT INTO once(key, seen_at) VALUES(?, ?) ON CONFLICT DO NOTHING RETURNING key", key, now
        )
        return bool(rows)

    def language_for(self, code: str | None) -> str:
        """The language to greet a Telegram language code in (`fr-CA` is French), else the operator's."""
        language = (code or "").partition("-")[0].lower()
        return language if language in LANGUAGES else self.default_language


async def _note_day(owner_id: int, day: date) -> None:
    """Once a day: they were here, for the figures of the service."""
    await db.fetch(
        "INSERT INTO active_day(owner_id, day) VALUES(?, ?) ON CONFLICT(owner_id, day) DO NOTHING RETURNING id",
        owner_id,
        day,
    )
