"""The formats an answer can be given in, and which sheet has which."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from web.parts.sheet import Sheet


class Format(StrEnum):
    """As a page, as a file with the same filters, or as the question a program asks."""

    PAGE = "html"
    CSV = "csv"
    CSV_HXL = "csv-hxl"
    CSV_SEMICOLON = "csv-excel"
    XLSX = "xlsx"
    XLSX_HXL = "xlsx-hxl"
    JSON = "json"
    GEOJSON = "geojson"
    GPKG = "gpkg"
    SVG = "svg"
    PNG = "png"
    PDF = "pdf"
    GRAPHQL = "graphql"  # no file: the same question, opened where programs ask
    SNAPSHOT = "instantanea"

    @property
    def extension(self) -> str:
        """How the file's name ends."""
        return "html" if self is Format.SNAPSHOT else self.value.partition("-")[0]

    @property
    def word(self) -> str:
        """How people write it."""
        words = {"geojson": "GeoJSON", "gpkg": "GeoPackage", "graphql": "GraphQL"}
        return words.get(self.value, self.value.upper())

    @property
    def tagged(self) -> bool:
        """True where a second row carries HXL tags."""
        return self in (Format.CSV_HXL, Format.XLSX_HXL)

    @property
    def media(self) -> str:
        """Its media type."""
        return _MEDIA[self.extension]


_MEDIA: Mapping[str, str] = MappingProxyType(
    {
        "html": "text/html; charset=utf-8",
        "csv": "text/csv; charset=utf-8",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "json": "application/json",
        "geojson": "application/geo+json",
        "gpkg": "application/geopackage+sqlite3",
        "svg": "image/svg+xml",
        "png": "image/png",
        "pdf": "application/pdf",
    }
)

#: Sheets of places have a geometry for each line.
PLACES = ("department", "province")

#: The formats offered beside a figure; the others are options told at /datos.
_OFFERED = (
    Format.CSV,
    Format.XLSX,
    Format.JSON,
    Format.GEOJSON,
    Format.GPKG,
    Format.SVG,
    Format.PNG,
    Format.PDF,
)


def formats_of(sheet: Sheet) -> frozenset[Format]:
    """Every format a sheet can be had in as a file."""
    placed = sheet.stub[0] in PLACES or sheet.geometries is not None
    never = {Format.PAGE, Format.GRAPHQL, Format.SNAPSHOT}
    return frozenset(set(Format) - never - (set() if placed else {Format.GEOJSON, Format.GPKG}))


def offered(sheet: Sheet) -> tuple[Format, ...]:
    """What is offered beside a figure, in order: files, and its question for programs."""
    files = tuple(kind for kind in _OFFERED if kind in formats_of(sheet))
    return (*files, Format.GRAPHQL) if sheet.asks else files
