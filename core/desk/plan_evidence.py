"""Files that vouch for a reading: checked by what they are, sealed, and read back audited.

What a file is called tells nothing: the kind is read from its first bytes. A file is sealed with a
data key of its own (core.desk.texts), so that rotating the keys of the house covers it.
"""

from __future__ import annotations

import hashlib
import io
import os
import uuid
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from types import MappingProxyType

from sqlalchemy import Connection

from core.access.roles import Action, Asker, Role, allowed
from core.access.rotation import key_of
from core.access.sealing import number_of, seal, unseal
from core.desk import checks
from core.desk.planning import Planning
from core.desk.recorder import Asked, Done
from core.errors import BadQuestion, Code
from core.register import audit, plan_rows, texts
from core.register.plan_tables import PlanEvidence

MOST_MIB = 10
MOST_BYTES = MOST_MIB * 1024 * 1024
_KEY_BYTES = 32

PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
_OFFICE = "application/vnd.openxmlformats-officedocument."
XLSX = f"{_OFFICE}spreadsheetml.sheet"
DOCX = f"{_OFFICE}wordprocessingml.document"

#: The kinds that are taken, with the ending a file gets.
KINDS: Mapping[str, str] = MappingProxyType(
    {PDF: "pdf", PNG: "png", JPEG: "jpg", XLSX: "xlsx", DOCX: "docx"}
)
_STARTS = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG))
_READ_ALL = frozenset({Role.MONITOR, Role.PLANNER})
_PARTS = (("xl/workbook.xml", XLSX), ("word/document.xml", DOCX))


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file as it came. ``content`` is left out where a file is told of."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Given:
    """What the key of an act stands for: the name and the digest of what is in it."""

    name: str
    sha256: str


def kind_of(content: bytes) -> str | None:
    """The kind of a file by what is in it; ``None`` for one that is not taken."""
    for start, kind in _STARTS:
        if content.startswith(start):
            return kind
    if not content.startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return None
    return next((kind for part, kind in _PARTS if part in names), None)


def add_evidence(planning: Planning, *, key: str, file: File) -> Done:
    """Keep a file for the institution of whoever brings it.

    :raises Refused: see :func:`core.access.roles.require`.
    :raises BadQuestion: ``NOT_RESPONSIBLE`` for somebody of no institution; ``UNSUITABLE_FILE``
        for an empty or too large one, or of another kind; see also
        :mod:`core.desk.checks` and :meth:`core.desk.recorder.Recorder.once`.
    """
    recorder = planning.recording()
    desk = recorder.desk
    desk.require(Action.RECORD_READING)
    whose = desk.asker.institution
    if whose is None:
        raise BadQuestion(Code.NOT_RESPONSIBLE, field="evidence", institution="–", indicator="–")
    checks.line("name", file.name, 120, least=1)
    kind = kind_of(file.content) if 0 < len(file.content) <= MOST_BYTES else None
    if kind is None:
        facts = {"name": file.name, "allowed": ", ".join(KINDS.values()), "most": str(MOST_MIB)}
        raise BadQuestion(Code.UNSUITABLE_FILE, field="evidence", **facts)
    record, now = recorder.new_id(), recorder.present()
    given = _Given(file.name, hashlib.sha256(file.content).hexdigest())

    def enter(connection: Connection) -> None:
        audit.take_turn(connection)
        plan_rows.add(
            connection,
            PlanEvidence,
            **asdict(given),
            **{"id": record, "media_type": kind, "size": len(file.content)},
            sealed=_sealed(connection, planning, record, file.content),
            **{"institution": whose, "added_by": desk.asker.name, "added_at": now},
        )

    return recorder.once(Asked(Action.RECORD_READING, key, given, record), enter)


def _sealed(connection: Connection, planning: Planning, record: uuid.UUID, content: bytes) -> bytes:
    assert planning.ring is not None
    key = os.urandom(_KEY_BYTES)
    kept = planning.ring.seal(key, key_of(record))
    texts.add_data_key(connection, record, number_of(kept), kept)
    return seal(key, content, _bound(record))


def _bound(record: uuid.UUID) -> str:
    return f"plan_evidence:{record}"


def may_open(asker: Asker, institution: str) -> bool:
    """True where the asker may open a file that this institution brought."""
    if not allowed(asker, Action.READ_EVIDENCE):
        return False
    return asker.role in _READ_ALL or asker.institution == institution


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file read back."""

    name: str
    media_type: str
    sha256: str
    content: bytes = field(repr=False)


def read_evidence(planning: Planning, record: uuid.UUID) -> Evidence:
    """A file of evidence; audited.

    :raises Refused: see :func:`core.access.roles.require`.
    :raises BadQuestion: ``NOT_FOUND``, also for another institution's file, unless one reviews.
    """
    desk = planning.recording().desk
    with desk.seeing(Action.READ_EVIDENCE, str(record)) as act:
        audit.take_turn(act.connection)
        found = plan_rows.evidence(act.connection, record)
        if found is None or not may_open(desk.asker, found["institution"]):
            raise BadQuestion(Code.NOT_FOUND, field="evidence")
        kept = texts.data_key(act.connection, record)
        assert kept is not None
        assert planning.ring is not None
        key = planning.ring.unseal(kept, key_of(record))
        content = unseal(key, found["sealed"], _bound(record))
        act.records = 1
    return Evidence(found["name"], found["media_type"], found["sha256"], content)
