"""Settings: the environment read once, into one frozen value. Nobody else reads it.

A wrong setting is one sentence that names it, and exit 2.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from identity.registration import Registration, is_safe

LONGEST_ISSUER = 255


class WrongSetting(Exception):
    """A setting that cannot be used; the message names it and says what it must be."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the house keeps its things and where it listens."""

    home: Path
    host: str
    port: int
    database_url: str | None  # None where only the public edition is served
    provider: Registration | None = None  # of identities from outside; None: nobody signs in so

    @property
    def bulletin(self) -> Path:
        """The bulletin in service."""
        return self.home / "public" / "bulletin"

    @property
    def keys(self) -> Path:
        """The two secrets of disclosure control. Never in the same backup as the bulletin."""
        return self.home / "keys"

    @property
    def address(self) -> str:
        """Where a browser finds the house."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    @property
    def loopback(self) -> bool:
        """True where only this machine can reach the server."""
        if self.host == "localhost":
            return True
        return ipaddress.ip_address(self.host).is_loopback


def read(environment: Mapping[str, str], *, public: bool = False) -> Settings:
    """The settings of ``environment``: YANAPAY_HOME, _HOST, _PORT, _DATABASE_URL and _OIDC_*.

    ``public``: leave out the register's address and the provider of identities, so that nothing in
    the process can know them.

    :raises WrongSetting: for a value that cannot be used.
    """
    home = Path(environment.get("YANAPAY_HOME") or "var").absolute()
    if home.exists() and not home.is_dir():
        raise WrongSetting(f"YANAPAY_HOME is not a folder: {home}")
    default = f"sqlite:///{home / 'register' / 'register.sqlite'}"
    return Settings(
        home,
        _host(environment.get("YANAPAY_HOST") or "127.0.0.1"),
        _port(environment.get("YANAPAY_PORT") or "8000"),
        None if public else _database(environment.get("YANAPAY_DATABASE_URL") or default),
        None if public else _provider(environment),
    )


def _host(text: str) -> str:
    if text == "localhost":
        return text
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        raise WrongSetting(f"YANAPAY_HOST must be an IP address or localhost: {text!r}") from None


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= 65535):
        raise WrongSetting(f"YANAPAY_PORT must be a number from 1 to 65535: {text!r}")
    return int(text)


def _database(text: str) -> str:
    try:
        url = make_url(text)
    except ArgumentError:
        raise WrongSetting("YANAPAY_DATABASE_URL is not a database address") from None
    if url.get_backend_name() == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    elif url.get_backend_name() != "sqlite" or not url.database:
        raise WrongSetting("YANAPAY_DATABASE_URL must begin with sqlite:/// or postgresql://")
    return url.render_as_string(hide_password=False)


def _provider(environment: Mapping[str, str]) -> Registration | None:
    """How the house is registered at a provider of identities; ``None`` where nothing is set."""
    issuer = environment.get("YANAPAY_OIDC_ISSUER", "")
    client = environment.get("YANAPAY_OIDC_CLIENT_ID", "")
    secret = _client_secret(environment)
    if not (issuer or client or secret):
        return None
    if not (issuer and client and secret):
        raise WrongSetting(
            "YANAPAY_OIDC_ISSUER, YANAPAY_OIDC_CLIENT_ID and YANAPAY_OIDC_CLIENT_SECRET (or _FILE) "
            "go together: set all three or none"
        )
    if not is_safe(issuer) or "?" in issuer or len(issuer) > LONGEST_ISSUER:
        raise WrongSetting(
            "YANAPAY_OIDC_ISSUER must be an https address (http on this machine alone), "
            f"without a query or fragment: {issuer!r}"
        )
    return Registration(issuer, client, secret)


def _client_secret(environment: Mapping[str, str]) -> str:
    given = environment.get("YANAPAY_OIDC_CLIENT_SECRET", "")
    path = environment.get("YANAPAY_OIDC_CLIENT_SECRET_FILE")
    if given and path:
        raise WrongSetting(
            "YANAPAY_OIDC_CLIENT_SECRET and YANAPAY_OIDC_CLIENT_SECRET_FILE: one only"
        )
    name = "YANAPAY_OIDC_CLIENT_SECRET_FILE" if path else "YANAPAY_OIDC_CLIENT_SECRET"
    try:
        secret = Path(path).read_text("ascii").strip() if path else given
    except (OSError, ValueError):
        raise WrongSetting(f"{name} cannot be read: {path}") from None
    if (path and not secret) or not (secret.isascii() and secret.isprintable()):
        raise WrongSetting(f"{name} must be one line of printable ASCII characters")
    return secret
