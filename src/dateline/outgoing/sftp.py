"""A file into a folder of somebody else, over SFTP: to a host whose key is known, and whole or not at all."""

import io
import posixpath
import threading
from urllib.parse import unquote, urlsplit

import paramiko  # type: ignore[import-untyped]

from dateline.newsroom import keys
from dateline.newsroom.models import Outlet
from dateline.outgoing.calls import CONNECT, TOTAL, Failed, connected

MOST_KEY_LINES = 100


def put(outlet: Outlet, name: str, data: bytes) -> None:
    """Has a file of this name be this, in the folder of the outlet's address (`/~/folder` is one below the home).

    It is written beside, and then moved into its place. Raises Failed, also where the host's key is not one of those
    that are known.
    """
    parts = urlsplit(outlet.url)
    host, port = parts.hostname or "", parts.port or 22
    try:
        secret = keys.from_elsewhere(outlet.secret_from, f"outlet {outlet.slug}", most_lines=MOST_KEY_LINES)
    except keys.NoSecret as error:
        raise Failed(str(error)) from None
    client = paramiko.SSHClient()
    client.set_missing_host_key_policy(paramiko.RejectPolicy())
    end = threading.Timer(TOTAL, client.close)  # however slowly its answers drip
    end.daemon = True
    try:
        client.load_host_keys(outlet.known_hosts)
        end.start()
        client.connect(
            host,
            port,
            unquote(parts.username or ""),
            **_proof(secret),
            sock=connected(host, port, private=outlet.private),
            timeout=CONNECT,
            banner_timeout=CONNECT,
            auth_timeout=CONNECT,
            allow_agent=False,
            look_for_keys=False,
        )
        _put(client, unquote(parts.path).removeprefix("/~/"), name, data)
    except (OSError, EOFError, ValueError, paramiko.SSHException) as error:
        raise Failed(f"{host}: {_said(error)}") from None
    finally:
        end.cancel()
        client.close()


def _put(client: paramiko.SSHClient, folder: str, name: str, data: bytes) -> None:
    with client.open_sftp() as sftp:
        channel = sftp.get_channel()
        if channel is not None:
            channel.settimeout(TOTAL)
        part = posixpath.join(folder, f".{name}.part")
        with sftp.open(part, "wb") as file:
            file.write(data)
        sftp.posix_rename(part, posixpath.join(folder, name))


def _proof(secret: str) -> dict[str, str | paramiko.PKey]:
    """What is shown to the host: a private key, if the secret is one, or else a password."""
    if not secret.startswith("-----BEGIN "):
        return {"password": secret}
    for kind in (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey):
        try:
            return {"pkey": kind.from_private_key(io.StringIO(secret + "\n"))}
        except paramiko.SSHException:
            continue
    raise Failed("its private key cannot be read: it must be Ed25519, ECDSA or RSA, without a passphrase")


def _said(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return str(error.strerror)
    return str(error) or type(error).__name__
