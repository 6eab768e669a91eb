"""NewsML-G2: the references of a `packageItem`, in the order of its groups."""

from collections.abc import Iterator

from dateline.wire.formats.newsml_g2_codes import code_of
from dateline.wire.formats.values import text_of
from dateline.wire.item import Link
from dateline.wire.text.tree import Element, child_of


def links_of(package: Element) -> list[Link]:
    """What a package refers to: from its root group down, then what no group leads to; each with its group's role."""
    groups: list[Element] = []
    links: list[Link] = []
    for child in package:
        if child.tag == "groupSet":
            groups.extend(group for group in child if group.tag == "group")
        elif child.tag in _REFERENCES:
            links.append(_link(child, None))
    by_id = {group.get("id"): group for group in reversed(groups)}
    root = next((child.get("root") for child in package if child.tag == "groupSet"), None)
    order = [by_id[root]] if root in by_id else []
    for link in _walk([*order, *groups], by_id):
        links.append(link)
    return links


_REFERENCES = ("itemRef", "conceptRef")


def _walk(groups: list[Element], by_id: dict[str | None, Element]) -> Iterator[Link]:
    """The references of groups and of the groups that they refer to, each group once, without recursion."""
    seen: set[Element] = set()
    for start in groups:
        if start in seen:
            continue
        seen.add(start)
        waiting = [(start, iter(start))]
        while waiting:
            group, rest = waiting[-1]
            child = next(rest, None)
            if child is None:
                waiting.pop()
            elif child.tag in _REFERENCES:
                yield _link(child, code_of(group, "role").code or None)
            elif child.tag in ("groupRef", "group"):
                inner = by_id.get(child.get("idref")) if child.tag == "groupRef" else child
                if inner is not None and inner not in seen:
                    seen.add(inner)
                    waiting.append((inner, iter(inner)))


def _link(reference: Element, role: str | None) -> Link:
    title = text_of(child_of(reference, "headline")) or text_of(child_of(reference, "title"))
    guid = reference.get("residref") or reference.get("guidref") or code_of(reference).qcode or None
    href = (reference.get("href") or "").strip() or None
    return Link(href=href, guid=guid, rel=role, title=title)
