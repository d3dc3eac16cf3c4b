"""What a start loads stays until the end.

Some ten thousand functions and types: while they are loaded nothing is garbage, so nothing is
collected; afterwards they are set apart, and no later collection walks through them again.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """Around imports that the whole life of the process needs."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
