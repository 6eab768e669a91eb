"""Asking the application as a server would, without one."""

import io
from typing import Any

from dateline.newsroom.transaction import writing
from dateline.serve.application import Application, Handler
from dateline.serve.cache import Cache
from dateline.serve.edition import EditionLog, Follower
from dateline.site import page as site_page
from dateline.site.fragments import render
from dateline.site.frame import Frame
from tests.serve.running import Reply


class Reader:
    """Asks the application as a server would, and counts what it had to render and to ask Django."""

    def __init__(self) -> None:
        self.rendered: list[site_page.Part] = []
        self.asked: list[str] = []
        edition = EditionLog()
        self.cache = Cache(self._render, edition.number)
        self.follower = Follower(self.cache, edition.read)
        reader = self

        class Counting(Handler):
            def respond(self, environ: Any) -> Any:
                reader.asked.append(environ["PATH_INFO"])
                return super().respond(environ)

        self.application = Application(self.cache, self.follower, Counting())
        self.poll()

    def _render(self, part: site_page.Part, frame: Frame) -> site_page.Rendered:
        self.rendered.append(part)
        return render(part, frame)

    def poll(self) -> None:
        """What the follower's thread does each 100 ms."""
        self.follower.poll()

    def get(self, address: str, method: str = "GET", *, peer: str = "192.0.2.7", **headers: str) -> Reply:
        """One request; `peer` is the address that it comes from."""
        path, _, query = address.partition("?")
        got: list[Any] = []
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "REMOTE_ADDR": peer,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "localhost:8000",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            "SCRIPT_NAME": "",
        } | {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        body = b"".join(self.application(environ, lambda status, given: got.extend((status, given))))  # type: ignore[arg-type]
        names = [name.lower() for name, _ in got[1]]
        assert len(names) == len(set(names)) or "set-cookie" in names, "a header twice"
        return Reply(int(got[0].split()[0]), {name.lower(): value for name, value in got[1]}, body)


def touch(*tags: str) -> None:
    with writing() as work:
        work.edition(*tags)
