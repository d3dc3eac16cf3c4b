"""The house with bare endpoints beside it: as little as an answer could cost.

``python -m benchmarks.bare`` serves both. Each bare endpoint that reads records signs its asker in
and writes the audit as the door does, and one charges its asker; what they leave out is GraphQL.
"""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from sqlmodel import Session
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from api import replies
from api.bearer import token_in
from api.compiled.again import SeenAnswers
from api.compiled.answering import answered
from api.compiled.operations import compiled, way_of
from api.execution import Asked, bytes_of, prepared, run
from api.negotiation import JSON
from api.requests import letters_of
from api.working import Working
from app.asgi import make_app, strangers_of
from app.house import House, open_house
from app.loading import loading
from app.serving import serve
from app.settings import read as settings_of
from benchmarks.orm import SCHEMA, context_of
from benchmarks.questions import CASE, CASES, COUNTS, ONE_STATEMENT
from core.access.roles import PUBLIC
from core.desk.flat import Sought, Wanted, read
from core.desk.records import Condition
from core.desk.visit import Visit
from web.sign_in import address_of

#: Seconds between two looks at the clock.
_WATCHED = 0.005

#: Questions by name, and what else is wanted of the rows beneath them.
QUESTIONS = {"cases": CASES, "case": CASE, "counts": COUNTS}


def bare_routes(house: House, visit: Visit, code: str) -> list[Route]:
    """Constant bytes, flat rows and constant bytes, one statement: beside /graphql."""
    constant = {
        name: _bytes(text, visit, {"code": code} if name == "case" else {})
        for name, text in QUESTIONS.items()
    }
    wanted = {"cases": Wanted(limit=100), "case": Wanted((Condition("code", (code,)),))}
    sought = {name: _sought(QUESTIONS[name], visit, each) for name, each in wanted.items()}
    engine = house.the_register().engine.execution_options(reads_only=True)

    def rows(request: Request) -> Response:
        name = request.path_params["name"]
        read(_visit(house, request).records(), [sought[name]])
        return _told(constant[name])

    def one_statement(request: Request) -> Response:
        desk = _visit(house, request).at_desk()
        action = next(iter(sought["cases"].actions()))
        with desk.acting(action) as act:
            act.records = 100
            told = act.connection.exec_driver_sql(ONE_STATEMENT[engine.dialect.name]).scalar_one()
        return _told(told.encode())

    def reference(request: Request) -> Response:
        seen = _visit(house, request)
        ready = prepared(Asked(QUESTIONS[request.path_params["name"]]), seen)
        return _told(bytes_of(run(ready, seen)))

    async def orm(request: Request) -> Response:
        _visit(house, request).at_desk()
        with Session(engine) as session:
            told = await SCHEMA.execute(CASES, context_value=context_of(session))
        return _told(json.dumps({"data": told.data}, ensure_ascii=False).encode())

    found: list[tuple[str, Callable[..., Any]]] = [
        ("/bare/anew/{name}", _anew(house)),
        ("/bare/orm", orm),
        ("/bare/rows/{name}", rows),
        ("/bare/statement/{name}", one_statement),
        ("/bare/reference/{name}", reference),
    ]
    found += _constants(house, constant)
    return [Route(path, endpoint, methods=["POST"]) for path, endpoint in found]


def _constants(house: House, constant: Mapping[str, bytes]) -> list[tuple[str, Callable[..., Any]]]:
    """What no record is read for."""

    async def constants(request: Request) -> Response:
        return _told(constant[request.path_params["name"]])

    async def charged(request: Request) -> Response:
        house.meter.allowance(PUBLIC, address_of(request)).charge(100)
        return _told(constant[request.path_params["name"]])

    return [("/bare/constant/{name}", constants), ("/bare/charged/{name}", charged)]


def _anew(house: House) -> Callable[[Request], Any]:
    """As the door answers, but records are read anew each time."""
    forgetful = Working(
        lambda request: _visit(house, request), strangers_of(house), seen=_Forgetful()
    )

    async def anew(request: Request) -> Response:
        worked = await run_in_threadpool(forgetful.worked, request, await letters_of(request))
        assert worked.known is not None
        quota = worked.visit.allowance.quota()
        return replies.kept(worked.known, request, JSON, quota, signed_in=True)

    return anew


def _bytes(text: str, visit: Visit, variables: dict[str, str]) -> bytes:
    outcome = answered(prepared(Asked(text, variables=variables), visit), visit)
    assert outcome is not None, text
    return outcome.body


def _sought(text: str, visit: Visit, wanted: Wanted) -> Sought:
    operation = compiled(way_of(prepared(Asked(text, variables={"code": ""}), visit), {}))
    assert operation is not None
    page = operation.roots[0].page
    assert page is not None
    return Sought(page.level, page.counted, wanted)


def _visit(house: House, request: Request) -> Visit:
    return house.visit(None, token_in(request.headers.get("authorization")), "127.0.0.1")


def _told(body: bytes) -> Response:
    return Response(body, media_type="application/json")


class _Forgetful(SeenAnswers):
    """Answers that were told of records, each read anew."""

    def keep(self, *_: object) -> None:
        """Nothing."""


class Lag:
    """How late the event loop came, at worst, since somebody asked."""

    def __init__(self) -> None:
        self.worst = 0.0

    async def watch(self) -> None:
        """Ask to be woken again and again, seldom enough to be no load of its own: a watcher that
        wakes each millisecond takes a quarter of the answers."""
        while True:
            asked = time.perf_counter()
            await asyncio.sleep(_WATCHED)
            self.worst = max(self.worst, time.perf_counter() - asked - _WATCHED)

    async def tell(self, _request: Request) -> JSONResponse:
        """Milliseconds."""
        told, self.worst = self.worst * 1000, 0.0
        return JSONResponse(told)


def bare_app(house: House, token: str, code: str) -> Starlette:
    """Both doors and the bare endpoints."""
    app, lag = make_app(house), Lag()
    visit = house.visit(None, token, "127.0.0.1")
    # Behind /graphql, which the house has first: none of them makes its way longer.
    app.router.routes[1:1] = [*bare_routes(house, visit, code), Route("/bare/lag", lag.tell)]
    lifespan = app.router.lifespan_context

    @asynccontextmanager
    async def watched(app: Any) -> Any:
        watching = asyncio.create_task(lag.watch())
        async with lifespan(app):
            yield
        watching.cancel()

    app.router.lifespan_context = watched
    return app


if __name__ == "__main__":
    _house = open_house(settings_of(os.environ))
    with loading():  # as the command does; all modules are here by now
        _app = bare_app(_house, os.environ["BENCH_TOKEN"], os.environ["BENCH_CODE"])
    serve(_app, _house.settings)
