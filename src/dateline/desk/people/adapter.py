"""What allauth asks of the house: nobody signs up by themselves, and whence a request comes."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest


class Accounts(DefaultAccountAdapter):
    """Accounts are made by the first link and by a chief, never by a visitor."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that `serve.proxies` has settled: what a stranger's headers say was taken out there."""
        return str(request.META.get("REMOTE_ADDR") or "0.0.0.0")  # noqa: S104 (a socket has no address)


class Factors(DefaultMFAAdapter):
    """Second factors as the desk shows them."""

    def build_totp_svg(self, url: str) -> str:
        """The square as an element of the page: the policy of the desk lets no picture in from a data: address."""
        svg: str = super().build_totp_svg(url)
        return svg[svg.index("<svg") :]
