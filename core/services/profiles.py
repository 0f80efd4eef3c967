"""What a person says of themselves: name, phone, consent; and which links and codes of theirs are in use."""

import re
from dataclasses import dataclass

from core import db
from core.domain.consent import NOTICE
from core.domain.email_address import EmailAddress
from core.domain.mail_codes import TRIES
from core.domain.mail_ports import SealBroken, Vault
from core.domain.typed_text import clean_line
from core.errors import Gone, Refusal
from core.models import Account, MadeFile
from core.ports import Clock
from core.services.mail_codes import MailCodes

LONGEST_NAME = 255
# The longest number there is has fifteen digits (E.164).
_PHONE = re.compile(r"[0-9]{6,15}")
_IN_USE = """
    SELECT (SELECT count(*) FROM made_file WHERE owner_id = ? AND share IS NOT NULL AND share_until > ?) AS books,
           (SELECT count(*) FROM mail_code
             WHERE owner_id = ? AND used_at IS NULL AND tries < ? AND expires_at > ?) AS codes,
           (SELECT sealed FROM recovery_email WHERE owner_id = ?) AS sealed
"""


@dataclass(frozen=True, slots=True)
class InUse:
    """What opens something of a person's to whoever has it."""

    shared_books: int
    codes: int
    address: EmailAddress | None = None

    @property
    def any(self) -> bool:
        """Whether there is any."""
        return bool(self.shared_books or self.codes)


@dataclass(frozen=True, slots=True)
class Profiles:
    """Changes what an account says of its person."""

    clock: Clock
    vault: Vault
    codes: MailCodes

    async def rename(self, owner: Account, typed: str) -> None:
        """Call them so from now on."""
        name = clean_line(typed, LONGEST_NAME + 1)
        if not name:
            raise Refusal("error.text_expected")
        if len(name) > LONGEST_NAME:
            raise Refusal("account.name_too_long", most=LONGEST_NAME)
        owner.name = name
        await owner.save(update_fields=["name"])

    async def keep_phone(self, owner: Account, sender: int | None, number: str) -> None:
        """Keep the number that Telegram vouches for: the person's own contact and nobody else's."""
        if sender != owner.telegram_id:
            raise Refusal("account.phone_not_own")
        digits = re.sub(r"[\s+().-]", "", number[:40])
        if not _PHONE.fullmatch(digits):
            raise Refusal("account.phone_not_understood")
        owner.phone = self.vault.seal(f"+{digits}")
        await owner.save(update_fields=["phone"])

    async def forget_phone(self, owner: Account) -> None:
        """Forget the number."""
        owner.phone = None
        await owner.save(update_fields=["phone"])

    def phone_of(self, owner: Account) -> str | None:
        """The number, if there is one that can be read."""
        try:
            return self.vault.unseal(owner.phone) if owner.phone else None
        except SealBroken:
            return None

    async def agree(self, owner: Account, version: int) -> None:
        """Note that they agreed to the notice, with its version and the moment; another version is as good as gone."""
        if version != NOTICE.version:
            raise Gone
        if owner.consent_version != version:
            owner.consent_version, owner.consented_at = version, self.clock.now()
            await owner.save(update_fields=["consent_version", "consented_at"])

    async def in_use(self, owner: Account) -> InUse:
        """What is in use now, and the linked address, by one statement: a page shows it all."""
        now = self.clock.now()
        (row,) = await db.fetch(_IN_USE, owner.id, now, owner.id, TRIES, now, owner.id)
        sealed = row["sealed"]
        address = EmailAddress(self.vault.unseal(str(sealed))) if sealed is not None else None
        return InUse(int(row["books"]), int(row["codes"]), address)

    async def end_all(self, owner: Account) -> None:
        """End every link and code that is in use."""
        await MadeFile.filter(owner_id=owner.id, share__not_isnull=True).update(share=None, share_until=None)
        await self.codes.void(owner)

    async def block(self, owner: Account, *, blocked: bool) -> None:
        """Do nothing for this person any more, or again; an administrator's word."""
        owner.blocked_at = self.clock.now() if blocked else None
        # Whatever is pushed asks whether somebody can be reached.
        owner.reachable = not blocked
        await owner.save(update_fields=["blocked_at", "reachable"])
