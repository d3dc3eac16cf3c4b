"""What we did not write ourselves is exactly what was vendored."""

import hashlib
from pathlib import Path

VENDOR = Path("web/static/vendor")


def test_every_vendored_file_has_the_digest_it_was_taken_with():
    known = dict(line.split()[::-1] for line in (VENDOR / "SHA256SUMS").read_text().splitlines())
    scripts = {path.name for path in VENDOR.glob("*.js")}
    assert scripts == set(known)
    for name, digest in known.items():
        assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == digest


def test_its_licence_stands_beside_it():
    assert "Zero-Clause" in (VENDOR / "LICENSE-htmx.txt").read_text()
