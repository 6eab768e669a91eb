"""Europa Press' own XML (`NOTICIA`): one item a file."""

from dateline.wire.draft import Draft
from dateline.wire.errors import Unreadable
from dateline.wire.formats.base import Drafts, Format, Head, Source
from dateline.wire.formats.body import add_text
from dateline.wire.formats.flat import Flat, read_local
from dateline.wire.formats.identity import made_guid
from dateline.wire.formats.values import set_urgency
from dateline.wire.item import Media, Subject
from dateline.wire.problems import problem
from dateline.wire.text.xml import parse_xml

NAME = "europa-press"

PROVIDER = "EUROPA PRESS"
"""Whose format it is."""

PRIORITIES = {"10": "1", "20": "2", "25": "3", "30": "4"}
"""Europa Press' priorities, as urgencies; a single digit is one already."""


def looks_like(head: Head) -> bool:
    """Whether a file is Europa Press', by its root."""
    return head.root == "NOTICIA"


def read(source: Source) -> Drafts:
    """The item of one file. Raises Unreadable."""
    document = parse_xml(source.data)
    if document.root.tag != "NOTICIA":
        raise Unreadable("malformed", f"Its root element is <{document.root.tag}>, not <NOTICIA>.")
    draft = Draft(format=NAME, provider=source.provider or PROVIDER, problems=list(document.problems))
    _fill(draft, Flat(document.root))
    if not (draft.headline or draft.blocks or draft.media):
        return Drafts(set_aside=[problem("not-an-item", "NOTICIA", "It has no headline and no text.")])
    return Drafts([draft])


def _fill(draft: Draft, item: Flat) -> None:
    day, clock = item.text("FECHA"), item.text("HORA")
    if day and clock:
        draft.version_created = read_local(draft, f"{day} {clock}", "%d/%m/%Y %H:%M:%S", "FECHA, HORA")
    elif day:
        draft.version_created = read_local(draft, day, "%d/%m/%Y", "FECHA")
        draft.precision = "day" if draft.version_created is not None else None
    draft.kicker, draft.headline = item.text("ANTETITULO"), item.text("TITULAR")
    draft.subheadline, draft.abstract = item.text("SUBTITULO"), item.text("ENTRADILLA")
    draft.byline = item.text("FIRMA", "FIRMA2")
    priority = item.text("PRIORIDAD")
    set_urgency(draft, PRIORITIES.get(priority or "", priority), "PRIORIDAD")
    for scheme in ("SERVICIO", "SECCION", "TIPOINFO"):
        code = item.text(scheme)
        if code:
            draft.subjects.append(Subject(scheme=f"europapress:{scheme}", code=code))
    keyword = item.text("CLAVE")
    if keyword:
        draft.keywords = [keyword]
    text = item.raw("CONTENIDO")
    if text:
        add_text(draft, text)
    for one in (*item.inner("FOTOP"), *item.inner("FOTO")):
        name, caption = one.text("NOMBRE"), one.text("PIE")
        media = Media(kind="picture", guid=name, caption=caption)
        if (name or caption) and media not in draft.media:
            draft.media.append(media)
            draft.problems.append(problem("media-incomplete", "FOTO", name or caption or ""))
    draft.guid = item.text("CODIGO") or made_guid(draft)


FORMAT = Format(name=NAME, title="Europa Press' XML", looks_like=looks_like, read=read)
