"""The tree keeps its own rules."""

import ast
import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOMS = ("app", "api", "core", "geo", "identity", "seeds", "web", "benchmarks")
MODULES = sorted(
    path
    for room in ROOMS
    for path in Path(room).rglob("*.py")
    if "node_modules" not in path.parts  # what npm brought, for one of the benchmarks
)

#: Hosts of package registries, spelled so that this file is not one of the findings.
REGISTRIES = [f"{a}.{b}" for a, b in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"))]


@cache
def committed() -> list[Path]:
    """Every file of the repository (of this folder, where there is no repository)."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        text=True,
        check=True,
    )
    return [path for line in listed.stdout.splitlines() if (path := Path(line)).is_file()]


def text_of(path: Path) -> str:
    return path.read_text("utf-8", errors="replace")


def test_no_file_names_a_package_registry_or_a_folder_of_some_machine():
    machine = re.compile(r"/(?:home/\w+|root|work)/")
    for path in committed():
        if path.suffix in (".png", ".js", ".ttf"):
            continue
        text = text_of(path)
        assert not any(host in text for host in REGISTRIES), path
        if path != Path(__file__).relative_to(Path.cwd()):
            assert not machine.search(text), path


def test_dependencies_are_locked_by_version_and_hash_without_addresses():
    for path in Path("requirements").glob("*.txt"):
        text = text_of(path)
        assert "://" not in text
        names = re.findall(r"^([a-z0-9][\w.-]*)==", text, re.M)
        blocks = re.split(r"^(?=[a-z0-9][\w.-]*==)", text, flags=re.M)[1:]
        assert len(names) == len(blocks) > 10
        assert all("--hash=sha256:" in block for block in blocks)


@pytest.mark.parametrize("room", ["identity", "clients"])
def test_npm_packages_of_the_tests_are_locked_by_version_and_digest_without_addresses(room: str):
    lock = json.loads(Path(f"tests/{room}/package-lock.json").read_text("utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert len(packages) > 10
    for name, package in packages.items():
        assert package["version"], name
        assert package["integrity"].startswith("sha512-"), name
        assert "resolved" not in package, name


def test_only_app_reads_the_environment_and_the_clock():
    for path in MODULES:
        if path.parts[0] in ("app", "benchmarks"):
            continue
        text = text_of(path)
        assert not re.search(r"os\.environ|os\.getenv|\.now\(|\.today\(|utcnow", text), path


@pytest.mark.parametrize("word", ["utils", "helpers", "common", "manager", "service", "data"])
def test_no_module_has_a_name_that_says_nothing(word: str):
    assert not [path for path in MODULES if path.stem == word]


def test_every_module_and_every_public_name_says_what_it_is():
    for path in MODULES:
        tree = ast.parse(text_of(path))
        assert ast.get_docstring(tree) or path.name == "__init__.py", path
        for node in ast.walk(tree):
            public = isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name[0] != "_"
            if not public or _is_inner(node, tree) or _is_described(node):
                continue
            assert ast.get_docstring(node), f"{path}: {node.name}"


def _is_inner(node: ast.AST, tree: ast.Module) -> bool:
    return any(
        node is not outer and node in ast.walk(outer)
        for outer in ast.walk(tree)
        if isinstance(outer, ast.FunctionDef)
    )


def _is_described(node: ast.FunctionDef | ast.ClassDef) -> bool:
    """GraphQL types are described in their decorators."""
    told = [ast.unparse(decorator) for decorator in node.decorator_list]
    return any("description" in each or each.startswith("described(") for each in told)


def test_a_module_can_be_read_in_one_sitting_and_a_function_on_one_screen():
    for path in MODULES:
        assert len(text_of(path).splitlines()) <= 320, path
        for node in ast.walk(ast.parse(text_of(path))):
            if isinstance(node, ast.FunctionDef):
                assert (node.end_lineno or 0) - node.lineno < 50, f"{path}: {node.name}"


def test_templates_stay_on_few_screens():
    for path in Path("web/templates").rglob("*.html"):
        assert len(text_of(path).splitlines()) <= 200, path


def loaded(program: str, *names: str) -> list[str]:
    """Which of these modules a process of its own has loaded after the program."""
    tell = f"import sys; print(*(n for n in {names!r} if n in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", f"{program}\n{tell}"], capture_output=True, text=True, check=True
    )
    return done.stdout.split()


def test_the_serving_process_does_not_load_geopandas():
    program = "import app.asgi, app.house"
    assert loaded(program, "geopandas", "shapely", "pandas", "pyogrio") == []


@pytest.mark.parametrize("public", [False, True])
def test_without_a_provider_nothing_of_openid_connect_is_loaded(tmp_path, public):
    outside = {"YANAPAY_HOME": str(tmp_path), "YANAPAY_OIDC_ISSUER": "nonsense" if public else ""}
    opened = "open_public_house" if public else "open_house"
    program = (
        "from app import asgi, cli, house, settings\n"
        f"asgi.make_app(house.{opened}(settings.read({outside!r}, public={public})))"
    )
    assert loaded(program, "authlib", "joserfc", "httpx2", "app.asgi") == ["app.asgi"]
