"""Answers of the ANP News API: one item, `{"hasError": false, "data": {…}}`, or the bare object of an item.

There is no public manual; what is known of it is in docs/formats/anp-news-api.md. Lists of items, sources and media are
recognised and set aside: they announce news and hold none.
"""

import re
from html import unescape
from typing import Any, TypeVar

import msgspec

from dateline.wire.copy.agencies import code_of
from dateline.wire.draft import Draft
from dateline.wire.errors import Unreadable
from dateline.wire.formats.base import Drafts, Format, Head, Source
from dateline.wire.formats.times import precision_of, read_time
from dateline.wire.item import Kind, Link, Signal, Subject
from dateline.wire.problems import Problem, problem
from dateline.wire.text.charsets import decode
from dateline.wire.text.html import blocks_of_html

NAME = "anp-api"

PROVIDER = "ANP"
"""Whose API it is: the ANP supplies AFN's and AFP's copy in it as well, under ids of its own."""

CATEGORY = "anp-category"
"""The scheme of the categories: `ANP/BUI`."""

ENTITY = "anp-entity"
"""The scheme of the entities, with their kind behind it: `anp-entity:person`."""

MAX_BYTES = 2 * 1024 * 1024
"""The longest answer, in bytes; the longest item that was seen has 5 kB."""

MAX_ENTRIES = 2000
"""The most entities, links or keywords of an item that are read."""

Fields = dict[str, msgspec.Raw]

T = TypeVar("T")


def looks_like(head: Head) -> bool:
    """Whether a file is an answer of the ANP News API, by its keys."""
    if not head.text.startswith("{"):
        return False
    data = head.data
    if b'"hasError"' in data and b'"data"' in data:
        return True
    return b'"bodyText"' in data and any(key in data for key in (b'"pubDate"', b'"firstIssueDate"', b'"itemId"'))


def read(source: Source) -> Drafts:
    """The item of one answer.

    Raises Unreadable for the answer to a request that failed, and for JSON that is cut off, broken, nested too deeply
    or something else than an answer.
    """
    if len(source.data) > MAX_BYTES:
        raise Unreadable("too-large", f"It is an answer of more than {MAX_BYTES // 1024**2} MiB.")
    decoded = decode(source.data)
    answer = _fields(decoded.text.encode("utf-8", "surrogatepass"))
    if not answer.keys() & {"hasError", "data"}:
        found = Drafts(drafts=[_draft(answer)])
    elif _lenient(answer.get("hasError"), bool):
        raise _refusal(answer.get("data"))
    else:
        found = _data(answer.get("data"))
    for draft in found.drafts:
        # Other agencies answer in this form too, and say nowhere in it who they are.
        draft.provider = source.provider or draft.provider
        draft.problems[:0] = decoded.problems
    return found


def _fields(data: bytes) -> Fields:
    try:
        return msgspec.json.decode(data, type=Fields)
    except RecursionError:
        raise Unreadable("too-deep", "The JSON is nested too deeply.") from None
    except msgspec.ValidationError:
        raise Unreadable("malformed", "The JSON is no object, as answers of the ANP News API are.") from None
    except msgspec.DecodeError as error:
        told = str(error)
        if "truncated" in told:
            raise Unreadable("cut-off", "The JSON ends in the middle.") from None
        raise Unreadable("malformed", f"The JSON is broken: {told.removeprefix('JSON is malformed: ')}.") from None


def _lenient(raw: msgspec.Raw | None, kind: type[T]) -> T | None:
    """The value of a field as `kind`, numbers in strings included; None where it is missing or something else."""
    if raw is None:
        return None
    try:
        return msgspec.json.decode(raw, type=kind, strict=False)
    except (msgspec.DecodeError, RecursionError):
        return None


def _refusal(raw: msgspec.Raw | None) -> Unreadable:
    told = _lenient(raw, dict[str, Any]) or {}
    words = [str(told[key]) for key in ("errorCode", "description") if isinstance(told.get(key), str | int)]
    detail = " ".join(": ".join(words).split())[:300] or "it gives no reason"
    return Unreadable("malformed", f"The ANP News API answered with an error instead of an item: {detail}.")


def _data(raw: msgspec.Raw | None) -> Drafts:
    """What stands under `data`: an item, or a list that is set aside."""
    entries = _lenient(raw, list[Fields])
    if entries is not None:
        return _whole_items(entries, "data") or Drafts(set_aside=[_listed(entries)])
    fields = _lenient(raw, Fields)
    if not fields:
        raise Unreadable("malformed", "The answer of the ANP News API has no data.")
    items = _lenient(fields.get("items"), list[Fields])
    if items is not None and "bodyText" not in fields:
        more = " (there are more)" if _lenient(fields.get("hasMore"), bool) else ""
        return _whole_items(items, "data.items") or Drafts(
            set_aside=[_aside("data.items", "item", items, "id", "to fetch", more)]
        )
    return Drafts(drafts=[_draft(fields)])


def _whole_items(entries: list[Fields], where: str) -> Drafts | None:
    """The items of a list that holds some as a whole; None for one that only announces them."""
    if not any("bodyText" in entry for entry in entries):
        return None
    if len(entries) > MAX_ENTRIES:
        raise Unreadable("too-many", f"It is a list of {len(entries):,} items; {MAX_ENTRIES:,} are read.")
    found = Drafts()
    for order, entry in enumerate(entries):
        try:
            if "bodyText" in entry:
                found.drafts.append(_draft(entry))
            else:
                found.set_aside.append(_aside(f"{where}[{order}]", "item", [entry], "id", "to fetch"))
        except Unreadable as error:
            found.set_aside.append(problem("not-an-item", f"{where}[{order}]", str(error)))
    return found


def _listed(entries: list[Fields]) -> Problem:
    if entries and all("title" in entry for entry in entries):
        return _aside("data", "source", entries, "title", "of the ANP News API")
    if entries and all(entry.keys() & {"origin", "mimeType"} for entry in entries):
        return _aside("data", "media file", entries, "id", "to fetch")
    return _aside("data", "entry", entries, "id", "of the ANP News API")


def _aside(where: str, name: str, entries: list[Fields], key: str, what: str, more: str = "") -> Problem:
    named = [text for entry in entries if (text := _lenient(entry.get(key), str))]
    plural = {"entry": "entries"}.get(name, f"{name}s") if len(entries) != 1 else name
    ending = f": {', '.join(named)}" if named else ""
    return problem("not-an-item", where, f"A list of {len(entries)} {plural} {what}{more}{ending}")


def _draft(fields: Fields) -> Draft:
    """The draft of one item: each field as it stands, one that is of another type than it should be as a problem."""
    draft = Draft(format=NAME, provider=PROVIDER)
    take = _Taker(fields, draft)
    draft.guid = take.text("id")
    if draft.guid is None:
        raise Unreadable("malformed", "The item of the ANP News API has no id.")
    draft.version = take.text("version")
    draft.kind = _kind(take)
    draft.headline = unescape(take.text("title") or "") or None
    draft.slugline = take.text("itemId")
    draft.byline = ", ".join(take.texts("authors")) or None
    draft.ed_note = take.text("editorialNote")
    draft.copyright = take.text("copyrightNotice")
    draft.keywords = take.texts("keywords")
    draft.urgency = _urgency(take)
    draft.first_created = read_time(draft, take.text("firstIssueDate"), "firstIssueDate")
    made = take.text("pubDate")
    draft.version_created = read_time(draft, made, "pubDate")
    if draft.version_created is not None:
        draft.precision = precision_of(made)
    _body(take)
    _categories(take)
    _entities(take)
    _links(take)
    _source(take)
    if _lenient(fields.get("hasMedia"), bool):
        draft.problems.append(problem("media-incomplete", "hasMedia", "the media of this item are a call of their own"))
    return draft


class _Taker:
    """Takes facts out of an item's fields and notes in the draft which it could not understand."""

    def __init__(self, fields: Fields, draft: Draft) -> None:
        self.fields = fields
        self.draft = draft

    def text(self, key: str) -> str | None:
        """A string or number, without the white space around it; None where there is nothing in it."""
        raw = self.fields.get(key)
        value = _lenient(raw, str)
        if value is None and raw is not None and bytes(raw) != b"null":
            number = _lenient(raw, int)
            if number is None or bytes(raw) in (b"true", b"false"):
                self.unknown(key)
                return None
            value = str(number)
        return (value or "").strip() or None

    def texts(self, key: str) -> list[str]:
        """A list of strings without repetitions; a single string counts as a list of one."""
        raw = self.fields.get(key)
        if raw is None or bytes(raw) == b"null":
            return []
        values = _lenient(raw, list[Any])
        if values is None:
            one = _lenient(raw, str)
            if one is None:
                self.unknown(key)
            values = [one]
        words = [value.strip() for value in values if isinstance(value, str)]
        return list(dict.fromkeys(word for word in words if word))[:MAX_ENTRIES]

    def objects(self, key: str) -> list[Any]:
        """The entries of a list, whatever they are."""
        raw = self.fields.get(key)
        if raw is None or bytes(raw) == b"null":
            return []
        values = _lenient(raw, list[Any])
        if values is None or len(values) > MAX_ENTRIES:
            self.unknown(key)
        return (values or [])[:MAX_ENTRIES]

    def unknown(self, key: str) -> None:
        """Note a field that is of another type than it should be."""
        self.draft.problems.append(
            problem("unknown-value", key, bytes(self.fields[key])[:400].decode("utf-8", "replace"))
        )


_KINDS: dict[str, Kind] = {
    "TEXTARTICLE": "text",
    "PHOTO": "picture",
    "PICTURE": "picture",
    "IMAGE": "picture",
    "GRAPHIC": "graphic",
    "VIDEO": "video",
    "AUDIO": "audio",
}


def _kind(take: _Taker) -> Kind:
    named = take.text("kind")
    if named is None:
        return "text"
    kind = _KINDS.get(named.upper())
    if kind is None:
        take.draft.problems.append(problem("unknown-value", "kind", named))
    return kind or "text"


def _urgency(take: _Taker) -> int | None:
    named = take.text("urgency")
    if named is None:
        return None
    if len(named) == 1 and named in "123456789":
        return int(named)
    take.draft.problems.append(problem("unknown-value", "urgency", named))
    return None


_SUBHEADING = re.compile(r"<(/?)hl2(?=[\s/>])", re.IGNORECASE)
"""A heading between paragraphs, in NITF's word for it."""


def _body(take: _Taker) -> None:
    markup = take.text("bodyText")
    if markup is not None:
        take.draft.blocks = blocks_of_html(_SUBHEADING.sub(r"<\1h2", markup)).blocks


_LEAD = re.compile(r"(\d+(st|nd|rd|th))?lead", re.IGNORECASE)
"""The AFP's mark of a version, which stands among the categories: `2ndlead`."""


def _categories(take: _Taker) -> None:
    names = dict.fromkeys([*take.texts("category"), *take.texts("categories")])
    take.draft.subjects += [Subject(scheme=CATEGORY, code=name) for name in names]
    if any(_LEAD.fullmatch(name) for name in names):
        take.draft.signals.append(Signal(kind="update"))
    if names:
        take.draft.facts["categories"] = " ".join(names)


def _entities(take: _Taker) -> None:
    places: list[str] = []
    for entity in take.objects("entities"):
        told = entity if isinstance(entity, dict) else {}
        name, kind, code = (str(told.get(key) or "").strip() for key in ("value", "kind", "id"))
        if not name:
            take.draft.problems.append(problem("unknown-value", "entities", str(entity)[:400]))
        elif kind.casefold() == "location":
            places.append(name)
        else:
            scheme = f"{ENTITY}:{kind}" if kind else ENTITY
            take.draft.subjects.append(Subject(scheme=scheme, code=code or None, name=name))
    take.draft.places = list(dict.fromkeys(places))


def _links(take: _Taker) -> None:
    """`links` has been empty in every answer that was seen: addresses, and objects that hold one, are understood."""
    for entry in take.objects("links"):
        told = entry if isinstance(entry, dict) else {"href": entry}
        href = next((told[key] for key in ("href", "url", "uri", "link") if isinstance(told.get(key), str)), None)
        guid = next((str(told[key]) for key in ("id", "itemId") if isinstance(told.get(key), str | int)), None)
        if href is None and guid is None:
            take.draft.problems.append(problem("unknown-value", "links", str(entry)[:400]))
            continue
        rel, title = (told[key] if isinstance(told.get(key), str) else None for key in ("kind", "title"))
        take.draft.links.append(Link(href=href, guid=guid, rel=rel, title=title))


def _source(take: _Taker) -> None:
    """The source within the API: `ANP 101`, `AFN Web`, `AFP EN (Editorial)`."""
    draft = take.draft
    for key in ("source", "sourceTitle", "modified", "itemId"):
        value = take.text(key)
        if value is not None:
            draft.facts[key] = value
    relationships = take.texts("relationships")
    if relationships:
        draft.facts["relationships"] = " ".join(relationships)
    title = draft.facts.get("sourceTitle", "")
    words = title.split()
    agency = code_of(title) or (code_of(words[0]) if words else None)
    if agency is not None:
        draft.credit = [agency]
    # The AFP's English wire stands among Dutch ones; nothing else in an answer says so.
    if "EN" in words:
        draft.language = "en"


FORMAT = Format(name=NAME, title="ANP News API", looks_like=looks_like, read=read)
