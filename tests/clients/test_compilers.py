"""What compilers of clients make of our SDL: strict TypeScript that runs, and Relay's artifacts."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from core.access.roles import Role

HERE = Path(__file__).parent
SCHEMA = Path("api/schema.graphql").absolute()
PACKAGES = (HERE / "node_modules").absolute()
STRICT = ["--strict", "--noUncheckedIndexedAccess", "--target", "es2022", "--module", "nodenext"]


def compiled(folder: Path, *command: str) -> str:
    """What a compiler said, which must have been content."""
    done = subprocess.run(
        ["node", *command], cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def typed(program, tmp_path) -> Path:
    """A folder with a partner's TypeScript program and what graphql-codegen wrote for it."""
    shutil.copy(HERE / "partner.ts", tmp_path)
    (tmp_path / "node_modules").symlink_to(PACKAGES)
    (tmp_path / "package.json").write_text('{"type": "module"}')
    program("codegen.mjs", SCHEMA=str(SCHEMA), OUTPUT=str(tmp_path))
    return tmp_path


def test_types_and_documents_of_graphql_codegen_hold_at_compile_time_and_at_run_time(typed, served):
    compiled(typed, str(PACKAGES / "typescript/bin/tsc"), *STRICT, "--outDir", "out", "partner.ts")
    asking = {"GRAPHQL": served.graphql, "TOKEN": served.token(Role.OPERATOR)}
    told = json.loads(
        subprocess.run(
            ["node", "out/partner.js"],
            cwd=typed,
            env={**os.environ, **asking},
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        ).stdout
    )
    assert len(told["types"]) == 2
    assert [cell[1] for cell in told["cells"]] in (["SHOWN"], ["WITHHELD"])
    assert told["repeated"] is False


def test_relay_compiles_pages_refetches_and_appended_nodes(tmp_path):
    shutil.copytree(HERE / "relay", tmp_path / "src")
    shutil.copy(SCHEMA, tmp_path)
    settings = {"src": "src", "language": "typescript", "schema": SCHEMA.name}
    (tmp_path / "relay.config.json").write_text(json.dumps(settings))
    compiled(tmp_path, str(PACKAGES / "relay-compiler/cli.js"), "relay.config.json")
    artifacts = {path.name for path in (tmp_path / "src/__generated__").iterdir()}
    queries = {"CallListQuery", "CallListPageQuery", "CallListRowQuery", "CallListRecordMutation"}
    fragments = {"CallList_calls", "CallList_call"}
    assert artifacts == {f"{name}.graphql.ts" for name in queries | fragments}
    page = (tmp_path / "src/__generated__/CallListPageQuery.graphql.ts").read_text("utf-8")
    assert '"cursor"' in page
    row = (tmp_path / "src/__generated__/CallListRowQuery.graphql.ts").read_text("utf-8")
    assert "node(id: $id)" in row
