"""Acts at the desk: who may, what is kept, once under a key, told to who listens, written down."""

import datetime as dt
import threading
from dataclasses import replace
from itertools import pairwise, product

import pytest
import sqlalchemy as sa

from core.access.roles import Action, Asker, Role
from core.desk.audit import Trail, verify
from core.desk.calls import CallTaken, record_call
from core.desk.cases import NewCase, Step, open_case, update_status
from core.desk.outreach import CampaignRun, TrainingHeld, record_campaign, record_training
from core.desk.people import Person
from core.desk.procedure import STEPS
from core.desk.reading import Desk
from core.desk.recorder import KEPT, Recorder
from core.desk.referrals import Answer, Answered, NewReferral, answer_referral, submit_referral
from core.desk.routes import NewRoute, Source, record_route
from core.errors import BadQuestion, Code, Refused
from core.register.accounts import AuditEvent
from core.register.acts import DoneAct, News
from core.register.calls import Call
from core.register.case_codes import check_character
from core.register.cases import (
    Case,
    CaseForm,
    CaseStatusChange,
    Referral,
    Victim,
    VictimCitizenship,
)
from core.register.columns import columns_of, uuid7
from core.register.institutions import Campaign, Institution, Training
from core.register.record_keys import record_key
from core.register.routes import Evidence, Leg, Place, Route
from core.stops import Stop
from core.vocabulary import CASE_STATUSES
from tests.access.conftest import START

SECRET = b"r" * 32
CALL = CallTaken(
    received_at=START - dt.timedelta(minutes=10),
    effective="effective",
    call_type="report",
    duration_seconds=240,
    answered_after_seconds=7,
    department="17",
    province="1701",
    form="sexual",
)
CASE = NewCase(register="hotline", reporting_institution="MP", department="17")
TRAINING = TrainingHeld(held_on=dt.date(2026, 2, 3), topic="Ruta de atención", participants=31)
ROUTE = NewRoute(
    stops=(
        Stop(role="origin", department="16", town="Iquitos", first_seen=dt.date(2012, 3, 1)),
        Stop(role="transit", department="16", town="Nauta", mode="river", exploited_here=True),
        Stop(role="destination", country="EC"),
    ),
    form="sexual",
    evidence=(
        Source(source_type="police", publisher="PNP", source="Atestado 12-2012"),
        Source(source_type="press", publisher="El Eco", source="https://example.pe/nota-1"),
    ),
)
CAMPAIGN = CampaignRun(name="No te dejes engañar", starts_on=dt.date(2026, 2, 3))


@pytest.fixture(autouse=True)
def _institutions(register):
    with register.writing() as connection:
        for acronym in ("MP", "CHS"):
            row = {"acronym": acronym, "name": acronym, "kind": "ngo", "certainty": "sourced"}
            connection.execute(sa.insert(Institution).values(role="", source="", **row))


@pytest.fixture
def trail(tmp_path) -> Trail:
    return Trail(b"k" * 32, tmp_path / "audit.anchor")


@pytest.fixture
def desk_of(register, clock, trail):
    """The recorder of somebody."""

    def made(role: Role, name: str = "rosa", **more) -> Recorder:
        desk = Desk(register, Asker(role, name, **more), clock, trail)
        return Recorder(desk, lambda record: record_key(SECRET, record))

    return made


def rows(register, table) -> list:
    columns = columns_of(table)
    with register.reading() as connection:
        return list(connection.execute(sa.select(*columns)).mappings())


def held(register) -> int:
    """Rows of every table an act writes."""
    tables = Call, Case, CaseForm, CaseStatusChange, Victim, Referral, Training, Campaign
    of_routes = Route, Leg, Place, Evidence
    return sum(len(rows(register, table)) for table in (*tables, *of_routes, DoneAct, News))


def refusal(act, *given, **named) -> BadQuestion:
    with pytest.raises(BadQuestion) as refused:
        act(*given, **named)
    return refused.value


def events(register) -> list[tuple]:
    shown = ("actor", "action", "subject", "records", "allowed")
    found = sorted(rows(register, AuditEvent), key=lambda row: row["number"])
    return [tuple(row[name] for name in shown) for row in found]


def test_a_call_is_kept_told_and_written_down(register, desk_of):
    done = record_call(desk_of(Role.OPERATOR), key="1", call=CALL)
    (row,) = rows(register, Call)
    assert (row["id"], done.repeated) == (done.record, False)
    assert row["rkey"] == record_key(SECRET, done.record)
    assert (row["provenance"], row["operator"]) == ("recorded", "rosa")
    assert (row["received_at"], row["province"]) == (CALL.received_at, "1701")
    (news,) = rows(register, News)
    assert (news["topic"], news["subject"]) == ("call_received", str(done.record))
    assert events(register) == [("rosa", "record_call", str(done.record), 1, True)]


def test_a_call_counts_on_its_day_in_lima(register, desk_of):
    for hour in (4, 5):
        at = dt.datetime(2013, 11, 14, hour, 59, tzinfo=dt.UTC)
        record_call(desk_of(Role.OPERATOR), key=f"{hour}", call=replace(CALL, received_at=at))
    assert sorted(row["received_on"].day for row in rows(register, Call)) == [13, 14]


#: change, code, field
WRONG_CALLS = [
    ({"received_at": START + dt.timedelta(seconds=1)}, Code.OUT_OF_RANGE, "receivedAt"),
    ({"received_at": dt.datetime(2006, 3, 1, 4, tzinfo=dt.UTC)}, Code.OUT_OF_RANGE, ""),
    ({"received_at": dt.datetime(1, 1, 1, tzinfo=dt.UTC)}, Code.OUT_OF_RANGE, "receivedAt"),
    ({"received_at": dt.datetime(2012, 1, 1)}, Code.NO_TIME_ZONE, "receivedAt"),  # noqa: DTZ001
    ({"effective": "perhaps"}, Code.UNKNOWN_VALUE, "effective"),
    ({"call_type": "prank"}, Code.UNKNOWN_VALUE, "callType"),
    ({"caller_relation": "neighbour"}, Code.UNKNOWN_VALUE, "callerRelation"),
    ({"language": "xx"}, Code.UNKNOWN_VALUE, "language"),
    ({"how_heard": ""}, Code.UNKNOWN_VALUE, "howHeard"),
    ({"form": "slavery"}, Code.UNKNOWN_VALUE, "form"),
    ({"industry": "gold"}, Code.UNKNOWN_VALUE, "industry"),
    ({"department": "99"}, Code.UNKNOWN_UBIGEO, "department"),
    ({"department": "1701"}, Code.UNKNOWN_UBIGEO, "department"),
    ({"caller_department": "7"}, Code.UNKNOWN_UBIGEO, "callerDepartment"),
    ({"province": "1799"}, Code.UNKNOWN_UBIGEO, "province"),
    ({"province": "0801"}, Code.ELSEWHERE, "province"),
    ({"department": "unknown"}, Code.ELSEWHERE, "province"),
    ({"duration_seconds": -1}, Code.OUT_OF_RANGE, "durationSeconds"),
    ({"duration_seconds": 86_401}, Code.OUT_OF_RANGE, "durationSeconds"),
    ({"answered_after_seconds": -1}, Code.OUT_OF_RANGE, "answeredAfterSeconds"),
    ({"possible_victims": 501}, Code.OUT_OF_RANGE, "possibleVictims"),
]


def test_a_call_that_cannot_be_is_refused_and_leaves_nothing(register, desk_of):
    for change, code, field in WRONG_CALLS:
        wrong = refusal(record_call, desk_of(Role.OPERATOR), key="1", call=replace(CALL, **change))
        assert wrong.code is code
        assert wrong.facts["field"] == (field or "receivedAt")
        assert held(register) == 0


def test_unknown_is_a_value(register, desk_of):
    unknown = {"department": "unknown", "province": None, "form": "unknown", "industry": "unknown"}
    record_call(desk_of(Role.OPERATOR), key="1", call=replace(CALL, **unknown))
    assert {**rows(register, Call)[0], **unknown} == rows(register, Call)[0]


def every_act(call=None, case=None, referral=None):
    """(act, its input, who may, the topics it tells of)."""
    call, case, referral = (each or uuid7() for each in (call, case, referral))
    step = Step(case=case, before="reported", after="submitted")
    answered = Answered(referral=referral, answer=Answer.ACCEPT)
    handed = NewReferral(institution="CHS", call=call)
    operator, worker = Role.OPERATOR, Role.CASE_WORKER
    return [
        (record_call, {"call": CALL}, {operator}, ["call_received"]),
        (open_case, {"case": CASE}, {worker}, ["case_changed"]),
        (update_status, {"step": step}, {worker}, ["case_changed"]),
        (submit_referral, {"referral": handed}, {operator, worker}, ["referral_changed"]),
        (answer_referral, {"answered": answered}, {Role.RECIPIENT}, ["referral_changed"]),
        (record_route, {"route": ROUTE}, {worker}, []),
        (record_training, {"training": TRAINING}, {Role.MONITOR}, []),
        (record_campaign, {"campaign": CAMPAIGN}, {Role.MONITOR}, []),
    ]


def there(desk_of) -> dict:
    """A call, a case and a referral of it to the Public Ministry."""
    call = record_call(desk_of(Role.OPERATOR), key="call", call=CALL).record
    case = open_case(desk_of(Role.CASE_WORKER), key="case", case=CASE).record
    handed = NewReferral(institution="MP", case=case)
    sent = submit_referral(desk_of(Role.CASE_WORKER), key="sent", referral=handed)
    return {"call": call, "case": case, "referral": sent.record}


def test_each_act_is_done_by_those_who_may_and_by_nobody_else(register, desk_of):
    who_what = [(role, act) for act in every_act(**there(desk_of)) for role in Role]
    for role, (act, given, who, topics) in who_what:
        before, told = held(register), len(rows(register, News))
        recorder = desk_of(role, f"luis-{role}", institution="MP")
        if role in who:
            if (role, act) == (Role.CASE_WORKER, submit_referral):
                given["referral"] = replace(given["referral"], institution="MP")
            assert not act(recorder, key=act.__name__, **given).repeated
            newest = sorted(rows(register, News), key=lambda row: row["number"])[told:]
            assert [row["topic"] for row in newest] == topics
        else:
            with pytest.raises(Refused):
                act(recorder, key=act.__name__, **given)
            assert held(register) == before
            assert events(register)[-1][-1] is False


def test_a_narrowed_token_does_what_it_is_for_alone(register, desk_of):
    for_calls = desk_of(Role.OPERATOR, only=frozenset({Action.RECORD_CALL}))
    done = record_call(for_calls, key="1", call=CALL)
    handed = NewReferral(institution="CHS", call=done.record)
    with pytest.raises(Refused):
        submit_referral(for_calls, key="2", referral=handed)
    assert rows(register, Referral) == []


def test_the_same_key_does_nothing_anew(register, desk_of, clock):
    for act, given, who, _ in every_act(**there(desk_of)):
        recorder, key = desk_of(min(who), institution="MP"), act.__name__
        first = act(recorder, key=key, **given)
        before, written = held(register), len(events(register))
        clock.forward(minutes=20)
        again = act(recorder, key=key, **given)
        assert (again.record, first.repeated, again.repeated) == (first.record, False, True)
        assert held(register) == before
        (event,) = events(register)[written:]
        assert event[2:] == (str(first.record), 0, True)


def test_the_same_key_for_something_else_is_refused(register, desk_of):
    recorder = desk_of(Role.OPERATOR)
    first = record_call(recorder, key="one", call=CALL)
    for other in (replace(CALL, duration_seconds=241), replace(CALL, province=None)):
        wrong = refusal(record_call, recorder, key="one", call=other)
        assert wrong.code is Code.IDEMPOTENCY_KEY_REUSED
    handed = NewReferral(institution="CHS", call=first.record)
    wrong = refusal(submit_referral, recorder, key="one", referral=handed)
    assert wrong.code is Code.IDEMPOTENCY_KEY_REUSED
    assert (len(rows(register, Call)), rows(register, Referral)) == (1, [])


def test_a_key_is_its_holders_own(register, desk_of):
    for name in ("rosa", "luis"):
        assert not record_call(desk_of(Role.OPERATOR, name), key="one", call=CALL).repeated
    assert len(rows(register, Call)) == 2


def test_the_same_moment_written_in_another_zone_is_the_same_input(desk_of):
    recorder = desk_of(Role.OPERATOR)
    record_call(recorder, key="one", call=CALL)
    lima = CALL.received_at.astimezone(dt.timezone(dt.timedelta(hours=-5)))
    assert record_call(recorder, key="one", call=replace(CALL, received_at=lima)).repeated


def test_a_key_that_cannot_be_one_is_refused(register, desk_of):
    for key in ("", "x" * 65, "a\nb", "a\x00b"):
        wrong = refusal(record_call, desk_of(Role.OPERATOR), key=key, call=CALL)
        assert (wrong.code, wrong.facts["field"]) == (Code.UNSUITABLE_TEXT, "idempotencyKey")
    assert held(register) == 0


def test_an_act_that_was_refused_leaves_its_key_free(register, desk_of):
    recorder = desk_of(Role.CASE_WORKER)
    missing = replace(CASE, reporting_institution="NADIE")
    assert refusal(open_case, recorder, key="one", case=missing).code is Code.NOT_FOUND
    assert held(register) == 0
    assert not open_case(recorder, key="one", case=CASE).repeated


def test_keys_are_forgotten_after_seven_days(register, desk_of, clock):
    recorder = desk_of(Role.OPERATOR)
    record_call(recorder, key="old", call=CALL)
    clock.now += KEPT
    assert record_call(recorder, key="old", call=CALL).repeated
    clock.forward(seconds=1)
    record_call(recorder, key="new", call=CALL)
    assert [row["idempotency_key"] for row in rows(register, DoneAct)] == ["new"]


def at_once(*acts) -> list:
    """What each of these came to, begun together in threads; errors are told as they are."""
    told, gate = [None] * len(acts), threading.Barrier(len(acts))

    def run(number: int) -> None:
        gate.wait()
        try:
            told[number] = acts[number]()
        except BadQuestion as wrong:
            told[number] = wrong

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def test_two_at_once_with_one_key_are_one_act(register, desk_of, trail):
    recorder = desk_of(Role.OPERATOR)
    for round_ in range(8):
        key = f"round {round_}"
        told = at_once(*[lambda key=key: record_call(recorder, key=key, call=CALL)] * 4)
        assert sorted(done.repeated for done in told) == [False, True, True, True]
        assert len({done.record for done in told}) == 1
    assert len(rows(register, Call)) == len(rows(register, News)) == 8
    assert list(verify(register, trail)) == []


def test_many_at_once_with_keys_of_their_own_are_many_acts(register, desk_of, trail):
    recorder = desk_of(Role.OPERATOR)
    acts = [lambda n=n: record_call(recorder, key=f"{n}", call=CALL) for n in range(12)]
    told = at_once(*acts)
    assert not any(done.repeated for done in told)
    assert len({done.record for done in told}) == len(rows(register, Call)) == 12
    assert list(verify(register, trail)) == []


def test_a_case_is_opened_with_its_people_and_the_call_behind_it(register, desk_of):
    call = record_call(desk_of(Role.OPERATOR), key="1", call=CALL).record
    people = (
        Person(sex="female", age_min=14, age_max=16, citizenships=("PE", "PE", "BO")),
        Person(),
    )
    case = replace(CASE, call=call, victims=people, forms=("sexual", "unknown", "sexual"))
    done = open_case(desk_of(Role.CASE_WORKER), key="2", case=case)
    (kept,) = rows(register, Case)
    assert (kept["id"], kept["status"], kept["provenance"]) == (
        *(done.record, "reported"),
        "recorded",
    )
    assert kept["opened_on"] == START.date()
    code = kept["code"].removeprefix("TIP-").replace("-", "")
    assert code[-1] == check_character(code[:-1])
    assert [row["form"] for row in rows(register, CaseForm)] == ["sexual"]
    assert {row["case_id"] for row in rows(register, Victim)} == {done.record}
    assert sorted(row["country"] for row in rows(register, VictimCitizenship)) == ["BO", "PE"]
    assert len({row["rkey"] for row in (kept, *rows(register, Victim))}) == 3
    assert rows(register, Call)[0]["case_id"] == done.record
    wrong = refusal(open_case, desk_of(Role.CASE_WORKER), key="3", case=case)
    assert (wrong.code, wrong.facts["present"]) == (Code.CONFLICT, "linked")
    assert len(rows(register, Case)) == 1


def test_a_call_leads_to_one_case_however_many_open_one_at_once(register, desk_of):
    call = record_call(desk_of(Role.OPERATOR), key="1", call=CALL).record
    recorder, case = desk_of(Role.CASE_WORKER), replace(CASE, call=call)
    told = at_once(*[lambda n=n: open_case(recorder, key=f"case {n}", case=case) for n in range(4)])
    lost = [each.code for each in told if isinstance(each, BadQuestion)]
    assert lost == [Code.CONFLICT] * 3
    assert len(rows(register, Case)) == 1


#: change, code, field
WRONG_CASES = [
    ({"opened_on": dt.date(2006, 2, 28)}, Code.OUT_OF_RANGE, "openedOn"),
    ({"opened_on": START.date() + dt.timedelta(1)}, Code.OUT_OF_RANGE, "openedOn"),
    ({"register": "none"}, Code.UNKNOWN_VALUE, "register"),
    ({"forms": ("sexual", "x")}, Code.UNKNOWN_VALUE, "forms"),
    ({"legal_article": "1"}, Code.UNKNOWN_VALUE, "legalArticle"),
    ({"suspects_male": -1}, Code.OUT_OF_RANGE, "suspectsMale"),
    ({"victims": (Person(),) * 101}, Code.OUT_OF_RANGE, "victims"),
    ({"victims": (Person(sex="x"),)}, Code.UNKNOWN_VALUE, "sex"),
    ({"victims": (Person(age_min=17, age_max=16),)}, Code.OUT_OF_RANGE, "ageMax"),
    ({"victims": (Person(age_min=121),)}, Code.OUT_OF_RANGE, "ageMin"),
    ({"victims": (Person(citizenships=("XX",)),)}, Code.UNKNOWN_VALUE, "country"),
    ({"victims": (Person(origin_department="99"),)}, Code.UNKNOWN_UBIGEO, "originDepartment"),
    (
        {"victims": (Person(origin_department="17", origin_country="BO"),)},
        *(Code.UNKNOWN_VALUE, "originCountry"),
    ),
    ({"call": uuid7()}, Code.NOT_FOUND, "call"),
    ({"route_id": uuid7()}, Code.NOT_FOUND, "route"),
]


def test_a_case_that_cannot_be_is_refused_and_leaves_nothing(register, desk_of):
    for change, code, field in WRONG_CASES:
        case = replace(CASE, **change)
        wrong = refusal(open_case, desk_of(Role.CASE_WORKER), key="1", case=case)
        assert (wrong.code, wrong.facts["field"]) == (code, field)
        assert held(register) == 0


def walk(recorder, case, *statuses: str) -> None:
    for before, after in pairwise(statuses):
        step = Step(case=case, before=before, after=after, reason="se reabre")
        update_status(recorder, key=f"{before}-{after}", step=step)


def test_a_case_goes_through_the_procedure_and_its_steps_are_remembered(register, desk_of, clock):
    recorder = desk_of(Role.CASE_WORKER)
    case = open_case(recorder, key="1", case=CASE).record
    clock.forward(days=3)
    steps = "reported", "submitted", "investigated", "archived"
    walk(recorder, case, *steps)
    assert rows(register, Case)[0]["submitted_to_police_on"] == START.date() + dt.timedelta(3)
    silent = Step(case=case, before="archived", after="investigated")
    assert refusal(update_status, recorder, key="x", step=silent).code is Code.NEEDED
    walk(recorder, case, "archived", "investigated", "charged", "convicted")
    assert rows(register, Case)[0]["status"] == "convicted"
    kept = rows(register, CaseStatusChange)
    assert {(row["from_status"], row["to_status"]) for row in kept} == {
        *pairwise(steps),
        *(("archived", "investigated"), ("investigated", "charged"), ("charged", "convicted")),
    }
    assert {row["changed_by"] for row in kept} == {"rosa"}


def test_only_steps_of_the_procedure_may_be_taken(register, desk_of):
    recorder = desk_of(Role.CASE_WORKER)
    case = open_case(recorder, key="1", case=CASE).record
    column = columns_of(Case)
    for before in CASE_STATUSES.codes:
        for after in CASE_STATUSES.codes:
            with register.writing() as connection:
                here = sa.update(Case).where(column.id == case)
                connection.execute(here.values(status=before))
            step = Step(case=case, before=before, after=after, reason="por oficio")
            if after in STEPS.get(before, ()):
                update_status(recorder, key=f"{before} {after}", step=step)
            else:
                wrong = refusal(update_status, recorder, key=f"{before} {after}", step=step)
                assert wrong.code is Code.NOT_A_NEXT_STEP
                assert rows(register, Case)[0]["status"] == before


def test_whoever_knew_another_status_is_told_the_present_one_and_nothing_is_lost(register, desk_of):
    recorder = desk_of(Role.CASE_WORKER)
    case = open_case(recorder, key="1", case=CASE).record
    wanted = ("submitted", "archived", "not_trafficking")
    told = at_once(
        *(
            lambda after=after: update_status(
                recorder, key=after, step=Step(case=case, before="reported", after=after)
            )
            for after in wanted
        )
    )
    present = rows(register, Case)[0]["status"]
    lost = [each for each in told if isinstance(each, BadQuestion)]
    assert len(lost) == 2
    assert {(each.code, each.facts["present"]) for each in lost} == {(Code.CONFLICT, present)}
    assert [row["to_status"] for row in rows(register, CaseStatusChange)] == [present]


#: change, code
WRONG_STEPS = [
    ({"case": uuid7()}, Code.NOT_FOUND),
    ({"before": "lost"}, Code.UNKNOWN_VALUE),
    ({"on": START.date() - dt.timedelta(1)}, Code.OUT_OF_RANGE),
    ({"on": START.date() + dt.timedelta(1)}, Code.OUT_OF_RANGE),
    ({"reason": "llamar al 987654321"}, Code.IDENTIFYING_DATA),
    ({"reason": "x" * 201}, Code.UNSUITABLE_TEXT),
]


def test_a_step_that_cannot_be_is_refused(register, desk_of):
    for change, code in WRONG_STEPS:
        recorder = desk_of(Role.CASE_WORKER)
        case = open_case(recorder, key="1", case=CASE).record
        step = replace(Step(case=case, before="reported", after="submitted"), **change)
        assert refusal(update_status, recorder, key="2", step=step).code is code
        assert rows(register, CaseStatusChange) == []


def test_a_case_joined_into_another_takes_no_step(register, desk_of):
    recorder = desk_of(Role.CASE_WORKER)
    kept, joined = (open_case(recorder, key=key, case=CASE).record for key in "ab")
    column = columns_of(Case)
    with register.writing() as connection:
        connection.execute(sa.update(Case).where(column.id == joined).values(merged_into=kept))
    step = Step(case=joined, before="reported", after="submitted")
    wrong = refusal(update_status, recorder, key="c", step=step)
    assert (wrong.code, wrong.facts["present"]) == (Code.CONFLICT, "merged")


def test_a_referral_waits_for_one_answer_at_a_time(register, desk_of, clock):
    known = there(desk_of)
    worker, recipient = desk_of(Role.CASE_WORKER), desk_of(Role.RECIPIENT, institution="MP")
    handed = NewReferral(institution="MP", case=known["case"])
    wrong = refusal(submit_referral, worker, key="2", referral=handed)
    assert (wrong.code, wrong.facts["present"]) == (Code.CONFLICT, "sent")
    clock.forward(hours=2)
    arrived = clock.now - dt.timedelta(hours=1)
    answered = Answered(referral=known["referral"], answer=Answer.ACCEPT, police_arrived_at=arrived)
    answer_referral(recipient, key="3", answered=answered)
    (row,) = rows(register, Referral)
    assert (row["outcome"], row["police_arrived_at"]) == ("accepted", arrived)
    assert row["received_at"] == clock.now
    late = replace(answered, answer=Answer.DECLINE)
    wrong = refusal(answer_referral, recipient, key="4", answered=late)
    assert (wrong.code, wrong.facts["present"]) == (Code.CONFLICT, "accepted")
    assert not submit_referral(worker, key="5", referral=handed).repeated


def test_the_same_call_is_handed_over_once_however_many_do_at_once(register, desk_of):
    known = there(desk_of)
    handed = NewReferral(institution="CHS", call=known["call"])
    recorder = desk_of(Role.OPERATOR)
    told = at_once(
        *[lambda n=n: submit_referral(recorder, key=f"{n}", referral=handed) for n in range(4)]
    )
    lost = [each.code for each in told if isinstance(each, BadQuestion)]
    assert lost == [Code.CONFLICT] * 3
    assert len(rows(register, Referral)) == 2


def test_another_institutions_referral_is_not_there(register, desk_of):
    known = there(desk_of)
    answered = Answered(referral=known["referral"], answer=Answer.DECLINE)
    for institution in ("CHS", None):
        stranger = desk_of(Role.RECIPIENT, institution=institution)
        wrong = refusal(answer_referral, stranger, key="1", answered=answered)
        assert wrong.code is Code.NOT_FOUND
    assert rows(register, Referral)[0]["outcome"] == "sent"
    assert events(register)[-1] == (
        *("rosa", "answer_referral", str(known["referral"])),
        *(0, False),
    )


def test_a_referral_is_of_one_thing_that_is_there_and_may_be_read(register, desk_of):
    known = there(desk_of)
    operator, worker = desk_of(Role.OPERATOR), desk_of(Role.CASE_WORKER)
    both = NewReferral(institution="CHS", call=known["call"], case=known["case"])
    for handed, code in (
        (both, Code.ONE_OF_THEM),
        (NewReferral(institution="CHS"), Code.ONE_OF_THEM),
        (NewReferral(institution="CHS", call=known["case"]), Code.NOT_FOUND),
        (NewReferral(institution="NADIE", call=known["call"]), Code.NOT_FOUND),
    ):
        assert refusal(submit_referral, worker, key="1", referral=handed).code is code
    of_case = NewReferral(institution="CHS", case=known["case"])
    with pytest.raises(Refused):
        submit_referral(operator, key="1", referral=of_case)
    assert len(rows(register, Referral)) == 1


def test_nobody_opens_a_referral_before_it_is_sent_nor_tomorrow(register, desk_of, clock):
    known = there(desk_of)
    recipient = desk_of(Role.RECIPIENT, institution="MP")
    for name, hours in product(("received_at", "police_arrived_at"), (-2, 2)):
        moment = {name: clock.now + dt.timedelta(hours=hours)}
        answered = Answered(referral=known["referral"], answer=Answer.ACCEPT, **moment)
        wrong = refusal(answer_referral, recipient, key="1", answered=answered)
        assert wrong.code is Code.OUT_OF_RANGE
    assert rows(register, Referral)[0]["outcome"] == "sent"


def test_trainings_and_campaigns_are_kept_as_they_were_told(register, desk_of):
    monitor = desk_of(Role.MONITOR)
    record_training(monitor, key="1", training=replace(TRAINING, institution="CHS", hours=1.5))
    record_campaign(monitor, key="2", campaign=replace(CAMPAIGN, ends_on=dt.date(2026, 4, 1)))
    (training,), (campaign,) = rows(register, Training), rows(register, Campaign)
    assert (training["participants"], training["participants_bound"]) == (31, "exact")
    assert (training["dated"], training["institution"]) == ("2026-02-03", "CHS")
    assert (campaign["provenance"], campaign["reach"]) == ("recorded", None)


#: act, given, code
WRONG_OUTREACH = [
    (record_training, replace(TRAINING, topic=""), Code.UNSUITABLE_TEXT),
    (record_training, replace(TRAINING, topic="a\x00b"), Code.UNSUITABLE_TEXT),
    (record_training, replace(TRAINING, place="Av. Grau 123"), Code.IDENTIFYING_DATA),
    (record_training, replace(TRAINING, participants=-1), Code.OUT_OF_RANGE),
    (record_training, replace(TRAINING, hours=float("nan")), Code.OUT_OF_RANGE),
    (record_training, replace(TRAINING, held_on=dt.date(2026, 3, 2)), Code.OUT_OF_RANGE),
    (record_training, replace(TRAINING, institution="NADIE"), Code.NOT_FOUND),
    (record_campaign, replace(CAMPAIGN, ends_on=dt.date(2026, 1, 1)), Code.REVERSED_RANGE),
    (record_campaign, replace(CAMPAIGN, cost_pen=-0.01), Code.OUT_OF_RANGE),
    (record_campaign, replace(CAMPAIGN, name="ana@example.pe"), Code.IDENTIFYING_DATA),
]


def test_what_was_not_taught_or_campaigned_is_refused(register, desk_of):
    for act, given, code in WRONG_OUTREACH:
        name = "training" if act is record_training else "campaign"
        assert refusal(act, desk_of(Role.MONITOR), key="1", **{name: given}).code is code
        assert held(register) == 0


def test_a_route_is_kept_with_its_stops_its_evidence_and_what_follows(register, desk_of):
    worker = desk_of(Role.CASE_WORKER)
    done = record_route(worker, key="1", route=ROUTE)
    (route,) = rows(register, Route)
    assert (route["id"], route["provenance"], route["scope"]) == (
        done.record,
        "recorded",
        "outbound",
    )
    assert (route["grade"], route["corroboration"]) == ("B", 2)
    assert (route["name"], route["code"][:4]) == ("Iquitos – Ecuador", "RUT-")
    legs = sorted(rows(register, Leg), key=lambda leg: leg["position"])
    assert [leg["role"] for leg in legs] == ["origin", "transit", "destination"]
    assert [leg["exploited_here"] for leg in legs] == [None, True, None]
    places = {row["id"]: (row["name"], row["precision"]) for row in rows(register, Place)}
    assert [places[leg["place_id"]] for leg in legs] == [
        ("Iquitos", "town"),
        ("Nauta", "town"),
        ("Ecuador", "country"),
    ]
    assert {row["grade"] for row in rows(register, Evidence)} == {"B", "D"}
    record_route(worker, key="2", route=ROUTE)
    assert len(rows(register, Place)) == 3
    case = replace(CASE, route_id=done.record, department="abroad")
    open_case(worker, key="3", case=case)
    (kept,) = rows(register, Case)
    assert (kept["destination"], kept["route_from"], kept["route_to"]) == ("outbound", "16", "EC")


#: change, code, field
WRONG_ROUTES = [
    ({"stops": ROUTE.stops[:1]}, Code.TOO_FEW_STOPS, "stops"),
    ({"stops": ROUTE.stops[1:]}, Code.STOP_OUT_OF_ROLE, "role"),
    (
        {"stops": (replace(ROUTE.stops[0], town="Jr. Lima 123"), ROUTE.stops[2])},
        Code.IDENTIFYING_DATA,
        "town",
    ),
    (
        {"stops": (replace(ROUTE.stops[0], first_seen=dt.date(2026, 3, 2)), ROUTE.stops[2])},
        Code.OUT_OF_RANGE,
        "firstSeen",
    ),
    ({"form": "slavery"}, Code.UNKNOWN_VALUE, "form"),
    ({"note": "llamar al 999 888 777"}, Code.IDENTIFYING_DATA, "note"),
    (
        {"evidence": (replace(ROUTE.evidence[0], source_type="rumour"),)},
        Code.UNKNOWN_VALUE,
        "sourceType",
    ),
    (
        {"evidence": (replace(ROUTE.evidence[0], publisher=" "),)},
        Code.UNSUITABLE_TEXT,
        "publisher",
    ),
    (
        {"evidence": (replace(ROUTE.evidence[0], source="DNI 12345678"),)},
        Code.IDENTIFYING_DATA,
        "source",
    ),
    ({"evidence": ROUTE.evidence * 26}, Code.OUT_OF_RANGE, "evidence"),
]


def test_what_is_no_route_is_refused_and_nothing_is_kept(register, desk_of):
    for change, code, field in WRONG_ROUTES:
        wrong = refusal(
            record_route, desk_of(Role.CASE_WORKER), key="1", route=replace(ROUTE, **change)
        )
        assert (wrong.code, wrong.facts["field"]) == (code, field)
        assert held(register) == 0
