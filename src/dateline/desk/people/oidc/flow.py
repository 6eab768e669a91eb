"""How the provider is asked: allauth's flow of OpenID Connect, with what it leaves open shut.

PKCE and a nonce always; the discovery document must be the issuer's own and lead nowhere but to https; the signature of
the token is checked; nothing of the request but its process and where it leads goes into the question.
"""

import hashlib
from typing import Any

from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers import registry
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.utils import generate_code_challenge
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest
from django.urls import reverse

from dateline.desk.people.oidc import ours, tokens
from dateline.desk.people.oidc.adapter import Tied

ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class Adapter(OpenIDConnectOAuth2Adapter):
    """One sign-in: from the question to the answer, and what it says."""

    _nonce = ""

    @property
    def openid_config(self) -> dict[str, Any]:
        """The discovery document. Raises OAuth2Error for one that is not the issuer's, or leads to what is not safe."""
        if not hasattr(self, "_openid_config"):
            issuer = ours().issuer
            found = fetched(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
            if found.get("issuer") != issuer:
                raise OAuth2Error("its discovery document is that of another issuer")
            for name in ENDPOINTS:
                if not ours().may_ask(found.get(name)):
                    raise OAuth2Error(f"its discovery document has no safe {name}")
            found.setdefault("token_endpoint_auth_methods_supported", ["client_secret_basic"])  # as the standard has it
            self._openid_config = found
        return self._openid_config

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        """Where the provider sends people back to: on the host that they asked."""
        return request.build_absolute_uri(reverse("oidc_back"))

    def get_access_token_data(
        self, request: HttpRequest, app: Any, client: Any, pkce_code_verifier: str | None = None
    ) -> dict[str, Any]:
        """Trades the code; the verifier also tells which nonce the token must have."""
        if not pkce_code_verifier:
            raise OAuth2Error("the sign-in was not begun here")
        self._nonce = nonce_of(pkce_code_verifier)
        answer: dict[str, Any] = super().get_access_token_data(request, app, client, pkce_code_verifier)
        return answer

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **about: Any) -> SocialLogin:
        """Who it is that the provider has sent. Raises OAuth2Error for a token that proves nothing."""
        try:
            claims = tokens.read(
                about["response"].get("id_token"),
                fetched(self.openid_config["jwks_uri"]),
                issuer=ours().issuer,
                client=ours().client,
                nonce=self._nonce,
            )
        except tokens.Untrusted as error:
            raise OAuth2Error(str(error)) from None
        login = self.get_provider().sociallogin_from_response(request, claims)
        login.claims = claims
        return login


class Provider(OpenIDConnectProvider):
    """The provider of the settings. Of what it says of a person only their name there is stored (`uid`)."""

    oauth2_adapter_class = Adapter

    def get_pkce_params(self) -> dict[str, str]:
        """A challenge and a nonce, both of one secret that stays in the session of whoever asks."""
        made: dict[str, str] = generate_code_challenge()
        return made | {"nonce": nonce_of(made["code_verifier"])}

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """Where the sign-in leads; nothing that a visitor says changes what the provider is asked."""
        asked = super().get_redirect_from_request_kwargs(request)
        connects = asked["process"] == AuthProcess.CONNECT
        process = AuthProcess.CONNECT if connects else AuthProcess.LOGIN
        return {"process": process, "next_url": asked.get("next_url")}

    def extract_uid(self, data: dict[str, Any]) -> str:
        """The provider's own name of the person, which never goes to another."""
        return str(data["sub"])

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Nothing is kept."""
        return {}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        """Nothing is taken here (admitting.py looks at the claims itself)."""
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        """None: nobody is known by an address."""
        return []


registry.register(Provider)


def nonce_of(verifier: str) -> str:
    """The nonce that goes with a verifier of PKCE, which it does not give away."""
    return hashlib.sha256(f"nonce:{verifier}".encode()).hexdigest()


def fetched(address: str) -> dict[str, Any]:
    """A JSON object of the provider's. Raises OAuth2Error, and RequestException where there is no answer."""
    with Tied().get_requests_session() as session:
        answer = session.get(address)
        answer.raise_for_status()
        found = answer.json()
    if not isinstance(found, dict):
        raise OAuth2Error("it answers with what is no object")
    return found
