"""A page to take along: every figure of it in one file that needs no server, script or font.

It says when its figures were released and until when to trust them, and carries its own digest.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence

from starlette.responses import Response

from web.dictionary import words_of
from web.files import File, attached, notes_of
from web.formats import Format
from web.i18n import Tongue
from web.parts.pictures import body_of
from web.screen import templates
from web.spelling import spell

#: Figures are released every semester at the latest; a snapshot is not trusted for longer.
GOOD_FOR = dt.timedelta(days=183)

#: Stands where the digest will; the digest is that of the file with these zeros in its place.
_NO_DIGEST = "0" * 64


def snapshot(files: Sequence[File], title: str, name: str, tongue: Tongue) -> Response:
    """The file of a page called ``name``."""
    release = files[0].bulletin.release
    figures = [_figure(file, tongue) for file in files]
    text = (
        templates()
        .get_template("files/snapshot.html")
        .render(
            title=title,
            tongue=tongue,
            say=tongue.say,
            release=release,
            expires=(release.released_at + GOOD_FOR).date(),
            figures=figures,
            digest=_NO_DIGEST,
        )
    )
    digest = hashlib.sha256(text.encode()).hexdigest()
    body = text.replace(_NO_DIGEST, digest)
    kind = Format.SNAPSHOT
    return attached(body, kind.media, f"yanapay-{name}-{release.id}.{kind.extension}")


def _figure(file: File, tongue: Tongue) -> dict[str, object]:
    sheet = file.sheet
    return {
        "sheet": sheet,
        "notes": notes_of(sheet, file.bulletin.release, tongue),
        "body": body_of(sheet, file.bulletin, file.drawing, tongue),
        "heads": [words_of(name, tongue) for name in (*sheet.stub, *sheet.columns)],
        "rows": [
            (line.labels, [spell(figure, tongue) for figure in line.figures])
            for line in sheet.every_line
        ],
    }
