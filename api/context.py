"""What a resolver is handed: the visit, and nothing it could reach a table with."""

from __future__ import annotations

from dataclasses import dataclass

from core.desk.visit import Visit


@dataclass(frozen=True, slots=True)
class Context:
    """One request at the GraphQL door."""

    visit: Visit
