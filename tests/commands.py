"""The command ``yanapay``: in this process, where that tells as much, and in one of its own."""

import contextlib
import io
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from app.cli import main

YANAPAY = str(Path(".venv/bin/yanapay").absolute())


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    returncode: int
    stdout: str
    stderr: str


def run(home: Path, *arguments: str, given: str = "", **more: str) -> Done:
    """The command in this process; ``given``: its standard input. Nothing is loaded once more."""
    out, err = io.StringIO(), io.StringIO()
    with (
        patch.dict(os.environ, {"YANAPAY_HOME": str(home), **more}),
        patch.object(sys, "stdin", io.StringIO(given)),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            code = main(arguments)
        except SystemExit as left:
            code = int(left.code or 0)
    return Done(code, out.getvalue(), err.getvalue())


def run_apart(home: Path, *arguments: str, **more: str) -> Done:
    """The command as the shell runs it."""
    environment = {**os.environ, "YANAPAY_HOME": str(home), **more}
    done = subprocess.run(
        [YANAPAY, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    return Done(done.returncode, done.stdout, done.stderr)
