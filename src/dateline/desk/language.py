"""The language of the desk: what each person has chosen, else what the browser asks for. The readers' pages have one
language and never vary.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

Respond = Callable[[HttpRequest], HttpResponseBase]

DESK = "/desk/"

CHOSEN = "language"
"""Where the session keeps what the person has chosen: it is read anyway, and the person only later."""


def speak_the_editors_language(respond: Respond) -> Respond:
    """Middleware: below /desk/ the answer is in the language of the person, or that which the browser asks for."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(DESK):
            return respond(request)
        chosen = request.session.get(CHOSEN)
        language = chosen if chosen in dict(settings.LANGUAGES) else translation.get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = respond(request)
        patch_vary_headers(response, ("Accept-Language",))
        response.headers.setdefault("Content-Language", language)
        return response

    return handle
