"""A Dateline that copy is pushed to, and a sender that can do everything wrong that senders do."""

import hmac
import http.client
import json
import socket
import time
from collections.abc import Iterable
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from tests.serve.forked import command
from tests.serve.running import Running

SETUP = """
[[provider]]
code = "ANP"
name = "ANP"
retention_days = 0

[[section]]
name = "Buitenland"
slug = "buitenland"

[[source]]
slug = "push"
kind = "push"
rate = 0
providers = ["ANP"]

[[source]]
slug = "other"
kind = "push"
rate = 3
providers = ["ANP"]

[[source]]
slug = "inactive"
kind = "push"
active = false

[[source]]
slug = "broken"
kind = "push"
secret_from = "env:NOT_SET"

[[source]]
slug = "folder"
path = "/nowhere/at/all"

[[rule]]
provider = "ANP"
section = "Buitenland"
"""


class Said(NamedTuple):
    """An answer: its status, headers (names in lower case) and what its JSON says."""

    status: int
    headers: dict[str, str]
    json: dict[str, Any]


def set_up(data: Path) -> dict[str, str]:
    """Makes a newsroom with the sources above; gives the secrets of those that have one."""
    file = data.parent / f"{data.name}.toml"
    file.write_text(SETUP)
    done = command(data, "setup", str(file))
    assert done.returncode == 0, done.stderr
    return {slug: secret_of(data, slug) for slug in ("push", "other", "inactive")}


def secret_of(data: Path, slug: str, option: str = "--secret") -> str:
    done = command(data, "setup", option, slug)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


class Sender:
    """An agency that pushes to one source with one secret, from one address."""

    def __init__(self, site: Running, secret: str, slug: str = "push", client: str = "127.0.0.1") -> None:
        self.site = site
        self.secret = secret
        self.slug = slug
        self.client = client

    def push(self, body: bytes | Iterable[bytes], *, signed: bool = False, **headers: str) -> Said:
        """One POST; several pieces go without a length."""
        own = {} if signed or "Authorization" in headers else {"Authorization": f"Bearer {self.secret}"}
        if signed and isinstance(body, bytes):
            own["Dateline-Signature"] = self.signed(body)
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.request("POST", body, {"Content-Type": "application/xml"} | own | more)

    def signed(self, body: bytes, *, at: float | None = None, secret: str | None = None) -> str:
        """The header, made as docs/intake.md tells senders to."""
        signed = f"{int(time.time() if at is None else at)}.{sha256(body).hexdigest()}"
        made = hmac.digest((secret or self.secret).encode(), signed.encode(), "sha256").hex()
        return "t={}, sha256={}".format(*signed.split(".")) + f", v1={made}"

    def request(self, method: str, body: bytes | Iterable[bytes] | None, headers: dict[str, str]) -> Said:
        own = (self.client, 0)
        with closing(http.client.HTTPConnection("127.0.0.1", self.site.port, 60, source_address=own)) as connection:
            connection.request(method, f"/intake/{self.slug}", body, headers)
            return said(connection)

    def opened(self, **headers: str) -> socket.socket:
        """A connection with the head of a request sent, and nothing of its body."""
        own = {"Host": "localhost", "Authorization": f"Bearer {self.secret}", "Content-Type": "application/xml"}
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        lines = [f"POST /intake/{self.slug} HTTP/1.1", *(f"{name}: {value}" for name, value in (own | more).items())]
        connection = socket.create_connection(("127.0.0.1", self.site.port), 60, (self.client, 0))
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        return connection


def said(connection: http.client.HTTPConnection) -> Said:
    response = connection.getresponse()
    body = response.read()
    return Said(response.status, {name.lower(): value for name, value in response.getheaders()}, json.loads(body))


def answer(connection: socket.socket) -> Said:
    """What comes back on a connection."""
    response = http.client.HTTPResponse(connection)
    response.begin()
    body = response.read()
    return Said(response.status, {name.lower(): value for name, value in response.getheaders()}, json.loads(body))
