"""Raw numbers, kept beside the tables they were told in."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from app import clock
from app.progress import console
from benchmarks.measuring import Line

RESULTS = Path(__file__).parent / "results"


def keep(lines: Sequence[Line], of: str = "") -> None:
    """Write lines to benchmarks/results/, with the moment and the machine."""
    now = clock.now()
    machine = {"cpus": os.cpu_count(), "machine": platform.machine(), "python": sys.version[:6]}
    kept = {"at": now.isoformat(), **machine, "lines": [asdict(line) for line in lines]}
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{now:%Y%m%dT%H%M%SZ}{of and f'-{of}'}.json"
    path.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", "utf-8")
    console.print(f"raw results: {path.relative_to(RESULTS.parent.parent)}")
