"""What pages of several figures have in common: one question, a file of any of them, one block."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from starlette.responses import Response

from core.bulletin.bulletin import Bulletin
from core.periods import Grain, bands
from core.sentences import sentence
from web.files import File, as_file
from web.formats import Format
from web.live import by_itself, edition_facts
from web.parts.sheet import Sheet
from web.period_questions import PeriodQuestion, period_question
from web.screen import MAIN, Screen
from web.snapshot import snapshot

Sheets = Mapping[str, Callable[[Bulletin, PeriodQuestion], Sheet]]
Facts = Callable[[Bulletin, PeriodQuestion, Mapping[str, Sheet]], Mapping[str, Any]]

Read = Callable[[Iterable[tuple[str, str]], Iterable[str]], PeriodQuestion]

_BAD = 400


def figures_page(
    screen: Screen,
    name: str,
    sheets: Sheets,
    facts: Facts,
    read: Read = period_question,
    *,
    swapped: Sequence[str] = (),
) -> Response:
    """The page called ``name``, or a file of one of its sheets; 400 for what was not understood.

    ``sheets``: how each is made, by its name; ``facts``: what else the template says of them;
    ``read``: how its query string is understood, where it knows more than a period;
    ``swapped``: blocks that a change of the question changes, the one that is asked for first.
    """
    assert screen.visit is not None
    asked = read(screen.request.query_params.multi_items(), sheets)
    bulletin = screen.visit.edition(asked.held_by.edition)
    if asked.format not in (Format.PAGE, Format.SNAPSHOT) and not asked.problems:
        made = sheets[asked.sheet or next(iter(sheets))](bulletin, asked)
        return as_file(File(made, bulletin), asked.format, screen.tongue)
    made_all = {sheet: make(bulletin, asked) for sheet, make in sheets.items()}
    if asked.format is Format.SNAPSHOT and not asked.problems:
        files = [File(made, bulletin) for made in made_all.values()]
        return snapshot(files, files[0].sheet.title, name, screen.tongue)
    told = {
        **_told(screen, asked, made_all),
        **edition_facts(bulletin, asked.held_by),
        **facts(bulletin, asked, made_all),
    }
    status = _BAD if asked.problems else 200
    some = bool(swapped) and screen.wanted_block == swapped[0]
    page = screen.blocks(name, swapped, told, status) if some else screen.page(name, told, status)
    if some or (screen.wanted_block == MAIN and not told["by_itself"]):
        page.headers["HX-Push-Url"] = asked.address(screen.request.url.path)
    return page


def _told(screen: Screen, asked: PeriodQuestion, made: Mapping[str, Sheet]) -> dict[str, Any]:
    """What every such page says of its question and its sheets."""

    def path_of(_path: str, **changes: str) -> str:
        return asked.address(screen.request.url.path, **changes)

    return {
        "asked": asked,
        "by_itself": by_itself(screen.request),
        "problems": [sentence(problem, screen.tongue.code) for problem in asked.problems],
        "path_of": path_of,
        "periods": [band.code for grain in (Grain.YEAR, Grain.SEMESTER) for band in bands(grain)],
        "sheets": made,
    }
