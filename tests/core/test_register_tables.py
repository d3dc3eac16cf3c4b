"""The register's tables are the same on both engines, and SQLite keeps what was committed."""

import datetime as dt

import pytest
import sqlalchemy as sa

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
