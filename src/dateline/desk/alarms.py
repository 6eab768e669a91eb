"""What is wrong with the newsroom itself, and whether somebody outside could be told."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dateline.desk.access import editor, for_desk
from dateline.desk.screen import screen
from dateline.desk.times import short
from dateline.newsroom import alarms as newsroom_alarms
from dateline.newsroom.house import house
from dateline.newsroom.models import Alarm, OutgoingCall
from dateline.newsroom.permissions import ACT
from dateline.newsroom.states import NotAllowed

MOST = 50


@require_safe
@for_desk()
def alarms(request: HttpRequest) -> HttpResponse:
    """Alarms that last, those that were, and the calls that were not made."""
    now, paper = timezone.now(), house()
    lasting = newsroom_alarms.open_alarms()
    of_desk = Alarm.objects.exclude(kind=Alarm.Kind.ACCOUNT)  # what somebody is told of their own account is theirs
    over = of_desk.filter(ended_at__isnull=False).order_by("-id")[:MOST]
    calls = OutgoingCall.objects.filter(done_at__isnull=True, attempts__gt=0).select_related("alarm").order_by("-id")
    context = {
        "lasting": [(one, short(one.began_at, now, paper)) for one in lasting],
        "over": [(one, short(one.began_at, now, paper), short(one.ended_at or now, now, paper)) for one in over],
        "calls": [(one, short(one.next_at, now, paper) if one.next_at else "") for one in calls[:MOST]],
        "here": "alarms",
    }
    return screen(request, "desk/alarms.html", context)


@require_POST
@for_desk(ACT)
def retry(request: HttpRequest, key: int) -> HttpResponse:
    """Has a call that failed made again."""
    call = get_object_or_404(OutgoingCall.objects.select_related("alarm"), pk=key)
    try:
        newsroom_alarms.retry(call, by=editor(request))
    except NotAllowed as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("It is tried again."))
    return redirect("desk:alarms")
