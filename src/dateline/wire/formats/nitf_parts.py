"""NITF 2.5 to 3.6, element by element: what a `<nitf>` says, alone in a file or inside NewsML.

HEAD and BODY_HEAD are the tables of what each element is good for; elements are taken where they stand, also where the
standard would have them elsewhere.
"""

import re
from bisect import bisect_left
from collections.abc import Callable
from datetime import datetime
from typing import cast

from lxml import etree

from dateline.wire.copy.agencies import code_of
from dateline.wire.copy.signals import read_note
from dateline.wire.draft import Block, Draft
from dateline.wire.formats.body import add_text, add_tree
from dateline.wire.formats.times import is_later, parse_time, precision_of, read_time
from dateline.wire.formats.values import (
    LANG,
    LONGEST,
    STATUSES,
    add_keywords,
    joined,
    keep_fact,
    kind_of_media,
    language_of,
    number,
    set_status,
    set_urgency,
    text_of,
)
from dateline.wire.item import Link, Media, Precision, Signal, SignalKind, Subject
from dateline.wire.problems import problem
from dateline.wire.text.blocks import blocks_of_tree, fold, squash, words_of
from dateline.wire.text.html import blocks_of_html, is_html
from dateline.wire.text.tree import Element, child_of

IPTC_SUBJECTS = "IptcSubjectCodes"
"""The scheme of the IPTC's eight-digit subject codes, by the name that NewsML and NITF know it under."""


def fill(draft: Draft, nitf: Element, *, alone: bool = True) -> None:
    """Fills a draft with what a `<nitf>` says.

    What the draft already knows stays. Of one that does not stand `alone` (it is in NewsML) the status counts only
    where it holds the item back.
    """
    head, inner = child_of(nitf, "head"), child_of(nitf, "nitf")
    embargoed = False
    moments: Moments = {}
    if head is not None:
        for element in head.iter():
            name = element.tag
            fill_one = HEAD.get(name)
            if fill_one is not None:
                fill_one(draft, element)
            elif name in _TIMES:
                _time(draft, element, moments)
            elif name == "docdata":
                before = draft.status
                embargoed = _docdata(draft, element)
                if not alone and draft.status == "usable":
                    draft.status = before
    if alone:
        if draft.status == "canceled":
            draft.signals.append(Signal(kind="kill"))
        _settle_identity(draft)
    _made(draft, moments, "date.issue", "pubdata")
    _embargo(draft, moments, embargoed)
    draft.language = draft.language or language_of(nitf.get("baselang") or nitf.get(LANG))
    body = child_of(nitf, "body")
    if body is not None:
        draft.language = draft.language or language_of(body.get(LANG))
        fill_body(draft, body)
    if draft.embargoed is None:
        _made(draft, moments, "date.release")
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
    before = len(draft.blocks)
    for element in add_tree(draft, content):
        add_media(draft, element)
    private = [note for note in content.iter("note") if _is_private(note)]
    if private:
        _set_aside(draft.blocks[before:], private)


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


def add_media(draft: Draft, element: Element) -> None:
    """Adds the picture, video or sound that an element of the body stands for."""
    if element.tag != "media":
        address = (element.get("src") or element.get("source") or "").strip()
        if element.tag == "img" and _ADDRESS.match(address):
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
            width=None if best is None else number(best.get("width")),
            height=None if best is None else number(best.get("height")),
        )
    )


def _docdata(draft: Draft, element: Element) -> bool:
    other, status = element.get("management-doc-idref"), element.get("management-idref-status")
    if other:
        draft.links.append(Link(guid=other, rel=status or "management"))
    if other and status and STATUSES.get(status.strip().lower(), "usable") == "canceled":
        keep_fact(draft, "cancels", other)
    return set_status(draft, element.get("management-status"), "docdata/@management-status")


Moments = dict[str, tuple[datetime, Precision | None]]
"""The times of a head by the names of their elements."""

_TIMES = {"date.issue": "norm", "date.release": "norm", "date.expire": "norm", "pubdata": "date.publication"}


def _time(draft: Draft, element: Element, moments: Moments) -> None:
    name, text = element.tag, element.get(_TIMES[element.tag])
    moment = read_time(draft, text, f"{name}/@{_TIMES[name]}")
    if name == "pubdata" and (section := (element.get("position.section") or "").strip()) and len(section) > 2:
        draft.section = draft.section or section
    if moment is None:
        return
    moments.setdefault(name, (moment, precision_of(text)))
    if name == "date.expire":
        draft.expires = draft.expires or moment


def _made(draft: Draft, moments: Moments, *names: str) -> None:
    """Sets the time of the version to the first of these that the head states, where nothing else has said it."""
    found = next((moments[name] for name in names if name in moments), None)
    if draft.version_created is None and found is not None:
        draft.version_created, draft.precision = found


_STAMPED = re.compile(r"(.+[^:]):(\d{13})")
"""A guid with the time of the revision behind it, in milliseconds."""


def _settle_identity(draft: Draft) -> None:
    """Takes the revision out of a guid that has it at its end (`…-676016:1560755878000`)."""
    stamped = _STAMPED.fullmatch(draft.guid or "")
    if stamped is not None and draft.version is None:
        draft.guid, draft.version = stamped.groups()
    _settle_key(draft)


def _settle_key(draft: Draft) -> None:
    """The key of a story is its slug, unless it is the identity too (some write the revision behind it: `key_47`)."""
    key = draft.facts.get("du_key", "").partition("|")[0]
    if not key:
        return
    if draft.guid is None or not draft.guid.startswith(key):
        draft.slugline = draft.slugline or key
    elif draft.guid[len(key) :].lstrip("_:-.v").isdigit():
        draft.guid = key


def _embargo(draft: Draft, moments: Moments, embargoed: bool) -> None:
    """A release later than the issue is the embargo; an embargo without a time is for a person to ask after."""
    issue, release = moments.get("date.issue"), moments.get("date.release")
    if release is not None and (embargoed or (issue is not None and is_later(release[0], issue[0]))):
        draft.embargoed = draft.embargoed or release[0]
    elif embargoed:
        draft.status = "withheld"
        draft.problems.append(problem("embargo-unclear", "docdata/@management-status", "embargoed"))


def _doc_id(draft: Draft, element: Element) -> None:
    draft.guid = draft.guid or element.get("id-string") or text_of(element)
    keep_fact(draft, "provider_id", element.get("regsrc"))


def _urgency(draft: Draft, element: Element) -> None:
    if draft.urgency is None:
        set_urgency(draft, element.get("ed-urg"), "urgency/@ed-urg")


def _du_key(draft: Draft, element: Element) -> None:
    draft.version = draft.version or element.get("version") or None
    keep_fact(draft, "du_key", element.get("key"))


def _meta(draft: Draft, element: Element) -> None:
    name = element.get("name")
    if name:
        content = element.get("content")
        keep_fact(draft, f"meta.{name}", content)
        if content and name.lower().endswith("source") and code_of(content) is not None:
            keep_fact(draft, "source", content)


def _subject(draft: Draft, element: Element) -> None:
    code = element.get("tobject.subject.refnum") or element.get("tobject.subject.code") or None
    names = [element.get(f"tobject.subject.{level}") for level in ("detail", "matter", "type", "qualifier")]
    if code and code.endswith("000000"):
        names = [names[2], *names]
    name = next((name for name in names if name), None)
    scheme = element.get("tobject.subject.ipr") or "IPTC"
    if code or name:
        eight = code is not None and len(code) == 8 and code.isdigit()
        draft.subjects.append(
            Subject(scheme=IPTC_SUBJECTS if eight and scheme == "IPTC" else scheme, code=code, name=name)
        )


def _identified(draft: Draft, element: Element) -> None:
    """A classifier, organisation or person of `<identified-content>`."""
    name, code = text_of(element), element.get("value") or element.get("code") or None
    if name or code:
        scheme = element.get("type") or element.get("idsrc") or element.get("code-source") or element.tag
        draft.subjects.append(Subject(scheme=scheme, code=code, name=name))


def _identified_place(draft: Draft, element: Element) -> None:
    place = _location(element)
    if place:
        draft.places.append(place)


def _keyword(draft: Draft, element: Element) -> None:
    add_keywords(draft, fold(element.get("key") or "") or text_of(element))


def _ed_msg(draft: Draft, element: Element) -> None:
    draft.ed_note = joined(draft.ed_note, element.get("info"))


def _copyright(draft: Draft, element: Element) -> None:
    holder, year = element.get("holder"), element.get("year")
    if holder and draft.copyright is None:
        draft.copyright = f"© {year} {holder}" if year else f"© {holder}"
    keep_fact(draft, "copyright_holder", holder)


def _rights(draft: Draft, element: Element) -> None:
    draft.usage_terms = joined(draft.usage_terms, element.get("limitations"))
    keep_fact(draft, "rights_owner", element.get("owner") or element.get("agent"))


def _correction(draft: Draft, element: Element) -> None:
    text, target = element.get("info") or None, element.get("id-string") or None
    draft.signals.append(Signal(kind="correction", text=text, target=target))


def _place(draft: Draft, element: Element) -> None:
    place = next((name for key in ("city", "county-dist", "state-prov") if (name := element.get(key))), None)
    if place:
        draft.places.append(place)
    keep_fact(draft, "country", element.get("iso-cc"))


def _revision(draft: Draft, element: Element) -> None:
    comment = element.get("comment")
    keep_fact(draft, "revision_comment", comment)
    signal = read_note(comment) if comment else None
    if signal is not None:
        draft.signals.append(signal)


def _fact_of(key: str, attribute: str) -> Callable[[Draft, Element], None]:
    def keep(draft: Draft, element: Element) -> None:
        keep_fact(draft, key, element.get(attribute))

    return keep


HEAD: dict[str, Callable[[Draft, Element], None]] = {
    "meta": _meta,
    "doc-id": _doc_id,
    "urgency": _urgency,
    "du-key": _du_key,
    "tobject": _fact_of("category", "tobject.type"),
    "tobject.property": _fact_of("genre", "tobject.property.type"),
    "tobject.subject": _subject,
    "keyword": _keyword,
    "ed-msg": _ed_msg,
    "doc.copyright": _copyright,
    "doc.rights": _rights,
    "correction": _correction,
    "evloc": _place,
    "from-src": _fact_of("source", "src-name"),
    "fixture": _fact_of("fixture", "fix-id"),
    "doc-scope": _fact_of("scope", "scope"),
    "series": _fact_of("series", "series.name"),
    "revision-history": _revision,
    "location": _identified_place,
    **dict.fromkeys(("classifier", "org", "person", "event", "function", "object.title"), _identified),
}
"""What each element of a `<head>` gives, wherever in it it stands."""


def _hedline(draft: Draft, element: Element) -> None:
    lines = [element] if element.tag in ("hl1", "hl2") else list(element)
    order = next((order for order, line in enumerate(lines) if line.tag == "hl1"), 0)
    below: list[str] = []
    for at, line in enumerate(lines):
        text, use = text_of(line), (line.get("class") or "").lower()
        if line.tag == "hl1" and at == order:
            draft.headline = draft.headline or text
        elif line.tag == "hl2" and (use == "shortheadline" or at < order):
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


def _byline(draft: Draft, element: Element) -> None:
    title = element.find("byttl")
    words = fold("".join(element.itertext()))
    if title is not None and text_of(title):
        before = fold("".join(element.itertext()).partition(title.text or "")[0])
        if before and before[-1].isalnum() and not (title.tail or "").strip():
            words = f"{before}, {text_of(title)}"
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
        text = _location(child) if child.tag == "location" else text_of(child) or ""
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


def _location(element: Element) -> str:
    """The words of a location; its parts are joined by a comma where nothing but white space is between them."""
    parts = [text for text in map(text_of, element) if text]
    between = (element.text or "") + "".join(part.tail or "" for part in element)
    return ", ".join(parts) if parts and not between.strip() else fold("".join(element.itertext()))


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
