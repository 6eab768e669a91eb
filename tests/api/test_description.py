"""The description of the API is true: schemathesis asks all that it allows and finds nothing; docs/api.md follows."""

import json
import re
from typing import Any

import pytest
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.test import Client
from django.utils import timezone

from dateline.newsroom import apikeys
from tests.conftest import REPO
from tests.site import make

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def described() -> dict[str, Any]:
    response = Client().get("/api/v1/openapi.json")
    assert response.status_code == 200
    found: dict[str, Any] = json.loads(response.content)
    return found


def test_every_call_that_is_described_is_in_the_docs() -> None:
    docs = (REPO / "docs" / "api.md").read_text()
    paths = described()["paths"]
    assert set(re.findall(r"^\| `GET /api/v1(/[^`?]+)", docs, re.MULTILINE)) == set(paths)
    for path in paths.values():
        for parameter in path["get"]["parameters"]:
            assert f"`{parameter['name']}`" in docs or f"{{{parameter['name']}}}" in docs
        for status in path["get"]["responses"]:
            assert f"| {status} |" in docs or status == "200"


@pytest.mark.slow
@pytest.mark.parametrize("what", ["POSITIVE", "NEGATIVE"])
def test_schemathesis_finds_nothing(monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    import schemathesis
    from hypothesis import HealthCheck, Phase, given, settings
    from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

    make.paper(base_url="http://localhost:8000/")
    rows = [make.article(f"Kop {n}", "Tekst.", told=n + 1, told_at=timezone.now()) for n in range(3)]
    key = apikeys.make("proef", rate=0, by="test")
    # All is one transaction: what begins a request must not close its connection.
    for signal in (signals.request_started, signals.request_finished):
        monkeypatch.setattr(signal, "receivers", [])
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    headers = {"Authorization": f"Bearer {key}"}
    asked = 0
    for result in schema.get_all_operations():
        operation = result.ok()
        fixed = settings(
            max_examples=20,
            derandomize=True,
            database=None,
            deadline=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        )

        @fixed
        @given(case=operation.as_strategy(generation_mode=schemathesis.GenerationMode[what]))
        def ask(case: Any) -> None:
            nonlocal asked
            asked += 1
            if "id" in (case.path_parameters or {}) and asked % 2:
                case.path_parameters["id"] = rows[asked % 3].short_id
            # A query has a grammar of its own, which no schema can tell: what breaks it is refused with the reason.
            own = [positive_data_acceptance] if case.operation.path == "/search" else []
            if what == "NEGATIVE":
                own = [negative_data_rejection]  # the key is always shown, and parameters that nobody knows are let be
            case.call_and_validate(headers=headers, excluded_checks=own)

        ask()
    assert asked > 60
