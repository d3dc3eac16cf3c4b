"""Rules that keep the walls up, each tried on what it must catch and on the whole tree."""

import ast
from pathlib import Path

import pytest

from tests.house import rules
from tests.house.rules import Rule

ROOMS = ("app", "api", "core", "geo", "identity", "seeds", "web")
MODULES = [path for room in ROOMS for path in sorted(Path(room).rglob("*.py"))]
TEMPLATES = sorted(Path("web/templates").rglob("*.html"))

#: Bulk loading quotes names through the engine's own preparer; nothing else writes SQL as text.
QUOTES_NAMES = Path("core/register/bulk.py")

#: Files are written by a process of their own; nothing else starts one.
STARTS_A_PROCESS = Path("web/writers/process.py")


def faults(rule: Rule, *besides: Path) -> list[str]:
    paths = [path for path in MODULES if path not in besides]
    return [fault for path in paths for fault in rule(str(path), path.read_text("utf-8"))]


def caught(rule: Rule, path: str, text: str) -> bool:
    return list(rule(path, text)) != []


def test_there_is_something_to_read():
    assert len(MODULES) > 100
    assert len(TEMPLATES) > 15


def test_nothing_switches_the_escaping_of_templates_off():
    assert faults(rules.escaping_stays_on) == []
    for path in TEMPLATES:
        assert list(rules.escaping_stays_on(str(path), path.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("web/templates/x.html", "{{ name | safe }}"),
        ("web/templates/x.html", "{{ name|upper|safe }}"),
        ("web/templates/x.html", "{% filter safe %}{{ name }}{% endfilter %}"),
        ("web/templates/x.html", "{% autoescape\n false %}{{ name }}{% endautoescape %}"),
        ("web/x.py", "from markupsafe import Markup"),
        ("web/x.py", "import markupsafe\nmarkupsafe.Markup('<b>')"),
        ("web/x.py", "class X:\n    def __html__(self): return 'x'"),
        ("web/x.py", "Environment(loader=x)"),
        ("web/x.py", "jinja2.Environment(autoescape=wanted)"),
        ("web/x.py", "templates().from_string(given)"),
    ],
)
def test_escaping_switched_off_is_caught(path, text):
    assert caught(rules.escaping_stays_on, path, text)


def test_what_changes_records_changes_their_version():
    assert faults(rules.what_changes_records_changes_their_version) == []


@pytest.mark.parametrize(
    "text",
    [
        "with register.noting() as connection:\n    connection.execute(update(Case))",
        "begin = desk.register.noting",
        "with desk.seeing(Action.UPDATE_CASE) as act:\n    act.records = 1",
    ],
)
def test_a_change_that_leaves_the_version_is_caught(text):
    assert caught(rules.what_changes_records_changes_their_version, "core/desk/x.py", text)


def test_sql_is_written_as_expressions_and_never_put_together_from_text():
    assert faults(rules.sql_is_never_text, QUOTES_NAMES) == []


@pytest.mark.parametrize(
    "text",
    [
        "from sqlalchemy import text",
        "import sqlalchemy as sa\nsa.text(wanted)",
        "sa.text('SELECT 1')",
        "connection.execute(f'DELETE FROM {table}')",
        "connection.exec_driver_sql('SELECT ' + name)",
        "question = f'select id from {table}'",
        "question = 'SELECT id FROM %s' % table",
        "question = 'SELECT id FROM {}'.format(table)",
        "question = 'SELECT ' + ', '.join(names)",
        "cursor.execute('x = %s' % y)",
        "select(literal_column(given))",
    ],
)
def test_sql_put_together_is_caught(text):
    assert caught(rules.sql_is_never_text, "core/register/x.py", text)
    assert not caught(rules.sql_is_never_text, "x.py", "connection.execute(select(CASE.id))")


def test_only_the_release_ever_holds_exact_counts():
    assert faults(rules.exact_counts_stay_in_the_release) == []


@pytest.mark.parametrize(
    "text",
    [
        "from core.release.count import count",
        "from core.release.columns import Progress, read",
        "from core.release import count",
        "import core.release.protect",
        "from core.release.protect import protect, Unprotectable",
        "from core.register.counted import case_rows",
        "from core.register import counted",
        "from core.register.grouped import groups",
        "from core.register.gathered import cases",
        "from core.release.asked import count_asked",
        "select(func.count()).select_from(Case)",
    ],
)
def test_counting_elsewhere_is_caught(text):
    assert caught(rules.exact_counts_stay_in_the_release, "web/x.py", text)
    assert caught(rules.exact_counts_stay_in_the_release, "core/desk/x.py", text)
    assert not caught(rules.exact_counts_stay_in_the_release, "core/release/x.py", text)


def test_records_are_read_by_the_desk_and_the_release_alone():
    assert faults(rules.records_are_asked_for_in_the_register) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("web/x.py", "from core.register.cases import Case"),
        ("api/x.py", "import core.register.records as r"),
        ("api/x.py", "from core import register\nfrom core.register import records"),
        ("core/bulletin/x.py", "from core.register.database import Register"),
        ("core/desk/x.py", "from sqlalchemy import select"),
        ("app/x.py", "from sqlmodel import select"),
        ("core/access/x.py", "connection.execute(question)"),
        ("app/x.py", "session.scalars(question)"),
        ("web/x.py", "importlib.import_module('core.' + 'register')"),
        ("web/x.py", "import_module('core.register.calls')"),
    ],
)
def test_a_question_outside_the_register_is_caught(path, text):
    assert caught(rules.records_are_asked_for_in_the_register, path, text)


def test_record_keys_never_leave_the_register_and_the_release():
    assert faults(rules.record_keys_stay) == []


@pytest.mark.parametrize("text", ["row['rkey']", "CASE.rkey", "rkeys = []", "x(rkey=1)", "# RKEY"])
def test_a_record_key_elsewhere_is_caught(text):
    assert caught(rules.record_keys_stay, "core/desk/x.py", text)


def test_no_secret_is_compared_in_a_time_that_tells():
    assert faults(rules.secrets_are_compared_in_constant_time) == []


@pytest.mark.parametrize(
    "text",
    [
        "secret_hash == kept",
        "kept != fingerprint(secret)",
        "row['code_hash'] == given",
        "given == account.password",
        "form['clave'] != expected",
        "ok = a and token == b",
    ],
)
def test_a_comparison_that_tells_is_caught(text):
    assert caught(rules.secrets_are_compared_in_constant_time, "core/access/x.py", text)
    assert not caught(rules.secrets_are_compared_in_constant_time, "web/x.py", "code == 'es'")


def test_nothing_evaluates_unpickles_starts_a_process_or_calls_another_host():
    assert faults(rules.nothing_dangerous_is_called, STARTS_A_PROCESS) == []


def test_the_one_process_that_is_started_is_this_interpreter_with_fixed_arguments():
    tree = ast.parse(STARTS_A_PROCESS.read_text("utf-8"))
    (call,) = (
        n for n in ast.walk(tree) if isinstance(n, ast.Call) and "subprocess" in ast.dump(n.func)
    )
    assert ast.unparse(call.args[0]) == "[sys.executable, '-I', '-m', 'web.writers']"
    assert {word.arg: ast.unparse(word.value) for word in call.keywords} == {
        "input": "text",
        "stdout": "subprocess.PIPE",
        "check": "True",
        "timeout": "_SECONDS",
        "env": "{}",
    }


@pytest.mark.parametrize(
    "text",
    [
        "eval(given)",
        "exec(given)",
        "import pickle",
        "from subprocess import run",
        "import os\nos.system(given)",
        "from xml.etree import ElementTree",
        "import urllib.request",
        "from urllib import request",
        "import httpx",
        "import smtplib",
        "np.load(path, allow_pickle=True)",
        "np.load(path, allow_pickle=wanted)",
    ],
)
def test_what_is_dangerous_is_caught(text):
    assert caught(rules.nothing_dangerous_is_called, "core/x.py", text)


def test_what_must_not_be_guessed_comes_from_the_system():
    assert faults(rules.chance_is_the_systems) == []


@pytest.mark.parametrize(
    "text",
    [
        "import random",
        "from random import choice",
        "import numpy as np\nnp.random.default_rng()",
        "from numpy.random import default_rng",
        "session = str(uuid.uuid4())",
        "secret = pyotp.random_base32()",
    ],
)
def test_what_can_be_guessed_is_caught(text):
    assert caught(rules.chance_is_the_systems, "core/access/x.py", text)


def test_only_good_cryptography_is_used():
    assert faults(rules.only_good_cryptography) == []


@pytest.mark.parametrize(
    "text",
    [
        "hashlib.md5(x)",
        "hashlib.new('sha1', x)",
        "hmac.new(key, x, 'md5')",
        "from cryptography.hazmat.primitives.ciphers import modes",
        "from cryptography.hazmat.primitives.ciphers import Cipher, algorithms",
        "from cryptography.hazmat.primitives.ciphers.aead import AESOCB3",
        "Cipher(AES(key), modes.ECB())",
    ],
)
def test_weak_cryptography_is_caught(text):
    assert caught(rules.only_good_cryptography, "core/access/x.py", text)
    good = "from cryptography.hazmat.primitives.ciphers.aead import AESGCM"
    assert not caught(rules.only_good_cryptography, "core/access/x.py", good)


def test_nobody_else_writes_a_regular_expression():
    assert faults(rules.patterns_are_written_by_us) == []


@pytest.mark.parametrize(
    "text", ["re.search(given, x)", "re.compile(f'{name}+')", "re.sub(f(), x)"]
)
def test_a_pattern_from_elsewhere_is_caught(text):
    assert caught(rules.patterns_are_written_by_us, "web/x.py", text)
    assert not caught(rules.patterns_are_written_by_us, "web/x.py", "re.compile(rf'{_GAP}x')")


def test_logs_go_where_app_says():
    assert faults(rules.logs_go_where_app_says) == []


@pytest.mark.parametrize("text", ["print(row)", "logging.FileHandler('x')", "log.addHandler(x)"])
def test_a_log_of_ones_own_is_caught(text):
    assert caught(rules.logs_go_where_app_says, "core/desk/x.py", text)
