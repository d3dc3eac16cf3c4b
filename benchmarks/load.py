"""Load over loopback by ``wrk``: a few connections that ask the same again and again."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CONNECTIONS, SECONDS = 4, 2
_SERVED = re.compile(r"Requests/sec:\s+([\d.]+)")
_LATE = re.compile(r"(50|99)%\s+([\d.]+)(us|ms|s)")
_MILLISECONDS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


@dataclass(frozen=True, slots=True)
class Load:
    """What a run served: requests a second, milliseconds of the middle and of the slowest."""

    served: float
    p50: float
    p99: float


def is_here() -> bool:
    """True where there is a ``wrk`` (Debian has one)."""
    return shutil.which("wrk") is not None


def script(path: Path, asked: Mapping[str, Any], token: str = "") -> Path:
    """What is posted each time, written for ``wrk``."""
    return scripts(path, [asked], token)


def scripts(path: Path, asked: Sequence[Mapping[str, Any]], token: str = "") -> Path:
    """What is posted one after the other, over and over from anywhere, written for ``wrk``."""
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    bodies = ",\n".join(json.dumps(json.dumps(each)) for each in asked)
    lines = ['wrk.method = "POST"', "local bodies = {" + bodies + "}"]
    lines += ["math.randomseed(os.time())", "local at = math.random(#bodies)"]
    lines += [f'wrk.headers["{name}"] = "{value}"' for name, value in headers.items()]
    lines += [
        "request = function() at = at % #bodies + 1",
        "return wrk.format(nil, nil, nil, bodies[at]) end",
    ]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def load(address: str, posted: Path, connections: int = CONNECTIONS) -> Load:
    """One run. :raises AssertionError: where an answer was none."""
    size = [f"-c{connections}", f"-d{SECONDS}s", "-t1", "--timeout", "20s", "--latency"]
    command = ["wrk", *size, "-s", str(posted), address]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "Non-2xx" not in told, told
    assert "Socket errors" not in told, told
    late = {p: float(n) * _MILLISECONDS[unit] for p, n, unit in _LATE.findall(told)}
    served = _SERVED.search(told)
    assert served is not None, told
    return Load(float(served[1]), late["50"], late["99"])
