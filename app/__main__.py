"""The command ``yanapay``, and ``python -m app``."""

from __future__ import annotations

import sys

from app.loading import loading


def start() -> int:
    """Run the command of this process; its exit code."""
    with loading():
        from app.cli import main  # noqa: PLC0415  (this is what is loaded)
    return main()


if __name__ == "__main__":
    sys.exit(start())
