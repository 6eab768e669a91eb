"""`python -m chaos.picture`: all that order, repetition and violence must not change of a newsroom, as JSON.

Left out are row numbers, arrival times, and what says only how often and by which name something came.
"""

import json
import sys
from collections import Counter
from datetime import UTC
from typing import Any


def main() -> None:
    """Prints the picture of the installation that the environment names."""
    from dateline.serve import start

    start.set_up()
    json.dump(take(), sys.stdout)


def take() -> dict[str, Any]:
    """The picture: by name what must be the same, and under `broken` what must never be, in sentences."""
    deliveries, broken = _deliveries()
    return {
        "deliveries": deliveries,
        "items": _items(),
        "revisions": _revisions(),
        "articles": _articles(),
        "references": _references(),
        "broken": broken + _doubled() + _numbers() + _empty(),
    }


def _deliveries() -> tuple[dict[str, Any], list[str]]:
    from dateline.newsroom import raw
    from dateline.newsroom.models import Delivery

    found, broken = {}, []
    for row in Delivery.objects.select_related("source").order_by("id"):
        name = f"{row.source.slug} {row.sha256}"
        if name in found:
            broken.append(f"delivery {name} is there twice")
        found[name] = {
            "state": row.state,
            "reason": row.reason,
            "size": row.size,
            "format": row.format,
            "bytes": "kept" if row.raw is not None or row.raw_file else "taken",
        }
        try:
            if found[name]["bytes"] == "kept" and len(raw.load(row)) != row.size:
                broken.append(f"delivery {name} has not its {row.size} bytes")
        except raw.RawMissing as error:
            broken.append(f"delivery {name}: {error}")
    return found, broken


def _items() -> dict[str, Any]:
    from dateline.newsroom.models import Item

    rows = Item.objects.select_related("provider")
    return {row.short_id: [row.provider.code, row.guid] for row in rows}


def _revisions() -> dict[str, Any]:
    from dateline.newsroom.models import Revision

    rows = Revision.objects.select_related("item", "delivery__source")
    found: dict[str, Any] = {}
    for row in rows:
        found[f"{row.item.short_id} {row.order_key} {row.content_sha256}"] = {
            "version": row.version,
            "status": row.status,
            "signal": row.signal,
            "source": row.delivery.source.slug,
            "facts": row.facts,
            "words": row.words_sha256,
            "kept": row.content is not None,
        }
    return found


def _articles() -> dict[str, Any]:
    from dateline.newsroom.models import Article

    plain = (
        "state listed taken reason headline words dateline lead urgency signal language credit note precision "
        "sort_at sort_place"
    ).split()
    times = "published_at updated_at embargoed_until expires_at".split()
    found: dict[str, Any] = {}
    for row in Article.objects.select_related("section", "revision", "replaced_by"):
        found[row.short_id] = {name: getattr(row, name) for name in plain} | {
            name: at.astimezone(UTC).isoformat() if (at := getattr(row, name)) else None for name in times
        }
        found[row.short_id] |= {
            "section": row.section.slug if row.section else None,
            "replaced_by": row.replaced_by.short_id if row.replaced_by else None,
            "revision": f"{row.revision.order_key} {row.revision.content_sha256}" if row.revision else None,
        }
    return found


def _references() -> dict[str, Any]:
    from dateline.newsroom.models import Reference

    return {
        f"{row.item.short_id} {row.kind} {row.target_key}": {
            "state": row.state,
            "targets": sorted(row.targets.values_list("short_id", flat=True)),
        }
        for row in Reference.objects.select_related("item")
    }


STATES = "published killed held embargoed replaced expired desk".split()


def _empty() -> list[str]:
    """What a day always has and is missing: a comparison of nothing with nothing proves nothing."""
    from dateline.newsroom.models import Article, Delivery

    there = set(Article.objects.values_list("state", flat=True))
    failed = Delivery.objects.filter(reason__contains="Dateline itself failed").values_list("name", "reason")
    return [f"no article is {state}" for state in STATES if state not in there] + [
        f"{name}: {reason}" for name, reason in failed
    ]


def _doubled() -> list[str]:
    """Revisions that were noted as received more than once, or never."""
    from dateline.newsroom.models import Event, Revision

    noted = Counter(Event.objects.filter(verb="receive").values_list("revision", flat=True))
    every = set(Revision.objects.values_list("id", flat=True))
    wrong = [f"revision {key} was received {count} times" for key, count in noted.items() if count != 1]
    wrong += [f"revision {key} was never received" for key in sorted(every - set(noted))]
    return wrong + [f"revision {key} was received and is not there" for key in set(noted) - every]


def _numbers() -> list[str]:
    """Whether the editions that changed something follow on each other, up to the number itself."""
    from dateline.newsroom.models import Touch
    from dateline.newsroom.transaction import EDITION, number

    editions = sorted(set(Touch.objects.values_list("n", flat=True)))
    if not editions or editions[-1] != number(EDITION):
        return [f"the edition is {number(EDITION)} and was last changed by {editions[-1:]}"]
    whole = editions == list(range(editions[0], editions[-1] + 1))
    return [] if whole else ["there are gaps between the editions"]


if __name__ == "__main__":
    main()
