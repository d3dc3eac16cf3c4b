"""What a request is sent: an answer anew, one that was kept, or why it cannot be read."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from api.errors import STATUS
from api.execution import Failure, Outcome, bytes_of
from api.kept import KeptAnswer
from api.negotiation import GRAPHQL_JSON
from api.requests import ALLOWED, Unreadable
from core.access.metering import Quota
from core.desk.visit import Visit


def new(outcome: Outcome, media: str, visit: Visit | None) -> Response:
    """The response; what it cost its asker stands in its headers."""
    response = _sent(bytes_of(outcome), _status(outcome, media), media)
    if outcome.refused is not None or visit is None or visit.asker.signed_in:
        response.headers["Cache-Control"] = "no-store"
    if visit is not None:
        response.raw_headers += _quota(visit.allowance.quota())
    _say_when(response, outcome)
    return response


def kept(
    answer: KeptAnswer, request: Request, media: str, quota: Quota, *, signed_in: bool
) -> Response:
    """The response, or 304 for whoever holds these bytes already. Strangers may keep them, and ask
    whether they still hold."""
    unchanged = request.method == "GET" and _holds(answer, request)
    response = _sent(b"" if unchanged else answer.body, 304 if unchanged else 200, media)
    response.raw_headers += [
        (b"cache-control", b"no-store" if signed_in else b"no-cache"),
        (b"etag", answer.etag.encode()),
        *_quota(quota),
    ]
    return response


def _holds(answer: KeptAnswer, request: Request) -> bool:
    asked = [name.strip() for name in request.headers.get("if-none-match", "").split(",")]
    return answer.etag in asked or asked == ["*"]


def unreadable(wrong: Unreadable, media: str) -> Response:
    """The response to what is no request of the protocol."""
    error = {"message": wrong.sentence, "extensions": {"code": wrong.code.value}}
    response = _sent(bytes_of(Outcome({"errors": [error]})), wrong.status, media)
    if wrong.status == 405:
        response.headers["Allow"] = ", ".join(ALLOWED)
    return response


def _quota(quota: Quota) -> list[tuple[bytes, bytes]]:
    """Headers of draft-ietf-httpapi-ratelimit-headers."""
    limits = f'"points";q={quota.limit};w=60;qu="points"'
    stands = f'"points";r={quota.remaining};t={quota.resets_in}'
    return [(b"ratelimit-policy", limits.encode()), (b"ratelimit", stands.encode())]


def _say_when(response: Response, outcome: Outcome) -> None:
    """When to ask again, and how, where that would help."""
    if response.status_code == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    elif response.status_code == 405:
        response.headers["Allow"] = "POST"
    elif response.status_code in (429, 503):
        extensions = outcome.told["errors"][0]["extensions"]
        response.headers["Retry-After"] = extensions.get("seconds", "2")


def _status(outcome: Outcome, media: str) -> int:
    """A bad question is a 400 for everybody; a document that cannot run is one only under the
    newer media type, whose clients can tell our answer from a proxy's."""
    if outcome.refused is not None:
        return STATUS.get(outcome.refused, 400)
    failed = outcome.failure is Failure.QUESTION or (
        outcome.failure is Failure.DOCUMENT and media == GRAPHQL_JSON
    )
    return 400 if failed else 200


def _sent(body: bytes, status: int, media: str) -> Response:
    response = Response(body, status, media_type=f"{media}; charset=utf-8")
    response.raw_headers.append((b"vary", b"Accept, Authorization, Cookie"))
    return response
