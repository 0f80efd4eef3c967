"""Letters as they are sent: HTML and plain text from one set of words, in the person's language."""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from core.domain.mail_codes import shown_code
from core.domain.mail_kinds import MailKind
from core.domain.mail_ports import Letter, PostRefused
from core.domain.typed_text import clean_line
from core.i18n import translator

# SMTP's own word for a mailbox name that is not allowed.
NO_ADDRESS = 553

_TEMPLATES = Path(__file__).with_name("mail_templates")
# The values that a letter may carry besides those of its words.
_OWN = frozenset({"link", "code", "lines"})
# Which of the letters carry a link that does something, and so a button.
_WITH_BUTTON = frozenset(MailKind) - {
    *(MailKind.CODE, MailKind.RECOVERY_UNKNOWN, MailKind.DELETION_DONE, MailKind.GARAGE_AGREED),
    MailKind.GARAGE_CANCELLED,
}


@cache
def _environment() -> Environment:
    # Everything is escaped in the HTML letter; the plain one has no markup to escape from.
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=select_autoescape(["html.j2"], default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def compose(letter: Letter, sender: str, now: datetime) -> EmailMessage:
    """The whole message; one whose address cannot be written into a header is refused."""
    try:
        return _composed(letter, sender, now)
    except ValueError as problem:
        raise PostRefused(NO_ADDRESS) from problem


def _composed(letter: Letter, sender: str, now: datetime) -> EmailMessage:
    # What came from people is one line in each header, whatever it held.
    t, kind = translator(letter.language), MailKind(letter.kind)
    values = {name: value for name, value in letter.values.items() if name not in _OWN}
    title = t.plain(f"mail.{kind}_title", **values)
    link = letter.values.get("link", "") if kind in _WITH_BUTTON else ""
    shown = {
        "language": t.language,
        "title": title,
        "paragraphs": t.plain(f"mail.{kind}_body", **values).split("\n\n"),
        "code": shown_code(letter.values["code"]) if "code" in letter.values else "",
        "lines": [line for line in letter.values.get("lines", "").split("\n") if line],
        "link": link,
        "button": t.plain(f"mail.{kind}_button") if link else "",
        "note": t.plain(f"mail.{kind}_note"),
        "footer": t.plain("mail.footer"),
    }
    message = EmailMessage(policy=SMTP)
    name, address = parseaddr(sender)
    message["From"] = Address(name, addr_spec=address)
    message["To"] = Address(addr_spec=letter.to)
    message["Subject"] = clean_line(title, 150)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{letter.name}@{address.rpartition('@')[2]}>"
    # Out-of-office robots leave it alone.
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message["Content-Language"] = t.language
    message.set_content(_environment().get_template("letter.txt.j2").render(shown))
    message.add_alternative(_environment().get_template("letter.html.j2").render(shown), subtype="html")
    return message
