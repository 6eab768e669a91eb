"""The WSGI application: pages from memory, all else from Django.

A page that is kept is answered without Django: a look at the clock, one in a dictionary, and its bytes. Anything that
is not plainly that takes the slow way, which decides everything anew.
"""

import json
import threading
import time
from collections.abc import Iterable, Sequence
from http import HTTPStatus
from importlib import import_module
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

import structlog
from django.conf import settings
from django.core import signals
from django.core.handlers.wsgi import WSGIHandler
from django.db import Error as DatabaseError
from django.http.request import split_domain_port, validate_host
from django.http.response import HttpResponse, HttpResponseBase
from django.urls import set_script_prefix

from dateline.api.endpoint import Answer as ApiAnswer
from dateline.api.endpoint import Refused, admit, problem, token_of
from dateline.database import is_passing
from dateline.newsroom.apikeys import fingerprint
from dateline.newsroom.redirects import PLAIN_LINKS
from dateline.search import asking
from dateline.search.wanted import TooSlow
from dateline.serve import security
from dateline.serve.answer import Answer, Headers, accepts_gzip, matches
from dateline.serve.away import AWAY, RETRY_AFTER
from dateline.serve.cache import LIMIT, Cache, Recipe, seconds
from dateline.serve.edition import FRESH, EditionLog, Follower, steady
from dateline.serve.metrics import access
from dateline.serve.metrics.figures import DESK, INTAKE, ITSELF, MEMORY, PARTS, STATIC, VIEW, Figures
from dateline.serve.metrics.latency import Latency
from dateline.serve.metrics.service import Metrics
from dateline.serve.proxies import Proxies
from dateline.serve.static import PREFIX, Static
from dateline.serve.turns import OneAtATime
from dateline.site import page as site_page
from dateline.site.feeds import CONTENT_TYPES
from dateline.site.fragments import render
from dateline.site.own import messages, templates
from dateline.site.page import FRAME, QUERY, PageResponse, Vanished

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

LONGEST_ADDRESS = 2048
"""Characters of path and query together; browsers and search engines send no more."""

INTAKE_PATH = "/intake/"
API_PATH = "/api/"
NOT_PAGES = ("/desk/", API_PATH, INTAKE_PATH)
"""What goes straight to Django, with cookies and whole query."""

PARAMETERS = frozenset({"after", "before", "q"})
"""The query parameters that the readers' pages know; all others are left out before anything looks at them."""

MORE_PARAMETERS = {
    "/": PARAMETERS | PLAIN_LINKS,
    "/search": PARAMETERS | {"order", *asking.FIELDS},
    **{f"/search/feed.{name}": frozenset(asking.FIELDS) for name in CONTENT_TYPES},
}
"""Path → what its page knows, where that is more."""

OF_ONE_BODY = frozenset({"content-length", "etag", "last-modified"})

READ = frozenset({"GET", "HEAD"})
MOST_HOSTS = 100

log = structlog.get_logger(__name__)


class Handler(WSGIHandler):
    """Django, giving its response instead of sending it."""

    def respond(self, environ: "WSGIEnvironment") -> HttpResponseBase:
        """What Django answers; whoever sends it closes it."""
        set_script_prefix("/")
        signals.request_started.send(sender=self.__class__, environ=environ)
        request = self.request_class(environ)
        response = self.get_response(request)
        response._handler_class = self.__class__  # type: ignore[attr-defined]
        security.complete(response, request.path_info)
        return response


class Application:
    """Dateline as a web server sees it."""

    def __init__(
        self,
        cache: Cache,
        follower: Follower,
        handler: Handler,
        figures: Figures | None = None,
        metrics: Metrics | None = None,
    ) -> None:
        self.cache = cache
        self.follower = follower
        self.figures = figures or Figures()
        self._metrics = metrics
        self._answered = self.figures.up
        self._proxies = Proxies(settings.TRUSTED_PROXIES, https=settings.BASE_URL.startswith("https:"))
        self._pages = cache.pages.entries
        self._handler = handler
        self._own = security.own_headers()
        self._static = Static(self._own)
        self._one_view = OneAtATime()
        self._hosts: set[str] = set()
        self._gzip: dict[str, bool] = {}

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        """Answer one request."""
        # The clock before the dictionary: a page found after a reading that is fresh has outlived that reading.
        is_fresh = steady() - self.follower.read_at < FRESH
        if is_fresh and not environ["QUERY_STRING"]:
            answer = self._pages.get(environ["PATH_INFO"])
            if (
                answer is not None
                and environ.get("HTTP_HOST") in self._hosts
                and (answer.until is None or time.time() < answer.until)
                and environ["REQUEST_METHOD"] in READ
            ):
                answer.used = True
                return self._send_answer(answer, environ, start, MEMORY)
        try:
            if is_fresh and "HTTP_AUTHORIZATION" in environ and environ.get("HTTP_HOST") in self._hosts:
                told = self._known_call(environ, start)
                if told is not None:
                    return told
            return self._slowly(environ, start)
        except Exception as error:
            if is_passing(error):
                log.error("the database cannot be used", path=environ["PATH_INFO"], error=str(error))
                return self._unavailable(start)
            log.exception("request failed", path=environ["PATH_INFO"])
            return self._say(start, HTTPStatus.INTERNAL_SERVER_ERROR)

    def _slowly(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        path, query = environ["PATH_INFO"], environ.get("QUERY_STRING", "")
        if path == "/healthz":
            return self._health(environ, start)
        if path == "/metrics":
            return self._measure(environ, start)
        self._proxies.settle(environ)
        if len(path) + len(query) > LONGEST_ADDRESS:
            return self._say(start, HTTPStatus.REQUEST_URI_TOO_LONG)
        if not self._knows(environ.get("HTTP_HOST", "")):
            return self._say(start, HTTPStatus.BAD_REQUEST, "This site does not go by that name.")
        is_read = environ["REQUEST_METHOD"] in READ
        if is_read and path.startswith(PREFIX):
            found = self._static.find(path, query)
            return self._send_answer(found, environ, start, STATIC) if found else self._say(start, HTTPStatus.NOT_FOUND)
        for_pages = not path.startswith(NOT_PAGES)
        if for_pages and not is_read:
            return self._say(start, HTTPStatus.METHOD_NOT_ALLOWED, more=[("Allow", "GET, HEAD")])
        if is_read and (key := _call_of(environ)):
            return self._told(key, environ, start)
        if not for_pages:
            if self.follower.is_gone and not self.follower.ensure():
                return self._unavailable(start)
            by = INTAKE if path.startswith(INTAKE_PATH) else DESK
            return self._send(self._handler.respond(environ), environ, start, by)
        if not self.follower.ensure():
            return self._unavailable(start)
        return self._page(path, query, environ, start)

    def _told(self, key: str, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        """What the content API answers to who shows a key: from memory, or by its view.

        That an answer is kept under a key says that the key opens it: when keys change, all of these are dropped.
        """
        if not self.follower.ensure():
            return self._unavailable(start)
        if (told := self._known_call(environ, start)) is not None:
            return told
        if_none_match = environ.pop("HTTP_IF_NONE_MATCH", None)  # the view makes the whole of it, whoever has it
        frame = self.cache.begin()
        response = self._handler.respond(environ)
        if not isinstance(response, ApiAnswer):
            return self._send(response, environ, start, VIEW)
        answer = Answer(
            response.content,
            _lasting(response),
            tags=response.tags,
            until=seconds(response.until),
            made_up=True,
            payer=response.payer,
        )
        response.close()
        self.cache.keep_whole(key, answer, frame)
        if if_none_match is not None:
            environ["HTTP_IF_NONE_MATCH"] = if_none_match
        return self._send_answer(answer, environ, start, VIEW)

    def _known_call(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes] | None:
        """What the content API answers from memory to who shows a key; None where a view has to say it."""
        key = _call_of(environ)
        answer = self.cache.page(key) if key is not None else None
        if answer is None or environ["REQUEST_METHOD"] not in READ:
            return None
        try:
            admit(*answer.payer)
        except Refused as refused:
            return self._send(problem(refused), environ, start, MEMORY)
        return self._send_answer(answer, environ, start, MEMORY)

    def _page(self, path: str, query: str, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        environ[QUERY] = query  # for the addresses of an old site
        environ["QUERY_STRING"] = query = known_query(query, path) if query else ""
        key = f"{path}?{query}" if query else path
        if (answer := self.cache.page(key)) is not None:
            return self._send_answer(answer, environ, start, MEMORY)
        if (answer := self._follow(key)) is not None:
            return self._send_answer(answer, environ, start, PARTS)
        with self._one_view.of(key) as waited:
            # Another has made this page meanwhile; whether it still holds is looked up as for a request that comes now.
            if waited and self.follower.ensure():
                answer = self.cache.page(key) or self._follow(key)
                if answer is not None:
                    return self._send_answer(answer, environ, start, MEMORY)
            return self._by_view(key, environ, start)

    def _by_view(self, key: str, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        """The page as Django makes it, kept if it may be."""
        # What readers see is the same for all of them: no view gets to look at these.
        environ.pop("HTTP_COOKIE", None)
        environ.pop("HTTP_ACCEPT_LANGUAGE", None)
        try:
            frame = environ[FRAME] = self.cache.begin()
        except DatabaseError as error:
            log.error("the edition cannot be read", error=str(error))
            return self._unavailable(start)
        response = self._handler.respond(environ)
        if not (isinstance(response, PageResponse) and _may_be_kept(response)):
            return self._send_made(response, environ, start)
        recipe = Recipe(response.page, _status(response.status_code), _lasting(response))
        self.cache.keep(key, recipe, frame)
        try:
            answer = self.cache.join(key, recipe)
        except Vanished:
            # A kill came after the view had looked: it looks again.
            self.cache.discard(key)
            response.close()
            environ[FRAME] = self.cache.begin()
            return self._send(self._handler.respond(environ), environ, start, VIEW)
        except Exception:
            log.exception("page not joined", key=key)
            return self._send(response, environ, start, VIEW)
        response.close()
        return self._send_answer(answer, environ, start, VIEW)

    def _follow(self, key: str) -> Answer | None:
        """The page by its recipe, or None: then Django decides, and says so if the page is no more."""
        recipe = self.cache.recipe(key)
        if recipe is None:
            return None
        try:
            return self.cache.join(key, recipe)
        except (Vanished, TooSlow):
            pass
        except Exception:
            log.exception("recipe not followed", key=key)
        self.cache.discard(key)
        return None

    # Sending

    def _send_answer(
        self, answer: Answer, environ: "WSGIEnvironment", start: "StartResponse", by: int
    ) -> Iterable[bytes]:
        variant = answer.plain
        if answer.gzip_able and self._takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")):
            variant = answer.packed or self.cache.packed(answer)
        if_none_match = environ.get("HTTP_IF_NONE_MATCH")
        if if_none_match is not None and answer.is_there and matches(if_none_match, variant.etag):
            self._answered[by + 1]()
            start("304 Not Modified", variant.unchanged)
            return []
        self._answered[by if answer.is_there else by + 2]()  # 200 or 410: nothing else is kept
        start(answer.status, variant.headers)
        return [variant.body] if environ["REQUEST_METHOD"] == "GET" else []

    def _send_made(
        self, response: HttpResponseBase, environ: "WSGIEnvironment", start: "StartResponse"
    ) -> Iterable[bytes]:
        """What a view made for this request alone: packed as what is kept. A page for readers holds no secret that what
        they send could be tried against (BREACH).
        """
        if not isinstance(response, HttpResponse) or response.status_code != HTTPStatus.OK or response.cookies:
            return self._send(response, environ, start, VIEW)
        answer = Answer(response.content, _lasting(response))
        response.close()
        answer.packed = answer.compress()
        return self._send_answer(answer, environ, start, VIEW)

    def _send(
        self, response: HttpResponseBase, environ: "WSGIEnvironment", start: "StartResponse", by: int
    ) -> Iterable[bytes]:
        self._answered[by + response.status_code // 100 - 2]()
        headers = list(response.headers.items())
        headers += [("Set-Cookie", morsel.OutputString()) for morsel in response.cookies.values()]
        status = f"{response.status_code} {response.reason_phrase}"
        if not isinstance(response, HttpResponse):
            start(status, headers)
            return response  # streaming: the server goes through it and closes it
        body = response.content
        response.close()
        if not any(name.lower() == "content-length" for name, _ in headers):
            headers.append(("Content-Length", str(len(body))))
        start(status, headers)
        return [body] if environ["REQUEST_METHOD"] != "HEAD" else []

    def _say(
        self, start: "StartResponse", status: HTTPStatus, text: str = "", more: Sequence[tuple[str, str]] = ()
    ) -> Iterable[bytes]:
        return self._plain(start, status, f"{text or status.description or status.phrase}\n".encode(), more=more)

    def _unavailable(self, start: "StartResponse") -> Iterable[bytes]:
        return self._say(start, HTTPStatus.SERVICE_UNAVAILABLE, AWAY)

    def _plain(
        self,
        start: "StartResponse",
        status: HTTPStatus,
        body: bytes,
        content_type: str = "text/plain; charset=utf-8",
        more: Sequence[tuple[str, str]] = (),
    ) -> Iterable[bytes]:
        headers: Headers = [
            *self._own,
            ("Content-Type", content_type),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            *more,
        ]
        if status == HTTPStatus.SERVICE_UNAVAILABLE:
            headers.append(("Retry-After", str(RETRY_AFTER)))
        self._answered[ITSELF + status // 100 - 2]()
        start(_status(status), headers)
        return [body]

    def _health(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        fine = self.follower.ensure()
        facts: dict[str, object] = {"status": "ok" if fine else "unavailable", "edition": self.cache.edition}
        if not fine:
            reason = f"the database has not answered for {self.follower.age:.0f} s"
            # What it says of itself (host, user, file) is for the log, and for whoever may read the figures.
            facts["reason"] = f"{reason}: {self.follower.trouble}" if access.may_read(environ) else reason
        status = HTTPStatus.OK if fine else HTTPStatus.SERVICE_UNAVAILABLE
        return self._plain(start, status, json.dumps(facts).encode() + b"\n", "application/json")

    def _measure(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in READ:
            return self._say(start, HTTPStatus.METHOD_NOT_ALLOWED, more=[("Allow", "GET, HEAD")])
        if self._metrics is None or not self._metrics.may_read(environ):
            return self._say(start, HTTPStatus.FORBIDDEN, access.REFUSED)
        body, content_type = self._metrics.page()
        return self._plain(start, HTTPStatus.OK, body, content_type)

    # Knowing

    def _knows(self, host: str) -> bool:
        """Whether this is one of the site's names, as Django would say; remembered for the fast way."""
        if host in self._hosts:
            return True
        domain, _ = split_domain_port(host)
        if not domain or not validate_host(domain, settings.ALLOWED_HOSTS):
            return False
        if len(self._hosts) < MOST_HOSTS:
            self._hosts.add(host)
        return True

    def _takes_gzip(self, accept_encoding: str) -> bool:
        known = self._gzip.get(accept_encoding)
        if known is None:
            known = accepts_gzip(accept_encoding)
            if len(self._gzip) < MOST_HOSTS:
                self._gzip[accept_encoding] = known
        return known


def _call_of(environ: "WSGIEnvironment") -> str | None:
    """What an answer to a call of the content API is kept under: key and address; None where no key is shown."""
    path = environ["PATH_INFO"]
    token = token_of(environ.get("HTTP_AUTHORIZATION", "")) if path.startswith(API_PATH) else ""
    return f"{fingerprint(token)} {path}?{environ.get('QUERY_STRING', '')}" if token else None


def known_query(query: str, path: str = "") -> str:
    """A query with nothing but the parameters that pages know, in one order, each once: what a page is kept under."""
    known = MORE_PARAMETERS.get(path, PARAMETERS)
    try:
        found = parse_qsl(query, max_num_fields=50)
    except ValueError:
        return ""
    return urlencode(sorted({name: value for name, value in found if name in known}.items()))


def make(*, limit: int = LIMIT) -> tuple[Application, threading.Event]:
    """The application of this process, its follower running; the event ends that."""
    import_module(settings.ROOT_URLCONF)  # all views: one that cannot be loaded ends this process at its start
    templates.load()
    messages.tell()
    edition = EditionLog()
    cache = Cache(render, edition.number, limit=limit)
    figures = Figures()
    follower = Follower(cache, edition.read, on_change=Latency(figures))
    metrics = Metrics(settings.DATA, figures, cache, follower)
    site_page.use(cache)
    metrics.start()
    return Application(cache, follower, Handler(), figures, metrics), follower.start()


def _lasting(response: HttpResponseBase) -> Headers:
    """The headers that stay right whatever a page's parts become."""
    return [(name, value) for name, value in response.headers.items() if name.lower() not in OF_ONE_BODY]


def _may_be_kept(response: PageResponse) -> bool:
    return response.page.cacheable and response.status_code in (HTTPStatus.OK, HTTPStatus.GONE) and not response.cookies


def _status(code: int) -> str:
    return f"{int(code)} {HTTPStatus(code).phrase}"
