"""The moment it is, given by whoever assembles the house, so that tests can set it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

#: The present moment in UTC.
Clock = Callable[[], dt.datetime]
