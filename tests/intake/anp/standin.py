"""A stand-in for the ANP News API: real HTTP on loopback, with copy that is invented and says so.

It answers as docs/polling.md says that the API does, and can be told to behave as badly as one likes.
"""

import base64
import json
import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

USER, SECRET, TOKEN = "krant@example.org", "geheim", "token-van-de-stand-in"

Odd = Callable[["Handler"], bool]
"""Answers a request in a way of its own; false to leave it to the stand-in after all."""


@dataclass
class Service:
    """One of the API's sources: its items newest first, as (id, modified)."""

    id: str
    title: str
    entries: list[tuple[Any, Any]] = field(default_factory=list)


@dataclass
class Asked:
    """A request that came."""

    at: float
    path: str
    headers: dict[str, str]


class StandIn:
    """The API's state, and what was asked of it. Change it under `lock` while it runs, or through the methods."""

    def __init__(self, *services: str, page: int = 5) -> None:
        self.services = {f"dienst-{n}": Service(f"dienst-{n}", title) for n, title in enumerate(services, 1)}
        self.items: dict[tuple[str, str], dict[str, Any]] = {}
        self.page = page
        self.login = False
        self.bearer = f"{TOKEN}-1"
        self.cookie = ""
        self.log_ins = 0
        self.odd: list[tuple[re.Pattern[str], Odd]] = []
        self.asked: list[Asked] = []
        self.at_once = self.most_at_once = 0
        self.lock = threading.RLock()
        self.url = ""

    # What the agency does

    def publish(self, service: str, item: str, *, ago: float = 0, at: str | None = None, **fields: Any) -> str:
        """Lists a new item, made so many minutes ago."""
        made = datetime.now(UTC) - timedelta(minutes=ago)
        with self.lock:
            self.items[service, item] = invented(item, made, self.services[service].title) | fields
            self.services[service].entries.insert(0, (item, at or shown(made)))
        return item

    def revise(self, service: str, item: str, **fields: Any) -> None:
        """Changes an item. The list goes on as if nothing had happened."""
        with self.lock:
            self.items[service, item] |= {"modified": shown(datetime.now(UTC))} | fields

    def withdraw(self, service: str, item: str, listed: bool = True) -> None:
        """Takes an item away, and from the list too unless it stays `listed`."""
        with self.lock:
            self.items.pop((service, item), None)
            if not listed:
                entries = self.services[service].entries
                entries[:] = [entry for entry in entries if entry[0] != item]

    def behave(self, pattern: str, odd: Odd) -> None:
        """Has paths that match answered in a way of their own, from now on."""
        with self.lock:
            self.odd.append((re.compile(pattern), odd))

    def calm(self) -> None:
        """Ends all odd behaviour."""
        with self.lock:
            self.odd.clear()

    # What a test asks

    def paths(self, pattern: str = "") -> list[str]:
        """The paths that were asked for, in order."""
        with self.lock:
            return [asked.path for asked in self.asked if re.search(pattern, asked.path)]

    def forget(self) -> None:
        """Forgets what was asked."""
        with self.lock:
            self.asked.clear()

    # What it answers

    def data(self, path: str, query: dict[str, list[str]]) -> Any:
        """What stands under `data`; None for what is not there."""
        with self.lock:
            if path == "/services/sources":
                return [
                    {"id": one.id, "kind": "NEWSFEED", "title": one.title, "bundleTitle": "ANP"}
                    for one in self.services.values()
                ]
            found = re.fullmatch(r"/services/sources/([^/]+)/items(?:/([^/]+))?", path)
            if found is None or unquote(found[1]) not in self.services:
                return None
            service = self.services[unquote(found[1])]
            if found[2] is None:
                return self._list(service, query)
            item = self.items.get((service.id, unquote(found[2])))
            return item and item | {"isRead": len(self.asked) % 2 == 0}

    def _list(self, service: Service, query: dict[str, list[str]]) -> Any:
        entries = service.entries
        ids = [str(entry[0]) for entry in entries]
        start, end = 0, len(entries)
        if "fromItem" in query:
            if query["fromItem"][0] not in ids:
                return None
            start = ids.index(query["fromItem"][0]) + 1
        if "toItem" in query and query["toItem"][0] in ids:
            end = ids.index(query["toItem"][0])
        shown = entries[start:end][: self.page]
        return {
            "items": [{"id": item, "kind": "TEXTARTICLE", "modified": modified} for item, modified in shown],
            "hasMore": start + len(shown) < end,
        }


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server: "Server"

    def do_GET(self) -> None:
        api = self.server.api
        with api.lock:
            api.asked.append(Asked(time.monotonic(), self.path, dict(self.headers.items())))
            api.at_once += 1
            api.most_at_once = max(api.most_at_once, api.at_once)
            odd = [answer for pattern, answer in api.odd if pattern.search(self.path)]
        try:
            if not any(answer(self) for answer in odd):
                self.answer()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        finally:
            with api.lock:
                api.at_once -= 1

    def answer(self) -> None:
        """What the API answers when all is well."""
        api, parts = self.server.api, urlsplit(self.path)
        basic = "Basic " + base64.b64encode(f"{USER}:{SECRET}".encode()).decode()
        given = self.headers.get("Authorization", "")
        if parts.path == "/services/login":
            if given != basic:
                return self.json({"hasError": True, "data": {"errorCode": "AUTH", "description": "no"}}, 401)
            api.log_ins += 1
            cookie = {"Set-Cookie": f"session={api.cookie}; Path=/; HttpOnly"} if api.cookie else {}
            return self.json({"hasError": False, "data": {"token": api.bearer} if api.bearer else "OK"}, **cookie)
        bearer = given == f"Bearer {api.bearer}" if api.bearer else f"session={api.cookie}" in self.cookies()
        if not (bearer if api.login else given == basic):
            return self.json({"hasError": True, "data": {"errorCode": "AUTH", "description": "no"}}, 401)
        data = api.data(parts.path, parse_qs(parts.query))
        if data is None:
            return self.json({"hasError": True, "data": {"errorCode": "404", "description": "not found"}}, 404)
        return self.json({"hasError": False, "data": data})

    def cookies(self) -> list[str]:
        return self.headers.get("Cookie", "").split("; ")

    def json(self, value: Any, status: int = 200, **headers: str) -> None:
        """Answers with JSON."""
        self.send(json.dumps(value, ensure_ascii=False).encode(), status, "application/json; charset=utf-8", **headers)

    def send(self, body: bytes, status: int = 200, kind: str = "application/json", **headers: str) -> None:
        """Answers with these bytes."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def reset(self) -> bool:
        """Breaks the connection off in the middle of it all."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True
        return True

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


class Server(ThreadingHTTPServer):
    daemon_threads = True
    api: StandIn

    def handle_error(self, *_: Any) -> None:
        """Whoever hangs up has a reason."""


@contextmanager
def serving(api: StandIn) -> Iterator[StandIn]:
    """The stand-in, at `api.url`."""
    server = Server(("127.0.0.1", 0), Handler)
    server.api = api
    api.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield api
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def shown(moment: datetime) -> str:
    """A time as the API writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def invented(item: str, made: datetime, title: str) -> dict[str, Any]:
    """An item that nobody ever sent."""
    return {
        "id": item,
        "kind": "TEXTARTICLE",
        "pubDate": shown(made),
        "firstIssueDate": shown(made),
        "modified": shown(made),
        "source": "verzonnen",
        "sourceTitle": title,
        "title": f"Verzonnen bericht {item}",
        "bodyText": f"<p>UTRECHT (ANP) - Dit bericht met het kenmerk {item} is verzonnen voor een test van Dateline;"
        " er is niets van gebeurd, en niemand heeft het verstuurd.</p>",
        "urgency": 3,
        "version": 1,
        "authors": ["Stand-in"],
        "category": "ANP/BUI",
        "categories": ["ANP/BUI"],
        "entities": [],
        "links": [],
        "hasMedia": False,
        "itemId": f"TEST-{item}",
        "copyrightNotice": "Verzonnen",
        "isRead": False,
    }
