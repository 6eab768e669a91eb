"""What readers would get of what somebody types: by the rules of all copy, and stored nowhere."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST

from dateline.desk.access import for_desk
from dateline.newsroom.editing import typed
from dateline.newsroom.permissions import ACT
from dateline.newsroom.states import NotAllowed
from dateline.wire.text.blocks import body_html


@require_POST
@for_desk(ACT)
def preview(request: HttpRequest) -> HttpResponse:
    """The text of the form as HTML, or why it would not be taken."""
    found: dict[str, str]
    try:
        # Markup that dateline.wire has built anew from what it allows.
        found = {"text": mark_safe(body_html(typed(request.POST.get("body", ""))))}  # noqa: S308
    except NotAllowed as error:
        found = {"refused": str(error)}
    return render(request, "desk/editing/preview.html", found)
