"""Settings, read once from the environment (and `.env`); a malformed or placeholder value refuses to start."""

import hashlib
import hmac
import re
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import SplitResult, parse_qsl, urlsplit

from cryptography.fernet import Fernet
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

# What people leave in a copied example file; such a value is never meant.
PLACEHOLDERS = frozenset({"changeme", "change-me", "todo", "xxx", "your-token", "your_token", "<token>", "placeholder"})

# The database's address that asks for a PostgreSQL server of our own in the data folder.
EMBEDDED = "embedded"

# Options of the database's address that take a number.
_NUMBERS = {
    *("minsize", "maxsize", "busy_timeout"),
    *("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"),
}

Language = Literal["fr", "en", "es"]


class SettingsError(Exception):
    """Settings that cannot be used; the message names each variable and never its value."""


class Settings(BaseSettings):
    """Everything an operator can set. Names in the environment are these in upper case."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_ignore_empty=True, frozen=True)

    bot_token: SecretStr | None = None
    telegram_api_url: str = "https://api.telegram.org"
    telegram_webhook_secret: SecretStr | None = None
    database_url: str = ""
    data_dir: Path = Path("data")
    data_key: SecretStr | None = None
    public_url: str | None = None
    http_host: str = "127.0.0.1"
    http_port: int = Field(default=8080, ge=0, le=65535)
    default_language: Language = "fr"
    admin_ids: Annotated[tuple[int, ...], NoDecode] = ()
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    metrics_token: SecretStr | None = None
    ocr_reader: Literal["auto", "rapidocr", "tesseract"] = "auto"
    tesseract_cmd: str | None = None
    payments: Annotated[tuple[Literal["stripe", "stars"], ...], NoDecode] = ("stripe",)
    stripe_secret_key: SecretStr | None = None
    stripe_webhook_secret: SecretStr | None = None
    stripe_api_base: str | None = None
    openai_api_key: SecretStr | None = None
    openai_base_url: str | None = None
    openai_model: str = "gpt-4o"
    openai_mode: Literal["auto", "responses", "chat_json_schema", "chat_json_object", "tool"] = "auto"
    # What a million tokens cost, and the most that all people together and one of them may cost in a month.
    openai_price_in: float = Field(default=2.5, ge=0, le=10_000)
    openai_price_out: float = Field(default=10.0, ge=0, le=10_000)
    ai_monthly_budget: float = Field(default=50.0, ge=0, le=1_000_000)
    ai_person_budget: float = Field(default=5.0, ge=0, le=1_000_000)
    smtp_url: SecretStr | None = None
    mail_from: str | None = None

    @field_validator("*", mode="before")
    @classmethod
    def _no_placeholder(cls, value: object) -> object:
        if isinstance(value, str) and value.strip().lower() in PLACEHOLDERS:
            raise ValueError("still holds the example's placeholder")
        return value

    @field_validator("bot_token")
    @classmethod
    def _token_shape(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not re.fullmatch(r"\d{3,20}:[A-Za-z0-9_-]{20,}", value.get_secret_value()):
            raise ValueError("is not a bot token: it reads 123456789:AA…, as BotFather gives it")
        return value

    @field_validator("telegram_webhook_secret")
    @classmethod
    def _secret_shape(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", value.get_secret_value()):
            raise ValueError("takes 16 to 256 characters of A-Z a-z 0-9 _ -")
        return value

    @field_validator("payments", mode="before")
    @classmethod
    def _ways_to_pay(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        ways = tuple(part.strip().lower() for part in value.split(",") if part.strip())
        if not set(ways) <= {"stripe", "stars"}:
            raise ValueError("is stripe, stars, or both with a comma")
        return ways

    @field_validator("stripe_secret_key")
    @classmethod
    def _stripe_key_shape(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not re.fullmatch(r"(sk|rk)_(live|test)_[A-Za-z0-9_]{8,250}", value.get_secret_value()):
            raise ValueError("is not a secret key of Stripe: it begins with sk_live_, sk_test_, rk_live_ or rk_test_")
        return value

    @field_validator("stripe_webhook_secret")
    @classmethod
    def _stripe_secret_shape(cls, value: SecretStr | None) -> SecretStr | None:
        parts = value.get_secret_value().split(",") if value is not None else []
        if len(parts) > 2 or not all(re.fullmatch(r"\s*whsec_[A-Za-z0-9_+/=-]{8,250}\s*", part) for part in parts):
            raise ValueError("is one signing secret of Stripe (whsec_…), or two with a comma while they change")
        return value

    @field_validator("metrics_token")
    @classmethod
    def _token_long_enough(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not re.fullmatch(r"[!-~]{16,256}", value.get_secret_value()):
            raise ValueError("takes 16 to 256 visible ASCII characters without a space")
        return value

    @field_validator("data_key")
    @classmethod
    def _key_shape(cls, value: SecretStr | None) -> SecretStr | None:
        for key in value.get_secret_value().split(",") if value is not None else ():
            try:
                Fernet(key.strip())
            except ValueError as error:
                raise ValueError(
                    "is not a key of 32 bytes in URL-safe base64 (several: newest first, comma)"
                ) from error
        return value

    @field_validator("telegram_api_url", "public_url", "stripe_api_base", "openai_base_url")
    @classmethod
    def _web_address(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        if (
            parts.scheme not in {"http", "https"}
            or not parts.hostname
            or parts.query
            or parts.fragment
            or not _port(parts)
        ):
            raise ValueError("is not a web address such as https://example.org")
        return value.rstrip("/")

    @field_validator("smtp_url")
    @classmethod
    def _mail_server(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            parts = urlsplit(value.get_secret_value())
            if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or not _port(parts) or parts.path.strip("/"):
                raise ValueError("is not a mail server such as smtp://user:password@mail.example.org:587")
            if parts.query not in {"", "starttls=off"}:
                raise ValueError("takes one option, starttls=off")
        return value

    @field_validator("mail_from")
    @classmethod
    def _sender(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(
            r"([^<>\r\n]{1,80} )?<?[^\s<>@]{1,64}@[A-Za-z0-9.-]{1,200}>?", value.strip()
        ):
            raise ValueError("is not a sender such as AutoTrack <autotrack@example.org>")
        return value.strip() if value is not None else None

    @field_validator("database_url")
    @classmethod
    def _database_kind(cls, value: str) -> str:
        if not value or value == EMBEDDED:
            return value
        parts = urlsplit(value)
        if parts.scheme == "sqlite":
            if len(parts.path) < 2 or parts.netloc:
                raise ValueError("needs a path: sqlite:///relative.db or sqlite:////absolute.db")
        elif parts.scheme not in {"postgres", "postgresql", "asyncpg"}:
            raise ValueError("starts with sqlite:// or postgres://, or is embedded")
        elif not parts.path.strip("/") or _port(parts) is None:
            raise ValueError("needs a database: postgres://user:password@host:port/name")
        numbers = [text for name, text in parse_qsl(parts.query) if name in _NUMBERS]
        if not all(re.fullmatch(r"[0-9]{1,6}", text) for text in numbers):
            raise ValueError("has an option that takes a number and holds something else")
        return value

    @field_validator("admin_ids", mode="before")
    @classmethod
    def _id_list(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        ids = [part.strip() for part in value.split(",") if part.strip()]
        if not all(re.fullmatch(r"[0-9]{1,15}", part) for part in ids):
            raise ValueError("is a list of Telegram ids, such as 12345,67890")
        return tuple(int(part) for part in ids)

    @model_validator(mode="after")
    def _mail_has_a_sender(self) -> "Settings":
        if self.smtp_url is not None and self.mail_from is None:
            raise ValueError("MAIL_FROM is needed with SMTP_URL: mail must say who sends it")
        return self

    @model_validator(mode="after")
    def _webhook_needs_https(self) -> "Settings":
        public = urlsplit(self.public_url or "https:")
        if public.scheme != "https" and public.hostname != "127.0.0.1":
            raise ValueError("PUBLIC_URL must be https: Telegram delivers webhooks to nothing else")
        return self

    @property
    def webhook_secret(self) -> str:
        """What Telegram must say with each webhook: the setting, or one derived from the token."""
        if self.telegram_webhook_secret is not None:
            return self.telegram_webhook_secret.get_secret_value()
        token = self.bot_token.get_secret_value() if self.bot_token is not None else ""
        return hmac.new(token.encode(), b"telegram webhook", hashlib.sha256).hexdigest()

    @property
    def database(self) -> str:
        """The database's address; by default an SQLite file in the data directory."""
        return self.database_url or f"sqlite:///{self.data_dir / 'autotrack.sqlite3'}"


def _port(parts: SplitResult) -> int | None:
    """The port an address names or means; None for one that cannot be."""
    try:
        return parts.port or (80 if parts.scheme == "http" else 443)
    except ValueError:
        return None


def load() -> Settings:
    """Read the environment, or raise `SettingsError` naming every variable that cannot be used."""
    try:
        return Settings()
    except ValidationError as error:
        lines = []
        for problem in error.errors(include_url=False, include_input=False, include_context=False):
            name = str(problem["loc"][0]).upper() if problem["loc"] else ""
            lines.append(f"{name} {problem['msg'].removeprefix('Value error, ')}".strip())
        raise SettingsError("\n".join(lines)) from None
