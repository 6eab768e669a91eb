"""Deliveries, articles and the history: to look at only. News is changed at the desk, by the verbs."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from dateline.newsroom.models import Article, Delivery, Event
from dateline.newsroom.standins import said


class LookOnly(admin.ModelAdmin):
    """Rows that nobody adds, changes or deletes here."""

    # Counting a hundred thousand rows for "of how many" costs more than the page.
    show_full_result_count = False
    # By their own order alone, which has an index: any other sorts all that ever came in.
    sortable_by = ()
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes."""
        return False


@admin.register(Delivery)
class DeliveryAdmin(LookOnly):
    """What arrived, and what became of it."""

    list_display = ("id", "name", "source", "state", "arrived_at", "size", "reason")
    list_filter = ("state", "source")
    list_select_related = ("source",)
    ordering = ("-id",)
    exclude = ("raw",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Delivery]:
        """Without the bytes."""
        return super().get_queryset(request).defer("raw")


@admin.register(Article)
class ArticleAdmin(LookOnly):
    """Where every item stands, and why."""

    list_display = ("called", "state", "section", "provider", "published_at", "reason")
    list_filter = ("state", "section", "provider")
    list_select_related = ("section", "provider")
    search_fields = ("=short_id", "headline")
    ordering = ("-sort_at", "sort_place", "short_id")
    raw_id_fields = ("item", "revision", "replaced_by")

    @admin.display(description=_("headline"))
    def called(self, article: Article) -> str:
        """Its headline, else where its text begins, else its short id: something to go by and to click on."""
        return article.headline or Truncator(article.lead).chars(80) or article.short_id


@admin.register(Event)
class EventAdmin(LookOnly):
    """Who did what to which item, when and why."""

    list_display = ("at", "verb", "item", "by_name", "why")
    fields = ("at", "verb", "item", "revision", "delivery", "section", "other", "until", "act", "by", "by_name", "why")
    list_filter = ("act",)
    list_select_related = ("item__article",)
    ordering = ("-id",)

    @admin.display(description=_("reason"))
    def why(self, event: Event) -> str:
        """Its reason; a name that the article no longer says is not said here either."""
        return said(event.reason, event.item.article.stand_ins) if event.item else event.reason
