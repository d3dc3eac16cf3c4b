"""A measure by semester: bars, and the same numbers as a table."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.bulletin.answers import cell_question
from core.bulletin.bulletin import Bulletin
from core.bulletin.comparisons import Before
from core.bulletin.figures import Status, Withheld, number
from core.periods import Grain, bands
from web import measures
from web.as_graphql import Counted
from web.i18n import Tongue
from web.parts.filter_words import filters_in_force
from web.parts.sheet import Line, Sheet
from web.parts.why import explained
from web.questions import PanelQuestion
from web.spelling import Spelled, spell

WIDTH, HEIGHT = 460, 200
_FLOOR, _CEILING = 168, 22
_STEP = WIDTH / 16
_BEFORE = 1


@dataclass(frozen=True, slots=True)
class Bar:
    """One semester: its place and height, its state, and the label on it if there is room."""

    x: float
    width: float
    top: float
    height: float
    state: str
    label: str
    title: str


@dataclass(frozen=True, slots=True)
class SeriesChart:
    """Bars with a mark at every new year."""

    bars: tuple[Bar, ...]
    years: tuple[tuple[float, str], ...]
    floor: int
    description: str


def series_sheet(bulletin: Bulletin, asked: PanelQuestion, tongue: Tongue) -> Sheet:
    """The measure by semester over the whole series, with the filters in force, beside the same
    semester of the year before."""
    question = asked.whole.ask(grain=Grain.SEMESTER)
    side_by_side = bulletin.compared(question, Before.YEAR)
    return Sheet(
        "semestres",
        tongue.say("%(column)s por semestre", column=measures.column(asked.measure, tongue)),
        ("semester",),
        (asked.measure.unit.value, "year_before", "difference", "change_percent"),
        tuple(
            Line(
                cell.key,
                cell.key,
                (cell.current, cell.previous, cell.difference, cell.change),
                cell_question(question, cell.key),
            )
            for cell in side_by_side.cells
        ),
        side_by_side.current.query_id,
        measures.register(asked.measure, bulletin.release, tongue),
        filters_in_force(asked.whole, tongue),
        provenance=bulletin.release.provenance,
        asks=(Counted(question),),
    )


def side_by_side(sheet: Sheet, tongue: Tongue) -> tuple[tuple[str, tuple[Spelled, ...]], ...]:
    """Each semester and its figures as they are written; every withheld one leads to why."""
    return tuple(
        (
            line.labels[0],
            tuple(_told(line, at, tongue) for at in range(len(line.figures))),
        )
        for line in sheet.lines
    )


def _told(line: Line, at: int, tongue: Tongue) -> Spelled:
    """What is computed from both semesters is withheld because of one: why that one is."""
    assert line.question is not None
    asked, now = line.question, isinstance(line.figures[0], Withheld)
    if at == _BEFORE or (at > _BEFORE and not now):
        asked = replace(asked, span=Before.YEAR.of(asked.span))
    return explained(line.figures[at], asked, tongue)


def chart(sheet: Sheet, tongue: Tongue) -> SeriesChart:
    """The drawing of a sheet by semester."""
    largest = max((number(line.figures[0]) or 0 for line in sheet.lines), default=0)
    known = {band.code: band for band in bands(Grain.SEMESTER)}
    bars, years = [], []
    for place, line in enumerate(sheet.lines):
        x = place * _STEP
        bars.append(_bar(x, line, largest, known[line.codes[0]].complete, tongue))
        if line.codes[0].endswith("S1"):
            years.append((round(x, 1), line.codes[0][:4]))
    top = max(sheet.lines, key=lambda line: number(line.figures[0]) or 0)
    said = tongue.say(
        "El semestre más alto es %(semester)s: %(value)s.",
        semester=top.codes[0],
        value=spell(top.figures[0], tongue).text,
    )
    return SeriesChart(tuple(bars), tuple(years), _FLOOR, said if largest else "")


def _bar(x: float, line: Line, largest: float, complete: bool, tongue: Tongue) -> Bar:
    figure = line.figures[0]
    spelled = spell(figure, tongue)
    value = number(figure)
    room = _FLOOR - _CEILING
    height = 0.0 if value is None or not largest else room * value / largest
    state = "shown" if complete else "incomplete"
    if value is None:
        state, height = figure.status.value, 34.0
    text = spelled.text if value is None or value == largest or value < largest / 9 else ""
    if figure.status is Status.SHOWN and not text:
        text = spelled.text if 9 * len(spelled.text) - 12 <= _STEP else ""
    return Bar(
        round(x + 2, 1),
        round(_STEP - 4, 1),
        round(_FLOOR - height, 1),
        round(height, 1),
        state,
        text,
        f"{line.labels[0]}: {spelled.text}",
    )
