"""A folder of the publisher's own: templates, messages, files, and what pages may take from elsewhere."""

import datetime
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext, ngettext, trans_real
from lxml import html

from dateline import policy
from dateline.newsroom.addresses import article_path
from dateline.newsroom.models import House
from dateline.newsroom.verbs import kill
from dateline.serve.checks import house as checks
from dateline.site import assets
from dateline.site.own import messages, templates
from tests.newsroom.helpers import arrive, article, copy, item, newsroom

pytestmark = pytest.mark.django_db
DOCS = Path(__file__).parents[2] / "docs/house.md"


@pytest.fixture
def folder(tmp_path: Path, settings) -> Iterator[Path]:
    """A publisher's folder, and a house in English."""
    House.objects.update(language="en", title="The Evening")
    settings.HOUSE = tmp_path
    templates.failed.clear()
    yield tmp_path
    trans_real._translations.clear()
    templates.failed.clear()


def lay(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def page(path: str = "/") -> str:
    return Client().get(path).content.decode()


def said() -> list[str]:
    every = (checks.own_templates, checks.own_pages, checks.own_messages, checks.own_files)
    return [str(finding) for check in every for finding in check()]


def test_templates_in_the_folder_win_by_name_and_slots_add_to_ours(folder):
    arrive(newsroom(), copy("a"))
    path = article_path(article("a"))
    before = page(path)
    lay(folder, "site/missing.html", "{# dateline site/missing.html 000000000000 #}<h1>Lost</h1>")
    for slot in ("head", "before_masthead", "after_masthead", "after_article", "foot"):
        lay(folder, f"site/slots/{slot}.html", f'<i class="{slot}">{{{{ house.title }}}}</i>')
    assert before == page(path), "what is laid there counts from the next start on"
    templates._read.cache_clear()
    templates._engine.cache_clear()
    made = page(path)
    places = [
        "<head>",
        "head",
        "</head>",
        "before_masthead",
        "<header",
        "after_masthead",
        "<main",
        "after_article",
        "foot",
    ]
    found = [made.index(one if one[0] == "<" else f'<i class="{one}">The Evening</i>') for one in places]
    assert found == sorted(found)
    slots = [slot.get("class") for slot in html.fromstring(made).cssselect("body .slot > i")]
    assert slots == [one for one in places[3:] if one[0] != "<"], "the sheet gives them room, and prints none"
    assert "<h1>Lost</h1>" in page("/nowhere")
    assert "<h1>Lost</h1>" not in page("/search")
    assert Client().get("/desk/login/").content.count(b"The Evening</i>") == 0


@pytest.mark.parametrize(
    "text",
    ["{% nonsense %}", "{% load cache %}", "{% include 'site/none.html' %}", "{% include 'site/masthead.html' %}"],
)
def test_where_a_template_fails_ours_stands_in_its_place(folder, text):
    ours = page()
    lay(folder, "site/masthead.html", text)
    lay(folder, "site/slots/after_masthead.html", "May we count?")
    templates._read.cache_clear()
    templates._engine.cache_clear()
    assert page() == ours.replace('</header>\n<div class="slot">', '</header>\n<div class="slot">May we count?') != ours
    assert "site/masthead.html" in templates.failed
    assert any(line.startswith("error") and "ours stands in its place" in line for line in said())


def test_no_template_is_given_a_row_by_which_it_could_read_what_no_tag_of_its_part_stands_for(folder, monkeypatch):
    wire = newsroom()
    for guid in "abc":
        arrive(wire, copy(guid))
    kept = templates.render
    given: dict[str, Any] = {}

    def noted(name: str, context: dict[str, Any]) -> bytes:
        given[name] = context
        return kept(name, context)

    monkeypatch.setattr(templates, "render", noted)
    for path in ("/", article_path(article("a")), "/nieuws/", "/search?q=copy", "/corrections", "/nowhere"):
        page(path)
    assert len(given) > 8
    assert [name for name, context in given.items() if not plain(context)] == []
    kill(item("a"), reason="x")
    lay(folder, "site/missing.html", "{{ headline }}{{ house }}")
    answer = Client().get(article_path(article("a")))
    assert (answer.status_code, answer["Cache-Control"]) == (410, "no-store")


def plain(value: Any) -> bool:
    if isinstance(value, dict):
        return all(map(plain, value.values()))
    if isinstance(value, list | tuple):
        return all(map(plain, value))
    return value is None or isinstance(value, str | int | float | datetime.datetime)


def test_the_example_of_the_docs_is_whole_and_counts_on_the_site_alone(folder, settings):
    blocks = re.findall(r"^```(?:html|js|po|sh) (\S+)\n(.*?)^```", DOCS.read_text("utf-8"), re.M | re.S)
    for name, text in blocks:
        lay(folder, name, text)
    value = (folder / "environment").read_text().partition("=")[2].strip().strip('"')
    (folder / "environment").unlink()
    settings.SITE_SOURCES = policy.sources(value)
    messages.load()
    arrive(newsroom(), copy("a"))
    answer = Client().get(article_path(article("a")))
    made = answer.content.decode()
    address = made.split('src="/static/house/stats.js')[0] and re.search(r"/static/house/stats\.js\?v=\w+", made)
    assert address is not None
    assert assets.find("/static/house/stats.js") is not None
    assert '<iframe src="https://ads.example/article"' in made
    assert "May we count your visit? We keep no names." in made
    assert "Just in" in page()
    allowed = answer["Content-Security-Policy"].split("; ")
    assert {"script-src 'self' https://stats.example", "frame-src 'self' https://ads.example"} <= set(allowed)
    assert "default-src 'self'" in allowed
    for path in ("/", "/search", "/nowhere"):
        assert "stats.example" in Client().get(path)["Content-Security-Policy"]
    for path in ("/desk/login/", "/desk/", "/api/v1/items", "/nieuws/feed.rss"):
        assert path.endswith("rss") or "example" not in Client().get(path).get("Content-Security-Policy", "")
    assert {line.split()[0] for line in said()} == {"ok"}


@pytest.mark.parametrize(
    "text",
    [
        "script-src 'unsafe-inline'",
        "script-src *",
        "script-src https:",
        "script-src https://*",
        "script-src https://*.com",
        "script-src http://stats.example",
        "script-src data:",
        "script-src 'nonce-abc'",
        "script-src 'sha256-abc'",
        "script-src stats.example",
        "script-src https://stats.example/?x",
        "script-src https://stats.example, https://b.example",
        "script-src https://u:p@stats.example",
        "script-src",
        "default-src https://stats.example",
        "img-src https://a.example; img-src https://b.example",
        "img-src https://a.example\r\nX-Evil: 1",
        "frame-ancestors https://a.example",
        "script-src 'none'",
    ],
)
def test_what_is_not_wholly_known_is_not_let_in(text):
    with pytest.raises(ValueError, match="has "):
        policy.sources(text)


def test_hosts_hashes_and_data_are_let_in_where_they_belong():
    hashed = "'sha256-" + "A" * 43 + "='"
    text = f"script-src https://*.stats.example:8443/x/ {hashed}; img-src data: https://a.example;"
    assert policy.sources(text) == {
        "script-src": ["'self'", "https://*.stats.example:8443/x/", hashed],
        "img-src": ["'self'", "data:", "https://a.example"],
    }
    assert policy.sources("") == {}


def test_the_doctor_tells_what_is_behind_what_is_not_ours_and_what_is_of_no_use(folder):
    lay(folder, "site/missing.html", templates.copied("site/missing.html"))
    lay(
        folder,
        "site/foot.html",
        templates.copied("site/foot.html").replace(templates.version("site/foot.html"), "0" * 12),
    )
    lay(folder, "site/house.html", "<p>{{ body }}</p>")
    lay(folder, "site/mast.html", "x")
    lay(folder, "site/list.html", "{% if %}")
    lay(folder, "files/huge.js", "x" * (assets.LARGEST + 1))
    lay(folder, "messages/en.po", 'msgid "Gone from the source"\nmsgstr "x"\n')
    found = "\n".join(said())
    assert "missing.html" not in found
    assert f"ours has changed since {folder}/site/foot.html was made from site/foot.html {'0' * 12}" in found
    assert "site/house.html does not say which of ours it was made from: begin it with {# dateline site/house" in found
    assert "site/mast.html names no template of ours" in found
    assert "error   " + str(folder / "site/list.html") + " does not compile" in found
    assert found.count("list.html") == 1
    assert "huge.js is not used" in found
    assert "has words for 'Gone from the source'" in found


def test_messages_that_cannot_stand_where_ours_do_are_left_out(folder, caplog):
    lay(
        folder,
        "messages/en.po",
        'msgid "More from %(section)s"\nmsgstr "More %(sektion)s"\n\n'
        'msgid "Search: %(query)s"\nmsgstr "100% %(query)s"\n\n'
        'msgid "Corrections"\nmsgstr "<b>Corrections</b>"\n\n'
        'msgid "Imprint"\nmsgstr "Colophon"\n\n'
        'msgid "%(count)d call failed"\nmsgid_plural "%(count)d calls in a row failed"\n'
        'msgstr[0] "one call"\nmsgstr[1] "%(count)d calls"\n',
    )
    messages.load()
    with translation.override("en"):
        assert gettext("More from %(section)s") == "More from %(section)s"
        assert gettext("Search: %(query)s") == "Search: %(query)s"
        assert (gettext("Corrections"), gettext("Imprint")) == ("Corrections", "Colophon")
        both = [ngettext("%(count)d call failed", "%(count)d calls in a row failed", n) for n in (1, 2)]
        assert both == ["one call", "%(count)d calls"]
    assert not caplog.records, "each command would say it again"
    messages.tell()
    assert [record.levelname for record in caplog.records] == ["ERROR"] * 3
    assert sum("is not taken" in line for line in said()) == 3
