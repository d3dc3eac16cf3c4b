"""Passwords are compared in a process of their own that steps back and ends with its parent."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.access.hashing import HASHER, Aside

PASSWORD = "una clave\nde dos líneas"

#: A parent that compares once, says who compared, and waits to be ended.
PARENT = """
import sys
from core.access.hashing import Aside
aside = Aside()
aside.matches(None, "x")
print(aside._process.pid, flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def kept() -> str:
    return HASHER.hash(PASSWORD)


@pytest.fixture(scope="module")
def aside():
    made = Aside()
    yield made
    made.end()


def test_the_right_password_and_no_other_is_right(aside, kept):
    assert aside.matches(kept, PASSWORD)
    assert not aside.matches(kept, PASSWORD + "x")
    assert not aside.matches(None, PASSWORD)
    assert not aside.matches("no hash of ours", PASSWORD)


def test_it_steps_back_for_readers(aside):
    aside.matches(None, "x")
    assert os.getpriority(os.PRIO_PROCESS, aside._process.pid) > os.getpriority(os.PRIO_PROCESS, 0)


def test_who_ends_it_ends_no_sign_in(aside, kept):
    aside.matches(None, "x")
    os.kill(aside._process.pid, signal.SIGKILL)
    assert aside.matches(kept, PASSWORD)


def test_it_ends_with_its_parent_however_that_ends():
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    pid = int(parent.stdout.readline())
    parent.kill()
    parent.communicate()
    until = time.monotonic() + 20
    while _compares(pid) and time.monotonic() < until:
        time.sleep(0.02)
    assert not _compares(pid)


def _compares(pid: int) -> bool:
    """True while that process is there and is ours; its number may be somebody else's by now."""
    try:
        return b"core.access.hashing" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
