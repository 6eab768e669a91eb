"""The secrets of sources: what a push has to show, and what an agency's API is asked with.

`Source.secret_from` names an environment variable (`env:NAME`) or a file (`file:PATH`). Where it is empty, a push has a
secret of our own making, derived from the secret key of the installation: nothing secret lies in the database or in a
backup of it, and all hosts with the same secret key agree (docs/adr/0026-derived-secrets.md).
"""

import base64
import hmac
import os
import re
import stat
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F

from dateline.newsroom.models import Source
from dateline.newsroom.transaction import By, writing

ENVIRONMENT, FILE = "env:", "file:"

OLD_COUNTS = timedelta(hours=24)
"""How long the secret before the last renewal still counts: the agency changes its side meanwhile."""

SHORTEST = 16
"""The fewest characters of what a push has to show: anything shorter can be guessed."""

LARGEST_FILE = 4096


class NoSecret(Exception):
    """The secret of a source cannot be had; the text says what is wrong and what to do. It never quotes the secret."""


def secret(source: Source) -> str:
    """The secret of a source, as it is now. Raises NoSecret."""
    if source.secret_from:
        return _long_enough(source, from_elsewhere(source.secret_from, f"source {source.slug}"))
    if source.kind != Source.Kind.PUSH:
        raise NoSecret(f"source {source.slug} has no secret: set its secret_from to env:NAME or file:PATH")
    return derived(source.slug, source.secret_turn)


def accepted(source: Source, now: datetime) -> list[str]:
    """The secrets that a push may show at a moment: its own, and for a day after a renewal the one before; those that
    derive from the secret key before, too, while that counts.

    Raises NoSecret.
    """
    found = [secret(source)]
    if source.secret_from:
        return found
    turns = [source.secret_turn]
    renewed = source.secret_renewed_at
    if renewed is not None and now < renewed + OLD_COUNTS:
        turns.append(source.secret_turn - 1)
        found.append(derived(source.slug, source.secret_turn - 1))
    return found + [derived(source.slug, turn, key) for key in settings.SECRET_KEY_FALLBACKS for turn in turns]


def renew(source: Source, by: By) -> str:
    """Gives a push a new secret of our own making. The old one counts for OLD_COUNTS more, any older one no more.

    Raises NoSecret for a source whose secret is not of our making.
    """
    if source.kind != Source.Kind.PUSH:
        raise NoSecret(f"source {source.slug} is no push: there is no secret of it to renew")
    if source.secret_from:
        raise NoSecret(f"the secret of source {source.slug} is in {source.secret_from}: change it there")
    with writing() as work:
        Source.objects.filter(pk=source.pk).update(secret_turn=F("secret_turn") + 1, secret_renewed_at=work.now)
        work.event("setup", by=by, reason=f"a new secret for source {source.slug}")
    source.refresh_from_db(fields=["secret_turn", "secret_renewed_at"])
    return secret(source)


def derived(slug: str, turn: int, key: str = "") -> str:
    """The secret of our own making of a push of this name, the `turn`th: 43 characters, fit for a header. From the
    secret key, unless another one is given.
    """
    made = hmac.digest(str(key or settings.SECRET_KEY).encode(), f"intake:{slug}:{turn}".encode(), "sha256")
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def trouble(secret_from: str) -> str | None:
    """What is wrong with a `secret_from` by its form, as the end of a sentence; None for nothing."""
    if not secret_from.isprintable():
        return "has characters in it that cannot be shown"
    if secret_from.startswith(ENVIRONMENT):
        name = secret_from.removeprefix(ENVIRONMENT)
        return None if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name) else "names no environment variable after env:"
    if secret_from.startswith(FILE):
        path = secret_from.removeprefix(FILE)
        return None if os.path.isabs(path) else "must have a path from the root after file:"
    return 'must be like "env:NAME" or "file:/PATH" (never the secret itself)'


def from_elsewhere(secret_from: str, whose: str, *, most_lines: int = 1) -> str:
    """The secret that a `secret_from` leads to, as it is now; `whose` names it in what is raised. Raises NoSecret."""
    wrong = trouble(secret_from)
    if wrong is not None:
        raise NoSecret(f"{whose}: secret_from {wrong}")
    if secret_from.startswith(ENVIRONMENT):
        name = secret_from.removeprefix(ENVIRONMENT)
        found = os.environ.get(name, "").strip()
        if not found:
            raise NoSecret(f"the secret of {whose}: the environment variable {name} is not set")
        return found
    path = secret_from.removeprefix(FILE)
    try:
        return _of_file(path, most_lines)
    except NoSecret as error:
        raise NoSecret(f"the secret of {whose}: {error}") from None
    except OSError as error:
        raise NoSecret(f"the secret of {whose}: {path} cannot be read: {error.strerror}") from None


def _of_file(path: str, most_lines: int) -> str:
    # Opening a pipe waits for its writer, but for O_NONBLOCK.
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    with open(descriptor, "rb") as file:
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode):
            raise NoSecret(f"{path} is no file")
        if about.st_mode & 0o077:
            raise NoSecret(f"other users may read or change {path}: chmod 600 {path}")
        data = file.read(LARGEST_FILE + 1)
    try:
        found = data.decode().strip()
    except UnicodeDecodeError:
        raise NoSecret(f"{path} is not text in UTF-8") from None
    if not found:
        raise NoSecret(f"{path} is empty")
    if len(data) > LARGEST_FILE or len(found.splitlines()) > most_lines:
        raise NoSecret(f"{path} must hold the secret on one line, and nothing else")
    return found


def _long_enough(source: Source, found: str) -> str:
    """A secret that fits a header and cannot be guessed. What an agency has chosen for its API is not judged."""
    if source.kind != Source.Kind.PUSH:
        return found
    if len(found) < SHORTEST or not (found.isascii() and found.isprintable()) or " " in found:
        raise NoSecret(
            f"the secret of source {source.slug} must be {SHORTEST} characters of ASCII or more, without spaces: "
            "`openssl rand -hex 24` makes a good one"
        )
    return found
