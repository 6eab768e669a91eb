"""Bring the translations up to date, without GNU gettext: .venv/bin/python scripts/messages.py

Collects what src/dateline says to people into locale/*/LC_MESSAGES/django.po, keeps the translations that are there,
compiles them to django.mo, and lists what still has no Dutch. Exit status 1 while something has none.
"""

import io
import sys
from pathlib import Path
from typing import Any

import django
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "dateline"
LOCALE = PACKAGE / "locale"
LANGUAGES = ("nl", "en")
TRANSLATED = ("nl",)
"""English is what the source is written in, so its catalogue only holds what should be said differently."""

_KEYWORDS: dict[str, Any] = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}


def collected() -> Catalog:
    """Everything that the source says to people, with where it says it."""
    if not settings.configured:
        settings.configure()
        django.setup()
    catalog = Catalog(project="Dateline", charset="utf-8", fuzzy=False)
    paths = sorted(path for ending in ("*.py", "*.html", "*.txt") for path in PACKAGE.rglob(ending))
    for path in paths:
        source = path.read_text("utf-8")
        if PACKAGE / "wire" in path.parents:  # speaks to programs, and knows no Django
            continue
        if path.suffix != ".py":
            if "templates" not in path.parts:
                continue
            # What is no message comes back as X's, which Python's tokenizer takes as long as nothing is indented.
            source = "\n".join(line.strip() for line in templatize(source, origin=str(path)).splitlines())
        where = path.relative_to(PACKAGE).as_posix()
        found = extract("python", io.BytesIO(source.encode()), keywords=_KEYWORDS, options={"encoding": "utf-8"})
        for _line, message, comments, context in found:
            catalog.add(message, locations=[(where, 0)], auto_comments=comments, context=context)
    return catalog


def po_path(language: str) -> Path:
    """Where the translations of a language are."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    """The translations of a language as they are."""
    path = po_path(language)
    if not path.exists():
        return Catalog(locale=language, project="Dateline", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def compiled(catalog: Catalog) -> bytes:
    """A catalogue as Django loads it."""
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def untranslated(catalog: Catalog) -> list[str]:
    """What has no translation, or one that a person has not looked at yet."""
    missing = []
    for message in catalog:
        words = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
        if message.id and (message.fuzzy or not all(words)):
            missing.append(message.id if isinstance(message.id, str) else message.id[0])
    return missing


def update(language: str, template: Catalog) -> Catalog:
    """Writes a language's catalogue anew for what the source says now."""
    catalog = read(language)
    catalog.update(template, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    # No dates: a file that changes with each run says nothing and collides with everybody else's.
    catalog.header_comment = f"# Dateline in {catalog.locale.english_name if catalog.locale else language}."
    catalog.last_translator = catalog.language_team = catalog.msgid_bugs_address = "Dateline"
    catalog.version = ""
    catalog.revision_date = catalog.creation_date = catalog.creation_date.replace(2025, 1, 1, 0, 0, 0, 0)
    path = po_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=110, omit_header=False, sort_output=True, include_lineno=False)
    path.with_suffix(".mo").write_bytes(compiled(catalog))
    return catalog


def main() -> int:
    """Collect, update, compile, and say what is missing."""
    template = collected()
    missing = []
    for language in LANGUAGES:
        catalog = update(language, template)
        if language in TRANSLATED:
            missing += [f"{language}: {message!r} has no translation" for message in untranslated(catalog)]
    print("\n".join(missing) or f"{len(template)} messages, all translated")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
