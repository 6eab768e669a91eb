"""Every address of Dateline, in the order in which they are tried."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    # The admin's own form knows neither limits nor second factors.
    path("desk/admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    # Accounts and groups only; news is changed at the desk, through the verbs of the newsroom.
    path("desk/admin/", admin.site.urls),
    path("desk", RedirectView.as_view(url="/desk/")),
    path("desk/", include("dateline.desk.urls")),
    path("api/", include("dateline.api.urls")),
    path("desk/", include("dateline.desk.people.urls")),
    path("intake/", include("dateline.intake.urls")),
    # Last, because /{section}/ matches any one word.
    path("", include("dateline.site.urls")),
]

handler404 = "dateline.site.views.missing"
handler500 = "dateline.serve.away.failed"
