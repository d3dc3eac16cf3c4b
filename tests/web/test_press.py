"""Long files made in the background: made once, kept, and not lost when the house is killed."""

import signal
import subprocess
import sys
import time

import pytest

from core.errors import Refused
from web.writers.paper import Paper, Text
from web.writers.press import MOST_WAITING, Order, Press, Step, order_of
from web.writers.process import write

#: Asks for a file and is killed at once, as a house is that loses its power.
KILLED = """
import os, signal, sys
from pathlib import Path
from web.writers.press import Order, Press
press = Press(Path(sys.argv[1]))
press.ask(Order(sys.stdin.buffer.read()))
os.kill(os.getpid(), signal.SIGKILL)
"""
BEFORE = "2013-12-31T00:00:00+00:00"


def order(text: str, kind: str = "xlsx") -> Order:
    return order_of(kind, Paper(text, "es", BEFORE, "Notas", (("k", "v"),), (Text(text),)))


def finished(press: Press, asked: Order) -> Step:
    until = time.monotonic() + 30
    while (step := press.state(asked).step) not in (Step.KEPT, Step.FAILED):
        assert time.monotonic() < until
        time.sleep(0.02)
    return step


def test_a_file_is_made_in_the_background_and_kept_to_the_byte(tmp_path):
    press, asked = Press(tmp_path), order("Informe", "pdf")
    assert press.state(asked).step is Step.NEW
    assert press.file(asked) is None
    press.ask(asked)
    assert press.state(asked).step in (Step.WAITING, Step.WRITING, Step.CHECKING)
    assert finished(press, asked) is Step.KEPT
    kept = press.file(asked)
    assert kept == write(asked.text)
    (path,) = tmp_path.glob("*.file")
    written = path.stat().st_mtime_ns
    assert Press(tmp_path).made(asked) == kept
    assert path.stat().st_mtime_ns == written
    assert sorted(each.suffix for each in tmp_path.iterdir()) == [".file"]


def test_an_order_outlives_a_house_that_is_killed(tmp_path):
    asked = order("Informe que quedó a medias")
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path)], input=asked.text, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    assert list(tmp_path.glob("*.file")) == []
    assert len(list(tmp_path.glob("*.order"))) == 1
    press = Press(tmp_path)
    press.resume()
    assert finished(press, asked) is Step.KEPT
    assert press.file(asked) == write(asked.text)


def test_whoever_comes_back_to_an_order_left_behind_has_it_taken_up(tmp_path):
    asked = order("Informe olvidado")
    (tmp_path / f"{asked.name}.order").write_bytes(asked.text)
    assert finished(Press(tmp_path), asked) is Step.KEPT


def test_only_so_many_orders_wait(tmp_path):
    for number in range(MOST_WAITING):
        (tmp_path / f"{number}.order").write_bytes(b"{}")
    press = Press(tmp_path)
    with pytest.raises(Refused):
        press.ask(order("Uno más"))
    assert len(list(tmp_path.glob("*.order"))) == MOST_WAITING


def test_an_order_that_cannot_be_written_says_so_and_may_be_asked_again(tmp_path):
    press, wrong = Press(tmp_path), Order(b'{"kind": "pdf", "paper": {}}')
    press.ask(wrong)
    assert finished(press, wrong) is Step.FAILED
    press.ask(wrong)
    assert finished(press, wrong) is Step.FAILED
    assert press.made(order("Otro")) == write(order("Otro").text)
    with pytest.raises(Refused):
        press.made(wrong)
