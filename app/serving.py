"""The server: what stays open is ended before it waits for it, nobody holds a socket dead, and the
head of a request has an end."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from typing import Any

import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from api.streams.limits import Limits
from app.settings import Settings

_EVERY_TICKS = 50  # of a tenth of a second
_LONGEST_HEAD = 1 << 16  # bytes of a request before its body
_SLOWEST_HEAD = 10.0  # seconds in which they must have arrived


class Connection(HttpToolsProtocol):
    """uvicorn's, which by itself waits for a head for ever, and holds one of any length."""

    _in_head, _head = False, 0
    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Somebody is there, and should say something."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody is there any more."""
        self._wait_no_longer()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, or refuse a head that is too long."""
        self._head += len(data) if self._in_head else 0
        if self._head > _LONGEST_HEAD:
            self.send_400_response("The head of the request is too long.")
            return
        super().data_received(data)
        if self._in_head and self._waiting is None:
            self._wait()

    def on_message_begin(self) -> None:
        """A request begins."""
        self._in_head, self._head = True, 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """What follows is its body."""
        self._in_head = False
        self._wait_no_longer()
        super().on_headers_complete()

    def _wait(self) -> None:
        self._waiting = self.loop.call_later(_SLOWEST_HEAD, self._give_up)

    def _wait_no_longer(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _give_up(self) -> None:
        if self.cycle is not None and not self.cycle.response_complete:
            self._wait()  # what was asked before is being answered still
        elif not self.transport.is_closing():
            self.send_400_response("The head of the request did not arrive in time.")


class Server(uvicorn.Server):
    """uvicorn, which by itself waits for event streams for ever."""

    def __init__(self, app: Starlette, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._hall = app.state.hall
        self._closing: set[Any] = set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End streams, then everything else."""
        self._hall.shut()
        await super().shutdown(sockets)

    async def on_tick(self, counter: int) -> bool:
        """Every few seconds cut connections that were closed long ago and whose readers read on
        nothing: what was written to them would never leave the memory."""
        if counter % _EVERY_TICKS == 0:
            closing: set[Any] = {
                c for c in self.server_state.connections if c.transport.is_closing()
            }
            for connection in closing & self._closing:
                connection.transport.abort()
            self._closing = closing
        return await super().on_tick(counter)


def serve(app: Starlette, settings: Settings, listening: socket.socket | None = None) -> None:
    """Serve until somebody stops it. ``listening``: a socket that is there already."""
    with contextlib.suppress(KeyboardInterrupt):
        server_of(app, settings).run([listening] if listening else None)


def server_of(app: Starlette, settings: Settings) -> Server:
    """The server of the application, not yet running."""
    limits = Limits()
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        http=Connection,
        log_level="warning",
        access_log=False,
        proxy_headers=settings.trusted_proxy is not None,
        forwarded_allow_ips=settings.trusted_proxy,
        server_header=False,
        ws="websockets-sansio",
        ws_max_size=limits.message,
        ws_ping_interval=limits.between_pings,
        ws_ping_timeout=limits.between_pings,
        ws_per_message_deflate=False,
    )
    return Server(app, config)
