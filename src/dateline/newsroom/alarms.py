"""Alarms: each is told once, to everybody who is to be told, and again only after it has ended."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from dateline.newsroom.models import Alarm, Item, OutgoingCall, Pulse
from dateline.newsroom.people import mail_of_chiefs
from dateline.newsroom.permissions import check_permission
from dateline.newsroom.states import NotAllowed
from dateline.newsroom.transaction import By, Work, writing

WORK = "work"
"""The name of the worker's pulse."""

PAUSES = tuple(timedelta(seconds=seconds) for seconds in (10, 30, 60, 120, 300, 900, 1800, 3600, 7200, 14400, 28800))
"""How long after each attempt the next one is made; after the last of them a call is given up."""


LONGEST_ADDRESS = 200
"""The most characters of a mail address that an account is told at: what the subject of an alarm holds."""


class Found(NamedTuple):
    """Something that is wrong just now: see Alarm."""

    kind: str
    subject: str
    text: str


def open_alarms() -> QuerySet[Alarm]:
    """Those that last, the oldest first."""
    return Alarm.objects.filter(ended_at__isnull=True).order_by("id")


def note(found: Iterable[Found], watched: Iterable[tuple[str, str | None]], ways: Collection[str]) -> list[Alarm]:
    """Begins the alarms that are new, with a call by each of `ways`, and ends those that are over; gives the new ones.

    `watched` are the kinds that were looked at, with the subject where only one was (None: all of that kind).
    """
    now_wrong = {(one.kind, one.subject): one for one in found}
    known = {(one.kind, one.subject): one for one in open_alarms()}
    looked_at = set(watched)
    over = [
        one
        for key, one in known.items()
        if key not in now_wrong and ((one.kind, None) in looked_at or key in looked_at)
    ]
    new = [one for key, one in now_wrong.items() if key not in known]
    if not new and not over:
        return []
    with writing() as work:
        made = []
        for one in new:
            fields = {"text": one.text[:500], "began_at": work.now}
            alarm, is_new = Alarm.objects.get_or_create(
                kind=one.kind, subject=one.subject[:200], ended_at=None, defaults=fields
            )
            if is_new:  # else another host was first
                made.append(alarm)
                work.event("alarm", reason=alarm.text)
        OutgoingCall.objects.bulk_create(
            OutgoingCall(alarm=alarm, way=way, next_at=work.now) for alarm in made for way in ways
        )
        for alarm in over:
            if Alarm.objects.filter(pk=alarm.pk, ended_at=None).update(ended_at=work.now):
                work.event("alarm-over", reason=alarm.text)
    return made


def lifted(item: Item, work: Work, *, by: By, reason: str) -> None:
    """Tells the other chiefs, by mail, that one has lifted an embargo alone. It holds no words of the copy."""
    with translation.override(work.catalogue.language):
        said = _("%(who)s lifted the embargo of %(item)s: %(reason)s")
        who = by.get_username() if isinstance(by, User) else by or "Dateline"
        about = {"who": who, "item": item.short_id, "reason": reason or "–"}
    moment = {"began_at": work.now, "ended_at": work.now}
    alarm = Alarm.objects.create(kind=Alarm.Kind.RELEASE, subject=who, text=(said % about)[:500], **moment)
    if settings.SMTP and mail_to(alarm):
        OutgoingCall.objects.create(alarm=alarm, way=OutgoingCall.Way.MAIL, next_at=work.now)


def tell_owner(user: User, what: str, work: Work, *, to: str = "") -> None:
    """Mails a person what changed in their own account, at their address or at `to`; who has given none is not told."""
    address = to or user.email
    if not settings.SMTP or not address or len(address) > LONGEST_ADDRESS:
        return
    with translation.override(work.catalogue.language):
        said = _("Account %(name)s: %(what)s. If that was not you, tell a chief at once.")
    text = (said % {"name": user.get_username(), "what": what})[:500]
    moment = {"began_at": work.now, "ended_at": work.now}
    alarm = Alarm.objects.create(kind=Alarm.Kind.ACCOUNT, subject=address, text=text, **moment)
    OutgoingCall.objects.create(alarm=alarm, way=OutgoingCall.Way.MAIL, next_at=work.now)


def mail_to(alarm: Alarm) -> list[str]:
    """Whom an alarm is mailed to: of a lifted embargo the other chiefs, if any has given an address; of an account its
    owner alone.
    """
    if alarm.kind == Alarm.Kind.ACCOUNT:
        return [alarm.subject]
    chiefs = mail_of_chiefs(alarm.subject) if alarm.kind == Alarm.Kind.RELEASE else []
    return chiefs or list(settings.ALARM_MAIL)


def claim(call: OutgoingCall, now: datetime) -> bool:
    """Takes a call that is due in hand: of several hosts one makes it. It is due again after a pause, unless told
    otherwise.
    """
    again = now + PAUSES[call.attempts] if call.attempts < len(PAUSES) else None
    same = OutgoingCall.objects.filter(pk=call.pk, next_at=call.next_at, attempts=call.attempts)
    if not same.update(next_at=again, attempts=call.attempts + 1):
        return False
    call.next_at, call.attempts = again, call.attempts + 1
    return True


def retry(call: OutgoingCall, *, by: By) -> None:
    """Has a call that was given up made again. Raises NotAllowed where it was made, or this user may not do it."""
    check_permission(by, "retry")
    with writing() as work:
        waiting = OutgoingCall.objects.filter(pk=call.pk, done_at=None)
        if not waiting.update(next_at=work.now, attempts=0):
            raise NotAllowed(_("Nothing was done: it is settled already."))
        work.event("retry", by=by, reason=call.alarm.text)


def beat() -> int:
    """Notes that the worker works; gives 0."""
    Pulse.objects.update_or_create(name=WORK, defaults={"at": timezone.now()})
    return 0
