"""Who is an administrator. It is decided here and nowhere else."""

from dataclasses import dataclass, field

from core.models import Account


@dataclass(slots=True)
class Admins:
    """The Telegram ids of ADMIN_IDS."""

    ids: set[int] = field(default_factory=set)

    def include(self, account: Account) -> bool:
        """Whether a person is an administrator now."""
        return account.telegram_id in self.ids
