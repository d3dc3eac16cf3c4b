"""Asking a provider over HTTP: 5 seconds for a whole step, small answers, no redirects.

A step runs in an event loop of its own, in the thread of its request: only so is everything in its
time, the names to look up and the headers that come drop by drop included.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from threading import BoundedSemaphore
from typing import Any, TypeVar

import httpx2

from core.errors import ProviderFault

SECONDS = 5
MOST_BYTES = 256 * 1024
AT_ONCE = 8

#: A provider that hangs must not take every thread of the house with it.
_AT_MOST = BoundedSemaphore(AT_ONCE)

Result = TypeVar("Result")


class SmallAnswers(httpx2.AsyncHTTPTransport):
    """Takes in answers whole, as long as they are small, plain and no redirect."""

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """The answer, read to its end.

        :raises ProviderFault: for any other.
        """
        answer = await super().handle_async_request(request)
        try:
            if answer.has_redirect_location or "content-encoding" in answer.headers:
                raise ProviderFault("redirect or encoding")
            return httpx2.Response(answer.status_code, content=await _small_body(answer))
        finally:
            await answer.aclose()


async def _small_body(answer: httpx2.Response) -> bytes:
    held = bytearray()
    async for piece in answer.aiter_raw():
        held += piece
        if len(held) > MOST_BYTES:
            raise ProviderFault("answer too large")
    return bytes(held)


def in_time(step: Callable[[], Awaitable[Result]]) -> Result:
    """What the step gives.

    :raises ProviderFault: where it takes longer, nobody answers, or too many ask already.
    """
    if not _AT_MOST.acquire(blocking=False):
        raise ProviderFault("too many at once")
    try:
        return asyncio.run(_timed(step))
    except (TimeoutError, httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise ProviderFault(type(error).__name__) from None
    finally:
        _AT_MOST.release()


async def _timed(step: Callable[[], Awaitable[Result]]) -> Result:
    async with asyncio.timeout(SECONDS):
        return await step()


def fields_of(answer: httpx2.Response) -> dict[str, Any]:
    """The JSON object of a good answer.

    :raises ProviderFault: where it is none.
    """
    try:
        told = answer.json() if answer.is_success else None
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise ProviderFault("no JSON object")
    return told
