"""What we did not write ourselves is exactly what was vendored."""

import hashlib
from pathlib import Path

import pytest

VENDOR = Path("web/static/vendor")
FONTS = Path("web/writers/fonts")


@pytest.mark.parametrize(("folder", "kind"), [(VENDOR, "*.js"), (FONTS, "*.ttf")])
def test_every_vendored_file_has_the_digest_it_was_taken_with(folder, kind):
    known = dict(line.split()[::-1] for line in (folder / "SHA256SUMS").read_text().splitlines())
    assert {path.name for path in folder.glob(kind)} == set(known)
    for name, digest in known.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest


def test_its_licence_stands_beside_it():
    assert "Zero-Clause" in (VENDOR / "LICENSE-htmx.txt").read_text()
    assert "Apache License" in (FONTS / "LICENSE-Roboto.txt").read_text()


def test_what_is_served_is_htmx_and_its_guard_in_one_file():
    """In two files htmx may start before its guard has come, and run what was injected."""
    parts = [(VENDOR / name).read_bytes() for name in ("htmx-4.0.1.min.js", "hx-csp-4.0.1.min.js")]
    assert Path("web/static/htmx-with-csp.js").read_bytes() == b"\n".join(parts)
