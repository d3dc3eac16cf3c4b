"""Receiving people whom a provider of identities vouches for. Loaded where there is one alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app import clock
from app.house import House
from core.access import federation
from core.access.roles import Action
from core.errors import Code, Refused
from identity.provider import Provider
from identity.registration import Registration


@dataclass(frozen=True, slots=True)
class Reception:
    """``back`` is the address the provider sends browsers back to; ``address``, the asker's."""

    house: House
    provider: Provider

    def depart(self, back: str, address: str) -> tuple[str, str]:
        """(where the browser goes, what it must bring back in a cookie).

        :raises Refused: ``TOO_MANY_ATTEMPTS``.
        :raises ProviderFault: where the provider does not answer as it must.
        """
        with self.house.refusals_noted(address):
            self._slow_down(address)
            departure = federation.depart()
            destination = self.provider.address(departure, back)
            federation.keep(self.house.the_register(), departure, clock.now)
        return destination, departure.browser

    def arrive(self, answer: Mapping[str, str], browser: str, back: str, address: str) -> str:
        """The secret of a new session; entries and refusals are written down.

        :raises Refused: ``FEDERATED_SIGN_IN_FAILED`` whatever was wrong; ``TOO_MANY_ATTEMPTS``.
        :raises ProviderFault: as :meth:`depart`.
        """
        register = self.house.the_register()
        with self.house.refusals_noted(address):
            self._slow_down(address)
            departure = federation.take(register, answer.get("state", ""), browser, clock.now)
            who = self.provider.who(answer, departure, back)
            session, name = federation.enter(register, who, clock.now)
        self.house.note(name, Action.SIGN_IN, "federated", allowed=True)
        return session

    def _slow_down(self, address: str) -> None:
        if not self.house.throttle.may_ask(address):
            raise Refused(Code.TOO_MANY_ATTEMPTS)


def reception_of(house: House, registration: Registration) -> Reception:
    """The reception of a house that is registered at a provider."""
    return Reception(house, Provider(registration, clock.now))
