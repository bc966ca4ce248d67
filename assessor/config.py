"""Typed settings from the environment: every missing or bad one is reported at once.

docs/configuration.md lists them all; a test holds the two together.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assessor.domain.people import Role
from assessor.domain.sign_on import Registration
from assessor.errors import ConfigurationError, InvalidInput
from assessor.mail.server import MailServer, Security, header_address

MIN_SECRET = 32
"""Characters that a production secret key has at least."""


class Settings(BaseModel):
    """All settings. The environment variable of a field stands in its alias."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)

    home: Path = Field(alias="ASSESSOR_HOME")
    """Folder of the embedded database, sandboxes' sockets, keys and logs."""
    environment: Literal["development", "production"] = Field("development", alias="ASSESSOR_ENV")
    database_url: str = Field("", alias="DATABASE_URL")
    """libpq URI of the application database; empty: the embedded PostgreSQL."""
    secret_key: str = Field("", alias="ASSESSOR_SECRET_KEY")
    base_url: str = Field("http://127.0.0.1:8000", alias="ASSESSOR_BASE_URL", pattern=r"^https?://[^/]+$")
    host: str = Field("127.0.0.1", alias="ASSESSOR_HOST")
    port: int = Field(8000, alias="ASSESSOR_PORT", ge=1, le=65535)
    trusted_proxies: int = Field(0, alias="ASSESSOR_TRUSTED_PROXIES", ge=0, le=10)
    """Reverse proxies in front, each of which appends the address it was asked from to X-Forwarded-For."""
    provider: Literal["auto", "docker", "process"] = Field("auto", alias="ASSESSOR_PROVIDER")
    worker_concurrency: int = Field(2, alias="ASSESSOR_WORKER_CONCURRENCY", ge=1, le=64)
    sandbox_memory_mb: int = Field(256, alias="ASSESSOR_SANDBOX_MEMORY_MB", ge=64)
    pool_memory_mb: int | None = Field(None, alias="ASSESSOR_POOL_MEMORY_MB", ge=0)
    """What servers that wait for candidates may take together; None: by the host's memory."""
    idle_minutes: int = Field(15, alias="ASSESSOR_IDLE_MINUTES", ge=0)
    """After so long without use a candidate's server is suspended; 0: never."""
    language: str = Field("en", alias="ASSESSOR_LANGUAGE", pattern=r"^[a-z]{2,3}(_[A-Za-z]+)*$")
    """Of pages for readers whose browser asks for no language there is; e.g. "pt_BR"."""
    translations: Path | None = Field(None, alias="ASSESSOR_TRANSLATIONS")
    """Folder of the languages' .po files; None: those that came with assessor."""
    smtp_host: str = Field("", alias="ASSESSOR_SMTP_HOST")
    """Server that takes our mails; empty: none are sent, and links are shown to be copied."""
    smtp_port: int = Field(587, alias="ASSESSOR_SMTP_PORT", ge=1, le=65535)
    smtp_security: Security = Field("starttls", alias="ASSESSOR_SMTP_SECURITY")
    smtp_user: str = Field("", alias="ASSESSOR_SMTP_USER")
    smtp_password: str = Field("", alias="ASSESSOR_SMTP_PASSWORD", repr=False)
    smtp_from: str = Field("", alias="ASSESSOR_SMTP_FROM")
    smtp_reply_to: str = Field("", alias="ASSESSOR_SMTP_REPLY_TO")
    smtp_timeout: float = Field(30, alias="ASSESSOR_SMTP_TIMEOUT", gt=0, le=300)
    smtp_rate: float = Field(10, alias="ASSESSOR_SMTP_RATE", ge=0)
    """Mails a second at most; 0: as many as the server takes."""
    api_rate: int = Field(600, alias="ASSESSOR_API_RATE", ge=1, le=1_000_000)
    """Requests of one API token in a minute at most, in each web process."""
    webhook_loopback: bool = Field(False, alias="ASSESSOR_WEBHOOK_LOOPBACK")
    """Whether webhooks may go to this machine, and over http: for development and tests."""
    oidc_issuer: str = Field("", alias="ASSESSOR_OIDC_ISSUER", pattern=r"^(https?://[^?#\s]+)?$")
    """A provider of OpenID Connect that vouches for staff; empty: none."""
    oidc_client_id: str = Field("", alias="ASSESSOR_OIDC_CLIENT_ID")
    oidc_client_secret: str = Field("", alias="ASSESSOR_OIDC_CLIENT_SECRET", repr=False)
    oidc_label: str = Field("single sign-on", alias="ASSESSOR_OIDC_LABEL", max_length=60)
    oidc_organisation: str = Field("", alias="ASSESSOR_OIDC_ORGANISATION")
    oidc_domains: str = Field("", alias="ASSESSOR_OIDC_DOMAINS")
    oidc_role: Role | None = Field(None, alias="ASSESSOR_OIDC_ROLE")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", alias="ASSESSOR_LOG_LEVEL")

    @property
    def production(self) -> bool:
        """Whether secrets and secure cookies are required."""
        return self.environment == "production"

    @property
    def sends_mail(self) -> bool:
        """Whether a mail server is set."""
        return bool(self.smtp_host)

    def mail_server(self) -> MailServer | None:
        """The mail server, if one is set."""
        if not self.smtp_host:
            return None
        return MailServer(
            host=self.smtp_host,
            sender=self.smtp_from,
            port=self.smtp_port,
            security=self.smtp_security,
            user=self.smtp_user,
            password=self.smtp_password,
            reply_to=self.smtp_reply_to,
            timeout=self.smtp_timeout,
            per_second=self.smtp_rate,
        )

    def sign_on(self) -> Registration | None:
        """The provider that vouches for staff, if one is set."""
        if not self.oidc_issuer:
            return None
        return Registration(
            issuer=self.oidc_issuer,
            client_id=self.oidc_client_id,
            client_secret=self.oidc_client_secret,
            label=self.oidc_label,
            organisation=self.oidc_organisation,
            domains=frozenset(self.oidc_domains.lower().replace(",", " ").split()),
            role=self.oidc_role,
        )


VARIABLES = tuple(str(field.alias) for field in Settings.model_fields.values())


def default_home(environ: Mapping[str, str]) -> Path:
    """Where data lives unless ASSESSOR_HOME says so: /var/lib for root (an unprivileged server must reach it)."""
    if os.geteuid() == 0:
        return Path("/var/lib/assessor")
    data = environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(data) / "assessor"


def home_of(environ: Mapping[str, str]) -> Path:
    """The home folder of an environment, for who needs no other setting."""
    return Path(environ.get("ASSESSOR_HOME") or default_home(environ))


def load_settings(environ: Mapping[str, str]) -> Settings:
    """Settings of an environment. Raises ConfigurationError naming every problem."""
    values = {name: environ[name] for name in VARIABLES if environ.get(name)}
    values["ASSESSOR_HOME"] = str(home_of(environ))
    problems: list[str] = []
    settings = None
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        problems += [f"{issue['loc'][0]}: {issue['msg']} (is {issue['input']!r})" for issue in error.errors()]
    if settings is not None and settings.sends_mail:
        problems += _mail_problems(settings)
    if settings is not None:
        problems += _sign_on_problems(settings)
    if values.get("ASSESSOR_ENV") == "production":
        problems += _production_problems(values)
    if problems or settings is None:
        raise ConfigurationError(problems)
    return settings


def _production_problems(values: Mapping[str, str]) -> list[str]:
    problems = []
    if len(values.get("ASSESSOR_SECRET_KEY", "")) < MIN_SECRET:
        problems.append(
            f"ASSESSOR_SECRET_KEY: production needs one of at least {MIN_SECRET} characters, "
            "e.g. from: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    if values.get("ASSESSOR_WEBHOOK_LOOPBACK", "false").lower() not in ("false", "0", "no", "off"):
        problems.append("ASSESSOR_WEBHOOK_LOOPBACK: in production nothing of this machine is told")
    if not values.get("DATABASE_URL"):
        problems.append(
            "DATABASE_URL: production needs a PostgreSQL of its own; the embedded one is for development"
        )
    if not values.get("ASSESSOR_BASE_URL", "").startswith("https://"):
        problems.append("ASSESSOR_BASE_URL: production needs the https:// address that candidates open")
    return problems


def _mail_problems(settings: Settings) -> list[str]:
    problems = []
    for name, value in (
        ("ASSESSOR_SMTP_FROM", settings.smtp_from),
        ("ASSESSOR_SMTP_REPLY_TO", settings.smtp_reply_to),
    ):
        try:
            if value or name == "ASSESSOR_SMTP_FROM":
                header_address(value)
        except (InvalidInput, ValueError) as error:
            problems.append(f'{name}: needs an address such as "Acme Hiring <hiring@acme.example>": {error}')
    local = settings.smtp_host in ("localhost", "127.0.0.1", "::1")
    if settings.smtp_security == "none" and settings.smtp_password and not local:
        problems.append("ASSESSOR_SMTP_SECURITY: with none the password would travel in the clear")
    return problems


def _sign_on_problems(settings: Settings) -> list[str]:
    needed = {
        "ASSESSOR_OIDC_ISSUER": settings.oidc_issuer,
        "ASSESSOR_OIDC_CLIENT_ID": settings.oidc_client_id,
        "ASSESSOR_OIDC_CLIENT_SECRET": settings.oidc_client_secret,
        "ASSESSOR_OIDC_ORGANISATION": settings.oidc_organisation,
    }
    if not any(needed.values()):
        return []
    problems = [f"{name}: sign-on needs it" for name, value in needed.items() if not value]
    host = urlsplit(settings.oidc_issuer).hostname
    open_way = settings.oidc_issuer.startswith("http://")
    if open_way and (settings.production or host not in ("localhost", "127.0.0.1", "::1")):
        problems.append("ASSESSOR_OIDC_ISSUER: needs https://, unless it is this machine's in development")
    if settings.oidc_role and not settings.oidc_domains:
        problems.append("ASSESSOR_OIDC_ROLE: needs ASSESSOR_OIDC_DOMAINS, or everybody gets an account")
    if settings.oidc_role is Role.ADMIN:
        problems.append("ASSESSOR_OIDC_ROLE: an administrator is made by nobody but another one")
    return problems


def secret_key(settings: Settings) -> str:
    """The configured key, or in development one that is made once and kept in the home folder."""
    if settings.secret_key:
        return settings.secret_key
    path = settings.home / "secret_key"
    if not path.exists():
        settings.home.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text()
