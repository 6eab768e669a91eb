"""What allauth asks of the house about people whom the provider sends."""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse


class Tied(DefaultSocialAccountAdapter):
    """There is one provider, that of the settings; nobody signs up, and rows in the database add none."""

    def list_apps(self, request: HttpRequest, provider: str | None = None, client_id: str | None = None) -> list[Any]:
        """The provider, if it is the one that is asked for. Raises NoSecret where its secret cannot be had."""
        from dateline.newsroom.keys import from_elsewhere

        ours = settings.OIDC
        if (
            ours is None
            or provider not in (None, "openid_connect", ours.issuer)
            or client_id not in (None, ours.client)
        ):
            return []
        secret = from_elsewhere(ours.secret_from, "the provider that people sign in by")
        app = SocialApp(provider="openid_connect", provider_id=ours.issuer, name=ours.name, client_id=ours.client)
        app.secret, app.settings = secret, {"scope": list(ours.scopes)}
        return [app]

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Never: admitting.py makes the account of who has a role."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Gives whoever comes the role that the provider says, or refuses them. Raises ImmediateHttpResponse."""
        from dateline.desk.people.oidc import admitting

        admitting.admit(request, sociallogin)

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """Says that it did not work, in the desk's own words. Raises ImmediateHttpResponse."""
        from dateline.desk.people.oidc import views

        raise ImmediateHttpResponse(views.failed(request, exception or str(error)))

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        """Back to the account."""
        return reverse("mfa_index")

    def get_requests_session(self) -> Any:
        """A session that goes where it is sent and no further: a secret goes along."""
        session = super().get_requests_session()
        session.max_redirects = 0
        return session
