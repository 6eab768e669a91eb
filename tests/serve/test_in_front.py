"""nginx and Caddy in front of a running Dateline, set up as docs/examples says: TLS, sizes, and what is believed.

The examples are taken as they stand; only names of files, ports and the certificate are put in. What is not installed
is skipped.
"""

import http.client
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.serve.running import Reply, Running, command, free_port, running, until

pytestmark = [pytest.mark.slow, pytest.mark.once]

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"
NAME = "news.example"
SECRET = "a-secret-of-the-agency"
SETTINGS = {
    line.partition("=")[0]: line.partition("=")[2]
    for line in (EXAMPLES / "environment").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
}

NGINX = """
daemon off;
{user}
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  include {folder}/site.conf;
}}
"""

CADDY = """
{{
	admin off
	default_bind 127.0.0.1
	http_port {http}
	https_port {https}
}}
{site}
"""


class Front:
    """A proxy with TLS in front of a Dateline."""

    def __init__(self, site: Running, http_port: int, https_port: int, certificate: Path) -> None:
        self.site = site
        self.http_port = http_port
        self.https_port = https_port
        self._tls = ssl.create_default_context(cafile=str(certificate))

    def ask(
        self, path: str, method: str = "GET", body: bytes | None = None, *, source: str = "127.0.0.1", **headers: str
    ) -> Reply:
        """One request over TLS, the certificate checked; `source` is the client's address. `_` in names is `-`."""
        plain = socket.create_connection(("127.0.0.1", self.https_port), timeout=20, source_address=(source, 0))
        connection = http.client.HTTPConnection(NAME)
        connection.sock = self._tls.wrap_socket(plain, server_hostname=NAME)
        return _reply(
            connection, method, path, body, {name.replace("_", "-"): value for name, value in headers.items()}
        )

    def raw(self, path: str, lines: list[str]) -> None:
        """A POST with header lines as they are."""
        plain = socket.create_connection(("127.0.0.1", self.https_port), timeout=20, source_address=("127.0.0.3", 0))
        with plain, self._tls.wrap_socket(plain, server_hostname=NAME) as line:
            said = [f"POST {path} HTTP/1.1", f"Host: {NAME}", "Content-Length: 0", "Connection: close", *lines]
            line.sendall("\r\n".join([*said, "", ""]).encode())
            while line.recv(4096):
                pass

    def plainly(self, path: str) -> Reply:
        """One request without TLS."""
        connection = http.client.HTTPConnection("127.0.0.1", self.http_port, timeout=10)
        return _reply(connection, "GET", path, None, {"Host": NAME})


def _reply(
    connection: http.client.HTTPConnection, method: str, path: str, body: bytes | None, headers: dict[str, str]
) -> Reply:
    try:
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        found = response.read()
        several = {name.lower(): value for name, value in response.getheaders()}
        if cookies := response.headers.get_all("Set-Cookie"):
            several["set-cookie"] = "\n".join(cookies)
        return Reply(response.status, several, found)
    finally:
        connection.close()


def put_in(text: str, **places: str) -> str:
    """An example with other places in it; each must be there to be replaced."""
    for old, new in places.items():
        assert old in text, f"the example has no {old!r} any more"
        text = text.replace(old, new)
    return text


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> Path:
    """A certificate of our own making for the site's name; its key lies beside it as key.pem."""
    if not shutil.which("openssl"):
        pytest.skip("openssl is missing (apt install openssl)")
    folder = tmp_path_factory.mktemp("tls")
    made = folder / "cert.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}"),
            *("-addext", f"subjectAltName=DNS:{NAME}", "-keyout", folder / "key.pem", "-out", made),
        ],
        check=True,
        capture_output=True,
    )
    return made


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[Running]:
    """A Dateline with the environment of the example."""
    folder = tmp_path_factory.mktemp("front")
    setup = folder / "newsroom.toml"
    setup.write_text('[[source]]\nslug = "pushed"\nkind = "push"\nsecret_from = "env:PUSH_SECRET"\n')
    with running(folder / "data", "--demo", **SETTINGS, PUSH_SECRET=SECRET) as found:
        done = command(found.data, "setup", str(setup))
        assert done.returncode == 0, done.stderr
        yield found


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def front(request, site, certificate, tmp_path_factory) -> Iterator[Front]:
    if not shutil.which(request.param):
        pytest.skip(
            f"{request.param} is missing (apt install {'nginx-light' if request.param == 'nginx' else 'caddy'})"
        )
    folder = tmp_path_factory.mktemp(request.param)
    folder.chmod(0o755)
    found = Front(site, free_port(), free_port(), certificate)
    words = nginx(folder, found, certificate) if request.param == "nginx" else caddy(folder, found, certificate)
    environ = os.environ | {"XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "HOME": str(folder)}
    with (
        (folder / "said").open("wb") as said,
        subprocess.Popen(words, stdout=said, stderr=said, env=environ) as proxy,
    ):
        try:
            until(lambda: _listens(found.https_port) or proxy.poll() is not None, 10, "a proxy that listens")
            assert proxy.poll() is None, (folder / "said").read_text()
            yield found
        finally:
            proxy.terminate()
            proxy.wait(10)


def nginx(folder: Path, front: Front, certificate: Path) -> list[str]:
    site = put_in(
        (EXAMPLES / "nginx.conf").read_text("utf-8"),
        **{
            "127.0.0.1:8000": f"127.0.0.1:{front.site.port}",
            "listen 80;": f"listen 127.0.0.1:{front.http_port};",
            "listen [::]:80;": "",
            "listen 443 ssl": f"listen 127.0.0.1:{front.https_port} ssl",
            "listen [::]:443 ssl http2;": "",
            f"/etc/letsencrypt/live/{NAME}/fullchain.pem": str(certificate),
            f"/etc/letsencrypt/live/{NAME}/privkey.pem": str(certificate.with_name("key.pem")),
            "/var/log/nginx/dateline.log": str(folder / "access.log"),
        },
    )
    (folder / "site.conf").write_text(site)
    # The workers of an nginx that root starts are somebody else, who may not look into pytest's folder.
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, user=user))
    return ["nginx", "-c", str(folder / "nginx.conf"), "-p", str(folder), "-e", str(folder / "error.log")]


def caddy(folder: Path, front: Front, certificate: Path) -> list[str]:
    site = put_in(
        (EXAMPLES / "Caddyfile").read_text("utf-8"),
        **{
            f"{NAME} {{": f"{NAME} {{\n\ttls {certificate} {certificate.with_name('key.pem')}",
            "reverse_proxy 127.0.0.1:8000": f"reverse_proxy 127.0.0.1:{front.site.port}",
            "/var/log/caddy/dateline.log": str(folder / "access.log"),
        },
    )
    text = CADDY.format(http=front.http_port, https=front.https_port, site=site)
    (folder / "Caddyfile").write_text(text)
    return ["caddy", "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


# Readers


def test_pages_come_through_with_their_entity_tags(front):
    # News comes in meanwhile: two pages are compared between which nothing came.
    pages = ((front.site.get("/", host=NAME), front.ask("/"), front.site.get("/", host=NAME)) for _ in range(20))
    bare, page = next((bare, page) for bare, page, after in pages if bare.body == after.body)
    assert page.status == 200
    assert page.body == bare.body
    assert page.headers["cache-control"] == "no-cache"
    assert page.headers["strict-transport-security"].startswith("max-age=")
    again = (front.ask("/", if_none_match=front.ask("/").headers["etag"]) for _ in range(20))
    assert next(reply.body for reply in again if reply.status == 304) == b""
    packed = front.ask("/", accept_encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert front.ask("/nergens-te-vinden").status == 404
    assert f"https://{NAME}/" in front.ask("/feed.rss").body.decode()


def test_http_leads_to_https(front):
    reply = front.plainly("/buitenland/?page=2")
    assert reply.status in (301, 308)
    assert reply.headers["location"] == f"https://{NAME}/buitenland/?page=2"


def test_figures_do_not_get_out(front):
    for headers in ({}, {"x_forwarded_for": "127.0.0.1"}, {"host": "localhost"}):
        reply = front.ask("/metrics", **headers)
        assert b"dateline_" not in reply.body
        assert reply.status >= 400 or not reply.body
    assert front.ask("/metrics").status == 404
    assert front.site.get("/metrics").status == 200
    # Nor would they, if the proxy let the question through.
    assert front.site.get("/metrics", x_forwarded_for="203.0.113.9").status == 403


def test_another_name_is_not_answered_as_ours(front):
    reply = front.ask("/", host="evil.example")
    assert b"<html" not in reply.body
    assert front.ask("/", x_forwarded_host="evil.example").status == 200, "it goes no further than the proxy"


# Editors


def test_an_editor_signs_in_over_https_with_cookies_that_go_nowhere_else(front):
    sign_up(front)
    front_cookies: dict[str, str] = {}
    form = front.ask("/desk/login/")
    csrf = cookies_of(form, front_cookies)
    assert set(csrf) == {"__Host-csrftoken"}
    assert csrf["__Host-csrftoken"]["secure"]
    fields = {"login": "chef", "password": "een lang wachtwoord", "csrfmiddlewaretoken": token_in(form)}
    right = {"origin": f"https://{NAME}", "content_type": "application/x-www-form-urlencoded"}
    body = urlencode(fields).encode()
    for wrong in ({"origin": "https://evil.example"}, {"origin": f"http://{NAME}"}, {"origin": "null"}):
        assert front.ask("/desk/login/", "POST", body, cookie=header(front_cookies), **right | wrong).status == 403
    assert front.ask("/desk/login/", "POST", body, **right).status == 403, "without the cookie"
    signed_in = front.ask("/desk/login/", "POST", body, cookie=header(front_cookies), **right)
    assert signed_in.status == 302, signed_in.body
    session = cookies_of(signed_in, front_cookies)["__Host-sessionid"]
    assert (session["path"], session["domain"]) == ("/", "")
    assert session["secure"]
    assert session["httponly"]
    assert session["samesite"] == "Lax"
    assert front.ask("/desk/admin/", cookie=header(front_cookies)).status == 200
    assert front.ask("/desk/admin/").status == 302
    # A browser that sends no Origin is held to the Referer: only over https, which the proxy tells of.
    del right["origin"]
    assert front.ask("/desk/logout/", "POST", b"", cookie=header(front_cookies), **right).status == 403


def sign_up(front: Front) -> None:
    """Make the account `chef` by the link that `up` printed; where that was done before, the link leads nowhere."""
    link = re.search(rf"https://{NAME}(/desk/first/[^/]+/)", front.site.said())
    assert link is not None
    cookies: dict[str, str] = {}
    form = front.ask(link[1])
    if form.status == 404:
        return
    cookies_of(form, cookies)
    fields = {
        "username": "chef",
        "password1": "een lang wachtwoord",
        "password2": "een lang wachtwoord",
        "csrfmiddlewaretoken": token_in(form),
    }
    made = front.ask(
        link[1],
        "POST",
        urlencode(fields).encode(),
        cookie=header(cookies),
        origin=f"https://{NAME}",
        content_type="application/x-www-form-urlencoded",
    )
    assert made.status == 302, made.body


def token_in(form: Reply) -> str:
    found = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', form.body)
    assert found is not None
    return found[1].decode()


def cookies_of(reply: Reply, jar: dict[str, str]) -> SimpleCookie:
    """The cookies that an answer sets, put into a jar as well."""
    found: SimpleCookie = SimpleCookie()
    for line in reply.headers.get("set-cookie", "").splitlines():
        found.load(line)
    jar.update({name: morsel.value for name, morsel in found.items()})
    return found


def header(jar: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in jar.items())


# Agencies


def test_large_copy_gets_through_and_large_forms_do_not(front):
    body = b"x" * 3_000_000 + os.urandom(8)
    sent = {"content_type": "text/plain", "authorization": f"Bearer {SECRET}"}
    pushed = front.ask("/intake/pushed", "POST", body, **sent)
    assert pushed.status == 202, pushed
    assert json.loads(pushed.body)["new"] is True
    assert json.loads(front.ask("/intake/pushed", "POST", body, **sent).body)["new"] is False
    # Caddy 2.6 says 502 where newer ones say 413; and since it passes a body on before it has all of it, the site's own
    # refusal (403, for want of a token) is now and then faster.
    said = [front.ask("/desk/login/", "POST", body, content_type="text/plain").status for _ in range(8)]
    assert set(said) <= {403, 413, 502}
    assert {413, 502} & set(said)


def test_a_refusal_says_why_through_a_proxy_too(front):
    refusal = front.ask("/intake/pushed", "POST", b"x" * 5000, content_type="text/plain")
    assert (refusal.status, refusal.headers["www-authenticate"]) == (401, 'Bearer realm="intake"')
    assert b"secret is wrong" in refusal.body
    assert refusal.headers["cache-control"] == "no-store"


SPOOFED = "198.51.100.66"


def test_an_agency_is_known_by_its_own_address_whatever_it_says(front):
    """What is refused is logged with the client's address: the one it has, and none that it makes up."""
    told = {
        "x_forwarded_for": SPOOFED,
        "x_real_ip": SPOOFED,
        "forwarded": f"for={SPOOFED}",
        "x_forwarded_host": "evil.example",
    }
    front.ask("/intake/spoof-1", "POST", b"x", source="127.0.0.2", content_type="text/xml", **told)
    assert refused(front.site, "spoof-1") == "127.0.0.2"
    front.raw(
        "/intake/spoof-2", [f"X_Forwarded_For: {SPOOFED}", f"X_forwarded-for: {SPOOFED}", f"x_real_ip: {SPOOFED}"]
    )
    assert refused(front.site, "spoof-2") == "127.0.0.3"


def refused(site: Running, source: str) -> str:
    """The address that a push for a source was refused to."""
    found: list[str] = []

    def look() -> bool:
        said = [str(event["event"]) for event in site.events()]
        found[:] = [line for line in said if f"source {source} " in line]
        return bool(found)

    until(look, 5, "the refusal in the log")
    assert SPOOFED not in json.dumps(found)
    match = re.search(r"a push from (\S+) ", found[-1])
    assert match is not None
    return match[1]
