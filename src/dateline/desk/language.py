"""The language of the desk: each editor's own, by the browser. The readers' pages have one language and never vary."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

Respond = Callable[[HttpRequest], HttpResponseBase]

DESK = "/desk/"


def speak_the_editors_language(respond: Respond) -> Respond:
    """Middleware: below /desk/ the answer is in the language that the browser asks for."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(DESK):
            return respond(request)
        language = translation.get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = respond(request)
        patch_vary_headers(response, ("Accept-Language",))
        response.headers.setdefault("Content-Language", language)
        return response

    return handle
