"""What a request says of its client is believed only from our own proxies."""

import json
import re
import socket

import pytest
from django.http import HttpRequest, HttpResponse

from dateline.networks import address_of, networks
from dateline.serve.proxies import Proxies, is_forwarded
from tests.serve.running import running

pytestmark = pytest.mark.once

OURS = ("127.0.0.1", "10.0.0.0/8", "fd00::/8")
SAID = {
    "HTTP_X_FORWARDED_FOR": "198.51.100.9",
    "HTTP_X_FORWARDED_PROTO": "https",
    "HTTP_X_FORWARDED_HOST": "news.example",
}


def settled(peer: str, trusted: tuple[str, ...] = OURS, **said: str) -> dict[str, object]:
    environ = {"REMOTE_ADDR": peer, "HTTP_HOST": "inside:8000", "wsgi.url_scheme": "http", **said}
    Proxies(networks(trusted)).settle(environ)
    return environ


def test_one_of_ours_is_believed():
    assert settled("127.0.0.1", **SAID) == {
        "REMOTE_ADDR": "198.51.100.9",
        "HTTP_HOST": "news.example",
        "wsgi.url_scheme": "https",
    }


@pytest.mark.parametrize(
    ("peer", "trusted"), [("203.0.113.5", OURS), ("127.0.0.1", ()), ("", OURS), ("11.0.0.1", OURS), ("::1", OURS)]
)
def test_nobody_else_is(peer, trusted):
    more = {"HTTP_X_REAL_IP": "1.1.1.1", "HTTP_FORWARDED": "for=1.1.1.1;proto=https", "HTTP_VIA": "1.1 x"}
    found = settled(peer, trusted, **SAID, **more, HTTP_X_FORWARDED_PORT="443")
    assert found == {"REMOTE_ADDR": peer, "HTTP_HOST": "inside:8000", "wsgi.url_scheme": "http"}


@pytest.mark.parametrize(
    ("chain", "client"),
    [
        ("198.51.100.9", "198.51.100.9"),
        ("6.6.6.6, 198.51.100.9", "198.51.100.9"),  # the first was there already: the client's own word
        ("6.6.6.6, 198.51.100.9, 10.1.2.3", "198.51.100.9"),  # another of our proxies in between
        ("6.6.6.6,198.51.100.9:4711", "198.51.100.9"),
        ("[2001:db8::9]:4711", "2001:db8::9"),
        ("2001:db8::9, fd00::1", "2001:db8::9"),
        ("::ffff:198.51.100.9", "198.51.100.9"),
        ("10.9.9.9, 10.1.2.3", "10.9.9.9"),  # all ours: the outermost is the client
        ("198.51.100.9, unknown", "127.0.0.1"),  # what is no address vouches for nothing before it
        ("198.51.100.9, <script>, 10.1.2.3", "10.1.2.3"),
        ("", "127.0.0.1"),
        (",".join(["10.0.0.1"] * 50) + ",198.51.100.9", "198.51.100.9"),
    ],
)
def test_the_client_is_the_last_of_a_chain_that_is_not_ours(chain, client):
    assert settled("127.0.0.1", HTTP_X_FORWARDED_FOR=chain)["REMOTE_ADDR"] == client


@pytest.mark.parametrize("said", ["http", "", "https, http", "HTTPS://", "ftp"])
def test_only_a_plain_https_is_https(said):
    assert settled("127.0.0.1", HTTP_X_FORWARDED_PROTO=said)["wsgi.url_scheme"] == "http"


def test_a_peer_with_an_address_of_both_families_is_known():
    assert settled("::ffff:127.0.0.1", **SAID)["REMOTE_ADDR"] == "198.51.100.9"


@pytest.mark.parametrize("name", ["x", "10.0.0.1/8", "0.0.0.0/0", "::/0", "*", "proxy.example"])
def test_a_name_of_no_network_or_of_everybody_is_refused(name):
    with pytest.raises(ValueError, match="everybody" if name.endswith("/0") else re.escape(name)):
        networks([name])


@pytest.mark.parametrize("name", ["", "x", "1.2.3", "1.2.3.4.5", "[::1", "a:1", "1.2.3.4, 5.6.7.8"])
def test_what_is_no_address_is_none(name):
    assert address_of(name) is None


def test_a_request_that_came_through_a_proxy_is_told_by_any_of_its_headers():
    assert not is_forwarded({"HTTP_HOST": "x", "REMOTE_ADDR": "127.0.0.1"})
    for name in (*SAID, "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA", "HTTP_X_FORWARDED_PREFIX"):
        assert is_forwarded({name: ""}), name


def test_a_proxy_that_nobody_named_is_told_of_once(capsys):
    proxies = Proxies(networks(["10.0.0.1"]), https=True)

    def ask(peer: str, **said: str) -> str:
        proxies.settle({"REMOTE_ADDR": peer, **said})
        return capsys.readouterr().out

    assert ask("8.8.8.8", **SAID) == "", "a stranger may write what he likes"
    assert ask("127.0.0.1") == ""
    assert "is not trusted" in ask("127.0.0.1", **SAID)
    assert ask("127.0.0.1", **SAID) == ""
    assert ask("10.0.0.1", **SAID) == ""
    assert "does not say X-Forwarded-Proto" in ask("10.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.5")
    assert ask("10.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.5") == ""


@pytest.fixture
def seen(reader, monkeypatch, settings):
    """What Django gets to see of a request, with 10.0.0.0/8 for a proxy of ours."""

    def show(self: object, request: HttpRequest) -> HttpResponse:
        found = {"address": request.META["REMOTE_ADDR"], "secure": request.is_secure(), "host": request.get_host()}
        said = [name for name in request.META if "FORWARD" in name or name in ("HTTP_X_REAL_IP", "HTTP_VIA")]
        return HttpResponse(json.dumps({**found, "said": said}))

    settings.ALLOWED_HOSTS = ["localhost", "news.example"]
    reader.application._proxies = Proxies(networks(["10.0.0.0/8"]))
    monkeypatch.setattr("dateline.serve.application.Handler.get_response", show)

    def ask(peer: str, **headers: str) -> dict[str, object]:
        return json.loads(reader.get("/desk/x", peer=peer, **headers).body)

    return ask


FORWARDED = {"x_forwarded_for": "198.51.100.9", "x_forwarded_proto": "https", "x_forwarded_host": "news.example"}


def test_django_sees_the_client_that_our_proxy_speaks_for(seen):
    assert seen("10.0.0.2", **FORWARDED) == {
        "address": "198.51.100.9",
        "secure": True,
        "host": "news.example",
        "said": [],
    }


def test_django_sees_nothing_of_what_a_client_makes_up(seen):
    assert seen("198.51.100.9", **FORWARDED | {"x_forwarded_for": "10.0.0.2", "x_real_ip": "10.0.0.2"}) == {
        "address": "198.51.100.9",
        "secure": False,
        "host": "localhost:8000",
        "said": [],
    }


def test_a_name_that_is_not_ours_is_refused_from_a_proxy_too(reader, settings):
    reader.application._proxies = Proxies(networks(["10.0.0.0/8"]))
    for host in ("evil.example", "localhost, evil.example", "localhost/x"):
        assert reader.get("/desk/", peer="10.0.0.2", x_forwarded_host=host).status == 400
    assert reader.get("/desk/", peer="192.0.2.1", x_forwarded_host="evil.example").status != 400


def test_hsts_goes_with_an_https_address_however_a_request_came(settings, db):
    from tests.serve.asking import Reader
    from tests.site import make

    make.paper()
    for seconds, below in ((0, False), (3600, False), (3600, True)):
        settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = seconds, below
        fresh = Reader()
        told = {
            address: fresh.get(address).headers.get("strict-transport-security")
            for address in ("/", "/", "/nergens", "/healthz", "/static/site/site.css")
        }
        expected = f"max-age={seconds}{'; includeSubDomains' * below}"
        assert set(told.values()) == {expected if seconds else None}, told


@pytest.mark.slow
def test_requests_that_two_servers_could_read_differently_are_refused(tmp_path):
    with running(tmp_path / "data") as site:
        good = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        assert answer(site.port, good).startswith(b"HTTP/1.1 200")
        for request in (
            b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
            b"GET / HTTP/1.1\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost : localhost\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: local host\r\n\r\n",
            b"POST /desk/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
            b"POST /desk/ HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked, x\r\n\r\n0\r\n\r\n",
            b"POST /desk/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        ):
            assert answer(site.port, request).startswith(b"HTTP/1.1 400"), request


def answer(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
        line.sendall(request)
        return line.recv(200)
