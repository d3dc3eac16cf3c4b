"""The container holds what serving needs, and nothing in it has a password of its own."""

import re
from pathlib import Path


def test_the_image_leaves_out_history_tests_and_whatever_was_made_here():
    left_out = set(Path(".dockerignore").read_text("utf-8").splitlines())
    assert {".git", ".venv", "var", "tests", "benchmarks"} <= left_out
    image = Path("Dockerfile").read_text("utf-8")
    assert "USER yanapay" in image
    assert "--require-hashes -r requirements/serve.txt" in image
    assert "test.txt" not in image


def test_no_password_stands_in_the_files_of_the_container():
    compose = Path("compose.yaml").read_text("utf-8")
    given = re.findall(r"PASSWORD: (.+)|://\w+:([^@]+)@", compose)
    assert len(given) == 2
    for stated in (first or second for first, second in given):
        assert re.fullmatch(r"\$\{YANAPAY_DATABASE_PASSWORD(:\?[^}]*)?\}", stated)
    assert "${YANAPAY_DATABASE_PASSWORD:?" in compose
    assert not re.search(r"(?i)(password|secret|key)=", Path("Dockerfile").read_text("utf-8"))
