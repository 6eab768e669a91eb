"""The right words, and no others; all of them at once."""

from dateline.intake.jobs import Job, receive_some
from dateline.newsroom import raw
from dateline.newsroom.models import Delivery, Event

from .. import telltale
from ..history import History, Leak
from .doing import HOUR, comes, does


def for_editors_only(history: History) -> None:
    comes(history, kind="update", noted=True)
    comes(history, 1, kind="correction", noted=True)


def update_with_a_signal(history: History) -> None:
    comes(history, kind="update", noted=False)


def corrected(history: History) -> None:
    comes(history)
    comes(history, version=2, kind="correction")
    comes(history, version=3, kind="update", noted=False)
    does(history, "correct")


def updated(history: History) -> None:
    comes(history)
    comes(history, version=2, category="BIN")
    comes(history, version=1, age=HOUR * 3)


def worked_by_two(history: History) -> None:
    """Two workers have read the same delivery, a repeat; the first has received it, then comes the second."""
    comes(history)
    history.step(lambda: history.deliver(history.items_of(0), padding=9, work=False))
    waiting = Delivery.objects.select_related("source").get(state=Delivery.State.PENDING)
    second = Job(waiting, telltale.unpacked(raw.load(waiting)))
    history.step(history.work)
    history.step(lambda: receive_some([second]))
    told = Event.objects.filter(delivery=waiting, verb="repeat").count()
    if told != 1:
        raise Leak(f"a delivery was received {told} times")


def comes_up(history: History) -> None:
    comes(history)
    comes(history, 1)
    comes(history, 2, category="BIN")


def behind_by_too_much(history: History) -> None:
    comes(history)
    comes(history, 1)

    def killed_and_pruned() -> None:
        history.act("kill", telltale.guid_of(0))
        history.prune()

    history.step(killed_and_pruned)
