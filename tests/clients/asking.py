"""The same session through gql, as a partner's Python program would hold it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gql import Client, GraphQLRequest
from gql.transport.exceptions import TransportQueryError
from gql.transport.httpx import HTTPXTransport
from graphql import parse, print_ast, separate_operations

_WHOLE = Path(__file__).with_name("operations.graphql").read_text("utf-8")
_TEXTS = {name: print_ast(each) for name, each in separate_operations(parse(_WHOLE)).items()}


def hold_session(address: str, token: str, call: dict[str, Any]) -> dict[str, Any]:
    """Every operation; the schema is fetched first and questions are checked against it."""
    transport = HTTPXTransport(url=address, headers={"Authorization": f"Bearer {token}"})
    with Client(transport=transport, fetch_schema_from_transport=True) as session:
        pages = list(_pages(session))
        ids = [edge["node"]["id"] for page in pages for edge in page["edges"]]
        counted = session.execute(asked("CallsByDepartment", department=["17", "08"]))
        wrong = _failed(session, asked("CallsByDepartment", department=["99"]))
        act = asked("RecordCall", input=call)
        partial = _failed(session, asked("CallsWithTheirCases"))
        return {
            "total": pages[-1]["totalCount"],
            "ids": ids,
            "node": session.execute(asked("OneCall", id=ids[0]))["node"],
            "counted": counted["callCounts"],
            "wrong": [error["extensions"]["code"] for error in wrong.errors],
            "acts": [session.execute(act)["recordCall"] for _ in range(2)],
            "partial": partial.data["calls"]["nodes"],
            "forbidden": [[each["path"], each["extensions"]["code"]] for each in partial.errors],
        }


def asked(name: str, **variables: Any) -> GraphQLRequest:
    """An operation of operations.graphql with its variables."""
    return GraphQLRequest(_TEXTS[name], variable_values=variables)


def _pages(session: Any) -> Iterator[dict[str, Any]]:
    after = None
    while True:
        page = session.execute(asked("CallPage", first=100, after=after))["calls"]
        yield page
        if not page["pageInfo"]["hasNextPage"]:
            return
        after = page["pageInfo"]["endCursor"]


def _failed(session: Any, request: GraphQLRequest) -> TransportQueryError:
    try:
        session.execute(request)
    except TransportQueryError as error:
        return error
    raise AssertionError("it was answered")
