"""The addresses of the editors' screens, all under /desk/."""

from django.urls import URLPattern, URLResolver, include, path

from dateline.desk import (
    acts,
    alarms,
    broken,
    dark,
    flashes,
    history,
    item,
    me,
    outgoing,
    pending,
    replaying,
    sources,
    wire,
)
from dateline.desk.editing import compose, editor, lease, newer, preview
from dateline.desk.first import first
from dateline.desk.people import mine, sessions
from dateline.desk.people.urls import login, logout
from dateline.desk.settings.people import Welcome
from dateline.desk.settings.urls import urlpatterns as settings_urls
from dateline.desk.views import columns, keep

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", wire.wire, name="home"),
    path("changes/", wire.changes, name="changes"),
    path("item/<slug:short_id>/", item.item, name="item"),
    path("item/<slug:short_id>/dark/", dark.dark, name="dark"),
    path("item/<slug:short_id>/<slug:verb>/", acts.act, name="act"),
    path("article/new/", compose.compose, name="new"),
    path("article/preview/", preview.preview, name="preview"),
    path("article/<slug:short_id>/edit/", editor.edit, name="edit"),
    path("article/<slug:short_id>/lease/", lease.lease, name="lease"),
    path("article/<slug:short_id>/newer/", newer.newer, name="newer"),
    path("columns/", columns.columns, name="columns"),
    path("columns/changes/", columns.changes, name="columns-changes"),
    path("flashes/", flashes.flashes, name="flashes"),
    path("flashes/seen/", flashes.seen, name="flashes-seen"),
    path("me/", me.me, name="me"),
    path("me/keys/", me.keys, name="me-keys"),
    path("me/data/", mine.mine, name="me-data"),
    path("me/sessions/end/", sessions.end, name="sessions-end"),
    path("views/", keep.views, name="views"),
    path("views/new/", keep.new, name="view-new"),
    path("views/seen/", keep.seen, name="views-seen"),
    path("views/<int:key>/", keep.view, name="view"),
    path("views/<int:key>/delete/", keep.delete, name="view-delete"),
    path("broken/", broken.broken, name="broken"),
    path("broken/replay/", replaying.replay, name="replay-all"),
    path("broken/shelve/", replaying.put_away, name="shelve-like"),
    path("delivery/<int:key>/", broken.delivery, name="delivery"),
    path("delivery/<int:key>/replay/", replaying.replay, name="replay"),
    path("delivery/<int:key>/shelve/", replaying.put_away, name="shelve"),
    path("pending/", pending.pending, name="pending"),
    path("pending/<int:key>/", pending.reference, name="reference"),
    path("pending/<int:key>/settle/", pending.settle, name="settle"),
    path("sources/", sources.sources, name="sources"),
    path("sources/<slug:slug>/", sources.source, name="source"),
    path("alarms/", alarms.alarms, name="alarms"),
    path("alarms/<int:key>/retry/", alarms.retry, name="alarm-retry"),
    path("settings/", include(settings_urls)),
    path("welcome/<str:uidb64>/<str:token>/", Welcome.as_view(), name="welcome"),
    path("outgoing/", outgoing.outgoing, name="outgoing"),
    path("outgoing/to/<slug:slug>/", outgoing.outlet, name="outlet"),
    path("outgoing/to/<slug:slug>/switch/", outgoing.switch, name="outlet-switch"),
    path("outgoing/to/<slug:slug>/try/", outgoing.prove, name="outlet-try"),
    path("outgoing/<int:key>/again/", outgoing.again, name="outgoing-again"),
    path("history/", history.history, name="history"),
    path("first/<str:token>/", first, name="first"),
    path("login/", login, name="login"),
    path("logout/", logout, name="logout"),
]
