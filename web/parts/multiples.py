"""Small multiples: the map of rates once for every year, all in the same classes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.bulletin.bulletin import Bulletin
from core.filters import Dimension
from core.periods import Grain, bands
from core.places import departments
from web.i18n import Tongue
from web.parts.choropleth import styles_of
from web.periods import year_words
from web.questions import PanelQuestion


@dataclass(frozen=True, slots=True)
class YearMap:
    """One year: the style of each department, and where the panel shows that year."""

    year: str
    words: str
    styles: tuple[tuple[str, str], ...]
    shown: int
    asked: PanelQuestion


def year_maps(
    bulletin: Bulletin, asked: PanelQuestion, limits: Sequence[float], tongue: Tongue
) -> tuple[YearMap, ...]:
    """A map for each year. ``limits``: rates of one year, so that years compare."""
    return tuple(
        _year_map(bulletin, replace(asked, start=band.code, end=band.code), limits, tongue)
        for band in bands(Grain.YEAR)
    )


def _year_map(
    bulletin: Bulletin, asked: PanelQuestion, limits: Sequence[float], tongue: Tongue
) -> YearMap:
    rates = bulletin.rates(asked.ask(Dimension.DEPARTMENT))
    styles = styles_of({code: rates[code] for code in departments()}, limits)
    shown = sum(style.removeprefix("class-").isdigit() for style in styles.values())
    return YearMap(
        asked.start, year_words(asked.start, tongue), tuple(styles.items()), shown, asked
    )
