"""A kill is complete and final."""

from django.contrib.auth.models import User

from dateline.newsroom import verbs
from dateline.newsroom.models import Item
from dateline.newsroom.states import NotAllowed

from .. import telltale
from ..history import SECOND, STRANGER, History, Leak
from ..web import WebProcess
from .doing import HOUR, comes, does, refuses


def killed_by_the_wire(history: History) -> None:
    comes(history)
    comes(history, version=2, kind="kill")
    comes(history, version=3)


def canceled_by_the_wire(history: History) -> None:
    comes(history)
    comes(history, version=2, kind="canceled")


def killed_before_it_came(history: History) -> None:
    comes(history, 1, kind="kill other", by="headline", target=0)
    comes(history)


def killed_by_headline(history: History) -> None:
    comes(history)
    comes(history, 1, kind="kill other", by="headline", target=0, age=HOUR / 3)


def killed_by_guid_long_after(history: History) -> None:
    comes(history, age=8 * 24 * HOUR)
    comes(history, 1, kind="kill other", by="guid", target=0, age=HOUR / 3)


def killed_by_number_after_five_days(history: History) -> None:
    comes(history, age=5 * 24 * HOUR)
    comes(history, 1, kind="kill other", by="number", target=0, age=HOUR / 3)
    comes(history, 3, age=8 * 24 * HOUR)
    comes(history, 2, kind="kill other", by="number", target=3, age=HOUR / 3)


def killed_by_a_clock_far_ahead(history: History) -> None:
    comes(history)
    comes(history, 1, kind="kill other", by="slug", target=0, age=-20 * HOUR)
    comes(history, 2)
    comes(history, 2, version=2, kind="kill", age=-20 * HOUR)


def killed_by_a_stranger(history: History) -> None:
    comes(history)
    comes(history, version=2, kind="kill", source=STRANGER)


def killed_by_headline_by_a_stranger(history: History) -> None:
    comes(history)
    comes(history, 1, kind="kill other", target=0, age=HOUR / 3, source=STRANGER)


def killed_by_hand_over_a_hold(history: History) -> None:
    comes(history)
    does(history, "hold")
    does(history, "kill")
    comes(history, version=2)


def killed_and_then_acted_on(history: History) -> None:
    comes(history)
    does(history, "kill")
    refuses(history, "hold")
    refuses(history, "publish")
    comes(history, 1)
    does(history, "hold", 1)
    refuses(history, "reinstate", 1)


def killed_again_after_reinstating(history: History) -> None:
    comes(history)
    comes(history, version=2, kind="kill")
    does(history, "reinstate")
    comes(history, version=3, kind="kill")


def kill_notice_repeated_after_reinstating(history: History) -> None:
    comes(history)
    comes(history, 1, kind="kill other", target=0, age=HOUR / 3)
    does(history, "reinstate")
    comes(history, 1, version=2, kind="kill other", target=0, age=HOUR / 3)


def reinstated(history: History) -> None:
    comes(history)
    does(history, "kill")
    does(history, "reinstate")


def reinstated_by_no_chief(history: History) -> None:
    comes(history)
    does(history, "kill")
    editor = User.objects.create_user("editor")
    try:
        verbs.reinstate(Item.objects.get(), reason="toch juist", by=editor)
    except NotAllowed:
        return
    raise Leak("anybody reinstates")


def copies_of_what_is_killed(history: History) -> None:
    comes(history, text=0)
    comes(history, 1, text=0, source=SECOND)
    does(history, "kill")
    comes(history, 2, text=0)
    does(history, "publish", 2)
    does(history, "reinstate")


def a_copy_published_before_the_kill(history: History) -> None:
    comes(history, text=0)
    comes(history, 1, text=0)
    does(history, "publish", 1)
    does(history, "kill")


def copies_of_what_is_purged(history: History) -> None:
    comes(history, text=0)
    comes(history, 1, text=0)
    does(history, "kill")
    does(history, "purge")
    comes(history, 2, text=0)


def killed_at_one_of_several(history: History) -> None:
    comes(history, headline=5)
    comes(history, 1, headline=5)
    comes(history, 2, kind="kill other", target=5, age=HOUR / 3)
    does(history, "publish", 1)


def killed_in_a_chain(history: History) -> None:
    comes(history)
    comes(history, 1, kind="replace", target=0, age=HOUR / 2)
    does(history, "kill", 1)


def killed_while_its_page_is_made(history: History) -> None:
    comes(history)
    comes(history, 1)
    for n, web in enumerate(history.webs):
        _killed_at_each_part(history, web, list(history.addresses)[n], n)


def killed_while_lists_are_made(history: History) -> None:
    for n, address in enumerate(["/", "/buitenland/feed.rss"]):
        comes(history, n)
        _killed_at_each_part(history, history.webs[n % 2], address, n)


def killed_while_a_rail_is_made(history: History) -> None:
    comes(history)
    comes(history, 1)
    first = next(iter(history.addresses))
    comes(history, 2)
    _killed_meanwhile(history, history.webs[0], first, 0, n=1, tag="section:buitenland")
    comes(history, 3)
    _killed_meanwhile(history, history.webs[1], first, 0, n=2, tag="section:buitenland")


def _killed_at_each_part(history: History, web: WebProcess, address: str, n: int) -> None:
    for place in range(5):
        _killed_meanwhile(history, web, address, place, n)
        if place < 4:
            does(history, "reinstate", n, look=False)  # others look at that


def _killed_meanwhile(history: History, web: WebProcess, address: str, place: int, n: int, tag: str = "house") -> None:
    def kills() -> None:
        history.act("kill", telltale.guid_of(n))

    history.step(lambda: history.while_made(web, address, place, kills, tag))
