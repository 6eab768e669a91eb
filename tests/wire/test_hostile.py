"""Hostile input does no harm: each file is refused or read within seconds and 200 MB, the interpreter included."""

import json
import subprocess
import sys

import pytest

from tests.conftest import REPO
from tests.wire.hostile import READ, REFUSED

MEGABYTES = 200


def measure(name: str) -> tuple[str, float, float]:
    """The code of the refusal (empty if the file was read), seconds, megabytes: in a process of its own."""
    command = [sys.executable, "-m", "tests.wire.hostile", name]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True, cwd=REPO)
    code, seconds, megabytes = json.loads(ran.stdout)
    return code, seconds, megabytes


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_in_two_seconds_with_a_reason(name: str) -> None:
    code, seconds, megabytes = measure(name)
    assert code == REFUSED[name][1]
    assert seconds < 2
    assert megabytes < MEGABYTES


@pytest.mark.parametrize("name", READ)
def test_it_is_read_without_quadratic_time(name: str) -> None:
    code, seconds, megabytes = measure(name)
    assert code == ""
    assert seconds < 5
    assert megabytes < MEGABYTES
