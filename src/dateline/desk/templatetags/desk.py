"""Template filters of the desk."""

from django import template
from django.conf import settings
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from dateline.desk import reasons
from dateline.newsroom import people as accounts
from dateline.newsroom.permissions import SET_UP
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
def unprompted(field: BoundField) -> SafeString:
    """A field of a form without the words in it that say once more what its label says."""
    field.field.widget.attrs.pop("placeholder", None)
    return field.as_widget()


@register.filter
def in_words(reason: str) -> str:
    """Why copy could not be read or sent, in the editor's language."""
    return reasons.in_words(reason)


@register.simple_tag
def provider_name() -> str:
    """What the provider is called that people may sign in by; empty where there is none."""
    return settings.OIDC.name if settings.OIDC else ""


@register.simple_tag(takes_context=True)
def lacks_factor(context: template.RequestContext) -> bool:
    """Whether whoever looks is a chief who gets nowhere without a second factor."""
    user = context["user"]
    return bool(settings.CHIEF_FACTOR and user.has_perm(SET_UP) and not accounts.has_factors(user))
