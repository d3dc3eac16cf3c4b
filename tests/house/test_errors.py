"""docs/errors.md and the codes of the house tell the same, both ways."""

from pathlib import Path

from api.errors import STATUS
from core.errors import Code
from core.sentences import SENTENCES
from web.problems import STATUS as PAGE_STATUS

ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in Path("docs/errors.md").read_text("utf-8").splitlines()
    if line.startswith("| ") and not line.startswith("| Code ")
]


def test_every_code_has_one_row_and_every_row_is_a_code():
    assert sorted(row[0] for row in ROWS) == sorted(Code)


def test_a_row_says_what_the_doors_say_and_what_to_do():
    for code, status, spanish, english, advice in ROWS:
        said = SENTENCES[Code(code)]
        assert (spanish, english) == (said.label("es"), said.label("en")), code
        known = PAGE_STATUS if advice.startswith("Pages only:") else STATUS
        assert int(status) == known.get(Code(code), 400), code
        assert advice.endswith("."), code
