"""A clock moved by hand, and an empty register on each engine."""

import datetime as dt

import pytest

from core.register.database import Register

START = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> dt.datetime:
        return self.now

    def forward(self, **by: int) -> None:
        self.now += dt.timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def register(migrated_url):
    made = Register(migrated_url)
    yield made
    made.close()
