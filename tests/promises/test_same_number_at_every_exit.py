"""The dashboard's table, GraphQL, CSV and JSON say the same for the same question."""

import csv
import io

import html5lib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.bulletin.figures import number
from core.filters import DIMENSIONS_OF, DOMAINS, Dimension, question
from core.periods import between
from core.places import departments
from web.choices import FILTERS, Measure

FIELDS = {Measure.CASES: "caseCounts", Measure.VICTIMS: "victimCounts", Measure.CALLS: "callCounts"}
PERIODS = ["", "2007", "2008", "2009-S1", "2010-S2", "2012", "2010-Q3", "2011-05"]

QUERY = """query ($where: CountWhere, $from: String, $to: String) {
  answer: FIELD(groupBy: [DEPARTMENT], where: $where, from: $from, to: $to) {
    queryId cells { keys { code } count { value status } rate { value status } } } }"""


@st.composite
def questions(draw):
    """A measure, filters it is counted by, and a period that does not run backwards."""
    measure = draw(st.sampled_from(sorted(FIELDS)))
    names = [n for n, d in FILTERS.items() if d in DIMENSIONS_OF[measure.unit]]
    chosen = {
        name: draw(st.sampled_from(DOMAINS[FILTERS[name]].codes))
        for name in draw(st.lists(st.sampled_from(names), max_size=2, unique=True))
    }
    first, last = (draw(st.sampled_from(PERIODS)) for _ in range(2))
    if (
        first
        and last
        and PERIODS.index(first)
        and between(first, None).first > between(last, None).last
    ):
        first, last = last, first
    try:
        between(first or None, last or None)
    except Exception:
        last = ""
    return measure, chosen, first, last


def table_of(text: str) -> dict[str, tuple[str, str]]:
    """(count, rate) as the page's first table prints them, by UBIGEO."""
    tree = html5lib.parse(text, namespaceHTMLElements=False)
    table = next(e for e in tree.iter("table"))
    found = {}
    for row in table.find("tbody").iter("tr"):
        link = row.find("th/a")
        if link is not None:
            cells = ["".join(cell.itertext()).strip() for cell in row.findall("td")]
            found[link.attrib["href"][-2:]] = tuple(cells)
    return found


def spoken(cell: dict[str, object], *, whole: bool) -> str:
    """A cell of GraphQL as the page would write it."""
    if cell["status"] == "WITHHELD":
        return "[c]"
    value = cell["value"]
    text = f"{value:,}" if whole else f"{float(value):,.1f}" if value else "0"
    return text.replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=questions())
def test_page_graphql_csv_and_bulletin_agree(client, bulletin, asked):
    measure, chosen, first, last = asked
    given_ = {"medida": measure.value, **chosen, "desde": first, "hasta": last}
    page = table_of(client.get("/panel", params=given_).text)
    variables = {
        "where": {_camel(FILTERS[name]): [code] for name, code in chosen.items()},
        "from": first or None,
        "to": last or None,
    }
    body = {"query": QUERY.replace("FIELD", FIELDS[measure]), "variables": variables}
    told = client.post("/graphql", json=body).json()["data"]["answer"]
    lines = client.get("/panel", params={**given_, "formato": "csv"}).text.splitlines()
    assert f"# query_id: {told['queryId']}" in lines
    table = csv.DictReader(io.StringIO("\n".join(ln for ln in lines if not ln.startswith("# "))))
    files = {row["department"]: row for row in table}
    direct = bulletin.figures(
        question(
            measure.unit,
            by=[Dimension.DEPARTMENT],
            where={FILTERS[n]: [c] for n, c in chosen.items()},
            span=between(first or None, last or None),
        )
    )
    figures = {cell.key[0]: cell.figure for cell in direct}
    for cell in told["cells"]:
        code = cell["keys"][0]["code"]
        assert cell["count"]["value"] == number(figures[code])
        row = files[code]
        assert row[f"{measure.unit.value}_status"].upper() == cell["count"]["status"]
        if cell["count"]["value"] is not None:
            assert int(row[measure.unit.value]) == cell["count"]["value"]
        if code in departments():
            count, rate = page[code]
            assert count == spoken(cell["count"], whole=True)
            assert rate.removesuffix("i").strip() == spoken(cell["rate"], whole=False)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=questions())
def test_a_series_says_what_the_file_of_semesters_says(client, asked):
    measure, chosen, _, _ = asked
    given_ = {"medida": measure.value, **chosen, "cuadro": "semestres", "formato": "csv"}
    lines = client.get("/panel", params=given_).text.splitlines()
    table = csv.DictReader(io.StringIO("\n".join(ln for ln in lines if not ln.startswith("# "))))
    name = measure.unit.value
    query = """query ($unit: Unit!, $where: CountWhere) {
      answer: series(unit: $unit, where: $where, grain: SEMESTER) {
        queryId series { points { period count { value status } } } } }"""
    where = {_camel(FILTERS[name]): [code] for name, code in chosen.items()}
    body = {"query": query, "variables": {"unit": name.upper(), "where": where}}
    told = client.post("/graphql", json=body).json()["data"]["answer"]
    assert f"# query_id: {told['queryId']}" in lines
    (series,) = told["series"]
    points = [(point["period"], point["count"]) for point in series["points"]]
    assert [(period, str(c["value"] or ""), c["status"]) for period, c in points] == [
        (row["semester"], row[name], row[f"{name}_status"].upper()) for row in table
    ]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=questions(), before=st.sampled_from(["YEAR", "SPAN"]))
def test_both_sides_of_a_comparison_say_what_the_files_of_their_periods_say(client, asked, before):
    measure, chosen, _, _ = asked
    name = measure.unit.value
    query = """query ($unit: Unit!, $where: CountWhere, $before: Before!) {
      answer: comparePrevious(unit: $unit, where: $where, groupBy: [DEPARTMENT], before: $before,
                              from: "2011-S2", to: "2011-S2") {
        currentQueryId previousQueryId cells { keys { code }
          current { value status } previous { value status } } } }"""
    where = {_camel(FILTERS[name]): [code] for name, code in chosen.items()}
    variables = {"unit": name.upper(), "where": where, "before": before}
    body = {"query": query, "variables": variables}
    told = client.post("/graphql", json=body).json()["data"]["answer"]
    earlier = {"YEAR": "2010-S2", "SPAN": "2011-S1"}[before]
    for side, period in (("current", "2011-S2"), ("previous", earlier)):
        period_ = {"desde": period, "hasta": period, "formato": "csv"}
        lines = client.get(
            "/panel", params={"medida": measure.value, **chosen, **period_}
        ).text.splitlines()
        assert f"# query_id: {told[f'{side}QueryId']}" in lines
        rows = csv.DictReader(io.StringIO("\n".join(x for x in lines if not x.startswith("# "))))
        files = {row["department"]: (row[name], row[f"{name}_status"].upper()) for row in rows}
        for cell in told["cells"]:
            value, status = cell[side]["value"], cell[side]["status"]
            assert files[cell["keys"][0]["code"]] == (str(value or ""), status)


def _camel(dimension: Dimension) -> str:
    first, *rest = dimension.value.split("_")
    return first + "".join(part.title() for part in rest)


def test_the_published_table_is_the_same_at_every_exit(client, bulletin):
    page = table_of(client.get("/panel").text)
    query = "{ complaints { byDepartment { department { ubigeo } count { value } } } }"
    told = client.post("/graphql", json={"query": query}).json()["data"]["complaints"]
    rows = client.get("/panel?formato=json").json()["rows"]
    files = {row["department"]: row["complaints"]["value"] for row in rows}
    for item in told["byDepartment"]:
        code = item["department"]["ubigeo"]
        value = item["count"]["value"]
        assert value == files[code] == number(bulletin.complaints()[code])
        assert page[code][0] == str(value)
    assert sum(files.values()) - files["PE"] == 1976
