"""A provider of OpenID Connect, as small as one can be that is real: over HTTP, with discovery, keys, code and PKCE."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa

CLIENT, SECRET = "dateline", "the secret of the client"


class Provider:
    """What it knows: `person` is who signs in next, `says` changes what its token claims (None leaves a claim out),
    `key` what it signs by, `header` what the token's header says besides, `document` what its discovery says.
    """

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self.key: Any = ec.generate_private_key(ec.SECP256R1())
        self.algorithm = "ES256"
        self.published: Any = self.key
        self.person: dict[str, Any] = {"sub": "u-1", "preferred_username": "anna", "groups": ["desk-editors"]}
        self.says: dict[str, Any] = {}
        self.header: dict[str, Any] = {}
        self.document: dict[str, Any] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []

    def discovery(self) -> dict[str, Any]:
        """The discovery document."""
        places = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        found = {name: f"{self.issuer}/{place}" for name, place in places.items()}
        return found | {"issuer": self.issuer} | self.document

    def keys(self) -> dict[str, Any]:
        """The set of its public keys."""
        public = self.published.public_key()
        to_jwk = jwt.algorithms.RSAAlgorithm if isinstance(public, rsa.RSAPublicKey) else jwt.algorithms.ECAlgorithm
        return {"keys": [{**to_jwk.to_jwk(public, as_dict=True), "kid": "k1", "use": "sig"}]}

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser goes once the person has said yes."""
        code = secrets.token_urlsafe(8)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, form: dict[str, str], proof: str) -> dict[str, Any] | None:
        """What the code is worth, once; None where client, address or verifier are not those of the question."""
        asked = self.codes.pop(form.get("code", ""), None)
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if asked is None or proof != f"Basic {basic}" or asked["redirect_uri"] != form.get("redirect_uri"):
            return None
        if asked["code_challenge_method"] != "S256" or asked["code_challenge"] != challenge:
            return None
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 60, "nonce": asked["nonce"]}
        claims |= self.person
        claims = {name: value for name, value in (claims | self.says).items() if value is not None}
        signed = jwt.encode(claims, self.key, self.algorithm, {"kid": "k1", **self.header})
        return {"access_token": "x", "token_type": "Bearer", "id_token": signed}


class _Answers(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        self.provider.asked.append(address.path)
        if address.path == "/.well-known/openid-configuration":
            self._json(self.provider.discovery())
        elif address.path == "/keys":
            self._json(self.provider.keys())
        elif address.path == "/authorize":
            self.send_response(302)
            self.send_header("Location", self.provider.authorize(_flat(address.query)))
            self.end_headers()
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        self.provider.asked.append(self.path)
        form = _flat(self.rfile.read(int(self.headers["Content-Length"])).decode())
        found = self.provider.token(form, self.headers.get("Authorization", ""))
        self._json(found or {"error": "invalid_grant"}, 200 if found else 400)

    def _json(self, found: dict[str, Any], status: int = 200) -> None:
        body = json.dumps(found).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_about: Any) -> None:
        pass


def _flat(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}


@contextmanager
def running() -> Iterator[Provider]:
    """A provider that answers, on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Answers", (_Answers,), {}))
    provider = Provider(f"http://127.0.0.1:{server.server_port}")
    server.RequestHandlerClass.provider = provider
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
