"""Commands for accounts, agreements, tokens and the audit trail."""

from tests.commands import run, run_apart


def test_accounts_agreements_and_tokens(tmp_path):
    home = tmp_path / "home"
    made = run(
        home,
        "user",
        "add",
        "rosa",
        "--role",
        "case_worker",
        "--password-stdin",
        given="una clave larga\n",
    )
    assert "otpauth://totp/Yanapay:rosa" in made.stdout
    assert run(home, "user", "role", "rosa", "--role", "operator").returncode == 0
    assert run(home, "user", "disable", "nadie").returncode == 1
    signed = tmp_path / "agreement.pdf"
    signed.write_bytes(b"signed")
    agreement = ["agreement", "add", "CHS-1", "--partner", "CHS", "--purpose", "study"]
    dates = ["--from", "2026-01-01", "--to", "2030-12-31", "--signed", str(signed)]
    assert run(home, *agreement, *dates).returncode == 0
    token = ["token", "create", "--role", "partner", "--agreement", "CHS-1", "--days", "30"]
    made_token = run(home, *token)
    text = made_token.stdout.splitlines()[-1]
    assert text.startswith("ynp_")
    assert len(text) == 56
    assert run(home, "token", "revoke", text[4:12]).returncode == 0
    assert run(home, "token", "revoke", text[4:12]).returncode == 1
    assert run(home, "token", "create", "--role", "partner", "--days", "3").returncode == 1
    too_long = run(home, "token", "create", "--role", "monitor", "--days", "400")
    assert too_long.returncode == 1
    assert "400" in too_long.stderr


def test_the_audit_trail_is_verified_and_a_fault_is_exit_1(tmp_path):
    import sqlite3

    home = tmp_path / "home"
    assert "whole: 0 rows" in run(home, "audit", "verify").stdout
    register = home / "register" / "register.sqlite"
    with sqlite3.connect(register) as connection:
        connection.execute("UPDATE audit_head SET number = 3, mac = 'x'")
    connection.close()
    done = run(home, "audit", "verify")
    assert done.returncode == 1
    assert "rows 1 to 3 are missing" in done.stderr


def test_keys_are_rotated_and_every_act_of_the_console_is_written_down(tmp_path):
    import sqlite3

    home = tmp_path / "home"
    assert run(home, "rotate-keys").returncode == 0
    assert [p.name for p in (home / "keys").glob("seal-*")] == ["seal-2.key"]
    missing = run(home, "erase", "TIP-NONE")
    assert missing.returncode == 1
    assert "Traceback" not in missing.stderr
    wrong = run(
        home,
        "user",
        "add",
        "rosa@correo.pe",
        "--role",
        "planner",
        "--password-stdin",
        given="una clave larga\n",
    )
    assert wrong.returncode == 1
    assert "seems to identify a person" in wrong.stderr
    made = ["agreement", "add", "CHS-1", "--partner", "CHS", "--purpose", "study"]
    signed = tmp_path / "signed.pdf"
    signed.write_bytes(b"signed")
    dates = ["--from", "2026-01-01", "--to", "2030-12-31", "--signed", str(signed)]
    assert run(home, *made, *dates).returncode == 0
    with sqlite3.connect(home / "register" / "register.sqlite") as register:
        told = register.execute("SELECT action, subject, allowed FROM audit_event ORDER BY number")
        assert told.fetchall() == [
            ("rotate_keys", "seal key 2", 1),
            ("erase_notes", "TIP-NONE", 0),
            ("manage_access", "agreement add CHS-1", 1),
        ]
    register.close()


def test_an_interrupted_rotation_is_finished_by_the_same_command(tmp_path):
    from app import keys

    home = tmp_path / "home"
    assert run(home, "check").returncode in (0, 1)
    keys.load_or_make(home / "keys")
    keys.add_seal_key(home / "keys")
    assert run(home, "rotate-keys").returncode == 0
    assert [p.name for p in (home / "keys").glob("seal-*")] == ["seal-2.key"]


def test_what_is_open_is_listed_without_secrets_and_closed(tmp_path):
    home = tmp_path / "home"
    made = run(home, "token", "create", "--role", "operator", "--only", "read_calls", "--days", "9")
    secret = made.stdout.splitlines()[-1]
    tokens = run_apart(home, "token", "list", COLUMNS="200").stdout
    assert secret[4:12] in tokens
    assert secret[13:] not in tokens
    assert "read_calls" in tokens
    revoked = run(home, "token", "revoke", secret[4:12])
    assert revoked.returncode == 0
    assert len(run_apart(home, "token", "list", COLUMNS="200").stdout) > len(tokens)
    beyond = run(
        home, "token", "create", "--role", "monitor", "--only", "read_calls", "--days", "9"
    )
    assert beyond.returncode == 1
    assert "read_calls" in beyond.stderr
    link = run(home, "sign-in", "--role", "planner")
    assert link.returncode == 0
    assert run(home, "session", "list").returncode == 0
    assert run(home, "session", "end", "nadie").returncode == 1
    assert "name" in run(home, "user", "list").stdout


def test_an_account_is_tied_to_a_subject_of_the_provider_and_untied(tmp_path):
    import sqlite3

    home = tmp_path / "home"
    provider = {
        "YANAPAY_OIDC_ISSUER": "https://id.example",
        "YANAPAY_OIDC_CLIENT_ID": "yanapay",
        "YANAPAY_OIDC_CLIENT_SECRET": "secret",
    }
    for name in ("rosa", "luis"):
        run(
            home,
            "user",
            "add",
            name,
            "--role",
            "planner",
            "--password-stdin",
            given="una clave larga\n",
        )
    link = ["user", "link", "rosa", "--subject", "subject-1"]
    without = run(home, *link)
    assert (without.returncode, "YANAPAY_OIDC_ISSUER" in without.stderr) == (2, True)
    assert "https://id.example" in run(home, *link, **provider).stdout
    taken = run(home, "user", "link", "luis", "--subject", "subject-1", **provider)
    assert taken.returncode == 1
    assert len(taken.stderr.splitlines()) == 1
    assert run(home, "user", "link", "nadie", "--subject", "s", **provider).returncode == 1
    assert run(home, "user", "unlink", "rosa").returncode == 0
    assert run(home, "user", "unlink", "rosa").returncode == 1
    with sqlite3.connect(home / "register" / "register.sqlite") as register:
        told = register.execute("SELECT subject FROM audit_event ORDER BY number").fetchall()
    register.close()
    assert [subject for (subject,) in told[2:]] == ["user link rosa", "user unlink rosa"]
