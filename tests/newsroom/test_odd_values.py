"""Whatever stands in copy can be stored, on every database: NUL, and more than a column holds."""

from datetime import UTC, datetime
from typing import Any

import pytest

from dateline.newsroom.models import Article, Event, Revision
from dateline.wire.item import Dateline, Link, Media, NewsItem, Signal, Subject
from dateline.wire.problems import Problem

from .helpers import arrive, copy, newsroom

pytestmark = pytest.mark.django_db

ODD = "a\x00bc" + "x" * 3000

FIELDS: dict[str, Any] = {
    "guid": ODD,
    "version": ODD,
    "headline": ODD,
    "kicker": ODD,
    "subheadline": ODD,
    "abstract": ODD,
    "slugline": ODD,
    "byline": ODD,
    "note": ODD,
    "ed_note": ODD,
    "usage_terms": ODD,
    "copyright": ODD,
    "language": ODD,
    "section": ODD,
    "text": ODD,
    "body": f"<p>{ODD}</p>",
    "credit": (ODD, "ANP"),
    "keywords": (ODD,),
    "places": (ODD,),
    "apparatus": (ODD,),
    "dateline": Dateline(text=ODD, places=(ODD,), agencies=(ODD,), date=ODD),
    "subjects": (Subject(scheme=ODD, code=ODD, name=ODD),),
    "links": (Link(href=ODD, guid=ODD, rel=ODD),),
    "media": (Media(kind="picture", href=ODD, caption=ODD),),
    "problems": (Problem("words-differ", where=ODD, excerpt=ODD),),
}


@pytest.mark.parametrize("field", [*FIELDS, "signal", "everything"])
def test_it_is_taken_in_and_its_repeat_is_known(field):
    wire = newsroom()
    fields = FIELDS if field == "everything" else {field: FIELDS.get(field)}
    if field in ("signal", "everything"):
        fields = fields | {"signal": Signal(kind="replacement", text=ODD, target=ODD)}
    plain = copy("a")
    odd = NewsItem(**{name: getattr(plain, name) for name in plain.__struct_fields__} | fields)
    received = arrive(wire, odd)
    assert received.outcome not in ("refused", "failed"), received.reason
    assert Article.objects.count() == Revision.objects.count() == 1
    assert arrive(wire, odd).outcome == "repeat"
    assert Revision.objects.count() == 1
    row = Article.objects.get()
    for value in (row.headline, row.lead, row.dateline, row.note, row.reason, row.language, *row.credit):
        assert "\x00" not in value
        value.encode("utf-8")


@pytest.mark.parametrize("year", [1, 9999])
def test_moments_at_the_ends_of_time_are_taken_in(year):
    moment = datetime(year, 12, 31, 23, 59, 59, 999999, tzinfo=UTC) if year > 1 else datetime(1, 1, 1, tzinfo=UTC)
    wire = newsroom()
    assert arrive(wire, copy(version_created=moment)).outcome not in ("refused", "failed")
    assert Revision.objects.get().version_created == moment, "to the microsecond"


def test_an_event_of_any_reason_is_written_down():
    from dateline.newsroom.transaction import writing

    with writing() as work:
        work.event("test", reason="Ongeldig: é ✓ 🗞", by="x" * 150)
    assert Event.objects.get(verb="test").reason == "Ongeldig: é ✓ 🗞"
