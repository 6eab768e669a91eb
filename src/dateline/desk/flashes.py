"""Flashes: copy of urgency 1 and 2 and kills by the wire, shown to each person until that person has acknowledged them.

How far somebody has is kept on the server, so that a flash that came while nobody looked stands at the top of whatever
screen of the desk is opened next.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dateline.desk import bar
from dateline.desk.access import editor, for_desk
from dateline.desk.listing import fitting
from dateline.desk.numbers import number_of
from dateline.desk.rows import LOUD, title_of
from dateline.desk.times import of_milliseconds, short
from dateline.desk.views.shown import filter_of
from dateline.newsroom.house import house
from dateline.newsroom.models import Article, Event, Person, Watch
from dateline.newsroom.rows import marks, read, values
from dateline.newsroom.transaction import CHANGE, number
from dateline.newsroom.visible import GONE_STATES

MOST = 6
"""How many flashes, and how many kills, are shown; of the rest it is said that there are more."""

_KILLS = """
    SELECT id FROM newsroom_event
    WHERE verb IN ('kill', 'killed', 'reinstate', 'purge', 'expire', 'ambiguous') AND verb = 'killed' AND id > %s
    ORDER BY id DESC LIMIT 50
"""
"""Written out as the condition of the index `event_removals`: with parameters SQLite would not use it."""


_URGENT = f"""
    WHERE "newsroom_article"."urgency" IN ({", ".join(map(str, range(1, LOUD + 1)))}) AND "newsroom_article"."came" > %s
    AND "newsroom_article"."state" NOT IN ({marks(GONE_STATES)})
    ORDER BY "newsroom_article"."came" DESC, "newsroom_article"."id" DESC LIMIT %s
"""
"""Every screen asks this, and Django takes longer to build it than the database to answer it."""


@dataclass(frozen=True, slots=True)
class Flash:
    """One thing that must not be missed. `key` tells it from all others; `kill` says that the wire killed it.

    `notify` and `sound` say that this person wants to be told of it by the browser, and by a sound.
    """

    key: str
    article: Article
    at: datetime
    kill: bool = False
    notify: bool = False
    sound: bool = False

    @property
    def time(self) -> str:
        """When it came, in short."""
        return short(self.at, timezone.now(), house())

    @property
    def title(self) -> str:
        """Its headline."""
        return title_of(self.article)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What somebody has yet to acknowledge, the newest first. `came` and `event` are how far it goes."""

    flashes: list[Flash]
    more: bool
    came: int
    event: int

    @property
    def token(self) -> str:
        """By which a screen says what it shows."""
        return f"{self.came}.{self.event}" if self.flashes else ""


def person_of(user: User) -> Person:
    """What somebody has set for the desk. Who comes for the first time has missed nothing."""
    found = read(Person, "WHERE user_id = %s", [user.pk])
    if found:
        return found[0]
    last = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return Person.objects.get_or_create(user=user, defaults={"came": number(CHANGE), "event": last})[0]


def waiting(person: Person) -> Waiting:
    """The flashes and kills that somebody has yet to acknowledge."""
    urgent = read(Article, _URGENT, [person.came, *GONE_STATES, MOST + 1], ("provider",))
    kills = _kills(person.event)
    found = sorted([*map(_kill, kills[:MOST]), *map(_flash, urgent[:MOST])], key=lambda one: one.at, reverse=True)
    return Waiting(
        flashes=_wanted(person, found),
        more=len(urgent) > MOST or len(kills) > MOST,
        came=max((one.came for one in urgent), default=person.came),
        event=max((event.pk for event in kills), default=person.event),
    )


def _flash(article: Article) -> Flash:
    return Flash(f"flash-{article.pk}-{article.came}", article, of_milliseconds(article.came_at))


def _kill(event: Event) -> Flash:
    assert event.item is not None  # noqa: S101
    return Flash(f"kill-{event.pk}", event.item.article, event.at, kill=True)


@require_safe
@for_desk()
def flashes(request: HttpRequest) -> HttpResponse:
    """Anything to be told, after change N? For screens that do not follow the wire."""
    change = number(CHANGE)
    if request.GET.get("after", "") == str(change):
        return HttpResponse(status=204)
    return render(request, "desk/flashes/told.html", {"change": change, **bar.told(request), **told(request)})


def told(request: HttpRequest) -> dict[str, object]:
    """What a screen has to know of flashes, for its template: nothing, if it shows them all already (`?flashes=`)."""
    found = waiting(person_of(editor(request)))
    return {"flashes": found, "told": found.token != request.GET.get("flashes", "")}


@require_POST
@for_desk()
def seen(request: HttpRequest) -> HttpResponse:
    """Acknowledges what the person was shown: no more than that, and never less than before."""
    person = person_of(editor(request))
    came, event = number_of(request.POST.get("came", "")), number_of(request.POST.get("event", ""))
    if came is not None and event is not None:
        person.came = max(person.came, min(came, number(CHANGE)))
        person.event = max(person.event, event)
        person.save(update_fields=["came", "event"])
    if request.headers.get("HX-Request"):
        return render(request, "desk/flashes/banner.html", {"flashes": waiting(person)})
    return redirect("desk:home")


def _kills(after: int) -> list[Event]:
    """Kills by the wire, the newest first. Those that a person gave are in the record under another name as well."""
    found = values(_KILLS, [after])
    if not found:
        return []
    by_hand = Event.objects.filter(item=OuterRef("item"), verb="kill", at=OuterRef("at"))
    events = Event.objects.filter(pk__in=found).exclude(Exists(by_hand))
    return list(events.select_related("item__article__provider").order_by("-pk")[: MOST + 1])


def _wanted(person: Person, flashes: list[Flash]) -> list[Flash]:
    """The flashes, with how this person wants to be told of each."""
    if not flashes:
        return []
    keys = [flash.article.pk for flash in flashes]
    notify, sound = (set(keys) if wish else set[int]() for wish in (person.notify, person.sound))
    for watch in Watch.objects.filter(user=person.user_id, notify=True).select_related("view"):
        # Whatever it is now: what was killed no longer is in a view of what is published.
        chosen = replace(filter_of(watch.view), state=None)
        fits = fitting(chosen, keys, timezone.now())
        notify |= fits
        sound |= fits if watch.sound else set()
    return [replace(flash, notify=flash.article.pk in notify, sound=flash.article.pk in sound) for flash in flashes]
