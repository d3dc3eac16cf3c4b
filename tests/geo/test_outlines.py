"""The map: 25 departments that meet, labels that do not collide, and no GeoPandas when serving."""

import hashlib
import re
import subprocess
import sys
from itertools import combinations, pairwise
from pathlib import Path

import pyproj
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from core.places import departments
from geo.boundaries import department_geometry, load_departments
from geo.classes import circle_radius, class_of, doubling_limits
from geo.labels import LABELS
from geo.projection import PROJ, project, to_view

DATA = Path("geo/data")


def test_every_department_has_an_outline_a_label_and_a_geometry():
    codes = set(departments())
    assert set(load_departments().outlines) == codes == set(LABELS)
    for code in codes:
        assert department_geometry(code)["type"] in ("Polygon", "MultiPolygon")


def test_callao_is_apart_and_lima_is_one():
    outlines = load_departments().outlines
    assert 30 < outlines["07"].area_km2 < 160
    assert outlines["15"].area_km2 == pytest.approx(34_800, rel=0.05)
    assert {"07", "15"} <= set(load_departments().inset.paths)


def test_neighbours_meet_without_holes_or_overlaps():
    shapes = [shapely.from_geojson(_text(code)) for code in departments()]
    whole = shapely.union_all(shapes)
    assert sum(shape.area for shape in shapes) == pytest.approx(whole.area, rel=2e-3)
    # Rounding to three decimals may leave slivers of metres, never a visible hole.
    holes = [
        shapely.Polygon(ring).area for part in shapely.get_parts(whole) for ring in part.interiors
    ]
    assert sum(holes) < 1e-2


def _text(code: str) -> str:
    import json

    return json.dumps(department_geometry(code))


def test_the_areas_are_those_of_inei_within_two_percent_in_all():
    drawn = sum(o.area_km2 for o in load_departments().outlines.values())
    stated = sum(d.area_km2 for d in departments().values())
    assert drawn == pytest.approx(stated, rel=0.02)


def test_sources_name_the_digest_of_every_built_file():
    text = (DATA / "SOURCES.md").read_text("utf-8")
    for path in DATA.glob("*.json"):
        assert hashlib.sha256(path.read_bytes()).hexdigest() in text
    build = Path("geo/build.py").read_text("utf-8")
    source = re.search(r'SOURCE_SHA256 = "([0-9a-f]{64})"', build)
    assert source is not None
    assert source[1] in text


@given(lon=st.floats(-82, -68), lat=st.floats(-19, 1))
def test_the_projection_is_proj_s_to_a_metre(lon: float, lat: float):
    there = pyproj.Transformer.from_crs("EPSG:4326", PROJ, always_xy=True).transform(lon, lat)
    assert project(lon, lat) == pytest.approx(there, abs=0.5)


def test_capitals_fall_into_the_drawing():
    for department in departments().values():
        x, y = to_view(department.lon, department.lat)
        assert 0 < x < 650
        assert 0 < y < 800


def _box(code: str) -> tuple[float, float, float, float]:
    label, name = LABELS[code], departments()[code].name
    width = 0.5 * 12.5 * len(name + (" 162,5" if not label.roomy else ""))
    left = label.x - (width if label.anchor == "end" else width / 2)
    height = 28 if label.roomy else 14
    return left, label.y - 11, left + width, label.y - 11 + height


def test_labels_do_not_collide_with_each_other_the_inset_or_the_edge():
    boxes = {code: _box(code) for code in LABELS}
    inset = (0, 572, 182, 788)
    for code, box in boxes.items():
        assert box[0] >= -12, code
        assert box[2] <= 650, code
        assert not _meet(box, inset), code
    bare = {c: (b[0], b[1], b[2], b[3]) for c, b in boxes.items()}
    for one, other in combinations(bare, 2):
        if LABELS[one].anchor == LABELS[other].anchor == "middle":
            continue  # inside labels carry the name alone; they are tested below
        assert not _meet(bare[one], bare[other]), (one, other)


def test_inside_labels_keep_clear_of_each_other():
    inside = [code for code in LABELS if LABELS[code].anchor == "middle"]
    names = {}
    for code in inside:
        label = LABELS[code]
        half = 0.5 * 12.5 * len(departments()[code].name) / 2
        names[code] = (label.x - half, label.y - 11, label.x + half, label.y + 3)
    for one, other in combinations(inside, 2):
        assert not _meet(names[one], names[other]), (one, other)


def _meet(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


@given(st.lists(st.just(0.0) | st.floats(0.01, 1e6), max_size=40))
def test_classes_double_and_zero_is_a_class_of_its_own(values: list[float]):
    limits = doubling_limits(values)
    assert len(limits) == 4
    assert all(b == pytest.approx(2 * a, rel=1e-3) for a, b in pairwise(limits))
    assert class_of(0, limits) == 0
    assert class_of(limits[0], limits) == 2
    for value in values:
        assert class_of(value, limits) == (
            0 if value == 0 else 1 + sum(value >= at for at in limits)
        )


def test_the_prosecutors_rates_get_the_limits_4_8_16_32():
    rates = [162.5, 27.9, 23.7, 19.4, 14.3, 14.0, 12.6, 11.1, 9.5, 8.9, 6.9, 5.8, 5.7, 5.7, 5.4]
    rates += [5.1, 4.9, 4.7, 4.6, 2.7, 2.5, 2.2, 2.0, 1.4, 1.1]
    assert doubling_limits(rates) == (4, 8, 16, 32)


def test_a_circle_s_area_is_its_value():
    assert circle_radius(25, 100, 40) == 20
    assert circle_radius(0, 100, 40) == 0


def test_serving_loads_no_geometry_library():
    code = (
        "import sys, app.serving, geo.boundaries, geo.labels, geo.classes, geo.projection;"
        "geo.boundaries.load_departments();"
        "print([m for m in ('geopandas', 'shapely', 'pandas', 'pyproj') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
