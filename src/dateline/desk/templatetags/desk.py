"""Template filters of the desk."""

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from dateline.newsroom.addresses import article_path
from dateline.newsroom.models import Article
from dateline.wire.item import NewsItem

register = template.Library()


@register.filter
def readable(copy: NewsItem, dateline: str) -> SafeString:
    """The body of an item with its dateline at its head, as readers have it."""
    front = format_html('<b class="dateline">{} </b>', dateline) if dateline else SafeString("")
    body, opens = copy.body, copy.body.startswith("<p>")
    # Markup of copy that dateline.wire has built anew from what it allows.
    return mark_safe(f"<p>{front}{body[3:]}" if opens else f"<p>{front}</p>{body}" if front else body)  # noqa: S308


@register.filter
def public(article: Article) -> str:
    """The path of an article on the site. It must have a section."""
    return article_path(article)


@register.simple_tag
def provider_name() -> str:
    """What the provider is called that people may sign in by; empty where there is none."""
    return settings.OIDC.name if settings.OIDC else ""
