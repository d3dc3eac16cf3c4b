"""How marks look in files: the rules of the stylesheet for them, every colour said in full."""

from __future__ import annotations

import re
from functools import cache

from web.screen import STATIC

_BLOCK = re.compile(r"/\* Marks.*?\*/(.*?)/\* End of marks \*/", re.S)
_TOKEN = re.compile(r"(--[\w-]+): ([^;]+);")
_USE = re.compile(r"var\((--[\w-]+)\)")


@cache
def stylesheet() -> str:
    """What a drawing on its own needs; programs that draw SVG know no variables."""
    whole = (STATIC / "yanapay.css").read_text("utf-8")
    tokens = dict(_TOKEN.findall(whole.partition("}")[0]))
    found = _BLOCK.search(whole)
    assert found
    return _USE.sub(lambda use: tokens[use[1]], found[1]).strip()
