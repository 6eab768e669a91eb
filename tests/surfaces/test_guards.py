"""Each check is needed: with all of them the short histories hold, and without one of them one fails."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from .guards import GUARDS, Guard
from .history import History, Leak, Staged
from .short import desk, embargoes, kills, replacing, rights, waiting, words
from .surfaces import SURFACES, Surface
from .taken_out import source_of, taken_out

pytestmark = [pytest.mark.django_db, pytest.mark.once]

EVERY = [guard for guards in GUARDS.values() for guard in guards]
HISTORIES = sorted({guard.history for guard in EVERY}, key=lambda history: history.__name__)
ABOUT_MEMORY = {guard.history for guard in GUARDS["Caches"]}
"""Histories that two processes are looked into for: what is not about memory is wrong in each alike."""

FEW = tuple(surface for surface in SURFACES if surface.name in ("front", "sections", "articles and rails"))
"""Where most of what leaks shows first: the feeds and searches are most of what a look everywhere takes."""

PAGE = Path(__file__).resolve().parents[2] / "docs" / "properties.md"


@pytest.mark.parametrize("history", HISTORIES, ids=lambda history: history.__name__)
def test_nothing_shows_that_must_not_and_nothing_lacks(history: Callable[[History], None]):
    for surfaces in (FEW, SURFACES):
        with Staged() as staged:
            staged.surfaces = surfaces
            if history not in ABOUT_MEMORY:
                staged.webs = staged.webs[:1]
            history(staged)


@pytest.mark.parametrize("guard", EVERY, ids=lambda guard: guard.sees_to)
def test_without_it_something_shows_or_lacks(guard: Guard):
    assert leaks_without(guard, FEW) or leaks_without(guard, SURFACES)


def leaks_without(guard: Guard, surfaces: tuple[Surface, ...]) -> bool:
    """Whether its history fails without a check, with a look at these surfaces after each step."""
    with Staged() as staged:
        staged.surfaces = surfaces
        if guard not in GUARDS["Caches"]:
            staged.webs = staged.webs[:1]
        with taken_out(guard.where, guard.check, guard.without):
            try:
                guard.history(staged)
            except Leak:
                return True
    return False


def test_every_history_is_about_a_check():
    modules = (desk, embargoes, kills, replacing, rights, waiting, words)
    written = {
        name
        for module in modules
        for name, value in vars(module).items()
        if getattr(value, "__module__", "") == module.__name__ and not name.startswith("_")
    }
    assert {history.__name__ for history in HISTORIES} == written


def test_what_is_taken_out_is_put_back():
    guard = EVERY[0]
    before = source_of(guard.where)
    with taken_out(guard.where, guard.check, guard.without):
        pass
    assert source_of(guard.where) == before


def test_the_page_lists_every_check():
    text = PAGE.read_text("utf-8")
    told = re.findall(r"^\| ([^|]+?) +\| `([^`]+)` +\| `([^`]+)` +\|$", text, re.MULTILINE)
    wanted = [(guard.sees_to, guard.where.removeprefix("dateline."), guard.history.__name__) for guard in EVERY]
    assert told == wanted
