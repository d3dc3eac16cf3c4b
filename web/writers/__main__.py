"""Write one file: ``python -m web.writers``, the order as JSON on the way in, its bytes out."""

from __future__ import annotations

import json
import sys

from web.writers.paper import paper_of


def main() -> None:
    """``{"kind": "xlsx" | "pdf" | "png", ...}``; only the library of that kind is loaded."""
    order = json.load(sys.stdin.buffer)
    if order["kind"] == "xlsx":
        from web.writers.workbook import workbook  # noqa: PLC0415

        made = workbook(paper_of(order["paper"]))
    else:
        from web.writers.typesetting import document, picture  # noqa: PLC0415

        if order["kind"] == "pdf":
            made = document(paper_of(order["paper"]))
        else:
            made = picture(order["svg"], tuple(map(tuple, order["notes"])))
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
