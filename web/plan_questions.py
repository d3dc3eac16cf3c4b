"""The query string of the plan's pages. Defaults are left out of addresses."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from core.errors import BadQuestion, Code, YanapayError
from core.plan.definition import Plan
from core.plan.periods import Period, period
from core.plan.status import Progress
from web.choices import PublicOrExact, choice, single
from web.formats import Format
from web.plan_paths import IN_FORCE
from web.screen import Screen

_OWN = frozenset({"periodo", "eje", "progreso", "edicion", "formato", "cuadro", "lang"})


@dataclass(frozen=True, slots=True)
class PlanQuestion:
    """What the scorecard is asked; ``period``: the last closed year if nothing is said."""

    period: Period | None = None
    axis: str = ""
    progress: Progress | None = None
    held_by: PublicOrExact = PublicOrExact.PUBLIC
    format: Format = Format.PAGE
    problems: tuple[YanapayError, ...] = ()
    root: str = IN_FORCE

    def address(self, page: str = "", **changes: str) -> str:
        """A page of the plan (``/matriz``) with this question, ``changes`` made."""
        path = f"{self.root}{page}"
        internal = self.held_by is PublicOrExact.INTERNAL
        asked = {
            "periodo": self.period.code if self.period else "",
            "eje": self.axis,
            "progreso": self.progress.value if self.progress else "",
            "edicion": self.held_by.value if internal else "",
            **changes,
        }
        kept = {name: value for name, value in asked.items() if value}
        return f"{path}?{urlencode(kept)}" if kept else path


def plan_question(screen: Screen) -> PlanQuestion:
    """The question in an address, with a problem for everything not understood."""
    given, plan = screen.request.query_params.multi_items(), screen.planning().plan
    problems: list[YanapayError] = []
    values = single(given, _OWN, problems)
    at = _period(values.get("periodo"), plan, problems)
    axis = _known(values.get("eje", ""), "eje", {axis.code for axis in plan.axes}, problems)
    stands = _known(values.get("progreso", ""), "progreso", set(Progress), problems)
    held_by = choice(PublicOrExact, "edicion", values, problems)
    kind = choice(Format, "formato", values, problems)
    progress = Progress(stands) if stands else None
    root = screen.plan_root
    return PlanQuestion(at, axis, progress, held_by, kind, tuple(problems), root)


def _known(value: str, field: str, known: set[str], problems: list[YanapayError]) -> str:
    if value and value not in known:
        problems.append(BadQuestion(Code.UNKNOWN_VALUE, field=field, value=value))
        return ""
    return value


def _period(text: str | None, plan: Plan, problems: list[YanapayError]) -> Period | None:
    if text is None:
        return None
    try:
        return of_plan(text, plan)
    except BadQuestion as problem:
        problems.append(problem)
        return None


def of_plan(text: str, plan: Plan) -> Period:
    """The period of a code, where the plan has it.

    :raises BadQuestion: ``MALFORMED_PERIOD`` or ``UNKNOWN_VALUE``.
    """
    at = period(text)
    if at.year not in plan.years:
        raise BadQuestion(Code.UNKNOWN_VALUE, field="periodo", value=text)
    return at
