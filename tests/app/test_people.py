"""Commands for accounts, agreements, tokens and the audit trail."""

import subprocess
from pathlib import Path

from tests.app.test_command import YANAPAY, run


def test_accounts_agreements_and_tokens(tmp_path):
    home = tmp_path / "home"
    made = subprocess.run(
        [YANAPAY, "user", "add", "rosa", "--role", "case_worker", "--password-stdin"],
        input="una clave larga\n",
        env={"YANAPAY_HOME": str(home), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
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
        connection.execute("INSERT INTO audit_head VALUES (1, 3, 'x')")
    connection.close()
    done = run(home, "audit", "verify")
    assert done.returncode == 1
    assert "rows 1 to 3 are missing" in done.stderr
    assert Path(YANAPAY).exists()
