"""Reading a setup file: its tables as plain values, or every mistake in it, each with its line."""

import tomllib
from collections.abc import Iterator
from typing import Any

from dateline.newsroom.models import Provider, Section, Source
from dateline.newsroom.setup import folders
from dateline.newsroom.setup.lines import Place, find
from dateline.newsroom.setup.shape import KINDS, NAMED_BY, TABLES, Key

Tables = dict[str, list[dict[str, Any]]]

_TYPES = {str: "a text in quotes", int: "a whole number", bool: "true or false", list: "a list of texts"}


class Mistakes(Exception):
    """Everything that is wrong with a setup file: lines like `setup.toml:12: provider "NNB" has no …`."""

    def __init__(self, found: list[str]) -> None:
        super().__init__("\n".join(found))
        self.found = found


def read(text: str, name: str) -> Tables:
    """The tables of a setup file, each key of `shape` filled. Raises Mistakes.

    Looks the names up that the file does not explain itself; changes nothing.
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Mistakes([_syntax(name, str(error))]) from None
    places = find(text)
    found: list[tuple[int, str]] = list(_unknown_tables(raw, places))
    tables: Tables = {}
    for kind, keys in TABLES.items():
        rows, mistakes = _rows(kind, keys, raw.get(kind), places.get(kind, []))
        tables[kind] = rows
        found += mistakes
    found += _doubles(tables, places)
    found += _taken(tables, places)
    found += _outlets(tables, places)
    found += _strangers(tables, places)
    found += _overlaps(tables, places)
    if found:
        raise Mistakes([f"{name}:{line}: {what}" for line, what in sorted(set(found))])
    return tables


def _syntax(name: str, error: str) -> str:
    what, _, where = error.partition(" (at line ")
    line = where.partition(",")[0] if where else "1"
    return f"{name}:{line if line.isdigit() else 1}: this is not TOML: {what}"


def _unknown_tables(raw: dict[str, Any], places: dict[str, list[Place]]) -> Iterator[tuple[int, str]]:
    for name in raw:
        if name not in TABLES:
            line = places[name][0].line if name in places else places[""][0].of(name)
            yield line, f'"{name}" is unknown: there are {", ".join(TABLES)}'


def _rows(
    kind: str, keys: tuple[Key, ...], raw: Any, places: list[Place]
) -> tuple[list[dict[str, Any]], list[tuple[int, str]]]:
    """The tables of one kind, with what is wrong in them."""
    if raw is None:
        return [], []
    brackets = f"[{kind}]" if kind == "site" else f"[[{kind}]]"
    line = places[0].line if places else 1
    if isinstance(raw, dict) != (kind == "site") or not isinstance(raw, dict | list):
        return [], [(line, f"write this as {brackets}")]
    rows: list[dict[str, Any]] = []
    found: list[tuple[int, str]] = []
    for number, table in enumerate(raw if isinstance(raw, list) else [raw]):
        place = places[number] if number < len(places) else Place(line)
        if not isinstance(table, dict):
            found.append((place.line, f"write this as {brackets}"))
            continue
        found += _mistakes(kind, keys, table, place)
        rows.append({key.name: table.get(key.name, key.default) for key in keys})
    return rows, found


def _mistakes(kind: str, keys: tuple[Key, ...], table: dict[str, Any], place: Place) -> Iterator[tuple[int, str]]:
    called = _called(kind, table)
    names = list(dict.fromkeys(key.name for key in keys))
    way = _way(kind, table)
    for name in table:
        if name not in names:
            yield place.of(name), f'{called} has an unknown key "{name}": there are {", ".join(names)}'
        elif way is not None and not any(key.name == name and key.is_of(way) for key in keys):
            others = " or ".join(f'"{one}"' for key in keys if key.name == name for one in key.only or ())
            yield place.of(name), f'{called}: {name} is for sources of kind {others}, and this one is "{way}"'
    for key in keys:
        if key.only is not None and (way is None or not key.is_of(way)):
            continue
        if key.name not in table:
            if key.needed is not None:
                yield place.line, f"{called} has no {key.name}: {key.needed}"
            continue
        wrong = _wrong(key, table[key.name])
        if wrong is not None:
            yield place.of(key.name), f"{called}: {key.name} {wrong}"


def _way(kind: str, table: dict[str, Any]) -> str | None:
    """The kind of a source; None for one that there is not, and for what is no source."""
    way = table.get("kind", KINDS[0])
    return way if kind == "source" and way in KINDS else None


def _wrong(key: Key, value: Any) -> str | None:
    if type(value) is not key.kind:
        return f"must be {_TYPES[key.kind]}"
    if isinstance(value, list) and not all(isinstance(one, str) for one in value):
        return f"must be {_TYPES[list]}"
    if any("\0" in one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)):
        return "has the character of number 0 in it"
    if key.needed is not None and value == "":
        return f"is empty: {key.needed}"
    return key.check(value) if key.check else None


def _doubles(tables: Tables, places: dict[str, list[Place]]) -> Iterator[tuple[int, str]]:
    for kind, keys in {
        "outlet": ["slug"],
        "provider": ["code"],
        "section": ["slug", "name"],
        "source": ["slug"],
    }.items():
        for key in keys:
            seen: set[str] = set()
            for row, place in zip(tables[kind], places.get(kind, []), strict=False):
                value = row[key]
                if isinstance(value, str) and value and value.casefold() in seen:
                    yield place.of(key), f'{kind} "{value}" stands here a second time'
                if isinstance(value, str):
                    seen.add(value.casefold())


def _taken(tables: Tables, places: dict[str, list[Place]]) -> Iterator[tuple[int, str]]:
    """Names that another row of the newsroom has, and that the file does not give another one."""
    codes = {code.casefold(): code for code in Provider.objects.values_list("code", flat=True)}
    for row, place in zip(tables["provider"], places.get("provider", []), strict=False):
        code = row["code"]
        if isinstance(code, str) and (there := codes.get(code.casefold(), code)) != code:
            yield place.of("code"), f'provider "{code}" is here as "{there}": write it so, its addresses derive from it'
    others = Section.objects.exclude(slug__in=_names(tables, "section", "slug"))
    names = {name.casefold(): slug for slug, name in others.values_list("slug", "name")}
    for row, place in zip(tables["section"], places.get("section", []), strict=False):
        name = row["name"]
        if isinstance(name, str) and (slug := names.get(name.casefold())):
            yield place.of("name"), f'section "{name}" is here with the slug "{slug}"'


def _strangers(tables: Tables, places: dict[str, list[Place]]) -> Iterator[tuple[int, str]]:
    """Names of providers, sections and sources that neither the file nor the newsroom has."""
    known = {
        "provider": _names(tables, "provider", "code") | set(Provider.objects.values_list("code", flat=True)),
        "source": _names(tables, "source", "slug") | set(Source.objects.values_list("slug", flat=True)),
        "section": _names(tables, "section", "name", "slug")
        | set(Section.objects.values_list("name", flat=True))
        | set(Section.objects.values_list("slug", flat=True)),
    }
    for row, place in zip(tables["rule"], places.get("rule", []), strict=False):
        for kind in known:
            value = row[kind]
            if isinstance(value, str) and value and value not in known[kind]:
                yield place.of(kind), f'{_called("rule", row)}: there is no {kind} "{value}"'
    for row, place in zip(tables["source"], places.get("source", []), strict=False):
        for value in row["providers"] if isinstance(row["providers"], list) else ():
            if isinstance(value, str) and value not in known["provider"]:
                yield place.of("providers"), f'{_called("source", row)}: there is no provider "{value}"'


def _outlets(tables: Tables, places: dict[str, list[Place]]) -> Iterator[tuple[int, str]]:
    """Ways out that lead nowhere."""
    for row, place in zip(tables["outlet"], places.get("outlet", []), strict=False):
        called = _called("outlet", row)
        if row["kind"] == "folder":
            if not isinstance(row["path"], str) or not row["path"].startswith("/"):
                yield place.of("path"), f"{called}: path must be a folder, from the root"
        elif not row["url"]:
            yield place.line, f"{called} has no url: say what is called"
        elif str(row["url"]).startswith("sftp:") != (row["kind"] == "sftp"):
            yield place.of("url"), f"{called}: url must be like {_LIKE['sftp' if row['kind'] == 'sftp' else '']}"
        elif row["kind"] == "sftp":
            for key, why in _NEEDED_BY_SFTP.items():
                if not row[key]:
                    yield place.line, f"{called} has no {key}: {why}"


_LIKE = {"sftp": '"sftp://user@host/folder"', "": '"https://partner.example/news"'}
_NEEDED_BY_SFTP = {
    "secret_from": "say where its password or private key is, env:NAME or file:PATH",
    "known_hosts": "name a file with the host's key, as ssh-keyscan prints it",
}


def _overlaps(tables: Tables, places: dict[str, list[Place]]) -> Iterator[tuple[int, str]]:
    """Folders that are those of other sources, or lie in them or around them."""
    others = folders.watched(but=_names(tables, "source", "slug"))
    for row, place in zip(tables["source"], places.get("source", []), strict=False):
        path = row["path"]
        if row["kind"] != Source.Kind.FOLDER or row["active"] is not True or not isinstance(path, str):
            continue
        if folders.trouble(path) is None:
            if (other := folders.overlap(path, others)) is not None:
                what = f'path and that of source "{other}" are the same folder, or one lies in the other'
                yield place.of("path"), f"{_called('source', row)}: {what}"
            others.append((str(row["slug"]), path))


def _names(tables: Tables, kind: str, *keys: str) -> set[str]:
    return {row[key] for row in tables[kind] for key in keys if isinstance(row[key], str)}


def _called(kind: str, table: dict[str, Any]) -> str:
    if kind == "site":
        return "[site]"
    if kind == "rule":
        parts = (table.get(name) for name in ("provider", "source", "category", "subject"))
        named = " ".join(f'"{part}"' for part in parts if isinstance(part, str) and part)
        return f"rule {named}" if named else "this rule"
    value = table.get(NAMED_BY[kind]) or table.get("slug")
    return f'{kind} "{value}"' if isinstance(value, str) and value else f"this {kind}"
