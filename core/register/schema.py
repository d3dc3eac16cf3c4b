"""All tables of the register in one place, for migrations and for making an empty one."""

from __future__ import annotations

from sqlmodel import SQLModel

from core.register import (
    accounts,
    acts,
    calls,
    cases,
    institutions,
    plan_tables,
    published,
    routes,
    texts,
)

__all__ = [
    "METADATA",
    "accounts",
    "acts",
    "calls",
    "cases",
    "institutions",
    "plan_tables",
    "published",
    "routes",
    "texts",
]

METADATA = SQLModel.metadata
