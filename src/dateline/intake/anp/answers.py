"""What stands in an answer of the API: the error that it tells of, its services, its lists, its items.

Nothing here trusts the server: whatever is of another type than it should be is left out or makes a BadAnswer.
"""

import hashlib
import re
from datetime import UTC, datetime
from typing import Any, NamedTuple, TypeVar

import msgspec

from dateline.intake.anp.troubles import BadAnswer, NotThere
from dateline.newsroom.identity import plain_name
from dateline.wire.errors import Unreadable
from dateline.wire.text.charsets import decode

Fields = dict[str, msgspec.Raw]

T = TypeVar("T")

_ID = re.compile(r"(?!\.{1,2}$)[!-~]{1,200}")
"""An id that can stand in an address and in a row; every id that was seen is made of hexadecimal digits and hyphens."""

MOST_SERVICES = 500
"""Services that are taken for earnest; the ANP has some dozens."""

READ = frozenset(
    "id kind version title bodyText urgency authors editorialNote copyrightNotice keywords firstIssueDate pubDate"
    " itemId category categories entities links source sourceTitle relationships hasMedia".split()
)
"""The fields of an item that its reader reads. Others, such as `isRead`, may change with every answer."""


class Service(NamedTuple):
    """One of the API's own sources: `ANP 101`, `AFN Web`."""

    id: str
    title: str


class Listed(NamedTuple):
    """An item as a list names it; `at` is when it came, None where the list does not say so."""

    id: str
    at: datetime | None


class Page(NamedTuple):
    """A piece of a list, newest first. `more` says that there are older ones."""

    items: list[Listed]
    more: bool


class Answer(NamedTuple):
    """An item as it was answered: the bytes, and a hash of what is read of them."""

    data: bytes
    sha256: str


def data_of(body: bytes) -> msgspec.Raw:
    """What stands under `data`. Raises NotThere for an answer with an error, BadAnswer for what is no answer."""
    fields = _fields(body)
    if _lenient(fields.get("hasError"), bool):
        raise NotThere(f"it answers with an error: {_reason(fields.get('data'))}")
    if "data" not in fields:
        raise BadAnswer("it answers with JSON that is none of this API")
    return fields["data"]


def error_of(body: bytes) -> str | None:
    """What an answer says of its error; None where it is no such answer."""
    try:
        data_of(body)
    except NotThere as trouble:
        return str(trouble)
    except BadAnswer:
        pass
    return None


def services_of(body: bytes) -> list[Service]:
    """The services of an answer, without those that have no usable id."""
    entries = _lenient(data_of(body), list[Any])
    if entries is None:
        raise BadAnswer("its list of services is none")
    found: dict[str, Service] = {}
    for entry in entries:
        told = entry if isinstance(entry, dict) else {}
        name = _id_of(told.get("id"))
        if name is not None:
            title = told.get("title")
            found.setdefault(name, Service(name, _plain(title)[:200] if isinstance(title, str) else ""))
    return list(found.values())[:MOST_SERVICES]


def page_of(body: bytes) -> Page:
    """A piece of a list, without entries that have no usable id; an id that stands there twice counts once."""
    fields = _lenient(data_of(body), Fields) or {}
    entries = _lenient(fields.get("items"), list[Any])
    if entries is None:
        raise BadAnswer("its list of items is none")
    found: dict[str, Listed] = {}
    for entry in entries:
        told = entry if isinstance(entry, dict) else {}
        name = _id_of(told.get("id"))
        if name is not None:
            found.setdefault(name, Listed(name, _moment(told.get("modified"))))
    return Page(list(found.values()), bool(_lenient(fields.get("hasMore"), bool)))


def answer_of(body: bytes, item: str) -> Answer:
    """An item's answer, if it is that of `item`."""
    fields = _lenient(data_of(body), Fields)
    if not fields:
        raise BadAnswer("it answers without an item")
    told = _id_of(_any(fields.get("id")))
    if told is None or told.casefold() != item.casefold():
        raise BadAnswer("it answers with another item than was asked for")
    return Answer(body, _hash(fields, body))


def token_of(body: bytes) -> str | None:
    """The token that a log-in call gives: `data` itself, or a field of it or of the answer whose name says so."""
    fields = _fields(body)
    if _lenient(fields.get("hasError"), bool):
        raise NotThere(f"it answers with an error: {_reason(fields.get('data'))}")
    data = _any(fields.get("data"))
    if isinstance(data, str):
        return data if len(data) >= SHORTEST_TOKEN and _TOKEN.fullmatch(data) else None
    places = [data] if isinstance(data, dict) else []
    for place in (*places, {name: _any(raw) for name, raw in fields.items()}):
        for name, value in place.items():
            named = name.casefold().replace("_", "") in _TOKEN_NAMES
            if named and isinstance(value, str) and _TOKEN.fullmatch(value):
                return value
    return None


SHORTEST_TOKEN = 16
"""Characters that a token has at the least where nothing else says that it is one (`"data": "ok"`)."""

_TOKEN = re.compile(r"[!-~]{1,8000}")
_TOKEN_NAMES = frozenset({"token", "accesstoken", "authtoken", "sessiontoken", "jwt"})


def _fields(body: bytes) -> Fields:
    try:
        return msgspec.json.decode(decode(body).text.encode("utf-8", "surrogatepass"), type=Fields)
    except (Unreadable, RecursionError, msgspec.ValidationError):
        raise BadAnswer("it answers with JSON that is none of this API") from None
    except msgspec.DecodeError as error:
        how = "that breaks off" if "truncated" in str(error) else "that is broken"
        raise BadAnswer(f"it answers with JSON {how}") from None


def _lenient(raw: msgspec.Raw | None, kind: type[T]) -> T | None:
    if raw is None:
        return None
    try:
        return msgspec.json.decode(raw, type=kind, strict=False)
    except (msgspec.DecodeError, RecursionError):
        return None


def _any(raw: msgspec.Raw | None) -> Any:
    return None if raw is None else _lenient(raw, object)


def _reason(raw: msgspec.Raw | None) -> str:
    told = _lenient(raw, dict[str, Any]) or {}
    words = [str(told[key]) for key in ("errorCode", "description") if isinstance(told.get(key), str | int)]
    return _plain(": ".join(words))[:300] or "it gives no reason"


def _plain(text: str) -> str:
    return plain_name(text.encode("utf-8", "replace").decode())


def _id_of(value: Any) -> str | None:
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    return text if isinstance(text, str) and _ID.fullmatch(text) else None


def _moment(value: Any) -> datetime | None:
    """A time with a zone; None for anything else. The API writes `2019-05-02T12:44:40Z`."""
    if not isinstance(value, str) or len(value) > 40:
        return None
    try:
        moment = datetime.fromisoformat(value)
        return moment.astimezone(UTC) if moment.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


def _hash(fields: Fields, body: bytes) -> str:
    try:
        read = {name: msgspec.json.decode(raw) for name, raw in fields.items() if name in READ}
        body = msgspec.json.encode(read, order="deterministic")
    except (msgspec.DecodeError, RecursionError, ValueError, OverflowError, UnicodeEncodeError):
        pass  # odd in some way: then every change counts
    return hashlib.sha256(body).hexdigest()
