"""The register's tables are the same on both engines, and SQLite keeps what was committed."""

import datetime as dt
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from core.errors import BadQuestion, Code, Unavailable
from core.register.columns import Instant, uuid7
from core.register.database import Register
from core.register.schema import METADATA
from tests.postgres import carried_binaries, start_server


def test_migrations_make_every_table_and_can_be_run_again(engine_url: str):
    register = Register(engine_url)
    register.migrate()
    register.migrate()
    made = set(sa.inspect(register.engine).get_table_names())
    assert set(METADATA.tables) | {"alembic_version"} == made
    register.close()


def test_the_server_a_wheel_carries_is_as_good(tmp_path):
    """Where a machine has no PostgreSQL of its own, make test still has one."""
    with start_server(tmp_path, carried_binaries()) as server, server.database() as url:
        register = Register(url)
        register.migrate()
        assert len(sa.inspect(register.engine).get_table_names()) > 10
        register.close()


def test_models_and_migrations_do_not_drift(engine_url: str):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    register = Register(engine_url)
    register.migrate()
    with register.reading() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, METADATA) == []
    register.close()


def test_a_failure_tells_no_values_to_the_log(engine_url: str):
    register = Register(engine_url)
    register.migrate()
    question = sa.select(sa.literal("geheim")).select_from(sa.table("nothing"))
    with pytest.raises(sa.exc.DBAPIError) as failed, register.reading() as connection:
        connection.execute(question)
    assert "nothing" in str(failed.value)
    assert "geheim" not in str(failed.value)
    register.close()


def test_a_text_that_postgresql_cannot_hold_is_a_bad_question(postgres):
    with postgres.database() as url:
        register = Register(url)
        with pytest.raises(BadQuestion) as wrong, register.reading() as connection:
            connection.execute(sa.select(sa.literal("a\0b")))
        assert wrong.value.code is Code.MALFORMED_TEXT
        register.close()


def test_writers_of_a_process_take_turns_and_whoever_waits_too_long_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr("core.register.database._WAIT_SECONDS", 0.05)
    register = Register(f"sqlite:///{tmp_path / 'r.sqlite'}")

    def write() -> Code | None:
        try:
            with register.within(5).noting() as connection:
                connection.exec_driver_sql("SELECT 1")
        except Unavailable as busy:
            return busy.code
        return None

    with ThreadPoolExecutor(4) as threads:
        with register.noting():
            assert threads.submit(write).result() is Code.BUSY
        assert [each.result() for each in [threads.submit(write) for _ in range(20)]] == [None] * 20
    register.close()


def test_sqlite_is_set_to_lose_nothing(tmp_path):
    register = Register(f"sqlite:///{tmp_path / 'r.sqlite'}")
    with register.reading() as connection:
        said = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert said == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 5000,
    }
    register.close()


def test_a_moment_without_a_zone_is_refused():
    naive = dt.datetime(2008, 1, 1)  # noqa: DTZ001
    dialect = sa.create_engine("sqlite://").dialect
    with pytest.raises(ValueError, match="time zone"):
        Instant().process_bind_param(naive, dialect)


def test_ids_are_version_7_and_run_with_time():
    early, late = uuid7(1_000), uuid7(2_000)
    assert early.version == late.version == 7
    assert early.variant == "specified in RFC 4122"
    assert early < late


def test_a_register_in_use_is_brought_up_to_date_and_loses_nothing(engine_url: str):
    """From revision 0005, with people who refer to each other and cases with routes."""
    register = Register(engine_url)
    register.migrate("0005")
    account, route, first, last = (uuid7() for _ in range(4))
    now = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    with register.noting() as connection:  # it has no versions yet
        rows = {
            "account": [
                {
                    "id": account,
                    "name": "ana",
                    "role": "operator",
                    "password_hash": "-",
                    "totp_last_step": 0,
                    "created_at": now,
                }
            ],
            "recovery_code": [{"code_hash": "x", "account_id": account}],
            "institution": [
                {
                    "acronym": "MP",
                    "name": "-",
                    "kind": "-",
                    "role": "",
                    "source": "",
                    "certainty": "-",
                }
            ],
            "place": [
                {
                    "id": first,
                    "name": "Puno",
                    "country": "PE",
                    "department": "21",
                    "border_point": False,
                },
                {"id": last, "name": "La Paz", "country": "BO", "border_point": False},
            ],
            "route": [
                {
                    "id": route,
                    "provenance": "synthetic",
                    "code": "R",
                    "name": "",
                    "form": "sexual",
                    "scope": "outbound",
                    "note": "",
                }
            ],
            "leg": [
                {
                    "id": uuid7(),
                    "route_id": route,
                    "position": at,
                    "role": role,
                    "place_id": place,
                    "mode": "road",
                }
                for at, role, place in ((1, "origin", first), (2, "destination", last))
            ],
        }
        old = sa.MetaData()
        old.reflect(connection)
        for name, values in rows.items():
            for row in values:
                kept = {c: _stored(v, engine_url) for c, v in row.items()}
                connection.execute(old.tables[name].insert(), [kept])
        connection.execute(old.tables["case"].insert(), [_case(old, route, engine_url)])
    register.migrate()
    with register.reading() as connection:
        told = connection.exec_driver_sql('SELECT route_from, route_to FROM "case"').one()
        codes = connection.exec_driver_sql("SELECT count(*) FROM recovery_code").scalar()
    assert tuple(told) == ("21", "BO")
    assert codes == 1
    register.close()


def _stored(value, url: str):
    """As the columns of SQLite hold it: reflected tables know no types of ours."""
    if not url.startswith("sqlite"):
        return value
    if isinstance(value, uuid.UUID):
        return value.hex
    return value.replace(tzinfo=None) if isinstance(value, dt.datetime) else value


def _case(old, route, url: str):
    given = {
        "id": uuid7(),
        "rkey": 1,
        "opened_on": dt.date(2010, 1, 1),
        "route_id": route,
        "code": "TIP",
        "reporting_institution": "MP",
        "destination": "outbound",
    }
    counts = {c.name: 0 for c in old.tables["case"].columns if c.name.startswith("suspects")}
    missing = {c.name: "-" for c in old.tables["case"].columns if not c.nullable}
    return {**missing, **counts, **{k: _stored(v, url) for k, v in given.items()}}
