"""A partner's way of asking."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from app import clock
from core.access.roles import Role
from core.access.sign_in import make_link

Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def ask(client: TestClient) -> Ask:
    """Post a document; the JSON that comes back."""

    def asked(query: str, **variables: Any) -> dict[str, Any]:
        response = client.post("/graphql", json={"query": query, "variables": variables})
        answer: dict[str, Any] = response.json()
        return answer

    return asked


@pytest.fixture
def signed_in(client: TestClient, house) -> Callable[[Role], TestClient]:
    """The client after it has used a one-time link of a role."""

    def enter(role: Role) -> TestClient:
        link = make_link(house.register, role, clock.now)
        assert client.get(f"/entrar?enlace={link}", follow_redirects=False).status_code == 303
        return client

    return enter
