"""A file of boundaries is taken where it holds every province once, and refused with its faults."""

import json
from pathlib import Path

import geopandas
import pytest
import shapely
from starlette.testclient import TestClient

from app import cli
from app.asgi import make_app
from core.places import provinces
from geo.boundaries import load_provinces
from geo.projection import PROJ
from geo.province_build import Refused, build


@pytest.fixture(scope="module")
def cells() -> geopandas.GeoDataFrame:
    """A made-up map: to each capital what lies nearest to it. It describes no real border."""
    places = list(provinces().values())
    points = shapely.MultiPoint([(place.lon, place.lat) for place in places])
    frame = shapely.box(-82, -19, -68, 1)
    parts = shapely.get_parts(shapely.voronoi_polygons(points, extend_to=frame, ordered=True))
    shapes = [part.intersection(frame) for part in parts]
    return geopandas.GeoDataFrame(
        {"NOMBRE": [p.name for p in places], "UBIGEO": [p.ubigeo for p in places]},
        geometry=shapes,
        crs=4326,
    )


def written(frame: geopandas.GeoDataFrame, folder: Path, name: str = "mapa.gpkg") -> Path:
    path = folder / name
    frame.to_file(path, engine="pyogrio")
    return path


@pytest.mark.parametrize("name", ["mapa.gpkg", "mapa.geojson", "mapa.shp"])
def test_every_kind_of_file_gives_all_the_provinces(cells, tmp_path, name):
    kept = json.loads(build(written(cells, tmp_path, name)).text)
    assert set(kept["paths"]) == set(provinces())
    assert all(path.startswith("M") for path in kept["paths"].values())


def test_districts_are_dissolved_into_their_province(cells, tmp_path):
    halves = []
    for code, shape in zip(cells["UBIGEO"], cells.geometry, strict=True):
        west, south, east, north = shape.bounds
        middle = (west + east) / 2
        for number, box in enumerate(
            (shapely.box(west, south, middle, north), shapely.box(middle, south, east, north)), 1
        ):
            halves.append((f"{code}{number:02}", shape.intersection(box)))
    codes, shapes = zip(*halves, strict=True)
    frame = geopandas.GeoDataFrame({"IDDIST": codes}, geometry=list(shapes), crs=4326)
    built = build(written(frame, tmp_path))
    assert "390 shapes dissolved into 195 provinces" in built.report
    assert set(json.loads(built.text)["paths"]) == set(provinces())


def test_a_broken_shape_is_repaired_and_told(cells, tmp_path):
    frame = cells.copy()
    shape = frame.geometry.iloc[0]
    spike = shapely.Polygon([*shape.exterior.coords[:-1], shape.exterior.coords[1]])
    frame.loc[0, "geometry"] = spike
    assert not spike.is_valid
    assert "1 shapes repaired" in build(written(frame, tmp_path)).report


def faults(frame: geopandas.GeoDataFrame, folder: Path) -> str:
    with pytest.raises(Refused) as refused:
        build(written(frame, folder))
    return "\n".join(refused.value.faults)


def test_what_is_wrong_is_all_told(cells, tmp_path):
    inland = cells[~cells.intersects(shapely.box(-82, -19, -68, 1).boundary)]
    hole = inland.loc[inland.to_crs(PROJ).area.idxmax(), "UBIGEO"]
    lacking = cells[cells["UBIGEO"] != hole].copy()
    lacking.loc[lacking["UBIGEO"] == "0101", "UBIGEO"] = "9901"
    told = faults(lacking, tmp_path)
    assert "9901" in told
    assert f"{hole} {provinces()[hole].name}" in told
    assert "0101 Chachapoyas" in told
    assert "gaps" in told


def test_provinces_that_overlap_are_refused(cells, tmp_path):
    frame = cells.copy()
    frame["geometry"] = [shape.buffer(0.05) for shape in frame.geometry]
    assert "overlap" in faults(frame, tmp_path)


def test_a_file_without_codes_is_refused(cells, tmp_path):
    assert "UBIGEO" in faults(cells.drop(columns="UBIGEO"), tmp_path)
    numbers = cells.assign(UBIGEO=[int(code) for code in cells["UBIGEO"]])
    assert "leading zero" in faults(numbers, tmp_path)


def test_what_is_no_map_is_refused(tmp_path):
    path = tmp_path / "mapa.gpkg"
    path.write_bytes(b"nothing")
    with pytest.raises(Refused, match="cannot be read"):
        build(path)


def test_the_command_writes_the_file_and_the_page_draws_it(cells, house, tmp_path, monkeypatch):
    monkeypatch.setenv("YANAPAY_HOME", str(tmp_path))
    source = written(cells, tmp_path)
    assert cli.main(["boundaries", "build", str(tmp_path / "none.gpkg")]) == 1
    assert cli.main(["boundaries", "build", str(source)]) == 0
    built = tmp_path / "public" / "provinces.json"
    assert set(load_provinces(built)) == set(provinces())
    served = make_app(house)
    with TestClient(served, base_url="http://127.0.0.1") as client:
        plain = client.get("/departamentos/19?desde=2009").text
        served.state.provinces = built
        drawn = client.get("/departamentos/19?desde=2010").text
    assert "scale(.1)" not in plain
    assert drawn.count(' d="M') > plain.count(' d="M')
    assert "scale(.1)" in drawn
