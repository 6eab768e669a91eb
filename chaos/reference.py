"""`python -m chaos.reference SEED BEGAN SOON STORIES FILE`: the same day in order, once and in peace, as JSON.

Some deliveries at a time are stored and then read, in their order, by one worker.
"""

import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from chaos import day, pages, picture

AT_ONCE = 40


def main(words: list[str]) -> None:
    """Plays the day into the installation that the environment names."""
    seed, began, soon, stories, file = words
    until = datetime.fromisoformat(soon)
    sent = day.make(int(seed), datetime.fromisoformat(began), until, int(stories)).sent
    from dateline.serve import start

    start.set_up()
    from dateline.intake.now import work_off
    from dateline.intake.store import store
    from dateline.newsroom.models import Source

    sources = {source.slug: source for source in Source.objects.all()}
    for first in range(0, len(sent), AT_ONCE):
        some = sent[first : first + AT_ONCE]
        work_off([store(sources[one.source], one.name, one.data).delivery.pk for one in some])
    time.sleep(max(0.0, (until - datetime.now(UTC)).total_seconds()))
    _release()
    found = picture.take()
    found["pages"] = pages.of(sorted(found["articles"]), pages.by_application())
    Path(file).write_text(json.dumps(found))


def _release() -> None:
    from dateline.intake.worker import look_after_due

    while look_after_due():
        pass


if __name__ == "__main__":
    main(sys.argv[1:])
