"""The installation's own secret key, which signs sessions and forms."""

import os
import secrets
from pathlib import Path

FILE_NAME = "secret-key"
BEFORE = "secret-key-before"
"""The file of the key before, while another one takes its place."""


class KeyUnusable(RuntimeError):
    """The file of the key holds none; the text says which, and what to do."""


def is_there(data: Path) -> bool:
    """Whether there is a key already. Raises OSError where that cannot be seen."""
    given = bool(os.environ.get("DATELINE_SECRET_KEY", "").strip()) or _credential() is not None
    return given or (data / FILE_NAME).exists()


def secret_key(data: Path) -> str:
    """Return DATELINE_SECRET_KEY, else the credential that systemd hands to the service under the name `secret-key`
    (sealed on disk: docs/examples/dateline.service), else the key in the data directory, which the first call makes.

    Processes that start together agree on one key. Raises KeyUnusable if the file is there but holds none, and
    OSError if it can be neither read nor made.
    """
    if key := os.environ.get("DATELINE_SECRET_KEY", "").strip():
        return key
    path = _credential() or data / FILE_NAME
    try:
        return _read(path)
    except FileNotFoundError:
        _make(path)
        return _read(path)


def keys_before(data: Path) -> list[str]:
    """The key that was used before, if it still counts: DATELINE_SECRET_KEY_BEFORE, else the credential or the file
    `secret-key-before`. Raises KeyUnusable and OSError as `secret_key` does.
    """
    if key := os.environ.get("DATELINE_SECRET_KEY_BEFORE", "").strip():
        return [key]
    try:
        return [_read(_credential(BEFORE) or data / BEFORE)]
    except FileNotFoundError:
        return []


def _credential(name: str = FILE_NAME) -> Path | None:
    folder = os.environ.get("CREDENTIALS_DIRECTORY", "")
    path = Path(folder) / name
    return path if folder and path.exists() else None


def _read(path: Path) -> str:
    try:
        key = path.read_text(encoding="ascii").strip()
    except UnicodeDecodeError:
        raise KeyUnusable(
            f"{path} is no key: remove it to have a new one made (everyone then signs in again)"
        ) from None
    if not key:
        raise KeyUnusable(f"{path} is empty: remove it to have a new key made (everyone then signs in again)")
    return key


def _make(path: Path) -> None:
    """Put a new key at `path`, whole or not at all; a key that another process has put there stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(50) + "\n")
            file.flush()
            os.fsync(file.fileno())
        # Unlike a rename, a link never replaces what is there, so only the first of several processes wins.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
