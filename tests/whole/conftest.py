"""The whole of Dateline, as who runs it has it: `dateline up` on data of its own, and the commands beside it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.browsing import New, Pool, pages
from tests.serve.forked import command
from tests.serve.running import Running, running

Start = Callable[..., Running]

SETUP = """
[[provider]]
code = "ANP"
name = "Algemeen Nederlands Persbureau"
retention_days = 0

[[section]]
slug = "buitenland"
name = "Buitenland"

[[source]]
slug = "sftp"
kind = "folder"
path = "{folder}"
providers = ["ANP"]

[[rule]]
provider = "ANP"
section = "Buitenland"
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent.name == "whole":
            item.add_marker(pytest.mark.slow)
            if {"new_page", "browser"} & set(getattr(item, "fixturenames", ())):
                item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """Starts a Dateline, on data of its own unless it gets some; all are stopped at the end."""
    with ExitStack() as stack:

        def start(*words: str, data: Path | None = None) -> Running:
            return stack.enter_context(running(data or tmp_path_factory.mktemp("whole") / "data", *words))

        yield start


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that ANP fills over SFTP."""
    return tmp_path_factory.mktemp("sftp")


@pytest.fixture(scope="session")
def site(start: Start, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Running:
    """A newsroom that is set up for ANP, with a watched folder, and running."""
    place = tmp_path_factory.mktemp("site")
    (place / "newsroom.toml").write_text(SETUP.format(folder=folder))
    done = command(place / "data", "setup", str(place / "newsroom.toml"))
    assert (done.stdout, done.returncode) == ("set up\n", 0), done.stderr
    return start(data=place / "data")


@pytest.fixture(scope="session")
def demo(start: Start) -> Running:
    """What `make run` starts."""
    return start("--demo")


@pytest.fixture
def new_page(pool: Pool) -> Iterator[New]:
    """Opens a page. Whatever it complains about fails the test."""
    with pages(pool) as new:
        yield new
