"""Believing an ID token: signed by the provider, for us, for this sign-in, now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from core.access.federation import Identified, is_subject, refusal
from core.errors import ProviderFault
from core.moments import Clock
from identity.registration import Registration

#: Signatures with a key that the provider alone holds: never ``none``, never a shared secret (HS*).
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")

_LEEWAY = 60  # seconds that two clocks may differ


def identified(
    given: Mapping[str, Any],
    keys: Mapping[str, Any],
    nonce: str,
    registration: Registration,
    clock: Clock,
) -> Identified:
    """Whom the ID token of the token answer ``given`` vouches for.

    :raises Refused: for a token that is missing, altered, or not meant for this sign-in.
    :raises ProviderFault: for keys that are none.
    """
    try:
        token = jwt.decode(str(given.get("id_token")), _key_set(keys), ALGORITHMS)
        claims = CodeIDToken(
            token.claims,
            token.header,
            {name: {"essential": True, "value": value} for name, value in _ours(registration)},
            {"nonce": nonce, "client_id": registration.client, **_access_token(given)},
        )
        claims.validate(now=int(clock().timestamp()), leeway=_LEEWAY)
    except (JoseError, LookupError, ValueError, TypeError):
        raise refusal("token") from None
    if not is_subject(claims["sub"]):
        raise refusal("token")
    return Identified(registration.issuer, claims["sub"], _methods(claims.get("amr")))


def _key_set(keys: Mapping[str, Any]) -> KeySet:
    try:
        return KeySet.import_key_set({"keys": list(keys["keys"])})
    except (JoseError, LookupError, ValueError, TypeError, AttributeError):
        raise ProviderFault("keys") from None


def _ours(registration: Registration) -> tuple[tuple[str, str], ...]:
    return ("iss", registration.issuer), ("aud", registration.client)


def _access_token(given: Mapping[str, Any]) -> dict[str, str]:
    """What ``at_hash`` is compared with, where the provider sends one."""
    access_token = given.get("access_token")
    return {"access_token": access_token} if isinstance(access_token, str) else {}


def _methods(amr: object) -> frozenset[str]:
    if not isinstance(amr, list):
        return frozenset()
    return frozenset(method for method in amr if isinstance(method, str))
