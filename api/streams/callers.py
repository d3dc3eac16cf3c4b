"""Who holds a connection: read anew before every event, and every other second besides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Protocol

from starlette.requests import HTTPConnection

from core.access.metering import network_of
from core.access.roles import Asker
from core.desk.visit import Visit
from core.errors import Code, Refused


class Reception(Protocol):
    """Where visits come from (app.house.House)."""

    def visit(
        self, session: str | None, token: str | None = None, address: str = "", *, used: bool = True
    ) -> Visit:
        """The visit of whoever holds this token, or else this session."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a connection showed when it was opened."""

    session: str | None = field(repr=False)
    token: str | None = field(repr=False)
    address: str

    def without_session(self) -> Credentials:
        """The same connection from a page of another site: no cookie is taken from there."""
        return replace(self, session=None)

    def with_token(self, token: str) -> Credentials:
        """The same connection under a token instead of whatever it showed before."""
        return replace(self, session=None, token=token)


#: What a connection shows.
Showing = Callable[[HTTPConnection], Credentials]


class Gone(Exception):
    """The holder is signed out, or is somebody else by now; ``refused`` says which."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(str(refused))
        self.refused = refused


@dataclass(frozen=True, slots=True)
class Caller:
    """The holder of one connection, as it was opened. Methods read the register: use a thread."""

    reception: Reception
    shown: Credentials
    asker: Asker

    @staticmethod
    def entering(reception: Reception, shown: Credentials) -> Caller:
        """Whoever shows these.

        :raises Refused: for a token that is not good.
        :raises BulletinFault: when nothing has been released yet.
        """
        visit = reception.visit(shown.session, shown.token, shown.address)
        return Caller(reception, shown, visit.asker)

    @property
    def name(self) -> str:
        """Who holds the connection; strangers are told apart by where they are."""
        return self.asker.name if self.asker.signed_in else f"@{network_of(self.shown.address)}"

    def again(self, *, used: bool = False) -> Visit:
        """The visit of this moment. ``used``: the holder asks something, and does not only listen.

        :raises Gone: where the token, the session, or the rights behind it are not what they were.
        """
        shown = self.shown
        try:
            visit = self.reception.visit(shown.session, shown.token, shown.address, used=used)
        except Refused as refused:
            raise Gone(refused) from None
        if visit.asker == self.asker:
            return visit
        signed_out = self.asker.signed_in and not visit.asker.signed_in
        raise Gone(Refused(Code.UNAUTHENTICATED if signed_out else Code.FORBIDDEN))


def of_own_origin(connection: HTTPConnection) -> bool:
    """False where a browser says that a page of another site opens this."""
    origin = connection.headers.get("origin")
    scheme = connection.url.scheme.replace("ws", "http")
    return origin in (None, f"{scheme}://{connection.headers.get('host', '')}")
