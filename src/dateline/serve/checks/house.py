"""Checks of the publisher's own folder (DATELINE_HOUSE): that all in it does what it is meant to."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from dateline.newsroom.models import Article
from dateline.serve.checks.finding import Finding, counted
from dateline.site import assets
from dateline.site.fragments import render
from dateline.site.frame import Frame
from dateline.site.own import messages, templates
from dateline.site.page import Part, Vanished

SHOWN = 20


def own_templates() -> Iterator[Finding]:
    """Each template compiles, is one that is asked for, and is made from the one that we have now."""
    if settings.HOUSE is None:
        return
    names = templates.own_names(settings.HOUSE)
    found = [finding for name in names for finding in _of_template(name, settings.HOUSE)]
    yield from found
    if names and not found:
        yield Finding("ok", f"{counted(len(names), 'one template', 'templates')} in {settings.HOUSE}")


def own_pages() -> Iterator[Finding]:
    """The parts of pages can be made with them."""
    if settings.HOUSE is None:
        return
    templates.load()
    templates.failed.clear()  # own_templates has said which do not compile
    frame = Frame()
    about = (
        Article.objects.filter(state=Article.State.PUBLISHED).order_by("-id").values_list("short_id", flat=True).first()
    )
    parts = [Part("head:front"), Part("masthead", "front front"), Part("top"), Part("latest"), Part("foot")]
    parts += [Part("missing", "missing"), Part("corrections"), *(Part("block", slug) for slug in frame.sections)]
    parts += [Part("head:item", about), Part("article", about)] if about else []
    for part in parts:
        try:
            render(part, frame)
        except Vanished:
            continue
    for name, why in templates.failed.items():
        yield Finding("error", f"{name} of {settings.HOUSE} fails, and ours stands in its place", why)


def own_messages() -> Iterator[Finding]:
    """Each message can stand where ours does, and is one that somebody asks for."""
    if settings.HOUSE is None:
        return
    for _language, path in messages.paths(settings.HOUSE):
        words, wrong = messages.read(path)
        for where, why in wrong[:SHOWN]:
            yield Finding("error", f"{where} is not taken", why)
        unknown = messages.unknown(words, _sources(settings.HOUSE))
        for said in unknown[:SHOWN]:
            advice = "neither Dateline nor a template of yours says it: has ours changed?"
            yield Finding("warning", f"{path} has words for {said!r}", advice)
        if not wrong and not unknown:
            yield Finding("ok", f"{counted(len(words), 'one message', 'messages')} in {path}")


def own_files() -> Iterator[Finding]:
    """All that lies in the folder is of use."""
    if settings.HOUSE is None:
        return
    served = {path for _name, path in assets.own_files(settings.HOUSE)}
    served |= {settings.HOUSE / name for name in templates.own_names(settings.HOUSE)}
    served |= {path for _language, path in messages.paths(settings.HOUSE)}
    for path in [path for path in sorted(settings.HOUSE.rglob("*")) if path.is_file() and path not in served][:SHOWN]:
        if not any(part.startswith(".") for part in path.relative_to(settings.HOUSE).parts):
            yield Finding(
                "warning", f"{path} is not used", "it is no template, message or file that is known (docs/house.md)"
            )


def _sources(house: Path) -> Iterator[str]:
    for name in templates.own_names(house):
        yield (house / name).read_text("utf-8", errors="replace")


def _of_template(name: str, house: Path) -> Iterator[Finding]:
    path = house / name
    try:
        templates.check(name, house)
        source = path.read_text("utf-8")
    except Exception as error:
        yield Finding("error", f"{path} does not compile, and ours stands in its place", " ".join(str(error).split()))
        return
    if name.startswith(templates.THEIRS):
        return
    if name not in templates.names():
        advice = f"`dateline template` lists ours; your own to include belong in {house / templates.THEIRS}"
        yield Finding("warning", f"{path} names no template of ours", advice)
    elif not name.startswith(templates.SLOTS):
        yield from _of_copy(name, path, templates.mark_of(source))


def _of_copy(name: str, path: Path, mark: templates.Mark | None) -> Iterator[Finding]:
    now = templates.Mark(name, templates.version(name))
    if mark is None:
        advice = f"begin it with {{# dateline {name} {now.version} #}} if it was made from that one"
        yield Finding("warning", f"{path} does not say which of ours it was made from", advice)
    elif mark != now:
        advice = f"compare it with `dateline template {name}`, and take over the mark in its first line"
        yield Finding("warning", f"ours has changed since {path} was made from {mark.name} {mark.version}", advice)
