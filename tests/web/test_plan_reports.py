"""Reports on the plan: their skeleton in every language, of a year and of a semester alike."""

import gzip
import io
import re
import zipfile

import pytest

from core.access.roles import Asker, Role
from core.desk.plan_periods import Moved, close_period, publish_period
from core.plan.loading import load
from tests.factories import SMALL, house_in

SKELETON = {
    "es": [
        *("Resultados principales", "Contexto", "Estado", "Medidas por eje"),
        *("Evaluación del cumplimiento por eje", "Compromisos", "Una ficha por indicador"),
        *("Revisiones desde el corte anterior", "Celdas reservadas", "Notas"),
    ],
    "en": [
        *("Key results", "Context", "State", "Measures by axis"),
        *("Evaluation of fulfilment by axis", "Commitments", "A sheet for each indicator"),
        *("Revisions since the cut before", "Withheld cells", "Notes"),
    ],
}


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A house of its own with a published semester."""
    made = house_in(tmp_path_factory.mktemp("reports"), size=SMALL)
    who = Asker(Role.MONITOR, "revisora", institution="IOM / OIM")
    planning = made.planning_of(made.recorder_of(made.desk_of(who)))
    for act in (close_period, publish_period):
        act(planning, key=f"{act.__name__} once", moved=Moved(period="2012-S1"))
    yield made
    made.register.close()


def headings(page: str) -> list[str]:
    return [text.strip() for text in re.findall(r"<h2>([^<]+)</h2>", page)]


@pytest.mark.parametrize("period", ["2012", "2012-S1"])
def test_a_report_follows_the_skeleton_in_every_language(client, period):
    count = {}
    for language in ("es", "en", "fr"):
        answer = client.get(f"/plan/informes/{period}?lang={language}")
        assert answer.status_code == 200
        assert len(gzip.compress(answer.content)) <= 20_000
        told = headings(answer.text)
        count[language] = len(told)
        assert told == SKELETON.get(language, told)
        if language == "es":
            assert re.search(r"De \d+ valores: \d+ calculados, \d+ informados", answer.text)
    assert len({*count.values()}) == 1


@pytest.mark.parametrize(("period", "every"), [("2012", True), ("2012-S1", False)])
def test_a_report_has_a_sheet_for_each_of_its_indicators(client, period, every):
    plan = load()
    told = [i for i in plan.indicators if every or i.frequency.value == "semester"]
    page = client.get(f"/plan/informes/{period}?lang=es").text
    sheets = page[page.index("Una ficha por indicador") :]
    for indicator in told:
        assert f">{indicator.code} {indicator.name.es}</th>" in sheets
        assert indicator.limitations.es in sheets
    book = client.get(f"/plan/informes/{period}?formato=xlsx&lang=es").content
    with zipfile.ZipFile(io.BytesIO(book)) as held:
        assert "Fichas" in held.read("xl/workbook.xml").decode()


@pytest.mark.parametrize("kind", ["pdf", "xlsx"])
def test_a_semester_rebuilt_from_its_cut_is_the_same_to_the_byte(client, house, kind):
    path = f"/plan/informes/2012-S1?formato={kind}&lang=fr"
    first = client.get(path)
    assert first.status_code == 200
    (kept,) = [f for f in house.settings.reports.glob("*.file") if f.read_bytes() == first.content]
    kept.unlink()
    assert client.get(path).content == first.content
