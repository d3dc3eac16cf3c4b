"""The first sheet of an XLSX file as rows of texts: enough for a table somebody filled in.

Nothing is computed, linked or fetched; a workbook that declares entities, or is much larger than
a table can be, is refused before it is parsed.
"""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator

from core.errors import BadQuestion, Code

MOST_ROWS = 1_000
MOST_COLUMNS = 30
_MOST_BYTES = 5 * 1024 * 1024
_NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_PLACE = re.compile(r"([A-Z]{1,3})\d+")


def rows_of(content: bytes, name: str) -> list[list[str]]:
    """The rows of the first sheet, empty ones left out; each cell as text.

    :raises BadQuestion: ``UNSUITABLE_FILE`` for what is no such workbook, or too large a one.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            shared = [*_shared(archive)]
            sheet = _part(archive, _first_sheet(archive))
            rows = [_row(row, shared) for row in sheet.iter(f"{_NAMESPACE}row")]
    except (zipfile.BadZipFile, KeyError, ValueError, IndexError, ET.ParseError) as error:
        facts = {"name": name, "allowed": "xlsx", "most": "5"}
        raise BadQuestion(Code.UNSUITABLE_FILE, field="libro", **facts) from error
    return [row for row in rows if any(row)]


def _first_sheet(archive: zipfile.ZipFile) -> str:
    return min(n for n in archive.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", n))


def _part(archive: zipfile.ZipFile, name: str) -> ET.Element:
    """One part of the file.

    :raises ValueError: for one that is too large or declares entities.
    """
    if archive.getinfo(name).file_size > _MOST_BYTES:
        raise ValueError("too large")
    with archive.open(name) as opened:
        text = opened.read(_MOST_BYTES + 1)
    if len(text) > _MOST_BYTES or b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise ValueError("too large, or with entities")
    return ET.fromstring(text)  # noqa: S314  # nosec B314


def _shared(archive: zipfile.ZipFile) -> Iterator[str]:
    """The texts that cells refer to by number."""
    if "xl/sharedStrings.xml" in archive.namelist():
        for item in _part(archive, "xl/sharedStrings.xml").iter(f"{_NAMESPACE}si"):
            yield _text(item)


def _text(element: ET.Element) -> str:
    return "".join(part.text or "" for part in element.iter(f"{_NAMESPACE}t"))


def _row(row: ET.Element, shared: list[str]) -> list[str]:
    found: dict[int, str] = {}
    for place, cell in enumerate(row.iter(f"{_NAMESPACE}c")):
        at = _PLACE.fullmatch(cell.get("r", ""))
        column = _column(at[1]) if at else place
        if column >= MOST_COLUMNS:
            raise ValueError("too many columns")
        found[column] = _cell(cell, shared)
    return [found.get(column, "") for column in range(max(found, default=-1) + 1)]


def _column(letters: str) -> int:
    """A is 0, Z is 25, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _cell(cell: ET.Element, shared: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return _text(cell).strip()
    held = cell.find(f"{_NAMESPACE}v")
    text = (held.text or "") if held is not None else ""
    return (shared[int(text)] if cell.get("t") == "s" and text else text).strip()
