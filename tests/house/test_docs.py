"""Documents say what is true now."""

import re
import subprocess
from pathlib import Path

import pytest

from core.bulletin.figures import UNSTABLE_BELOW
from core.disclosure import RULE

DOCUMENTS = sorted([*Path().glob("*.md"), *Path("docs").rglob("*.md"), *Path("geo").rglob("*.md")])


@pytest.mark.parametrize("path", DOCUMENTS, ids=str)
def test_links_lead_somewhere(path: Path):
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", path.read_text("utf-8")):
        if not target.startswith("http"):
            assert (path.parent / target).exists(), f"{path}: {target}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=str)
def test_paths_named_in_documents_exist(path: Path):
    roots = "api|app|core|docs|geo|identity|locales|migrations|requirements|seeds|tests|web"
    for named in re.findall(rf"`((?:{roots})/[\w./-]+)`", path.read_text("utf-8")):
        there = Path(named).exists() or Path(f"{named}.py").exists()
        assert there, f"{path}: {named}"


def test_the_readme_names_commands_and_settings_that_exist():
    readme = Path("README.md").read_text("utf-8")
    made = Path("Makefile").read_text("utf-8")
    for target in re.findall(r"^    make ([a-z]+)|`make ([a-z]+)", readme, re.M):
        assert re.search(rf"^{target[0] or target[1]}:", made, re.M), target
    told = subprocess.run(
        [".venv/bin/yanapay", "--help"], capture_output=True, text=True, check=True
    ).stdout
    for command in ("serve", "seed", "release", "sign-in", "check", "schema"):
        assert f"`{command}" in readme
        assert command in told
    for setting in re.findall(r"YANAPAY_[A-Z_]+", readme):
        assert setting in Path("app/settings.py").read_text("utf-8"), setting


def test_the_method_note_says_the_constants_in_force():
    note = " ".join(Path("docs/method.md").read_text("utf-8").split())
    assert f"k = {RULE.k}" in note
    assert f"variance {RULE.variance:.0f}" in note
    assert f"most {RULE.largest_noise} in either" in note
    assert f"difference of two cells has variance {2 * RULE.variance:.0f}" in note
    assert f"most {RULE.largest_difference_noise} away from the true one" in note
    assert f"fewer than {UNSTABLE_BELOW} counted" in note
    assert f"{RULE.dominance:.0%}".replace("%", " %") in note


def test_the_glossary_is_in_order_and_every_word_is_used():
    text = Path("GLOSSARY.md").read_text("utf-8")
    words = re.findall(r"^\| ([a-z][\w ]+) \|", text, re.M)
    assert words == sorted(words)
    rooms = ("app", "api", "core", "geo", "identity", "seeds", "web")
    code = "".join(p.read_text("utf-8") for room in rooms for p in Path(room).rglob("*.py"))
    for word in words:
        found = re.search(word.replace(" ", "[ _]?"), code, re.I)
        assert found, f"{word} is in the glossary and nowhere in the code"


def test_decisions_are_numbered_short_and_say_against_what():
    records = sorted(Path("docs/decisions").glob("*.md"))
    assert len(records) >= 10
    for number, path in enumerate(records, start=1):
        text = path.read_text("utf-8")
        assert path.name.startswith(f"{number:04d}-")
        assert text.startswith(f"# {number}. ")
        assert len(text.splitlines()) <= 30


def test_every_test_named_in_the_promises_exists():
    named = re.findall(r"`(tests/[\w/]+\.py)`", Path("docs/security.md").read_text("utf-8"))
    assert len(named) >= 10
    assert all(Path(path).exists() for path in named)


def test_the_changelog_has_a_place_for_what_is_new():
    assert "## Unreleased" in Path("CHANGELOG.md").read_text("utf-8")
