"""The sub-protocol ``graphql-transport-ws``: many operations over one WebSocket.

Messages and close codes are those of its PROTOCOL.md (enisdenjo/graphql-ws on GitHub).
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from graphql import OperationType
from starlette.responses import PlainTextResponse
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from api.bearer import token_in
from api.execution import Outcome, Prepared, Unfit, prepared
from api.streams.callers import Caller, Credentials, Showing, of_own_origin
from api.streams.hall import Hall, Inbox, TooSlow, answered, in_thread, told
from api.streams.limits import Full
from api.streams.messages import TOO_MANY, Closing, Message, asked_of, ending_of, id_of, parsed
from api.streams.opening import topic_of
from core.errors import Refused

PROTOCOL = "graphql-transport-ws"
_UNTIL_CLOSED = 1.0


def socket_route(hall: Hall, shown_by: Showing, origins: Sequence[str]) -> WebSocketRoute:
    """``/graphql`` for whoever asks to upgrade.

    ``origins``: pages of other sites that may, by token alone: no cookie is taken from there.
    """

    async def endpoint(socket: WebSocket) -> None:
        shown = shown_by(socket)
        if not of_own_origin(socket):
            if socket.headers["origin"] not in origins:
                await _turned_away(socket, 403, "Open this from a page of this server.")
                return
            shown = shown.without_session()
        try:
            with hall.entered(shown) as end:
                await _Connection(hall, socket, end).serve(shown)
        except Full as full:
            await _turned_away(socket, 429 if full.own else 503, "Too many connections are open.")

    return WebSocketRoute("/graphql", endpoint)


async def _turned_away(socket: WebSocket, status: int, sentence: str) -> None:
    with suppress(WebSocketDisconnect):
        await socket.send_denial_response(PlainTextResponse(f"{sentence}\n", status))


class _Connection:
    """One socket, from the handshake to its close."""

    def __init__(self, hall: Hall, socket: WebSocket, end: asyncio.Event) -> None:
        self._hall = hall
        self._limits = hall.limits
        self._socket = socket
        self._end = end
        self._operations: dict[str, asyncio.Task[None]] = {}

    async def serve(self, shown: Credentials) -> None:
        """Everything that is said; whatever ends it becomes a close code."""
        known = PROTOCOL in self._socket.scope["subprotocols"]
        await self._socket.accept(PROTOCOL if known else None)
        try:
            if not known:
                raise Closing(4406, "Subprotocol not acceptable")
            await self._converse(shown)
        except Exception as cause:
            ending = ending_of(cause)
            if ending is not None:
                with suppress(WebSocketDisconnect, RuntimeError, TimeoutError):
                    async with asyncio.timeout(_UNTIL_CLOSED):
                        await self._socket.close(ending.code, ending.reason)

    async def _converse(self, shown: Credentials) -> None:
        try:
            async with asyncio.timeout(self._limits.until_init):
                payload = await self._initialised()
        except TimeoutError:
            raise Closing(4408, "Connection initialisation timeout") from None
        caller = await self._welcomed(shown, payload)
        try:
            with self._hall.seated(caller):
                await self._send({"type": "connection_ack"})
                async with asyncio.TaskGroup() as group:
                    group.create_task(self._hall.watch(caller, self._end))
                    await self._listen(group, caller)
        except Full:
            raise Closing(4403, "Too many connections of yours are open") from None

    async def _initialised(self) -> Any:
        """The payload of the first ``connection_init``."""
        while True:
            message = await self._message()
            match message["type"]:
                case "connection_init":
                    return message.get("payload")
                case "ping" | "pong":
                    await self._heartbeat(message)
                case "subscribe":
                    raise Closing(4401, "Unauthorized")
                case _:
                    raise Closing(4400, "Send connection_init first")

    async def _welcomed(self, shown: Credentials, payload: Any) -> Caller:
        if payload is not None and not isinstance(payload, dict):
            raise Closing(4400, "The payload of connection_init must be an object")
        given = {name.lower(): value for name, value in (payload or {}).items()}
        header = given.get("authorization")
        if header is not None:
            token = token_in(header) if isinstance(header, str) else ""
            shown = shown.with_token(token or "")
        try:
            return await in_thread(Caller.entering, self._hall.reception, shown)
        except Refused:
            raise Closing(4403, "Forbidden") from None

    async def _listen(self, group: asyncio.TaskGroup, caller: Caller) -> None:
        """Take one message after the other; the next one waits until this one is understood."""
        while True:
            message = await self._message()
            match message["type"]:
                case "subscribe":
                    await self._subscribe(group, caller, message)
                case "complete":
                    task = self._operations.pop(id_of(message), None)
                    if task is not None:
                        task.cancel()
                case "ping" | "pong":
                    await self._heartbeat(message)
                case "connection_init":
                    raise Closing(4429, "Too many initialisation requests")
                case _:
                    raise Closing(4400, "Unknown type of message")

    async def _heartbeat(self, message: Message) -> None:
        payload = message.get("payload")
        if payload is not None and not isinstance(payload, dict):
            raise Closing(4400, "The payload must be an object")
        if message["type"] == "ping":
            answer = {"type": "pong"}
            await self._send(answer if payload is None else {**answer, "payload": payload})

    async def _subscribe(self, group: asyncio.TaskGroup, caller: Caller, message: Message) -> None:
        name, asked = id_of(message), asked_of(message)
        if name in self._operations:
            raise Closing(4409, f"Subscriber for {name} already exists")
        if len(self._operations) >= self._limits.operations:
            await self._fail(name, TOO_MANY)
            return
        visit = await in_thread(caller.again)
        try:
            ready = await in_thread(prepared, asked, visit)
        except Unfit as unfit:
            await self._fail(name, unfit.outcome.told["errors"])
            return
        if ready.kind is not OperationType.SUBSCRIPTION:
            self._begin(group, name, self._answer(name, ready, caller))
            return
        topic = await in_thread(topic_of, ready, visit)
        if isinstance(topic, Outcome):
            await self._fail(name, topic.told["errors"])
            return
        inbox = await self._hall.listen(topic)
        task = self._begin(group, name, self._stream(name, ready, caller, inbox))
        task.add_done_callback(lambda _: self._hall.leave(inbox))

    def _begin(self, group: asyncio.TaskGroup, name: str, work: Any) -> asyncio.Task[None]:
        task: asyncio.Task[None] = group.create_task(work)
        self._operations[name] = task
        return task

    async def _answer(self, name: str, ready: Prepared, caller: Caller) -> None:
        """A question or an act: one result."""
        visit = await in_thread(lambda: caller.again(used=True))
        outcome = await in_thread(answered, ready, visit)
        self._operations.pop(name, None)
        if outcome.failure is not None:
            await self._fail(name, outcome.told["errors"])
            return
        await self._send({"id": name, "type": "next", "payload": outcome.told})
        await self._send({"id": name, "type": "complete"})

    async def _stream(self, name: str, ready: Prepared, caller: Caller, inbox: Inbox) -> None:
        while True:
            event = await inbox.next()
            payload = await in_thread(told, ready, caller, event)
            if payload is not None:
                await self._send({"id": name, "type": "next", "payload": payload})

    async def _fail(self, name: str, errors: Any) -> None:
        await self._send({"id": name, "type": "error", "payload": errors})

    async def _send(self, message: Message) -> None:
        text = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
        try:
            async with asyncio.timeout(self._limits.until_sent):
                await self._socket.send_text(text.encode("utf-8", "replace").decode())
        except TimeoutError:
            raise TooSlow from None

    async def _message(self) -> Message:
        """The next message."""
        frame = await self._socket.receive()
        if frame["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(frame.get("code", 1005))
        return parsed(frame.get("text"), self._limits.message)
