"""The documentation says what is there: held against the tree."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])
_MODULE = re.compile(r"`((?:wire|newsroom|intake|site|serve|desk|commands)/[\w/]+\.py)`")
_LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#]+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_module_that_a_page_names_is_there(page: Path) -> None:
    named = _MODULE.findall(page.read_text("utf-8"))
    assert [name for name in named if not (ROOT / "src" / "dateline" / name).is_file()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    named = _LINK.findall(page.read_text("utf-8"))
    assert [name for name in named if not (page.parent / name).exists()] == []


def test_every_module_says_what_it_is_for() -> None:
    modules = [path for path in (ROOT / "src" / "dateline").rglob("*.py") if "migrations" not in path.parts]
    silent = [path.name for path in modules if not path.read_text("utf-8").lstrip().startswith(('"""', 'r"""'))]
    assert silent == []


def test_the_readme_names_every_command() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    commands = {path.stem for path in (ROOT / "src/dateline/commands").glob("*.py")} - {"__init__", "outcomes"}
    assert {name for name in commands if f"dateline {name}" not in readme} == set()
