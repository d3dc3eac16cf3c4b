"""A wrong setting is one sentence that names it."""

import pytest

from app.settings import Mode, WrongSetting, read


def test_defaults_keep_everything_in_var(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    settings = read({})
    assert settings.home == tmp_path / "var"
    assert settings.address == "http://127.0.0.1:8000"
    assert settings.database_url == f"sqlite:///{tmp_path}/var/register/register.sqlite"
    assert settings.loopback


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("YANAPAY_PORT", "http"),
        ("YANAPAY_PORT", "0"),
        ("YANAPAY_PORT", "70000"),
        ("YANAPAY_PORT", "٨٠"),
        ("YANAPAY_HOST", "example.org"),
        ("YANAPAY_DATABASE_URL", "mysql://x/y"),
        ("YANAPAY_DATABASE_URL", "not an address"),
        ("YANAPAY_DATABASE_URL", "sqlite://"),
        ("YANAPAY_TRUSTED_PROXY", "proxy.example"),
        ("YANAPAY_MODE", "production"),
        ("YANAPAY_SEAL_KEYS", "1:short"),
        ("YANAPAY_SEAL_KEYS", "0:" + "a" * 64),
        ("YANAPAY_SEAL_KEYS", "1:" + "a" * 64 + ",1:" + "b" * 64),
    ],
)
def test_a_wrong_setting_is_named(name: str, value: str):
    with pytest.raises(WrongSetting, match=name):
        read({name: value})


def test_a_home_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(WrongSetting, match="YANAPAY_HOME"):
        read({"YANAPAY_HOME": str(tmp_path / "file")})


def test_other_hosts_are_not_loopback():
    assert not read({"YANAPAY_HOST": "0.0.0.0"}).loopback
    assert read({"YANAPAY_HOST": "::1"}).address == "http://[::1]:8000"
    assert read({"YANAPAY_HOST": "localhost"}).loopback


def test_postgresql_is_reached_through_the_driver_we_ship():
    url = read({"YANAPAY_DATABASE_URL": "postgresql://a:b@127.0.0.1/c"}).database_url
    assert url == "postgresql+psycopg://a:b@127.0.0.1/c"


@pytest.mark.parametrize(
    ("given", "mode"),
    [
        ({}, Mode.DEVELOPMENT),
        ({"YANAPAY_MODE": "service"}, Mode.SERVICE),
        ({"YANAPAY_HOST": "0.0.0.0"}, Mode.SERVICE),
        ({"YANAPAY_TRUSTED_PROXY": "127.0.0.1"}, Mode.SERVICE),
    ],
)
def test_development_is_for_this_machine_alone(given, mode):
    assert read(given).mode is mode
    if mode is Mode.SERVICE and "YANAPAY_MODE" not in given:
        with pytest.raises(WrongSetting, match="YANAPAY_MODE"):
            read({**given, "YANAPAY_MODE": "development"})
