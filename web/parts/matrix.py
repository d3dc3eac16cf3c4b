"""Industry by form of exploitation, with its margins: mostly withheld where records are few."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.bulletin.answers import cell_question
from core.bulletin.bulletin import Bulletin
from core.bulletin.figures import Figure, number
from core.filters import DOMAINS, Dimension, Question, question
from core.vocabulary import Unit
from geo.classes import class_of, doubling_limits
from web import measures
from web.as_graphql import Counted
from web.choices import Measure
from web.i18n import Tongue
from web.parts.sheet import Line, Sheet
from web.parts.why import told
from web.periods import span_words
from web.questions import PanelQuestion
from web.spelling import Spelled

#: Three tones, far apart: no letter stands on the middle of the ramp.
_SHADES = (0, 0, 1, 1, 3, 3)


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One cell: its text and its shade or state."""

    spelled: Spelled
    style: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One industry: its cells by form, and its own total (not their sum)."""

    label: str
    cells: tuple[MatrixCell, ...]
    total: Spelled


def matrix_sheet(bulletin: Bulletin, asked: PanelQuestion, tongue: Tongue) -> Sheet:
    """Cases (or the panel's register measure) of the period by industry and form."""
    unit = Unit.CASES if asked.measure is Measure.COMPLAINTS else asked.measure.unit
    shown = Measure.CASES if asked.measure is Measure.COMPLAINTS else asked.measure
    both = _question(asked, unit, Dimension.INDUSTRY, Dimension.FORM)
    cells = {cell.key: cell.figure for cell in bulletin.figures(both)}
    by_industry = _question(asked, unit, Dimension.INDUSTRY)
    industries, forms = DOMAINS[Dimension.INDUSTRY], DOMAINS[Dimension.FORM]
    return Sheet(
        "industria-y-forma",
        tongue.say(
            "%(column)s según industria y forma de explotación",
            column=measures.column(shown, tongue),
        ),
        ("industry",),
        (*forms.codes, "all_forms"),
        tuple(
            Line(
                (total.key[0],),
                (industries[total.key[0]].label(tongue.code),),
                (*(cells[total.key[0], form] for form in forms.codes), total.figure),
                cell_question(by_industry, total.key),
            )
            for total in bulletin.figures(by_industry)
        ),
        bulletin.query_id(both.normal_form),
        measures.register(shown, bulletin.release, tongue),
        span_words(asked.span, tongue),
        provenance=bulletin.release.provenance,
        asks=(Counted(both), Counted(by_industry)),
    )


def _question(asked: PanelQuestion, unit: Unit, *by: Dimension) -> Question:
    return question(unit, by=by, span=asked.span)


def rows(sheet: Sheet, tongue: Tongue) -> tuple[MatrixRow, ...]:
    """The rows with a shade for every number."""
    inner = [f for line in sheet.lines for f in line.figures[:-1]]
    limits = doubling_limits([n for f in inner if (n := number(f)) is not None])
    return tuple(
        MatrixRow(
            line.labels[0],
            tuple(
                shaded(told(line, at, name, tongue), line.figures[at], limits, _SHADES)
                for at, name in enumerate(sheet.columns[:-1])
            ),
            told(line, -1, "", tongue),
        )
        for line in sheet.lines
    )


def shaded(
    spelled: Spelled, figure: Figure, limits: tuple[float, ...], shades: Sequence[int]
) -> MatrixCell:
    """A cell in the shade of its class, or the pattern of its state. ``shades``: by class."""
    value = number(figure)
    if value is None:
        return MatrixCell(spelled, f"cell-{figure.status.value}")
    return MatrixCell(spelled, f"heat-{shades[class_of(value, limits)]}")


def withheld_of(sheet: Sheet, tongue: Tongue) -> str:
    """A sentence for the matrix: how much of it is withheld."""
    inner = [figure for line in sheet.lines for figure in line.figures[:-1]]
    return tongue.say(
        "De %(cells)s cruces se muestran %(shown)s.",
        cells=len(inner),
        shown=sum(number(figure) is not None for figure in inner),
    )


def forms(tongue: Tongue) -> tuple[str, ...]:
    """The heads of the columns."""
    return tuple(term.label(tongue.code) for term in DOMAINS[Dimension.FORM].terms)
