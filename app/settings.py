"""Settings: the environment read once, into one frozen value. Nobody else reads it.

A wrong setting is one sentence that names it, and exit 2.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from core.access.metering import SIGNED_IN, STRANGERS
from core.plan.loading import HERE
from identity.registration import Registration, is_loopback, is_safe

LONGEST_ISSUER = 255
MOST_WORKERS = 64
FEWEST, MOST = 100_000, 1_000_000_000  # points a minute; one document may cost 100,000


class WrongSetting(Exception):
    """A setting that cannot be used; the message names it and says what it must be."""


class Mode(StrEnum):
    """Development offers one-time sign-in links; service never does."""

    DEVELOPMENT = "development"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the house keeps its things and where it listens."""

    home: Path
    host: str
    port: int
    database_url: str | None  # None where only the public edition is served
    mode: Mode = Mode.SERVICE
    trusted_proxy: str | None = None  # whose X-Forwarded-For and -Proto are believed
    seal_keys: Mapping[int, bytes] = field(default_factory=dict, repr=False)  # empty: key files
    provider: Registration | None = None  # of identities from outside; None: nobody signs in so
    plan: Path = HERE  # the folder of the plan in force
    plans: Path | None = None  # a folder of further plans, each in its own
    origins: tuple[str, ...] = ()  # of other sites whose pages may ask /graphql
    points_signed_in: int = SIGNED_IN  # what a token or account may ask for in a minute
    points_strangers: int = STRANGERS  # what an address may that nobody has signed in from
    workers: int = 1  # processes that serve

    @property
    def provinces(self) -> Path:
        """Outlines of provinces, where an operator has built them; public like the bulletin."""
        return self.home / "public" / "provinces.json"

    @property
    def bulletin(self) -> Path:
        """The bulletin in service."""
        return self.home / "public" / "bulletin"

    @property
    def reports(self) -> Path:
        """Reports that were made of what is published, and orders that wait."""
        return self.home / "public" / "reports"

    @property
    def keys(self) -> Path:
        """The two secrets of disclosure control. Never in the same backup as the bulletin."""
        return self.home / "keys"

    @property
    def tallies(self) -> Path:
        """What the processes of this machine count together."""
        return self.home / "run" / "tallies"

    @property
    def address(self) -> str:
        """Where a browser finds the house."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    @property
    def loopback(self) -> bool:
        """True where only this machine can reach the server."""
        return is_loopback(self.host)

    @property
    def answers_own_names_alone(self) -> bool:
        """True where no proxy brings a public name to this machine."""
        return self.loopback and self.trusted_proxy is None


def read(environment: Mapping[str, str], *, public: bool = False) -> Settings:
    """The settings of ``environment``: YANAPAY_HOME, _HOST, _PORT, _MODE, _TRUSTED_PROXY,
    _DATABASE_URL, _SEAL_KEYS, _PLAN, _PLANS, _CORS_ORIGINS, _POINTS_*, _WORKERS and _OIDC_*.

    ``public``: leave out the register's address and the provider of identities, so that nothing in
    the process can know them.

    :raises WrongSetting: for a value that cannot be used.
    """
    home = Path(environment.get("YANAPAY_HOME") or "var").absolute()
    if home.exists() and not home.is_dir():
        raise WrongSetting(f"YANAPAY_HOME is not a folder: {home}")
    default = f"sqlite:///{home / 'register' / 'register.sqlite'}"
    host = _host(environment.get("YANAPAY_HOST") or "127.0.0.1")
    proxy = environment.get("YANAPAY_TRUSTED_PROXY")
    return Settings(
        home,
        host,
        _number("YANAPAY_PORT", environment.get("YANAPAY_PORT") or "8000", 65535),
        None if public else _database(environment.get("YANAPAY_DATABASE_URL") or default),
        _mode(environment.get("YANAPAY_MODE"), alone=is_loopback(host) and not proxy),
        _address("YANAPAY_TRUSTED_PROXY", proxy) if proxy else None,
        {} if public else _seal_keys(environment.get("YANAPAY_SEAL_KEYS") or ""),
        None if public else _provider(environment),
        _plan(environment.get("YANAPAY_PLAN")),
        _plans(environment.get("YANAPAY_PLANS")),
        _origins(environment.get("YANAPAY_CORS_ORIGINS") or ""),
        _points("YANAPAY_POINTS_SIGNED_IN", environment, SIGNED_IN),
        _points("YANAPAY_POINTS_STRANGERS", environment, STRANGERS),
        _number("YANAPAY_WORKERS", environment.get("YANAPAY_WORKERS") or "1", MOST_WORKERS),
    )


def _origins(text: str) -> tuple[str, ...]:
    """``https://ngo.example,https://other.example:8443``; no pattern, and no path."""
    origins = tuple(part.strip() for part in text.split(",") if part.strip())
    for origin in origins:
        if not is_safe(origin) or not re.fullmatch(r"https?://[^/?#@*\s]+", origin):
            raise WrongSetting(
                "YANAPAY_CORS_ORIGINS must be https origins, comma-separated, each without a path "
                f"(http on this machine alone): {origin!r}"
            )
    return origins


def _points(name: str, environment: Mapping[str, str], otherwise: int) -> int:
    text = environment.get(name) or str(otherwise)
    if not (text.isascii() and text.isdigit() and FEWEST <= int(text[:12]) <= MOST):
        raise WrongSetting(f"{name} must be a number from {FEWEST} to {MOST}: {text!r}")
    return int(text)


def _plan(text: str | None) -> Path:
    folder = Path(text).absolute() if text else HERE
    if not (folder / "plan.toml").is_file():
        raise WrongSetting(f"YANAPAY_PLAN is not a folder with a plan.toml: {folder}")
    return folder


def _plans(text: str | None) -> Path | None:
    folder = Path(text).absolute() if text else None
    if folder is not None and not any(folder.glob("*/plan.toml")):
        raise WrongSetting(f"YANAPAY_PLANS is not a folder of folders with a plan.toml: {folder}")
    return folder


def _mode(text: str | None, *, alone: bool) -> Mode:
    """``alone``: only this machine can reach the server, and no proxy lets others in."""
    if text not in (None, "", *Mode):
        raise WrongSetting(f"YANAPAY_MODE must be development or service: {text!r}")
    if text == Mode.DEVELOPMENT and not alone:
        raise WrongSetting("YANAPAY_MODE: development is for loopback without a proxy alone")
    return Mode(text) if text else Mode.DEVELOPMENT if alone else Mode.SERVICE


def _seal_keys(text: str) -> dict[int, bytes]:
    """``1:HEX,2:HEX``: numbered keys of 32 bytes, for houses whose secrets come from a vault."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    found = [re.fullmatch(r"([1-9][0-9]{0,8}):([0-9a-fA-F]{64})", part) for part in parts]
    keys = {int(match[1]): bytes.fromhex(match[2]) for match in found if match}
    if len(keys) != len(parts):
        raise WrongSetting(
            "YANAPAY_SEAL_KEYS must be NUMBER:KEY, comma-separated, each KEY 64 hexadecimal digits"
        )
    return keys


def _host(text: str) -> str:
    return text if text == "localhost" else _address("YANAPAY_HOST", text, " or localhost")


def _address(name: str, text: str, other: str = "") -> str:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        raise WrongSetting(f"{name} must be an IP address{other}: {text!r}") from None


def _number(name: str, text: str, most: int) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= most):
        raise WrongSetting(f"{name} must be a number from 1 to {most}: {text!r}")
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
