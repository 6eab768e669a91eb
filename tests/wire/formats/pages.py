"""Invented pages of news sites, as text and as HTML, and how tests read them."""

import html
from datetime import datetime, timedelta, timezone

from dateline.wire.draft import Draft
from dateline.wire.formats import page_html, page_text
from dateline.wire.formats.base import Drafts, Source

CET = timezone(timedelta(hours=1))
FETCHED = datetime(2025, 11, 28, 12, 37, tzinfo=CET)

ARTICLE = [
    "LEIDEN (ANP/AFP) - De oude sterrenwacht gaat volgende week weer open voor publiek, meldt de stad.",
    "Het gebouw was twee jaar dicht voor herstel van de koepel.",
    "De eerste bezoekers kunnen dinsdag terecht. Kaarten kosten 9 euro, zegt de beheerder.",
]
ITEMS = [
    ("GENT (ANP/BELGA) - De stad legt dit najaar twee nieuwe fietsbruggen aan over de Leie.", "12 minuten geleden"),
    ("OSLO (ANP/RTR) - Een veerboot is zonder gewonden op een zandbank gelopen, meldt de kustwacht.", "1 uur geleden"),
    ("BERN (ANP) - Het Zwitserse parlement stemt in met een tunnel onder de Alpen.", "2 dagen geleden"),
]


def text_page(items=ITEMS, title="Meer uit Buitenland"):
    rail = "".join(f"{text}\n{age}" for text, age in items)
    return "\n".join(["Sterrenwacht Leiden weer open", *ARTICLE, title, rail])


def html_page(items=ITEMS, title="Meer uit Buitenland"):
    rail = "".join(
        f"<li><article><a href='/x'><p>{html.escape(text)}</p></a><time>{age}</time></article></li>"
        for text, age in items
    )
    body = "".join(f"<p>{html.escape(text)}</p>" for text in ARTICLE)
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>Sterrenwacht | De Bode</title></head><body>
      <header><a href="/">De Bode</a><nav><ul><li><a href="/b">Binnenland</a><li>Sport</ul></nav></header>
      <div class="cookie-notice"><p>Deze site gebruikt cookies om u beter van dienst te zijn. Is dat goed?</p></div>
      <main class="no-ads"><article><h1>Sterrenwacht Leiden weer open</h1>{body}
      <div class="share"><button>Deel</button></div></article>
      <section><h2>{title}</h2><ul>{rail}</ul></section></main>
      <footer><p>De Bode is een krant. Alle rechten zijn voorbehouden aan de uitgever.</p></footer>
      <script>var x = "<p>geen tekst</p>";</script></body></html>"""


def read_text(text: str, **known) -> Drafts:
    return page_text.read(Source(data=text.encode(), fetched_at=known.pop("fetched_at", FETCHED), **known))


def read_html(text: str, **known) -> Drafts:
    return page_html.read(Source(data=text.encode(), fetched_at=known.pop("fetched_at", FETCHED), **known))


def paragraphs(draft: Draft) -> list[str]:
    return [block.text for block in draft.blocks]
