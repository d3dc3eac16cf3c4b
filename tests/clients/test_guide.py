"""The partner guide, word by word: every example runs as it stands and says what the guide says."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from api.cost import MOST_COST
from api.guard import DEEPEST, MOST_ALIASES, MOST_FIELDS, MOST_FRAGMENTS, MOST_TOKENS
from api.requests import MOST_BYTES
from core.access.metering import SIGNED_IN, STRANGERS
from core.access.roles import Role
from tests.clients.guide import Example, blocks, examples

GUIDE, GUIA = Path("docs/api.md"), Path("docs/api.es.md")
EXAMPLES = examples(GUIDE)
BIN = Path(".venv/bin").absolute()
PACKAGES = (Path(__file__).parent / "node_modules").absolute()

#: How a question that stands alone in the guide is asked.
_ASK = """
import json, os, urllib.request
body = json.dumps({"query": open("block.graphql", encoding="utf-8").read()}).encode()
headers = {"Content-Type": "application/json", "Authorization": "Bearer " + os.environ["TOKEN"]}
asked = urllib.request.Request(os.environ["BASE"] + "/graphql", body, headers)
with urllib.request.urlopen(asked) as answer:
    print(answer.read().decode())
"""
_RUN = {
    "bash": ("block.sh", ["bash", "-euo", "pipefail", "block.sh"]),
    "python": ("block.py", ["python", "-W", "error", "block.py"]),
    "javascript": ("block.mjs", ["node", "block.mjs"]),
    "graphql": ("block.graphql", ["python", "-c", _ASK]),
}


@pytest.fixture(scope="session")
def desk(served, tmp_path_factory) -> tuple[Path, dict[str, str]]:
    """A partner's working folder and environment, as the guide tells to have them."""
    folder = tmp_path_factory.mktemp("partner")
    (folder / "agreement.pdf").write_bytes(b"signed")
    (folder / "node_modules").symlink_to(PACKAGES)
    environment = {
        **os.environ,
        "PATH": f"{BIN}:{os.environ['PATH']}",
        "YANAPAY_HOME": str(served.house.settings.home),
        "BASE": served.address,
        "TOKEN": served.token(Role.PARTNER),
        "OPERATOR": served.token(Role.OPERATOR),
    }
    return folder, environment


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: each.place)
def test_an_example_of_the_guide_says_what_the_guide_says(example: Example, desk):
    folder, environment = desk
    name, command = _RUN[example.kind]
    (folder / name).write_text(example.text, "utf-8")
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert example.agrees(done.stdout), done.stdout


def test_both_languages_show_the_same_examples():
    assert blocks(GUIDE) == blocks(GUIA)


@pytest.mark.parametrize("guide", [GUIDE, GUIA], ids=str)
def test_the_guide_says_the_limits_in_force(guide: Path):
    text = " ".join(guide.read_text("utf-8").split())
    limits = (MOST_TOKENS, MOST_FIELDS, MOST_BYTES, MOST_COST, SIGNED_IN, STRANGERS)
    assert [f"{limit:,}" for limit in limits if f"{limit:,}" not in text] == []
    assert re.search(rf"{DEEPEST} (levels|niveles), {MOST_ALIASES} alias", text)
    assert re.search(rf"{MOST_FRAGMENTS} fragment", text)


def test_an_answer_that_is_not_the_guides_is_found():
    exact = Example("", "bash", "", "json", '{"a": [1, "…"]}')
    assert exact.agrees('{"a": [1, 2]}')
    assert not exact.agrees('{"a": [1.0, 2]}')
    assert not exact.agrees('{"a": [1]}')
    assert not exact.agrees('{"a": [1, 2], "b": 0}')
    sample = Example("", "bash", "", "json sample", '{"a": [{"b": 1}]}')
    assert sample.agrees('{"a": [{"b": 2}, {"b": null}]}')
    assert not sample.agrees('{"a": []}')
    assert not sample.agrees('{"a": [{"b": "x"}]}')
    text = Example("", "bash", "", "text", "id …\nend")
    assert text.agrees("id 7\nend\n")
    assert not text.agrees("id \nend")
    assert not text.agrees("id 7\nend\nmore")
