"""Every call ends in bounded time and memory, tells what is wrong, and shows the password to nobody but the API."""

import gzip
import json
import ssl
import subprocess
import threading
import time
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from dateline import __version__
from dateline.intake.anp import api as calls
from dateline.intake.anp import transport
from dateline.intake.anp.api import Api
from dateline.intake.anp.troubles import (
    BadAnswer,
    Misconfigured,
    NotAdmitted,
    NotThere,
    Stopped,
    TooBusy,
    Unreachable,
)
from dateline.newsroom.models import Source

from .standin import SECRET, USER, Handler, Server, StandIn, serving

pytestmark = pytest.mark.once

LIST = "/services/sources/dienst-1/items"


def source(url: str, **fields: Any) -> Source:
    return Source(**{"slug": "anp", "kind": Source.Kind.ANP_API, "url": url, "user": USER} | fields)


@pytest.fixture
def client(api: StandIn) -> Iterator[Api]:
    made = Api(source(api.url), SECRET, lambda: None)
    yield made
    made.close()


@pytest.fixture
def session(api: StandIn) -> Iterator[Api]:
    """One that signs in by a log-in call."""
    api.login = True
    made = Api(source(api.url, auth="login"), SECRET, lambda: None)
    yield made
    made.close()


# What is asked


def test_it_says_who_asks_and_for_what(api: StandIn, client: Api):
    client.services()
    headers = api.asked[0].headers
    assert headers["User-Agent"] == f"Dateline/{__version__}"
    assert headers["Accept"] == "application/json"
    assert headers["Accept-Encoding"] == "gzip"


def test_the_path_in_the_address_goes_before_the_paths_of_the_calls(api: StandIn):
    made = Api(source(f"{api.url}/proef/"), SECRET, lambda: None)
    with pytest.raises(NotThere):
        made.services()
    made.close()
    assert api.paths() == ["/proef/services/sources"]


def test_ids_are_written_so_that_they_lead_nowhere_else(api: StandIn, client: Api):
    with pytest.raises(NotThere):
        client.item("a/../b", "c?d#e/%2e%2e")
    assert api.paths() == ["/services/sources/a%2F..%2Fb/items/c%3Fd%23e%2F%252e%252e"]


def test_pages_go_on_from_an_item(api: StandIn, client: Api):
    for n in range(7):
        api.publish("dienst-1", f"a{n}")
    first = client.page("dienst-1")
    assert ([entry.id for entry in first.items], first.more) == (["a6", "a5", "a4", "a3", "a2"], True)
    second = client.page("dienst-1", "a2")
    assert ([entry.id for entry in second.items], second.more) == (["a1", "a0"], False)


# Signing in


def test_a_wrong_password_is_told(api: StandIn):
    made = Api(source(api.url), "anders", lambda: None)
    with pytest.raises(NotAdmitted, match=r"HTTP 401.*secret_from") as told:
        made.services()
    made.close()
    assert told.value.rest >= 300
    assert "anders" not in str(told.value)


def test_a_log_in_call_gives_a_token_for_all_calls(api: StandIn, session: Api):
    session.services()
    session.services()
    assert api.paths() == ["/services/login", "/services/sources", "/services/sources"]
    assert [asked.headers["Authorization"].split()[0] for asked in api.asked] == ["Basic", "Bearer", "Bearer"]


def test_a_log_in_call_may_give_a_cookie_instead(api: StandIn, session: Api):
    api.bearer, api.cookie = "", "kaneel"
    session.services()
    assert "Authorization" not in api.asked[1].headers
    assert api.asked[1].headers["Cookie"] == "session=kaneel"


def test_a_token_that_has_run_out_is_renewed_once(api: StandIn, session: Api):
    session.services()
    api.bearer = "een-ander-token"
    session.services()
    assert api.log_ins == 2
    api.behave("/services/sources", lambda handler: handler.json({}, 401) is None)
    with pytest.raises(NotAdmitted):
        session.services()
    assert api.log_ins == 3


def test_an_error_with_an_old_token_may_be_that_of_the_token(
    api: StandIn, session: Api, monkeypatch: pytest.MonkeyPatch
):
    error = {"hasError": True, "data": {"errorCode": "SESSION"}}
    api.behave(
        "/sources", lambda handler: "een-ander" not in handler.headers["Authorization"] and not handler.json(error)
    )
    with pytest.raises(NotThere):
        session.services()
    assert api.log_ins == 1
    api.bearer = "een-ander-token"
    monkeypatch.setattr(calls, "STALE", 0.0)
    assert session.services()


def test_the_log_in_call_may_have_another_path(api: StandIn):
    api.login = True
    made = Api(source(api.url, auth="login", login="/services/v2/login"), SECRET, lambda: None)
    with pytest.raises(NotAdmitted):
        made.services()
    made.close()
    assert api.paths() == ["/services/v2/login"]


@pytest.mark.parametrize("answer", [{"data": "OK"}, {"data": {"user": "x"}}, {"hasError": True, "data": {}}])
def test_a_log_in_call_that_gives_nothing_is_told(api: StandIn, session: Api, answer: Any):
    api.behave("login", lambda handler: handler.json(answer) is None)
    with pytest.raises(NotAdmitted, match="services/login"):
        session.services()
    assert api.paths("sources") == []


def test_cookies_are_kept_only_for_a_session(api: StandIn, client: Api):
    api.behave("sources", lambda handler: handler.json({"data": []}, Set_Cookie="spoor=1; Path=/") is None)
    client.services()
    client.services()
    assert "Cookie" not in api.asked[1].headers


# Where it goes


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("http://newsapi.example", "https://"),
        ("http://10.0.0.1:8000", "https://"),
        ("http://127.0.0.1.example", "https://"),
        ("ftp://127.0.0.1", "write one like"),
        ("newsapi.example", "write one like"),
        ("https://", "write one like"),
        ("https://newsapi.example/?a=b", "write one like"),
        ("https://krant:geheim@newsapi.example", "user and secret_from"),
        ("https://newsapi.example:haven", "write one like"),
        ("http://[::1", "write one like"),
    ],
)
def test_an_address_that_is_not_safe_is_refused(url: str, told: str):
    with pytest.raises(Misconfigured, match=told):
        Api(source(url), SECRET, lambda: None)


@pytest.mark.parametrize("url", ["http://localhost:1", "http://127.8.9.1", "http://[::1]:80/api"])
def test_http_is_allowed_on_the_machine_itself(url: str):
    Api(source(url), SECRET, lambda: None).close()


@pytest.mark.parametrize("login", ["", "https://elders.example/login", "a\nb"])
def test_a_log_in_path_elsewhere_is_refused(login: str):
    with pytest.raises(Misconfigured, match="log-in path"):
        Api(source("https://newsapi.example", auth="login", login=login), SECRET, lambda: None)


def test_redirects_are_followed_on_the_same_host_only(api: StandIn, client: Api):
    api.behave("sources$", lambda handler: handler.send(b"", 307, Location="/services/sources?opnieuw") is None)
    assert [service.title for service in client.services()] == ["ANP 101", "AFN"]
    with serving(StandIn()) as other:
        api.calm()
        api.behave("sources", lambda handler: handler.send(b"", 302, Location=f"{other.url}/services/sources") is None)
        with pytest.raises(BadAnswer, match="another host"):
            client.services()
        assert other.asked == []


def test_redirects_have_an_end(api: StandIn, client: Api):
    api.behave("sources", lambda handler: handler.send(b"", 302, Location="/services/sources") is None)
    with pytest.raises(BadAnswer, match="redirects"):
        client.services()
    assert len(api.asked) == calls.REDIRECTS + 1


def test_no_connection_is_told():
    made = Api(source("http://127.0.0.1:9"), SECRET, lambda: None)
    with pytest.raises(Unreachable, match="Connection refused"):
        made.services()
    made.close()


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path):
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        f"openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
        f" -keyout {key} -out {certificate}".split(),
        check=True,
        capture_output=True,
    )
    server = Server(("127.0.0.1", 0), Handler)
    server.api = StandIn("ANP 101")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    made = Api(source(f"https://localhost:{server.server_address[1]}"), SECRET, lambda: None)
    try:
        with pytest.raises(Unreachable, match=r"certificate cannot be trusted: self.signed"):
            made.services()
        assert server.api.asked == []
    finally:
        made.close()
        server.shutdown()
        server.server_close()
        thread.join()


# What comes back


@pytest.mark.parametrize(
    ("status", "trouble"),
    [(403, NotAdmitted), (404, NotThere), (410, NotThere), (429, TooBusy), (500, BadAnswer), (503, TooBusy)],
)
def test_a_status_tells_what_is_wrong(api: StandIn, client: Api, status: int, trouble: type[Exception]):
    api.behave("sources", lambda handler: handler.send(b"<h1>Oeps</h1>", status, "text/html") is None)
    with pytest.raises(trouble, match=f"HTTP {status}"):
        client.services()


@pytest.mark.parametrize(
    ("told", "low", "high"),
    [
        ("7", 7, 7),
        ("99999999999999999999", 3600, 3600),
        ("-5", 0, 0),
        ("morgen", 0, 0),
        ("", 0, 0),
        ("IN TEN MINUTES", 500, 600),
        ("Mon, 01 Jan 2001 00:00:00 GMT", 0, 0),
        ("Mon, 01 Jan 99999 00:00:00 GMT", 0, 3600),
        ("Mon, 01 Jan 2001 00:00:00 +9999999999999999", 0, 0),
        ("Mon, 01 Jan 2001 99999999999999999999:00:00 GMT", 0, 0),
    ],
)
def test_retry_after_is_honoured_within_reason(api: StandIn, client: Api, told: str, low: float, high: float):
    if told == "IN TEN MINUTES":
        told = format_datetime(datetime.now(UTC) + timedelta(minutes=10), usegmt=True)
    api.behave("sources", lambda handler: handler.send(b"", 503, Retry_After=told) is None)
    with pytest.raises(TooBusy) as trouble:
        client.services()
    assert low <= trouble.value.rest <= high


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"<html>Onderhoud</html>", "text/html"),
        (b"<html>Onderhoud</html>", "application/json"),
        (b'{"hasError": false, "data": {"items": [{"id": "a"', "application/json"),
        (b'{"hasError": false, "data": {"items": [], "hasMore": false}}', "text/plain"),
        (b'{"hasError": false, "data": {"items": "geen"}}', "application/json"),
        (b'{"hasError": false, "data": null}', "application/json"),
        (b'{"hasError": false}', "application/json"),
        (b"[]", "application/json"),
        (b"", "application/json"),
        (b"\xff\xfe\x00", "application/json"),
        (b"[" * 100_000, "application/json"),
        (b'{"data":' + b'{"a":' * 100_000, "application/json"),
    ],
)
def test_what_is_no_answer_is_a_trouble(api: StandIn, client: Api, body: bytes, kind: str):
    api.behave(LIST, lambda handler: handler.send(body, 200, kind) is None)
    with pytest.raises(BadAnswer):
        client.page("dienst-1")


def test_an_error_with_status_200_is_no_answer(api: StandIn, client: Api):
    error = {"hasError": True, "data": {"errorCode": 17, "description": "Geen\x00 \x1b[31mtoegang"}}
    api.behave(LIST, lambda handler: handler.send(json.dumps(error).encode()) is None)
    with pytest.raises(NotThere) as told:
        client.page("dienst-1")
    assert str(told.value) == "it answers with an error: 17: Geen [31mtoegang"


def test_another_item_than_was_asked_for_is_none(api: StandIn, client: Api):
    api.publish("dienst-1", "a")
    api.publish("dienst-1", "b")
    api.behave("/items/a", lambda handler: handler.json({"data": api.items["dienst-1", "b"]}) is None)
    with pytest.raises(BadAnswer, match="another item"):
        client.item("dienst-1", "a")


def test_compressed_answers_are_read(api: StandIn, client: Api):
    body = gzip.compress(json.dumps({"data": [{"id": "x", "title": "ANP 101"}]}).encode())
    api.behave("sources", lambda handler: handler.send(body, Content_Encoding="gzip") is None)
    assert client.services() == [("x", "ANP 101")]


@pytest.mark.parametrize("times", [1, 2])
def test_a_compressed_bomb_fills_no_memory(api: StandIn, client: Api, times: int):
    body = b'{"data": "' + b" " * 200_000_000
    for _ in range(times):
        body = gzip.compress(body, 1)
    encoding = ", ".join(["gzip"] * times)
    api.behave("sources", lambda handler: handler.send(body, Content_Encoding=encoding) is None)
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    tracemalloc.reset_peak()
    with pytest.raises(BadAnswer):
        client.services()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most - before < 20_000_000


def test_an_answer_that_is_too_long_is_not_read_to_its_end(api: StandIn, client: Api):
    sent = [0]

    def flood(handler: Handler) -> bool:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        for _ in range(10_000):
            handler.wfile.write(b"10000\r\n" + b" " * 65536 + b"\r\n")
            sent[0] += 65536
        return True

    api.behave("sources", flood)
    with pytest.raises(BadAnswer, match="more than 4 MiB"):
        client.services()
    assert sent[0] < 40_000_000


def drip(handler: Handler, head: bytes) -> bool:
    handler.wfile.write(head)
    for _ in range(100):
        handler.wfile.write(b"x")
        time.sleep(0.1)
    return True


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX-Endless: ",
    ],
)
def test_an_answer_that_drips_ends_by_the_deadline(
    api: StandIn, client: Api, monkeypatch: pytest.MonkeyPatch, head: bytes
):
    monkeypatch.setattr(transport, "TOTAL", 0.5)
    api.behave("sources", lambda handler: drip(handler, head))
    began = time.monotonic()
    with pytest.raises(BadAnswer, match="too slowly"):
        client.services()
    assert time.monotonic() - began < 4


def test_a_request_ends_soon_when_polling_ends(api: StandIn, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(transport, "SLICE", 0.1)
    stop = threading.Event()

    def go_on() -> None:
        if stop.is_set():
            raise Stopped

    made = Api(source(api.url), SECRET, go_on)
    api.behave("sources", lambda _handler: bool(time.sleep(5)) or True)
    threading.Timer(0.3, stop.set).start()
    began = time.monotonic()
    with pytest.raises(Stopped):
        made.services()
    assert time.monotonic() - began < 4
    made.close()


def test_a_connection_that_breaks_is_a_trouble_and_the_next_call_goes(api: StandIn, client: Api):
    api.behave("sources", Handler.reset)
    with pytest.raises(BadAnswer, match="breaks its answer off"):
        client.services()
    api.calm()
    api.behave("sources", lambda handler: cut(handler))
    with pytest.raises(BadAnswer):
        client.services()
    api.calm()
    assert client.services()


def cut(handler: Handler) -> bool:
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"data": [')
    handler.close_connection = True
    return True


def test_a_server_that_speaks_no_http_is_a_trouble(api: StandIn, client: Api):
    api.behave("sources", lambda handler: bool(handler.wfile.write(b"SSH-2.0-OpenSSH_9.2\r\n")) and handler.reset())
    with pytest.raises(BadAnswer):
        client.services()
