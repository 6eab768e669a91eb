"""What an article is called, in which language it speaks, and who it is from."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from dateline.newsroom.models import Article, House, Provider
from dateline.wire.copy.agencies import name_of

TITLE_LENGTH = 70

FLASH_LASTS = timedelta(hours=6)
"""For how long a flash is set apart; after that it is news like any other."""


def dateline_of(article: Article) -> str:
    """The dateline with its one space after the dash, or nothing."""
    return f"{article.dateline.strip()} " if article.dateline.strip() else ""


def title_of(article: Article) -> str:
    """What a title bar or a feed calls an article: its headline, else where its lead begins."""
    if article.headline:
        return article.headline
    words = re.sub(r"\s+", " ", article.lead).strip()
    short = Truncator(words).chars(TITLE_LENGTH, truncate="…")
    if short.endswith("…") and " " in short:
        short = short[:-1].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"
    return short or article.dateline.rstrip(" -–—") or _("Untitled item")


def is_corrected(article: Article) -> bool:
    """Whether it was corrected: by its agency, or with a note of the desk."""
    return article.corrected_at is not None or article.signal == "correction"


def note_of(article: Article) -> tuple[str, list[str]]:
    """What a note is called and its lines; a correction without a note says at least that it is one."""
    lines = [line for line in article.note.splitlines() if line.strip()]
    if is_corrected(article):
        return _("Correction"), lines or [_("This article has been corrected.")]
    return (_("Note"), lines) if lines else ("", [])


def flash_until(article: Article, now: datetime) -> datetime | None:
    """Until when a flash, or copy of the highest urgency, is set apart; None if it is not, or no longer."""
    if article.published_at is None or not (article.signal == "flash" or article.urgency == 1):
        return None
    end = article.published_at + FLASH_LASTS
    return end if end > now else None


def language_attributes(language: str, house: House) -> SafeString:
    """`lang` and `dir` for words that are in another language than the site, or in one that nobody knows."""
    if not language:
        return format_html(' dir="{}"', "auto")
    if language.split("-")[0].lower() == house.language.split("-")[0].lower():
        return SafeString("")
    try:
        direction = Locale.parse(language, sep="-").text_direction
    except (UnknownLocaleError, ValueError):
        direction = "auto"
    return format_html(' lang="{}" dir="{}"', language, direction)


def locale_of(language: str) -> str:
    """A language with a country, as Open Graph wants it (`nl_NL`): its own, else that of most who speak it."""
    try:
        found = Locale.parse(language, sep="-")
        country = found.territory or Locale.parse(get_global("likely_subtags")[found.language]).territory
    except (UnknownLocaleError, ValueError, KeyError):
        return ""
    return f"{found.language}_{country}"


def agencies_by_name(codes: Iterable[str], providers: Iterable[Provider]) -> list[str]:
    """The agencies of a credit as readers are told of them: by the credit line or name that the house has for them."""
    names: dict[str, str] = {}
    for provider in providers:
        # A provider that was made from a code in the copy has that code for its name until somebody gives it one.
        own = provider.name if provider.name != provider.code else ""
        names[provider.code] = provider.credit_line or own or name_of(provider.code)
    return list(dict.fromkeys(names.get(code) or name_of(code) for code in codes))
