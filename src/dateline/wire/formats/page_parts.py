"""The lines of a page taken apart: the article, and the items of its rails.

Where they begin is told by headings, datelines, times and the titles of the rails.
"""

from collections.abc import Container
from dataclasses import dataclass, field
from itertools import groupby, pairwise, takewhile

from dateline.wire.copy.datelines import FoundDateline
from dateline.wire.formats.page_lines import Line, is_paragraph
from dateline.wire.formats.page_words import (
    Rail,
    byline_of,
    credit_in_line,
    credit_of,
    credit_of_signature,
    is_caption,
    is_inset,
    is_label,
    without_bullet,
)


@dataclass(slots=True)
class Story:
    """What belongs to one article or item of a page: its headline, its paragraphs, and the times that it shows.

    `href` is where an item of a rail leads, as the page has it.
    """

    headline: str | None = None
    subheadline: str | None = None
    abstract: str | None = None
    byline: str | None = None
    credit: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    marks: list[Line] = field(default_factory=list)
    href: str | None = None

    @property
    def dateline(self) -> FoundDateline | None:
        """The dateline at the head of its first paragraph."""
        return self.lines[0].dateline if self.lines else None


@dataclass(slots=True)
class Page:
    """A page taken apart: `rails` are (title, stories), in their order; `teasers` are headlines without text.

    `section` is that of the first rail that names one, also of one that holds only headlines.
    """

    article: Story | None = None
    rails: list[tuple[Rail, list[Story]]] = field(default_factory=list)
    teasers: list[Line] = field(default_factory=list)
    language: str | None = None
    section: str | None = None


def take_apart(lines: list[Line]) -> Page:
    """The article and the rails of a page, of lines that `recognise` has been over."""
    page = Page(language=_language(lines))
    starts = _starts(lines)
    page.section = next((rail.section for number in starts if (rail := lines[number].rail) and rail.section), None)
    head = lines[: starts[0]] if starts else lines
    sections = {line.rail.section.casefold() for number in starts if (line := lines[number]).rail and line.rail.section}
    page.article, rest = _article(head, sections)
    if rest and page.article is not None:
        stories = _stories(rest, page)
        if not any(story.headline for story in stories):
            page.article.headline = None  # it is the title of the list
        page.rails.append((Rail(None, page.language or ""), stories))
    for start, end in pairwise([*starts, len(lines)]):
        region = lines[start + 1 : end]
        if page.article is not None and not page.rails and _is_inset(lines[start].rail, region):
            teasers = _leading_teasers(region)
            page.teasers += region[:teasers]
            page.article.lines += [line for line in region[teasers:] if line.mark is None]
            continue
        stories = _stories(region, page)
        if stories:
            page.rails.append((lines[start].rail or Rail(None, ""), stories))
    return page


def _starts(lines: list[Line]) -> list[int]:
    """The numbers of the titles that open a rail. An entry of the menu such as `Laatste nieuws`, ahead of the article,
    looks like one: below it there is one story and no list.
    """
    starts = [number for number, line in enumerate(lines) if line.rail and _opens_rail(lines, number)]
    first = next((number for number, line in enumerate(lines) if is_paragraph(line)), len(lines))
    ahead = [number for number in starts if number < first]
    if not ahead or any(rail.section for number in ahead if (rail := lines[number].rail)):
        return starts
    later = starts[len(ahead) :]
    story = lines[first : later[0] if later else len(lines)]
    if sum(line.dateline is not None for line in story) > 1 or sum(line.mark is not None for line in story) > 1:
        return starts
    return later


def _language(lines: list[Line]) -> str | None:
    ages = (line.mark.language for line in lines if line.mark and line.mark.language)
    rails = (line.rail.language for number, line in enumerate(lines) if line.rail and _opens_rail(lines, number))
    return next(ages, None) or next(rails, None)


def _opens_rail(lines: list[Line], number: int) -> bool:
    """Whether what looks like a rail's title has anything below it: an address bar or a menu has none."""
    following = [line for line in lines[number + 1 : number + 4] if line.mark is None]
    return bool(following) and following[0].rail is None


def _is_inset(rail: Rail | None, region: list[Line]) -> bool:
    """Whether a `Lees ook` only interrupts the article: headlines, then paragraphs that nothing marks as items."""
    if rail is None or rail.section is not None:
        return False
    if any(line.mark or line.dateline for line in region):
        return False
    return any(is_paragraph(line) for line in region)


def _leading_teasers(region: list[Line]) -> int:
    return next((number for number, line in enumerate(region) if is_paragraph(line)), len(region))


def _article(lines: list[Line], sections: set[str]) -> tuple[Story | None, list[Line]]:
    """The article, and what follows it without a title of its own: the further items of a page that is a list."""
    start = next((number for number, line in enumerate(lines) if line.dateline and line.body), None)
    if start is None:
        start = next((number for number, line in enumerate(lines) if is_paragraph(line) and line.body), None)
    if start is None:
        return None, []
    while start and _leads_on(lines[start - 1]):
        start -= 1
    end = _end_of_article(lines, start)
    story = Story()
    headline = _take_headline(lines, start, story, sections)
    story.marks = [
        line
        for number, line in enumerate(lines[:start])
        if line.mark and (number >= headline - 2 or line.mark.role is not None)
    ]
    body = _without_credit([line for line in lines[start:end] if line.body], story)
    story.credit = story.credit or next(
        (credit for line in lines[:end] if not line.body and (credit := credit_in_line(line.text))), []
    )
    story.credit = story.credit or next(
        (credit for line in lines[start:end] if (credit := credit_of_signature(line.text))), []
    )
    while len(body) > 1 and (body[-1].mark or body[-1].level or _is_label(body[-1])):
        last = body.pop()
        if last.mark:
            story.marks.append(last)
        _take_label(last, story)
    story.marks += [line for line in body if line.mark and line.mark.role]
    story.lines = [line for line in body if not (line.mark and line.mark.role) and not is_inset(line.text)]
    return story, lines[end:]


def _without_credit(body: list[Line], story: Story) -> list[Line]:
    """The article without the credit at its foot (`Bron: ANP`), and without what the page says below that."""
    for number in range(max(len(body) - 4, 1), len(body)):
        if body[number].mark is None and (credit := credit_of(body[number].text)):
            story.credit = credit
            return body[:number]
    return body


def _end_of_article(lines: list[Line], start: int) -> int:
    """Where a list of items, each with its time, ends its first item: behind that time."""
    for number in range(start + 1, len(lines)):
        if lines[number].mark and any(line.dateline for line in lines[number + 1 : number + 3]):
            return number + 1
    return len(lines)


def _take_headline(lines: list[Line], start: int, story: Story, sections: Container[str] = ()) -> int:
    """Sets the headline, and what stands between it and the first paragraph. Gives the number of its line, or `start`.

    Headings of the page's markup decide; in a text it is the last line ahead of the paragraph that is no time or label.
    """
    first = _end_of_menu(lines, start)
    words = [number for number in range(first, start) if not lines[number].mark and not _is_aside(lines[number])]
    if not words:
        return start
    headings = [number for number in words if lines[number].level]
    told = next((number for number in words if lines[number].headline), None)
    if told is not None:
        chosen = told
    elif headings:
        top = min(lines[number].level for number in headings)
        chosen = max(number for number in headings if lines[number].level == top)
    else:
        last = words[-1]
        above = words[-2] if len(words) > 1 else None
        chosen = last
        if lines[last].text.casefold() in sections:
            # The label of the section. Above it stands the headline, or only the name of the site.
            if above is None or len(lines[above].text.split()) < 3:
                return start
            chosen = above
        elif above is not None and is_paragraph(lines[last]) and not is_paragraph(lines[above]):
            chosen = above
    story.headline = without_bullet(lines[chosen].text) if lines[chosen].holder is None else lines[chosen].text
    between = lines[chosen + 1 : start]
    story.subheadline = next((line.text for line in between if _is_subheadline(line)), None)
    story.abstract = "\n".join(line.text for line in between if _is_intro(line)) or None
    for line in between:
        _take_label(line, story)
    return chosen


def _is_subheadline(line: Line) -> bool:
    return 0 < line.level <= 3 and not line.aside and not is_label(line.text)


def _leads_on(line: Line) -> bool:
    """Whether a line of the text of an HTML page opens what stands below it: `What the bank says:`."""
    return line.body and line.holder is not None and line.text.endswith(":") and not line.level


def _is_intro(line: Line) -> bool:
    return not line.mark and not line.aside and is_paragraph(line) and not _is_aside(line)


MENU = 3
"""The fewest entries of a menu."""


def _end_of_menu(lines: list[Line], start: int) -> int:
    """Where the last menu of a text ends: lines of a word or two right below each other, and then a gap."""
    run = 0
    end = 0
    for number, line in enumerate(lines[: start + 1]):
        before = lines[number - 1] if number else None
        below = before is not None and _number(before) + 1 == _number(line)
        if not below and run >= MENU:
            end = number
        short = line.mark is None and not line.level and len(line.text.split()) <= 2
        run = (run + 1 if below else 1) if short else 0
    return end


def _number(line: Line) -> int:
    return -9 if line.number is None else line.number


def _is_label(line: Line) -> bool:
    """Whether a line is furniture of the page, a credit or a byline."""
    return not line.level and line.dateline is None and is_label(line.text)


def _is_aside(line: Line) -> bool:
    """Whether a line ahead of the text is no headline: furniture, or the caption of a picture."""
    return _is_label(line) or (not line.level and is_caption(line.text))


def _take_label(line: Line, story: Story) -> None:
    """Note the byline or credit that a label holds."""
    if _is_label(line):
        story.byline = byline_of(line.text) or story.byline
        story.credit = credit_of(line.text) or story.credit


def _stories(lines: list[Line], page: Page) -> list[Story]:
    """The items of a rail, by its elements where it has such, else by datelines and times."""
    if any(line.item for line in lines):
        groups = [list(group) for _, group in groupby(lines, key=lambda line: line.item)]
    elif lines and lines[0].mark:
        groups = _times_ahead(lines)
    else:
        groups = _times_behind(lines)
    timed = any(line.mark for line in lines)
    return [story for group in groups if (story := _story(group, page, timed=timed))]


def _times_ahead(lines: list[Line]) -> list[list[Line]]:
    groups: list[list[Line]] = []
    for line in lines:
        if line.mark and (not groups or groups[-1][-1].mark is None):
            groups.append([])
        groups[-1].append(line)
    return groups


def _times_behind(lines: list[Line]) -> list[list[Line]]:
    """Items whose time stands below their text, or between a headline and the text; or items without times."""
    groups: list[list[Line]] = [[]]
    for line in lines:
        group = groups[-1]
        has_text = any(is_paragraph(one) for one in group)
        has_mark = any(one.mark for one in group)
        if line.mark and has_mark:
            groups.append([*_ending_headline(group), line])
        elif line.mark:
            group.append(line)
            if has_text:
                groups.append([])
        elif line.dateline and any(one.dateline for one in group):
            groups.append([*_ending_headline(group), line])
        elif line.level and has_text:
            groups.append([line])
        else:
            group.append(line)
    return groups


def _ending_headline(group: list[Line]) -> list[Line]:
    """Take the headline of the next item off the end of one that it was counted in."""
    return [group.pop()] if len(group) > 1 and not group[-1].mark and not is_paragraph(group[-1]) else []


def _story(group: list[Line], page: Page, *, timed: bool) -> Story | None:
    """One item of a rail; None where there is only a headline, or what is left is the foot of the page."""
    words = [line for line in group if line.mark is None]
    own_time = len(words) < len(group)
    start = next((number for number, line in enumerate(words) if line.dateline), None)
    if start is None and (own_time or not timed):
        start = next((number for number, line in enumerate(words) if is_paragraph(line)), None)
    if start is None:
        if own_time or not timed:
            above = list(takewhile(lambda line: line.mark is None, group)) or words
            page.teasers += [line for line in above if line.level] or above
        return None
    story = Story(marks=[line for line in group if line.mark])
    _take_headline(words, start, story)
    end = start + 1
    while end < len(words) and is_paragraph(words[end]):
        end += 1
    story.lines = words[start:end]
    story.href = next((line.href for line in group if line.href), None)
    return story
