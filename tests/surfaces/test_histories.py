"""Promises 3, 4, 6 and 8, on histories that nobody thought of: all shows that has to, and nothing else."""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.databases import examples

from .machine import Newsroom

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.both]

EXAMPLES = examples(3)
PHASES = [phase for phase in Phase if phase is not Phase.shrink or "CI" not in os.environ]
"""All but the search for the shortest history that fails, which takes longer than CI has."""

STEPS = int(os.environ.get("STEPS", "25"))


def test_no_surface_of_any_process_shows_what_it_must_not_or_lacks_what_is_up():
    run_state_machine_as_test(
        Newsroom,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            phases=PHASES,
            suppress_health_check=list(HealthCheck),
            deadline=None,
        ),
    )
