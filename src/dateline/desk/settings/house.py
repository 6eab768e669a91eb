"""What chiefs set of the house beside its name: its pages, its looks, and where the addresses of an old site lead."""

import io
from typing import Any

from django.contrib import messages
from django.forms import Textarea, modelform_factory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dateline.desk.access import editor, for_desk
from dateline.desk.settings.views import edit_house, either, settings_screen
from dateline.newsroom import redirects
from dateline.newsroom.house import house
from dateline.newsroom.looks.form import LooksForm
from dateline.newsroom.models import House, Redirect
from dateline.newsroom.permissions import SET_UP
from dateline.newsroom.setup.forms import PagesForm

_TYPED: Any = gettext_lazy("A blank line between paragraphs; HTML for headings, lists and links. Empty: no such page")
PAGES = modelform_factory(
    House,
    form=PagesForm,
    fields=("imprint", "privacy"),
    widgets=dict.fromkeys(("imprint", "privacy"), Textarea(attrs={"rows": 14})),
    help_texts={"imprint": _TYPED, "privacy": _TYPED},
)


@either
@for_desk(SET_UP)
def pages(request: HttpRequest) -> HttpResponse:
    """The words of the imprint, and of what the house says of privacy."""
    form = PAGES(request.POST or None, instance=house())
    return edit_house(request, form, "desk:settings-pages", {"part": "pages", "name": _("Pages of the house")})


@either
@for_desk(SET_UP)
def looks(request: HttpRequest) -> HttpResponse:
    """Type, colours and logo of the site."""
    form = LooksForm(request.POST or None, request.FILES or None, instance=house())
    return edit_house(request, form, "desk:settings-looks", {"part": "looks", "name": _("Looks")})


@either
@for_desk(SET_UP)
def old_addresses(request: HttpRequest) -> HttpResponse:
    """Where the addresses of an old site lead: how many there are, and another list from a file."""
    wrong: list[tuple[int, str]] = []
    doubts: list[tuple[int, str]] = []
    if request.method == "POST":
        file = request.FILES.get("file")
        try:
            if file is None:
                raise redirects.Wrong([(0, _("Choose a file."))])
            count, doubts = redirects.take(io.TextIOWrapper(file, "utf-8", newline=""), by=editor(request))
        except redirects.Wrong as error:
            wrong = list(error.rows)
        else:
            messages.success(request, _("%(count)s addresses lead on.") % {"count": count})
            if not doubts:
                return redirect("desk:settings-redirects")
    told = wrong or doubts
    context = {
        "part": "redirects",
        "count": Redirect.objects.filter(list=house().redirects).count(),
        "wrong": bool(wrong),
        "told": told[: redirects.SHOWN],
        "more": max(0, len(told) - redirects.SHOWN),
    }
    return settings_screen(request, "desk/settings/redirects.html", context, status=400 if wrong else 200)
