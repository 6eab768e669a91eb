"""The addresses of what is set, all under /desk/settings/."""

from django.urls import URLPattern, path

from dateline.desk.settings import house, people, views

urlpatterns: list[URLPattern] = [
    path("", views.index, name="settings"),
    path("site/", views.site, name="settings-site"),
    path("pages/", house.pages, name="settings-pages"),
    path("looks/", house.looks, name="settings-looks"),
    path("redirects/", house.old_addresses, name="settings-redirects"),
    path("people/", people.people, name="people"),
    path("people/new/", people.new_person, name="person-new"),
    path("people/<int:key>/", people.person, name="person"),
    path("people/<int:key>/link/", people.invite, name="person-link"),
    path("people/<int:key>/sessions/end/", people.end_sessions, name="person-sessions-end"),
    path("people/<int:key>/factors/remove/", people.forget_factors, name="person-factors-remove"),
    path("sources/<int:key>/renew/", views.renew, name="secret-renew"),
    path("<slug:kind>/", views.listing, name="settings-list"),
    path("<slug:kind>/new/", views.edit, name="settings-new"),
    path("<slug:kind>/<int:key>/", views.edit, name="settings-row"),
    path("<slug:kind>/<int:key>/delete/", views.delete, name="settings-delete"),
    path("<slug:kind>/<int:key>/move/", views.move, name="settings-move"),
]
