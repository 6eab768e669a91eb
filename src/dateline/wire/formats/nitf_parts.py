"""NITF 2.5 to 3.6, element by element: what a `<nitf>` says, alone in a file or inside NewsML.

The head is read in `nitf_head`. BODY_HEAD is the table of what each element of a body's head is good for; elements are
taken where they stand, also where the standard would have them elsewhere.
"""

import re
from bisect import bisect_left
from collections.abc import Callable
from typing import cast

from lxml import etree

from dateline.wire.draft import Block, Draft
from dateline.wire.formats import nitf_head
from dateline.wire.formats.body import add_text, add_tree
from dateline.wire.formats.times import parse_time, precision_of, read_time
from dateline.wire.formats.values import (
    LANG,
    LONGEST,
    joined,
    keep_fact,
    kind_of_media,
    language_of,
    number,
    text_of,
)
from dateline.wire.item import Link, Media, Signal, SignalKind
from dateline.wire.problems import problem
from dateline.wire.text.blocks import blocks_of_tree, fold, squash, words_of
from dateline.wire.text.html import blocks_of_html, is_html
from dateline.wire.text.tree import Element, child_of


def fill(draft: Draft, nitf: Element, *, alone: bool = True) -> None:
    """Fills a draft with what a `<nitf>` says.

    What the draft already knows stays. Of one that does not stand `alone` (it is in NewsML) the status counts only
    where it holds the item back.
    """
    head, inner = child_of(nitf, "head"), child_of(nitf, "nitf")
    embargoed = False
    moments: nitf_head.Moments = {}
    if head is not None:
        for element in head.iter():
            name = element.tag
            fill_one = nitf_head.HEAD.get(name)
            if fill_one is not None:
                fill_one(draft, element)
            elif name in nitf_head.TIMES:
                nitf_head.take_time(draft, element, moments)
            elif name == "docdata":
                before = draft.status
                embargoed = nitf_head.docdata(draft, element)
                if not alone and draft.status == "usable":
                    draft.status = before
    if not alone:
        _name_subjects(draft)
    if alone:
        if draft.status == "canceled":
            draft.signals.append(Signal(kind="kill", target=draft.facts.get("cancels", "").partition("|")[0] or None))
        nitf_head.settle_identity(draft)
    nitf_head.made(draft, moments, "date.issue", "pubdata")
    nitf_head.embargo(draft, moments, embargoed)
    draft.language = draft.language or language_of(nitf.get("baselang") or nitf.get(LANG))
    body = child_of(nitf, "body")
    if body is not None:
        draft.language = draft.language or language_of(body.get(LANG))
        fill_body(draft, body)
    if draft.embargoed is None:
        nitf_head.made(draft, moments, "date.release")
    if "cancels" in draft.facts and alone and draft.status != "canceled":
        kind: SignalKind = "replacement" if draft.blocks else "kill"
        draft.signals.append(Signal(kind=kind, target=draft.facts["cancels"].partition("|")[0]))
    draft.language = draft.language or _language_in(nitf)
    if inner is not None:
        fill(draft, inner, alone=alone)
    if draft.headline is None and head is not None:
        draft.headline = text_of(child_of(head, "title"))


def _language_in(nitf: Element) -> str | None:
    """The language that a `<meta>` states, or (ANSA) an empty `<lang>` ahead of the text."""
    for meta in nitf.iter("meta"):
        name = (meta.get("name") or "").lower()
        if name == "lang" or name.endswith("language"):
            return language_of(meta.get("content"))
    for mark in nitf.iter("lang"):
        if not len(mark) and not (mark.text or "").strip():
            return language_of(mark.get("iso-lang") or mark.get("lang"))
    return None


def _name_subjects(draft: Draft) -> None:
    """Takes out the subjects that are there with their name too, as where the text inside an item tells them again."""
    codes = [(one.scheme, one.code) for one in draft.subjects]
    named = {
        code: one for code, one in zip(reversed(codes), reversed(draft.subjects), strict=True) if one.name and one.code
    }
    draft.subjects = [
        one if one.name else named.get(code, one) for code, one in zip(codes, draft.subjects, strict=True)
    ]


def fill_body(draft: Draft, body: Element) -> None:
    """Fills a draft from a `<body>`: its head, its content and its end."""
    for part in body:
        if part.tag == "body.head":
            for element in part:
                fill_one = BODY_HEAD.get(element.tag)
                if fill_one is not None:
                    fill_one(draft, element)
                elif text_of(element):
                    where = f"body.head/{element.tag}"
                    draft.problems.append(problem("content-unknown", where, text_of(element) or ""))
        elif part.tag == "body.content":
            fill_content(draft, part)
        elif part.tag == "body.end":
            add_tree(draft, part, "apparatus")


def fill_content(draft: Draft, content: Element) -> None:
    """Adds the blocks of a `<body.content>`, and its pictures."""
    if not len(content) and content.text:
        add_text(draft, content.text)
        return
    _drop_repeated_lead(content)
    for fraction in content.iter("frac"):
        _spell_out(fraction)
    before = len(draft.blocks)
    for element in add_tree(draft, content):
        add_media(draft, element)
    first = content[0] if len(content) and not (content.text or "").strip() else None
    if draft.headline is None and first is not None and first.tag == "hl1" and len(draft.blocks) > before:
        draft.headline, draft.blocks[before].role = text_of(first), "headline"
    private = [note for note in content.iter("note") if _is_private(note)]
    if private:
        _set_aside(draft.blocks[before:], private)


def _spell_out(fraction: Element) -> None:
    """Parts a fraction from the number ahead of it, and its numbers by a stroke where nothing else does: `2 1/2`."""
    node = cast(etree._Element, fraction)
    above, ahead = node.getparent(), node.getprevious()
    if ahead is not None and (ahead.tail or "")[-1:].isdigit():
        ahead.tail = f"{ahead.tail} "
    elif ahead is None and above is not None and (above.text or "")[-1:].isdigit():
        above.text = f"{above.text} "
    above_stroke = node.find("numer")
    if above_stroke is not None and not (above_stroke.tail or text_of(child_of(fraction, "frac-sep"))):
        above_stroke.tail = "/"


def _drop_repeated_lead(content: Element) -> None:
    """Takes out a block with the first paragraphs, where one with the whole text follows (The New York Times)."""
    blocks = {block.get("class"): block for block in content.iterchildren("block")}
    lead, full = blocks.get("lead_paragraph"), blocks.get("full_text")
    if lead is not None and full is not None and squash(words_of(full)).startswith(squash(words_of(lead))):
        cast(etree._Element, content).remove(cast(etree._Element, lead))


def _set_aside(blocks: list[Block], notes: list[Element]) -> None:
    """Makes apparatus of the blocks that notes came to, each where its first text stands next behind the last."""
    places: dict[str, list[int]] = {}
    for at, block in enumerate(blocks):
        places.setdefault(block.text, []).append(at)
    end = 0
    for note in notes:
        texts = [block.text for block in blocks_of_tree(note)]
        known = places.get(texts[0], []) if texts else []
        start = next(iter(known[bisect_left(known, end) :][:1]), len(blocks))
        if [block.text for block in blocks[start : start + len(texts)]] == texts:
            end = start + len(texts)
            for block in blocks[start:end]:
                block.role = "apparatus"


_ADDRESS = re.compile(r"https?://|[^\s:]+(?:[/?#]|$)", re.IGNORECASE)
"""The address of a picture: on the web, or the name of a file sent beside this one."""


_COUNTER = re.compile(
    r"https?://(?:cts\.businesswire\.com/ct/CT\?|(?:www\.)?globenewswire\.com/newsroom/ti\?|ml\.globenewswire\.com/media/[^/]+/tiny/"
    r"|rt\.prnewswire\.com/rt\.gif|c212\.net/c/img/favicon)",
    re.IGNORECASE,
)
"""Pictures of one pixel by which the press release services count readers, and which say no size."""


def add_media(draft: Draft, element: Element) -> None:
    """Adds the picture, video or sound that an element of the body stands for."""
    if element.tag != "media":
        address = (element.get("src") or element.get("source") or "").strip()
        if element.tag == "img" and _ADDRESS.match(address) and not _COUNTER.match(address):
            size = number(element.get("width")), number(element.get("height"))
            caption = element.get("alt") or None
            draft.media.append(Media(kind="picture", href=address, caption=caption, width=size[0], height=size[1]))
        return
    references = element.findall("media-reference")
    if (element.get("media-type") or "").lower() == "text":
        places = (reference.get("source") or reference.get("data-location") for reference in references)
        draft.links.extend(Link(href=place, rel="media") for place in places if place)
        return
    best = max(references, key=lambda reference: number(reference.get("width")) or 0, default=None)
    caption = (
        "\n".join(block.text for part in element.findall("media-caption") for block in blocks_of_tree(part)) or None
    )
    if best is None and caption is None:
        return
    meta = {part.get("name"): part.get("value") or part.get("content") for part in element.findall("media-metadata")}
    mime = None if best is None else best.get("mime-type")
    href = None if best is None else best.get("source") or best.get("data-location")
    if href is not None and href.startswith("#"):
        return  # it says where the picture stands that a component of the same NewsML holds
    if not href:
        draft.problems.append(problem("media-incomplete", "media", caption or ""))
    producers = [name for name in map(text_of, element.findall("media-producer")) if name]
    draft.media.append(
        Media(
            kind=kind_of_media(element.get("media-type"), mime) or "picture",
            href=href or None,
            guid=meta.get("media-id") or element.get("id"),
            mime_type=mime or None,
            caption=caption or (None if best is None else best.get("alternate-text")),
            byline=", ".join(producers) or None,
            credit=None if best is None else best.get("source-credit") or best.get("copyright") or None,
            width=None if best is None else number(best.get("width")),
            height=None if best is None else number(best.get("height")),
        )
    )


def _hedline(draft: Draft, element: Element) -> None:
    lines = [element] if element.tag in ("hl1", "hl2") else list(element)
    order = next((order for order, line in enumerate(lines) if line.tag == "hl1"), 0)
    below: list[str] = []
    for at, line in enumerate(lines):
        text, use = text_of(line), (line.get("class") or "").lower()
        if line.tag == "hl1" and at == order:
            draft.headline = draft.headline or text
        elif line.tag == "hl2" and (use.endswith(("shortheadline", "kicker")) or at < order):
            draft.kicker = draft.kicker or text
        elif line.tag in ("hl1", "hl2") and "online" not in use:
            below.extend(filter(None, (text,)))
        else:
            keep_fact(draft, f"line.{use or line.tag}", text)
    if not lines:
        draft.headline = draft.headline or text_of(element)
    words = "\n".join(text for text in dict.fromkeys(below) if text != draft.headline)
    draft.subheadline = draft.subheadline or words or None


def _is_private(note: Element) -> bool:
    """Whether a `<note>` is for editors only."""
    kinds = (note.get(name) for name in ("type", "noteclass", "noteType"))
    return any(kind and kind.lower() in ("npa", "editorsnote") for kind in kinds)


def _note(draft: Draft, element: Element) -> None:
    text = "\n".join(block.text for block in blocks_of_tree(element)) or None
    if _is_private(element):
        draft.ed_note = joined(draft.ed_note, text)
    elif element.get("noteclass") == "cpyrt":
        draft.copyright = draft.copyright or text
    else:
        draft.note = joined(draft.note, text)


def _body_rights(draft: Draft, element: Element) -> None:
    if element.tag == "rights":
        own = fold(" ".join([element.text or "", *(part.tail or "" for part in element)]))
        draft.usage_terms = joined(draft.usage_terms, own or None)
    for part in element.iter():
        text = text_of(part) if not len(part) else None
        if part.tag == "rights.limitations":
            draft.usage_terms = joined(draft.usage_terms, text)
        elif part.tag in ("rights.owner", "rights.agent"):
            keep_fact(draft, "rights_owner", text)


def _byline_words(element: Element) -> str:
    """The words of a byline: a title is set off by a comma, and a name that nothing parts from `By` by a space."""
    words = element.text or ""
    for child in element:
        inner = "".join(child.itertext())
        is_title = child.tag == "byttl" and not (child.tail or "").strip()
        if is_title and inner.strip() and words.rstrip()[-1:].isalnum():
            words = f"{words.rstrip()}, "
        elif words[-1:].isalpha() and inner[:1].isalpha():
            words += " "
        words += inner + (child.tail or "")
    return fold(words)


def _byline(draft: Draft, element: Element) -> None:
    words = _byline_words(element)
    if not draft.byline:
        draft.byline = words or None
    elif "normalized" in (element.get("class") or "") or len(draft.byline) >= LONGEST:
        return
    elif words not in draft.byline:
        draft.byline = f"{draft.byline}, {words}"


def _distributor(draft: Draft, element: Element) -> None:
    keep_fact(draft, "distributor", text_of(element))


def _dateline(draft: Draft, element: Element) -> None:
    pieces = [element.text or ""]
    for child in element:
        text = nitf_head.location(child) if child.tag == "location" else text_of(child) or ""
        if child.tag == "story.date":
            norm = child.get("norm")
            if draft.version_created is None and norm:
                draft.version_created = read_time(draft, norm, "story.date/@norm")
                draft.precision = draft.precision or precision_of(norm)
            text = "" if parse_time(text) else text
        if text and len(pieces) > 2 and pieces[-2][-1:].isalnum() and not pieces[-1].strip():
            pieces[-1] = ", "
        pieces.extend((text, child.tail or ""))
    words = fold("".join(pieces))
    draft.dateline_field = draft.dateline_field or words or None


def _abstract(draft: Draft, element: Element) -> None:
    text = element.text or ""
    blocks = blocks_of_html(text).blocks if not len(element) and is_html(text) else blocks_of_tree(element)
    draft.abstract = draft.abstract or "\n".join(block.text for block in blocks) or None


BODY_HEAD: dict[str, Callable[[Draft, Element], None]] = {
    **dict.fromkeys(("hedline", "headline", "hl1", "hl2"), _hedline),
    "note": _note,
    "rights": _body_rights,
    "rights.owner": _body_rights,
    "rights.limitations": _body_rights,
    **dict.fromkeys(("byline", "bytag", "byttl"), _byline),
    "distributor": _distributor,
    "dateline": _dateline,
    "abstract": _abstract,
}
"""What each element of a `<body.head>` gives."""
