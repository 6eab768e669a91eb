"""What every test stands on: an installation of its own, and the folder ../shared.

For wire copy from ../shared take the fixture `shared` (a Path), or mark what reads SHARED itself:

    pytestmark = needs_shared

Both skip, and say why, where the folder is missing.
"""

import gc
import os
import shutil
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path

import django
import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.db.models.signals import post_migrate
from hypothesis import settings as hypothesis
from playwright.sync_api import Browser, expect, sync_playwright

from dateline import postgresql
from dateline.postgresql.refusals import UNSAFE
from tests import databases
from tests.browsing import Pool

REPO = Path(__file__).resolve().parent.parent
SHARED = REPO.parent / "shared"
CHROMIUM = shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
"""The first is the same one without windows and menus of its own, which nobody sees here: it takes a third less."""

needs_shared = pytest.mark.needs_shared

# No test sees the developer's own installation or choices: Django is set up here, on a data directory made
# for this process (pytest-xdist's each get one). Nor is DJANGO_SETTINGS_MODULE left behind: pytest-xdist's
# processes would inherit it, and load the settings before they come through here.
if django_settings.configured:
    pytest.exit("unset DJANGO_SETTINGS_MODULE: the tests set Django up on data of their own", returncode=2)
_OURS = (databases.CHOICE, databases.SERVER)
for _name in [name for name in os.environ if name.startswith("DATELINE_") and name not in _OURS]:
    del os.environ[_name]
os.environ.pop("DATABASE_URL", None)
_SERVER = databases.begin()
_DATA = tempfile.mkdtemp(prefix="dateline-tests-")
os.environ["DATELINE_DATA"] = _DATA
os.environ["DJANGO_SETTINGS_MODULE"] = "dateline.settings"
if databases.ON_POSTGRESQL:
    os.environ["DATABASE_URL"] = databases.url()
    os.environ[UNSAFE] = "1"  # the server of the tests syncs nothing to disk
    # A test may be one transaction, and a busy machine may think for three seconds in the middle of it.
    postgresql.SESSION["idle_in_transaction_session_timeout"] = "60s"
gc.disable()  # until all tests are collected
django.setup()
del os.environ["DJANGO_SETTINGS_MODULE"]
os.environ.pop("DATABASE_URL", None)
# The real one takes half a second a password, on purpose.
django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# No deadline: how long one example takes says more about the machine than about the code. In CI the examples
# are the same each time, so that a red build is about the change that made it.
hypothesis.register_profile("here", deadline=None)
hypothesis.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is loaded and collected stays till the end: to look through it for garbage, again and again, takes long."""
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_unconfigure() -> None:
    shutil.rmtree(_DATA, ignore_errors=True)
    if _SERVER is not None:
        _SERVER.stop()


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Where all that was chosen is about no database, a run on PostgreSQL has nothing to do, and that is fine."""
    if exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED and databases.ON_POSTGRESQL:
        session.exitstatus = pytest.ExitCode.OK


def pytest_report_header() -> str:
    return f"database: {databases.KIND}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What is about the other database is left out; on PostgreSQL also what is about none, or is `once`.

    What takes longest, `both`, comes first: begun last it would have all other processes wait at the end.
    """
    runs = _runs_on_postgresql if databases.ON_POSTGRESQL else _runs_on_sqlite
    wanted, others = [], []
    for item in items:
        (wanted if runs(item) else others).append(item)
    config.hook.pytest_deselected(items=others)
    items[:] = sorted(wanted, key=lambda item: item.get_closest_marker("both") is None)


def _runs_on_sqlite(item: pytest.Item) -> bool:
    return item.get_closest_marker("postgresql") is None


def _runs_on_postgresql(item: pytest.Item) -> bool:
    if item.get_closest_marker("postgresql") is not None:
        return True
    marked = item.get_closest_marker("sqlite") or item.get_closest_marker("once")
    return marked is None and databases.touches_database(item)


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest) -> None:
    """The tables in which the tests of this process write: a copy, for the migrations take most of ten seconds."""
    with databases.tables_are_copies():
        request.getfixturevalue("django_db_setup")  # that of pytest-django


@pytest.fixture(scope="session", autouse=True)
def _a_house_after_every_flush() -> None:
    """The row that the migrations make is there for every test, also after one that empties all tables at its end."""
    post_migrate.connect(_make_house, sender=apps.get_app_config("newsroom"), weak=False)


@pytest.fixture(autouse=True)
def _nothing_found_before() -> None:
    """What the desk found at a change number is forgotten: in each test the numbers begin anew."""
    from dateline.desk.words import found

    found.cache_clear()


def _make_house(**_about: object) -> None:
    apps.get_model("newsroom", "House").objects.get_or_create(pk=1)


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("needs_shared"):
        _skip_without_shared()


def _skip_without_shared() -> None:
    if not SHARED.is_dir():
        pytest.skip(f"../shared is missing: {SHARED}")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder ../shared: wire copy, schemas, the seed."""
    _skip_without_shared()
    return SHARED


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium: one for all tests, for Playwright runs only once in a process."""
    # Playwright's synchronous interface runs a loop in this thread, in which Django would refuse to read the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        expect.set_options(timeout=30_000)  # what a page comes to show is asserted, not how soon on a busy machine
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def pool(browser: Browser) -> Pool:
    """Its pages, which one test leaves to the next."""
    return Pool(browser)
