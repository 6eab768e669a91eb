"""A screen of the desk: its own matter within the frame that all have."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from dateline.desk.access import editor
from dateline.desk.bar import alarms, broken_count, quiet_count
from dateline.desk.flashes import person_of, waiting
from dateline.newsroom.open_references import open_count
from dateline.newsroom.transaction import CHANGE, number


def screen(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A template of the desk with what the frame shows. `context["here"]` is which of its links leads to this, and
    `context["live"]` says that the screen follows the wire by itself.
    """
    return render(request, template, {**frame(request), **context}, status=status)


def frame(request: HttpRequest) -> dict[str, Any]:
    """What the frame of the desk shows. Lazy: what is shown in the pane of another screen has no frame."""
    person: Any = SimpleLazyObject(lambda: person_of(editor(request)))
    return {
        "broken": SimpleLazyObject(broken_count),
        "pending": SimpleLazyObject(open_count),
        "alarms": SimpleLazyObject(alarms),
        "quiet": SimpleLazyObject(quiet_count),
        "change": SimpleLazyObject(lambda: number(CHANGE)),
        "person": person,
        "flashes": SimpleLazyObject(lambda: waiting(person)),
    }
