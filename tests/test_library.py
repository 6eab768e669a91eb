"""The library by itself: its page says what is true, and a wheel without Django reads copy."""

import doctest
import json
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

import dateline.wire
from dateline.convert import writers
from tests.conftest import REPO

PAGE = REPO / "docs" / "library.md"
STORY = REPO / "tests" / "wire" / "corpus" / "nitf-story.xml"


def test_the_examples_of_the_page_are_true() -> None:
    failed, tried = doctest.testfile(
        str(PAGE), module_relative=False, optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE, encoding="utf-8"
    )
    assert tried > 20
    assert failed == 0


def test_the_page_names_everything_that_a_user_may_need() -> None:
    text = PAGE.read_text(encoding="utf-8")
    parts = {"Dateline", "Link", "Media", "Signal", "Subject", "Explanation", "ItemExplanation", "Format"}
    assert [name for name in dateline.wire.__all__ if name not in text and name not in parts] == []


def test_everything_that_is_exported_has_a_docstring() -> None:
    named = [getattr(dateline.wire, name) for name in dateline.wire.__all__]
    assert [one for one in named if not one.__doc__] == []


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The wheel, built without network from a copy of what it is made of."""
    folder = tmp_path_factory.mktemp("wheel")
    shutil.copytree(
        REPO / "src" / "dateline", folder / "copy/src/dateline", ignore=shutil.ignore_patterns("__pycache__")
    )
    for name in ("pyproject.toml", "LICENSE", "README.md"):
        shutil.copy(REPO / name, folder / "copy")
    words = ["wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(folder / "copy")]
    subprocess.run([sys.executable, "-m", "pip", *words], check=True, timeout=300)
    return next(folder.glob("*.whl"))


@pytest.mark.slow
def test_the_wheel_has_the_library_and_says_that_it_is_typed(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {"dateline/py.typed", "dateline/wire/__init__.py", "dateline/convert/pool.py"} <= names
    assert not [name for name in names if name.startswith(("tests/", "fuzz/", "bench/", "chaos/"))]


@pytest.fixture(scope="module")
def alone(wheel, tmp_path_factory) -> Path:
    """A fresh environment with the wheel and what it needs: wheels at hand first, then what pip can reach."""
    folder = tmp_path_factory.mktemp("alone") / "venv"
    venv.create(folder, with_pip=True)
    for words in (("--no-index",), ()):
        done = subprocess.run(
            [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", *words, str(wheel)],
            capture_output=True,
            text=True,
            timeout=300,
        )
        if done.returncode == 0:
            return folder / "bin"
    pytest.skip(f"pip reaches no registry: {done.stderr.strip().splitlines()[-1:]}")


def run(command: list[str], folder: Path) -> "subprocess.CompletedProcess[str]":
    # An environment of its own: nothing of this checkout is to be found by chance.
    bare = {"PATH": "/usr/bin:/bin"}
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, env=bare)


@pytest.mark.slow
def test_without_django_it_reads_converts_and_explains(alone, tmp_path):
    code = (
        "import importlib.util, sys\n"
        "from dateline.wire import explain, formats, read, write\n"
        "assert importlib.util.find_spec('django') is None\n"
        "data = open(sys.argv[1], 'rb').read()\n"
        "items = read(data).items\n"
        "print(items[0].headline, len(explain(data).items))\n"
        "print(*(f.name for f in formats() if f.write and len(write(items, f.name)) > 80))\n"
    )
    done = run([str(alone / "python"), "-c", code, str(STORY)], tmp_path)
    assert (done.stdout, done.stderr) == (f"Sterrenwacht weer open 1\n{' '.join(writers())}\n", "")
    done = run([str(alone / "dateline"), "convert", str(STORY)], tmp_path)
    assert json.loads(done.stdout)["headline"] == "Sterrenwacht weer open"
    done = run([str(alone / "dateline"), "convert", "--explain", str(STORY)], tmp_path)
    assert "→ dateline" in done.stdout
    page = STORY.with_name("page-html-no-article.html")
    done = run([str(alone / "dateline"), "convert", str(page)], tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "pip install 'dateline[pages]'" in done.stderr
    many = [str(path) for path in sorted(STORY.parent.glob("*.xml")) * 12]
    done = run([str(alone / "dateline"), "convert", "--jobs", "2", "--summary", *many], tmp_path)
    assert len(done.stdout.splitlines()) >= len(many)
    assert f"{len(many)} files" in done.stderr


@pytest.mark.slow
def test_without_django_the_other_commands_say_what_is_missing(alone, tmp_path):
    assert "convert" in run([str(alone / "dateline"), "--help"], tmp_path).stdout
    done = run([str(alone / "dateline"), "doctor", "--data", str(tmp_path)], tmp_path)
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert "dateline[site]" in done.stderr
