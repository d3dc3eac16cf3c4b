"""How the house is registered at a provider of identities, and which addresses are safe to ask."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Registration:
    """``issuer`` is the provider's address, exactly as its tokens name it."""

    issuer: str
    client: str
    secret: str = field(repr=False)


def is_safe(address: object) -> bool:
    """True for https, and for http that does not leave this machine."""
    try:
        parts = urlsplit(str(address))
        named = parts.hostname and parts.port != 0
    except ValueError:
        return False
    if not named or parts.username is not None or parts.fragment:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname))


def is_loopback(host: str | None) -> bool:
    """True for a name or address of this machine alone."""
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return host == "localhost"
