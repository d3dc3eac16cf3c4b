"""The first sheet of an XLSX file as rows of texts: enough for a table somebody filled in.

Nothing is computed, linked or fetched. Four elements of the format are looked for and nothing else
is understood; a workbook that declares anything, or is much larger than a table, is refused.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from core.errors import BadQuestion, Code

MOST_ROWS = 1_000
MOST_COLUMNS = 30
_MOST_BYTES = 5 * 1024 * 1024

#: A table needs no more of the format than these.
_ROW = re.compile(r"<row\b[^>]*?(?:/>|>(.*?)</row>)", re.S)
_CELL = re.compile(r"<c\b([^>]*?)(?:/>|>(.*?)</c>)", re.S)
_ITEM = re.compile(r"<si\b[^>]*>(.*?)</si>", re.S)
#: What comes of a file that is no workbook, cut short, damaged, encrypted or packed in another way.
_UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, EOFError, RuntimeError),
    *(KeyError, ValueError, IndexError),
)

_TEXT = re.compile(r"<t\b[^>]*>(.*?)</t>", re.S)
_VALUE = re.compile(r"<v>(.*?)</v>", re.S)
_PLACE = re.compile(r'\br="([A-Z]{1,3})\d+"')
_KIND = re.compile(r'\bt="(\w+)"')


def rows_of(content: bytes, name: str) -> list[list[str]]:
    """The rows of the first sheet, empty ones left out; each cell as text.

    :raises BadQuestion: ``UNSUITABLE_FILE`` for what is no such workbook, or too large a one.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            shared = [*_shared(archive)]
            sheet = _part(archive, _first_sheet(archive))
            rows = [_row(found[1] or "", shared) for found in _ROW.finditer(sheet)]
    except _UNREADABLE as error:
        facts = {"name": name, "allowed": "xlsx", "most": "5"}
        raise BadQuestion(Code.UNSUITABLE_FILE, field="libro", **facts) from error
    return [row for row in rows if any(row)]


def _first_sheet(archive: zipfile.ZipFile) -> str:
    return min(n for n in archive.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", n))


def _part(archive: zipfile.ZipFile, name: str) -> str:
    """The text of one part of the file.

    :raises ValueError: for one that is too large, declares entities, or is not UTF-8.
    """
    with archive.open(name) as opened:
        text = opened.read(_MOST_BYTES + 1)
    if len(text) > _MOST_BYTES or b"<!" in text:
        raise ValueError("too large, or with entities")
    return text.decode("utf-8")


def _shared(archive: zipfile.ZipFile) -> Iterator[str]:
    """The texts that cells refer to by number."""
    if "xl/sharedStrings.xml" in archive.namelist():
        for item in _ITEM.finditer(_part(archive, "xl/sharedStrings.xml")):
            yield _text(item[1])


def _text(inside: str) -> str:
    return "".join(html.unescape(part[1]) for part in _TEXT.finditer(inside)).strip()


def _row(inside: str, shared: list[str]) -> list[str]:
    found: dict[int, str] = {}
    for place, cell in enumerate(_CELL.finditer(inside)):
        at = _PLACE.search(cell[1])
        column = _column(at[1]) if at else place
        if column >= MOST_COLUMNS:
            raise ValueError("too many columns")
        found[column] = _cell(cell[1], cell[2] or "", shared)
    return [found.get(column, "") for column in range(max(found, default=-1) + 1)]


def _column(letters: str) -> int:
    """A is 0, Z is 25, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _cell(attributes: str, inside: str, shared: list[str]) -> str:
    kind = _KIND.search(attributes)
    if kind and kind[1] == "inlineStr":
        return _text(inside)
    held = _VALUE.search(inside)
    text = html.unescape(held[1]).strip() if held else ""
    return shared[int(text)] if kind and kind[1] == "s" and text else text
