"""Documents (PDF) and pictures (PNG), set by Typst with the fonts that lie beside this module.

Nothing is taken from the machine: the same paper gives the same bytes everywhere. Documents are
tagged as PDF/UA-1 asks, so that screen readers find title, headings, tables and descriptions.
"""

from __future__ import annotations

import json
import struct
import zlib
from pathlib import Path

import typst

from web.writers.paper import Paper

_HERE = Path(__file__).parent
_FONTS = [str(_HERE / "fonts")]
_DOTS_PER_INCH = 144.0


def document(paper: Paper) -> bytes:
    """The paper as PDF/UA-1."""
    return typst.compile(
        str(_HERE / "paper.typ"),
        font_paths=_FONTS,
        ignore_system_fonts=True,
        sys_inputs={"told": json.dumps(paper.plain())},
        format="pdf",
        pdf_standards=["ua-1"],
    )


def picture(svg: str, notes: tuple[tuple[str, str], ...]) -> bytes:
    """The drawing as PNG, two dots for each of its units; the notes lie in the file as text."""
    drawn = typst.compile(
        str(_HERE / "picture.typ"),
        font_paths=_FONTS,
        ignore_system_fonts=True,
        sys_inputs={"told": svg},
        format="png",
        ppi=_DOTS_PER_INCH,
    )
    return _noted(drawn, notes)


def _noted(png: bytes, notes: tuple[tuple[str, str], ...]) -> bytes:
    """With an iTXt chunk (PNG, third edition, 11.3.3.4) for each note, before the pixels."""
    at = png.index(b"IDAT") - 4
    chunks = b"".join(
        _chunk(b"iTXt", name.encode("latin-1") + bytes(5) + text.encode()) for name, text in notes
    )
    return png[:at] + chunks + png[at:]


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
