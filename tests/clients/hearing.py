"""Listening through gql, over one WebSocket, as a partner's Python program would."""

from __future__ import annotations

import asyncio
from typing import Any

from gql import Client, GraphQLRequest
from gql.transport.websockets import WebsocketsTransport

from tests.clients.asking import asked

_LISTEN = GraphQLRequest("subscription { callReceived { id durationSeconds } }")
_CUT = GraphQLRequest("{ release { cut } }")


def hear_of_a_call(address: str, token: str, call: dict[str, Any]) -> dict[str, Any]:
    """Listen, record a call, hear of it: what was recorded and what was heard."""
    return asyncio.run(_hear(address.replace("http", "ws", 1), token, call))


async def _hear(address: str, token: str, call: dict[str, Any]) -> dict[str, Any]:
    payload = {"Authorization": f"Bearer {token}"}
    async with Client(transport=WebsocketsTransport(address, init_payload=payload)) as session:
        calls = aiter(session.subscribe(_LISTEN))
        heard = asyncio.ensure_future(anext(calls))
        await asyncio.sleep(0)  # the subscription is sent first, and opened first
        await session.execute(_CUT)
        act = await session.execute(asked("RecordCall", input=call))
        event = await heard
        await calls.aclose()
    return {"recorded": act["recordCall"]["call"]["id"], "heard": event["callReceived"]}
