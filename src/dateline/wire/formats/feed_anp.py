"""The ANP's own elements in its Atom feeds (`anp:version`, `anp:priority`, `anp:city` …)."""

import re

from dateline.wire.copy.agencies import code_of
from dateline.wire.draft import Draft
from dateline.wire.formats.feed_parts import MAX_ENTRIES, set_language
from dateline.wire.formats.feed_xml import plain, words_in
from dateline.wire.formats.values import set_urgency
from dateline.wire.item import Subject
from dateline.wire.text.tree import Element

COUNTRY = "anp-country"
"""The scheme of the country that an entry names."""

_COUNTRY = re.compile(r"(?P<name>[^()]{1,80}?)\s*\((?P<code>[A-Z]{2,3})\)")


def add_anp(draft: Draft, entry: Element) -> None:
    """Adds what the ANP says of an entry besides Atom; nothing for feeds of others."""
    # The names are taken without regard to capitals: seen only through a program that lets them go.
    told = {child.tag[4:].lower(): plain(words_in(child)) for child in entry if child.tag.startswith("anp.")}
    provider = told.get("provider")
    if provider is None:
        return
    if draft.provider is None or code_of(draft.provider) is None:
        draft.provider = code_of(provider) or draft.provider or provider
    draft.version = told.get("version")
    set_urgency(draft, told.get("priority"), "anp:priority")
    set_language(draft, told.get("lang"), "anp:lang")
    draft.copyright = told.get("copyright") or draft.copyright
    words = (told.get("keywords") or "").split(",")
    draft.keywords.extend(word.strip() for word in words[:MAX_ENTRIES] if word.strip())
    city, country = told.get("city"), told.get("country")
    if city:
        draft.places.append(city)
    if country:
        found = _COUNTRY.fullmatch(country)
        name, code = (found["name"], found["code"]) if found is not None else (country, None)
        draft.subjects.append(Subject(scheme=COUNTRY, code=code, name=name))
