"""Institutions report, IOM reviews, periods are frozen; nothing is overwritten."""

import datetime as dt
import hashlib
import io
import json
import uuid
import zipfile
from dataclasses import replace
from itertools import count

import pytest
import sqlalchemy as sa

from core.access.roles import Role
from core.bulletin.figures import Bound, Missing, Shown
from core.desk.plan_evidence import MOST_BYTES, File, add_evidence, kind_of, read_evidence
from core.desk.plan_known import known_of
from core.desk.plan_periods import Moved, close_period, publish_period, reopen_period
from core.desk.plan_readings import (
    Commented,
    Reported,
    Reviewed,
    Verdict,
    comment,
    record_reading,
    review_reading,
)
from core.errors import BadQuestion, Code, Refused
from core.plan.assembling import Known, ledger_of
from core.plan.changes import Voucher
from core.plan.cuts import Cut, Making, cut_of, digest, freeze
from core.plan.definition import Measure
from core.plan.ledger import State
from core.plan.periods import Period
from core.plan.readings import Origin, Reading
from core.plan.status import Reporting
from core.register import plan_rows, texts
from core.register.accounts import AuditEvent
from core.register.acts import News
from core.register.columns import columns_of
from core.register.schema import METADATA
from tests.plan.conftest import NOW

PDF = b"%PDF-1.7\nActa de la mesa regional"
SHELTERS = Reported(
    indicator="C-08",
    period="2009",
    unit=Measure.NUMBER,
    value=4,
    source="Informe anual 2009",
    evidence=uuid.UUID(int=0),
)
#: Still the last day of 2009 in Lima.
EARLY = dt.datetime(2010, 1, 1, 4, tzinfo=dt.UTC)
_KEYS = count(1)


def key() -> str:
    return f"key-{next(_KEYS)}"


@pytest.fixture
def ministry(planning_of):
    """Whoever reports for the ministry that is responsible for shelters."""
    return planning_of(Role.RECIPIENT, "MIMDES / MIMP")


@pytest.fixture
def monitor(planning_of):
    return planning_of(Role.MONITOR, "IOM / OIM")


@pytest.fixture
def evidence(ministry) -> uuid.UUID:
    return add_evidence(ministry, key=key(), file=File(name="acta.pdf", content=PDF)).record


@pytest.fixture
def good(evidence) -> Reported:
    return replace(SHELTERS, evidence=evidence)


def accept(monitor, reading: uuid.UUID) -> None:
    said = Reviewed(reading=reading, verdict=Verdict.ACCEPT)
    review_reading(monitor, key=key(), reviewed=said)


def held(register, plan) -> int:
    """How many readings a plan has."""
    readings = METADATA.tables["plan_reading"]
    counted = sa.select(sa.func.count()).where(readings.c.plan == plan.code)
    with register.reading() as connection:
        return int(connection.execute(counted).scalar_one())


@pytest.fixture
def stands(register, bulletin, plan):
    """How an indicator stands in a period, at the desk."""

    def told(code: str, at: Period):
        with register.reading() as connection:
            known = known_of(connection, plan)
        ledger = ledger_of(plan, bulletin, Period(2014).last_day, known)
        return ledger.line(plan.by_code[code], at)

    return told


def test_a_value_counts_once_it_is_accepted_and_not_before(
    register, plan, stands, ministry, monitor, good
):
    done = record_reading(ministry, key=key(), reported=good)
    line = stands("C-08", Period(2009))
    assert (line.reading.figure, line.reporting) == (Missing(), Reporting.IN_REVIEW)
    accept(monitor, done.record)
    line = stands("C-08", Period(2009))
    assert (line.reading.figure, line.reporting) == (Shown(4), Reporting.REPORTED)
    with register.reading() as connection:
        news = connection.execute(sa.select(columns_of(News).subject)).scalars().all()
        events = columns_of(AuditEvent)
        asked = sa.select(events.action).order_by(events.number)
        acts = connection.execute(asked).scalars().all()
    assert news[-2:] == [f"{plan.code} C-08 2009"] * 2
    assert acts[-2:] == ["record_reading", "review_reading"]


def test_the_same_key_reports_once_and_another_input_under_it_is_refused(
    ministry, good, register, plan
):
    first = record_reading(ministry, key="uno", reported=good)
    again = record_reading(ministry, key="uno", reported=good)
    assert (again.record, again.repeated) == (first.record, True)
    with pytest.raises(BadQuestion) as refused:
        record_reading(ministry, key="uno", reported=replace(good, value=5))
    assert refused.value.code is Code.IDEMPOTENCY_KEY_REUSED
    assert held(register, plan) == 1


REFUSED = [
    ({"unit": Measure.PERCENTAGE}, Code.WRONG_UNIT, "unit"),
    ({"value": -1}, Code.OUT_OF_RANGE, "value"),
    ({"value": float("nan")}, Code.OUT_OF_RANGE, "value"),
    ({"indicator": "C-07", "unit": Measure.PERCENTAGE, "value": 101}, Code.OUT_OF_RANGE, "value"),
    ({"numerator": 3.0}, Code.NEEDED, "denominator"),
    ({"numerator": 3.0, "denominator": 0.0}, Code.OUT_OF_RANGE, "denominator"),
    ({"source": "  "}, Code.UNSUITABLE_TEXT, "source"),
    ({"source": "Llame al 987654321"}, Code.IDENTIFYING_DATA, "source"),
    ({"evidence": None}, Code.NEEDED, "evidence"),
    ({"evidence": uuid.UUID(int=7)}, Code.NOT_FOUND, "evidence"),
    ({"indicator": "Z-99"}, Code.NOT_FOUND, "indicator"),
    ({"indicator": "A-01"}, Code.COUNTED_HERE, "indicator"),
    ({"indicator": "A-12"}, Code.NOT_RESPONSIBLE, "indicator"),
    ({"period": "2009-S1"}, Code.UNKNOWN_VALUE, "period"),
    ({"period": "2019"}, Code.UNKNOWN_VALUE, "period"),
    ({"period": "last year"}, Code.MALFORMED_PERIOD, None),
]


@pytest.mark.parametrize(("changes", "code", "field"), REFUSED, ids=[str(c[0]) for c in REFUSED])
def test_a_value_that_cannot_be_is_refused_with_its_reason(
    register, plan, ministry, good, changes, code, field
):
    with pytest.raises(BadQuestion) as refused:
        record_reading(ministry, key=key(), reported=replace(good, **changes))
    assert (refused.value.code, refused.value.facts.get("field")) == (code, field)
    assert held(register, plan) == 0


def test_a_period_that_is_not_over_is_not_reported(planning_of, good):
    early = planning_of(Role.RECIPIENT, "MIMDES / MIMP")
    desk = replace(early.recorder.desk, clock=lambda: EARLY)
    early = replace(early, recorder=replace(early.recorder, desk=desk))
    with pytest.raises(BadQuestion) as refused:
        record_reading(early, key=key(), reported=good)
    assert refused.value.code is Code.PERIOD_NOT_OVER
    assert refused.value.facts["day"] == "2009-12-31"


@pytest.mark.parametrize("role", [Role.PUBLIC, Role.PARTNER, Role.OPERATOR, Role.ADMINISTRATOR])
def test_other_roles_report_and_review_nothing(planning_of, role, good):
    stranger = planning_of(role, "MIMDES / MIMP")
    for act in (
        lambda: record_reading(stranger, key=key(), reported=good),
        lambda: review_reading(
            stranger, key=key(), reviewed=Reviewed(reading=uuid.uuid4(), verdict=Verdict.ACCEPT)
        ),
        lambda: close_period(stranger, key=key(), moved=Moved(period="2009")),
        lambda: add_evidence(stranger, key=key(), file=File(name="a.pdf", content=PDF)),
        lambda: comment(stranger, key=key(), commented=Commented(indicator="C-08", text="Sí")),
        stranger.entered,
    ):
        with pytest.raises(Refused):
            act()


def test_a_correction_is_one_more_row_with_its_reason(
    register, plan, stands, ministry, monitor, good
):
    first = record_reading(ministry, key=key(), reported=good)
    accept(monitor, first.record)
    with pytest.raises(BadQuestion) as refused:
        record_reading(ministry, key=key(), reported=replace(good, value=5))
    assert (refused.value.code, refused.value.facts["field"]) == (Code.NEEDED, "reason")
    corrected = replace(good, value=5, reason="Doble registro corregido")
    accept(monitor, record_reading(ministry, key=key(), reported=corrected).record)
    line = stands("C-08", Period(2009))
    assert line.reading.figure == Shown(5, revised=True)
    rows = monitor.entered("C-08")
    assert [(r["revision"], r["value"], r["reason"]) for r in rows] == [
        (1, 4.0, ""),
        (2, 5.0, "Doble registro corregido"),
    ]


@pytest.mark.parametrize("table", ["plan_reading", "plan_review", "plan_evidence", "plan_step"])
def test_the_database_itself_keeps_what_was_reported(register, ministry, monitor, good, table):
    accept(monitor, record_reading(ministry, key=key(), reported=good).record)
    close_period(monitor, key=key(), moved=Moved(period="2009"))
    kept = METADATA.tables[table]
    for change in (sa.delete(kept), sa.update(kept).values({kept.c.id: uuid.uuid4()})):
        with (
            pytest.raises(sa.exc.DBAPIError, match="never changed"),
            register.writing() as connection,
        ):
            connection.execute(change)


def test_a_lower_bound_stays_one(register, plan, stands, ministry, monitor, good):
    told = replace(good, bound=Bound.AT_LEAST)
    accept(monitor, record_reading(ministry, key=key(), reported=told).record)
    figure = stands("C-08", Period(2009)).reading.figure
    assert figure == Shown(4, Bound.AT_LEAST)


def test_a_review_is_by_somebody_else_once_and_says_why_it_returns(planning_of, ministry, monitor):
    own = planning_of(Role.MONITOR, "IOM / OIM", name="ana")
    file = add_evidence(own, key=key(), file=File(name="acta.pdf", content=PDF)).record
    told = Reported(
        indicator="C-12",
        period="2009",
        unit=Measure.PERCENTAGE,
        value=40,
        source="Actas",
        evidence=file,
    )
    made = record_reading(own, key=key(), reported=told).record

    def code_of(planning, **said):
        with pytest.raises(BadQuestion) as refused:
            review_reading(planning, key=key(), reviewed=Reviewed(**{"reading": made, **said}))
        return refused.value.code

    assert code_of(own, verdict=Verdict.ACCEPT) is Code.OWN_WORK
    assert code_of(monitor, verdict=Verdict.RETURN) is Code.NEEDED
    assert code_of(monitor, verdict=Verdict.ACCEPT, reading=uuid.uuid4()) is Code.NOT_FOUND
    said = Reviewed(reading=made, verdict=Verdict.RETURN, note="Falta el acta de diciembre")
    review_reading(monitor, key=key(), reviewed=said)
    assert code_of(monitor, verdict=Verdict.ACCEPT) is Code.CONFLICT


def test_an_institution_reads_what_concerns_it_alone(planning_of, ministry, good):
    record_reading(ministry, key=key(), reported=good)
    assert len(ministry.entered()) == 1
    assert planning_of(Role.RECIPIENT, "MP").entered() == []
    assert len(planning_of(Role.PLANNER).entered()) == 1


def test_a_closed_period_is_frozen_with_its_digest(register, plan, stands, ministry, monitor, good):
    accept(monitor, record_reading(ministry, key=key(), reported=good).record)
    close_period(monitor, key=key(), moved=Moved(period="2009"))
    with pytest.raises(BadQuestion) as refused:
        record_reading(ministry, key=key(), reported=replace(good, value=9, reason="Otra cuenta"))
    assert refused.value.code is Code.PERIOD_CLOSED
    with register.reading() as connection:
        kept = plan_rows.last_cut(connection, plan.code, "2009")
    cut = cut_of(dict(kept))
    assert cut.told["indicators"][-1]["code"] == "C-14"
    assert cut.readings["C-08"].figure == Shown(4)
    spoilt = replace(cut, content=cut.content.replace("2009", "2010", 1))
    with pytest.raises(ValueError, match="not the one that was made"):
        _ = spoilt.told


def test_a_semester_of_a_closed_year_is_closed_too(planning_of, monitor):
    schools = planning_of(Role.RECIPIENT, "MINEDU")
    file = add_evidence(schools, key=key(), file=File(name="acta.pdf", content=PDF)).record
    told = Reported(
        indicator="A-12",
        period="2009-S1",
        unit=Measure.NUMBER,
        value=50,
        source="Padrón",
        evidence=file,
    )
    close_period(monitor, key=key(), moved=Moved(period="2009"))
    with pytest.raises(BadQuestion) as refused:
        record_reading(schools, key=key(), reported=told)
    assert (refused.value.code, refused.value.facts["period"]) == (Code.PERIOD_CLOSED, "2009")


def test_a_closed_period_is_revised_in_full_view(register, plan, stands, ministry, monitor, good):
    accept(monitor, record_reading(ministry, key=key(), reported=good).record)
    moved = Moved(period="2009")
    close_period(monitor, key=key(), moved=moved)
    publish_period(monitor, key=key(), moved=moved)
    for act, code in ((close_period, Code.PERIOD_CLOSED), (publish_period, Code.CONFLICT)):
        with pytest.raises(BadQuestion) as refused:
            act(monitor, key=key(), moved=moved)
        assert refused.value.code is code
    with pytest.raises(BadQuestion) as refused:
        reopen_period(monitor, key=key(), moved=moved)
    assert refused.value.code is Code.NEEDED
    reopen_period(monitor, key=key(), moved=replace(moved, reason="Error de registro"))
    corrected = replace(good, value=5, reason="Doble registro")
    accept(monitor, record_reading(ministry, key=key(), reported=corrected).record)
    with register.reading() as connection:
        still = plan_rows.published_cuts(connection)
    assert [row["revision"] for row in still] == [1]  # what was published stays until then
    with pytest.raises(BadQuestion) as refused:
        close_period(monitor, key=key(), moved=moved)
    assert refused.value.code is Code.NEEDED
    again = replace(moved, reason="Error de registro")
    close_period(monitor, key=key(), moved=again)
    publish_period(monitor, key=key(), moved=again)
    with register.reading() as connection:
        (row,) = plan_rows.published_cuts(connection)
        closing = known_of(connection, plan).closings[Period(2009)]
    told = cut_of(row).told
    assert (closing.state, closing.revision) == (State.PUBLISHED, 2)
    assert told["revisions"] == [
        {
            "code": "C-08",
            "before": {"bound": "exact", "reason": "", "status": "shown", "value": 4},
        }
    ]
    (line,) = [each for each in told["indicators"] if each["code"] == "C-08"]
    assert (line["figure"]["value"], line["figure"]["revised"]) == (5, True)
    first, second = cut_of(row).readings["C-08"].changes
    assert (first.before, first.now, second.before, second.now) == (
        *(None, Shown(4), Shown(4), Shown(5)),
    )
    assert (second.institution, second.role, second.reason) == (
        *("MIMDES / MIMP", "recipient", "Doble registro"),
    )
    assert second.voucher == Voucher(
        str(good.evidence), hashlib.sha256(PDF).hexdigest(), "application/pdf", len(PDF)
    )


def test_a_cut_tells_roles_and_institutions_and_nobodys_name(
    register, plan, planning_of, ministry, good
):
    monitor = planning_of(Role.MONITOR, "IOM / OIM", name="ana.quispe")
    accept(monitor, record_reading(ministry, key=key(), reported=good).record)
    close_period(monitor, key=key(), moved=Moved(period="2009"))
    with register.reading() as connection:
        kept = plan_rows.last_cut(connection, plan.code, "2009")
    assert cut_of(dict(kept)).told["closed_by"] == {"institution": "IOM / OIM", "role": "monitor"}
    assert "ana.quispe" not in kept["content"]


def test_what_is_counted_anew_is_told_from_cut_to_cut(bulletin, plan):
    at = Period(2010)
    ledger = ledger_of(plan, bulletin, Period(2014).last_day, Known())

    def counted(value: int):
        told = Reading(Shown(value), Origin.COUNTED)
        return replace(ledger, readings={**ledger.readings, "A-01": {at: told}})

    def made(number: int) -> Making:
        return Making(number, "IOM / OIM", "monitor", NOW, f"Corte {number}" if number > 1 else "")

    cut = None
    for number, value in enumerate((70, 75, 75, 80), 1):
        cut = freeze(counted(value), at, made(number), cut)
    changes = cut.readings["A-01"].changes
    assert [(c.revision, c.before, c.now, c.reason) for c in changes] == [
        (2, Shown(70), Shown(75), "Corte 2"),
        (4, Shown(75), Shown(80), "Corte 4"),
    ]


def test_a_cut_of_before_changes_were_told_is_still_read(bulletin, plan):
    made = Making(1, "IOM / OIM", "monitor", NOW)
    ledger = ledger_of(plan, bulletin, Period(2014).last_day, Known())
    told = freeze(ledger, Period(2010), made).told
    for line in told["indicators"]:
        del line["changes"]
    content = json.dumps({**told, "format": 1})
    old = Cut(plan.code, Period(2010), 1, content, digest(content))
    assert old.readings["A-01"].changes == ()
    assert freeze(ledger, Period(2010), replace(made, revision=2), old).revision == 2


def test_evidence_is_known_by_what_is_in_it_sealed_and_read_by_few(
    register, planning_of, ministry, monitor, evidence
):
    for reader in (ministry, monitor):
        found = read_evidence(reader, evidence)
        assert (found.content, found.media_type, found.name) == (PDF, "application/pdf", "acta.pdf")
    with pytest.raises(BadQuestion) as refused:
        read_evidence(planning_of(Role.RECIPIENT, "MP"), evidence)
    assert refused.value.code is Code.NOT_FOUND
    kept = METADATA.tables["plan_evidence"]
    with register.reading() as connection:
        asked = sa.select(kept.c.sealed).where(kept.c.id == evidence)
        sealed = connection.execute(asked).scalar_one()
        keys = texts.data_key(connection, evidence)
    assert b"Acta" not in sealed
    assert keys is not None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\x00 a program",
        b"<html><script>",
        b"PK\x03\x04 no archive",
        b"%PDF-" + b" " * MOST_BYTES,
    ],
    ids=["empty", "program", "page", "broken archive", "too large"],
)
def test_a_file_of_another_kind_or_too_large_is_no_evidence(ministry, content):
    with pytest.raises(BadQuestion) as refused:
        add_evidence(ministry, key=key(), file=File(name="acta.pdf", content=content))
    assert refused.value.code is Code.UNSUITABLE_FILE


def test_a_workbook_with_a_program_in_it_is_no_evidence():
    def archive(*names: str) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as made:
            for name in names:
                made.writestr(name, "x")
        return out.getvalue()

    assert kind_of(archive("xl/workbook.xml")).endswith("sheet")
    assert kind_of(archive("word/document.xml")).endswith("document")
    assert kind_of(archive("xl/workbook.xml", "xl/vbaProject.bin")) is None
    assert kind_of(archive("readme.txt")) is None


def test_a_comment_is_dated_and_signed(register, plan, ministry):
    said = Commented(indicator="C-08", text="Se abrió un albergue en Puerto Maldonado")
    comment(ministry, key=key(), commented=said)
    with register.reading() as connection:
        (kept,) = plan_rows.comments(connection, plan.code, "C-08", 9)
    assert (kept["text"], kept["made_by"]) == (said.text, "recipient")
