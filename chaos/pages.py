"""The pages of a site as readers get them, to be compared: over HTTP, or from the application without a server."""

import http.client
import io
import re
import time
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from chaos.newsroom import SECTIONS


class Answer(NamedTuple):
    """What was answered: its status, where it leads, and its body."""

    status: int
    location: str
    body: bytes


Ask = Callable[[str], Answer]

LISTS = ("/", "/feed.rss", *(f"/{name.lower()}/{end}" for name in SECTIONS.values() for end in ("", "feed.rss")))
"""The front, the sections and the feeds."""

_CHANGES = re.compile(rb' data-after="\d+"')
"""What counts editions, of which there are more where more was sent."""

TRIES = 5


def of(short_ids: Iterable[str], ask: Ask) -> dict[str, Any]:
    """Lists by path, articles by their ids: status, address, and all that the page says."""
    found = {path: _shown(_patiently(ask, path)) for path in LISTS}
    for short_id in short_ids:
        answer = _patiently(ask, f"/any/words-{short_id}")
        if answer.status == 301:
            found[short_id] = [answer.location, *_shown(_patiently(ask, answer.location))]
        else:
            found[short_id] = _shown(answer)
    return found


def over_http(port: int) -> Ask:
    """Asks at a port of this machine."""

    def ask(path: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=15)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return Answer(response.status, response.headers.get("Location", ""), response.read())
        finally:
            connection.close()

    return ask


def by_application() -> Ask:
    """Asks the application of the installation that the environment names, in this process."""
    from dateline.serve.application import make

    application, _follower = make()

    def ask(path: str) -> Answer:
        begun: list[Any] = []
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "HTTP_HOST": "localhost",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
        }
        body = b"".join(application(environ, lambda status, headers, _=None: begun.extend((status, dict(headers)))))
        return Answer(int(begun[0].split()[0]), begun[1].get("Location", ""), body)

    return ask


def _patiently(ask: Ask, path: str) -> Answer:
    """What is answered in the end: a process that has just been started may still refuse."""
    for left in reversed(range(TRIES)):
        try:
            answer = ask(path)
        except OSError:
            if not left:
                raise
        else:
            if answer.status != 503 or not left:
                return answer
        time.sleep(1)
    raise AssertionError("not reached")


def _shown(answer: Answer) -> list[Any]:
    body = _CHANGES.sub(b"", answer.body).decode("utf-8", "replace")
    return [answer.status, answer.location, body]
