"""The headers that every answer carries, whoever made it: Django, the cache, or this room itself."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.module_loading import import_string

from dateline.serve.answer import Headers

PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"

HSTS = "Strict-Transport-Security"

SETTERS = (
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
)
"""The middleware that sets them, where the settings have it."""


def complete(response: HttpResponseBase, path: str) -> None:
    """Add what Django's middleware leaves open: the policy for devices, and how long an answer may be kept.

    What a view has said about keeping stays, but for 410: a page that was killed leaves nothing behind anywhere.
    """
    headers = response.headers
    _add(response)
    if response.status_code == 410:
        headers["Cache-Control"] = "no-store"
    elif "Cache-Control" not in headers:
        # Without this browsers keep a 404 or a redirect for as long as they please.
        private = response.status_code >= 400 or path.startswith(("/desk/", "/api/", "/intake/"))
        headers["Cache-Control"] = "no-store" if private else "no-cache"


def own_headers() -> Headers:
    """The security headers for what this room answers itself: those that the middleware puts on an empty page."""
    request = HttpRequest()
    request.method = "GET"
    request.path = request.path_info = "/"
    request.META = {"SERVER_NAME": "localhost", "SERVER_PORT": "80"}
    response = HttpResponse()
    del response.headers["Content-Type"]
    for name in settings.MIDDLEWARE:
        if name in SETTERS:
            response = import_string(name)(lambda _request, made=response: made)(request)
    _add(response)
    return list(response.headers.items())


def _add(response: HttpResponseBase) -> None:
    response.headers.setdefault("Permissions-Policy", PERMISSIONS)
    # Django's middleware adds it only to what was asked for over https: a page that is kept is the same for everybody.
    if settings.SECURE_HSTS_SECONDS:
        below = "; includeSubDomains" if settings.SECURE_HSTS_INCLUDE_SUBDOMAINS else ""
        response.headers.setdefault(HSTS, f"max-age={settings.SECURE_HSTS_SECONDS}{below}")
