"""Where the addresses of an old site lead: read from a CSV, checked row by row, put in force whole or not at all.

A list is stored under a number of its own, a thousand rows at a time, and counts once `House.redirects` names it: so
no transaction is long, and a list that is half stored never shows. Only what has no page here is looked up.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit

from django.db.models import Max
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.translation import gettext as _

from dateline.newsroom.house import house, own_address
from dateline.newsroom.models import House, Item, Redirect, Section
from dateline.newsroom.naming import short_ids
from dateline.newsroom.permissions import check_permission
from dateline.newsroom.transaction import By, writing

LONGEST = 500
"""Characters of an old address, and of what it leads to, that are kept at the most."""

MOST = 1_000_000
SHOWN = 50
"""How many of the rows that are wrong are told."""

GONE = "gone"
"""What stands in a row whose address answers 410."""

AT_ONCE = 1000
PLAIN_LINKS = frozenset({"p", "page_id"})
_PLAIN_LINK = re.compile(rf"(?:{'|'.join(sorted(PLAIN_LINKS))})=[0-9]{{1,20}}")
_NOT_OURS = ("desk", "api", "intake", "static", "house", "healthz", "metrics")
_HEADS = frozenset({"old", "from", "path", "url", "address", "oud", "van", "adres"})


class Row(NamedTuple):
    """A row of the file: where it stands, the old address, and where that leads (as written)."""

    number: int
    old: str
    to: str


class Taken(NamedTuple):
    """What became of a file: how many addresses lead on, and which rows lead to what is not there (yet), and that."""

    addresses: int
    doubts: list[tuple[int, str]]


class Wrong(Exception):
    """The file cannot be taken. `rows` say why: the number of a row (0 for the whole file) and a sentence each."""

    def __init__(self, rows: Sequence[tuple[int, str]]) -> None:
        super().__init__("; ".join(f"{number}: {why}" for number, why in rows[:3]))
        self.rows = rows


def take(lines: Iterable[str], *, by: By) -> Taken:
    """Has the addresses of this CSV lead where it says, in place of all that did before.

    A row is an old address, and an address of this site, a short id, `PROVIDER GUID`, a guid, or `gone`. Raises Wrong,
    with nothing changed, NotAllowed.
    """
    check_permission(by, "setup")
    rows = list(_rows(lines))
    made = _resolved(rows)
    number = 1 + max(house().redirects, Redirect.objects.aggregate(last=Max("list"))["last"] or 0)
    for at in range(0, len(made), AT_ONCE):
        with writing():
            some = [Redirect(list=number, old=one.old, to=one.to, item=one.item) for one in made[at : at + AT_ONCE]]
            Redirect.objects.bulk_create(some)
    with writing() as work:
        House.objects.filter(pk=1).update(redirects=number)
        with translation.override(work.catalogue.language):
            work.event("setup", by=by, reason=_("addresses of an old site: %(count)s") % {"count": len(made)})
        work.whole_site()
    _forget_all_but(number)
    return Taken(len(made), list(_doubts(made)))


def lead(number: int, path: str, query: str = "") -> Redirect | None:
    """Where an address leads that has no page here, by the list of this number: with its query, if that is in it, or
    without.
    """
    if not number:
        return None
    plain = _plain(path)
    wanted = [f"{plain}?{query}", plain] if query else [plain]
    found = {row.old: row for row in Redirect.objects.filter(list=number, old__in=wanted).select_related("item")}
    return next((found[one] for one in wanted if one in found), None)


def is_plain_link(query: str) -> bool:
    """Whether this is the query by which a WordPress names an article on its front (`/?p=123`)."""
    return _PLAIN_LINK.fullmatch(query) is not None


def _forget_all_but(number: int) -> None:
    while keys := list(Redirect.objects.exclude(list=number).values_list("pk", flat=True)[:AT_ONCE]):
        with writing():
            Redirect.objects.filter(pk__in=keys).delete()


def _rows(lines: Iterable[str]) -> Iterator[Row]:
    source = iter(lines)
    try:
        first = next(source, "").removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    except UnicodeDecodeError as error:
        raise Wrong([(1, str(error))]) from None
    delimiter = ";" if ";" in first and "," not in first else ("\t" if "\t" in first else ",")

    def all_lines() -> Iterator[str]:
        yield first
        yield from source

    reader = csv.reader(all_lines(), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            cells = [cell.strip() for cell in cells]
            if not any(cells) or (number == 1 and cells[0].lower() in _HEADS):
                continue
            if number > MOST:
                raise Wrong([(number, _("There are more rows than can be taken."))])
            if len(cells) != 2:
                raise Wrong([(number, _("A row must have two fields: an old address, and where it leads."))])
            yield Row(number, *cells)
    except (csv.Error, UnicodeDecodeError) as error:
        raise Wrong([(number + 1, str(error))]) from None


class _Made(NamedTuple):
    """A row as it is stored: the old address, and the path (`gone` for 410) or the item to which it leads."""

    number: int
    old: str
    to: str
    item: Item | None


def _resolved(rows: list[Row]) -> list[_Made]:
    """Raises Wrong if any row is."""
    wrong: list[tuple[int, str]] = []
    known: dict[str, int] = {}  # old address → its row
    taken: list[tuple[Row, str]] = []
    for row in rows:
        old, why = _old(row.old)
        if not why and old in known:
            why = _("Row %(number)s has the same address.") % {"number": known[old]}
        if why:
            wrong.append((row.number, why))
            continue
        known[old] = row.number
        taken.append((row, old))
    own = own_address(house())
    items = _Items((row for row, _old in taken), own)
    made: list[_Made] = []
    for row, old in taken:
        to, item, why = _to(row.to, items, own)
        if not why and item is None and to != GONE and (other := known.get(_plain(to)) or known.get(_path(to))):
            why = _("It leads to an address that leads on itself (row %(number)s).") % {"number": other}
        if why:
            wrong.append((row.number, why))
        made.append(_Made(row.number, old, to, item))
    if wrong:
        raise Wrong(sorted(wrong))
    return made


def _doubts(made: Iterable[_Made]) -> Iterator[tuple[int, str]]:
    """The rows that lead to what is no page here. A section may come later; a slip of the pen stays one."""
    paper = house()
    sections = set(Section.objects.values_list("slug", flat=True))
    written = {which for which in ("imprint", "privacy") if getattr(paper, which).strip()}
    known: dict[str, bool] = {}
    for one in made:
        if one.item is not None or one.to == GONE:
            continue
        path = unquote(one.to.partition("?")[0])
        if path not in known:
            known[path] = _is_page(path, sections | written)
        if not known[path]:
            why = _("There is no page %(path)s yet. If there will be none, have it lead elsewhere, or write “gone”.")
            yield one.number, why % {"path": path}


def _is_page(path: str, names: set[str]) -> bool:
    """Whether there is a page at a path of this site, where sections and pages of the house have these names."""
    try:
        named = resolve(path).kwargs
    except Resolver404:
        return False
    name = named.get("section", named.get("which"))
    return (name is None or name in names) and "last" not in named


def _old(text: str) -> tuple[str, str]:
    """An old address as it is looked up, and what is wrong with it."""
    if _is_odd(text):
        return "", _("The old address has characters that no address has.")
    try:
        parts = urlsplit(text)
    except ValueError:
        return "", _("The old address is none.")
    if not (parts.scheme in ("http", "https") and parts.netloc) and not (text[:1] == "/" and text[1:2] != "/"):
        return "", _("The old address must begin with / or https://.")
    path = _path(parts.path)
    if (path == "/" and not is_plain_link(parts.query)) or path[1:].partition("/")[0] in _NOT_OURS:
        return "", _("That address is Dateline's own.")
    old = f"{path}?{parts.query}" if parts.query else path
    if len(old) > LONGEST or _is_odd(path):
        return "", _("The old address is too long, or has characters that no address has.")
    return old, ""


def _to(text: str, items: "_Items", own: str) -> tuple[str, Item | None, str]:
    """Where a row leads: a path, or an item; and what is wrong with it."""
    if text.casefold() == GONE:
        return GONE, None, ""
    if _is_odd(text) or "\\" in text or len(text) > LONGEST:
        return "", None, _("Where it leads is no address of this site.")
    item = items.named(text)
    if item is not None:
        return "", item, ""
    if text.startswith(f"{own}/"):
        text = text.removeprefix(own)
    if text[:1] != "/":
        foreign = "//" in text
        why = _("It leads to another site.") if foreign else _("There is no article of that name or address.")
        return "", None, why
    if text[1:2] == "/":
        return "", None, _("It leads to another site.")
    if any(char.isdigit() for one in short_ids(text) for char in one):
        return "", None, _("There is no article of that name or address.")
    if _path(text)[1:].partition("/")[0] in _NOT_OURS:
        return "", None, _("That address is Dateline's own.")
    # Written as addresses are, whatever the file has.
    return quote(text, safe="/?&=%+:@!$'()*,;~-._"), None, ""


class _Items:
    """The items that rows name: looked up together, some hundreds at a time."""

    def __init__(self, rows: Iterable[Row], own: str) -> None:
        self._own = own
        self._by_id: dict[str, Item] = {}
        self._by_guid: dict[str, list[Item]] = {}
        source = iter(rows)
        while some := [row.to for row in islice(source, 300)]:
            ids = {one for text in some for one in short_ids(text)}
            guids = {guid for text in some for guid in (text, text.partition(" ")[2].strip()) if guid[:1] != "/"}
            for item in Item.objects.filter(short_id__in=ids):
                self._by_id[item.short_id] = item
            for item in Item.objects.filter(guid__in=guids - {""}).select_related("provider"):
                same = self._by_guid.setdefault(item.guid, [])
                if item not in same:
                    same.append(item)

    def named(self, text: str) -> Item | None:
        provider, _space, guid = text.partition(" ")
        for item in self._by_guid.get(guid.strip(), ()):
            if item.provider.code.casefold() == provider.casefold():
                return item
        alone = self._by_guid.get(text, ())
        if len(alone) == 1:
            return alone[0]
        if "/" in text and text[:1] != "/" and not text.startswith(f"{self._own}/"):
            return None
        return next((self._by_id[one] for one in short_ids(text) if one in self._by_id), None)


def _path(address: str) -> str:
    """The path of an address below `/`, as it is compared."""
    return _plain(address.partition("?")[0])


def _plain(path: str) -> str:
    """A path as it is compared: decoded, composed, without the slash at its end."""
    return unicodedata.normalize("NFC", unquote(path)).rstrip("/") or "/"


def _is_odd(text: str) -> bool:
    """Whether there are characters in it that could end a header, or are no text."""
    return not text or not text.isprintable() or "\N{REPLACEMENT CHARACTER}" in text
