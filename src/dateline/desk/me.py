"""What a person sets for their own desk: its language, its keys, and how they are told of flashes."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.forms import EmailField
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST

from dateline.desk.access import editor, for_desk
from dateline.desk.flashes import person_of
from dateline.desk.language import CHOSEN
from dateline.desk.people.record import write
from dateline.desk.people.sessions import places
from dateline.desk.screen import screen
from dateline.newsroom.alarms import LONGEST_ADDRESS
from dateline.newsroom.house import house
from dateline.newsroom.models import Person
from dateline.newsroom.permissions import may


@require_http_methods(["GET", "HEAD", "POST"])
@for_desk()
def me(request: HttpRequest) -> HttpResponse:
    """The settings of whoever asks, and the saving of them."""
    person = person_of(editor(request))
    if request.method != "POST":
        signed_in = places(editor(request), request.session.session_key, house(), timezone.now())
        context = {"languages": settings.LANGUAGES, "here": "me", "places": signed_in}
        return screen(request, "desk/me.html", context | {"is_told": may(editor(request), "release")})
    language = request.POST.get("language", "")
    person.language = language if language in dict(settings.LANGUAGES) else ""
    for name in ("keys", "notify", "sound"):
        setattr(person, name, bool(request.POST.get(name)))
    person.save(update_fields=["language", "keys", "notify", "sound"])
    speak(request, person)
    with translation.override(person.language or translation.get_language_from_request(request)):
        if _address(editor(request), request.POST):
            messages.success(request, _("Saved."))
        else:
            messages.warning(request, _("This is no mail address."))
    return redirect("desk:me")


@require_POST
@for_desk()
def keys(request: HttpRequest) -> HttpResponse:
    """Switches the single keys on or off (`keys=1`)."""
    Person.objects.filter(pk=person_of(editor(request)).pk).update(keys=bool(request.POST.get("keys")))
    return HttpResponse(status=204)


def _address(user: User, form: QueryDict) -> bool:
    """Stores the mail address of a form that has one; says whether it is one, or none."""
    if "email" not in form:
        return True
    try:
        address = EmailField(required=False, max_length=LONGEST_ADDRESS).clean(form["email"])
    except ValidationError:
        return False
    if address != user.email:
        before = user.email
        User.objects.filter(pk=user.pk).update(email=address)
        # Where it went before: whoever has taken an account over must not be the only one who is told of it.
        write("address", user, told=gettext_noop("mail about it goes to another address") if before else "", to=before)
    return True


def speak(request: HttpRequest, person: Person) -> None:
    """Has this browser's session speak the person's language from its next answer on."""
    if person.language:
        request.session[CHOSEN] = person.language
    else:
        request.session.pop(CHOSEN, None)


def speak_at_sign_in(request: HttpRequest, user: User, **_about: object) -> None:
    """The same for who has just signed in."""
    person = Person.objects.filter(user=user).first()
    if person is not None:
        speak(request, person)
