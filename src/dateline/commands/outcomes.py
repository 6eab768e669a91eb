"""What became of a delivery, as lines for a person: shared by `receive` and `replay`."""

import sys

from dateline.convert import shown
from dateline.intake.report import SET_ASIDE, Entry
from dateline.newsroom.addresses import article_path
from dateline.newsroom.models import Article, Delivery


def tell(path: str, delivery: Delivery, entries: list[tuple[Entry, Article | None]], *, new: bool = True) -> bool:
    """Print a line for a file and for each item in it; gives whether all of it was taken in.

    What could not be taken in is told on standard error, as `PATH: reason`. The items of a file that is not `new` are
    told of as repeats.
    """
    items = sum(entry["outcome"] != SET_ASIDE for entry, _ in entries)
    quarantined = delivery.state == Delivery.State.QUARANTINED
    count = f"{items} {'item' if items == 1 else 'items'}{_undated(entries, delivery)}"
    what = "in quarantine" if quarantined else count
    print(f"{shown(path)}  delivery {delivery.pk}  {what}")
    for entry, article in entries:
        print(f"  {shown(_line(entry, article, new))}")
    sys.stdout.flush()
    if quarantined:
        print(f"{shown(path)}: {shown(' '.join(delivery.reason.split()))}", file=sys.stderr, flush=True)
    return not quarantined


def _undated(entries: list[tuple[Entry, Article | None]], delivery: Delivery) -> str:
    """That times are unknown, and what would make them known: ages in words count back from when a page was fetched."""
    undated = sum(article is not None and article.published_at is None for _, article in entries)
    if not undated:
        return ""
    advice = "" if delivery.fetched_at else ": --fetched-at says from when ages are counted back"
    return f", {undated} of unknown time{advice}"


def _line(entry: Entry, article: Article | None, new: bool) -> str:
    outcome = entry["outcome"]
    if not new and article is not None:
        outcome = "repeat"
    words = [f"{outcome}: {reason}" if (reason := entry.get("reason")) and outcome != "repeat" else outcome]
    if article is not None:
        has_page = article.section is not None and article.state == Article.State.PUBLISHED
        words.append(article_path(article) if has_page else article.short_id)
        words.append(article.headline or article.lead[:80])
    return "  ".join(" ".join(word.split()) for word in words if word)
