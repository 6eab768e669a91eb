"""The answer that is given most: nothing is new. Fifty open screens ask for it each second, so it costs one look."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import add_never_cache_headers

from dateline.newsroom.transaction import CHANGE, number

Respond = Callable[[HttpRequest], HttpResponseBase]

POLLED = frozenset({"/desk/changes/", "/desk/columns/changes/", "/desk/flashes/"})
"""What screens ask each second or so, with `?after=` the change number that they show."""


def answer_nothing_new(respond: Respond) -> Respond:
    """Middleware: a screen that shows the newest change is told so, before anybody looks whose it is.

    It tells nobody anything that they did not say themselves. Whoever may not see the desk any more learns it with the
    next change.
    """

    def handle(request: HttpRequest) -> HttpResponseBase:
        if (
            request.path_info not in POLLED
            or request.method != "GET"
            or settings.SESSION_COOKIE_NAME not in request.COOKIES
        ):
            return respond(request)
        if request.GET.get("after") != str(number(CHANGE)):
            return respond(request)
        response = HttpResponse(status=204)
        add_never_cache_headers(response)
        return response

    return handle
