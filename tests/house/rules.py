"""What no module but the right one may do: each rule reads (path, text) and yields its faults."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import PurePosixPath

Rule = Callable[[str, str], Iterator[str]]

_VERB = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|COPY|PRAGMA|WITH|CREATE|DROP|ALTER)\b", re.I)
_RUNS = frozenset({"execute", "executemany", "executescript", "exec_driver_sql", "copy", "scalars"})
_EXPRESSIONS = frozenset({"select", "insert", "update", "delete", "text", "func", "table"})
_SECRET = re.compile(r"(^|_)(secret|token|hash|mac|password|clave|digest|fingerprint|proof)s?($|_)")
_PLAIN = re.compile(r"\b(safe|autoescape)\b")

#: What evaluates, unpickles, parses XML, starts processes or leaves this machine.
_DANGEROUS = frozenset(
    {
        *("pickle", "marshal", "shelve", "dill", "xml", "lxml", "yaml"),
        *("subprocess", "pty", "ctypes", "multiprocessing"),
        *("urllib.request", "urllib3", "http.client", "requests", "httpx", "httpx2", "aiohttp"),
        *("smtplib", "imaplib", "ftplib", "telnetlib", "ldap", "ldap3"),
    }
)
_DANGEROUS_CALLS = frozenset(
    {"eval", "exec", "compile", "__import__", "os.system", "os.popen", "os.execv", "os.spawnv"}
)

#: Modules that may do one of those things.
MAY_LEAVE: frozenset[str] = frozenset(
    {"identity/exchange.py", "core/access/hashing.py", "app/workers.py"}
)

#: Modules that write what no answer of records tells.
_NOTES = frozenset(
    {
        "app/house.py",
        "core/access/sign_in.py",
        "core/access/tokens.py",
        "core/desk/audit.py",
        "core/desk/reading.py",
        "core/register/database.py",
    }
)
_READS = ("Action.READ_", "Action.COUNT_")
_WEAK = frozenset(
    {
        *("md4", "md5", "sha1", "sha224", "ripemd160"),
        *("ECB", "CBC", "ARC4", "DES", "TripleDES", "Blowfish"),
    }
)
_CIPHERS = "cryptography.hazmat.primitives.ciphers"


@cache
def nodes(text: str) -> tuple[ast.AST, ...]:
    """Every node of a module; every rule reads the same ones."""
    return tuple(ast.walk(ast.parse(text)))


def imported(node: ast.AST) -> Iterator[str]:
    """The dotted names an import brings in: ``a.b`` and ``a.b.c`` for ``from a.b import c``."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        yield node.module
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(name: str, module: str) -> bool:
    """True for a module and whatever lies in it."""
    return name == module or name.startswith(f"{module}.")


def in_room(path: str, *rooms: str) -> bool:
    """True for a file of one of the rooms, or one of the files named."""
    place = PurePosixPath(path)
    return any(place == PurePosixPath(r) or PurePosixPath(r) in place.parents for r in rooms)


def called(node: ast.AST) -> str:
    """The last name of what is called, or nothing."""
    if not isinstance(node, ast.Call):
        return ""
    return str(getattr(node.func, "attr", getattr(node.func, "id", "")))


def escaping_stays_on(path: str, text: str) -> Iterator[str]:
    """No template and no module writes a text as markup."""
    if path.endswith(".html"):
        for inside in re.findall(r"\{[{%].*?[%}]\}", text, re.S):
            if _PLAIN.search(inside):
                yield f"{path}: {inside}"
        return
    for node in nodes(text):
        named = {getattr(node, "id", ""), getattr(node, "attr", ""), getattr(node, "name", "")}
        if named & {"Markup", "__html__", "from_string"}:
            yield f"{path}:{getattr(node, 'lineno', 0)} markup"
        if called(node) == "Environment" and not _escapes(node):
            yield f"{path}:{getattr(node, 'lineno', 0)} autoescape"


def _escapes(node: ast.AST) -> bool:
    given = {k.arg: k.value for k in node.keywords} if isinstance(node, ast.Call) else {}
    value = given.get("autoescape")
    return isinstance(value, ast.Constant) and value.value is True


def sql_is_never_text(path: str, text: str) -> Iterator[str]:
    """SQL is written as expressions; none is put together from text, nor run as one."""
    for node in nodes(text):
        line = getattr(node, "lineno", 0)
        if {"sqlalchemy.text", "sqlmodel.text"} & {*imported(node)}:
            yield f"{path}:{line} text SQL"
        if called(node) in ("text", "literal_column") and node.args:
            yield f"{path}:{line} text SQL"
        if _made(node) and _VERB.match(_begins(node)):
            yield f"{path}:{line} SQL put together"
        if called(node) in _RUNS and node.args and _made(node.args[0]):
            yield f"{path}:{line} runs what was put together"


def _made(node: ast.AST) -> bool:
    """True for a text with holes: an f-string, a sum, a remainder, ``format`` or ``join``."""
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in node.values)
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Add | ast.Mod) and _begins(node) != ""
    return called(node) in ("format", "join") and _begins(node) != ""


def _begins(node: ast.AST) -> str:
    """The literal text something made of text begins with."""
    while True:
        match node:
            case ast.Constant(value=str(value)):
                return value
            case ast.JoinedStr(values=[first, *_]) | ast.BinOp(left=first):
                node = first
            case ast.Call(func=ast.Attribute(value=first)):
                node = first
            case _:
                return ""


def exact_counts_stay_in_the_release(path: str, text: str) -> Iterator[str]:
    """Nobody else counts records, or holds what was counted before it was protected."""
    if in_room(path, "core/release"):
        return
    open_to_all = {"core.release.columns.Progress", "core.release.protect.Unprotectable"}
    shut = (
        *("core.release.columns", "core.release.count", "core.release.protect"),
        *("core.release.asked", "core.release.gathering"),
        *("core.register.counted", "core.register.grouped", "core.register.gathered"),
    )
    for node in nodes(text):
        line = getattr(node, "lineno", 0)
        names = {*imported(node)}
        bare = isinstance(node, ast.ImportFrom) and names & {*shut}
        for name in names - open_to_all - ({*shut} if bare and names & open_to_all else set()):
            if any(within(name, module) for module in shut):
                yield f"{path}:{line} {name}"
        counts = isinstance(node, ast.Attribute) and ast.unparse(node) in ("func.count", "func.sum")
        if counts and not in_room(path, "core/register"):
            yield f"{path}:{line} counts records"


def records_are_asked_for_in_the_register(path: str, text: str) -> Iterator[str]:
    """Tables are for the desk, the release and the house; questions to them for the register."""
    readers = ("core/desk", "core/release", "core/register", "core/access", "seeds", "app")
    for node in nodes(text):
        line = getattr(node, "lineno", 0)
        for name in imported(node):
            if within(name, "core.register") and not in_room(path, *readers):
                yield f"{path}:{line} {name}"
            last = name.rpartition(".")[2]
            asks = name.startswith(("sqlalchemy", "sqlmodel")) and last in _EXPRESSIONS
            if asks and not in_room(path, "core/register", "seeds"):
                yield f"{path}:{line} {name}"
        runs = called(node) in _RUNS - {"copy"} and isinstance(node.func, ast.Attribute)
        if runs and not in_room(path, "core/register", "seeds"):
            yield f"{path}:{line} runs a question"
        if called(node) == "import_module" and not _names_another_room(node):
            yield f"{path}:{line} imports by text"


def _names_another_room(node: ast.AST) -> bool:
    """True for an import by a name that stands there in full and is not one of the register."""
    named = node.args[0] if isinstance(node, ast.Call) and node.args else None
    return isinstance(named, ast.Constant) and not within(str(named.value), "core.register")


def what_changes_records_changes_their_version(path: str, text: str) -> Iterator[str]:
    """Transactions that leave the data version as it is are for audits and sessions alone, and an
    act that is said to change nothing is one that reads."""
    for node in nodes(text):
        if isinstance(node, ast.Attribute) and node.attr == "noting" and path not in _NOTES:
            yield f"{path}:{node.lineno} writing gives records another version"
        if isinstance(node, ast.Call) and called(node) == "seeing" and node.args:
            action = ast.unparse(node.args[0])
            if action.startswith("Action.") and not action.startswith(_READS):
                yield f"{path}:{node.lineno} {action} changes something"


def record_keys_stay(path: str, text: str) -> Iterator[str]:
    """``rkey`` is a word of the register, the release and the seeds alone."""
    if not in_room(path, "core/register", "core/release", "seeds"):
        for number, line in enumerate(text.splitlines(), start=1):
            if re.search(r"\br_?keys?\b", line, re.I):
                yield f"{path}:{number} {line.strip()}"


def secrets_are_compared_in_constant_time(path: str, text: str) -> Iterator[str]:
    """Where secrets come in, ``hmac.compare_digest`` compares them."""
    if not in_room(path, "core/access", "web", "app", "api"):
        return
    for node in nodes(text):
        if not isinstance(node, ast.Compare):
            continue
        if not any(isinstance(op, ast.Eq | ast.NotEq) for op in node.ops):
            continue
        for side in (node.left, *node.comparators):
            if any(_SECRET.search(name) for name in _names(side)):
                yield f"{path}:{node.lineno} {ast.unparse(node)}"
                break


def _names(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        yield str(getattr(part, "id", getattr(part, "attr", "")))
        if isinstance(part, ast.Subscript) and isinstance(part.slice, ast.Constant):
            yield str(part.slice.value)


def nothing_dangerous_is_called(path: str, text: str) -> Iterator[str]:
    """Nothing evaluates text, unpickles, parses XML, starts a process or calls another host."""
    if path in MAY_LEAVE:
        return
    for node in nodes(text):
        line = getattr(node, "lineno", 0)
        for name in imported(node):
            if any(within(name, module) for module in _DANGEROUS):
                yield f"{path}:{line} {name}"
        if isinstance(node, ast.Call) and ast.unparse(node.func) in _DANGEROUS_CALLS:
            yield f"{path}:{line} {ast.unparse(node.func)}"
        if any(k.arg == "allow_pickle" and ast.unparse(k.value) != "False" for k in _given(node)):
            yield f"{path}:{line} allow_pickle"


def _given(node: ast.AST) -> list[ast.keyword]:
    return node.keywords if isinstance(node, ast.Call) else []


def chance_is_the_systems(path: str, text: str) -> Iterator[str]:
    """Whatever must not be guessed comes from ``secrets`` or ``os.urandom``.

    Seeds draw openly, and so do the redraws that tell how sure a measure of a network is.
    """
    if in_room(path, "seeds", "core/release/graph.py"):
        return
    for node in nodes(text):
        line = getattr(node, "lineno", 0)
        drawn = {"random", "numpy.random"}
        if any(within(name, module) for name in imported(node) for module in drawn):
            yield f"{path}:{line} a generator that can be guessed"
        if isinstance(node, ast.Attribute) and ast.unparse(node).startswith("np.random"):
            yield f"{path}:{line} a generator that can be guessed"
        if called(node) in ("uuid1", "uuid4", "random_base32"):
            yield f"{path}:{line} an id is no secret"


def only_good_cryptography(path: str, text: str) -> Iterator[str]:
    """AES-GCM and nothing else encrypts; no hash or mode that has been broken is named."""
    for node in nodes(text):
        line = getattr(node, "lineno", 0)
        for name in imported(node):
            other = within(name, _CIPHERS) and "aead" not in name and name != _CIPHERS
            if other or (within(name, f"{_CIPHERS}.aead") and name.endswith(("CCM", "OCB3"))):
                yield f"{path}:{line} {name}"
        named = {getattr(node, "id", ""), getattr(node, "attr", "")}
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            named.add(node.value)
        if named & _WEAK:
            yield f"{path}:{line} {named & _WEAK}"


def patterns_are_written_by_us(path: str, text: str) -> Iterator[str]:
    """A regular expression is a constant, at most with our own CONSTANTS in it."""
    for node in nodes(text):
        if not (isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re.")):
            continue
        if not node.args or ast.unparse(node.func) == "re.escape":
            continue
        holes = [p for p in ast.walk(node.args[0]) if isinstance(p, ast.Name | ast.Call)]
        if any(not ast.unparse(hole).isupper() for hole in holes):
            yield f"{path}:{node.lineno} {ast.unparse(node)}"


def logs_go_where_app_says(path: str, text: str) -> Iterator[str]:
    """Only ``app`` decides where the log goes; nobody prints from below."""
    if in_room(path, "app", "geo/build.py", "geo/build_world.py"):
        return
    for node in nodes(text):
        name = called(node)
        if name in ("print", "basicConfig", "addHandler", "dictConfig") or name.endswith("Handler"):
            yield f"{path}:{getattr(node, 'lineno', 0)} {name}"
