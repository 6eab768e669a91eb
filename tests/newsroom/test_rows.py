"""Rows read in plain SQL are what Django makes of them."""

from typing import Any

import pytest
from django.db.models import Model

from dateline.newsroom.editing import Words
from dateline.newsroom.models import Article
from dateline.newsroom.rows import read, read_columns
from dateline.newsroom.verbs import edit

from .helpers import arrive, copy, item, newsroom

pytestmark = pytest.mark.django_db

JOINED = ("revision", "edit", "section", "provider")


def values_of(row: Model | None) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields} if row else {}


@pytest.fixture
def two() -> None:
    source = newsroom("ANP")
    for guid in "ab":
        arrive(source, copy(guid))
    edit(item("b"), words=Words(headline="Anders", body="<p>Anders.</p>"))


def test_rows_and_those_that_they_refer_to_are_as_by_the_orm(two: None) -> None:
    wanted = list(Article.objects.select_related(*JOINED).order_by("short_id"))
    found = read(Article, "ORDER BY newsroom_article.short_id", (), JOINED)
    assert [values_of(one) for one in found] == [values_of(one) for one in wanted]
    for one, other in zip(found, wanted, strict=True):
        for name in JOINED:
            assert name in one._state.fields_cache, "it takes no further look at the database"
            assert values_of(getattr(one, name)) == values_of(getattr(other, name))
    assert {one.edit is None for one in found} == {True, False}
    assert not found[0]._state.adding


def test_columns_are_as_by_values_list(two: None) -> None:
    names = ("short_id", "published_at", "listed", "embargoed_until", "section")
    found = read_columns(Article, names, "WHERE listed IN (%s) ORDER BY short_id", [True])
    assert found == list(Article.objects.filter(listed=True).order_by("short_id").values_list(*names))
    assert found
    assert not read_columns(Article, names, "WHERE short_id = %s", ["none"])
