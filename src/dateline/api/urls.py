"""The addresses of the content API, all under /api/."""

from django.urls import path, re_path
from django.views.decorators.csrf import csrf_exempt

from dateline.api import search, views

app_name = "api"
urlpatterns = [
    path("v1/openapi.json", csrf_exempt(views.openapi), name="openapi"),
    path("v1/items", views.items, name="items"),
    path("v1/items/<slug:short_id>", views.item, name="item"),
    path("v1/search", search.search, name="search"),
    path("v1/sections", views.sections, name="sections"),
    path("v1/sections/<slug:slug>/items", views.section, name="section"),
    re_path(r"", csrf_exempt(views.nothing)),
]
