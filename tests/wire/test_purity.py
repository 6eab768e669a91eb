"""The library reads bytes that it is given: it opens no address, and needs no Django to be imported.

import-linter forbids whole packages; here is what is forbidden of a package that is otherwise welcome
(urllib.parse is), and a look at what importing the library really needs.
"""

import ast
import subprocess
import sys

import pytest

from tests.conftest import REPO

WIRE = REPO / "src" / "dateline" / "wire"
FORBIDDEN = {"django", "httpx", "http.client", "socket", "urllib.request"}


def imported(source: str) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in names if any(name == bad or name.startswith(bad + ".") for bad in FORBIDDEN)}


@pytest.mark.parametrize("path", sorted(WIRE.rglob("*.py")), ids=lambda path: str(path.relative_to(WIRE)))
def test_no_module_imports_the_network_or_django(path):
    assert imported(path.read_text(encoding="utf-8")) == set()


@pytest.mark.parametrize(
    "source",
    ["import urllib.request", "from urllib import request", "from http.client import HTTPConnection"],
)
def test_each_way_of_importing_is_seen(source):
    assert imported(source)


def test_the_library_works_without_django():
    modules = [
        ".".join(path.relative_to(REPO / "src").with_suffix("").parts).removesuffix(".__init__")
        for path in sorted(WIRE.rglob("*.py"))
    ]
    code = f"import sys; sys.modules['django'] = None; import {', '.join(modules)}"
    subprocess.run([sys.executable, "-c", code], check=True)
