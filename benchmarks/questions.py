"""What GraphQL is measured with, and the same questions as one statement of SQL each."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Column, Connection, MetaData, String, Table, func, insert, select

from core.places import departments
from core.vocabulary import INDUSTRIES

_NODES = """{ nodes { code openedOn department { ubigeo name } industry { code es }
  route { code legs { position role { code } place country } } } }"""

#: 100 cases, and one.
CASES = f"{{ cases(first: 100) {_NODES} }}"
#: The 100 cases after one.
PAGE = f"query ($after: String!) {{ cases(first: 100, after: $after) {_NODES} }}"
CASE = f"query ($code: String!) {{ cases(where: {{ code: $code }}) {_NODES} }}"
COUNTS = (
    '{ caseCounts(groupBy: [DEPARTMENT, INDUSTRY], from: "2010", to: "2012")'
    " { cells { keys { code } count { value status } } } }"
)

CORRIDORS = """{ corridors(unit: CASES) { corridors {
  origin { code } destination { code } count { value status } } } }"""

_METADATA = MetaData()
_DEPARTMENT = Table(
    "bench_department",
    _METADATA,
    Column("ubigeo", String, primary_key=True),
    Column("name", String),
)
_INDUSTRY = Table(
    "bench_industry", _METADATA, Column("code", String, primary_key=True), Column("es", String)
)

_BESIDE = """FROM "case" c LEFT JOIN bench_department d ON d.ubigeo = c.department
 LEFT JOIN bench_industry i ON i.code = c.industry LEFT JOIN route r ON r.id = c.route_id"""

#: The whole answer to CASES as the engine itself writes it.
ONE_STATEMENT: Mapping[str, str] = {
    "postgresql": f"""SELECT json_build_object('data', json_build_object('cases',
 json_build_object('nodes', json_agg(x.node ORDER BY x.id))))::text FROM (
 SELECT c.id, json_build_object('code', c.code, 'openedOn', c.opened_on,
  'department', CASE WHEN d.ubigeo IS NULL THEN NULL
   ELSE json_build_object('ubigeo', d.ubigeo, 'name', d.name) END,
  'industry', json_build_object('code', c.industry, 'es', i.es),
  'route', CASE WHEN r.id IS NULL THEN NULL ELSE json_build_object('code', r.code, 'legs',
   (SELECT json_agg(json_build_object('position', l.position, 'role',
     json_build_object('code', l.role), 'place', p.name, 'country', p.country)
     ORDER BY l.position)
    FROM leg l JOIN place p ON p.id = l.place_id WHERE l.route_id = r.id)) END) AS node
 {_BESIDE} ORDER BY c.id LIMIT 100) x""",
    "sqlite": f"""SELECT json_object('data', json_object('cases',
 json_object('nodes', json_group_array(json(x.node))))) FROM (
 SELECT json_object('code', c.code, 'openedOn', c.opened_on,
  'department', CASE WHEN d.ubigeo IS NULL THEN NULL
   ELSE json_object('ubigeo', d.ubigeo, 'name', d.name) END,
  'industry', json_object('code', c.industry, 'es', i.es),
  'route', CASE WHEN r.id IS NULL THEN NULL ELSE json_object('code', r.code, 'legs',
   (SELECT json_group_array(json_object('position', y.position, 'role',
     json_object('code', y.role), 'place', y.name, 'country', y.country)) FROM (
     SELECT l.position, l.role, p.name, p.country
     FROM leg l JOIN place p ON p.id = l.place_id WHERE l.route_id = r.id
     ORDER BY l.position) y)) END) AS node
 {_BESIDE} ORDER BY c.id LIMIT 100) x""",
}


def name_codes(connection: Connection) -> None:
    """Give the engine the names it would need to write them: here they are no tables."""
    _METADATA.create_all(connection)
    if connection.execute(select(func.count()).select_from(_INDUSTRY)).scalar_one():
        return
    places = [{"ubigeo": code, "name": place.name} for code, place in departments().items()]
    connection.execute(insert(_DEPARTMENT), places)
    terms = [{"code": term.code, "es": term.es} for term in INDUSTRIES.terms]
    connection.execute(insert(_INDUSTRY), terms)
