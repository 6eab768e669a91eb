"""The drafts of a page that was taken apart, and the identity of its items."""

import hashlib
import unicodedata

from dateline.wire.copy.agencies import code_of
from dateline.wire.copy.datelines import render_dateline
from dateline.wire.draft import Draft
from dateline.wire.formats.base import Drafts, Source
from dateline.wire.formats.feed_xml import resolved, web_address
from dateline.wire.formats.page_parts import Page, Story
from dateline.wire.item import Dateline, Link
from dateline.wire.problems import problem
from dateline.wire.text.blocks import paragraph


def drafts_of(page: Page, format: str, source: Source, base: str | None = None) -> Drafts:
    """The drafts of a page: its article first, then each item of its rails in their order.

    `base` is the address that those of its links stand on.
    """
    found = Drafts()
    section = next((rail.section for rail, _ in page.rails if rail.section), page.section)
    stories = [(section, page.article)] if page.article is not None else []
    stories += [(rail.section, story) for rail, in_rail in page.rails for story in in_rail]
    for its_section, story in stories:
        found.drafts.append(_draft(story, its_section, page.language, format, source, base))
    for line in page.teasers:
        found.set_aside.append(problem("not-an-item", line.where, f"A headline without its text: {line.text}"))
    return found


def _draft(
    story: Story, section: str | None, language: str | None, format: str, source: Source, base: str | None
) -> Draft:
    draft = Draft(format=format, headline=story.headline, section=section, language=language, byline=story.byline)
    draft.subheadline, draft.abstract = story.subheadline, story.abstract
    draft.credit = list(story.credit)
    dateline = story.dateline.dateline if story.dateline else None
    draft.provider = source.provider or _provider(dateline, story)
    first = story.lines[0].text[story.dateline.end if story.dateline else 0 :]
    draft.guid = page_guid(draft.provider, dateline, first)
    if (address := web_address(resolved(story.href, base))) is not None:
        draft.links.append(Link(href=address, rel="alternate"))
    for line in story.lines:
        draft.blocks += line.blocks or [paragraph(line.text)]
    _set_times(draft, story)
    return draft


def _provider(dateline: Dateline | None, story: Story) -> str | None:
    if dateline and dateline.agencies:
        return dateline.agencies[0]
    return next((code for name in story.credit if (code := code_of(name))), None)


def _set_times(draft: Draft, story: Story) -> None:
    """The times that the page shows for an item; a problem where it shows none, or none that can be reckoned."""
    marks = [line.mark for line in story.marks if line.mark and line.mark.moment]
    if any(not mark.counted for mark in marks):
        # A clock without a day (`15 sep 2023, 12:04 · Aangepast 13:00`) is not of the day of fetching then.
        marks = [mark for mark in marks if not mark.counted or mark.language is not None]
    updated = next((mark for mark in marks if mark.role == "updated"), None)
    published = next((mark for mark in marks if mark.role != "updated"), None)
    made = updated or published
    if made is None:
        shown = story.marks[0] if story.marks else story.lines[0]
        draft.problems.append(problem("time-unknown", shown.where, shown.text if story.marks else ""))
        return
    draft.version_created, draft.precision = made.moment, made.precision
    if published and not published.counted:
        draft.first_created = published.moment


def page_guid(provider: str | None, dateline: Dateline | None, paragraph: str) -> str:
    """The identity of an item of a saved page: `page:` and 32 hexadecimal digits of a SHA-256.

    Hashed are the provider, the dateline (as `render_dateline` gives its places, agencies and date) and the first
    paragraph without the dateline: each in NFC, case folded, white space folded to single spaces and taken off the
    ends; joined by line feeds, in UTF-8. An item has the same guid as an article, as an item of a rail, and on a page
    of Dateline's own.
    """
    shown = render_dateline(dateline.places, dateline.agencies, dateline.date) if dateline else ""
    pieces = (
        " ".join(unicodedata.normalize("NFC", piece).casefold().split()) for piece in (provider or "", shown, paragraph)
    )
    hashed = hashlib.sha256("\n".join(pieces).encode("utf-8", "surrogatepass"))
    return f"page:{hashed.hexdigest()[:32]}"
