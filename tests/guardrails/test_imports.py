"""Layers hold without tricks: no import inside a function but for a stated reason."""

import ast
import subprocess
import sys
from pathlib import Path

from django.conf import settings

PACKAGE = settings.ROOT / "kimbilio"
INSIDE = {
    "__main__.py": "settings are chosen before Django is imported",
    "care/apps.py": "models must be loaded first",
    "cases/thumbnails.py": "the library of HEIC takes 5 MB, and comes with the first such photo",
    "cases/apps.py": "models exist only once the apps are ready",
    "shelter/apps.py": "models must be loaded first",
    "therapy/apps.py": "models must be loaded first",
    "transfers/apps.py": "models exist only once the apps are ready",
    "justice/apps.py": "models must be loaded first",
    "tracing/apps.py": "models must be loaded first",
    "reintegration/apps.py": "models must be loaded first",
    "livelihoods/apps.py": "models must be loaded first",
    "vault/apps.py": "checks register once the apps are ready",
    "operations/processes.py": "the parent process of the server stays small",
    "interchange/directory/sheets.py": "the library of workbooks takes 18 MB, and few ever need it",
    "interchange/reading.py": "the library of workbooks takes 18 MB, and few ever need it",
    "interchange/writing.py": "the library of workbooks takes 18 MB, and few ever need it",
    "organisation/places.py": "babel is read once, when the first list is asked for",
}


def modules():
    for path in sorted(PACKAGE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text())


def imports_inside(tree):
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [
        node.lineno
        for function in functions
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]


def test_imports_stand_on_top_of_the_module():
    inside = {name: found for name, tree in modules() if (found := imports_inside(tree))}

    assert set(inside) == set(INSIDE), "import on top, or give the reason in INSIDE"


def test_no_module_imports_by_name_at_run_time():
    assert [
        name
        for name, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in {"__import__", "import_module", "importlib.import_module"}
    ] == []


def test_every_layer_imports_only_from_those_below():
    linter = Path(sys.executable).with_name("lint-imports")

    done = subprocess.run(
        [linter, "--no-cache"], cwd=settings.ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout[-3000:]


def test_every_package_is_in_a_layer():
    layers = (settings.ROOT / "pyproject.toml").read_text()
    packages = {p.name for p in PACKAGE.iterdir() if p.is_dir() and p.name != "__pycache__"}

    assert [p for p in packages - {"settings"} if f"kimbilio.{p}" not in layers] == []
