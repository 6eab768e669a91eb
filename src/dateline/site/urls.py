"""The addresses of the readers' pages."""

from django.urls import path, re_path

from dateline.site import crawlers, searching, views

app_name = "site"
urlpatterns = [
    path("", views.front, name="front"),
    path("robots.txt", crawlers.plain, {"kind": "robots", "content_type": "text/plain; charset=utf-8"}, name="robots"),
    path(".well-known/tdmrep.json", crawlers.plain, {"kind": "tdmrep", "content_type": "application/json"}),
    path("sitemap-news.xml", crawlers.plain, {"kind": "sitemap-news", "content_type": crawlers.XML}),
    path("sitemap.xml", crawlers.index, name="sitemap"),
    re_path(r"^sitemap-(?P<number>[0-9]{1,12})\.xml$", crawlers.archive, name="sitemap-archive"),
    path("latest", views.live, {"kind": "latest"}, name="front-latest"),
    re_path(r"^feed\.(?P<name>rss|atom|json)$", views.feed, name="front-feed"),
    re_path(r"^agency/(?P<agency>[^/]+)/feed\.(?P<name>rss|atom|json)$", views.feed, name="agency-feed"),
    re_path(r"^house/(?P<name>[0-9a-f]{12}\.(?:css|png|jpg|webp|svg))$", views.look, name="look"),
    path("favicon.ico", views.icon),
    path("imprint", views.house_page, {"which": "imprint"}, name="imprint"),
    path("privacy", views.house_page, {"which": "privacy"}, name="privacy"),
    path("corrections", views.corrections, name="corrections"),
    path("search", searching.search, name="search"),
    re_path(r"^search/feed\.(?P<name>rss|atom|json)$", searching.feed, name="search-feed"),
    path("<slug:section>", views.section_without_slash),
    path("<slug:section>/", views.section, name="section"),
    re_path(r"^(?P<section>[-\w]+)/feed\.(?P<name>rss|atom|json)$", views.feed, name="feed"),
    path("<slug:section>/latest", views.live, {"kind": "list"}, name="latest"),
    path("<slug:section>/rail", views.live, {"kind": "rail"}, name="rail"),
    path("<slug:section>/rail/<slug:short_id>", views.live, {"kind": "rail"}, name="rail-without"),
    re_path(r"^(?P<section>[-\w]+)/(?P<last>(?:[^/]+-)?[0-9a-z]{12})$", views.article, name="article"),
]
