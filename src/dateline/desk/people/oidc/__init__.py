"""Signing in by the provider of the house (OpenID Connect): what is asked of it, what it says, and who gets in by that.

Nothing here is imported before somebody asks for one of its addresses: it brings requests and cryptography with it.
"""

from django.conf import settings

from dateline.oidc import Oidc


def ours() -> Oidc:
    """The provider of the settings, for who comes here only where there is one."""
    assert settings.OIDC is not None  # noqa: S101
    return settings.OIDC
