"""What is answered where a view fails: 503 while the database is away, else Django's bare 500."""

import sys

from django.http import HttpRequest, HttpResponse
from django.views.defaults import server_error

from dateline.database import is_passing

AWAY = "The database does not answer. Try again in a moment."
RETRY_AFTER = 5
"""Seconds after which it makes sense to ask again."""


def failed(request: HttpRequest) -> HttpResponse:
    """Django calls this, as `handler500`, while it handles the exception."""
    error = sys.exc_info()[1]
    if error is None or not is_passing(error):
        return server_error(request)
    headers = {"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"}
    return HttpResponse(f"{AWAY}\n", "text/plain; charset=utf-8", 503, headers=headers)
