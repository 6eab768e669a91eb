"""The API described for programs, as OpenAPI 3.1."""

from typing import Any

from dateline import __version__

USUAL, MOST = 50, 100
"""How many items a page has, unless asked for, and at the most."""

Json = dict[str, Any]

_ITEM: Json = {
    "type": "object",
    "description": "An item in ninjs 3.1. What is no longer up has pubStatus canceled, its uri and the time it went.",
    "required": ["uri", "standard", "pubStatus"],
    "properties": {
        "uri": {"type": "string", "pattern": "^urn:uuid:"},
        "pubStatus": {"type": "string", "enum": ["usable", "canceled"]},
        "versionCreated": {"type": "string", "format": "date-time"},
    },
}

_LIST: Json = {
    "type": "object",
    "required": ["items", "cursor", "more"],
    "properties": {
        "items": {"type": "array", "items": {"$ref": "#/components/schemas/Item"}},
        "cursor": {"type": ["string", "null"]},
        "more": {"type": "boolean"},
    },
}

_FOLLOW: Json = {"type": "string", "description": "The cursor for after, by which what has changed since is told."}

_NEWEST: Json = {**_LIST, "properties": {**_LIST["properties"], "follow": _FOLLOW}}

_FOUND: Json = {**_NEWEST, "properties": {**_NEWEST["properties"], "whole": {"type": "boolean"}}}

_PROBLEM: Json = {
    "type": "object",
    "required": ["status", "title"],
    "properties": {"status": {"type": "integer"}, "title": {"type": "string"}},
}

_SECTIONS: Json = {
    "type": "object",
    "required": ["sections"],
    "properties": {
        "sections": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["slug", "name", "url"],
                "properties": {name: {"type": "string"} for name in ("slug", "name", "url")},
            },
        }
    },
}

_LIMIT: Json = {
    "name": "limit",
    "in": "query",
    "description": "How many items, at the most.",
    "schema": {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
}

_AFTER: Json = {
    "name": "after",
    "in": "query",
    "description": "The cursor of the answer before; `latest` for the cursor of now alone. Without: all there is.",
    "schema": {"type": "string", "pattern": "^(latest|[0-9a-f]{1,32}-[0-9]{1,16}-[0-9]{1,16})?$"},
}

_SINCE: Json = {**_AFTER, "description": "Instead of before: `follow` of the first answer, then the cursor of each."}

_FIELDS = {
    "q": 'Words, "phrases", -without, place:, agency:, section:, from: and until:, as on the page of search.',
    "place": "A place of the dateline, or one that the copy names as its own.",
    "agency": "An agency that is credited, by code or name.",
    "section": "A section, by address or name.",
    "from": "First published on that day or later: 2025-11-28, 2025-11 or 2025.",
    "until": "First published up to the end of that day, month or year.",
}


def describe(base: str) -> Json:
    """The description of the API at this address of the site."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Dateline content API",
            "version": __version__,
            "description": "Everything that is up, as ninjs 3.1. Kills, embargoes and rights hold as on the pages.",
        },
        "servers": [{"url": f"{base}/api/v1"}],
        "security": [{"key": []}],
        "paths": {
            "/items": {"get": _items()},
            "/items/{id}": {"get": _item()},
            "/search": {"get": _search()},
            "/sections": {"get": _call("sections", "All sections, in their order.", "Sections", [], (401, 429))},
            "/sections/{slug}/items": {"get": _section()},
        },
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            "schemas": {
                "Item": _ITEM,
                "Items": _LIST,
                "Newest": _NEWEST,
                "Found": _FOUND,
                "Sections": _SECTIONS,
                "Problem": _PROBLEM,
            },
        },
    }


def _items() -> Json:
    about = "What changed after a cursor, in the order of the changes. Nothing is skipped, and nothing comes twice."
    return _call("items", about, "Items", [_AFTER, _LIMIT], (400, 401, 429))


def _item() -> Json:
    which = {
        "name": "id",
        "in": "path",
        "required": True,
        "description": "The last twelve characters of the article's address.",
        "schema": {"type": "string", "pattern": "^[0-9a-z]{12}$"},
    }
    return _call("item", "One item as it is now.", "Item", [which], (401, 404, 429))


def _search() -> Json:
    fields = [_text(name, about) for name, about in _FIELDS.items()]
    order = {**_text("order", "Newest first, or best first."), "schema": {"type": "string", "enum": ["new", "best"]}}
    before = _text("before", "The cursor of the answer before, in the same order.")
    about = (
        "What is up and has all that is asked, newest or best first; with `after` what changed since, where what "
        "is not found any more is canceled."
    )
    return _call("search", about, "Found", [*fields, order, before, _SINCE, _LIMIT], (400, 401, 429))


def _text(name: str, about: str) -> Json:
    return {"name": name, "in": "query", "description": about, "schema": {"type": "string"}}


def _section() -> Json:
    slug = {
        "name": "slug",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "pattern": "^[-a-z0-9]{1,60}$"},
    }
    before = {
        "name": "before",
        "in": "query",
        "description": "The cursor of the answer before.",
        "schema": {"type": "string", "pattern": r"^(-?[0-9]{1,16}\.[0-9]{1,9}\.[0-9a-z]{1,16})?$"},
    }
    about = (
        "The items of a section, newest first (a page can be shorter than asked for: `more` says whether to go on); "
        "with `after` what changed since, where what is not in the section is canceled."
    )
    return _call("section", about, "Newest", [slug, before, _SINCE, _LIMIT], (400, 401, 404, 429))


_SAYS = {
    400: "What was asked for cannot be.",
    401: "There is no key, or none that opens anything.",
    404: "There is nothing by this name, or nothing that this key opens.",
    429: "Too many calls in this minute.",
}


def _call(name: str, about: str, schema: str, parameters: list[Json], refusals: tuple[int, ...]) -> Json:
    answers: Json = {
        "200": {
            "description": "Found.",
            "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}},
        },
        "304": {"description": "Nothing is different from what If-None-Match names."},
    }
    for status in refusals:
        content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        answers[str(status)] = {"description": _SAYS[status], "content": content}
    return {"operationId": name, "summary": about, "parameters": parameters, "responses": answers}
