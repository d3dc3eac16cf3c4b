"""A workbook that cannot be read is refused with a sentence, whatever is wrong with it."""

import io
import zipfile

import pytest

from core.errors import BadQuestion, Code
from web.workbooks import rows_of

SHEET = "xl/worksheets/sheet1.xml"
ROW = '<row r="1"><c r="A1" t="inlineStr"><is><t>A-01</t></is></c></row>'


def workbook(sheet: str = f"<sheetData>{ROW}</sheetData>") -> bytes:
    with zipfile.ZipFile(out := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(SHEET, sheet)
    return out.getvalue()


def encrypted() -> bytes:
    """The same with the mark of an encrypted part, in the part's own head and in the list."""
    book = bytearray(workbook())
    book[6] |= 1
    book[book.index(b"PK\x01\x02") + 8] |= 1
    return bytes(book)


def damaged() -> bytes:
    """The same with other bytes where the packed text begins."""
    book = bytearray(workbook())
    start = 30 + len(SHEET)
    book[start : start + 4] = b"\xff\xff\xff\xff"
    return bytes(book)


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04", workbook()[:60], encrypted(), damaged(), workbook("<!DOCTYPE x>")],
    ids=["nothing", "a head alone", "cut short", "encrypted", "damaged", "with entities"],
)
def test_what_cannot_be_read_is_refused(content):
    with pytest.raises(BadQuestion) as refused:
        rows_of(content, "libro.xlsx")
    assert refused.value.code is Code.UNSUITABLE_FILE


def test_a_workbook_is_read():
    assert rows_of(workbook(), "libro.xlsx") == [["A-01"]]
