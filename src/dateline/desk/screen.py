"""A screen of the desk: its own matter within the frame that all have."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dateline.newsroom.models import Delivery


def screen(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A template of the desk with what the frame shows. `context["here"]` is which of its links leads to this."""
    return render(request, template, {"broken": broken_count(), **context}, status=status)


def broken_count() -> int:
    """How many deliveries wait in quarantine."""
    return Delivery.objects.filter(state=Delivery.State.QUARANTINED).count()
