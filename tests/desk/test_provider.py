"""Signing in by the provider of the house, a real one over HTTP: who gets in, with which role, and who never does."""

import http.client
import re
import time
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.contrib.auth.models import Group, User
from django.test import Client

from dateline import oidc
from dateline.desk.people.models import Stranger
from dateline.newsroom.models import Event
from dateline.newsroom.people import role_of

from .people import signed_in
from .provider import CLIENT, SECRET, Provider, running
from .test_people import PASSWORD, confirm, sign_in, visitor

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(scope="module")
def server():
    with running() as provider:
        yield provider


@pytest.fixture
def provider(server, settings, monkeypatch) -> Provider:
    server.__init__(server.issuer)
    monkeypatch.setenv("OIDC_SECRET", SECRET)
    settings.OIDC = oidc.from_environment(environment(server.issuer))
    return server


def environment(issuer: str, **more: str) -> dict[str, str]:
    return {
        "DATELINE_OIDC_ISSUER": issuer,
        "DATELINE_OIDC_CLIENT": CLIENT,
        "DATELINE_OIDC_SECRET_FROM": "env:OIDC_SECRET",
        "DATELINE_OIDC_CLAIM": "groups",
        "DATELINE_OIDC_EDITORS": "desk-editors",
        "DATELINE_OIDC_CHIEFS": "desk-chiefs, heads",
        "DATELINE_OIDC_NAME": "House Login",
    } | more


def onward(browser: Client, **fields: str) -> str:
    """The address of the provider that the desk leads to."""
    page = browser.post("/desk/login/by/", fields)
    assert page.status_code == 200, page.text
    to = re.search(r'<a href="([^"]+)"', page.text)
    assert to is not None, page.text
    return unescape(to[1])


def sent_back(address: str) -> str:
    """Where the provider sends the browser, once the person has said yes there."""
    there = urlsplit(address)
    with_provider = http.client.HTTPConnection(there.netloc)
    with_provider.request("GET", f"{there.path}?{there.query}")
    answer = with_provider.getresponse()
    answer.read()
    with_provider.close()
    assert answer.status == 302
    return str(answer.headers["Location"])


def come(browser: Client, **fields: str) -> Any:
    """Signs in by the provider."""
    return browser.get(sent_back(onward(browser, **fields)))


def is_in(browser: Client) -> bool:
    return browser.get("/desk/").status_code == 200


def test_whoever_has_a_role_there_has_it_here_and_where_they_wanted_to_go(provider):
    browser = visitor()
    answer = come(browser, next="/desk/broken/")
    assert (answer.status_code, answer["Location"]) == (302, "/desk/broken/")
    assert is_in(browser)
    user = User.objects.get()
    assert (user.username, role_of(user), user.has_usable_password()) == ("anna", "editor", False)
    event = Event.objects.get(verb="sign-in")
    assert (event.by_name, event.reason) == ("anna", "House Login")
    assert come(visitor()).status_code == 302
    assert User.objects.count() == SocialAccount.objects.count() == 1
    assert SocialAccount.objects.get().extra_data == {}, "nothing of what it says is kept"


def test_the_question_has_a_challenge_a_nonce_and_nothing_that_a_visitor_chose(provider):
    browser = visitor()
    page = browser.post("/desk/login/by/?auth_params=client_id%3Dx%26redirect_uri%3Dhttps%3A%2F%2Fx&scope=all&action=x")
    asked = parse_qs(urlsplit(unescape(re.search(r'<a href="([^"]+)"', page.text)[1])).query)
    assert asked["client_id"] == [CLIENT]
    assert asked["redirect_uri"] == ["http://testserver/desk/login/by/back/"]
    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}
    assert (asked["response_type"], asked["code_challenge_method"]) == (["code"], ["S256"])
    assert len(asked["nonce"][0]) == 64
    assert len(asked["code_challenge"][0]) == 43
    assert browser.get("/desk/login/by/").status_code == 405


def forger() -> Any:
    return ec.generate_private_key(ec.SECP256R1())


BAD: dict[str, tuple[str, dict[str, Any]]] = {
    # what is wrong: what the log says of it, and how it is made
    "another key": ("InvalidSignatureError", {"key": forger}),
    "a shared secret": ("no algorithm", {"key": lambda: SECRET * 2, "algorithm": "HS256"}),
    "no signature": ("no algorithm", {"key": lambda: None, "algorithm": "none"}),
    "an unknown key": ("no key of", {"header": {"kid": "k2"}}),
    "another issuer": ("InvalidIssuerError", {"says": {"iss": "https://other.example"}}),
    "another audience": ("InvalidAudienceError", {"says": {"aud": "other"}}),
    "given to another": ("given to another", {"says": {"aud": [CLIENT, "other"], "azp": "other"}}),
    "for several and given to none": ("given to another", {"says": {"aud": [CLIENT, "other"]}}),
    "another nonce": ("another sign-in", {"says": {"nonce": "x"}}),
    "no nonce": ("another sign-in", {"says": {"nonce": None}}),
    "expired": ("ExpiredSignatureError", {"says": {"exp": int(time.time()) - 60}}),
    "without end": ("MissingRequiredClaimError", {"says": {"exp": None}}),
    "from the future": ("ImmatureSignatureError", {"says": {"iat": int(time.time()) + 600}}),
    "nobody": ("MissingRequiredClaimError", {"says": {"sub": None}}),
    "an empty name": ("names nobody", {"says": {"sub": ""}}),
    "a name that a database cannot hold": ("names nobody", {"says": {"sub": "a\0b"}}),
    "too long a name": ("names nobody", {"says": {"sub": "x" * 200}}),
    "the discovery of another": ("another issuer", {"document": {"issuer": "https://other.example"}}),
    "a token address elsewhere": (
        "no safe token_endpoint",
        {"document": {"token_endpoint": "http://other.example/token"}},
    ),
    "no keys": ("no safe jwks_uri", {"document": {"jwks_uri": None}}),
}


@pytest.mark.parametrize("bad", BAD)
def test_what_proves_nothing_lets_nobody_in(provider, bad, caplog, capsys):
    why, made = BAD[bad]
    for name, value in made.items():
        setattr(provider, name, value() if callable(value) else value)
    browser = visitor()
    answer = browser.post("/desk/login/by/") if "document" in made else come(browser)
    assert answer.status_code == 401
    assert "did not say who you are" in answer.text
    assert not is_in(browser)
    assert not User.objects.exists()
    out = "".join(capsys.readouterr()) + caplog.text
    assert "sign-in failed" in out
    assert why in out
    assert SECRET not in out


def test_keys_of_either_kind_are_taken(provider):
    provider.key = provider.published = rsa.generate_private_key(65537, 2048)
    provider.algorithm = "RS256"
    assert come(visitor()).status_code == 302


def test_a_code_and_a_state_serve_once_and_only_who_asked(provider):
    browser, other = visitor(), visitor("192.0.2.9")
    where = sent_back(onward(browser))
    assert other.get(where).status_code == 401, "the state is in the session of another"
    assert browser.get(where).status_code == 302
    assert other.get(where).status_code == browser.get(where).status_code == 401
    forged = onward(other)
    state = parse_qs(urlsplit(forged).query)["state"][0]
    assert other.get(f"/desk/login/by/back/?code=made-up&state={state}").status_code == 401
    denied = parse_qs(urlsplit(onward(other)).query)["state"][0]
    assert other.get(f"/desk/login/by/back/?error=access_denied&state={denied}").status_code == 401
    assert not is_in(other)


def test_a_provider_that_does_not_answer_lets_nobody_in_and_passwords_work(provider, settings, monkeypatch):
    browser = visitor()
    monkeypatch.delenv("OIDC_SECRET")
    assert browser.post("/desk/login/by/").status_code == 401, "without its secret nothing is asked"
    monkeypatch.setenv("OIDC_SECRET", SECRET)
    settings.OIDC = oidc.from_environment(environment("http://127.0.0.1:9"))
    assert browser.post("/desk/login/by/").status_code == 401
    assert "House Login" in browser.get("/desk/login/").text
    User.objects.create_user("root", password=PASSWORD).groups.add(Group.objects.get(name="chief"))
    sign_in(browser, name="root")
    assert is_in(browser)


@pytest.mark.parametrize("groups", [None, [], ["cleaners"], "desk", {"desk-editors": True}, [["desk-editors"]], 7])
def test_who_has_no_role_there_gets_no_account_and_the_chiefs_see_who_came(provider, groups):
    provider.person["groups"] = groups
    browser = visitor()
    for _ in range(2):
        answer = come(browser)
        assert answer.status_code == 403
        assert "gives you no role" in answer.text
    assert not is_in(browser)
    assert not User.objects.exists()
    assert Stranger.objects.get().name == "anna"
    assert "anna" in signed_in("chief").get("/desk/settings/people/").text
    provider.person["groups"] = ["desk-editors"]
    assert come(browser).status_code == 302
    assert not Stranger.objects.exists()


def test_a_role_that_changes_or_is_lost_there_is_so_here_at_the_next_sign_in(provider):
    first = visitor()
    for groups, role in ((["desk-editors", "heads"], "chief"), (["desk-editors"], "editor"), ([], "")):
        provider.person["groups"] = groups
        browser = visitor()
        assert come(browser).status_code == (302 if role else 403)
        assert role_of(User.objects.get(username="anna")) == role
        first = browser if role else first
    assert first.get("/desk/").status_code == 403, "an open session has no role either"
    assert Event.objects.filter(verb="setup", by_name="House Login").count() == 3


def test_a_name_that_is_another_accounts_gets_nobody_into_it(provider):
    User.objects.create_user("Anna", password=PASSWORD).groups.add(Group.objects.get(name="chief"))
    browser = visitor()
    answer = come(browser)
    assert answer.status_code == 403
    assert "another account of that name" in answer.text
    assert not is_in(browser)
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize(("verified", "kept"), [(True, "a@krant.example"), (False, ""), ("true", ""), (None, "")])
def test_only_a_verified_mail_address_is_taken_and_it_gets_nobody_in(provider, verified, kept):
    User.objects.create_user("chief", password=PASSWORD, email="a@krant.example")
    provider.person |= {"email": "a@krant.example", "email_verified": verified}
    assert come(visitor()).status_code == 302
    assert User.objects.get(username="anna").email == kept
    assert not SocialAccount.objects.filter(user__username="chief").exists()


def test_a_person_ties_their_account_and_then_has_no_password(provider):
    anna = User.objects.create_user("anna", password=PASSWORD)
    anna.groups.add(Group.objects.get(name="viewer"))
    browser = visitor()
    sign_in(browser)
    asked = browser.post("/desk/login/by/", {"process": "connect"})
    assert asked["Location"].startswith("/desk/account/confirm/"), "the password is asked for again"
    confirm(browser)
    provider.person["preferred_username"] = "a.devries"
    answer = come(browser, process="connect")
    assert (answer.status_code, answer["Location"]) == (302, "/desk/account/")
    assert is_in(browser)
    assert Event.objects.filter(verb="tie", by_name="anna").exists()
    anna.refresh_from_db()
    assert not anna.has_usable_password()
    assert come(visitor()).status_code == 302
    assert User.objects.count() == 1
    assert role_of(User.objects.get()) == "editor", "the provider's word counts from then on"
    other = User.objects.create_user("bram", password=PASSWORD)
    theirs = visitor()
    sign_in(theirs, name="bram")
    confirm(theirs)
    assert come(theirs, process="connect").status_code == 403
    assert not SocialAccount.objects.filter(user=other).exists()


def test_an_account_that_is_tied_is_the_providers_alone_until_a_chief_unties_it(provider):
    come(visitor())
    anna = User.objects.get()
    anna.set_password(PASSWORD)
    anna.save()
    browser = visitor()
    assert sign_in(browser).status_code == 403
    assert not is_in(browser)
    chief = signed_in("chief")
    path = f"/desk/settings/people/{anna.pk}/"
    assert "signs in by House Login alone" in chief.get(path).text
    chief.post(f"{path}link/")
    assert not SocialAccount.objects.exists()
    sign_in(browser)
    assert is_in(browser)
    assert come(visitor()).status_code == 403, "the name is taken"


def test_what_may_do_everything_is_never_the_providers(provider):
    root = User.objects.create_superuser("anna", password=PASSWORD)
    browser = visitor()
    sign_in(browser)
    confirm(browser)
    assert come(browser, process="connect").status_code == 403
    SocialAccount.objects.create(user=root, provider=provider.issuer, uid="u-1")
    assert come(visitor()).status_code == 403
    sign_in(browser)
    assert is_in(browser), "and keeps its password"


def test_an_account_that_is_shut_stays_shut_and_a_second_factor_counts_here_too(provider):
    come(visitor())
    anna = User.objects.get()
    Authenticator.objects.create(user=anna, type="totp", data={"secret": "x"})
    assert come(visitor())["Location"] == "/desk/login/code/"
    User.objects.update(is_active=False)
    browser = visitor()
    assert come(browser).status_code == 403
    assert not is_in(browser)


def test_without_the_setting_there_is_no_such_sign_in(settings):
    SocialApp.objects.create(provider="openid_connect", provider_id="x", name="x", client_id="x")
    browser = visitor()
    assert "/desk/login/by/" not in browser.get("/desk/login/").text
    assert browser.post("/desk/login/by/").status_code == browser.get("/desk/login/by/back/").status_code == 404


def test_half_a_setting_is_none(tmp_path):
    whole = environment("https://login.example/realms/krant")
    assert oidc.from_environment({}) is None
    found = oidc.from_environment(whole)
    assert found is not None
    assert found.role({"groups": ["heads", "desk-editors"]}) == "chief"
    assert oidc.from_environment(whole | {"DATELINE_OIDC_NAME": ""}).name == "login.example"
    for name in ("ISSUER", "CLIENT", "SECRET_FROM", "CLAIM"):
        with pytest.raises(ValueError, match=f"DATELINE_OIDC_{name} "):
            oidc.from_environment(whole | {f"DATELINE_OIDC_{name}": " "})
    with pytest.raises(ValueError, match="CHIEFS"):
        oidc.from_environment(whole | {"DATELINE_OIDC_EDITORS": "", "DATELINE_OIDC_CHIEFS": ","})
    with pytest.raises(ValueError, match="DATELINE_OIDC_EDITOR is not known"):
        oidc.from_environment(whole | {"DATELINE_OIDC_EDITOR": "x"})
    for issuer in ("http://login.example", "login.example", "https://u:p@login.example", "https://x/#y"):
        with pytest.raises(ValueError, match="DATELINE_OIDC_ISSUER"):
            oidc.from_environment(whole | {"DATELINE_OIDC_ISSUER": issuer})


@pytest.mark.parametrize(
    ("claim", "claims"),
    [
        ("realm_access.roles", {"realm_access": {"roles": ["heads"]}}),
        ("https://krant.example/groups", {"https://krant.example/groups": "heads"}),
    ],
)
def test_a_claim_is_named_by_its_name_or_its_path(claim, claims):
    found = oidc.from_environment(environment("https://login.example", DATELINE_OIDC_CLAIM=claim))
    assert found.role(claims) == "chief"
    assert found.role({}) == found.role({"realm_access": ["roles"]}) == ""
