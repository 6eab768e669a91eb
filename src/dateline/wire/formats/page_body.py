"""Which lines of an HTML page are the text of its article, where its markup does not say so.

Running text stands in one element, or in a few that are made alike; menus, lists of other articles and comments stand
in others, and in short lines or links. So the lines are counted by the elements that they stand in: those with the most
running text, and the fewest short lines between it, hold the article. Each line is looked at a fixed number of times.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import accumulate, groupby

from lxml import etree

from dateline.wire.formats.page_lines import Line, is_paragraph

SHORT_LINE = 40
"""What a short line between the paragraphs counts against them, in characters."""

LINKED = 0.65
"""The share of a line that is links from which on it only points to something."""

LONG = 200
"""Characters from which on a line that is a sentence is text, however much of it is links."""

FAR = 10
"""What each line between the headline and the text counts against it, in characters."""

TOLD = 4
"""Of how many parts of the page's running text what the page calls its article has to be one."""

DENSE = 3
"""How much more than the short lines that come with it the text of an element further out has to count."""

CLIMB = 6
"""How many elements further out the text is looked for."""

APART = 60
"""How many other lines may stand between two pieces of one text."""

LONGEST_HEADLINE = 400
"""Characters of the longest headline."""

UNLIKE = 15
"""Letters from which on two headlines of which one begins with the other are not alike by chance."""

_NAME = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")

_ASIDE_NAMES = frozenset(
    """
    ad addtoany ads advert advertisement advertorial author bio byline caption comment comments commercial consent
    cookie copyright credit disclaimer dontmiss embed footer gallery inset keywords meta metadata more mostread
    newsletter outbrain overlay pagination poll popular popup promo promoted promotion pullquote reactions
    readmore recirc recommendation recommendations recommended related relatedposts rendition replies share
    sharedaddy sharing sidebar slideshow social sponsor sponsored subscribe taboola tag taglist tags teaser
    teasers timestamp toolbar toolbox tools topics transcript trending upsell video videoplayer whatsapp widget
    yarpp
    """.split()
)
"""Words of `class` and `id` inside an article of what is none of its text."""


_RIGHTS = re.compile(
    r"(?i)©|copyright|all\srights\sreserved|alle\srechten?\s(?:zijn\s)?(?:vorbehalten|voorbehouden)"
    r"|tous\sdroits\sréservés|todos\slos\sderechos|tutti\si\sdiritti"
)
"""What the foot of a site says."""

_COMMENT_NAMES = frozenset("comment comments disqus reacties reply replies kommentare commentaires comentarios".split())

_COMMENTS = re.compile(
    r"(?i)(?:\d{1,5}\s)?(?:(?:add|post|all|your|view|show|read(?:ers?)?['’]?s?|ajouter|vos|les|alle|ihre)\s)?(?:une?|an?\s)?\s?"
    r"(?:comments?|reacties?|kommentare?|commentaires?|comentarios?|commenti|kommentarer|kommentit|r[ée]actions?|discussion)"
    r"(?:\s?\(?\d{0,6}\)?)"
)
"""Headings of what readers say of an article."""


def names_of(element: etree._Element) -> Iterator[str]:
    """The words of an element's `class` and `id`, in small letters, and each two in one.

    `pull-quote` and `PullQuote` are `pull`, `quote` and `pullquote`.
    """
    names = f"{element.get('class', '')} {element.get('id', '')}"
    before = ""
    for found in _NAME.finditer(names[:500]):
        name = found[0].lower()
        yield name
        yield before + name
        before = name


def weight(line: Line) -> int:
    """The characters of running text of a line: none for short lines, headings, times and what is mostly links."""
    if line.mark is not None or line.level or (line.linked > LINKED and len(line.text) < LONG):
        return 0
    if len(line.text) < LONG and _RIGHTS.search(line.text):
        return 0
    return round(len(line.text) * (1 - line.linked)) if is_paragraph(line) else 0


def mark_article(lines: list[Line], titles: Collection[str] = ()) -> None:
    """Sets `headline` of the line that says what the page's own data call the article, and `body` of its text.

    What only points to other articles in the middle of the text is no rail: what stands below it is the article's.
    """
    keys = [key for title in titles if (key := _key(title))]
    first = _headline(lines, keys)
    if first is not None:
        line = lines[first]
        line.headline = True
        # Two spans of a heading that only a style sheet parts: the page's own data have the space between them.
        same = [title for title in titles if _key(title) == _key(line.text)]
        line.text = max([line.text, *same], key=lambda text: len(text.split()))
    mark_body(lines, first or 0)
    for _, rail in groupby(lines, key=lambda line: line.railed):
        _release(list(rail))


def _release(rail: list[Line]) -> None:
    """Gives back to the article the paragraphs of its text that stand below a `Lees ook` in the middle of it."""
    if not rail[0].railed or rail[0].rail is None or rail[0].rail.section is not None:
        return
    if any(line.mark or line.dateline for line in rail):
        return
    for line in rail:
        if line.body and not line.rail:
            line.railed = 0


def _key(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _headline(lines: list[Line], keys: list[str]) -> int | None:
    """The number of the line that is the headline: a heading first, and one that is no link."""
    best = None
    for number, line in enumerate(lines):
        if line.railed or line.mark or len(line.text) > LONGEST_HEADLINE or not (key := _key(line.text)):
            continue
        same = key in keys
        near = len(key) >= UNLIKE and any(
            told.startswith(key) or key.startswith(told) for told in keys if len(told) >= UNLIKE
        )
        if not (same or (near and line.level)):
            continue
        rank = (not line.level, line.linked > LINKED, line.level, not same, number)
        if best is None or rank < best:
            best = rank
    return best[-1] if best else None


def mark_body(lines: list[Line], first: int = 0) -> None:
    """Sets `body` of each line: whether it is of the article's own text. `first` is the number of its headline.

    Where no element holds running text all lines stay as they are.
    """
    comments = _Within(_is_comments)
    last = next(
        (at for at, line in enumerate(lines) if at > first and line.level and _COMMENTS.fullmatch(line.text)),
        len(lines),
    )
    left_out = [at >= last or comments.holds(line.holder) for at, line in enumerate(lines)]
    page = _Page(lines, first, left_out)
    text = page.text()
    if text is None:
        return
    whole = sum(weight(line) for line in lines[first:] if text.holds(line.holder))
    aside = _Within(
        lambda element: element not in text.elements and 3 * page.weights[element] < whole and _is_aside(element)
    )
    for number, line in enumerate(lines):
        inside = number >= first and not left_out[number] and text.holds(line.holder)
        line.aside = _only_points(line) or aside.holds(line.holder)
        line.body = inside and not line.aside
    _take_lead(lines, first)


def _take_lead(lines: list[Line], first: int) -> None:
    """Adds a first paragraph with its dateline that stands ahead of the elements of the rest."""
    text = next((at for at, line in enumerate(lines) if line.body and weight(line)), 0)
    lead = next((at for at in range(first, text) if lines[at].dateline and not lines[at].railed), text)
    for line in lines[lead:text]:
        line.body = line.body or (weight(line) > 0 and not line.railed)


def _only_points(line: Line) -> bool:
    return line.linked > LINKED and not (len(line.text) >= LONG and is_paragraph(line))


def _is_comments(element: etree._Element) -> bool:
    return element.tag not in ("body", "html", "article", "main") and not _COMMENT_NAMES.isdisjoint(names_of(element))


def _is_aside(element: etree._Element) -> bool:
    return element.tag == "aside" or not _ASIDE_NAMES.isdisjoint(names_of(element))


class _Within:
    """Whether elements are, or stand in, one that is so. Each element is asked about once."""

    def __init__(self, is_so: Callable[[etree._Element], bool], elements: Iterable[etree._Element] = ()) -> None:
        self.elements = set(elements)
        self._is_so = is_so
        self._known: dict[etree._Element, bool] = {}

    def holds(self, element: etree._Element | None) -> bool:
        """Whether the element or one around it is so."""
        path = []
        answer = False
        while element is not None:
            known = self._known.get(element)
            if known is not None:
                answer = known
                break
            path.append(element)
            if self._is_so(element):
                answer = True
                break
            element = element.getparent()
        self._known.update((inner, answer) for inner in path)
        return answer


def _within(elements: Iterable[etree._Element]) -> _Within:
    found = set(elements)
    return _Within(found.__contains__, found)


class _Page:
    """The lines of a page with what is known of the elements that they stand in."""

    def __init__(self, lines: list[Line], first: int, left_out: list[bool]) -> None:
        self.lines = lines
        self.first = first
        self.own = [
            0 if out or at < first else weight(line) for at, (line, out) in enumerate(zip(lines, left_out, strict=True))
        ]
        self.weights: Counter[etree._Element] = Counter()
        for line, own in zip(lines, self.own, strict=True):
            element = line.holder if own else None
            while element is not None:
                self.weights[element] += own
                element = element.getparent()
        self._costs = [_cost(line) for line in lines]
        self._until = [0, *accumulate(self._costs)]

    def text(self) -> _Within | None:
        """The elements that hold the text of the article; None where nothing is running text."""
        told = self._told()
        if told is not None:
            return told
        homes = self._homes()
        best = max(self._pieces(homes), key=self._score, default=None)
        if best is None:
            return None
        return self._widened({home for number in best if (home := homes[number]) is not None})

    def _told(self) -> _Within | None:
        """The elements that the page itself calls the body of its article, where they hold a good part of its text."""
        named = _Within(lambda element: "articleBody" in element.get("itemprop", "").split())
        words = sum(own for line, own in zip(self.lines, self.own, strict=True) if own and named.holds(line.holder))
        return named if words and TOLD * words > sum(self.own) else None

    def _homes(self) -> list[etree._Element | None]:
        """The element that holds the text of which each line is a paragraph: not its own, unless that has several."""
        runs = Counter(line.holder for line in self.lines)
        homes: list[etree._Element | None] = []
        for line in self.lines:
            own = line.holder
            parent = own.getparent() if own is not None else None
            inner = own is not None and parent is not None and (own.tag == "p" or runs[own] == 1)
            homes.append(parent if inner else own)
        return homes

    def _pieces(self, homes: list[etree._Element | None]) -> list[list[int]]:
        """The numbers of the paragraphs in elements made alike, in runs that no headline or long gap breaks."""
        runs: dict[tuple[str, ...], list[list[int]]] = {}
        signatures: dict[etree._Element, tuple[str, ...]] = {}
        titles = 0
        for number, line in enumerate(self.lines[self.first :], self.first):
            titles += line.level == 1
            home = homes[number]
            if home is None or not self.own[number]:
                continue
            if home not in signatures:
                signatures[home] = _signature(home)
            known = runs.setdefault((str(titles), *signatures[home]), [])
            if known and number - known[-1][-1] <= APART:
                known[-1].append(number)
            else:
                known.append([number])
        return [run for found in runs.values() for run in found]

    def _score(self, piece: list[int]) -> int:
        """Running text of some paragraphs, less the short lines between them."""
        between = self._until[piece[-1]] - self._until[piece[0]]
        away = FAR * (piece[0] - self.first) if self.lines[self.first].headline else 0
        return sum(self.own[number] for number in piece) - between - away

    def _widened(self, found: set[etree._Element]) -> _Within:
        """The elements themselves, or those around them that add more running text than short lines."""
        best = _within(found)
        words, cost = self._held(best)
        around = _common(found)
        for _ in range(CLIMB):
            if around is None or around.tag == "html":
                break
            wider = _within([around])
            more, dearer = self._held(wider)
            least = words // 2 if around.tag == "body" else 0
            if more - words > max(DENSE * (dearer - cost), least):
                best, words, cost = wider, more, dearer
            around = around.getparent()
        return best

    def _held(self, text: _Within) -> tuple[int, int]:
        """The running text in some elements, and what their other lines count against it."""
        inside = [at for at, line in enumerate(self.lines) if at >= self.first and text.holds(line.holder)]
        return sum(self.own[at] for at in inside), sum(self._costs[at] for at in inside)


def _cost(line: Line) -> int:
    """What a line among paragraphs counts against their being one text, in characters: more for lists of links."""
    if line.railed or (line.linked <= LINKED and weight(line)):
        return 0
    if line.level and line.linked <= LINKED:
        return 0
    return max(SHORT_LINE, round(len(line.text) * line.linked))


def _signature(element: etree._Element | None) -> tuple[str, ...]:
    """What an element and the two around it are made like: elements that a program repeats have the same."""
    found: list[str] = []
    while element is not None and len(found) < 3:
        found.append(_DIGITS.sub("", f"{element.tag!s} {element.get('class', '')[:200]}"))
        element = element.getparent()
    return tuple(found)


_DIGITS = re.compile("[0-9]+")


def _common(elements: set[etree._Element]) -> etree._Element | None:
    """The nearest element around all of some, which is none of them."""
    paths = [[*element.iterancestors()][::-1] for element in elements]
    shared: etree._Element | None = None
    for level in zip(*paths, strict=False):
        if any(element is not level[0] for element in level):
            break
        shared = level[0]
    return shared
