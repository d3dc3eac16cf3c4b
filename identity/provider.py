"""The provider of identities: where to send a browser, and who it is that comes back.

Authorization code with PKCE (S256). What the provider publishes of itself is read anew at each
step: it is rarely asked, and so its new keys and addresses are never missed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.oidc.discovery import get_well_known_url

from core.access.federation import Departure, Identified, refusal
from core.errors import ProviderFault
from core.moments import Clock
from identity.exchange import SmallAnswers, fields_of, in_time
from identity.id_token import identified
from identity.registration import Registration, is_safe

_ASKED = ("authorization_endpoint", "token_endpoint", "jwks_uri")

#: How a provider may let us prove who we are, the standard's default first.
_PROOFS = ("client_secret_basic", "client_secret_post")

#: Values of ``acr`` are each provider's own; that ``amr`` is wanted can be said to all.
_WANTED = json.dumps({"id_token": {"amr": {"essential": True}}})


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider. ``back`` below is the address it sends browsers back to."""

    registration: Registration
    clock: Clock

    def address(self, departure: Departure, back: str) -> str:
        """Where the browser signs in.

        :raises ProviderFault: where the provider does not answer as it must.
        """
        return in_time(lambda: self._address(departure, back))

    def who(self, answer: Mapping[str, str], departure: Departure, back: str) -> Identified:
        """Who has come back with this answer.

        :raises Refused: where the provider has not let them in, or its word cannot be believed.
        :raises ProviderFault: as :meth:`address`.
        """
        if "error" in answer or not answer.get("code"):
            raise refusal("no consent")
        if answer.get("iss", self.registration.issuer) != self.registration.issuer:
            raise refusal("issuer")  # RFC 9207: another provider's answer was mixed in
        return in_time(lambda: self._who(answer["code"], departure, back))

    async def _address(self, departure: Departure, back: str) -> str:
        async with self._client(back) as client:
            published = await self._published(client)
            wanted = {"claims": _WANTED} if published.get("claims_parameter_supported") else {}
            address, _ = client.create_authorization_url(
                published["authorization_endpoint"],
                state=departure.state,
                nonce=departure.nonce,
                code_verifier=departure.verifier,
                **wanted,
            )
        return str(address)

    async def _who(self, code: str, departure: Departure, back: str) -> Identified:
        async with self._client(back) as client:
            published = await self._published(client)
            client.token_endpoint_auth_method = _proof(published)
            try:
                given = await client.fetch_token(
                    published["token_endpoint"],
                    grant_type="authorization_code",
                    code=code,
                    redirect_uri=back,
                    code_verifier=departure.verifier,
                )
            except (AuthlibBaseError, ValueError, TypeError):
                raise refusal("code") from None
            keys = await _read(client, published["jwks_uri"])
        return identified(given, keys, departure.nonce, self.registration, self.clock)

    def _client(self, back: str) -> AsyncOAuth2Client:
        return AsyncOAuth2Client(
            self.registration.client,
            self.registration.secret,
            scope="openid",
            redirect_uri=back,
            code_challenge_method="S256",
            transport=SmallAnswers(),
            follow_redirects=False,
        )

    async def _published(self, client: AsyncOAuth2Client) -> dict[str, Any]:
        """What the provider publishes of itself; every address in it safe, and the issuer ours."""
        issuer = self.registration.issuer
        address = get_well_known_url(issuer, external=True)
        published = await _read(client, address)
        encrypted = issuer.startswith("https:")
        for name in _ASKED:
            asked = published.get(name)
            if not is_safe(asked) or (encrypted and not str(asked).startswith("https:")):
                raise ProviderFault("addresses")
        if published.get("issuer") != issuer:
            raise ProviderFault("issuer")
        return published


async def _read(client: AsyncOAuth2Client, address: str) -> dict[str, Any]:
    """What anybody may read; the secret is not sent along."""
    return fields_of(await client.request("GET", address, withhold_token=True))


def _proof(published: Mapping[str, Any]) -> str:
    accepted = published.get("token_endpoint_auth_methods_supported") or _PROOFS[:1]
    for proof in _PROOFS:
        if proof in accepted:
            return proof
    raise ProviderFault("no proof in common")
