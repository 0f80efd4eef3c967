"""Which mail server there is, by the settings, and the chat's address that letters lead to."""

from dataclasses import dataclass

from core.domain.mail_ports import Post
from core.ports import Clock
from core.settings import Settings


@dataclass(slots=True)
class BotLink:
    """The bot's address on Telegram, known once Telegram has told our name."""

    username: str = ""

    def link(self) -> str:
        """The address that opens the chat."""
        return f"https://t.me/{self.username}"


def post_of(settings: Settings, clock: Clock) -> Post | None:
    """The mail server of the settings; the simulator's inbox where it stands in for one; None: no mail."""
    if settings.smtp_url is None:
        return None
    # Imported where mail is sent: templates cost a tenth of a second at the start.
    from core.gateways.page_post import PagePost
    from core.gateways.smtp_post import SmtpPost

    url = settings.smtp_url.get_secret_value()
    if url.startswith("http:"):
        return PagePost(clock, url)
    return SmtpPost.at(url, settings.mail_from or "", clock)
