"""Forms with files: read whole, up to a limit, before anything is done with them."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from core.desk.plan_evidence import MOST_BYTES, MOST_MIB
from core.errors import BadQuestion, Code

#: A file and the words around it.
MOST_UPLOAD_BYTES = MOST_BYTES + 100_000
_MOST_FILES, _MOST_FIELDS = 2, 40


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form brought: texts by name, and (name, content) of files; an empty file is none."""

    texts: dict[str, str]
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)


async def read_upload(request: Request, body: bytes) -> Sent:
    """The fields of a multipart form.

    :raises BadQuestion: ``UNSUITABLE_FILE`` for a body that is no such form, or has too many parts.
    """

    async def whole() -> AsyncGenerator[bytes, None]:
        yield body

    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise _unreadable()
    try:
        parser = MultiPartParser(
            request.headers, whole(), max_files=_MOST_FILES, max_fields=_MOST_FIELDS
        )
        form = await parser.parse()
    except (MultiPartException, KeyError, ValueError):
        raise _unreadable() from None
    try:
        return await _sent(form)
    finally:
        await form.close()


async def _sent(form: FormData) -> Sent:
    """The fields by name; one that is given twice is refused."""
    sent = Sent({})
    for name, given in form.multi_items():
        if name in sent.texts or name in sent.files:
            raise _unreadable()
        if isinstance(given, UploadFile):
            content = await given.read()
            if content:
                sent.files[name] = given.filename or "", content
        else:
            sent.texts[name] = given
    return sent


def _unreadable() -> BadQuestion:
    return BadQuestion(
        Code.UNSUITABLE_FILE, name="–", allowed="multipart/form-data", most=str(MOST_MIB)
    )
