"""A wrong setting is one sentence that names it."""

import pytest

from app.settings import Mode, WrongSetting, read
from identity.registration import Registration


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
        ("YANAPAY_CORS_ORIGINS", "*"),
        ("YANAPAY_CORS_ORIGINS", "https://*.example"),
        ("YANAPAY_CORS_ORIGINS", "http://ngo.example"),
        ("YANAPAY_CORS_ORIGINS", "https://ngo.example/page"),
        ("YANAPAY_CORS_ORIGINS", "https://ngo.example,null"),
        ("YANAPAY_POINTS_SIGNED_IN", "many"),
        ("YANAPAY_POINTS_SIGNED_IN", "99999"),
        ("YANAPAY_POINTS_STRANGERS", "1000000001"),
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


OIDC = {
    "YANAPAY_OIDC_ISSUER": "https://id.example/realms/a",
    "YANAPAY_OIDC_CLIENT_ID": "yanapay",
    "YANAPAY_OIDC_CLIENT_SECRET": "a secret",
}


def test_a_provider_of_identities_is_an_option(tmp_path):
    assert read({}).provider is None
    assert read(OIDC).provider == Registration("https://id.example/realms/a", "yanapay", "a secret")
    assert "a secret" not in repr(read(OIDC))
    (tmp_path / "secret").write_text("from a file\n")
    named = {**OIDC, "YANAPAY_OIDC_CLIENT_SECRET_FILE": str(tmp_path / "secret")}
    del named["YANAPAY_OIDC_CLIENT_SECRET"]
    assert read(named).provider.secret == "from a file"


@pytest.mark.parametrize("left_out", OIDC)
def test_the_settings_of_a_provider_go_together(left_out):
    with pytest.raises(WrongSetting, match=f"{left_out}.*all three or none"):
        read({**OIDC, left_out: ""})


@pytest.mark.parametrize(
    "issuer",
    [
        *(
            "http://id.example",
            "ftp://id.example",
            "id.example",
            "https://",
            "https://a:b@id.example",
        ),
        *(
            "https://id.example/?a=b",
            "https://id.example/#a",
            "https://id.example:x",
            "http://[::1",
        ),
        *("http://127.0.0.1.id.example", "https://id.example/" + "a" * 255),
    ],
)
def test_a_provider_is_asked_over_tls_or_on_this_machine_alone(issuer):
    with pytest.raises(WrongSetting, match="YANAPAY_OIDC_ISSUER must be an https address"):
        read({**OIDC, "YANAPAY_OIDC_ISSUER": issuer})


@pytest.mark.parametrize("issuer", ["http://127.0.0.1:1", "http://[::1]:1", "http://localhost/a"])
def test_a_provider_on_this_machine_needs_no_tls(issuer):
    assert read({**OIDC, "YANAPAY_OIDC_ISSUER": issuer}).provider.issuer == issuer


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"YANAPAY_OIDC_CLIENT_SECRET_FILE": "x"}, "one only"),
        ({"YANAPAY_OIDC_CLIENT_SECRET": "clave ñ"}, "printable ASCII"),
        ({"YANAPAY_OIDC_CLIENT_SECRET": "", "YANAPAY_OIDC_CLIENT_SECRET_FILE": "no/such"}, "read"),
        (
            {"YANAPAY_OIDC_CLIENT_SECRET": "", "YANAPAY_OIDC_CLIENT_SECRET_FILE": "/dev/null"},
            "line",
        ),
    ],
)
def test_a_secret_that_cannot_be_used_is_not_repeated(changes, said):
    with pytest.raises(WrongSetting, match=f"YANAPAY_OIDC_CLIENT_SECRET.*{said}") as wrong:
        read({**OIDC, **changes})
    assert "clave" not in str(wrong.value)


def test_a_public_server_reads_nothing_of_a_provider():
    assert read({"YANAPAY_OIDC_ISSUER": "nonsense"}, public=True).provider is None
    assert read(OIDC, public=True).provider is None


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
