"""Rules that keep the walls up: what no module but the right one may do."""

import ast
import re
from pathlib import Path

ROOMS = ("app", "api", "core", "geo", "identity", "seeds", "web")
MODULES = sorted(path for room in ROOMS for path in Path(room).rglob("*.py"))


def test_nothing_switches_the_escaping_of_templates_off():
    for path in Path("web/templates").rglob("*.html"):
        assert not re.search(r"\|\s*safe\b|autoescape", path.read_text("utf-8")), path
    for path in Path("web").rglob("*.py"):
        assert "Markup" not in path.read_text("utf-8"), path


def test_sql_is_written_as_expressions_and_never_put_together_from_text():
    """Bulk loading quotes names through the engine's own preparer; nothing else writes text."""
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name == "text" and any(
                isinstance(a, ast.Constant | ast.JoinedStr) for a in node.args
            ):
                raise AssertionError(f"{path}:{node.lineno} text SQL")
            runs = name in ("execute", "executemany", "exec_driver_sql", "copy")
            if runs and node.args and isinstance(node.args[0], ast.JoinedStr):
                assert path == Path("core/register/bulk.py"), f"{path}:{node.lineno}"


def test_only_the_release_ever_holds_exact_counts():
    allowed = {"core/release", "app", "benchmarks"}
    for path in MODULES:
        text = path.read_text("utf-8")
        if re.search(r"from core\.release\.(count|protect) import", text):
            assert any(str(path).startswith(room) for room in allowed), path


def test_records_are_read_by_the_desk_and_the_release_alone():
    readers = {"core/desk", "core/release", "core/register", "core/access", "seeds", "app"}
    for path in MODULES:
        if "core.register" in path.read_text("utf-8"):
            assert any(str(path).startswith(room) for room in readers), path


def test_record_keys_never_leave_the_register_and_the_release():
    allowed = {"core/register", "core/release", "seeds"}
    for path in MODULES:
        if re.search(r"\brkey\b", path.read_text("utf-8")):
            assert any(str(path).startswith(room) for room in allowed), path


def test_no_secret_is_compared_in_a_time_that_tells():
    for path in [*Path("core/access").glob("*.py"), Path("web/sign_in.py")]:
        for line in path.read_text("utf-8").splitlines():
            assert not re.search(r"(secret|token|code)_?(hash)? == ", line), f"{path}: {line}"
