"""A sheet as a paper: its drawing, its table and its notes, for documents and workbooks."""

from __future__ import annotations

from collections.abc import Mapping

from core.bulletin.bulletin import Bulletin
from core.bulletin.figures import number
from web.dictionary import tags_of, words_of
from web.i18n import Tongue
from web.parts.pictures import Body, alone
from web.parts.sheet import Line, Sheet
from web.spelling import spell
from web.writers.paper import Block, Cell, Paper, Picture, Table, Text


def paper(
    sheet: Sheet,
    bulletin: Bulletin,
    notes: Mapping[str, str],
    tongue: Tongue,
    *,
    body: Body | None = None,
    hxl: bool = False,
) -> Paper:
    """The paper; with a drawing where it is to have a ``body``."""
    blocks: list[Block] = []
    if sheet.filters:
        blocks.append(Text(sheet.filters))
    if "warning" in notes:
        blocks.append(Text(notes["warning"]))
    if body is not None:
        blocks.append(Picture(alone(sheet, body, tongue), body.said or sheet.title))
    blocks.append(_table(sheet, tongue, hxl=hxl))
    return Paper(
        sheet.title,
        tongue.code,
        bulletin.release.released_at.isoformat(),
        tongue.say("Notas"),
        tuple(notes.items()),
        tuple(blocks),
    )


def _table(sheet: Sheet, tongue: Tongue, *, hxl: bool) -> Table:
    return Table(
        tongue.say("Datos"),
        "",
        sheet.file_head,
        tuple(_row(line) for line in sheet.every_line),
        tuple(words_of(name, tongue) for name in (*sheet.stub, *sheet.columns)),
        tuple(_spoken(line, tongue) for line in sheet.every_line),
        tuple(tags_of(sheet)) if hxl else (),
    )


def _row(line: Line) -> tuple[Cell, ...]:
    cells: list[Cell] = [*line.codes, *line.labels]
    for figure in line.figures:
        cells += [number(figure), figure.status.value]
    return tuple(cells)


def _spoken(line: Line, tongue: Tongue) -> tuple[str, ...]:
    return (*line.labels, *(spell(figure, tongue).text for figure in line.figures))
