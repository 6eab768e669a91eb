"""The addresses of the editors' screens, all under /desk/."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import URLPattern, URLResolver, path
from django.views.generic import RedirectView

from dateline.desk.first import first

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = [
    # Until the desk has a screen of its own, its front is the configuration.
    path("", RedirectView.as_view(pattern_name="admin:index"), name="home"),
    path("first/<str:token>/", first, name="first"),
    path("login/", LoginView.as_view(template_name="desk/login.html", redirect_authenticated_user=True), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
]
