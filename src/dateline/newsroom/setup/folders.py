"""The folders of sources: none may lie in another, or one source would take the other's files."""

import os
from collections.abc import Iterable

from django.conf import settings

from dateline.newsroom.models import Source


def trouble(path: str) -> str | None:
    """What is wrong with the folder of a source by itself, as the end of a sentence; None for nothing."""
    if "\0" in path or not os.path.isabs(path):
        return "must be a path from the root, like /srv/sftp/nnb"
    if _holds(path, str(settings.DATA)):
        return f"holds Dateline's own data, {settings.DATA}: choose another folder"
    return None


def overlap(path: str, others: Iterable[tuple[str, str]]) -> str | None:
    """The first of the other sources (name and folder of each) whose folder is this one, or in it, or around it."""
    return next((name for name, other in others if _holds(path, other) or _holds(other, path)), None)


def watched(but: Iterable[str] = ()) -> list[tuple[str, str]]:
    """The active sources with folders, name and folder of each, except those named."""
    sources = Source.objects.filter(kind=Source.Kind.FOLDER, active=True).exclude(slug__in=list(but)).exclude(path="")
    return list(sources.order_by("slug").values_list("slug", "path"))


def _holds(outer: str, inner: str) -> bool:
    """Whether a folder is another or has it somewhere in it, whatever links lead to them."""
    real = os.path.realpath(outer)
    return os.path.commonpath([real, os.path.realpath(inner)]) == real
