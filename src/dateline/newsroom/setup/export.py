"""Writing the configuration out as a setup file. What `read` and `apply` make of it is the same configuration."""

import json
from collections.abc import Iterator
from typing import Any

from dateline.newsroom.house import house
from dateline.newsroom.models import Outlet, Provider, Rule, Section, Source
from dateline.newsroom.setup.shape import KINDS, SAY_RETENTION, TABLES


def export() -> str:
    """The configuration as a setup file, always the same for the same configuration."""
    tables = [_table("[site]", "site", _plain("site", house()))]
    for provider in Provider.objects.order_by("code"):
        terms = provider.known_terms.splitlines()
        tables.append(_table("[[provider]]", "provider", _plain("provider", provider) | {"known_terms": terms}))
    for section in Section.objects.order_by("place", "name"):
        tables.append(_table("[[section]]", "section", _plain("section", section)))
    # The command line and the demonstration have sources of their own, which nobody sets up.
    for source in Source.objects.filter(kind__in=KINDS).order_by("slug"):
        codes = list(source.providers.order_by("code").values_list("code", flat=True))
        lists = {"providers": codes, "services": source.services}
        tables.append(_table("[[source]]", "source", _plain("source", source) | lists))
    for outlet in Outlet.objects.order_by("slug"):
        lists = {"sections": outlet.sections, "providers": outlet.providers}
        tables.append(_table("[[outlet]]", "outlet", _plain("outlet", outlet) | lists))
    for rule in Rule.objects.select_related("provider", "source", "section").order_by("place", "id"):
        tables.append(_table("[[rule]]", "rule", _rule(rule)))
    return "\n".join(tables)


def _plain(kind: str, row: Any) -> dict[str, Any]:
    return {key.name: getattr(row, key.name) for key in TABLES[kind] if key.kind is not list}


def _rule(rule: Rule) -> dict[str, Any]:
    named = {
        "provider": rule.provider.code if rule.provider else "",
        "source": rule.source.slug if rule.source else "",
        "category": rule.category,
        "subject": rule.subject,
        "section": rule.section.name,
        "action": rule.action,
    }
    return {key: value for key, value in named.items() if value}


def _table(header: str, kind: str, values: dict[str, Any]) -> str:
    return "\n".join([header, *_lines(kind, values), ""])


def _lines(kind: str, values: dict[str, Any]) -> Iterator[str]:
    for key in TABLES[kind]:
        if key.name not in values or not key.is_of(values.get("kind")):
            continue
        value = values[key.name]
        yield f"# {key.name}: not set yet: {SAY_RETENTION}" if value is None else f"{key.name} = {_value(value)}"


def _value(value: Any) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    if isinstance(value, str):
        # JSON's escapes are TOML's too, but for the delete character.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
    return json.dumps(value)
