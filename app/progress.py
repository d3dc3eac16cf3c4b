"""Progress of the long steps, on a terminal or in a log."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)

console = Console()


@contextmanager
def told_steps() -> Iterator[Callable[[str, int, int], None]]:
    """Tells (step, done, of); a bar appears with its first news, so that no step is shown idle."""
    columns = (
        TextColumn("  {task.description:<18}"),
        BarColumn(30),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as bars:
        known: dict[str, TaskID] = {}

        def told(step: str, done: int, of: int) -> None:
            if step not in known:
                known[step] = bars.add_task(step, total=None)
            bars.update(known[step], completed=done, total=of or None)

        yield told


def of_release(told: Callable[[str, int, int], None]) -> Callable[[str, int], None]:
    """The same for a release, which counts what is there and knows no total before."""
    return lambda step, done: told(f"release: {step}", done or 1, done or 1)
