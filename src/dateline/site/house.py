"""The pages of the house: imprint, privacy, and the list of what was corrected."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from dateline.newsroom.addresses import article_path
from dateline.newsroom.models import Article, House
from dateline.newsroom.touching import CORRECTIONS, item_tag
from dateline.newsroom.visible import Cursor, corrected
from dateline.site.addresses import absolute, cursor_text, parse_cursor
from dateline.site.body import prose
from dateline.site.frame import ROBOTS, Frame, head, list_graph, tags, template
from dateline.site.page import Rendered, Vanished
from dateline.site.times import correction_moment
from dateline.site.wording import language_attributes, note_of, title_of

CORRECTIONS_PATH = "/corrections"


@dataclass(frozen=True, slots=True)
class _Page:
    """A page whose words a chief writes: the field of the house that has them, and what it is called."""

    field: str
    title: Any

    def words(self, house: House) -> str:
        return str(getattr(house, self.field))


def _pages() -> dict[str, _Page]:
    return {"imprint": _Page("imprint", _("Imprint")), "privacy": _Page("privacy", _("Privacy"))}


def has_page(which: str, house: House) -> bool:
    """Whether somebody has written this page."""
    return bool(_pages()[which].words(house).strip())


def links(house: House) -> list[tuple[str, str]]:
    """The pages of the house that there are: address and name, for the foot of every page."""
    written = [(f"/{which}", page.title) for which, page in _pages().items() if has_page(which, house)]
    return [*written, (CORRECTIONS_PATH, _("Corrections"))]


def foot(_about: str, frame: Frame) -> Rendered:
    """The foot of every page, from the end of its own matter."""
    context = {"house": frame.publisher, "sections": frame.links, "links": links(frame.house)}
    return Rendered(template("foot.html", context), tags())


def head_house(about: str, frame: Frame) -> Rendered:
    """The head of a page of the house: `imprint`, `privacy`, `corrections`, or `corrections older` of its pages back in
    time, which are no pages to find.
    """
    which, _space, older = about.partition(" ")
    title = _("Corrections") if which == "corrections" else _pages()[which].title
    if older:
        return Rendered(head(frame, title, noindex=True), tags())
    path = f"/{which}"
    about_it = {"canonical": absolute(path, frame.house), "robots": ROBOTS}
    return Rendered(head(frame, title, graph=list_graph(title, path, frame), **about_it), tags())


def house_page(which: str, frame: Frame) -> Rendered:
    """What a chief has written for a page of the house."""
    page = _pages()[which]
    if not has_page(which, frame.house):
        raise Vanished(which)
    context = {"title": page.title, "body": prose(page.words(frame.house))}
    return Rendered(template("house.html", context), tags())


def corrections(before: str, frame: Frame) -> Rendered:
    """The articles that were corrected, each with the note: the latest correction first."""
    size = frame.house.page_size
    articles = frame.with_sections(corrected(size + 1, frame.now, parse_cursor(before) if before else None))
    shown = articles[:size]
    context = {
        "title": _("Corrections"),
        "entries": [_entry(article, frame) for article in shown],
        "older": f"{CORRECTIONS_PATH}?before={_cursor(shown[-1])}" if len(articles) > size else "",
        "newest": CORRECTIONS_PATH if before else "",
    }
    return Rendered(
        template("corrections.html", context),
        tags(CORRECTIONS, *(item_tag(article.short_id) for article in shown)),
        until=frame.next_moment(None, shown),
    )


def _cursor(article: Article) -> str:
    return cursor_text(Cursor(article.corrected_at or 0, 0, article.short_id))


def _entry(article: Article, frame: Frame) -> dict[str, object]:
    return {
        "short_id": article.short_id,
        "path": article_path(article),
        "title": title_of(article),
        "lines": note_of(article)[1],
        "attributes": language_attributes(article.language, frame.house),
        "time": correction_moment(article, frame.house),
    }
