"""Hostile input does no harm: each file is refused or read within seconds and 200 MB, the interpreter included."""

import json
import subprocess
import sys
from collections.abc import Iterable
from typing import NamedTuple

import pytest

from tests.conftest import REPO
from tests.wire.hostile import READ, REFUSED

MEGABYTES = 200
PARTS = 3
"""How many processes share the files: to start one takes longer than to read most."""


class Measured(NamedTuple):
    """What came of a file: the code of the refusal (empty if it was read), seconds, megabytes."""

    code: str
    seconds: float
    megabytes: float


def measure(names: Iterable[str]) -> dict[str, Measured]:
    """Each file is read in a process of its own."""
    command = [sys.executable, "-m", "tests.wire.hostile", *names]
    ran = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=300, check=True, cwd=REPO)
    return {name: Measured(*found) for name, *found in map(json.loads, ran.stdout.splitlines())}


@pytest.mark.parametrize("part", range(PARTS))
def test_each_is_refused_in_two_seconds_with_a_reason(part: int) -> None:
    names = list(REFUSED)[part::PARTS]
    found = measure(names)
    assert {name: each.code for name, each in found.items()} == {name: REFUSED[name][1] for name in names}
    assert {name: each for name, each in found.items() if each.seconds >= 2 or each.megabytes >= MEGABYTES} == {}


@pytest.mark.parametrize("part", range(PARTS))
def test_each_is_read_without_quadratic_time(part: int) -> None:
    names = list(READ)[part::PARTS]
    found = measure(names)
    assert {name: each.code for name, each in found.items()} == dict.fromkeys(names, "")
    assert {name: each for name, each in found.items() if each.seconds >= 5 or each.megabytes >= MEGABYTES} == {}
